"""Groups that people declared and conditions of items, laid beside readings."""

from collections.abc import Sequence

import polars as pl

from desdemona.errors import UnknownName
from desdemona.tables import Tables
from desdemona.trials.sound_tables import condition_columns

MOST_LEVELS = 8
"""A column of numbers with more different ones than this is cut into fifths of equally many people or items."""
JOINT = " × "


def level_columns(tables: Tables) -> tuple[str, ...]:
    """Return the names of the declared groups of subjects and of the conditions of items."""
    return (*(name for name in tables.subjects.columns if name != "subject"), *condition_columns(tables))


def with_levels(tables: Tables, rows: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Add columns of `subjects` or `items` to rows that have `item` and `subject`, as text; null stays null.

    Numbers with many different values become fifths, named by their range. Raises `UnknownName` for a column that is in
    neither table.
    """
    for name in columns:
        if name not in level_columns(tables):
            raise UnknownName("condition or group", name, level_columns(tables))
        table, key = (tables.subjects, "subject") if name in tables.subjects.columns else (tables.items, "item")
        own = table.select(key, levels_of(table.get_column(name)).alias(name)).unique(key, keep="first")
        rows = rows.join(own, on=key, how="left", maintain_order="left")
    return rows


def levels_of(column: pl.Series) -> pl.Series:
    """Return a column as text, a column of many numbers as five ranges."""
    if not column.dtype.is_numeric() or column.n_unique() <= MOST_LEVELS:
        return column.cast(pl.String)
    numbers = column.cast(pl.Float64)
    edges = sorted({float(numbers.quantile(q / 5, "lower") or 0.0) for q in range(1, 5)})
    least, most = float(str(numbers.min())), float(str(numbers.max()))
    ends = [*edges, most] if not edges or edges[-1] < most else edges
    out = pl.Series(column.name, [None] * len(column), pl.String)
    start = least
    for end in ends:
        inside = (numbers > start) if start > least else (numbers >= start)
        text = f"{start:g} to {end:g}" if start == least else f"above {start:g} to {end:g}"
        out = pl.select(
            pl.when(inside & (numbers <= end) & out.is_null()).then(pl.lit(text)).otherwise(out)
        ).to_series()
        start = end
    return out
