"""The human ceiling: how well people themselves do what the system is asked to do.

Where the truth is votes, one rater at a time is left out and held against the most voted label of the others; the
system takes the very same seat, held against the same others (as in a leave-one-out annotator test). Seats whose others
tie are left out for both. Where the truth is another source (intended, self-reported), people's votes on the same
stretch are held against it: the share of votes that name it. Both are averages over the system's own readings.
"""

import numpy as np
import polars as pl

from desdemona.estimates.clusters import Floats
from desdemona.estimates.interval import MINIMUM_CLUSTERS, Interval
from desdemona.estimates.jackknife import jackknifed
from desdemona.trials.beside_truth import Beside, named


def votes_at_most(beside: Beside) -> int:
    """Return the number of votes on the stretch that has most; 0 where there is none."""
    cast = beside.votes.group_by("stretch").agg(pl.col("votes").sum())
    return max(cast.get_column("votes").to_list(), default=0)


def among_themselves(beside: Beside) -> pl.DataFrame:
    """Return readings on stretches with at least two votes: columns subject, system, people, pairs.

    `system` and `people` are the shares of seats in which either agrees with the most voted label of the others,
    `pairs` is the chance that two raters agree.
    """
    seats = _seats(beside.votes)
    rows = beside.rows.filter((pl.col("status") == "ok") & pl.col("said").is_not_null())
    rows = rows.select("subject", "said", "stretch").join(seats, on="stretch", how="inner", maintain_order="left")
    a, b = (pl.col("said") == pl.col("first")).fill_null(value=False), (pl.col("said") == pl.col("second"))
    with_leader = a.cast(pl.Float64)
    with_pair = (a | b.fill_null(value=False)).cast(pl.Float64) / 2
    system = pl.when("paired").then(with_pair).otherwise(with_leader)
    return rows.select("subject", system.alias("system"), "people", "pairs")


def _seats(votes: pl.DataFrame) -> pl.DataFrame:
    """Return for each stretch with a usable seat how people do: columns stretch, first, second, paired, people, pairs.

    With a single leading label of `a` votes before `b`, every seat's others lead with it, but for the seats of its own
    voters when a - 1 = b: then their others tie. When two labels lead, each one's voters face the other. When more do,
    or for those who voted otherwise, the others tie.
    """
    ranked = votes.sort("stretch", pl.col("votes") * -1, "label").group_by("stretch", maintain_order=True)
    table = ranked.agg(
        pl.col("label").first().alias("first"),
        pl.col("label").get(1, null_on_oob=True).alias("second"),
        pl.col("votes").first().alias("a"),
        pl.col("votes").get(1, null_on_oob=True).fill_null(0).alias("b"),
        (pl.col("votes") == pl.col("votes").max()).sum().alias("leaders"),
        pl.col("votes").sum().alias("m"),
        (pl.col("votes") * (pl.col("votes") - 1)).sum().alias("agreeing"),
    )
    clear = pl.col("a") - 1 > pl.col("b")
    own = pl.when(clear).then("a").otherwise(0)
    table = table.filter(pl.col("m") > 1).with_columns(
        (pl.col("leaders") == 2).alias("paired"),
        pl.when(pl.col("leaders") == 1).then(own / (pl.col("m") - pl.col("a") + own)).otherwise(0.0).alias("people"),
        (pl.col("agreeing") / (pl.col("m") * (pl.col("m") - 1))).alias("pairs"),
    )
    usable = (pl.col("leaders") <= 2) & pl.col("people").is_not_nan()
    return table.filter(usable).select("stretch", "first", "second", "paired", "people", "pairs")


def against_source(beside: Beside, people: Beside) -> pl.DataFrame:
    """Return readings on stretches that people voted on too: columns subject, system, people, pairs.

    `system` is whether the reading names the known label, `people` the share of votes that do. Both sides share their
    items; a stretch of votes is found by its item, so it takes whole-item votes or one stretch an item.
    """
    voted = people.rows.select("item", "stretch").unique("item", maintain_order=True)
    totals = people.votes.group_by("stretch").agg(
        pl.col("votes").sum().alias("m"), (pl.col("votes") * (pl.col("votes") - 1)).sum().alias("agreeing")
    )
    cast = people.votes.join(voted, on="stretch").join(totals, on="stretch")
    of_item = cast.group_by("item").agg(pl.col("m").first(), pl.col("agreeing").first())
    rows = named(beside.rows).join(of_item, on="item", how="inner", maintain_order="left")
    agreeing = cast.select("item", pl.col("label").alias("known"), "votes")
    rows = rows.join(agreeing, on=["item", "known"], how="left", maintain_order="left")
    pairs = pl.when(pl.col("m") > 1).then(pl.col("agreeing") / (pl.col("m") * (pl.col("m") - 1)))
    return rows.select(
        "subject",
        (pl.col("said") == pl.col("known")).cast(pl.Float64).alias("system"),
        (pl.col("votes").fill_null(0) / pl.col("m")).alias("people"),
        pairs.alias("pairs"),
    )


def ceiling_intervals(
    rows: pl.DataFrame, *, minimum_clusters: int = MINIMUM_CLUSTERS
) -> tuple[Interval, Interval, Interval]:
    """Return the system's share, people's share, and the first less the second, with intervals over subjects."""
    own = rows.group_by("subject", maintain_order=True).agg(
        pl.col("system").sum(), pl.col("people").sum(), pl.len().alias("n")
    )
    sums = own.select("system", "people", "n").to_numpy().astype(np.float64)

    def share(column: int) -> Interval:
        return jackknifed(
            sums, lambda x: x[:, column] / x[:, 2], sums[:, 2], scale="share", minimum_clusters=minimum_clusters
        )

    def difference(x: Floats) -> Floats:
        return np.asarray((x[:, 0] - x[:, 1]) / x[:, 2])

    gap = jackknifed(sums, difference, sums[:, 2], minimum_clusters=minimum_clusters)
    return share(0), share(1), gap
