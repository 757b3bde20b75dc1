"""The tables that measuring writes beside one another, and what is said of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from desdemona.errors import FileProblem
from desdemona.tables import write_table

Advance = Callable[[int, int | None], None]
"""Called with the number of steps done, and of all steps where it is known."""
PART_ENDING = ".part"
"""Added to the name of the table of frames: the folder that is filled while it is measured."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a file that was measured: notices about it, and results."""

    notices: tuple[str, ...]
    results: tuple[str, ...]


def together(parts: Iterable[Told]) -> Told:
    """Return what is said of the parts of one file, in their order."""
    held = list(parts)
    return Told(
        tuple(notice for part in held for notice in part.notices),
        tuple(result for part in held for result in part.results),
    )


def part_folder(frames: Path) -> Path:
    """Return the folder that is filled while a table of frames is measured."""
    return frames.with_name(frames.name + PART_ENDING)


def beside(frames: Path, kind: str) -> Path:
    """Return the name of a further table of the same recording."""
    return frames.with_suffix(f".{kind}{frames.suffix}")


def write_tables(frames: pl.DataFrame, events: pl.DataFrame, windows: pl.DataFrame, path: Path) -> None:
    """Write the table of frames at `path`, and those of events and windows beside it."""
    for table, place in zip((frames, events, windows), tables_at(path), strict=True):
        write_table(table, place)


def tables_at(frames: Path) -> tuple[Path, Path, Path]:
    """Return the names of three tables that belong together: of frames, events and windows."""
    return frames, beside(frames, "events"), beside(frames, "windows")


def refuse_overwriting(read: Iterable[Path], written: Iterable[Path]) -> None:
    """Refuse tables that would be written over a file that is read, or over each other.

    Raises
    ------
    FileProblem
        Two of these paths are the same file.
    """
    inputs = {path.resolve(): path for path in read}
    seen: set[Path] = set()
    for path in written:
        place = path.resolve()
        if place in inputs:
            raise FileProblem(inputs[place], "is read, and would be written over", "choose another name for --out")
        if place in seen:
            raise FileProblem(path, "two files would write it", "measure them into different folders")
        seen.add(place)
