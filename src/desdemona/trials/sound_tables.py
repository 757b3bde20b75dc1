"""Are the four tables fit to be judged? Every fault is told at once."""

from collections.abc import Sequence
from weakref import WeakSet

import polars as pl

from desdemona.errors import TableError, UnknownName, nearest
from desdemona.tables import READINGS, RUNGS, SOURCES, STATUSES, TRUTH, Tables

SHOWN = 5
"""How many rows with the same kind of fault are shown."""


SOUND: WeakSet[Tables] = WeakSet()
"""Tables that were found without fault; each trial asks, and a million rows need not be read again for each."""


def check_tables(tables: Tables) -> None:
    """Raise `TableError` with every fault of the first table that has any: readings, truth, items, subjects."""
    if tables in SOUND:
        return
    named = (
        ("readings", _columns(tables.readings, tuple(READINGS)) or _readings(tables.readings)),
        ("truth", _columns(tables.truth, tuple(TRUTH)) or _truth(tables.truth)),
        ("items", _columns(tables.items, ("item", "subject")) or _items(tables)),
        ("subjects", _columns(tables.subjects, ("subject",))),
    )
    for name, faults in named:
        if faults:
            raise TableError(name, faults)
    SOUND.add(tables)


def _columns(table: pl.DataFrame, needed: Sequence[str]) -> list[str]:
    """Name the columns that are missing."""
    faults = []
    for name in needed:
        if name not in table.columns:
            close = nearest(name, table.columns)
            faults.append(f"column '{name}' is missing" + (f"; did '{close}' mean it?" if close else ""))
    return faults


def _faulty(table: pl.DataFrame, wrong: pl.Expr, column: str, problem: str) -> list[str]:
    """Say in which rows `column` is wrong, the first few by number (counted from 1) and value."""
    is_wrong = table.select(wrong.fill_null(value=False).alias("wrong")).to_series()
    if not is_wrong.any():
        return []
    rows = table.select(pl.col(column), is_wrong).with_row_index("row", offset=1).filter("wrong")
    shown = [f"row {row}: {column} {value!r} {problem}" for row, value, _ in rows.head(SHOWN).iter_rows()]
    if rows.height > SHOWN:
        shown.append(f"and {rows.height - SHOWN} more rows where {column} {problem}")
    return shown


def _times(table: pl.DataFrame) -> list[str]:
    """Find stretches of time that end before they start or start before zero."""
    backwards = pl.col("t_end_s") < pl.col("t_start_s")
    return [
        *_faulty(table, pl.col("t_start_s") < 0, "t_start_s", "is before the start"),
        *_faulty(table, backwards, "t_end_s", "is before t_start_s"),
    ]


def _readings(table: pl.DataFrame) -> list[str]:
    """Find the faults of a readings table that has all its columns."""
    said = (pl.col("status") == "ok") & pl.col("label").is_null() & pl.col("value").is_null()
    finite = pl.col("value").is_nan() | pl.col("value").is_infinite()
    return [
        *_faulty(table, pl.col("item").is_null(), "item", "is missing"),
        *_faulty(table, pl.col("output").is_null(), "output", "is missing"),
        *_faulty(table, ~pl.col("rung").is_in(RUNGS), "rung", f"is none of {', '.join(RUNGS)}"),
        *_faulty(table, ~pl.col("status").is_in(STATUSES), "status", f"is none of {', '.join(STATUSES)}"),
        *_faulty(table, said, "status", "but there is neither label nor value"),
        *_faulty(table, finite, "value", "is no number; leave it empty and say why in status"),
        *_times(table),
    ]


def _truth(table: pl.DataFrame) -> list[str]:
    """Find the faults of a truth table that has all its columns."""
    return [
        *_faulty(table, pl.col("item").is_null(), "item", "is missing"),
        *_faulty(table, ~pl.col("source").is_in(SOURCES), "source", f"is none of {', '.join(SOURCES)}"),
        *_faulty(table, pl.col("count") < 0, "count", "is negative"),
        *_times(table),
    ]


def _items(tables: Tables) -> list[str]:
    """Find items told twice, items without a subject, and readings of items that are not listed."""
    items = tables.items
    known = items.get_column("item").implode()
    strange = tables.readings.filter(~pl.col("item").is_in(known)).get_column("item").unique().sort()
    faults = _faulty(items, pl.col("item").is_duplicated(), "item", "occurs more than once")
    faults += _faulty(items, pl.col("subject").is_null(), "subject", "is missing")
    faults += [f"item {name!r} has readings but is not listed" for name in strange.head(SHOWN)]
    if len(strange) > SHOWN:
        faults.append(f"and {len(strange) - SHOWN} more items that have readings but are not listed")
    return faults


def condition_columns(tables: Tables) -> tuple[str, ...]:
    """Return the names of the conditions that items differ in."""
    return tuple(name for name in tables.items.columns if name not in ("item", "subject", "path"))


def require_condition(tables: Tables, name: str) -> None:
    """Raise `UnknownName` unless `items` has a column of this name."""
    if name not in tables.items.columns:
        raise UnknownName("condition", name, condition_columns(tables))


def outputs_on(tables: Tables, rungs: Sequence[str]) -> tuple[str, ...]:
    """Return the outputs that have readings on these rungs, in order of name."""
    readings = tables.readings.filter(pl.col("rung").is_in(list(rungs)))
    return tuple(readings.get_column("output").unique().sort().to_list())
