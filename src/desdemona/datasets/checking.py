"""Does one handed-over table fit its schema? Every fault is told with its row, column and value."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

import polars as pl

from desdemona.datasets.delimited import Piece
from desdemona.datasets.faults import Faults, where
from desdemona.datasets.mapping import SCHEMAS, TableMapping
from desdemona.errors import TableError, nearest, unknown_name_text
from desdemona.tables import RUNGS, SOURCES, STATUSES

TableName = Literal["readings", "truth", "items", "subjects"]

NEEDED: Mapping[TableName, tuple[str, ...]] = {
    "readings": ("item", "output", "rung"),
    "truth": ("item", "output", "source"),
    "items": ("item", "subject"),
    "subjects": ("subject",),
}
LEGAL: Mapping[str, tuple[str, ...]] = {"rung": RUNGS, "status": STATUSES, "source": SOURCES}
STRETCH = ("item", "t_start_s", "t_end_s", "output")
WHO = ("rater", "vote", "run")
"""Further columns of readings that tell several answers about one stretch apart."""
TOLD_APART = "keep one reading of a stretch, or tell them apart in a column 'rater', 'vote' or 'run'"


def apply_mapping(table: pl.DataFrame, mapping: TableMapping, path: Path) -> pl.DataFrame:
    """Rename their columns and labels to ours and add the constants.

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
    renamed = renamed.with_columns(pl.lit(value).alias(ours) for ours, value in mapping.constants)
    if mapping.labels and "label" in renamed.columns:
        renamed = renamed.with_columns(pl.col("label").cast(pl.String).replace(dict(mapping.labels)))
    return renamed


def missing_faults(columns: list[str], name: TableName) -> list[str]:
    """Return a fault for every needed column that is not there, with the nearest one that is."""
    if len(columns) == 1 and ";" in columns[0]:
        return [f"row 1: the columns '{columns[0]}' are separated by ';'; save the table with ',' between its cells"]
    faults = []
    for column in NEEDED[name]:
        if column not in columns:
            close = nearest(column, columns)
            hint = f"is '{close}' meant?" if close else "columns are " + ", ".join(columns) + ";"
            faults.append(f"column '{column}' is missing; {hint} name it with --map")
    if name == "readings" and not {"label", "value"} & set(columns):
        faults.append("one of the columns 'label', 'value' is needed; name it with --map")
    return faults


def with_defaults(table: pl.DataFrame, name: TableName) -> pl.DataFrame:
    """Add our columns that a table may leave out; a reading that says nothing was not measured."""
    schema = SCHEMAS[name]
    table = table.with_columns(
        pl.lit(None, dtype=kind).alias(column) for column, kind in schema.items() if column not in table.columns
    )
    if name == "readings":
        said = pl.any_horizontal(pl.col("label", "value", "score").is_not_null())
        status = pl.when(said).then(pl.lit("ok")).otherwise(pl.lit("not_measured"))
        table = table.with_columns(pl.col("status").fill_null(status))
    return table


def checked(piece: Piece, name: TableName) -> tuple[pl.DataFrame, Faults]:
    """Return some rows of a table, with our columns first and of their kinds, and the faults in them."""
    table, faults = with_defaults(piece.table, name), piece.faults
    for column, kind in SCHEMAS[name].items():
        series, bad = as_kind(table[column], kind, piece.rows)
        table = table.with_columns(series.alias(column))
        faults += bad
    for column in dict.fromkeys((*NEEDED[name], *SCHEMAS[name])):
        if column in LEGAL:
            faults += legal_faults(table[column], piece.rows, LEGAL[column])
        elif column in NEEDED[name]:
            faults += where(table[column].is_null(), piece.rows, column, lambda _: "is empty")
    faults += range_faults(table, piece.rows)
    if name == "readings":
        faults += silent_faults(table, piece.rows)
    ordered = table.select(*SCHEMAS[name], *(column for column in table.columns if column not in SCHEMAS[name]))
    return ordered, faults


def as_kind(column: pl.Series, kind: type[pl.DataType], rows: pl.Series) -> tuple[pl.Series, Faults]:
    """Cast one column to its kind; return it with a fault for every cell that is not of it."""
    if kind == pl.String:
        return column.cast(pl.String), Faults()
    if column.null_count() == len(column):
        return column.cast(kind), Faults()
    text = column.str.strip_chars() if column.dtype == pl.String else column
    number = text.cast(pl.Float64, strict=False).fill_nan(None)
    faults = Faults()
    if column.dtype == pl.String:
        faults += where(
            column.is_not_null() & number.is_null(), rows, column.name, lambda at: number_text(column[at], column.name)
        )
    faults += where(number.is_infinite(), rows, column.name, lambda at: f"{number[at]:g} is not finite")
    if kind == pl.Int64:
        whole = (number != number.round()) | (number < 0)
        faults += where(whole, rows, column.name, lambda at: f"{number[at]:g} is no whole number from 0 up")
    return number.cast(kind, strict=False), faults


def number_text(cell: str, column: str) -> str:
    """Say that a cell is no number, with the one that may be meant."""
    plain = cell.strip().replace(",", ".").replace(" ", "")
    share = plain.endswith("%") and column == "score"
    try:
        meant = float(plain.removesuffix("%")) * (0.01 if share else 1.0)
    except ValueError:
        return f"'{cell}' is no number"
    return f"'{cell}' is no number; is {meant:g} meant?"


def legal_faults(column: pl.Series, rows: pl.Series, legal: tuple[str, ...]) -> Faults:
    """Return a fault for every cell that is none of the legal words."""

    def text(at: int) -> str:
        word = column[at]
        return "is empty" if word is None else unknown_name_text(column.name, word, legal)

    return where(~column.is_in(list(legal)).fill_null(value=False), rows, column.name, text)


def range_faults(table: pl.DataFrame, rows: pl.Series) -> Faults:
    """Return a fault for every time before the start, every end before its start, and every score outside 0..1."""
    faults = Faults()
    if "score" in table.columns:
        score = table["score"]
        faults += where(~score.is_between(0.0, 1.0), rows, "score", lambda at: score_text(score[at]))
    if "t_start_s" in table.columns:
        start, end = table["t_start_s"], table["t_end_s"]
        early = "is before the start; times are in seconds from 0"
        faults += where(start < 0, rows, "t_start_s", lambda at: f"{start[at]:g} {early}")
        faults += where((end < 0) & start.is_null(), rows, "t_end_s", lambda at: f"{end[at]:g} {early}")
        faults += where(end < start, rows, "t_end_s", lambda at: f"{end[at]:g} is before t_start_s, {start[at]:g}")
    return faults


def score_text(score: float) -> str:
    """Say that a score is out of range, with the nearest one that is not."""
    meant = f"is {score / 100:g} meant?" if 2 <= score <= 100 else f"the nearest is {0 if score < 0 else 1}"
    return f"{score:g} is not within 0 to 1; {meant}"


def silent_faults(table: pl.DataFrame, rows: pl.Series) -> Faults:
    """Return a fault for every reading that claims to say something and has neither label nor value."""
    silent = (table["status"] == "ok") & table["label"].is_null() & table["value"].is_null()
    return where(silent, rows, "status", lambda _: "'ok', but label and value are empty; is 'not_measured' meant?")


def repeated_faults(table: pl.DataFrame, rows: pl.Series, name: TableName) -> Faults:
    """Return a fault for every row whose key stood in an earlier row.

    The key of a reading is item, stretch and output, and the columns `rater`, `vote`, `run` if there are any; that of
    truth has source and rater too, and the label where votes are counted. Votes without a rater are a row each.
    """
    if name in ("items", "subjects"):
        key = name[:-1]
        return _repeated(table.select(key), rows, key, lambda row: f"'{row[key]}' stands twice")
    if name == "readings":
        keys = table.select(*STRETCH, *(column for column in WHO if column in table.columns))
        found = _repeated(keys, rows, "item", _second_reading)
        return replace(found, remedy=TOLD_APART) if found.count else found
    counted = pl.when(pl.col("count").is_not_null()).then(pl.col("label")).alias("counted")
    vote = (pl.col("source") == "perceived") & pl.col("rater").is_null() & pl.col("count").is_null()
    lone = table.select(~vote).to_series()
    keys = table.select(*STRETCH, "source", "rater", counted)
    return _repeated(keys.filter(lone), rows.filter(lone), "item", _second_truth)


def _second_reading(row: Mapping[str, object]) -> str:
    """Say that a reading stands twice."""
    return f"'{row['item']}' has a second reading of output '{row['output']}' on the same stretch"


def _second_truth(row: Mapping[str, object]) -> str:
    """Say that a truth stands twice."""
    by = f" by rater '{row['rater']}'" if row["rater"] is not None else ""
    return f"'{row['item']}' has a second {row['source']} truth of output '{row['output']}'{by} on the same stretch"


def _repeated(keys: pl.DataFrame, rows: pl.Series, column: str, text: Callable[[dict[str, object]], str]) -> Faults:
    """Return a fault for every row that stood before, naming where it first stood."""
    if keys.hash_rows().n_unique() == keys.height:
        return Faults()
    later = keys.select(pl.struct(pl.all()).is_first_distinct().not_()).to_series()

    def told(at: int) -> str:
        row = keys.row(at, named=True)
        same = pl.all_horizontal(pl.col(name).eq_missing(pl.lit(value)) for name, value in row.items())
        first = keys.select(same.arg_max()).item()
        return f"{text(row)} (first in row {rows[first]})"

    return where(later, rows, column, told)
