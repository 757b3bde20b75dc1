"""The phantom's heart as scripted: a rate curve, its exact phase, and the shape of one beat in the skin."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_HARMONICS = ((1.0, -0.43), (0.43, -1.01), (0.28, -2.31), (0.03, 2.72))
"""Size and phase (radians) of the harmonics of one beat; our choice, drawn after finger pulse waves: a quick rise, a
fall to the dicrotic notch, a small second wave after the valve has shut, and a run-off to the next foot."""


@dataclass(frozen=True, slots=True)
class PulsePoint:
    """The heart rate from `t_s` on, reached in a straight line from the point before."""

    t_s: float
    rate_bpm: float


def _one_beat(phase_turns: Floats) -> Floats:
    turns = 2 * np.pi * phase_turns
    return sum(
        (size * np.sin((order + 1) * turns + shift) for order, (size, shift) in enumerate(_HARMONICS)),
        start=np.zeros_like(turns),
    )


def _measured() -> tuple[float, float, float]:
    drawn = _one_beat(np.arange(8192) / 8192)
    foot, top = int(drawn.argmin()), int(drawn.argmax())
    return foot / 8192, (top - foot) % 8192 / 8192, float(np.ptp(drawn))


_FOOT_TURNS, PEAK_TURNS, _SPAN = _measured()
"""`PEAK_TURNS`: how far into a beat, counted from its foot, the skin holds the most blood; about a quarter."""


def beat_wave(phase_turns: Floats) -> Floats:
    """Return the blood volume in the skin at a phase counted in beats: mean 0 over a beat, peak to trough 1.

    A beat begins with its foot, the least volume, at every whole number; it rises to its peak at `PEAK_TURNS`, falls
    to the dicrotic notch about 0.22 turns later and rises a little once more. The shape is the same at every rate.
    """
    return _one_beat(phase_turns + _FOOT_TURNS) / _SPAN


def line_at(points_s: Sequence[float], values: Sequence[float], times_s: Floats) -> Floats:
    """Return what points say at each time: straight lines between them, flat outside; NaN where there are none."""
    if not points_s:
        return np.full(np.shape(times_s), np.nan)
    return np.asarray(np.interp(times_s, points_s, values), dtype=np.float64)


def line_integral(points_s: Sequence[float], values: Sequence[float], times_s: Floats) -> Floats:
    """Return the exact integral of `line_at` from time 0 to each time, negative before 0; zero without points.

    The curve is a straight line on each stretch between points, so the trapezoid rule over those stretches is exact.
    """
    if not points_s:
        return np.zeros(np.shape(times_s))
    knots_s = np.unique([0.0, *(t_s for t_s in points_s if t_s > 0)])
    at_knots = line_at(points_s, values, knots_s)
    sums = np.concatenate([[0.0], np.cumsum(np.diff(knots_s) * (at_knots[1:] + at_knots[:-1]) / 2)])
    stretch = np.clip(np.searchsorted(knots_s, times_s, side="right") - 1, 0, None)
    into_s = times_s - knots_s[stretch]
    return np.asarray(sums[stretch] + into_s * (at_knots[stretch] + line_at(points_s, values, times_s)) / 2)


def rate_at(pulse: Sequence[PulsePoint], times_s: Floats) -> Floats:
    """Return the scripted heart rate in bpm at each time: straight lines between points, flat outside them."""
    return line_at([point.t_s for point in pulse], [point.rate_bpm for point in pulse], times_s)


def phase_at(pulse: Sequence[PulsePoint], times_s: Floats) -> Floats:
    """Return the beats since time 0 at each time, the exact integral of the rate curve."""
    return line_integral([point.t_s for point in pulse], [point.rate_bpm / 60 for point in pulse], times_s)
