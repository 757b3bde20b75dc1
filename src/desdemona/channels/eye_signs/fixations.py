"""Fixations: stretches in which head and eyes together stay within a few degrees."""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.body.sign import span_events
from desdemona.channels.channel import Channel, Clip, ClipMeasurement, WholeClip
from desdemona.channels.eye_signs.zones import looks_at

Floats = NDArray[np.float64]

DISPERSION_DEG = 6.0
"""Most that yaw and pitch together may span: a webcam's gaze jitters by a degree or so (our choice; on an eye tracker
Salvucci and Goldberg 2000 speak of half to one degree)."""
LEAST_S = 0.15
"""Least duration: theirs is 100 to 200 ms."""
GAP_S = 0.25
"""Frames farther apart, or gaze unknown for longer (more than a blink), end a fixation."""


def find_still(t_s: Floats, values: Floats, *, most: float, least_s: float, gap_s: float) -> Floats:
    """Return start and end (k, 2) of the stretches in which the ranges of the columns sum to `most` at most.

    Dispersion-threshold identification (I-DT, Salvucci and Goldberg 2000): from each start as far as the dispersion
    allows, then on from there. Rows with NaN are left out; the time grows with the rows alone.
    """
    known = np.flatnonzero(np.isfinite(values).all(axis=1))
    t, earliest = t_s[known], _earliest(t_s[known], values[known], most, gap_s)
    spans, first = [], 0
    step = float(np.median(np.diff(t))) if t.size > 1 else 0.0
    while first < t.size:
        last = int(np.searchsorted(earliest, first, side="right")) - 1
        if t[last] + step - t[first] >= least_s - 1e-9:
            spans.append((t[first], t[last] + step))
            first = last + 1
        elif last + 1 < t.size:  # no start before this one reaches any farther
            first = int(earliest[last + 1])
        else:
            break
    return np.array(spans, dtype=np.float64).reshape(-1, 2)


def _earliest(t_s: Floats, values: Floats, most: float, gap_s: float) -> NDArray[np.intp]:
    """Return for each row the first row from which all up to it, without a gap, have ranges that sum to `most` at most.

    The ends of each column's range wait in queues, the next to become the lowest or highest behind the present one.
    """
    found = np.zeros(t_s.size, dtype=np.intp)
    columns: list[list[float]] = values.T.tolist()
    lows, highs = ([deque[int]() for _ in columns] for _ in range(2))
    first = 0
    for row in range(t_s.size):
        if row and t_s[row] - t_s[row - 1] > gap_s:
            first = row
        for column, low, high in zip(columns, lows, highs, strict=True):
            while low and column[low[-1]] >= column[row]:
                low.pop()
            while high and column[high[-1]] <= column[row]:
                high.pop()
            low.append(row)
            high.append(row)
        first = _shrink(columns, lows, highs, first, most)
        found[row] = first
    return found


def _shrink(
    columns: list[list[float]], lows: list[deque[int]], highs: list[deque[int]], first: int, most: float
) -> int:
    """Return the first row at or after `first` from which the ranges in the queues sum to `most` at most."""
    while True:
        for queue in (*lows, *highs):
            while queue[0] < first:
                queue.popleft()
        ends = zip(columns, lows, highs, strict=True)
        if sum(column[high[0]] - column[low[0]] for column, low, high in ends) <= most:
            return first
        first += 1


def measure_fixations(clip: Clip) -> ClipMeasurement:
    """Return fixations as events; the value of each is its seconds."""
    values = np.stack(looks_at(clip), axis=1)
    spans = find_still(clip.t_s, values, most=DISPERSION_DEG, least_s=LEAST_S, gap_s=GAP_S)
    return ClipMeasurement({}, events=span_events("gaze.fixation", spans))


FIXATION = Channel(
    name="gaze.fixation",
    unit="event",
    rung="sign",
    needs=("face", "eyes"),
    columns=(),
    caveat="With a webcam only looks several degrees apart are told apart, and at 30 frames a second no saccade is "
    "seen; where eyes rest is not what somebody thinks of.",
    source="dispersion threshold (I-DT), Salvucci and Goldberg 2000, on head plus gaze",
    measure=WholeClip(measure_fixations),
)
