"""Counted votes as tables: one row a label that was chosen, or one reading a vote."""

from collections.abc import Mapping

import polars as pl

from desdemona.tables import READINGS, TRUTH, Rung, Source


def fit_schema(table: pl.DataFrame, schema: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
    """Return a table with exactly the columns of a schema; those it lacks are empty."""
    lacking = (pl.lit(None, dtype=kind).alias(name) for name, kind in schema.items() if name not in table.columns)
    return table.with_columns(lacking).select(pl.col(name).cast(kind) for name, kind in schema.items())


def long_votes(counts: pl.DataFrame, words: Mapping[str, str]) -> pl.DataFrame:
    """Turn one row an item (`item`, one column of counts a label) into rows of `item`, `label`, `count` above zero.

    `words` maps the dataset's columns to our labels. Items keep their order, labels within them that of `words`.
    """
    place = pl.col("column").replace_strict({column: at for at, column in enumerate(words)}, return_dtype=pl.Int64)
    long = counts.select("item", *words).with_row_index("row")
    long = long.unpivot(index=["row", "item"], variable_name="column", value_name="count")
    chosen = long.filter(pl.col("count") > 0).sort("row", place)
    return chosen.select("item", pl.col("column").replace_strict(words).alias("label"), "count")


def perceived_truth(votes: pl.DataFrame, output: str) -> pl.DataFrame:
    """Return long votes as perceived truth of whole items (schema `TRUTH`)."""
    source: Source = "perceived"
    return fit_schema(votes.with_columns(output=pl.lit(output), source=pl.lit(source)), TRUTH)


def vote_readings(votes: pl.DataFrame, output: str, rung: Rung) -> pl.DataFrame:
    """Return one reading a vote (schema `READINGS`): an item with ten votes has ten readings."""
    each = votes.select(pl.col("item", "label").repeat_by("count")).explode("item", "label")
    said = each.with_columns(output=pl.lit(output), rung=pl.lit(rung), status=pl.lit("ok"))
    return fit_schema(said, READINGS)


def no_readings() -> pl.DataFrame:
    """Return a readings table without rows: what a dataset says of no system."""
    return pl.DataFrame(schema=READINGS)


def told_apart(readings: pl.DataFrame) -> pl.DataFrame:
    """Return readings with those that share item, stretch and output numbered in a column `vote`, if any does."""
    key = ("item", "t_start_s", "t_end_s", "output")
    if not readings.select(key).is_duplicated().any():
        return readings
    return readings.with_columns(vote=pl.int_range(1, pl.len() + 1).over(key))
