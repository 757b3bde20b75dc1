"""A body sign: one behaviour or measure of a body, described by the same value that computes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.body.posture import Posture
from desdemona.channels.channel import ClipMeasurement
from desdemona.channels.tracks import EVENTS
from desdemona.tables import Rung

Floats = NDArray[np.float64]

BodyNeed = Literal["body", "shoulders", "head", "hips", "hands"]


@dataclass(frozen=True, slots=True)
class Threshold:
    """One number a sign rests on: what it is, its unit, why it is that, and whether it is our own assumption."""

    name: str
    value: float
    unit: str
    why: str
    assumed: bool = True


@dataclass(frozen=True, slots=True)
class BodySign:
    """One measurement of a body over a clip.

    The fields are those of `channels.channel.Channel`, so that it is listed and looked up alike. `thresholds` are the
    numbers it rests on. Signs may share one `measure`; each takes its own columns, events and windows.
    """

    name: str
    unit: str
    rung: Rung
    needs: tuple[BodyNeed, ...]
    columns: tuple[str, ...]
    caveat: str
    source: str
    measure: Callable[[Posture], ClipMeasurement]
    flags: tuple[str, ...] = ()
    thresholds: tuple[Threshold, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A flag over time after short gaps are closed and short stretches dropped.

    `flag` (n,) is 1, 0 or NaN where it could not be told; `spans_s` (k, 2) are start and end of each stretch.
    """

    flag: Floats
    spans_s: Floats


def three_valued(is_so: NDArray[np.bool_], known: NDArray[np.bool_]) -> Floats:
    """Return 1 where something is so, 0 where not, NaN where it is not known."""
    return np.where(known, is_so.astype(np.float64), np.nan)


def hold(t_s: Floats, raw: Floats, *, least_s: float, gap_s: float) -> Held:
    """Close gaps of at most `gap_s` in a flag and drop stretches shorter than `least_s`.

    A frame stands for the time up to the next one (at the end, for a usual step), so that a stretch of n frames at f
    frames a second lasts n / f seconds. Frames in which the flag is not known stay so, and do not end a stretch when
    the gap is short.
    """
    step = float(np.median(np.diff(t_s))) if t_s.size > 1 else 0.0
    ends = np.append(t_s[1:], t_s[-1:] + step)
    spans: list[list[float]] = []
    for index in np.flatnonzero(raw == 1):
        start, end = float(t_s[index]), float(min(ends[index], t_s[index] + 2 * step))
        if spans and start - spans[-1][1] <= gap_s + 1e-9:
            spans[-1][1] = end
        else:
            spans.append([start, end])
    kept = np.array([span for span in spans if span[1] - span[0] >= least_s - 1e-9]).reshape(-1, 2)
    inside = np.zeros(t_s.size, dtype=bool)
    for start, end in kept:
        inside |= (t_s >= start) & (t_s < end)
    return Held(np.where(np.isfinite(raw), inside.astype(np.float64), np.nan), kept)


def flag_measurement(name: str, column: str, held: Held, more: Mapping[str, Floats] | None = None) -> ClipMeasurement:
    """Return a held flag as a frame column, with one event a stretch whose value is its seconds."""
    return ClipMeasurement({column: held.flag, **(more or {})}, events=span_events(name, held.spans_s))


def span_events(name: str, spans_s: Floats, values: Floats | None = None) -> pl.DataFrame:
    """Return stretches as rows of the table of events; `value` is their duration unless given."""
    start, end = spans_s[:, 0], spans_s[:, 1]
    value = end - start if values is None else values
    rows = {"channel": [name] * len(spans_s), "t_start_s": start, "t_end_s": end, "value": value}
    return pl.DataFrame(rows, schema=EVENTS)
