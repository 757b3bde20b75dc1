"""What a running pass keeps on disc, block by block, so that it can be stopped at any time and go on later.

The folder holds `key.txt`, which says what is measured and by which code; `block-N.npz`, what was kept of the frames
of block N; and `state-N.npz`, what must be known to go on after it. A state is written after its block, and older
states are removed, so that whatever is cut off, the last whole state and the blocks up to it are there.
"""

import hashlib
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from desdemona.channels.one_pass.frozen import freeze, thaw
from desdemona.errors import FileProblem
from desdemona.files import make_folder, write_text, write_whole
from desdemona.models.pinned import PINNED

_KEY = "key.txt"
_ROOMS = ("channels", "models", "recordings")
_LIBRARIES = ("ai-edge-litert", "av", "numpy", "opencv-python-headless", "polars", "scipy")
_UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """What was kept of a run of frames: `records` by who kept them, of `frame_count` frames."""

    frame_count: int
    records: Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Resumed:
    """What an earlier run left: its whole blocks in order, and what each needs to go on; all empty for none."""

    blocks: Sequence[Block] = ()
    states: Mapping[str, Any] = field(default_factory=dict)

    @property
    def frame_count(self) -> int:
        """Return how many frames need not be measured again."""
        return sum(block.frame_count for block in self.blocks)


@cache
def code_key() -> str:
    """Return a hash of all code, models and libraries that decide what is measured."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for room in _ROOMS:
        for file in sorted((package / room).rglob("*")):
            if file.suffix in (".py", ".csv"):
                digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes())
    for model in PINNED:
        digest.update(model.sha256.encode())
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}".encode())
    return digest.hexdigest()


def open_kept(folder: Path, key: str) -> Resumed:
    """Return what an earlier run of the same key left in a folder; anything else that it holds is dropped.

    Raises
    ------
    FileProblem
        The folder cannot be made or written.
    """
    make_folder(folder)
    try:
        if (folder / _KEY).read_text("utf-8") == key:
            return _read(folder)
    except _UNREADABLE:
        pass
    drop_kept(folder)
    make_folder(folder)
    write_text(folder / _KEY, key)
    return Resumed()


def keep_block(folder: Path, number: int, block: Block, states: Mapping[str, Any]) -> None:
    """Write one more block, counted from 0, and what must be known to go on after it.

    Raises
    ------
    FileProblem
        The folder cannot be written.
    """
    _write(_block_path(folder, number), {"frame_count": block.frame_count, "records": dict(block.records)})
    _write(_state_path(folder, number), dict(states))
    for old in folder.glob("state-*.npz"):
        if old != _state_path(folder, number):
            old.unlink(missing_ok=True)


def drop_kept(folder: Path) -> None:
    """Remove the folder with what it holds; only what this module writes is removed.

    Raises
    ------
    FileProblem
        Something else stands in it, or it cannot be removed.
    """
    try:
        for pattern in ("block-*.npz", "state-*.npz", ".block-*.npz", ".state-*.npz", _KEY, ".key*"):
            for file in folder.glob(pattern):
                file.unlink(missing_ok=True)
        folder.rmdir()
    except FileNotFoundError:
        return
    except OSError as error:
        raise FileProblem(
            folder, f"cannot be removed ({error.strerror})", "remove it, or choose another name"
        ) from None


def _read(folder: Path) -> Resumed:
    numbers = sorted(int(path.stem.partition("-")[2]) for path in folder.glob("state-*.npz"))
    if not numbers:
        return Resumed()
    states = _load(_state_path(folder, numbers[-1]))
    blocks = []
    for number in range(numbers[-1] + 1):
        block = _load(_block_path(folder, number))
        blocks.append(Block(block["frame_count"], block["records"]))
    return Resumed(blocks, states)


def _block_path(folder: Path, number: int) -> Path:
    return folder / f"block-{number:06d}.npz"


def _state_path(folder: Path, number: int) -> Path:
    return folder / f"state-{number:06d}.npz"


def _write(path: Path, value: object) -> None:
    arrays = freeze(value)

    def write(half: Path) -> None:
        with half.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)

    write_whole(path, write)


def _load(path: Path) -> Any:  # noqa: ANN401 - whatever was kept
    with np.load(path, allow_pickle=False) as arrays:
        return thaw({name: arrays[name] for name in arrays.files})
