"""What handed-over tables hold: which outputs, from which sources the truth is known, which columns group people."""

from collections.abc import Sequence

import polars as pl

from desdemona.tables import Source, Tables

MOST_LEVELS = 12
"""Columns with more levels than this are names or numbers, not groups."""


def outputs_of(tables: Tables) -> list[tuple[str, str]]:
    """Return each output that is in readings and truth, and whether it says labels or values."""
    known = tables.truth.get_column("output").unique().to_list()
    rows = tables.readings.filter(pl.col("output").is_in(known)).group_by("output", maintain_order=True)
    labelled = rows.agg(pl.col("label").is_not_null().any().alias("labelled"))
    return [(output, "label" if has else "value") for output, has in labelled.sort("output").iter_rows()]


def scored(tables: Tables, output: str) -> bool:
    """Say whether an output gives a score with its labels."""
    return tables.readings.filter(pl.col("output") == output).get_column("score").is_not_null().any()


def sources_of(tables: Tables, output: str) -> list[Source]:
    """Return the sources of truth about an output; people's votes alone are the truth only where there is no other."""
    own = tables.truth.filter(pl.col("output") == output)
    found: list[Source] = own.get_column("source").unique().sort().to_list()
    others: list[Source] = [source for source in found if source != "perceived"]
    return others or found


def voted_on(tables: Tables) -> list[str]:
    """Return the outputs on which several people voted about the same case."""
    votes = tables.truth.filter((pl.col("source") == "perceived") & pl.col("label").is_not_null())
    cases = votes.group_by("output", "item", "t_start_s", "t_end_s").agg(pl.col("count").fill_null(1).sum())
    return cases.filter(pl.col("count") > 1).get_column("output").unique().sort().to_list()


def level_names(table: pl.DataFrame, own: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that group their rows: texts with two to twelve levels."""
    return tuple(
        name
        for name, kind in table.schema.items()
        if name not in own and kind == pl.String and 2 <= table.get_column(name).n_unique() <= MOST_LEVELS
    )


def error_bound(tables: Tables, output: str) -> tuple[float, str]:
    """Return a tenth of the median size of the known values as the largest mean error, and its unit.

    A tenth is what ANSI/CTA-2065 allows a heart rate; where a field has another limit, declare it.
    """
    known = tables.truth.filter(pl.col("output") == output).get_column("value").abs().median()
    return (0.1 * float(known) if isinstance(known, float) else 0.0), ""
