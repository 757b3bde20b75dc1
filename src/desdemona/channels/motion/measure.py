"""Measuring movement in a pass of its own; a pass that measures faces too puts `watching.watch_sights` into it."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from desdemona.channels.channel import ClipMeasurement, Column
from desdemona.channels.face.tracking import track_face
from desdemona.channels.motion.catalogue import MOTION
from desdemona.channels.motion.channel import MotionChannel
from desdemona.channels.motion.watching import Watch, Watched, watch_sights
from desdemona.channels.tracks import EVENTS, WINDOWS, Tracks
from desdemona.models.network import load_network
from desdemona.recordings.recording import Recording


def measure_motion(recording: Recording, *, item: str, channels: Sequence[MotionChannel] = MOTION) -> Tracks:
    """Measure channels of movement in one pass; rows and columns as in `channels.measure.measure_recording`.

    Raises
    ------
    ModelError
        A face model cannot be had.
    FileProblem
        The recording can no longer be read.
    """
    notices: list[str] = []
    reasons: list[str | None] = []
    watch = Watch({channel.wish for channel in channels})
    detector, mesh = load_network("face_detector"), load_network("face_mesh")
    frames = recording.frames(notices.append)
    for sight in watch_sights(track_face(frames, detector, mesh, notices.append), watch):
        reasons.append(sight.reason)
    return motion_tracks(item, watch.watched(), reasons, channels, tuple(notices))


def motion_tracks(
    item: str,
    watched: Watched,
    reasons: Sequence[str | None],
    channels: Sequence[MotionChannel],
    notices: tuple[str, ...] = (),
) -> Tracks:
    """Return the tracks of channels from what was watched; `reasons` say for each frame why there is no face."""
    found = measure_watched(watched, channels)
    t_s = watched.shifts.t_s
    table: dict[str, pl.Series] = {
        "frame": pl.Series(np.arange(t_s.size, dtype=np.int64)),
        "t_s": pl.Series(t_s),
        "face_found": pl.Series([int(reason is None) for reason in reasons], dtype=pl.Int64),
        "face_reason": pl.Series(list(reasons), dtype=pl.String),
    }
    for channel in channels:
        for name in channel.columns:
            values = np.asarray(found.columns.get(name, np.full(t_s.size, np.nan)), dtype=np.float64)
            series = pl.Series(values).fill_nan(None)
            table[name] = series.cast(pl.Int64) if name in channel.flags else series
    frames = pl.DataFrame({name: series.alias(name) for name, series in table.items()})
    return Tracks(item, frames, found.events, found.windows, notices)


def measure_watched(watched: Watched, channels: Sequence[MotionChannel]) -> ClipMeasurement:
    """Return what channels find in what was watched together: their columns, and their own events and windows."""
    found = {channel.measure: ClipMeasurement({}) for channel in channels}
    if watched.shifts.t_s.size:
        found = {measure: measure(watched) for measure in found}
    columns: dict[str, Column] = {}
    for one in found.values():
        columns |= one.columns
    events = pl.concat([pl.DataFrame(schema=EVENTS), *(one.events for one in found.values())])
    windows = pl.concat([pl.DataFrame(schema=WINDOWS), *(one.windows for one in found.values())])
    chosen = pl.col("channel").is_in(sorted(channel.name for channel in channels))
    return ClipMeasurement(columns, events.filter(chosen), windows.filter(chosen))
