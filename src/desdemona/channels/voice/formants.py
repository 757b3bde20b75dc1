"""Formants: the resonances of the vocal tract, by linear prediction (Burg) in steps where the voice is on."""

import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.ndimage import median_filter

from desdemona.channels.voice.filtering import Filtered
from desdemona.channels.voice.hearing import STEPS_PER_S
from desdemona.channels.voice.marks import runs

Floats = NDArray[np.float64]

COUNT = 3
WINDOW_S = 0.03
LOWEST_HZ, EMPHASIS_HZ = 40.0, 50.0
"""Below the first there is no voice; above the second the spectrum is lifted by 6 dB an octave before prediction,
against the fall of the voice source."""
CEILINGS_HZ: tuple[tuple[float, int, int], ...] = ((160.0, 5000, 10), (240.0, 5600, 10), (330.0, 6800, 10))
"""Voices up to this frequency; five formants are sought up to this ceiling; the order of prediction. Longer tracts go
with lower voices: the usual ceilings for men and women, and one in proportion for children."""
HIGHEST_F0_HZ = CEILINGS_HZ[-1][0]
"""In higher voices the overtones stand further apart than formants are wide, and prediction finds the overtones."""
LEAST_HZ, EDGE_HZ, MOST_BANDWIDTH_HZ = 150.0, 100.0, 700.0
SMOOTHED_STEPS = 5
NEIGHBOUR_STEPS = 101


def measure_formants(sound: Filtered, f0_hz: Floats) -> Floats:
    """Return the first three formants in hertz, shape (steps, 3); NaN where it is not voiced.

    Linear prediction by Burg's method (1975) on 30 ms; which ceiling holds is told by the voice's own frequency
    around. What is found is smoothed by a median over five steps of the same stretch.
    """
    found = np.full((len(f0_hz), COUNT), np.nan)
    voiced = np.flatnonzero(np.isfinite(f0_hz))
    if not voiced.size:
        return found
    height_hz = median_filter(f0_hz[voiced], size=min(NEIGHBOUR_STEPS, len(voiced)), mode="nearest")
    low_hz = 0.0
    for high_hz, ceiling_hz, order in CEILINGS_HZ:
        own = voiced[(height_hz > low_hz) & (height_hz <= high_hz)]
        if own.size:
            found[own] = _formants_at(sound, own, ceiling_hz, order)
        low_hz = high_hz
    for first, end in zip(*runs(np.isfinite(found[:, 0])), strict=True):
        found[first:end] = median_filter(found[first:end], size=(SMOOTHED_STEPS, 1), mode="nearest")
    return found


def _formants_at(sound: Filtered, steps: NDArray[np.int64], ceiling_hz: int, order: int) -> Floats:
    low = sound.between(LOWEST_HZ, rate_hz=2 * ceiling_hz).astype(np.float64)
    low[1:] -= math.exp(-2.0 * math.pi * EMPHASIS_HZ / (2 * ceiling_hz)) * low[:-1]
    size = round(WINDOW_S * 2 * ceiling_hz)
    middle = np.round((steps + 0.5) * 2 * ceiling_hz / STEPS_PER_S).astype(np.int64)
    padded = np.pad(low, size)
    windows = sliding_window_view(padded, size)[middle + size - size // 2]
    return _resonances(_burg(windows * np.hanning(size + 2)[1:-1], order), ceiling_hz)


def _burg(windows: Floats, order: int) -> Floats:
    """Return the prediction polynomials (windows, order + 1), first coefficient 1 (Burg 1975)."""
    forward, backward = windows[:, 1:].copy(), windows[:, :-1].copy()
    polynomial = np.ones((len(windows), 1))
    for _ in range(order):
        power = np.einsum("wn,wn->w", forward, forward) + np.einsum("wn,wn->w", backward, backward)
        reflection = -2.0 * np.einsum("wn,wn->w", forward, backward) / np.maximum(power, 1e-30)
        longer = np.pad(polynomial, ((0, 0), (0, 1)))
        polynomial = longer + reflection[:, None] * longer[:, ::-1]
        ahead = forward + reflection[:, None] * backward
        behind = backward + reflection[:, None] * forward
        forward, backward = ahead[:, 1:], behind[:, :-1]
    return polynomial


def _resonances(polynomial: Floats, ceiling_hz: int) -> Floats:
    """Return the three lowest resonances that are narrow enough, (windows, 3), NaN where there are fewer."""
    order = polynomial.shape[1] - 1
    companion = np.zeros((len(polynomial), order, order))
    companion[:, np.arange(1, order), np.arange(order - 1)] = 1.0
    companion[:, 0, :] = -polynomial[:, 1:]
    roots = np.linalg.eigvals(companion)
    hz = np.angle(roots) * ceiling_hz / np.pi
    bandwidth_hz = -np.log(np.maximum(np.abs(roots), 1e-12)) * 2 * ceiling_hz / np.pi
    real = (hz > LEAST_HZ) & (hz < ceiling_hz - EDGE_HZ) & (bandwidth_hz < MOST_BANDWIDTH_HZ)
    ordered = np.sort(np.where(real, hz, np.inf), axis=1)[:, :COUNT]
    return np.where(np.isfinite(ordered[:, -1:]), ordered, np.nan)
