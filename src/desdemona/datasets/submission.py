"""What somebody hands over for an audit: up to four table files, checked, with every fault told together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from desdemona.datasets.checking import TableName, apply_mapping, checked, missing_faults, repeated_faults
from desdemona.datasets.delimited import Piece
from desdemona.datasets.faults import Faults
from desdemona.datasets.mapping import TableMapping, guess_mapping
from desdemona.datasets.meeting import Loaded, alone, meet, strangers
from desdemona.datasets.table_file import table_pieces
from desdemona.errors import TableError, UsageError
from desdemona.tables import Tables

LARGE_BYTES = 256 << 20
"""Files above this size are checked from end to end before any of their rows is kept; our choice."""


@dataclass(frozen=True, slots=True)
class Submission:
    """The files of one audit; `items` and `subjects` may be missing, then every item is its own subject."""

    readings: Path
    truth: Path
    items: Path | None = None
    subjects: Path | None = None


def load_submission(
    submission: Submission,
    *,
    mapping: Mapping[str, TableMapping],
    notice: Callable[[str], None],
    other: bool = False,
) -> Tables:
    """Read the tables of an audit; the faults of all of them are told together.

    With `other` the truth may be about other outputs than the readings, as sleepiness is about warnings.

    Raises
    ------
    FileProblem
        When a file cannot be read.
    TableError
        When a table does not fit its schema, names items or subjects that the next table does not have, or when
        readings and truth do not speak of the same.
    UsageError
        When several tables are at fault.
    """
    readings, truth, *others = load_each(submission, mapping, notice)
    meant = frozenset(ours for _, ours in mapping.get("readings", TableMapping()).labels)
    meet(readings, truth, meant, notice, other=other)
    given = dict(zip((name for name in ("items", "subjects") if getattr(submission, name)), others, strict=True))
    items, subjects = people(readings, given.get("items"), given.get("subjects"), notice)
    return Tables(readings.table, truth.table, items, subjects)


def load_each(
    submission: Submission, mapping: Mapping[str, TableMapping], notice: Callable[[str], None]
) -> list[Loaded]:
    """Read and check the tables that are given, in their order; the faults of all are raised as one error."""
    names: tuple[TableName, ...] = ("readings", "truth", "items", "subjects")
    loaded, errors = [], []
    for name in names:
        path = getattr(submission, name)
        if path is not None:
            try:
                loaded.append(load_one(path, name, mapping.get(name), notice))
            except UsageError as error:
                errors.append(error)
    if len(errors) > 1:
        raise UsageError("\n".join(map(str, errors)))
    if errors:
        raise errors[0]
    return loaded


def load_one(path: Path, name: TableName, given: TableMapping | None, notice: Callable[[str], None]) -> Loaded:
    """Read, map and check one table; what was guessed is told through `notice`."""
    if path.is_file() and path.stat().st_size > LARGE_BYTES:
        read_checked(path, name, given, keep=False)
    pieces, guess = read_checked(path, name, given, keep=True)
    if guess.columns and not (given and given.columns):
        shown = ", ".join(f"{ours} = '{theirs}'" for ours, theirs in guess.columns)
        notice(f"{path}: columns guessed: {shown}; name them with --map if that is wrong")
    table = pl.concat([piece.table for piece in pieces])
    if table.is_empty():
        raise TableError(path, ["there are no rows"])
    rows = pl.concat([piece.rows for piece in pieces])
    repeated_faults(table, rows, name).refuse(path)
    return Loaded(table, rows, path)


def read_checked(
    path: Path, name: TableName, given: TableMapping | None, *, keep: bool
) -> tuple[list[Piece], TableMapping]:
    """Read a table piece by piece and check each; keep none once there is a fault.

    Raises
    ------
    FileProblem
        When the file cannot be read.
    TableError
        When the table does not fit its schema; every fault with row, column and value.
    """
    faults, kept = Faults(), list[Piece]()
    mapping: TableMapping | None = None
    for piece in table_pieces(path):
        first, mapping = mapping is None, mapping or with_guesses(given, name, piece.table.columns)
        table = apply_mapping(piece.table, mapping, path)
        if first and (missing := missing_faults(table.columns, name)):
            raise TableError(path, missing)
        table, found = checked(Piece(table, piece.rows, piece.faults), name)
        faults += found
        if faults.count:
            kept.clear()
        elif keep:
            kept.append(Piece(table, piece.rows, found))
    faults.refuse(path)
    return kept, mapping or TableMapping()


def with_guesses(given: TableMapping | None, name: TableName, columns: list[str]) -> TableMapping:
    """Return a mapping; where none names columns, they are guessed."""
    if given and given.columns:
        return given
    return replace(given or TableMapping(), columns=guess_mapping(name, columns).columns)


def people(
    readings: Loaded, items: Loaded | None, subjects: Loaded | None, notice: Callable[[str], None]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return items and subjects; without a table of items every item is a person of its own, which is told.

    Raises
    ------
    TableError
        When one table names what the next does not have, or there is but one person.
    """
    if items is None:
        names = readings.table["item"].unique(maintain_order=True)
        alone(names, readings.path, "item")
        notice(f"{readings.path}: every item counts as a person of its own; say who is in them with --items")
        own = pl.DataFrame({"item": names, "subject": names}).with_columns(path=pl.lit(None, dtype=pl.String))
        items = Loaded(own, readings.rows, readings.path)
    else:
        strangers(readings, items.table["item"], items.path, "item")
        shown = items.table.filter(pl.col("item").is_in(readings.table["item"].implode()))
        alone(shown["subject"], items.path, "subject")
    if subjects is None:
        return items.table, items.table.select(pl.col("subject").unique(maintain_order=True))
    strangers(items, subjects.table["subject"], subjects.path, "subject")
    return items.table, subjects.table
