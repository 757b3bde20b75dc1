"""Running one stage of a pass ahead of the next, in a thread of its own."""

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import Full, Queue
from threading import Event
from typing import TypeVar

T = TypeVar("T")

_PAUSE_S = 0.05
"""How long a stage with a full queue waits before it looks again whether it is still wanted."""


def run_ahead(items: Iterator[T], depth: int) -> Generator[T, None, None]:
    """Yield `items` in order while a thread makes up to `depth` of them in advance.

    What the stage raises is raised here, after the items before it. When the caller stops early, by an error or by
    closing this generator, the thread is stopped and `items` closed before this ends.
    """
    ready: Queue[tuple[T] | None] = Queue(depth)
    stopped = Event()

    def work() -> None:
        try:
            for item in items:
                if not _put(ready, (item,), stopped):
                    return
        finally:
            if isinstance(items, Generator):
                items.close()
            _put(ready, None, stopped)

    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as pool:
        running = pool.submit(work)
        try:
            while (entry := ready.get()) is not None:
                yield entry[0]
        finally:
            stopped.set()
        running.result()


def _put(ready: "Queue[tuple[T] | None]", entry: tuple[T] | None, stopped: Event) -> bool:
    """Return whether the entry found room before the stage was stopped."""
    while not stopped.is_set():
        try:
            ready.put(entry, timeout=_PAUSE_S)
        except Full:
            continue
        return True
    return False
