"""Repeatability: the same thing twice gives the same answer.

Pairs of items are the same person and the same scene taken again, encoded again or mirrored: a condition that cannot
matter. Labels: the share of pairs with the same label. Values: the repeatability coefficient, the distance within which
two readings of the same lie in 95 of 100 cases, 1.96·√(mean squared difference). Clustered by subject. Source: Bland
and Altman 1986.
"""

from dataclasses import dataclass
from math import sqrt

import polars as pl

from desdemona.estimates.clustered import clustered_mean, clustered_share
from desdemona.estimates.interval import Interval
from desdemona.tables import Tables
from desdemona.trials.answer import Answers, Question, answer
from desdemona.trials.beside_truth import rung_of
from desdemona.trials.finding import Finding
from desdemona.trials.pairs import item_pairs, reading_pairs
from desdemona.trials.sound_tables import check_tables
from desdemona.trials.wording import counted, quantity, quantity_in_brackets, share_in_brackets


@dataclass(frozen=True, slots=True)
class Repeat:
    """The same taken twice: a column of `items`, the level of the first time, and how that is spoken of.

    `again` completes "pairs of readings …", as in "of the same clip encoded again". `bound` is the least share of equal
    labels or, where `unit` is given, the largest repeatability coefficient of a value in that unit.
    """

    output: str
    condition: str
    reference: str
    again: str
    bound: float = 0.95
    unit: str | None = None
    also: tuple[str, ...] = ()
    coverage_required: float = 0.5
    clusters_required: int = 5
    claims: tuple[str, ...] = ("C03",)
    harms: tuple[str, ...] = ("H28",)


ANSWERS: Answers = {
    "holds": "Asked twice, it answers alike.",
    "fails": "Asked twice about the same, it does not answer alike.",
    "undecided": "Whether it answers alike when asked twice cannot be said from this audit.",
}


def assess_repeatability(tables: Tables, repeat: Repeat) -> tuple[Finding, ...]:
    """Answer whether an output says the same of the same; one finding.

    Raises `TableError` with every fault of a table, `UnknownName` when `items` has no such condition.
    """
    check_tables(tables)
    pairs = item_pairs(tables, repeat.condition, repeat.reference, also=repeat.also)
    rows = reading_pairs(tables, pairs, (repeat.output,))
    both = rows.filter((pl.col("status") == "ok") & (pl.col("status_reference") == "ok"))
    measured, words = _labels(both, repeat) if repeat.unit is None else _values(both, repeat)
    if measured.estimate is None:
        words = f"There was no pair of readings of {repeat.output} {repeat.again}."
    question = Question(
        id=f"repeatability.{repeat.condition}.{repeat.output}",
        trial="repeatability",
        rung=rung_of(tables, repeat.output),
        output=repeat.output,
        asked=f"Does {repeat.output} say the same {repeat.again}?",
        bound=repeat.bound,
        bound_kind="at_least" if repeat.unit is None else "at_most",
        unit="share of pairs" if repeat.unit is None else repeat.unit,
        answers=ANSWERS,
        coverage_required=repeat.coverage_required,
        clusters_required=repeat.clusters_required,
        claims=repeat.claims,
        harms=repeat.harms,
    )
    return (answer(question, measured, words, coverage=both.height / rows.height if rows.height else 0.0),)


def _labels(both: pl.DataFrame, repeat: Repeat) -> tuple[Interval, str]:
    """Return the share of pairs with the same label, and its words."""
    same = both.select(pl.col("label").eq_missing(pl.col("label_reference")).cast(pl.Float64)).to_series()
    share = clustered_share(same, both.get_column("subject"), minimum_clusters=repeat.clusters_required)
    pairs = counted(share.n, "pair")
    return (
        share,
        f"Of {pairs} of readings {repeat.again}, {int(same.sum()):,} had the same label {share_in_brackets(share)}.",
    )


def _values(both: pl.DataFrame, repeat: Repeat) -> tuple[Interval, str]:
    """Return the repeatability coefficient of a value, and its words."""
    unit = repeat.unit or ""
    apart = (both.get_column("value") - both.get_column("value_reference")).pow(2)
    square = clustered_mean(apart, both.get_column("subject"), positive=True, minimum_clusters=repeat.clusters_required)
    estimate, low, high = (
        None if x is None else 1.96 * sqrt(max(x, 0)) for x in (square.estimate, square.low, square.high)
    )
    reach = Interval(estimate, low, high, square.n, square.clusters, reason=square.reason)
    words = (
        f"Over {counted(square.n, 'pair')} of readings {repeat.again}, two readings of {repeat.output} lie within "
        f"{quantity(estimate or 0.0, unit)} of each other in 95 of 100 cases {quantity_in_brackets(reach, unit)}."
    )
    return reach, words
