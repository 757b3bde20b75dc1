"""Reading the columns that a dataset must have, of the kind they must be, with every fault told together."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl

from desdemona.datasets.table_file import read_table_file
from desdemona.errors import FileProblem, TableError, nearest

MOST_FAULTS = 20
"""Faults of one table that are told one by one; the rest are counted."""


def find_file(folder: Path, *places: str) -> Path:
    """Return the first of these places within a folder where a file stands.

    Raises
    ------
    FileProblem
        When the folder does not exist or the file is at none of the places.
    """
    if not folder.is_dir():
        raise FileProblem(folder, "no such folder")
    for place in places:
        if (folder / place).is_file():
            return folder / place
    raise FileProblem(folder / places[0], "no such file", "the dataset is not complete there")


def refuse(path: Path, faults: list[str]) -> None:
    """Raise a `TableError` when there are faults; the first ones are told one by one."""
    if faults:
        rest = [f"and {len(faults) - MOST_FAULTS} more"] if len(faults) > MOST_FAULTS else []
        raise TableError(path, faults[:MOST_FAULTS] + rest)


def missing_text(name: str, there: Sequence[str], needed: Iterable[str]) -> str:
    """Say that a column is missing, with the one that may be meant among those that nothing else needs."""
    close = nearest(name, set(there) - set(needed))
    return f"column '{name}' is missing; " + (f"is '{close}' meant?" if close else "columns are " + ", ".join(there))


def read_columns(path: Path, kinds: Mapping[str, type[pl.DataType]], optional: tuple[str, ...] = ()) -> pl.DataFrame:
    """Read the named columns of a table as the named kinds; only `optional` ones may have empty cells.

    Raises
    ------
    FileProblem
        When the file cannot be read.
    TableError
        When a column is missing, or a cell is empty or not of its kind; rows are counted with the header as row 1.
    """
    table = read_table_file(path)
    refuse(path, [missing_text(name, table.columns, kinds) for name in kinds if name not in table.columns])
    columns = table.select(pl.col(name).cast(kind, strict=False) for name, kind in kinds.items())
    faults = []
    for name, kind in kinds.items():
        for row in columns[name].is_null().arg_true().to_list():
            cell = table[name][row]
            if cell is None and name not in optional:
                faults.append(f"row {row + 2}, column '{name}': is empty")
            elif cell is not None:
                noun = "whole number" if kind == pl.Int64 else "number"
                faults.append(f"row {row + 2}, column '{name}': '{cell}' is no {noun}")
    refuse(path, faults)
    if not columns.height:
        raise TableError(path, ["has no rows"])
    return columns


def negative_faults(table: pl.DataFrame, names: tuple[str, ...]) -> list[str]:
    """Return a fault for every count below zero."""
    return [
        f"row {row + 2}, column '{name}': {table[name][row]} votes cannot be"
        for name in names
        for row in (table[name] < 0).arg_true().to_list()
    ]


def repeated_faults(table: pl.DataFrame, name: str) -> list[str]:
    """Return a fault for every row whose key stood in an earlier row."""
    rows = table[name].is_first_distinct().not_().arg_true().to_list()
    return [f"row {row + 2}, column '{name}': '{table[name][row]}' stands twice" for row in rows]
