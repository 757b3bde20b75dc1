"""One pass over a recording: every frame decoded once, every network run once a frame, all channels measured."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from desdemona.channels.catalogue import BUILT_IN
from desdemona.channels.face.tracking import Following
from desdemona.channels.groups import DEFAULT, Details, Group, to_groups
from desdemona.channels.one_pass.everything import PARTS, UNITS, Gathered, to_tables
from desdemona.channels.one_pass.kept import Block, Resumed, code_key, keep_block, open_kept
from desdemona.channels.one_pass.looks import measure_faces
from desdemona.channels.one_pass.one_thread import one_thread_each
from desdemona.channels.one_pass.passing import FACE, FaceNetworks, Noted, Sought, pass_over
from desdemona.channels.one_pass.stations import Station, Wanted, open_stations
from desdemona.channels.tracks import Tracks
from desdemona.channels.units.watching import UnitWatch
from desdemona.models.network import load_network
from desdemona.recordings.recording import Recording

PART_FRAMES = 64
"""Per-face channels are measured for so many frames at once; no more of their points are ever held."""


def measure_recording(  # noqa: PLR0913 - a keyword for each thing a caller may choose
    recording: Recording,
    *,
    item: str,
    groups: Collection[Group] = DEFAULT,
    details: Details | None = None,
    progress: Callable[[int], None] | None = None,
    threads: bool = True,
    kept: Path | None = None,
    apart: bool = False,
) -> Tracks:
    """Measure groups of channels of a recording in one pass.

    Each frame is decoded once and each network run once on it, whatever is asked for; all groups but `body` bring
    `face` along. Stages run in threads, each ahead of the next; with `threads=False` all runs in the caller's thread,
    and the tracks are the same to the last bit. `progress` is called in the caller's thread with the number of frames
    done so far. Memory grows with the recording by some 400 bytes a frame, with everything by some 1500, and no more.

    Parameters
    ----------
    kept
        A folder that is filled while measuring. A pass that was stopped goes on from it, if recording, groups,
        details and code are the same, and gives the same tracks; `kept.drop_kept` removes it when they are safe.
    apart
        Movement and body are watched in a second process: for long recordings, and only under a main module that can
        be imported again, as `multiprocessing` asks. The tracks are the same.

    Raises
    ------
    ModelError
        A model cannot be had.
    FileProblem
        The recording can no longer be read, or the folder cannot be written.
    UnknownName
        A group is not known.
    """
    chosen, details = to_groups(groups), details or Details()
    key = f"{recording.fingerprint} {recording.name} {chosen!r} {details!r} {code_key()}" if kept else ""
    resumed = open_kept(kept, key) if kept else Resumed()
    notices: list[str] = []
    run = _Run(kept, resumed, FACE in chosen, UNITS in chosen)
    picture_px = (recording.width_px, recording.height_px)
    with one_thread_each():
        with ExitStack() as stack:  # whatever the pass holds is let go of before the tables are made
            stations = open_stations(Wanted(chosen, details, picture_px), resumed.states, apart=apart)
            for station in stations:
                stack.callback(station.close)
            sought = _sought(chosen, resumed, stations, kept is not None)
            frames = recording.frames(notices.append)
            noted = stack.enter_context(closing(pass_over(frames, sought, notices.append, threads=threads)))
            for chunk in _chunks(noted):
                run.add(chunk)
                if progress is not None:
                    progress(run.done)
            for station in stations:
                run.gathered.finish(station.hand_over())
            del stations, sought, noted
        return to_tables(item, run.gathered, chosen, details, picture_px, tuple(notices))


def _sought(chosen: Collection[Group], resumed: Resumed, stations: Sequence[Station], blocks: bool) -> Sought:
    """Return what the pass looks for, gone on from where an earlier one was stopped."""
    networks = None
    if FACE in chosen:
        iris = load_network("iris", batch=2)
        networks = FaceNetworks(load_network("face_detector"), load_network("face_mesh"), iris)
    following = resumed.states.get(FACE, Following())
    return Sought(networks, UNITS in chosen, stations, resumed.frame_count, following, blocks)


@dataclass(slots=True, eq=False)
class _Run:
    """A pass that is running: what it gathered, and what of it is not yet on disc."""

    kept: Path | None
    resumed: Resumed
    face: bool
    units: bool
    gathered: Gathered = field(default_factory=Gathered)
    done: int = 0
    _open: dict[str, list[Any]] = field(default_factory=dict)
    _open_frames: int = 0
    _blocks: int = 0

    def __post_init__(self) -> None:
        for block in self.resumed.blocks:
            self.gathered.add(block.records)
        self._blocks = len(self.resumed.blocks)

    def add(self, chunk: list[Noted]) -> None:
        """Measure what is left of a few frames; write a block where one ends."""
        self.done += len(chunk)
        looks = [noted.look for noted in chunk if noted.look is not None]
        if not looks:
            return
        part, faces = measure_faces(looks, BUILT_IN if self.face else ())
        records: dict[str, Any] = {PARTS: [part]}
        if self.units:
            watch = UnitWatch()
            watch.see(part.t_s, faces, [noted.cells for noted in chunk], part.regions)
            records[UNITS] = [watch.watched(part.t_s)]
        self.gathered.add(records)
        if self.kept is not None:
            self._keep(self.kept, records, len(looks), chunk[-1])

    def _keep(self, folder: Path, records: Mapping[str, list[Any]], frames: int, last: Noted) -> None:
        for name, some in records.items():
            self._open.setdefault(name, []).extend(some)
        self._open_frames += frames
        if not last.states:
            return
        self.gathered.add(last.taken)
        keep_block(folder, self._blocks, Block(self._open_frames, {**self._open, **last.taken}), last.states)
        self._open, self._open_frames, self._blocks = {}, 0, self._blocks + 1


def _chunks(noted: Iterable[Noted]) -> Iterator[list[Noted]]:
    rest = iter(noted)
    while chunk := list(islice(rest, PART_FRAMES)):
        yield chunk
