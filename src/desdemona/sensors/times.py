"""The times of a table's rows: they rise, their gaps are told, and steady ones become a rate."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desdemona.errors import TableError
from desdemona.sensors.signal import Floats, gaps_of, usual_step_s

STEADY_SHARE = 0.02
"""Steps that stray less than this share from the usual one are a steady rate with rounded times; our choice."""


@dataclass(frozen=True, slots=True, eq=False)
class Timing:
    """When values were taken: a start and a rate, or (rate None) the time of each; and sentences about gaps."""

    t_start_s: float
    rate_hz: float | None
    uneven_s: Floats | None
    notices: tuple[str, ...] = ()


def timing_of(path: Path, times_s: Floats, first_line: int, column: str) -> Timing:
    """Return the timing that a column of times gives; gaps stay gaps.

    Raises
    ------
    TableError
        When a time is missing, or not later than the one before.
    """
    _refuse_bad_times(path, times_s, first_line, column)
    if times_s.size < 2:
        return Timing(float(times_s[0]) if times_s.size else 0.0, None, times_s)
    gaps = gaps_of(times_s)
    step_s = (times_s[-1] - times_s[0]) / (times_s.size - 1)
    if not gaps.size and np.abs(times_s - (times_s[0] + step_s * np.arange(times_s.size))).max() < _slack_s(step_s):
        return Timing(float(times_s[0]), 1 / float(step_s), None)
    return Timing(float(times_s[0]), None, times_s, _gap_notices(times_s, gaps))


def _slack_s(step_s: float) -> float:
    return max(STEADY_SHARE * step_s, 1e-9)


def _refuse_bad_times(path: Path, times_s: Floats, first_line: int, column: str) -> None:
    missing = np.flatnonzero(~np.isfinite(times_s))
    if missing.size:
        raise TableError(path, [f"line {first_line + missing[0]}, column '{column}': has no time"])
    back = np.flatnonzero(np.diff(times_s) <= 0)
    if back.size:
        at = int(back[0])
        word = "stands twice" if times_s[at + 1] == times_s[at] else f"comes after {times_s[at]:.6g} s: time goes back"
        more = f" (and {back.size - 1:,} more times)" if back.size > 1 else ""
        raise TableError(path, [f"line {first_line + at + 1}, column '{column}': {times_s[at + 1]:.6g} s {word}{more}"])


def _gap_notices(times_s: Floats, gaps: NDArray[np.intp]) -> tuple[str, ...]:
    if not gaps.size:
        return ()
    lengths_s = np.diff(times_s)[gaps]
    lost_s = lengths_s.sum() - gaps.size * usual_step_s(times_s)
    begins_s = times_s[gaps[lengths_s.argmax()]]
    return (
        f"{gaps.size} gap{'s' if gaps.size > 1 else ''} of together {lost_s:.3g} s; "
        f"the longest, of {lengths_s.max():.3g} s, begins at {begins_s:.3f} s",
    )
