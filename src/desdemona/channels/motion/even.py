"""Shifts on an even clock, camera movement taken out, cut into windows."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.motion.shifts import BACKGROUND, HEAD, TORSO, Shifts
from desdemona.channels.tracks import WINDOWS

Floats = NDArray[np.float64]

COVERED_SHARE = 0.9
"""Least share of a window's frames in which a region must be told."""
STUDENT_95 = 2.1
"""Two-sided 95 % point of Student's t for some 18 degrees of freedom, those of the noise estimate."""


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """One window of shifts on an even clock of `clock_hz`.

    `head_px` and `torso_px` (k, 2) are pixels, right and down, with the camera's own movement taken out where
    `steadied`; `camera_px` (k, 2) is that movement. Each is None where it was not told for most of the window.
    `stepped` says that the head (0), torso (1) or background (2) was lost and found again within it. `frame_hz` is the
    rate of frames with a face.
    """

    t_start_s: float
    t_end_s: float
    clock_hz: float
    frame_hz: float
    head_px: Floats | None
    torso_px: Floats | None
    camera_px: Floats | None
    stepped: tuple[bool, bool, bool]
    noise_px: tuple[float, float, float]
    mm_per_px: float
    side_px: float

    @property
    def steadied(self) -> bool:
        """Whether camera shake was known and taken out."""
        return self.camera_px is not None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table of windows: a value with an interval, or the reason why there is none."""

    t_start_s: float
    t_end_s: float
    value: float
    low: float
    high: float
    reason: str | None


def withheld(start_s: float, end_s: float, reason: str) -> Row:
    """Return a row without a value."""
    return Row(start_s, end_s, np.nan, np.nan, np.nan, reason)


def window_table(channel: str, rows: list[Row]) -> pl.DataFrame:
    """Return rows as a table with the schema `WINDOWS`; null where there is no value."""
    table = pl.DataFrame(
        {
            "channel": [channel] * len(rows),
            **{
                name: [getattr(row, name) for row in rows]
                for name in ("t_start_s", "t_end_s", "value", "low", "high", "reason")
            },
        },
        schema=WINDOWS,
    )
    return table.with_columns(pl.col("value", "low", "high").fill_nan(None))


def cut_windows(shifts: Shifts, length_s: float, step_s: float, least_s: float) -> list[Window]:
    """Return windows of a length, one each step; one of the whole clip where that is shorter but at least `least_s`."""
    spans = spans_of(shifts.t_s, length_s, step_s, least_s)
    return [_window(shifts, start_s, end_s) for start_s, end_s in spans]


def spans_of(t_s: Floats, length_s: float, step_s: float, least_s: float) -> list[tuple[float, float]]:
    """Return start and end of each window of a clip; none where it is shorter than `least_s`."""
    if t_s.size < 3:
        return []
    whole_s = float(t_s[-1] - t_s[0]) * t_s.size / (t_s.size - 1)
    if whole_s < least_s - 1e-6:
        return []
    if whole_s < length_s - 1e-6:
        return [(float(t_s[0]), float(t_s[-1]))]
    count = int((whole_s - length_s) / step_s + 1e-6) + 1
    begin_s = float(t_s[0])
    pauses = np.flatnonzero(np.diff(t_s) > length_s)
    first_s, last_s = t_s[np.append(0, pauses + 1)] - begin_s, t_s[np.append(pauses, -1)] - begin_s
    held: set[int] = set()  # windows that lie wholly within a pause are left out
    for one_s, other_s in zip(first_s, last_s, strict=True):
        held.update(range(max(0, int((one_s - length_s) / step_s)), min(count, int(other_s / step_s) + 1)))
    return [(begin_s + k * step_s, begin_s + k * step_s + length_s) for k in sorted(held)]


def even_clock(t_s: Floats) -> tuple[Floats, float]:
    """Return even ticks over a stretch of increasing times, at their usual rate, and that rate."""
    step_s = float(np.median(np.diff(t_s)))
    ticks = int(np.floor((t_s[-1] - t_s[0]) / step_s + 1e-3)) + 1
    return t_s[0] + step_s * np.arange(ticks), 1 / step_s


def advancing(t_s: Floats) -> NDArray[np.bool_]:
    """Say which frames come later than all before them."""
    return np.asarray(np.concatenate([[True], t_s[1:] > np.maximum.accumulate(t_s)[:-1]]), dtype=bool)


def _window(shifts: Shifts, start_s: float, end_s: float) -> Window:
    inside = (shifts.t_s >= start_s - 1e-6) & (shifts.t_s < end_s - 1e-6)
    inside[np.flatnonzero(inside)] = advancing(shifts.t_s[inside])
    t_s, place = shifts.t_s[inside], shifts.place_px[inside]
    ticks_s, clock_hz = even_clock(t_s) if t_s.size > 2 else (t_s, np.nan)
    told = [_bridged(t_s, place[:, region], ticks_s) for region in range(3)]
    head, torso, camera = told
    if camera is not None:
        head, torso = (None if part is None else part - camera for part in (head, torso))
    seen = np.isfinite(shifts.side_px[inside])
    stepped = shifts.anew[inside]
    stepped = np.asarray(stepped[np.cumsum(seen) > 1].any(axis=0)).reshape(3)
    noise = [_middle(shifts.sd_px[inside, region]) for region in range(3)]
    return Window(
        t_start_s=start_s,
        t_end_s=end_s,
        clock_hz=clock_hz,
        frame_hz=float(seen.sum()) / (end_s - start_s),
        head_px=head,
        torso_px=torso,
        camera_px=camera,
        stepped=(bool(stepped[HEAD]), bool(stepped[TORSO]), bool(stepped[BACKGROUND])),
        noise_px=(noise[0], noise[1], noise[2]),
        mm_per_px=_middle(shifts.mm_per_px[inside]),
        side_px=_middle(shifts.side_px[inside]),
    )


def _bridged(t_s: Floats, place: Floats, ticks_s: Floats) -> Floats | None:
    told = np.isfinite(place).all(axis=1)
    if t_s.size < 3 or told.mean() < COVERED_SHARE:
        return None
    return np.stack([np.interp(ticks_s, t_s[told], column[told]) for column in place.T], axis=1)


def _middle(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if known.size else np.nan
