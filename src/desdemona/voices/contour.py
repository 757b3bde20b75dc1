"""The fundamental frequency over time, and the exact instants at which whole cycles end."""

import numpy as np
from numpy.typing import NDArray

from desdemona.voices.register import Register
from desdemona.voices.score import F0Point, Utterance
from desdemona.voices.timing import Stretch, lay_out

_ACCENT_SHARE = 0.05


def contour_of(utterance: Utterance, register: Register) -> tuple[F0Point, ...]:
    """Return the contour of an utterance: its own points, or the usual one of its kind and register (our choice).

    Speech falls from 1.12 to 0.88 times the register's frequency, each word rising in its middle by 5 % of it. A cry
    rises from 0.85 to 1.2 times it at a third and falls to 0.8 (an infant's 382 to 540 to 360 Hz). Laughter falls
    from 1.4 times it to 1.
    """
    if utterance.f0:
        return utterance.f0
    stretches, base_hz = lay_out(utterance), register.f0_hz
    if utterance.kind == "laughter":
        return (F0Point(utterance.t_start_s, 1.4 * base_hz), F0Point(utterance.t_end_s, base_hz))
    points: list[F0Point] = []
    for group in sorted({stretch.group for stretch in stretches}):
        start_s, end_s = _ends(stretches, group)
        if utterance.kind == "cry":
            shape = ((0.0, 0.85), (1 / 3, 1.2), (0.98, 0.8))
        else:
            fall = [1.12 - 0.24 * (t_s - utterance.t_start_s) / utterance.duration_s for t_s in (start_s, end_s)]
            shape = ((0.0, fall[0]), (0.4, 0.5 * (fall[0] + fall[1]) + _ACCENT_SHARE), (0.98, fall[1]))
        points += [F0Point(start_s + at * (end_s - start_s), base_hz * factor) for at, factor in shape]
    return tuple(points)


def _ends(stretches: tuple[Stretch, ...], group: int) -> tuple[float, float]:
    own = [stretch for stretch in stretches if stretch.group == group]
    return own[0].t_start_s, own[-1].t_end_s


def f0_at(points: tuple[F0Point, ...], times_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the frequency in hertz at each time: straight lines between points, held before and after them."""
    return np.interp(times_s, [point.t_s for point in points], [point.hz for point in points])


def cycle_ends(points: tuple[F0Point, ...], run: tuple[float, float], first: float) -> NDArray[np.float64]:
    """Return the instants in a run at which the phase is `first`, `first` + 1, …, the phase being 0 at its start.

    Exact: the phase is a parabola between two points of the contour, and is solved, not stepped through.
    """
    start_s, end_s = run
    inner = [point.t_s for point in points if start_s < point.t_s < end_s]
    knots_s = np.array([start_s, *inner, end_s])
    hz = f0_at(points, knots_s)
    phase = np.concatenate([[0.0], np.cumsum(np.diff(knots_s) * 0.5 * (hz[1:] + hz[:-1]))])
    wanted = np.arange(first, phase[-1], 1.0)
    at = np.clip(np.searchsorted(phase, wanted, side="right") - 1, 0, len(knots_s) - 2)
    slope = (hz[at + 1] - hz[at]) / (knots_s[at + 1] - knots_s[at])
    left = wanted - phase[at]
    return np.asarray(knots_s[at] + 2.0 * left / (hz[at] + np.sqrt(hz[at] ** 2 + 2.0 * slope * left)))
