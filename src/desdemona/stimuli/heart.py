"""The phantom's heart: a rate curve, its exact phase, and the shape of one beat in the skin."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from desdemona.stimuli.phantom import PulsePoint

_HARMONICS = ((1.0, 0.0), (0.42, -0.75), (0.16, -1.25), (0.06, -1.7))
"""Amplitude and phase (radians) of the first harmonics of one beat; our choice, drawn after finger pulse waves:
a quick rise, one peak, a shoulder (the dicrotic notch) on the way down."""


def _one_beat(phase_turns: NDArray[np.float64]) -> NDArray[np.float64]:
    turns = 2 * np.pi * phase_turns
    return sum(
        (size * np.sin((order + 1) * turns + shift) for order, (size, shift) in enumerate(_HARMONICS)),
        start=np.zeros_like(turns),
    )


_SAMPLED = _one_beat(np.linspace(0.0, 1.0, 4097))
_SPAN = float(_SAMPLED.max() - _SAMPLED.min())


def beat_wave(phase_turns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the blood volume in the skin at a phase counted in beats: mean 0 over a beat, peak to trough 1."""
    return _one_beat(phase_turns) / _SPAN


def rate_at(pulse: Sequence[PulsePoint], times_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the scripted heart rate in bpm at each time: straight lines between points, flat outside them."""
    points_s, rates_bpm = [point.t_s for point in pulse], [point.rate_bpm for point in pulse]
    return np.asarray(np.interp(times_s, points_s, rates_bpm), dtype=np.float64)


def phase_at(pulse: Sequence[PulsePoint], times_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the beats since time 0 at each time (≥ 0), the exact integral of the rate curve.

    The rate is a straight line on each stretch between points, so the trapezoid rule over those stretches is exact.
    """
    knots_s = np.unique([0.0, *(point.t_s for point in pulse if point.t_s > 0)])
    knots_hz = rate_at(pulse, knots_s) / 60
    beats = np.concatenate([[0.0], np.cumsum(np.diff(knots_s) * (knots_hz[1:] + knots_hz[:-1]) / 2)])
    stretch = np.clip(np.searchsorted(knots_s, times_s, side="right") - 1, 0, None)
    into_s = times_s - knots_s[stretch]
    here_hz = rate_at(pulse, times_s) / 60
    return np.asarray(beats[stretch] + into_s * (knots_hz[stretch] + here_hz) / 2, dtype=np.float64)
