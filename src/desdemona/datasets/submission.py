"""What somebody hands over for an audit: up to four table files, checked, with every fault told together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from desdemona.datasets.mapping import SCHEMAS, TableMapping, guess_mapping
from desdemona.datasets.table_file import read_table_file
from desdemona.errors import TableError, nearest, unknown_name_text
from desdemona.tables import RUNGS, SOURCES, STATUSES, Tables

TableName = Literal["readings", "truth", "items", "subjects"]

MOST_FAULTS = 20
"""Faults of one table that are told one by one; the rest are counted."""

NEEDED: Mapping[TableName, tuple[str, ...]] = {
    "readings": ("item", "output", "rung"),
    "truth": ("item", "output", "source"),
    "items": ("item", "subject"),
    "subjects": ("subject",),
}
LEGAL: Mapping[str, tuple[str, ...]] = {"rung": RUNGS, "status": STATUSES, "source": SOURCES}


@dataclass(frozen=True, slots=True)
class Submission:
    """The files of one audit; `items` and `subjects` may be missing, then every item is its own subject."""

    readings: Path
    truth: Path
    items: Path | None = None
    subjects: Path | None = None


def apply_mapping(table: pl.DataFrame, mapping: TableMapping, path: Path) -> pl.DataFrame:
    """Rename their columns to ours and add the constants.

    Raises
    ------
    TableError
        When a column that the mapping names is not in the table.
    """
    faults = [
        unknown_name_text("column", theirs, table.columns)
        for _, theirs in mapping.columns
        if theirs not in table.columns
    ]
    if faults:
        raise TableError(path, faults)
    named = {*(ours for ours, _ in mapping.columns), *(theirs for _, theirs in mapping.columns)}
    renamed = table.select(
        *(pl.col(theirs).alias(ours) for ours, theirs in mapping.columns),
        *(name for name in table.columns if name not in named),
    )
    return renamed.with_columns(pl.lit(value).alias(ours) for ours, value in mapping.constants)


def cast_faults(table: pl.DataFrame, name: str, kind: type[pl.DataType]) -> tuple[pl.Series, list[str]]:
    """Cast one column to its kind; return it with a fault for every cell that is no number."""
    column = table[name]
    if kind == pl.String:
        text = column.cast(pl.String)
        return text, []
    number = (column.str.strip_chars() if column.dtype == pl.String else column).cast(pl.Float64, strict=False)
    if kind == pl.Float64:
        number = number.fill_nan(None)
    bad = (column.is_not_null() & number.is_null()).arg_true().to_list() if column.dtype == pl.String else []
    faults = [f"row {row + 2}, column '{name}': '{column[row]}' is no number" for row in bad]
    return number.cast(kind, strict=False), faults


def legal_faults(table: pl.DataFrame, name: str, legal: tuple[str, ...]) -> list[str]:
    """Return a fault for every cell that is none of the legal words."""
    bad = (table[name].is_null() | ~table[name].is_in(list(legal))).arg_true().to_list()
    return [
        f"row {row + 2}, column '{name}': "
        + ("is empty" if table[name][row] is None else unknown_name_text(name, table[name][row], legal))
        for row in bad
    ]


def missing_faults(table: pl.DataFrame, name: TableName) -> list[str]:
    """Return a fault for every needed column that is not there, with the nearest one that is."""
    faults = []
    for column in NEEDED[name]:
        if column not in table.columns:
            close = nearest(column, table.columns)
            hint = f"is '{close}' meant?" if close else "columns are " + ", ".join(table.columns) + ";"
            faults.append(f"column '{column}' is missing; {hint} name it with --map")
    if name == "readings" and not {"label", "value", "score"} & set(table.columns):
        faults.append("one of the columns 'label', 'value', 'score' is needed; name it with --map")
    return faults


def with_defaults(table: pl.DataFrame, name: TableName) -> pl.DataFrame:
    """Add our columns that a table may leave out; a reading without label, value and score was not measured."""
    schema = SCHEMAS[name]
    table = table.with_columns(
        pl.lit(None, dtype=kind).alias(column) for column, kind in schema.items() if column not in table.columns
    )
    if name == "readings":
        said = pl.any_horizontal(pl.col("label", "value", "score").is_not_null())
        status = pl.when(said).then(pl.lit("ok")).otherwise(pl.lit("not_measured"))
        table = table.with_columns(pl.col("status").fill_null(status))
    return table


def checked(table: pl.DataFrame, name: TableName, path: Path) -> pl.DataFrame:
    """Return a table that fits its schema.

    Raises
    ------
    TableError
        When it does not: every fault with row (as a spreadsheet counts, the header is row 1), column and value.
    """
    faults = missing_faults(table, name) or (["there are no rows"] if table.is_empty() else [])
    if faults:
        raise TableError(path, faults)
    table = with_defaults(table, name)
    for column, kind in SCHEMAS[name].items():
        series, bad = cast_faults(table, column, kind)
        table = table.with_columns(series.alias(column))
        faults += bad
    for column, legal in LEGAL.items():
        if column in SCHEMAS[name]:
            faults += legal_faults(table, column, legal)
    faults += range_faults(table)
    faults += [f"row {row + 2}, column 'item': is empty" for row in empty_rows(table, "item")]
    faults += repeated_faults(table, name)
    if faults:
        rest = [f"and {len(faults) - MOST_FAULTS} more"] if len(faults) > MOST_FAULTS else []
        raise TableError(path, faults[:MOST_FAULTS] + rest)
    return table.select(*SCHEMAS[name], *(column for column in table.columns if column not in SCHEMAS[name]))


def range_faults(table: pl.DataFrame) -> list[str]:
    """Return a fault for every time before the start, every end before its start, and every score outside 0..1."""
    faults = []
    if "score" in table.columns:
        rows = (~table["score"].is_between(0.0, 1.0)).arg_true().to_list()
        faults += [f"row {row + 2}, column 'score': {table['score'][row]:g} is not within 0 to 1" for row in rows]
    if "t_start_s" in table.columns:
        start, end = table["t_start_s"], table["t_end_s"]
        early, backwards = (start < 0).arg_true().to_list(), (end < start).arg_true().to_list()
        faults += [f"row {row + 2}, column 't_start_s': {start[row]:g} is before the start" for row in early]
        faults += [f"row {row + 2}, column 't_end_s': {end[row]:g} is before t_start_s" for row in backwards]
    return faults


def empty_rows(table: pl.DataFrame, column: str) -> list[int]:
    """Return the rows in which a column is empty; none when the table has no such column."""
    return table[column].is_null().arg_true().to_list() if column in table.columns else []


def repeated_faults(table: pl.DataFrame, name: TableName) -> list[str]:
    """Return a fault for every key that stands twice in a table of items or subjects."""
    if name not in ("items", "subjects"):
        return []
    key = name[:-1]
    rows = table[key].is_first_distinct().not_().arg_true().to_list()
    return [f"row {row + 2}, column '{key}': '{table[key][row]}' stands twice" for row in rows]


def load_one(
    path: Path, name: TableName, mapping: Mapping[str, TableMapping], notice: Callable[[str], None]
) -> pl.DataFrame:
    """Read, map and check one table; what was guessed is told through `notice`."""
    table = read_table_file(path)
    if name in mapping:
        return checked(apply_mapping(table, mapping[name], path), name, path)
    guess = guess_mapping(name, table.columns)
    if guess.columns:
        shown = ", ".join(f"{ours} = '{theirs}'" for ours, theirs in guess.columns)
        notice(f"{path}: columns guessed: {shown}; name them with --map if that is wrong")
    return checked(apply_mapping(table, guess, path), name, path)


def load_submission(
    submission: Submission, *, mapping: Mapping[str, TableMapping], notice: Callable[[str], None]
) -> Tables:
    """Read the tables of an audit; the faults of all of them are told together.

    Raises
    ------
    FileProblem
        When a file cannot be read.
    TableError
        When a table does not fit its schema, or names items or subjects that the next table does not have.
    """
    readings = load_one(submission.readings, "readings", mapping, notice)
    truth = load_one(submission.truth, "truth", mapping, notice)
    meet(readings, truth, submission, notice)
    items = (
        load_one(submission.items, "items", mapping, notice)
        if submission.items
        else pl.DataFrame({"item": readings["item"].unique(maintain_order=True)}).with_columns(
            subject=pl.col("item"), path=pl.lit(None, dtype=pl.String)
        )
    )
    subjects = (
        load_one(submission.subjects, "subjects", mapping, notice)
        if submission.subjects
        else items.select(pl.col("subject").unique(maintain_order=True))
    )
    strangers(readings, submission.readings, items, "item")
    strangers(items, submission.items or submission.readings, subjects, "subject")
    return Tables(readings, truth, items, subjects)


def strangers(table: pl.DataFrame, path: Path, known: pl.DataFrame, key: str) -> None:
    """Refuse a table that names items or subjects which the next table does not have."""
    names = table.filter(pl.col(key).is_in(known[key].implode()).not_())[key].unique(maintain_order=True).to_list()
    if names:
        rest = f" and {len(names) - 5} more" if len(names) > 5 else ""
        raise TableError(path, [f"{key}s without a row of their own: " + ", ".join(map(repr, names[:5])) + rest])


def meet(readings: pl.DataFrame, truth: pl.DataFrame, submission: Submission, notice: Callable[[str], None]) -> None:
    """Refuse readings and truth that speak of different outputs, items or labels; tell labels that truth never uses."""
    for key in ("output", "item"):
        if not set(readings[key]) & set(truth[key]):
            said, known = readings[key][0], truth[key][0]
            raise TableError(
                submission.readings,
                [f"no {key} of it is in {submission.truth}: '{said}' and the like here, '{known}' and the like there"],
            )
    for output in sorted(set(readings["output"]) & set(truth["output"])):
        said_labels, known_labels = (
            set(table.filter(pl.col("output") == output)["label"].drop_nulls()) for table in (readings, truth)
        )
        strange = sorted(said_labels - known_labels)
        if strange and known_labels and not said_labels & known_labels:
            faults = [unknown_name_text(f"label of output '{output}'", name, known_labels) for name in strange]
            raise TableError(submission.readings, [*faults[:MOST_FAULTS], "no label is the same in readings and truth"])
        if strange and known_labels:
            told = ", ".join(map(repr, strange[:5])) + (f" and {len(strange) - 5} more" if len(strange) > 5 else "")
            notice(f"{submission.readings}: output '{output}' says labels that truth never uses: {told}")
