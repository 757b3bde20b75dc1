"""The strongest rhythm of a signal in many windows at once, and whether another signal shares it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.pulse.fit import PEAK_HALF_HZ, Floats, fit_rate, noise_beside, taper

SEARCH_HZ = (39 / 60, 186 / 60)
"""Where peaks are looked for; wider than what is reported, so that a peak at the border is seen as one."""
FINENESS = 4
"""The periodogram is zero-padded to at least this many times the window."""
BLOCK = 16
"""Windows fitted at once: enough to hide Python's own time, and under 2 MB of work space."""


@dataclass(frozen=True, slots=True, eq=False)
class Rhythm:
    """The strongest rhythm of each window; shapes (windows,), `phase` (windows, samples).

    `peak_hz` is the spectral peak, `peak_ratio` its power over the noise density beside it, `rival_share` the power of
    the strongest other peak (harmonics apart) over its own; `rate_hz` is the mean rate over the window with standard
    deviation `sd_hz`, and `phase` the fitted phase.
    """

    peak_hz: Floats
    peak_ratio: Floats
    rival_share: Floats
    rate_hz: Floats
    sd_hz: Floats
    phase: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Share:
    """How much of a rhythm another signal holds: complex amplitude and power over the noise beside it, (windows,)."""

    amplitude: NDArray[np.complex128]
    ratio: Floats


def find_rhythm(windows: Floats, clock_hz: float) -> Rhythm:
    """Find the highest peak of each window's Hann periodogram and fit its rate.

    Windows are worked on in blocks, so that memory does not grow with the length of a recording.
    """
    starts = range(0, windows.shape[0], BLOCK)
    blocks = [_find_in_block(windows[start : start + BLOCK], clock_hz) for start in starts]
    names = ("peak_hz", "peak_ratio", "rival_share", "rate_hz", "sd_hz", "phase")
    return Rhythm(*(np.concatenate([getattr(block, name) for block in blocks]) for name in names))


def _find_in_block(windows: Floats, clock_hz: float) -> Rhythm:
    padded = 2 ** int(np.ceil(np.log2(FINENESS * windows.shape[1])))
    power = np.abs(np.fft.rfft(windows * taper(windows.shape[1]), n=padded, axis=1)) ** 2
    peak_hz, height, rival = _peaks(power, clock_hz / padded)
    fit = fit_rate(windows, peak_hz, clock_hz)
    share = rival / np.maximum(height, 1e-300)
    return Rhythm(peak_hz, height / fit.noise, share, fit.rate_hz, fit.sd_hz, fit.phase)


def _peaks(power: Floats, step_hz: float) -> tuple[Floats, Floats, Floats]:
    """Return place and height of the highest local maximum in the search band, and the height of its rival."""
    first, last = int(np.ceil(SEARCH_HZ[0] / step_hz)), int(SEARCH_HZ[1] / step_hz)
    centre, left, right = (power[:, first + k : last + 1 + k] for k in (0, -1, 1))
    tops = np.where((centre >= left) & (centre > right), centre, 0.0)
    row, best = np.arange(power.shape[0]), tops.argmax(axis=1)
    height, before, after = tops[row, best], left[row, best], right[row, best]
    bend = before - 2 * height + after
    shift = np.where(height > 0, 0.5 * (before - after) / np.minimum(bend, -1e-300), 0.0)
    peak_hz = (first + best + np.clip(shift, -0.5, 0.5)) * step_hz
    hz = (first + np.arange(tops.shape[1])) * step_hz
    own = np.zeros(tops.shape, dtype=bool)
    for harmonic in (1, 2, 3):
        own |= np.abs(hz - harmonic * peak_hz[:, None]) < PEAK_HALF_HZ
    return peak_hz, height, np.where(own, 0.0, tops).max(axis=1)


def share_rhythm(windows: Floats, rhythm: Rhythm, clock_hz: float, harmonic: int = 1) -> Share:
    """Project windows of another signal onto a rhythm (or a harmonic of it), following its phase."""
    length = windows.shape[1]
    weight = taper(length)
    inner = (windows * weight * np.exp(-1j * harmonic * rhythm.phase)).sum(axis=1)
    noise = noise_beside(windows, harmonic * rhythm.peak_hz, clock_hz)
    return Share(2 * inner / weight.sum(), np.abs(inner) ** 2 / noise)
