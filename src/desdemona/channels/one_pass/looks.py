"""From looks at single frames to the tables of a recording, some frames at a time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.channel import Channel, Clip, ClipMeasurement, Column, EachFace, WholeClip
from desdemona.channels.face.observed import Face, Faces, stack_faces
from desdemona.channels.face.validity import REGIONS, judge_regions
from desdemona.channels.pulse.skin_regions import SkinColour, SkinTrace
from desdemona.channels.tracks import EVENTS, WINDOWS, Tracks

Floats = NDArray[np.float64]
Reasons = list[str | None]


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What is kept of one frame until its part is measured: the face, or the reason why there is none, and the skin."""

    t_s: float
    face: Face | None
    reason: str | None
    skin: SkinColour
    picture_px: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What was measured in a run of k frames.

    `reasons` say why there is no face, `regions` why a region is not measurable (None where it is), `columns` are those
    of per-face channels, `skin_rgb` (k, 4, 3), `skin_pixels` (k, 4) and `centre_px` (k, 2) as in `SkinColour`.
    """

    t_s: Floats
    reasons: Reasons
    regions: Mapping[str, Reasons]
    columns: Mapping[str, Floats]
    skin_rgb: Floats
    skin_pixels: Floats
    centre_px: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """All parts of a recording as one; `clip` is what per-clip channels see."""

    reasons: Reasons
    regions: Mapping[str, Reasons]
    clip: Clip


def measure_part(looks: Sequence[Look], channels: Sequence[Channel]) -> Part:
    """Measure the per-face channels on one frame or more; NaN where the face or a needed region is not there."""
    return measure_faces(looks, channels)[0]


def measure_faces(looks: Sequence[Look], channels: Sequence[Channel]) -> tuple[Part, Faces | None]:
    """Return what `measure_part` does, and the faces that it was measured from, None where there are none."""
    where = np.array([look.face is not None for look in looks])
    seen = [look.face for look in looks if look.face is not None]
    faces = stack_faces(seen, looks[0].picture_px) if seen else None
    reasons = [look.reason for look in looks]
    regions = _judge(faces, where, reasons)
    part = Part(
        t_s=np.array([look.t_s for look in looks]),
        reasons=reasons,
        regions=regions,
        columns=_face_columns(channels, faces, where, regions),
        skin_rgb=np.stack([look.skin.rgb for look in looks]),
        skin_pixels=np.stack([look.skin.pixel_count for look in looks]),
        centre_px=np.stack([look.skin.centre_px for look in looks]),
    )
    return part, faces


def join_parts(parts: Sequence[Part], channels: Sequence[Channel]) -> Whole:
    """Return all parts of a recording as one; there may be none."""
    t_s = _joined([part.t_s for part in parts], (0,))
    names = [name for channel in channels if isinstance(channel.measure, EachFace) for name in channel.columns]
    columns: dict[str, Floats] = {name: _joined([part.columns[name] for part in parts], (0,)) for name in names}
    return Whole(
        reasons=[reason for part in parts for reason in part.reasons],
        regions={region: [reason for part in parts for reason in part.regions[region]] for region in REGIONS},
        clip=Clip(t_s, columns, _to_trace(t_s, parts)),
    )


def to_tracks(item: str, parts: Sequence[Part], channels: Sequence[Channel], notices: tuple[str, ...]) -> Tracks:
    """Measure the per-clip channels and return the tracks of a recording; without rows when there are no parts."""
    whole = join_parts(parts, channels)
    return whole_tracks(item, whole, channels, notices)


def whole_tracks(item: str, whole: Whole, channels: Sequence[Channel], notices: tuple[str, ...] = ()) -> Tracks:
    """Return the tracks of channels, those of `whole` and per-clip ones, as `to_tracks` does."""
    found = measure_clip(whole.clip, channels)
    columns: dict[str, Column] = {**whole.clip.columns, **found.columns}
    frames = _frame_table(whole.clip.t_s, whole.reasons, whole.regions, columns, channels)
    return Tracks(item, frames, found.events, found.windows, notices)


def measure_clip(clip: Clip, channels: Sequence[Channel]) -> ClipMeasurement:
    """Return what per-clip channels find together: their columns, and their own events and windows.

    Nothing is measured on a recording without frames.
    """
    found = list(_measure_clip(clip, channels).values()) if clip.t_s.size else []
    names = {channel.name for channel in channels if isinstance(channel.measure, WholeClip)}
    columns: dict[str, Column] = {}
    for one in found:
        columns |= one.columns
    return ClipMeasurement(
        columns,
        events=_rows([one.events for one in found], names, EVENTS),
        windows=_rows([one.windows for one in found], names, WINDOWS),
    )


def add_to_tracks(tracks: Tracks, found: ClipMeasurement, names: Sequence[str], flags: Collection[str]) -> Tracks:
    """Return tracks with further columns after their own, null where not measured, and further events and windows.

    `flags` are the columns that hold whole numbers.
    """
    count = tracks.frames.height
    series = [_series(found.columns.get(name), count, name in flags).alias(name) for name in names]
    return Tracks(
        tracks.item,
        tracks.frames.with_columns(series),
        pl.concat([tracks.events, found.events]),
        pl.concat([tracks.windows, found.windows]),
        tracks.notices,
    )


def _judge(faces: Faces | None, where: NDArray[np.bool_], reasons: Reasons) -> dict[str, Reasons]:
    """Return a reason for each region and frame, the face's own reason where there is no face."""
    judged = judge_regions(faces) if faces is not None else {}
    regions: dict[str, Reasons] = {}
    for region in REGIONS:
        given = iter(judged.get(region, []))
        regions[region] = [next(given) if face else reason for face, reason in zip(where, reasons, strict=True)]
    return regions


def _face_columns(
    channels: Sequence[Channel],
    faces: Faces | None,
    where: NDArray[np.bool_],
    regions: Mapping[str, Reasons],
) -> dict[str, Floats]:
    found: dict[EachFace, Mapping[str, Floats]] = {}
    columns: dict[str, Floats] = {}
    for channel in channels:
        if not isinstance(channel.measure, EachFace):
            continue
        if faces is not None and channel.measure not in found:
            found[channel.measure] = channel.measure.of(faces)
        valid = where.copy()
        for region in set(channel.needs) & set(REGIONS):
            valid &= [reason is None for reason in regions[region]]
        for name in channel.columns:
            column = np.full(where.size, np.nan)
            if faces is not None:
                column[where] = found[channel.measure][name]
            column[~valid] = np.nan
            columns[name] = column
    return columns


def _joined(arrays: Sequence[Floats], empty: tuple[int, ...]) -> Floats:
    return np.concatenate(arrays) if arrays else np.zeros(empty)


def _to_trace(t_s: Floats, parts: Sequence[Part]) -> SkinTrace:
    centre = _joined([part.centre_px for part in parts], (0, 2))
    motion = np.full(t_s.size, np.nan)
    motion[1:] = np.linalg.norm(np.diff(centre, axis=0), axis=1)
    return SkinTrace(
        t_s=t_s,
        rgb=_joined([part.skin_rgb for part in parts], (0, 4, 3)),
        pixel_count=np.rint(_joined([part.skin_pixels for part in parts], (0, 4))).astype(np.int64),
        motion_px=motion,
    )


def _measure_clip(clip: Clip, channels: Sequence[Channel]) -> dict[WholeClip, ClipMeasurement]:
    measures = dict.fromkeys(channel.measure for channel in channels if isinstance(channel.measure, WholeClip))
    return {measure: measure.of(clip) for measure in measures}


def _rows(tables: Sequence[pl.DataFrame], names: set[str], schema: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
    rows = pl.concat([pl.DataFrame(schema=schema), *tables])
    return rows.filter(pl.col("channel").is_in(sorted(names)))


def _frame_table(
    t_s: Floats,
    reasons: Reasons,
    regions: Mapping[str, Reasons],
    columns: Mapping[str, Column],
    channels: Sequence[Channel],
) -> pl.DataFrame:
    """Return the frame table: channels that need a face alone, then validity, then the others."""
    flags = {name for channel in channels for name in channel.flags}
    table: dict[str, pl.Series] = {
        "frame": pl.Series(np.arange(t_s.size, dtype=np.int64)),
        "t_s": pl.Series(t_s),
        "face_found": pl.Series([int(reason is None) for reason in reasons], dtype=pl.Int64),
        "face_reason": pl.Series(reasons, dtype=pl.String),
    }
    plain = [channel for channel in channels if channel.needs == ("face",)]
    for name in (name for channel in plain for name in channel.columns if name not in table):
        table[name] = _series(columns.get(name), t_s.size, name in flags)
    for region, why in regions.items():
        table[f"{region}_valid"] = pl.Series([int(reason is None) for reason in why], dtype=pl.Int64)
        table[f"{region}_reason"] = pl.Series(why, dtype=pl.String)
    for name in (name for channel in channels for name in channel.columns if name not in table):
        table[name] = _series(columns.get(name), t_s.size, name in flags)
    return pl.DataFrame({name: series.alias(name) for name, series in table.items()})


def _series(column: Column | None, count: int, flag: bool) -> pl.Series:
    if column is None:
        return pl.Series(np.full(count, np.nan)).fill_nan(None)
    if not isinstance(column, np.ndarray):
        return pl.Series(list(column), dtype=pl.String)
    series = pl.Series(column.astype(np.float64)).fill_nan(None)
    return series.cast(pl.Int64) if flag else series
