"""Measuring a cast: each item is drawn and measured once, on all cores, and kept for the next audit."""

import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

import cv2
from threadpoolctl import threadpool_limits

from desdemona.audits.cast import Item
from desdemona.audits.kept import keep_measured, load_heard, load_measured
from desdemona.audits.observing import brought, groups_of, observe, read, with_looks
from desdemona.channels.groups import Group
from desdemona.errors import UsageError
from desdemona.models.cache import cache_dir, model_path
from desdemona.models.pinned import PINNED
from desdemona.systems.measured import Measured

Progress = Callable[[int, int, str], None]
"""Called as work goes on: steps done, steps in all, what is being done."""

MEASURING_ROOMS = (
    "stimuli",
    "faces",
    "scenes",
    "physiology",
    "voices",
    "manipulations",
    "channels",
    "models",
    "recordings",
    "sensors",
)
MEASURING_MODULES = ("audits/cast.py", "audits/observing.py", "audits/speakers.py")
GROUP_JOINT = "+"
HEARD = "heard"
"""The folder of an item of which only the sound is measured."""
CAST_MODELS = ("face_detector", "face_mesh", "iris", "pose_detector", "pose", "palm_detector", "hand")


@cache
def code_fingerprint() -> str:
    """Return a hash of everything that decides what is drawn and measured, so that a kept track is never stale."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    files = [file for room in MEASURING_ROOMS for file in sorted((package / room).rglob("*"))]
    for file in (*files, *(package / module for module in MEASURING_MODULES)):
        if file.suffix in (".py", ".csv"):
            digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes())
    for model in PINNED:
        digest.update(model.sha256.encode())
    return digest.hexdigest()


def seen_and_heard(item: Item) -> Item:
    """Return an item without its names and its story: two that look and sound alike become the same."""
    script = replace(item.phantom.script, name="", about="", story=())
    return replace(item, phantom=replace(item.phantom, name="", script=script))


def kept_folder(item: Item) -> Path:
    """Return where what was measured of an item is kept, named by what is drawn and by the code that measures it."""
    name = hashlib.sha256(f"{code_fingerprint()} {seen_and_heard(item)!r}".encode()).hexdigest()
    return cache_dir() / "tracks" / name[:2] / name


def load_kept(item: Item, groups: Collection[Group]) -> Measured | None:
    """Return what is kept of an item with all of these groups, or None when there is none or it cannot be read."""
    if item.sayings:
        return Measured(item.name)
    if item.looks_like:
        return load_heard(kept_folder(item) / HEARD, item.name)
    context = brought(item.phantom) if item.null in (None, "no_pulse") else None
    wanted = set(groups_of(item, groups))
    for folder in sorted(kept_folder(item).glob("*")):
        if wanted <= set(folder.name.split(GROUP_JOINT)):
            measured = load_measured(folder, item.name, context)
            if measured is not None:
                return measured if context is None else replace(measured, words=read(item.phantom))
    return None


def measure_item(item: Item, groups: Collection[Group]) -> Measured:
    """Draw and measure one item, single-threaded, and keep what was measured."""
    measured = observe(item, groups)
    part = HEARD if item.looks_like else GROUP_JOINT.join(groups_of(item, groups))
    keep_measured(kept_folder(item) / part, measured)
    return measured


@contextmanager
def workers(count: int, prepare: Callable[..., None] | None = None, *given: object) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes that is dropped at once, its work undone, when the caller is interrupted.

    Each process works with one thread, since the processes already share out the cores; `prepare` is called in each
    with what is `given`.
    """
    pool = ProcessPoolExecutor(count, get_context("spawn"), initializer=partial(_start, prepare, *given))
    try:
        yield pool
    except BrokenProcessPool:
        raise UsageError(
            "a worker process was ended from outside, perhaps for want of memory; run again to go on from there"
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _start(prepare: Callable[..., None] | None, *given: object) -> None:
    if prepare is not None:
        prepare(*given)
    cv2.setNumThreads(1)
    threadpool_limits(1, user_api="blas")


def measure_cast(items: Sequence[Item], groups: Collection[Group], *, progress: Progress) -> dict[str, Measured]:
    """Measure these groups on every item: those that look and sound alike once, what is kept from earlier not again.

    Returns
    -------
    dict
        Item name to what was measured, in the order of `items`. What an item looks like must be before it.
    """
    done = {item.name: kept for item in items if (kept := load_kept(item, groups)) is not None}
    alike: dict[Item, list[Item]] = {}
    for item in items:
        if item.name not in done:
            alike.setdefault(seen_and_heard(item), []).append(item)
    if alike:
        for name in CAST_MODELS:
            model_path(name, lambda text: progress(len(done), len(items), text))
        with workers(min(os.cpu_count() or 1, len(alike))) as pool:
            running: dict[Future[Measured], list[Item]] = {
                pool.submit(measure_item, same[0], groups): same for same in alike.values()
            }
            for future in as_completed(running):
                measured = future.result()
                for item in running[future]:
                    done[item.name] = renamed(measured, item.name)
                progress(len(done), len(items), "phantoms drawn and measured")
    whole: dict[str, Measured] = {}
    for item in items:
        whole[item.name] = completed(item, done[item.name], whole)
    return whole


def completed(item: Item, measured: Measured, others: Mapping[str, Measured]) -> Measured:
    """Return what was measured of an item, with the rest of the one before it that it looks like."""
    return with_looks(item, measured, others[item.looks_like]) if item.looks_like else measured


def renamed(measured: Measured, item: str) -> Measured:
    """Return what was measured under another name, for an item that looks and sounds the same."""
    return replace(measured, item=item)
