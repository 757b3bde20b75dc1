"""Measuring action units in a pass of its own; a pass that measures faces too uses `watching` as this one does."""

from collections.abc import Generator, Sequence
from itertools import islice

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.catalogue import BUILT_IN
from desdemona.channels.channel import Channel
from desdemona.channels.face_tracking import track_face
from desdemona.channels.faces import Face, stack_faces
from desdemona.channels.iris import find_eyes
from desdemona.channels.looks import Look, Part, measure_part, to_tracks
from desdemona.channels.patches import look_at_patches
from desdemona.channels.skin_regions import no_skin, see_skin
from desdemona.channels.tracks import Tracks
from desdemona.channels.units.catalogue import ACTION_UNITS, UnitChannel
from desdemona.channels.units.neutral import Neutral, OwnBaseline
from desdemona.channels.units.watching import UnitWatch, see_cells, unit_columns
from desdemona.models.network import load_network
from desdemona.recordings.recording import Notice, Recording

PART_FRAMES = 64
Seen = tuple[Look, NDArray[np.float32] | None]


def measure_units(
    recording: Recording,
    *,
    item: str,
    neutral: Neutral | None = None,
    units: Sequence[UnitChannel] = ACTION_UNITS,
    channels: Sequence[Channel] = BUILT_IN,
) -> Tracks:
    """Measure action units, and channels of the face beside them, in one pass in the caller's thread.

    `neutral` is what amounts are measured against, the person's own baseline if none is given. Blinks must be among
    the `channels` for units 43 and 45.

    Raises
    ------
    ModelError
        A face model cannot be had.
    FileProblem
        The recording can no longer be read.
    """
    notices: list[str] = []
    parts: list[Part] = []
    watch = UnitWatch()
    sights = _see(recording, notices.append)
    while chunk := list(islice(sights, PART_FRAMES)):
        looks = [look for look, _ in chunk]
        part = measure_part(looks, channels)
        seen = [look.face for look in looks if look.face is not None]
        faces = stack_faces(seen, looks[0].picture_px) if seen else None
        watch.see(part.t_s, faces, [cells for _, cells in chunk], part.regions)
        parts.append(part)
    tracks = to_tracks(item, parts, channels, tuple(notices))
    return with_units(tracks, watch, neutral or OwnBaseline(), units)


def with_units(
    tracks: Tracks, watch: UnitWatch, neutral: Neutral, units: Sequence[UnitChannel] = ACTION_UNITS
) -> Tracks:
    """Return tracks with the columns of action units after their own."""
    count = tracks.frames.height
    blinking = np.full(count, np.nan)
    if "blink_event" in tracks.frames.columns:
        blinking = tracks.frames["blink_event"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    found = unit_columns(watch.watched(blinking), neutral, units)
    series = [
        pl.Series(name, column).fill_nan(None)
        if isinstance(column, np.ndarray)
        else pl.Series(name, list(column), dtype=pl.String)
        for name, column in found.items()
    ]
    return Tracks(tracks.item, tracks.frames.with_columns(series), tracks.events, tracks.windows, tracks.notices)


def _see(recording: Recording, notice: Notice) -> Generator[Seen, None, None]:
    detector, network, iris = load_network("face_detector"), load_network("face_mesh"), load_network("iris", batch=2)
    for sight in track_face(recording.frames(notice), detector, network, notice):
        rgb, mesh = sight.frame.rgb, sight.mesh
        picture_px = (rgb.shape[1], rgb.shape[0])
        if mesh is None:
            yield Look(sight.frame.t_s, None, sight.reason, no_skin(rgb), picture_px), None
            continue
        eyes = find_eyes(iris, rgb, mesh)
        patches, level_dn = look_at_patches(mesh, eyes)
        face = Face(mesh.points_px, eyes.contour_px, eyes.iris_px, patches, level_dn)
        yield Look(sight.frame.t_s, face, None, see_skin(rgb, mesh), picture_px), see_cells(rgb, mesh, eyes)
