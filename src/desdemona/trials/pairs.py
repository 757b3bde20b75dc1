"""Pairs of items that differ in one condition only, and their readings side by side."""

from collections.abc import Sequence

import polars as pl

from desdemona.tables import Tables
from desdemona.trials.looked import items_looked_at
from desdemona.trials.sound_tables import condition_columns, require_condition

KEYS = ("output", "start_ms", "end_ms")


def item_pairs(tables: Tables, condition: str, reference: str, *, also: Sequence[str] = ()) -> pl.DataFrame:
    """Return each item in which only `condition` differs from its reference item, beside that item.

    Every other condition column is alike, save those of `also` that follow from it. Items of which the column `null`
    says that something is absent are left out. Raises `UnknownName` when there is no such condition.

    Returns
    -------
    pl.DataFrame
        Columns reference_item, item, level (the changed condition), subject (of the changed item).
    """
    require_condition(tables, condition)
    items = tables.items
    if "null" in items.columns:
        items = items.filter(pl.col("null").is_null())
    alike = [c for c in condition_columns(tables) if c not in (condition, "null", *also)]
    items = items.with_columns(pl.col(condition).cast(pl.String), pl.col(alike).cast(pl.String))
    same_person = [] if _follows_subject(items, condition) else ["subject"]
    at_reference = items.filter(pl.col(condition) == reference)
    changed = items.filter(pl.col(condition) != reference)
    keys = [*alike, *same_person]
    first = at_reference.group_by(keys, maintain_order=True).agg(pl.col("item").first().alias("reference_item"))
    paired = (
        changed.join(first, on=keys, how="inner", nulls_equal=True, maintain_order="left")
        if keys
        else (
            changed.join(first, how="cross")
            if first.height
            else changed.clear().with_columns(reference_item=pl.lit(""))
        )
    )
    return paired.select("reference_item", "item", pl.col(condition).alias("level"), "subject")


def _follows_subject(items: pl.DataFrame, condition: str) -> bool:
    """Say whether every subject has one level only, as with the face itself: then a pair is of two people."""
    return bool(items.group_by("subject").agg(pl.col(condition).n_unique() <= 1).get_column(condition).all())


def reading_pairs(
    tables: Tables, pairs: pl.DataFrame, outputs: Sequence[str], *, events: Sequence[str] = ()
) -> pl.DataFrame:
    """Return readings of the same output over the same time in both items of each pair.

    Times agree when they are the same to the millisecond. A reading that only one of the two has stands alone: the
    other's status is then `not_measured`. Outputs named in `events` have a row only when something happens; they are
    compared once an item, by what was said in all of it.

    Returns
    -------
    pl.DataFrame
        Columns item, level, subject, output, label, value, status, and label_reference, value_reference,
        status_reference.
    """
    said = tables.readings.filter(pl.col("output").is_in(list(outputs)))
    timed = _timed(said.filter(~pl.col("output").is_in(list(events))))
    logs = [_whole_items(tables, name) for name in events if name in outputs]
    readings = pl.concat([timed, *logs]).unique(("item", *KEYS), keep="first", maintain_order=True)
    changed = pairs.join(readings, on="item", how="inner", maintain_order="left")
    before = pairs.join(readings, left_on="reference_item", right_on="item", how="inner", maintain_order="left")
    before = before.rename({name: f"{name}_reference" for name in ("label", "value", "status")})
    who = ["reference_item", "item", "level", "subject", *KEYS]
    both = changed.join(before, on=who, how="full", coalesce=True, maintain_order="left_right", nulls_equal=True)
    return both.with_columns(pl.col("status", "status_reference").fill_null("not_measured"))


def _timed(readings: pl.DataFrame) -> pl.DataFrame:
    """Return readings with their times in whole milliseconds; -1000 where no time is stated."""
    return readings.select(
        "item",
        "output",
        pl.col("t_start_s").fill_null(-1.0).mul(1000).round().cast(pl.Int64).alias("start_ms"),
        pl.col("t_end_s").fill_null(-1.0).mul(1000).round().cast(pl.Int64).alias("end_ms"),
        "label",
        "value",
        "status",
    )


def _whole_items(tables: Tables, output: str) -> pl.DataFrame:
    """Return one row an item for an output of events: all labels that were said, or "nothing"."""
    said = tables.readings.filter((pl.col("output") == output) & (pl.col("status") == "ok"))
    logged = said.group_by("item").agg(pl.col("label").fill_null(output).unique().sort().str.join(", ").alias("label"))
    rows = items_looked_at(tables, output).join(logged, on="item", how="left", maintain_order="left")
    seen = pl.col("looked") | pl.col("label").is_not_null()
    return rows.select(
        "item",
        pl.lit(output).alias("output"),
        pl.lit(-1000, pl.Int64).alias("start_ms"),
        pl.lit(-1000, pl.Int64).alias("end_ms"),
        pl.when(seen).then(pl.col("label").fill_null("nothing")).alias("label"),
        pl.lit(None, pl.Float64).alias("value"),
        pl.when(seen).then(pl.lit("ok")).otherwise(pl.lit("not_measured")).alias("status"),
    )
