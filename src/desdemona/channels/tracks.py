"""Tracks: what the channels give for one recording."""

from dataclasses import dataclass

import polars as pl

EVENTS: dict[str, type[pl.DataType]] = {
    "channel": pl.String,
    "t_start_s": pl.Float64,
    "t_end_s": pl.Float64,
    "value": pl.Float64,
}
WINDOWS: dict[str, type[pl.DataType]] = {
    "channel": pl.String,
    "t_start_s": pl.Float64,
    "t_end_s": pl.Float64,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "reason": pl.String,
}


@dataclass(frozen=True, slots=True, eq=False)
class Tracks:
    """What the channels measured on one recording.

    `frames` has one row per decoded frame: `frame`, `t_s`, `face_found`, `face_reason`, then channel columns with
    their unit in the name; null where not measured. `events` has one row an event (a blink), `windows` one row a
    window of a windowed channel (pulse): value null and `reason` filled where the channel abstained.
    `notices` are plain sentences about the recording, such as where it was cut off.
    """

    item: str
    frames: pl.DataFrame
    events: pl.DataFrame
    windows: pl.DataFrame
    notices: tuple[str, ...] = ()
