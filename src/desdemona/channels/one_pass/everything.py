"""From all that one pass gathered to the tables of a recording, the columns of one group after those of another."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.body.catalogue import BODY_SIGNS
from desdemona.channels.body.measure_body import measure_signs, tell_of_bodies
from desdemona.channels.catalogue import BUILT_IN
from desdemona.channels.channel import ClipMeasurement, Column
from desdemona.channels.face.validity import REGIONS
from desdemona.channels.groups import Described, Details, Group, clip_channels, moving_channels
from desdemona.channels.motion.channel import MotionChannel
from desdemona.channels.motion.measure import measure_watched
from desdemona.channels.motion.watching import Taken
from desdemona.channels.motion.watching import Watched as Movement
from desdemona.channels.one_pass.frozen import thaw
from desdemona.channels.one_pass.looks import Part, add_to_tracks, join_parts, measure_clip, whole_tracks
from desdemona.channels.one_pass.stations import MOVEMENT, Handed
from desdemona.channels.one_pass.watchers import BodyLooks, MovementWatcher, join_looks
from desdemona.channels.pulse.skin_regions import SkinTrace
from desdemona.channels.tracks import Tracks
from desdemona.channels.units.amounts import Watched
from desdemona.channels.units.readout import Evidence, no_evidence
from desdemona.channels.units.watching import unit_columns

Floats = NDArray[np.float64]

PARTS, UNITS = "parts", "units"
"""Who keeps records besides the stations: the face and its units."""
LOOKED = "body_looked"
"""The column that says in which frames the body was looked at; the others have the values of the last look."""


@dataclass(slots=True, eq=False)
class Gathered:
    """All that a pass kept of a recording, in order; `moving` is the state of who watched movement, at the end."""

    moving: Any = None
    parts: list[Part] = field(default_factory=list)
    units: list[Watched] = field(default_factory=list)
    movement: list[Taken] = field(default_factory=list)
    body: list[BodyLooks] = field(default_factory=list)

    def add(self, records: Mapping[str, Any]) -> None:
        """Add records by who kept them: one, or several in a list."""
        for name, some in records.items():
            getattr(self, name).extend(some if isinstance(some, list) else [some])

    def finish(self, handed: Handed) -> None:
        """Add what a station handed over at the end of a recording."""
        self.add(handed.records)
        self.moving = handed.states.get(MOVEMENT, self.moving)

    def watched(self, channels: Sequence[MotionChannel], skin: SkinTrace) -> Movement:
        """Return what was watched of movement."""
        watch = MovementWatcher(channels).watch
        watch.resume(thaw(self.moving))
        watch.put_back(self.movement)
        return watch.watched(_still(skin))


def to_tables(
    item: str,
    gathered: Gathered,
    groups: Collection[Group],
    details: Details,
    picture_px: tuple[int, int],
    notices: tuple[str, ...],
) -> Tracks:
    """Return the tracks of the groups asked for."""
    channels = BUILT_IN if "face" in groups else ()
    whole = join_parts(gathered.parts, channels)
    tracks = whole_tracks(item, whole, channels, notices)
    if "face" not in groups:
        tracks = Tracks(item, tracks.frames.select("frame", "t_s"), tracks.events, tracks.windows, notices)
    if further := clip_channels(groups, details):
        tracks = _with(tracks, measure_clip(whole.clip, further), further)
    if "units" in groups:
        tracks = _with_units(tracks, gathered.units, details)
    if moving := moving_channels(groups):
        tracks = _with(tracks, measure_watched(gathered.watched(moving, whole.clip.skin), moving), moving)
    if "body" in groups:
        tracks = _with_body(tracks, gathered.body, picture_px)
    return tracks


def _with_units(tracks: Tracks, parts: Sequence[Watched], details: Details) -> Tracks:
    blinking = tracks.frames["blink_event"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    found = ClipMeasurement(unit_columns(join_units(parts, blinking), details.neutral))
    return add_to_tracks(tracks, found, list(found.columns), ())


def _with(tracks: Tracks, found: ClipMeasurement, channels: Sequence[Described]) -> Tracks:
    names = [name for channel in channels for name in channel.columns]
    return add_to_tracks(tracks, found, names, {name for channel in channels for name in channel.flags})


def join_units(parts: Sequence[Watched], blinking: Floats) -> Watched:
    """Return what action units are told from as one value; `blinking` (n,) is the column of the channel `blink`."""
    evidence = [part.evidence for part in parts] or [no_evidence(0)]
    return Watched(
        t_s=np.concatenate([np.zeros(0), *(part.t_s for part in parts)]),
        evidence=Evidence(
            np.concatenate([one.units for one in evidence]),
            np.concatenate([one.gap_mm for one in evidence]),
            np.concatenate([one.head_deg for one in evidence]),
        ),
        why={region: [reason for part in parts for reason in part.why[region]] for region in REGIONS},
        blinking=blinking,
    )


def _still(skin: SkinTrace) -> SkinTrace:
    """Return a trace as channels of movement know it: they have better ways to tell how the face moves."""
    return replace(skin, motion_px=np.full(skin.t_s.size, np.nan))


def _with_body(tracks: Tracks, looks: Sequence[BodyLooks], picture_px: tuple[int, int]) -> Tracks:
    clip = join_looks(looks, picture_px)
    found = measure_signs(clip)
    t_s = tracks.frames["t_s"].to_numpy()
    columns: dict[str, Column] = {LOOKED: np.isin(t_s, clip.t_s).astype(np.float64)}
    columns |= {name: _last(column, clip.t_s, t_s) for name, column in found.columns.items()}
    flags = {LOOKED, *(name for sign in BODY_SIGNS for name in sign.flags)}
    flags |= {name for name in columns if name.endswith(("_valid", "_found"))}
    notices = (*tracks.notices, *tell_of_bodies(max((part.most for part in looks), default=0)))
    tracks = add_to_tracks(tracks, replace(found, columns=columns), list(columns), flags)
    return replace(tracks, notices=notices)


def _last(column: Column, looked_s: Floats, t_s: Floats) -> Column:
    """Return for each frame the value of the last look, its own or one before."""
    if not looked_s.size:
        return np.full(t_s.size, np.nan)
    which = np.searchsorted(looked_s, t_s, side="right") - 1
    return column[which] if isinstance(column, np.ndarray) else [column[index] for index in which]
