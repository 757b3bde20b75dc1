"""What happened on each drive: when it warned, what was known, and how long it lasted."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl

from desdemona.estimates.clusters import Floats
from desdemona.tables import Source, Tables
from desdemona.trials.driving.protocols import Warnings
from desdemona.trials.looked import ABUT_S


@dataclass(frozen=True, slots=True, eq=False)
class Drive:
    """One item: who, when it warned (n,), what was known: start, end, value (m, 3), and how long it lasted."""

    subject: str
    warned_s: Floats
    known: Floats
    hours: float


def drives_of(tables: Tables, warnings: Warnings, truth_output: str, source: Source) -> Iterable[Drive]:
    """Return every item with its warnings and what is known; its hours are from the first to the last row about it.

    Rows of a warning that follow one another without a gap are one warning, which begins with the first of them.
    """
    said = tables.readings.filter((pl.col("output") == warnings.output) & (pl.col("status") == "ok"))
    if warnings.labels:
        said = said.filter(pl.col("label").is_in(warnings.labels))
    told = tables.truth.filter((pl.col("output") == truth_output) & (pl.col("source") == source))
    spans = pl.concat([t.select("item", "t_start_s", "t_end_s") for t in (tables.readings, tables.truth)])
    hours = spans.group_by("item").agg(((pl.col("t_end_s").max() - pl.col("t_start_s").min()) / 3600).alias("hours"))
    said = said.filter(pl.col("t_start_s").is_not_null()).sort("item", "t_start_s")
    before = pl.col("t_end_s").fill_null(pl.col("t_start_s")).cum_max().shift(1).over("item")
    begun = said.filter(before.is_null() | (pl.col("t_start_s") > before + ABUT_S))
    warned = begun.group_by("item", maintain_order=True).agg(pl.col("t_start_s").alias("warned"))
    known = (
        told.filter(pl.col("t_start_s").is_not_null()).sort("item", "t_start_s").group_by("item", maintain_order=True)
    )
    stretches = known.agg(
        pl.col("t_start_s"), pl.col("t_end_s").fill_null(pl.col("t_start_s")), pl.col("value").fill_null(float("nan"))
    )
    items = tables.items.select("item", "subject").join(hours, on="item", how="inner", maintain_order="left")
    items = items.join(warned, on="item", how="left", maintain_order="left")
    items = items.join(stretches, on="item", how="left", maintain_order="left")
    for _, subject, length, at, begin, end, value in items.iter_rows():
        rows = np.array([begin or [], end or [], value or []], np.float64).T
        yield Drive(subject, np.array(at or [], np.float64), rows, float(length or 0.0))


def added_up(drives: Iterable[tuple[str, Floats]]) -> Floats:
    """Add up warned, needed, false and hours of each person, shape (people, 4)."""
    people: dict[str, Floats] = {}
    for subject, sums in drives:
        people[subject] = people.get(subject, np.zeros(4)) + sums
    return np.array(list(people.values()), np.float64).reshape(-1, 4)
