"""Measuring several files at once, each in a process of its own, one a core."""

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from queue import Empty
from typing import Any

import cv2

from desdemona.cli.console import Advance, say, tell
from desdemona.cli.file_kinds import kind_of
from desdemona.cli.measuring import Asked, measure_file
from desdemona.cli.outputs import Told
from desdemona.errors import DesdemonaError

_LOOK_S = 0.2
"""How often progress is looked at."""


class _Stopped(Exception):
    """Raised between frames when this process is to end, so that what was measured is kept."""


@dataclass(frozen=True, slots=True)
class _Done:
    """What became of one file: what is said of it, or why it could not be measured."""

    told: Told | None
    problem: str = ""


class _Line:
    """What joins a process to the one that started it: progress goes back, and word that it is to stop comes."""

    progress: Any = None
    stop: Event | None = None


def measure_several(several: Sequence[Asked], advance: Advance) -> bool:
    """Measure files on all cores, say what came of each as it is done, and return whether all could be measured.

    Raises
    ------
    KeyboardInterrupt
        It was stopped; what was measured of each file is kept.
    """
    context = get_context("spawn")
    progress, stop = context.Queue(), context.Event()
    whole = True
    steps = "frames" if all(kind_of(asked.file) == "recording" for asked in several) else "frames and signals"
    with _pool(min(os.cpu_count() or 1, len(several)), (progress, stop)) as pool:
        waiting = {pool.submit(_measure, asked) for asked in several}
        count, frames = 0, 0
        while waiting:
            done, waiting = wait(waiting, timeout=_LOOK_S)
            frames += sum(_drained(progress))
            count += len(done)
            for future in done:
                whole = _tell(future) and whole
            advance(count, len(several), f"{frames} {steps}; files")
    return whole


@contextmanager
def _pool(processes: int, line: tuple[Any, Event]) -> Iterator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(processes, get_context("spawn"), initializer=_begin, initargs=line)
    try:
        yield pool
    finally:
        line[1].set()
        pool.shutdown(wait=True, cancel_futures=True)


def _begin(progress: Any, stop: Event) -> None:  # noqa: ANN401 - a queue of multiprocessing has no type of its own
    """Make a process ready: the keyboard stops the one that started it, which tells this one; one thread a core."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)
    _Line.progress, _Line.stop = progress, stop


def _measure(asked: Asked) -> _Done:
    seen = 0

    def advance(done: int, _total: int | None) -> None:
        nonlocal seen
        if _Line.stop is not None and _Line.stop.is_set():
            raise _Stopped
        if _Line.progress is not None:
            _Line.progress.put(done - seen)
        seen = done

    try:
        return _Done(measure_file(asked, advance, threads=False))
    except DesdemonaError as error:
        return _Done(None, str(error))
    except _Stopped:
        return _Done(None)


def _drained(progress: Any) -> Iterator[int]:  # noqa: ANN401 - a queue of multiprocessing has no type of its own
    while True:
        try:
            yield progress.get_nowait()
        except Empty:
            return


def _tell(future: "Future[_Done]") -> bool:
    done = future.result()
    if done.told is None:
        tell(done.problem)
        return False
    for notice in done.told.notices:
        tell(notice)
    for result in done.told.results:
        say(result)
    return True
