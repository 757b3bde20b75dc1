"""Measuring a cast: each item is rendered and measured once, on all cores, and kept for the next audit."""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import cv2
import polars as pl

from desdemona.audits.cast import Item, item_recording
from desdemona.channels.measure import measure_recording
from desdemona.channels.tracks import Tracks
from desdemona.errors import FileProblem
from desdemona.files import write_whole
from desdemona.models.cache import cache_dir, model_path
from desdemona.models.pinned import PINNED

Progress = Callable[[int, int, str], None]
"""Called as work goes on: steps done, steps in all, what is being done."""

TABLES = ("frames", "events", "windows")
MEASURING_ROOMS = ("stimuli", "faces", "scenes", "physiology", "voices", "channels", "models", "recordings")
FACE_MODELS = ("face_detector", "face_mesh", "iris")


@cache
def code_fingerprint() -> str:
    """Return a hash of everything that decides what is drawn and measured, so that a kept track is never stale."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for room in MEASURING_ROOMS:
        for file in sorted((package / room).rglob("*.py")):
            digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes())
    for model in PINNED:
        digest.update(model.sha256.encode())
    return digest.hexdigest()


def kept_folder(item: Item) -> Path:
    """Return where the tracks of an item are kept, named by what is drawn and by the code that measures it."""
    name = hashlib.sha256(f"{code_fingerprint()} {item!r}".encode()).hexdigest()
    return cache_dir() / "tracks" / name[:2] / name


def load_kept(item: Item) -> Tracks | None:
    """Return the kept tracks of an item, or None when there are none or they cannot be read."""
    folder = kept_folder(item)
    try:
        frames, events, windows = (pl.read_parquet(folder / f"{name}.parquet") for name in TABLES)
        notices = (folder / "notices.txt").read_text("utf-8").splitlines()
    except (OSError, pl.exceptions.PolarsError):
        return None
    return Tracks(item.name, frames, events, windows, tuple(notices))


def keep(item: Item, tracks: Tracks) -> None:
    """Keep the tracks of an item; where the cache cannot be written nothing is kept, and nothing is lost."""
    folder = kept_folder(item)
    try:
        for name, table in zip(TABLES, (tracks.frames, tracks.events, tracks.windows), strict=True):
            write_whole(folder / f"{name}.parquet", table.write_parquet)
        notices = "\n".join(tracks.notices)
        write_whole(folder / "notices.txt", lambda half: half.write_text(notices, "utf-8"))
    except FileProblem:
        return


def measure_item(item: Item) -> Tracks:
    """Render and measure one item, single-threaded, and keep its tracks."""
    tracks = measure_recording(item_recording(item), item=item.name, threads=False)
    keep(item, tracks)
    return tracks


@contextmanager
def workers(count: int) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes that is dropped at once, its work undone, when the caller is interrupted."""
    # One thread a process: the processes already share out the cores.
    pool = ProcessPoolExecutor(count, get_context("spawn"), initializer=cv2.setNumThreads, initargs=(1,))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def measure_cast(items: Sequence[Item], *, progress: Progress) -> dict[str, Tracks]:
    """Measure every item, each once; what an earlier audit measured is taken from the cache.

    Returns
    -------
    dict
        Item name to tracks, in the order of `items`.
    """
    done = {item.name: kept for item in items if (kept := load_kept(item)) is not None}
    missing = [item for item in items if item.name not in done]
    if missing:
        for name in FACE_MODELS:
            model_path(name, lambda text: progress(len(done), len(items), text))
        with workers(min(os.cpu_count() or 1, len(missing))) as pool:
            running: dict[Future[Tracks], str] = {pool.submit(measure_item, item): item.name for item in missing}
            for future in as_completed(running):
                done[running[future]] = future.result()
                progress(len(done), len(items), "phantoms drawn and measured")
    return {item.name: done[item.name] for item in items}
