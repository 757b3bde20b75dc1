"""What flows between the parts of a system: series, events, windows and labels.

All are columns (numpy arrays). Not measured is NaN (or None for a label), never zero.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
LabelArray = NDArray[np.object_]

Kind = Literal["series", "events", "windows", "labels"]

SLACK_S = 1e-6
"""Times closer than this are the same: they come from frame counts by different sums."""
LONE_FRAME_S = 1.0
"""How long a single picture stands, so that it can be judged at all (our choice)."""


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One value a frame: `t_s` and `value`, both (frames,); NaN where not measured."""

    t_s: FloatArray
    value: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """Stretches of time in which something happened, and when anyone could have seen it.

    `t_start_s`, `t_end_s` and `value` have shape (events,). `watched` is 1 in frames in which such an event could
    have been seen and 0 elsewhere, so that no event and not looked at stay apart.
    """

    t_start_s: FloatArray
    t_end_s: FloatArray
    value: FloatArray
    watched: Series


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """One value a window: `t_start_s`, `t_end_s` and `value`, all (windows,); NaN where not measured."""

    t_start_s: FloatArray
    t_end_s: FloatArray
    value: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """One label a window: None where not measured. `score` (0..1, or NaN) is what the label was decided on."""

    t_start_s: FloatArray
    t_end_s: FloatArray
    label: LabelArray
    score: FloatArray


Flow = Series | Events | Windows | Labels


def frame_lengths_s(t_s: FloatArray) -> FloatArray:
    """Return how long each frame stands: up to the next one; the last as long as most of the others.

    A single picture stands for a second.
    """
    if t_s.size < 2:
        return np.full_like(t_s, LONE_FRAME_S)
    gaps = np.diff(t_s)
    return np.append(gaps, np.sort(gaps)[gaps.size // 2])


def ticks_s(t_s: FloatArray, every_s: float) -> FloatArray:
    """Return the ends of successive windows of `every_s` from the first frame on; the last ends with the recording.

    A remainder shorter than half a window is joined to the window before it. A single picture has one window.
    """
    if t_s.size == 0:
        return np.empty(0)
    start, end = float(t_s[0]), float(t_s[-1] + frame_lengths_s(t_s)[-1])
    count = max(1, round((end - start) / every_s)) if t_s.size > 1 else 1
    return np.append(start + every_s * np.arange(1, count), end)


def sums_between(t_s: FloatArray, amount: FloatArray, start_s: FloatArray, end_s: FloatArray) -> FloatArray:
    """Return the sum of `amount` over frames with start <= t < end, for each window."""
    running = np.concatenate(([0.0], np.cumsum(amount)))
    first, last = np.searchsorted(t_s, start_s - 1e-9), np.searchsorted(t_s, end_s - 1e-9)
    return np.asarray(running[last] - running[first], dtype=np.float64)


def inside(t_s: FloatArray, start_s: FloatArray, end_s: FloatArray) -> NDArray[np.bool_]:
    """Return which times lie in any of some stretches, start included and end not."""
    begun = np.searchsorted(np.sort(start_s), t_s, side="right")
    ended = np.searchsorted(np.sort(end_s), t_s, side="right")
    return np.asarray(begun > ended, dtype=np.bool_)


def at_times(series: Series, t_s: FloatArray) -> FloatArray:
    """Return the value of the frame that stands at each time, NaN before the first frame and after the last."""
    if np.array_equal(series.t_s, t_s) or series.t_s.size == 0:
        return series.value if series.t_s.size else np.full(t_s.shape, np.nan)
    frame = np.searchsorted(series.t_s, t_s + SLACK_S, side="right") - 1
    until_s = (series.t_s + frame_lengths_s(series.t_s))[frame]
    return np.where((frame >= 0) & (t_s < until_s - SLACK_S), series.value[frame], np.nan)


def latest(windows: Windows, at_s: FloatArray) -> Windows:
    """Return, for each time, the window that ended last by then, with that time as its end.

    Before the first one has ended nothing is measured. However long ago it ended, it stands until the next one; a
    window in which nothing was measured stands likewise.
    """
    if windows.t_end_s.size == 0:
        return Windows(at_s, at_s, np.full(at_s.shape, np.nan))
    order = np.argsort(windows.t_end_s, kind="stable")
    ended = np.searchsorted(windows.t_end_s[order], at_s + SLACK_S, side="right") - 1
    known, index = ended >= 0, order[np.maximum(ended, 0)]
    start_s = np.where(known, np.minimum(windows.t_start_s[index], at_s), at_s)
    return Windows(start_s, at_s, np.where(known, windows.value[index], np.nan))
