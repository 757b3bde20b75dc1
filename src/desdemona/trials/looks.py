"""Looks: each time a flag could have been raised, whether it was deserved and whether it was raised."""

import polars as pl

from desdemona.errors import UsageError
from desdemona.estimates.clustered import clustered_share
from desdemona.estimates.interval import Interval
from desdemona.tables import Tables
from desdemona.trials.beside_truth import beside_truth
from desdemona.trials.flags import Flag
from desdemona.trials.looked import items_looked_at
from desdemona.trials.sound_tables import require_condition

COLUMNS = ("item", "subject", "deserved", "raised", "judged", "score")


def looks_of(tables: Tables, flag: Flag) -> pl.DataFrame:
    """Return every look of which it is known whether a flag was deserved.

    One look is an item, flagged when any of its readings is; where the truth says of each reading what was deserved,
    one look is a reading. `score` is that of the flag, or the highest of a look without one.

    Returns
    -------
    pl.DataFrame
        Columns item, subject, deserved, raised, judged, score; the score is null where none was given.

    Raises
    ------
    UnknownName
        When `items` has no such condition.
    UsageError
        When the flag declares neither a condition nor a source.
    """
    if flag.source and not flag.events:
        return _by_reading(tables, flag)
    if flag.source:
        known = beside_truth(tables, flag.output, flag.source, truth_output=flag.truth_output).rows
        told = (
            known.drop_nulls("known").group_by("item").agg(pl.col("known").is_in(flag.labels).any().alias("deserved"))
        )
        return _by_item(
            tables, flag, tables.items.select("item", "subject").join(told, on="item", maintain_order="left")
        )
    if not flag.condition:
        raise UsageError(f"flag '{flag.output}': declare the condition or the source that says who deserves it")
    require_condition(tables, flag.condition)
    level = pl.col(flag.condition).cast(pl.String)
    items = tables.items.filter(level.is_in([*flag.deserved, *flag.undeserved]))
    return _by_item(tables, flag, items.select("item", "subject", level.is_in(flag.deserved).alias("deserved")))


def _by_reading(tables: Tables, flag: Flag) -> pl.DataFrame:
    """Return one look a reading with a known label, and one, not judged, an item without any reading."""
    rows = beside_truth(tables, flag.output, flag.source or "outcome", truth_output=flag.truth_output).rows
    judged = ((pl.col("status") == "ok") & pl.col("said").is_not_null()).alias("judged")
    rows = rows.filter(pl.col("known").is_not_null()).with_columns(
        judged,
        pl.col("known").is_in(flag.labels).alias("deserved"),
        pl.col("said").is_in(flag.labels).fill_null(value=False).alias("raised"),
    )
    return rows.with_columns(pl.col("raised") & pl.col("judged")).select(COLUMNS)


def _by_item(tables: Tables, flag: Flag, items: pl.DataFrame) -> pl.DataFrame:
    """Return one look an item of those given with `deserved`."""
    ok = pl.col("status") == "ok"
    flagged = pl.col("label").is_in(flag.labels) & ok
    own = tables.readings.filter(pl.col("output") == flag.output)
    looks = own.group_by("item").agg(
        flagged.any().alias("raised"),
        ok.any().alias("looked"),
        pl.coalesce(pl.col("score").filter(flagged).max(), pl.col("score").filter(ok).max()).alias("score"),
    )
    if flag.events:
        looks = items_looked_at(tables, flag.output).join(looks.drop("looked"), on="item", how="left")
    looked = items.join(looks, on="item", how="left", maintain_order="left")
    looked = looked.with_columns(pl.col("raised", "looked").fill_null(value=False))
    return looked.with_columns((pl.col("looked") | pl.col("raised")).alias("judged")).select(COLUMNS)


def share_raised(looks: pl.DataFrame, *, minimum_clusters: int) -> tuple[Interval, float]:
    """Return the share of judged looks with a raised flag, clustered by subject, and the share that was judged."""
    judged = looks.filter("judged")
    share = clustered_share(
        judged.get_column("raised").cast(pl.Float64), judged.get_column("subject"), minimum_clusters=minimum_clusters
    )
    return share, judged.height / looks.height if looks.height else 0.0
