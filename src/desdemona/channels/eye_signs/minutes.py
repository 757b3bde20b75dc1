"""Minutes: the windows in which shares of time and rates are told, and what is known of them."""

from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.tracks import WINDOWS

Floats = NDArray[np.float64]

WINDOW_S, STEP_S = 60.0, 10.0
"""PERCLOS is told for a minute or more (Wierwille and Ellsworth 1994); here for each minute, every 10 s."""
LEAST_VALID_SHARE = 0.7
"""Less of a window measured, and nothing is told of it (our choice)."""
TOO_SHORT = "recording shorter than a minute"
TOO_LITTLE = "measured for less than 70 % of the minute"

Told = tuple[float | None, float | None, float | None, str | None]
"""Value, low, high and reason of a window."""


def frame_lengths_s(t_s: Floats) -> Floats:
    """Return how long each frame stands (n,): up to the next, but at most twice the usual time."""
    if t_s.size < 2:
        return np.zeros_like(t_s)
    gaps = np.diff(t_s)
    usual = float(np.median(gaps))
    return np.asarray(np.minimum(np.append(gaps, usual), 2 * usual), dtype=np.float64)


def tell_minutes(
    channel: str, t_s: Floats, known: NDArray[np.bool_], tell: Callable[[NDArray[np.bool_], Floats], Told]
) -> pl.DataFrame:
    """Return one row a minute, every 10 s; one row with a reason where the recording is shorter than a minute.

    `known` (n,) says which frames are measured; `tell` gets which frames are inside and how long each stands in s.
    """
    lengths = frame_lengths_s(t_s)
    rows: list[tuple[str, float, float, float | None, float | None, float | None, str | None]] = []
    if not t_s.size:
        return pl.DataFrame(schema=WINDOWS)
    begin, end = float(t_s[0]), float(t_s[-1] + lengths[-1])
    if end - begin < WINDOW_S - 0.5 * float(np.median(lengths)):
        rows.append((channel, begin, end, None, None, None, TOO_SHORT))
    for start in np.arange(begin, end - WINDOW_S + 1e-6, STEP_S):
        inside = (t_s >= start - 1e-9) & (t_s < start + WINDOW_S - 1e-9)
        measured = lengths[inside & known].sum() >= LEAST_VALID_SHARE * WINDOW_S
        told = tell(inside, lengths) if measured else (None, None, None, TOO_LITTLE)
        rows.append((channel, float(start), float(start) + WINDOW_S, *told))
    return pl.DataFrame(rows, schema=WINDOWS, orient="row")
