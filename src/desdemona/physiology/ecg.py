"""The electrical trace of the beats, a sum of Gaussians for each (after McSharry et al. 2003)."""

import numpy as np

from desdemona.physiology.beats import Heart
from desdemona.physiology.heart import Floats

_WAVES = (  # millivolts, seconds from the R wave, width (standard deviation, s), whether it stretches with the interval
    (0.12, -0.16, 0.022, True),  # P
    (-0.12, -0.030, 0.009, False),  # Q
    (1.10, 0.0, 0.010, False),  # R
    (-0.20, 0.030, 0.009, False),  # S
    (0.30, 0.29, 0.045, True),  # T
)
"""P, Q, R, S and T of a normal beat. Five Gaussians are McSharry's; sizes, places and widths in time are our choice.
P and T move with the root of the interval, as Bazett 1920 has the QT time."""

_ECTOPIC_WAVES = ((1.5, 0.0, 0.032, False), (-0.45, 0.30, 0.055, True))
"""No P, a wide QRS and a T against it, as of a beat that begins in a ventricle; our choice."""

_REACH = 5.0


def ecg_of(heart: Heart, times_s: Floats) -> Floats:
    """Return the ECG in millivolts at rising times: flat without a pulse, no noise, no drift."""
    trace = np.zeros_like(times_s)
    if not len(heart.instants_s):
        return trace
    intervals_s = np.diff(heart.instants_s)
    before_s, after_s = np.r_[intervals_s[:1], intervals_s], np.r_[intervals_s, intervals_s[-1:]]
    for beat_s, ectopic, shorter_s, longer_s in zip(heart.instants_s, heart.ectopic, before_s, after_s, strict=True):
        for size, place_s, width_s, stretches in _ECTOPIC_WAVES if ectopic else _WAVES:
            stretch = np.sqrt(shorter_s if place_s < 0 else longer_s) if stretches else 1.0
            centre_s, spread_s = beat_s + stretch * place_s, stretch * width_s
            low, high = np.searchsorted(times_s, [centre_s - _REACH * spread_s, centre_s + _REACH * spread_s])
            trace[low:high] += size * np.exp(-0.5 * ((times_s[low:high] - centre_s) / spread_s) ** 2)
    return trace
