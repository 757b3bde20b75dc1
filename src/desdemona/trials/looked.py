"""Outputs that have a row only when something happens: whether a missing row means that it looked and saw none."""

import polars as pl

from desdemona.tables import Tables

BLIND_SHARE = 0.5
"""An item of which more than this share could not be seen was not looked at."""
ABUT_S = 0.1
"""Rows no further apart than this follow one another."""


def is_event_log(tables: Tables, output: str) -> bool:
    """Say whether an output has a row only when something happens, so that no row is no refusal.

    Rows without times are about whole items. Timed rows are windows, not events, where in at least half of the items
    they begin with the item and follow one another without a gap; an instant stands for the time to the next one, as
    long as is usual in its item.
    """
    timed = tables.readings.filter((pl.col("output") == output) & pl.col("t_start_s").is_not_null())
    if timed.is_empty():
        return False
    length = (pl.col("t_end_s") - pl.col("t_start_s")).fill_null(0.0)
    step = pl.col("t_start_s").diff().median().over("item").fill_null(0.0)
    reach = pl.when(length > 0).then(length).otherwise(step)
    timed = timed.sort("item", "t_start_s").select("item", "t_start_s", reach.alias("reach"))
    before = (pl.col("t_start_s") + pl.col("reach")).cum_max().shift(1).over("item").fill_null(0.0)
    gaps = timed.select("item", (pl.col("t_start_s") > before + ABUT_S).alias("gap"))
    return bool(gaps.group_by("item").agg(pl.col("gap").any()).select(pl.col("gap").mean() > 0.5).item())


def items_looked_at(tables: Tables, output: str) -> pl.DataFrame:
    """Return for each item whether an output of events looked at it; columns item, looked.

    Rows of the output that are not `ok` are stretches in which it was blind; they are held against the time from the
    first to the last reading of any output in the item. Rows without times are the whole item. An item without any
    reading at all was not looked at.
    """
    span = tables.readings.group_by("item").agg(
        (pl.col("t_end_s").max() - pl.col("t_start_s").min()).alias("span"), pl.len().alias("rows")
    )
    own = tables.readings.filter((pl.col("output") == output) & (pl.col("status") != "ok"))
    blind = own.group_by("item").agg(
        (pl.col("t_end_s") - pl.col("t_start_s")).fill_null(float("inf")).sum().alias("blind")
    )
    known = tables.items.select("item").join(span, on="item", how="left", maintain_order="left")
    known = known.join(blind, on="item", how="left", maintain_order="left")
    share = pl.col("blind").fill_null(0.0) / pl.col("span")
    looked = pl.when(pl.col("blind").is_null()).then(pl.col("rows").is_not_null()).otherwise(share <= BLIND_SHARE)
    return known.select("item", looked.fill_null(value=False).alias("looked"))
