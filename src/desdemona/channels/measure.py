"""One pass over a recording: every frame decoded once, every network run once a frame, all channels measured."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import islice
from typing import TypeVar

from desdemona.channels.ahead import run_ahead
from desdemona.channels.catalogue import BUILT_IN
from desdemona.channels.channel import Channel
from desdemona.channels.face_tracking import Sight, track_face
from desdemona.channels.faces import Face
from desdemona.channels.iris import find_eyes
from desdemona.channels.looks import Look, Part, measure_part, to_tracks
from desdemona.channels.patches import look_at_patches
from desdemona.channels.skin_regions import no_skin, see_skin
from desdemona.channels.tracks import Tracks
from desdemona.models.network import Network, load_network
from desdemona.recordings.recording import Notice, Recording

T = TypeVar("T")

PART_FRAMES = 64
"""Per-face channels are measured for so many frames at once; no more of their points are ever held."""
AHEAD_FRAMES = 2
"""How many frames each stage may be ahead of the next."""


def measure_recording(
    recording: Recording,
    *,
    item: str,
    progress: Callable[[int], None] | None = None,
    threads: bool = True,
    channels: Sequence[Channel] = BUILT_IN,
) -> Tracks:
    """Measure all channels of a recording in one pass.

    Decoding and face tracking each run in a thread ahead of the rest; with `threads=False` all runs in the caller's
    thread, and the tracks are the same to the last bit. `progress` is called in the caller's thread with the number of
    frames done so far. Memory grows with the recording by some 400 bytes a frame and no more.

    Raises
    ------
    ModelError
        A face model cannot be had.
    FileProblem
        The recording can no longer be read.
    """
    notices: list[str] = []
    parts: list[Part] = []
    done = 0
    with closing(_looks(recording, notices.append, threads)) as looks:
        for chunk in _chunks(looks):
            parts.append(measure_part(chunk, channels))
            done += len(chunk)
            if progress is not None:
                progress(done)
    return to_tracks(item, parts, channels, tuple(notices))


def _looks(recording: Recording, notice: Notice, threads: bool) -> Generator[Look, None, None]:
    """Yield what is to be seen in each frame; whatever ends this also ends its threads."""
    detector, mesh, iris = load_network("face_detector"), load_network("face_mesh"), load_network("iris", batch=2)
    with ExitStack() as stages:

        def staged(items: Iterator[T]) -> Iterator[T]:
            return stages.enter_context(closing(run_ahead(items, AHEAD_FRAMES))) if threads else items

        frames = staged(recording.frames(notice))
        for sight in staged(track_face(frames, detector, mesh, notice)):
            yield _look(iris, sight)


def _look(iris: Network, sight: Sight) -> Look:
    rgb, mesh = sight.frame.rgb, sight.mesh
    picture_px = (rgb.shape[1], rgb.shape[0])
    if mesh is None:
        return Look(sight.frame.t_s, None, sight.reason, no_skin(rgb), picture_px)
    eyes = find_eyes(iris, rgb, mesh)
    patches, level_dn = look_at_patches(mesh, eyes)
    face = Face(mesh.points_px, eyes.contour_px, eyes.iris_px, patches, level_dn)
    return Look(sight.frame.t_s, face, None, see_skin(rgb, mesh), picture_px)


def _chunks(looks: Iterable[Look]) -> Iterator[list[Look]]:
    rest = iter(looks)
    while chunk := list(islice(rest, PART_FRAMES)):
        yield chunk
