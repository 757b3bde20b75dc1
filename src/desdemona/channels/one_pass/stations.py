"""Where watchers watch: in this process, or in one of their own, so that two processes use two cores."""

import signal
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.body.measure_body import load_body_networks
from desdemona.channels.face.tracking import Sight
from desdemona.channels.groups import BODY_MODELS, Details, Group, moving_channels
from desdemona.channels.one_pass.frozen import freeze, thaw
from desdemona.channels.one_pass.one_thread import one_thread_each
from desdemona.channels.one_pass.watchers import BodyWatcher, MovementWatcher, Watcher
from desdemona.channels.pulse.skin_regions import SkinColour
from desdemona.errors import DesdemonaError
from desdemona.models.cache import model_path
from desdemona.recordings.recording import Frame

MOVEMENT, BODY = "movement", "body"
"""The names of the watchers."""
SLOTS = 4
"""So many pictures are held for the other process at once."""
BEHIND_FRAMES = 2
"""How many frames a watcher in a thread of its own may be behind."""
_WAIT_S = 1.0
"""How long a full line is waited for before it is looked whether the other process still lives."""


@dataclass(frozen=True, slots=True, eq=False)
class Handed:
    """What watchers hand over, by their names: records of frames since the last time, and frozen states to go on."""

    records: Mapping[str, Any]
    states: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be watched, in pictures of a size; a value that another process can be told."""

    groups: tuple[Group, ...]
    details: Details
    picture_px: tuple[int, int]

    def names(self) -> tuple[str, ...]:
        """Return the names of the watchers that it takes."""
        moving = (MOVEMENT,) if moving_channels(self.groups) else ()
        return (*moving, BODY) if "body" in self.groups else moving


class Station(Protocol):
    """A place where one watcher or more look at every frame, in order."""

    def see(self, sight: Sight, skin: SkinColour) -> None:
        """Take one frame in."""
        ...

    def hand_over(self) -> Handed:
        """Hand over what is kept of the frames since the last time."""
        ...

    def close(self) -> None:
        """End whatever runs; it may be called more than once."""
        ...


class Here:
    """Watchers in this process."""

    def __init__(self, wanted: Wanted, names: Collection[str], states: Mapping[str, Any]) -> None:
        self._watchers = {name: _watcher(wanted, name) for name in names}
        for name, watcher in self._watchers.items():
            if name in states:
                watcher.resume(thaw(states[name]))

    def see(self, sight: Sight, skin: SkinColour) -> None:
        """Take one frame in."""
        for watcher in self._watchers.values():
            watcher.see(sight, skin)

    def hand_over(self) -> Handed:
        """Hand over what is kept of the frames since the last time."""
        records = {name: watcher.take() for name, watcher in self._watchers.items()}
        return Handed(records, {name: freeze(watcher.state()) for name, watcher in self._watchers.items()})

    def close(self) -> None:
        """Do nothing: nothing runs."""


class InThread:
    """Watchers in a thread of their own, a few frames behind; what goes wrong there is raised at a later frame."""

    def __init__(self, wanted: Wanted, names: Collection[str], states: Mapping[str, Any]) -> None:
        self._here = Here(wanted, names, states)
        self._thread = ThreadPoolExecutor(1)
        self._waiting: deque[Future[None]] = deque()

    def see(self, sight: Sight, skin: SkinColour) -> None:
        """Take one frame in, once there is room for it."""
        self._waiting.append(self._thread.submit(self._here.see, sight, skin))
        self._wait_for(BEHIND_FRAMES)

    def hand_over(self) -> Handed:
        """Hand over what is kept of the frames since the last time, once all are watched."""
        self._wait_for(0)
        return self._here.hand_over()

    def close(self) -> None:
        """End the thread; frames that wait are let go of."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _wait_for(self, left: int) -> None:
        while len(self._waiting) > left:
            self._waiting.popleft().result()


class Elsewhere:
    """Watchers in a process of their own, each in a thread there; pictures go there through shared memory.

    Raises
    ------
    ModelError
        A model cannot be had.
    """

    def __init__(self, wanted: Wanted, states: Mapping[str, Any]) -> None:
        if BODY in wanted.names():
            for name in BODY_MODELS:
                model_path(name)
        context = get_context("spawn")
        width, height = wanted.picture_px
        self._shape = (height, width, 3)
        memory = context.RawArray("B", SLOTS * height * width * 3)
        self._pictures = np.frombuffer(memory, dtype=np.uint8).reshape(SLOTS, *self._shape)
        self._free, self._count = context.Semaphore(SLOTS), 0
        self._line, far = context.Pipe()
        work = (wanted, dict(states), memory, self._free, far)
        self._process = context.Process(target=_watch_elsewhere, args=work, daemon=True)
        self._process.start()
        far.close()

    def see(self, sight: Sight, skin: SkinColour) -> None:
        """Take one frame in, once there is room for it."""
        while not self._free.acquire(timeout=_WAIT_S):
            self._check()
        frame, slot = sight.frame, self._count % SLOTS
        self._count += 1
        inside = frame.rgb.shape == self._shape
        if inside:
            self._pictures[slot] = frame.rgb
        mesh = sight.mesh and replace(sight.mesh, crop=_NO_PICTURE, crop_points=_NO_POINTS)
        self._send((frame.index, frame.t_s, slot if inside else frame.rgb, mesh, sight.reason, skin))

    def hand_over(self) -> Handed:
        """Hand over what is kept of the frames since the last time, once all are watched."""
        self._send(None)
        try:
            handed = self._line.recv()
        except (EOFError, OSError):
            raise DesdemonaError(_ENDED) from None
        if not isinstance(handed, Handed):
            raise TypeError(handed)
        return handed

    def close(self) -> None:
        """End the process."""
        self._line.close()
        self._process.terminate()
        self._process.join()

    def _send(self, message: object) -> None:
        try:
            self._line.send(message)
        except OSError:
            raise DesdemonaError(_ENDED) from None

    def _check(self) -> None:
        if not self._process.is_alive():
            raise DesdemonaError(_ENDED)


_ENDED = "a process that helped to measure was ended from outside (for lack of memory?); the same command goes on"
_NO_PICTURE, _NO_POINTS = np.zeros((0, 0, 3), dtype=np.uint8), np.zeros((0, 2), dtype=np.float32)


def open_stations(wanted: Wanted, states: Mapping[str, Any], *, apart: bool) -> Sequence[Station]:
    """Return the stations of what is wanted: one each in this process, or one for all in a process of its own."""
    names = wanted.names()
    if apart and names:
        return (Elsewhere(wanted, states),)
    return tuple(Here(wanted, (name,), states) for name in names)


def _watcher(wanted: Wanted, name: str) -> Watcher:
    if name == MOVEMENT:
        return MovementWatcher(moving_channels(wanted.groups))
    return BodyWatcher(load_body_networks(), wanted.details.body_every_s, wanted.picture_px)


def _watch_elsewhere(wanted: Wanted, states: Mapping[str, Any], memory: Any, free: Any, line: Connection) -> None:  # noqa: ANN401 - multiprocessing's own have no types
    """Watch what comes along the line until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started this is stopped by the keyboard, and ends this
    width, height = wanted.picture_px
    pictures = np.frombuffer(memory, dtype=np.uint8).reshape(SLOTS, height, width, 3)
    with ExitStack() as stack:
        stack.enter_context(one_thread_each())
        stations = [InThread(wanted, (name,), states) for name in wanted.names()]
        for station in stations:
            stack.callback(station.close)
        while True:
            try:
                message = line.recv()
            except EOFError:
                return
            if message is None:
                line.send(_joined([station.hand_over() for station in stations]))
                continue
            index, t_s, place, mesh, reason, skin = message
            rgb: NDArray[np.uint8] = pictures[place].copy() if isinstance(place, int) else place
            free.release()
            for station in stations:
                station.see(Sight(Frame(index, t_s, rgb), mesh, reason), skin)


def _joined(several: Sequence[Handed]) -> Handed:
    records = {name: record for handed in several for name, record in handed.records.items()}
    return Handed(records, {name: state for handed in several for name, state in handed.states.items()})
