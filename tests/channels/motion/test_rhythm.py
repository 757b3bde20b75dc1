import numpy as np
import pytest
from numpy.typing import NDArray

from desdemona.channels.motion.rhythm import Band, amplitude_at, find_rhythm, ratio_at

HEAD = Band(0.5, 12.0, 25.0, 0.5, 0.2)
RATE_HZ = 30.0
TIMES_S = np.arange(300) / RATE_HZ


def sine(hz: float, size: float = 1.0, phase: float = 0.3) -> NDArray[np.float64]:
    return size * np.sin(2 * np.pi * hz * TIMES_S + phase)[:, None]


def passes(values: NDArray[np.float64]) -> bool:
    found = find_rhythm(values, RATE_HZ, HEAD)
    return (
        found is not None
        and found.peak_ratio >= HEAD.peak_ratio
        and found.rival_share <= HEAD.rival_share
        and found.steadiness >= HEAD.steadiness
    )


@pytest.mark.parametrize("hz", [0.63, 1.2, 3.37, 6.0, 11.4])
def test_frequency_amplitude_and_interval_are_right_in_noise_as_large_as_the_sine(hz: float) -> None:
    rng = np.random.default_rng(4)
    covered = 0
    for _ in range(40):
        values = sine(hz, phase=float(rng.uniform(0, 6))) + rng.normal(0, 1, (300, 1))
        found = find_rhythm(values, RATE_HZ, HEAD)
        assert found is not None
        assert abs(found.rate_hz - hz) < 0.03  # four standard deviations of 0.0066 Hz
        assert abs(abs(found.amplitude[0]) - 1) < 0.35  # four of 0.08
        covered += abs(found.rate_hz - hz) < 2.1 * found.sd_hz
    assert covered >= 36  # nominal 95 % of 40, less three standard deviations


def test_noise_and_drift_show_no_rhythm() -> None:
    rng = np.random.default_rng(5)
    passed = 0
    for _ in range(150):
        white = rng.normal(0, 1, (300, 2))
        passed += passes(white) + passes(np.cumsum(white, axis=0))
    assert passed == 0


def test_a_flat_line_and_a_straight_one_show_none() -> None:
    assert find_rhythm(np.zeros((300, 1)), RATE_HZ, HEAD) is None
    assert not passes(np.linspace(0, 50, 300)[:, None] + np.random.default_rng(1).normal(0, 0.1, (300, 1)))


def test_two_rhythms_of_like_strength_are_rivals_and_a_harmonic_is_none() -> None:
    rng = np.random.default_rng(6)
    two = find_rhythm(sine(3.0) + sine(7.4, 0.9) + rng.normal(0, 0.1, (300, 1)), RATE_HZ, HEAD)
    one = find_rhythm(sine(3.0) + sine(6.0, 0.9) + rng.normal(0, 0.1, (300, 1)), RATE_HZ, HEAD)
    assert two is not None
    assert one is not None
    assert two.rival_share == pytest.approx(0.81, abs=0.05)  # 0.9 squared
    assert one.rival_share < 0.05


def test_a_rhythm_that_stops_is_not_steady() -> None:
    values = sine(3.0) * (TIMES_S < 5)[:, None]
    found = find_rhythm(values, RATE_HZ, HEAD)
    assert found is not None
    assert found.steadiness < 0.1


def test_a_rhythm_is_told_in_another_signal_only_where_it_is() -> None:
    rng = np.random.default_rng(7)
    noise = rng.normal(0, 1, (300, 1))
    assert ratio_at(sine(3.0) + noise, RATE_HZ, 3.0) > 30
    assert ratio_at(noise, RATE_HZ, 3.0) < 10
    assert np.angle(amplitude_at(sine(3.0), RATE_HZ, 3.0) / amplitude_at(sine(3.0, phase=1.3), RATE_HZ, 3.0))[0] == (
        pytest.approx(-1.0, abs=0.02)
    )
