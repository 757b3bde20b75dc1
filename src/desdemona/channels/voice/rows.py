"""Voice tracks in the shape that systems read: alone, or beside the pictures of the same recording."""

from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.tracks import WINDOWS, Tracks
from desdemona.channels.voice.catalogue import VOICE_CHANNELS
from desdemona.channels.voice.hearing import STEP_S
from desdemona.channels.voice.tracks import FRAMES, VoiceTracks
from desdemona.errors import UsageError

Floats = NDArray[np.float64]

LEAST_MEASURED_SHARE = 0.5
"""A picture or window has a value of a series where at least half of its steps do."""
_NUMBERS = tuple(name for name, kind in FRAMES.items() if kind in (pl.Float64, pl.Int8))


def to_tracks(voice: VoiceTracks) -> Tracks:
    """Return the tracks of a recording that is sound alone: its steps are the frames, every 10 ms."""
    return Tracks(voice.item, voice.frames, voice.events, voice.windows, voice.notices)


def beside_pictures(tracks: Tracks, voice: VoiceTracks) -> Tracks:
    """Return the tracks of pictures with the voice beside them, for systems that see and hear.

    Each picture gets the mean of the steps (10 ms) from its own time to the next picture's, of flags 1 or 0 by the
    greater part; null where fewer than half are measured. Events and windows keep their own times.

    Raises
    ------
    UsageError
        The two are not of the same item.
    """
    if tracks.item != voice.item:
        raise UsageError(f"the pictures are of '{tracks.item}' but the sound is of '{voice.item}'")
    t_s = tracks.frames.get_column("t_s").to_numpy().astype(np.float64)
    last = t_s[-1:] + (np.median(np.diff(t_s)) if len(t_s) > 1 else STEP_S)
    means = _means(voice.frames, t_s, np.concatenate([t_s[1:], last]))
    columns = [_column(name, values) for name, values in means.items()]
    return replace(
        tracks,
        frames=tracks.frames.with_columns(columns),
        events=pl.concat([tracks.events, voice.events]).sort("t_start_s", maintain_order=True),
        windows=pl.concat([tracks.windows, voice.windows]),
        notices=(*tracks.notices, *voice.notices),
    )


def to_rows(voice: VoiceTracks, every_s: float) -> pl.DataFrame:
    """Return the means of all series over successive windows of `every_s`, as rows of a table of windows.

    A value is null, with its reason, where fewer than half of the steps are measured. Levels are means of decibels.
    """
    t_s = voice.frames.get_column("t_s").to_numpy()
    end_s = float(t_s[-1] + STEP_S) if len(t_s) else 0.0
    starts = np.arange(max(round(end_s / every_s), 1 if len(t_s) else 0)) * np.float64(every_s)
    ends = np.concatenate([starts[1:], [end_s]]) if len(starts) else starts
    means = _means(voice.frames, starts, ends)
    rows: list[tuple[str, float, float, float | None, None, None, str | None]] = []
    for channel in VOICE_CHANNELS:
        if channel.kind == "series":
            for start, end, value in zip(starts, ends, means[channel.columns[0]], strict=True):
                known = bool(np.isfinite(value))
                reason = None if known else "too little measured"
                rows.append(
                    (channel.name, float(start), float(end), float(value) if known else None, None, None, reason)
                )
    return pl.DataFrame(rows, schema=WINDOWS, orient="row")


def _means(frames: pl.DataFrame, starts: Floats, ends: Floats) -> dict[str, Floats]:
    """Return the mean of each column of numbers over the steps that begin in each stretch, NaN where half lacks."""
    t_s = frames.get_column("t_s").to_numpy()
    first, last = np.searchsorted(t_s, starts - 1e-6), np.searchsorted(t_s, ends - 1e-6)
    last = np.maximum(last, np.minimum(first + 1, len(t_s)))
    found = {}
    for name in _NUMBERS:
        if name == "t_s":
            continue
        values = frames.get_column(name).cast(pl.Float64).to_numpy()
        known = np.isfinite(values)
        sums = np.concatenate([[0.0], np.cumsum(np.where(known, values, 0.0))])
        counts = np.concatenate([[0], np.cumsum(known)])
        measured = counts[last] - counts[first]
        enough = (measured > 0) & (measured >= LEAST_MEASURED_SHARE * (last - first))
        found[name] = np.where(enough, (sums[last] - sums[first]) / np.maximum(measured, 1), np.nan)
    return found


def _column(name: str, values: Floats) -> pl.Series:
    if FRAMES[name] == pl.Int8:
        values = np.where(np.isfinite(values), np.round(values), np.nan)
        return pl.Series(name, values, nan_to_null=True).cast(pl.Int8)
    return pl.Series(name, values, nan_to_null=True)
