"""Faults of a table by row: the first ones told one by one, the rest counted."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from desdemona.errors import TableError

MOST_FAULTS = 20
"""Faults of one table that are told one by one; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with a table: the first faults with their rows, how many there are, and what mends them all."""

    told: tuple[tuple[int, str], ...] = ()
    count: int = 0
    remedy: str = ""

    def __add__(self, other: "Faults") -> "Faults":
        """Return the faults of both, those of the first rows told."""
        told = sorted((*self.told, *other.told), key=lambda fault: fault[0])[:MOST_FAULTS]
        return Faults(tuple(told), self.count + other.count, self.remedy or other.remedy)

    def refuse(self, path: Path) -> None:
        """Raise a `TableError` when there are any."""
        if self.count:
            rest = self.count - len(self.told)
            lines = [text for _, text in self.told] + ([f"and {rest:,} more"] if rest else [])
            raise TableError(path, [*lines, self.remedy] if self.remedy else lines)


def at_row(row: int, text: str) -> Faults:
    """Return one fault of one row."""
    return Faults(((row, f"row {row}{text}"),), 1)


def where(wrong: pl.Series, rows: pl.Series, column: str, text: Callable[[int], str]) -> Faults:
    """Return a fault for every true entry of `wrong`; `text` says what is wrong at an index of the table.

    `rows` are the numbers of the table's rows in its file, where the header is row 1.
    """
    count = int(wrong.sum() or 0)
    if not count:
        return Faults()
    first = wrong.arg_true().head(MOST_FAULTS).to_list()
    told = tuple((int(rows[at]), f"row {rows[at]}, column '{column}': {text(at)}") for at in first)
    return Faults(told, count)
