import numpy as np
import pytest

from desdemona.errors import UsageError
from desdemona.physiology.brain import BANDS, BANDS_HZ, band_power_at, eeg_of
from desdemona.physiology.inside import BandPoint, Inside

INSIDE = Inside(bands=(BandPoint(0.0, 80.0, 40.0, 60.0, 20.0),))


def power_between(values: np.ndarray, rate_hz: float, low_hz: float, high_hz: float) -> float:
    lines = np.fft.fft(values)
    lines_hz = np.abs(np.fft.fftfreq(len(values), 1 / rate_hz))
    return float(np.sum(np.abs(lines[(lines_hz >= low_hz) & (lines_hz < high_hz)]) ** 2) / len(values) ** 2)


@pytest.mark.parametrize(("duration_s", "rate_hz"), [(2.0, 64.0), (20.0, 256.0), (33.3, 100.0)])
def test_every_band_has_exactly_its_power_and_there_is_nothing_else(duration_s: float, rate_hz: float) -> None:
    eeg = eeg_of(INSIDE, duration_s, rate_hz, rng=np.random.default_rng(4))
    powers = [power_between(eeg, rate_hz, *BANDS_HZ[band]) for band in BANDS]
    assert powers == pytest.approx([80.0, 40.0, 60.0, 20.0], rel=1e-9)
    assert np.mean(eeg**2) == pytest.approx(200.0, rel=1e-9)


def test_power_that_changes_is_followed() -> None:
    closing_eyes = Inside(
        bands=(BandPoint(0.0, 20, 20, 10, 20), BandPoint(29, 20, 20, 10, 20), BandPoint(31, 20, 20, 90, 20))
    )
    eeg = eeg_of(closing_eyes, 60.0, 128.0, rng=np.random.default_rng(5))
    before, after = eeg[: 29 * 128], eeg[31 * 128 :]
    for part, alpha in ((before, 10.0), (after, 90.0)):
        assert power_between(part, 128.0, 8.0, 13.0) == pytest.approx(alpha, rel=0.25)  # noise over 29 s, 145 lines
    assert band_power_at(closing_eyes, "alpha", np.array([30.0])).tolist() == [50.0]


def test_noise_looks_like_noise_and_belongs_to_its_seed() -> None:
    first, again, other = (eeg_of(INSIDE, 20.0, 128.0, rng=np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert first.tobytes() == again.tobytes()
    assert abs(np.corrcoef(first, other)[0, 1]) < 0.2
    assert np.mean(first**4) / np.mean(first**2) ** 2 == pytest.approx(3.0, abs=0.5)  # as of a Gaussian


def test_a_rate_or_length_that_cannot_hold_the_bands_is_refused() -> None:
    with pytest.raises(UsageError, match=r"^an EEG at 50 Hz cannot hold waves up to 30 Hz; take 64 Hz or more$"):
        eeg_of(INSIDE, 20.0, 50.0, rng=np.random.default_rng(0))
    with pytest.raises(UsageError, match=r"^an EEG of 1 s is too short for its slow waves; take 2 s or more$"):
        eeg_of(INSIDE, 1.0, 128.0, rng=np.random.default_rng(0))
