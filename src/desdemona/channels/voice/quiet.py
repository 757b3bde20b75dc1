"""What is always there: the level that a sound keeps coming back to, and how far a voice stands above it."""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d, minimum_filter1d, uniform_filter1d

Floats = NDArray[np.float64]

AROUND_STEPS = 1001
"""The quietest and loudest are looked for within 5 s to either side."""
SMOOTHED_STEPS = 5
QUIETEST_POWER = 1e-12
"""-120 dB against full scale; below it nothing is heard."""
BIAS = 2.0
"""The quietest 50 ms of noise have about half its power."""


def noise_power(power: Floats) -> Floats:
    """Return the steady noise under each step (n,): twice the quietest 50 ms within 5 s, at least -120 dB."""
    if not power.size:
        return power
    smooth = uniform_filter1d(power, SMOOTHED_STEPS, mode="nearest")
    quietest = minimum_filter1d(smooth, AROUND_STEPS, mode="nearest")
    return np.asarray(np.maximum(BIAS * quietest, QUIETEST_POWER), dtype=np.float64)


def loudest_power(power: Floats) -> Floats:
    """Return the loudest 50 ms within 5 s of each step (n,)."""
    if not power.size:
        return power
    smooth = uniform_filter1d(power, SMOOTHED_STEPS, mode="nearest")
    return np.asarray(maximum_filter1d(smooth, AROUND_STEPS, mode="nearest"), dtype=np.float64)


def decibels(power: Floats) -> Floats:
    """Return a power in decibels, not below -120."""
    return np.asarray(10.0 * np.log10(np.maximum(power, QUIETEST_POWER)), dtype=np.float64)
