"""What happened to whom: one number a reading, summed for each person at each level of the declared groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from desdemona.estimates.clusters import Floats
from desdemona.tables import Source, Tables
from desdemona.trials.beside_truth import beside_truth, label_coverage, named
from desdemona.trials.levels import JOINT, with_levels
from desdemona.trials.looked import is_event_log

Measure = Literal["error", "refusal", "score", "value"]
KNOWN = "known"
"""The name under which the known label is a column like any other."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """One row a reading that counts: columns item, subject, y, and known where there is a truth.

    `shares` says that y is 0 or 1; `coverage` is the share of asked-for readings that count.
    """

    rows: pl.DataFrame
    coverage: float
    shares: bool


def outcomes_of(
    tables: Tables, output: str, measure: Measure, source: Source, truth_output: str = "", *, by_label: bool = True
) -> Outcomes:
    """Return what happened in each reading of an output.

    error: a label that is not the known one, or how far a value is from the known one. refusal: anything but an answer;
    an item without any reading is one refusal, unless the output is a log of events, of which no row is no refusal.
    score and value: as they are, where there was an answer. Without `by_label` the known label, which only errors need,
    is left out of the others.
    """
    if measure == "error":
        return _errors(beside_truth(tables, output, source, truth_output=truth_output).rows)
    own = tables.readings.filter(pl.col("output") == output)
    rows = tables.items.select("item", "subject").join(
        own.select("item", "status", "score", "value"), on="item", how="left", maintain_order="left"
    )
    if by_label:
        beside = beside_truth(tables, output, source, truth_output=truth_output)
        known = beside.rows.select("item", KNOWN).drop_nulls().unique("item", keep="first")
        rows = rows.join(known, on="item", how="left", maintain_order="left")
    else:
        rows = rows.with_columns(pl.lit(None, pl.String).alias(KNOWN))
    if is_event_log(tables, output):
        rows = rows.filter(pl.col("status").is_not_null())
    spoke = (pl.col("status") == "ok").fill_null(value=False)
    if measure == "refusal":
        return Outcomes(rows.select("item", "subject", (~spoke).cast(pl.Float64).alias("y"), KNOWN), 1.0, shares=True)
    answered = rows.filter(spoke & pl.col(measure).is_not_null())
    coverage = answered.height / rows.height if rows.height else 0.0
    return Outcomes(answered.select("item", "subject", pl.col(measure).alias("y"), KNOWN), coverage, shares=False)


def _errors(rows: pl.DataFrame) -> Outcomes:
    """Return errors of labels or, where no label is known, of values."""
    if rows.get_column("known").null_count() < rows.height or not rows.height:
        wrong = (pl.col("said") != pl.col("known")).cast(pl.Float64)
        judged = named(rows).select("item", "subject", wrong.alias("y"), KNOWN)
        return Outcomes(judged, label_coverage(rows), shares=True)
    asked = rows.filter(pl.col("known_value").is_not_null())
    measured = asked.filter((pl.col("status") == "ok") & pl.col("value").is_not_null())
    off = (pl.col("value") - pl.col("known_value")).abs()
    coverage = measured.height / asked.height if asked.height else 0.0
    return Outcomes(measured.select("item", "subject", off.alias("y"), KNOWN), coverage, shares=False)


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Sums of y and numbers of rows for each subject at each joint level; `subject` numbers subjects from 0 up."""

    table: pl.DataFrame
    subjects: int

    def side(self, where: pl.Expr) -> Floats:
        """Return numerator and denominator of each subject where `where` is true, shape (subjects, 2)."""
        own = self.table.filter(where)
        code = own.get_column("code").to_numpy()
        sums = [np.bincount(code, own.get_column(name).to_numpy(), self.subjects) for name in ("y", "n")]
        return np.stack(sums, axis=1).astype(np.float64)

    def stratified(self, where: pl.Expr, column: str) -> Floats:
        """Return the same within each level of a column, shape (subjects, levels, 2); null levels are left out."""
        levels = self.levels(column)
        if not levels:
            return np.zeros((self.subjects, 0, 2))
        numbers = pl.col(column).replace_strict({level: k for k, level in enumerate(levels)}, return_dtype=pl.Int64)
        own = self.table.filter(where & pl.col(column).is_not_null()).with_columns(numbers.alias("stratum"))
        cell = (own.get_column("code") * len(levels) + own.get_column("stratum")).to_numpy()
        size = self.subjects * len(levels)
        sums = [np.bincount(cell, own.get_column(name).to_numpy(), size) for name in ("y", "n")]
        return np.stack(sums, axis=1).reshape(self.subjects, len(levels), 2).astype(np.float64)

    def levels(self, column: str) -> tuple[str, ...]:
        """Return the levels of a column, those with most people first."""
        people = self.table.drop_nulls(column).group_by(column).agg(pl.col("code").n_unique().alias("people"))
        return tuple(people.sort(["people", column], descending=[True, False]).get_column(column).to_list())

    def people(self, where: pl.Expr) -> int:
        """Return the number of subjects with a row where `where` is true."""
        return self.table.filter(where).get_column("code").n_unique()


def cells_of(tables: Tables, outcomes: Outcomes, columns: Sequence[str], crossed: Sequence[Sequence[str]]) -> Cells:
    """Sum outcomes for each subject at each joint level of the columns; crossed columns become one named `a × b`.

    Raises `UnknownName` for a column in neither `items` nor `subjects`.
    """
    asked = dict.fromkeys([*columns, *(name for names in crossed for name in names)])
    rows = with_levels(tables, outcomes.rows, [name for name in asked if name != KNOWN])
    keys = ["subject", KNOWN, *(name for name in asked if name != KNOWN)]
    table = rows.group_by(keys).agg(pl.col("y").sum(), pl.len().alias("n")).sort(keys, nulls_last=True)
    joint = [
        pl.concat_str([pl.col(name) for name in names], separator=JOINT).alias(JOINT.join(names)) for names in crossed
    ]
    code = (pl.col("subject").rank("dense") - 1).cast(pl.Int64)
    table = table.with_columns(*joint, code.alias("code"))
    return Cells(table, table.get_column("code").n_unique())
