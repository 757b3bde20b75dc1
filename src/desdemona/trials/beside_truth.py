"""Readings laid beside what is known from one source, and only one: sources are never merged.

Votes (a row a rater, or `count` of a row) on the same stretch are added up; the label with most votes is what is known,
and where labels tie nothing is known there and the tie is counted. A value told several times is its mean. A timed
reading is held against the stretch that holds its middle, a reading without times against the label known for longest.
"""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import polars as pl

from desdemona.errors import TableError
from desdemona.estimates.clusters import Floats
from desdemona.tables import Rung, Source, Tables

STRETCH = ("item", "t_start_s", "t_end_s")
INSTANT_TOLERANCE_S = 0.05
"""How far a known instant may lie from the middle of a reading."""


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """Readings of one output beside one source of truth.

    `rows` has one row a reading about which something is known, and one for each item with truth but no reading at all:
    columns item, subject, said, value, score, status, known, known_value, tied, stretch. `votes` has stretch,
    label, votes. `stretches` counts the stretches with labels, `ties` those whose most voted labels tie.
    """

    rows: pl.DataFrame
    votes: pl.DataFrame
    stretches: int
    ties: int


KEPT = 2
"""How many answers are kept for the latest tables: that of the source in question, and people's votes beside it."""
LATEST: WeakKeyDictionary[Tables, dict[tuple[str, str, str], Beside]] = WeakKeyDictionary()
"""What was last laid beside for some tables: several trials ask about one output in turn."""


def beside_truth(tables: Tables, output: str, source: Source, *, truth_output: str = "") -> Beside:
    """Lay the readings of `output` beside what `source` knows about `truth_output` (the same name if left out).

    Raises `TableError` when stretches of one item overlap without being the same, since then none is the known one.
    """
    asked = (output, source, truth_output or output)
    kept = LATEST.setdefault(tables, {})
    found = kept.pop(asked, None) or _beside(tables, output, source, truth_output or output)
    kept[asked] = found
    while len(kept) > KEPT:
        kept.pop(next(iter(kept)))
    return found


def _beside(tables: Tables, output: str, source: Source, truth_output: str) -> Beside:
    """Lay readings beside truth, anew."""
    known, votes = _known(tables, truth_output, source)
    own = tables.readings.filter(pl.col("output") == output)
    rows = own.select("item", "t_start_s", "t_end_s", pl.col("label").alias("said"), "value", "score", "status")
    stretch = _stretch_of(rows, known)
    unread = _without_reading(known, own, stretch)
    rows = rows.with_columns(pl.Series("stretch", stretch, pl.Int64)).filter(pl.col("stretch") >= 0)
    rows = pl.concat([rows, unread.with_columns(pl.lit("not_measured").alias("status"))], how="diagonal")
    found = known.select("stretch", "known", "known_value", "tied")
    rows = rows.join(found, on="stretch", how="left", maintain_order="left")
    rows = rows.join(tables.items.select("item", "subject"), on="item", how="inner", maintain_order="left")
    labelled = known.filter(pl.col("known").is_not_null() | pl.col("tied"))
    return Beside(rows.drop("t_start_s", "t_end_s"), votes, labelled.height, int(labelled.get_column("tied").sum()))


def _without_reading(known: pl.DataFrame, own: pl.DataFrame, stretch: Floats) -> pl.DataFrame:
    """Return one row for each item with truth but no reading at all: columns item, stretch.

    Whole items have one stretch each, so those that no reading was held against are seen from their numbers alone.
    """
    if known.get_column("t_start_s").null_count() == known.height:
        seen = np.zeros(known.height, np.bool_)
        seen[stretch[stretch >= 0].astype(np.int64)] = True
        return known.filter(pl.Series(~seen)).select("item", "stretch")
    silent = known.select("item").unique(maintain_order=True).join(own.select("item"), on="item", how="anti")
    return silent.with_columns(pl.Series("stretch", _stretch_of(_untimed(silent), known), pl.Int64))


def _untimed(items: pl.DataFrame) -> pl.DataFrame:
    """Return items as rows without times, which are about all of each."""
    return items.with_columns(pl.lit(None, pl.Float64).alias(name) for name in STRETCH[1:])


def label_coverage(rows: pl.DataFrame) -> float:
    """Return the share of rows with a known label that were measured; 0 where none is known."""
    asked = rows.filter(pl.col("known").is_not_null())
    return asked.filter(_named()).height / asked.height if asked.height else 0.0


def named(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows where a label was said and one is known."""
    return rows.filter(_named() & pl.col("known").is_not_null())


def _named() -> pl.Expr:
    """Say whether a label was said."""
    return (pl.col("status") == "ok") & pl.col("said").is_not_null()


def rung_of(tables: Tables, output: str, otherwise: Rung = "state") -> Rung:
    """Return the rung that the readings give an output."""
    own = tables.readings.lazy().filter(pl.col("output") == output).select("rung").head(1).collect()
    rung: Rung = own.item() if own.height else otherwise
    return rung


def _known(tables: Tables, output: str, source: Source) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return what is known, one row a stretch, and the votes behind it."""
    own = tables.truth.filter((pl.col("output") == output) & (pl.col("source") == source))
    weight = pl.col("count").fill_null(1)
    told = own.filter(pl.col("label").is_not_null() & (weight > 0))
    once = _one_an_item(told)
    cast, top = _most_voted(told, weight, once=once)
    measured = own.filter(pl.col("value").is_not_null() & (weight > 0))
    mean = (pl.col("value") * weight).sum() / weight.sum()
    value = measured.group_by(STRETCH).agg(mean.alias("known_value"))
    if value.height:
        top = top.join(value, on=STRETCH, how="full", coalesce=True, nulls_equal=True)
    else:
        top = top.with_columns(pl.lit(None, pl.Float64).alias("known_value"))
    alone = once and not value.height  # one row an item: the order of the truth will do
    known = top if alone else top.sort(STRETCH, nulls_last=False)
    known = known.with_row_index("stretch").with_columns(pl.col("stretch").cast(pl.Int64))
    known = known.with_columns(pl.col("tied").fill_null(value=False))
    _refuse_overlaps(known, output, source)
    if alone:
        return known, known.select("stretch", pl.col("known").alias("label"), cast.get_column("votes"))
    votes = cast.join(known.select(*STRETCH, "stretch"), on=STRETCH, nulls_equal=True)
    return known, votes.select("stretch", "label", "votes")


def _one_an_item(told: pl.DataFrame) -> bool:
    """Say whether the truth is one row an item, without times: then there is nothing to add up."""
    timeless = told.get_column("t_start_s").null_count() == told.height
    return timeless and told.get_column("item").n_unique() == told.height


def _most_voted(told: pl.DataFrame, weight: pl.Expr, *, once: bool) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the votes for each label of each stretch, and the label with most of them, null where several tie."""
    if once:
        cast = told.select(*STRETCH, "label", weight.alias("votes"))
        return cast, cast.select(*STRETCH, pl.col("label").alias("known"), pl.lit(value=False).alias("tied"))
    cast = told.group_by(*STRETCH, "label").agg(weight.sum().alias("votes"))
    most = pl.col("label").filter(pl.col("votes") == pl.col("votes").max())
    top = cast.group_by(STRETCH).agg(most.first().alias("known"), (most.len() > 1).alias("tied"))
    return cast, top.with_columns(pl.when(~pl.col("tied")).then("known"))


def _refuse_overlaps(known: pl.DataFrame, output: str, source: Source) -> None:
    """Refuse stretches of one item that overlap."""
    timed = known.filter(pl.col("t_start_s").is_not_null())
    before = pl.col("t_end_s").fill_null(pl.col("t_start_s")).shift(1).over("item")
    bad = timed.filter(pl.col("t_start_s") < before - 1e-6)
    if bad.height:
        row = bad.row(0, named=True)
        raise TableError(
            "truth",
            [
                f"item {row['item']!r}: two stretches of output '{output}' from source '{source}' overlap at "
                f"{row['t_start_s']:g} s; votes on one stretch need the same times"
            ],
        )


def _stretch_of(rows: pl.DataFrame, known: pl.DataFrame) -> Floats:
    """Return the number of the stretch that each row is held against, shape (n,); -1 where nothing is known."""
    if not known.height or not rows.height:
        return np.full(rows.height, -1.0)
    whole = known.filter(pl.col("t_start_s").is_null()).select("item", "stretch")
    longest = _longest(known)
    of_item = pl.concat([whole, longest.join(whole, on="item", how="anti")])
    item_wide = rows.select("item").join(of_item, on="item", how="left", maintain_order="left").get_column("stretch")
    out = item_wide.fill_null(-1).to_numpy().astype(np.float64)
    is_timed = rows.get_column("t_start_s").is_not_null().to_numpy()
    timed = known.filter(pl.col("t_start_s").is_not_null())
    if timed.height and is_timed.any():
        found = _at_middle(rows.filter(pl.Series(is_timed)), timed)
        has_whole = rows.select(pl.col("item").is_in(whole.get_column("item").implode())).to_series().to_numpy()
        out[is_timed] = np.where((found < 0) & has_whole[is_timed], out[is_timed], found)
    return out


def _longest(known: pl.DataFrame) -> pl.DataFrame:
    """Return for each item with timed truth the stretch whose label is known for longest; columns item, stretch."""
    duration = (pl.col("t_end_s") - pl.col("t_start_s")).fill_null(0.0) + 1e-9
    timed = known.filter(pl.col("t_start_s").is_not_null()).with_columns(duration.alias("duration"))
    by_label = timed.group_by("item", "known").agg(pl.col("duration").sum(), pl.col("stretch").min())
    return (
        by_label.sort("item", -pl.col("duration"), "stretch")
        .group_by("item", maintain_order=True)
        .first()
        .select("item", "stretch")
    )


def _at_middle(rows: pl.DataFrame, timed: pl.DataFrame) -> Floats:
    """Return the stretch that holds the middle of each row, or the instant nearest to it; -1 where there is none."""
    names = timed.select(pl.col("item").unique(maintain_order=True)).with_row_index("code")
    code = rows.select("item").join(names, on="item", how="left", maintain_order="left").get_column("code")
    known_code = timed.select("item").join(names, on="item", how="left", maintain_order="left").get_column("code")
    start, end = (timed.get_column(c).fill_null(timed.get_column("t_start_s")).to_numpy() for c in STRETCH[1:])
    asked_end = rows.get_column("t_end_s").fill_null(rows.get_column("t_start_s")).to_numpy()
    middle = (rows.get_column("t_start_s").to_numpy() + asked_end) / 2
    order = np.lexsort((start, known_code.to_numpy()))
    codes, start, end = known_code.to_numpy()[order].astype(np.int64), start[order], end[order]
    wanted = code.cast(pl.Int64).fill_null(-1).to_numpy()
    span = max(float(end.max()), float(middle.max())) + 1.0
    at = np.searchsorted(codes * span + start, wanted * span + middle + 1e-9, "right") - 1
    out, best = np.full(len(middle), -1.0), np.full(len(middle), INSTANT_TOLERANCE_S)
    stretch = timed.get_column("stretch").to_numpy()[order]
    for candidate in (np.clip(at, 0, len(codes) - 1), np.clip(at + 1, 0, len(codes) - 1)):
        away = np.maximum(np.maximum(start[candidate] - middle, middle - end[candidate]), 0.0)
        instant = start[candidate] == end[candidate]
        near = (codes[candidate] == wanted) & np.where(instant, away <= best, away <= 1e-9)
        near &= (out < 0) | (away < best)
        out = np.where(near, stretch[candidate], out)
        best = np.where(near, away, best)
    return out
