"""Where a system's flows come from: the channels of a recording, by name."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from desdemona.channels.tracks import Tracks
from desdemona.errors import TableError
from desdemona.systems.flows import Events, FloatArray, Flow, Series, Windows


@dataclass(frozen=True, slots=True)
class Source:
    """One channel as an input: its name, its unit, its kind, and the frame column behind it.

    For a series the column holds the value. For events it is the column that is measured whenever such an event
    could have been seen. Windows need none.
    """

    name: str
    unit: str
    kind: Literal["series", "events", "windows"]
    column: str | None = None


SOURCES: tuple[Source, ...] = (
    Source("face.found", "0 or 1", "series", "face_found"),
    Source("head.yaw", "deg", "series", "head_yaw_deg"),
    Source("head.pitch", "deg", "series", "head_pitch_deg"),
    Source("head.roll", "deg", "series", "head_roll_deg"),
    Source("eye.openness", "ratio", "series", "eye_openness_ratio"),
    Source("blink", "event", "events", "eye_openness_ratio"),
    Source("gaze.yaw", "deg", "series", "gaze_yaw_deg"),
    Source("gaze.pitch", "deg", "series", "gaze_pitch_deg"),
    Source("mouth.opening", "ratio", "series", "mouth_opening_ratio"),
    Source("lip_corner.raise", "ratio", "series", "lip_corner_raise_ratio"),
    Source("brow.raise", "ratio", "series", "brow_raise_ratio"),
    Source("pulse.rate.pos", "bpm", "windows"),
    Source("pulse.rate.chrom", "bpm", "windows"),
)
BY_NAME = {source.name: source for source in SOURCES}


def numbers(table: pl.DataFrame, column: str) -> FloatArray:
    """Return a column as floats, NaN where null."""
    return table.get_column(column).cast(pl.Float64).to_numpy()


def rows_of(table: pl.DataFrame, channel: str, *, by: str) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return start, end and value of one channel's rows, in the order of the column `by`."""
    own = np.flatnonzero(np.array(table.get_column("channel").to_list(), dtype=object) == channel)
    order = own[np.argsort(numbers(table, by)[own], kind="stable")]
    start, end, value = (numbers(table, name)[order] for name in ("t_start_s", "t_end_s", "value"))
    return start, end, value


def load_flow(source: Source, tracks: Tracks) -> Flow:
    """Return a channel of a recording as a flow.

    Raises
    ------
    TableError
        When the tracks lack the column.
    """
    wanted = ("t_s",) if source.column is None else ("t_s", source.column)
    missing = [name for name in wanted if name not in tracks.frames.columns]
    if missing:
        raise TableError(tracks.item, [f"the tracks have no column '{name}'" for name in missing])
    if source.kind == "windows":
        return Windows(*rows_of(tracks.windows, source.name, by="t_end_s"))
    series = Series(numbers(tracks.frames, "t_s"), numbers(tracks.frames, wanted[-1]))
    if source.kind == "series":
        return series
    watched = Series(series.t_s, np.isfinite(series.value).astype(np.float64))
    return Events(*rows_of(tracks.events, source.name, by="t_start_s"), watched)
