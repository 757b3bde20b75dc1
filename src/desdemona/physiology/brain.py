"""Waves of the brain with stated power in each band."""

from typing import Literal, get_args

import numpy as np

from desdemona.errors import UsageError
from desdemona.physiology.heart import Floats, line_at
from desdemona.physiology.inside import Inside

Band = Literal["delta", "theta", "alpha", "beta"]
BANDS: tuple[Band, ...] = get_args(Band)

BANDS_HZ: dict[Band, tuple[float, float]] = {
    "delta": (1.0, 4.0),
    "theta": (4.0, 8.0),
    "alpha": (8.0, 13.0),
    "beta": (13.0, 30.0),
}
"""From and up to, in Hz: the field's usual limits."""

SHORTEST_EEG_S = 2.0


def band_power_at(inside: Inside, band: Band, times_s: Floats) -> Floats:
    """Return the power of a band in square microvolts, NaN where the phantom has no points of it."""
    powers = {
        "delta": [point.delta_uv2 for point in inside.bands],
        "theta": [point.theta_uv2 for point in inside.bands],
        "alpha": [point.alpha_uv2 for point in inside.bands],
        "beta": [point.beta_uv2 for point in inside.bands],
    }
    return line_at([point.t_s for point in inside.bands], powers[band], times_s)


def _band_noise(count: int, rate_hz: float, band: Band, rng: np.random.Generator) -> Floats:
    """Return noise of power exactly 1 within a band and none outside, falling as 1/f inside it."""
    lines_hz = np.fft.rfftfreq(count, 1 / rate_hz)
    low_hz, high_hz = BANDS_HZ[band]
    inside = (lines_hz >= low_hz) & (lines_hz < high_hz)
    spectrum = np.zeros(len(lines_hz), dtype=np.complex128)
    phases = rng.uniform(0, 2 * np.pi, np.count_nonzero(inside))
    spectrum[inside] = np.exp(1j * phases) / np.sqrt(lines_hz[inside])
    power = 2 * np.sum(np.abs(spectrum) ** 2) / count**2  # Parseval; neither 0 Hz nor half the rate is in a band
    return np.asarray(np.fft.irfft(spectrum, count) / np.sqrt(power))


def eeg_of(inside: Inside, duration_s: float, rate_hz: float, *, rng: np.random.Generator) -> Floats:
    """Return an EEG in microvolts with the scripted band powers, one value a sample.

    Each band is random-phase noise of unit power, times the root of the scripted power: while that is constant over
    the recording, the power of the band is exact. It is one channel and no model of a head.

    Raises
    ------
    UsageError
        When the rate is too low for the highest band, or the recording too short for the lowest.
    """
    fastest_hz = BANDS_HZ["beta"][1]
    if rate_hz <= 2 * fastest_hz:
        raise UsageError(f"an EEG at {rate_hz:g} Hz cannot hold waves up to {fastest_hz:g} Hz; take 64 Hz or more")
    if duration_s < SHORTEST_EEG_S:
        raise UsageError(
            f"an EEG of {duration_s:g} s is too short for its slow waves; take {SHORTEST_EEG_S:g} s or more"
        )
    count = round(duration_s * rate_hz)
    times_s = np.arange(count) / rate_hz
    waves = (np.sqrt(band_power_at(inside, band, times_s)) * _band_noise(count, rate_hz, band, rng) for band in BANDS)
    return sum(waves, start=np.zeros(count))
