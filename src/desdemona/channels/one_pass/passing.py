"""One pass over a recording in stages: every frame decoded once, followed, looked at and watched by all who wish to."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.face.iris import find_eyes
from desdemona.channels.face.observed import Face
from desdemona.channels.face.patches import look_at_patches
from desdemona.channels.face.tracking import Following, Sight, follow_face, tell_of_others
from desdemona.channels.one_pass.ahead import run_ahead
from desdemona.channels.one_pass.looks import Look
from desdemona.channels.one_pass.stations import Station
from desdemona.channels.pulse.skin_regions import SkinColour, no_skin, see_skin
from desdemona.channels.units.watching import see_cells
from desdemona.models.network import Network
from desdemona.recordings.recording import Frame, Notice

AHEAD_FRAMES = 2
"""How many frames each stage may be ahead of the next."""
BLOCK_FRAMES = 1024
"""What was seen is handed over to be kept on disc every so many frames: some ten seconds of work."""
NOT_SOUGHT = "no face sought"
FACE = "face"
"""The name of the state of following the face, beside those of the stations."""

Cells = NDArray[np.float32]
Stage = Callable[["Passing"], None]


@dataclass(frozen=True, slots=True, eq=False)
class FaceNetworks:
    """The networks that see a face."""

    detector: Network
    mesh: Network
    iris: Network


@dataclass(frozen=True, slots=True, eq=False)
class Sought:
    """What a pass looks for: a face (None: none), cells of its skin for action units, and what stations watch.

    `skip_frames` were seen by an earlier pass, which was at `following` then; in `blocks` what is kept is handed over.
    """

    face: FaceNetworks | None
    cells: bool
    stations: Sequence[Station]
    skip_frames: int = 0
    following: Following = field(default_factory=Following)
    blocks: bool = False


@dataclass(slots=True, eq=False)
class Passing:
    """One frame on its way through the stages; it is let go of at the end, and `Noted` is left."""

    frame: Frame
    skipped: bool
    sight: Sight | None = None
    skin: SkinColour | None = None
    look: Look | None = None
    cells: Cells | None = None
    taken: dict[str, Any] = field(default_factory=dict)
    states: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Noted:
    """What is left of one frame: what was seen of the face, None for a skipped frame, and its cells.

    At the end of a block also what watchers handed over, and the states, frozen, from which to go on.
    """

    look: Look | None
    cells: Cells | None
    taken: Mapping[str, Any]
    states: Mapping[str, Any]


def pass_over(
    frames: Iterator[Frame], sought: Sought, notice: Notice, *, threads: bool
) -> Generator[Noted, None, None]:
    """Yield what is left of each frame; whatever ends this also ends its threads.

    With `threads` decoding, following, looking and each station run in threads of their own, ahead of the rest.
    """
    with ExitStack() as stack:

        def ahead(items: Iterator[Any]) -> Iterator[Any]:
            return stack.enter_context(closing(run_ahead(items, AHEAD_FRAMES))) if threads else items

        decoded = ahead(frames)
        passing: Iterator[Passing] = _followed(decoded, sought, notice)
        stages: list[Stage] = [_looking(sought)] if sought.face is not None else []
        stages += [_watching(station, sought.blocks) for station in sought.stations]
        for stage in stages:
            passing = _through(ahead(passing), stage)
        for one in passing:
            yield Noted(one.look, one.cells, one.taken, one.states)


def _followed(frames: Iterator[Frame], sought: Sought, notice: Notice) -> Iterator[Passing]:
    following, face = sought.following, sought.face
    for frame in frames:
        passing = Passing(frame, frame.index < sought.skip_frames)
        if not passing.skipped:
            if face is not None:
                passing.sight, following = follow_face(frame, face.detector, face.mesh, following)
            else:
                passing.sight, passing.skin = Sight(frame, None, NOT_SOUGHT), _NO_SKIN
                passing.look = Look(frame.t_s, None, NOT_SOUGHT, _NO_SKIN, _size_px(frame))
            if sought.blocks and ends_block(frame.index):
                passing.states[FACE] = following
        yield passing
    tell_of_others(following, notice)


def ends_block(index: int) -> bool:
    """Say whether a block ends with the frame of this index."""
    return (index + 1) % BLOCK_FRAMES == 0


def _through(items: Iterator[Passing], stage: Stage) -> Iterator[Passing]:
    for passing in items:
        if not passing.skipped:
            stage(passing)
        yield passing


def _looking(sought: Sought) -> Stage:
    """Return the stage that looks at eyes, patches and skin of the face."""

    def look(passing: Passing) -> None:
        frame, sight, face = passing.frame, passing.sight, sought.face
        if sight is None or face is None or sight.mesh is None:
            passing.skin = no_skin(frame.rgb)
            reason = None if sight is None else sight.reason
            passing.look = Look(frame.t_s, None, reason, passing.skin, _size_px(frame))
            return
        eyes = find_eyes(face.iris, frame.rgb, sight.mesh)
        patches, level_dn = look_at_patches(sight.mesh, eyes)
        seen = Face(sight.mesh.points_px, eyes.contour_px, eyes.iris_px, patches, level_dn)
        passing.skin = see_skin(frame.rgb, sight.mesh)
        passing.look = Look(frame.t_s, seen, None, passing.skin, _size_px(frame))
        if sought.cells:
            passing.cells = see_cells(frame.rgb, sight.mesh, eyes)

    return look


def _watching(station: Station, blocks: bool) -> Stage:
    """Return the stage of one station, which hands over what it kept at the end of a block."""

    def watch(passing: Passing) -> None:
        if passing.sight is not None and passing.skin is not None:
            station.see(passing.sight, passing.skin)
        if blocks and ends_block(passing.frame.index):
            handed = station.hand_over()
            passing.taken.update(handed.records)
            passing.states.update(handed.states)

    return watch


def _size_px(frame: Frame) -> tuple[int, int]:
    return frame.rgb.shape[1], frame.rgb.shape[0]


_NO_SKIN = SkinColour(np.full((4, 3), np.nan), np.zeros(4), np.full(2, np.nan))
