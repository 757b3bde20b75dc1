"""Agreement of quantities: how far a value that a system gives is the value known from one source.

The mean error says how far off it is in its own unit, the concordance correlation whether it tells cases apart at all:
a constant near the mean has a small error and a concordance of zero. Several raters' values on one stretch are
averaged. Timed truth is averaged over each reading's time. Clustered by subject.
"""

from dataclasses import dataclass

import polars as pl

from desdemona.estimates.error import bias, mean_absolute_error
from desdemona.estimates.moments import clustered_concordance, clustered_correlation
from desdemona.tables import Source, Tables
from desdemona.trials.answer import Answers, Question, answer
from desdemona.trials.beside_truth import STRETCH, rung_of
from desdemona.trials.finding import Finding
from desdemona.trials.known_values import with_known_values
from desdemona.trials.sound_tables import check_tables
from desdemona.trials.wording import counted, quantity, quantity_in_brackets


@dataclass(frozen=True, slots=True)
class Rating:
    """A quantity held against one source: the largest mean absolute error in `unit`, and the least concordance.

    A concordance of .75 is no norm; it is where the same thing told twice still looks alike. Declare your own.
    """

    output: str
    source: Source
    bound: float
    unit: str
    concordance_bound: float = 0.75
    truth_output: str = ""
    tolerance_s: float = 0.05
    coverage_required: float = 0.5
    clusters_required: int = 5
    claims: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()


ERROR: Answers = {
    "holds": "The value is close enough to what is known.",
    "fails": "The value is not close enough to what is known.",
    "undecided": "Whether the value is close enough cannot be said from this audit.",
}
CONCORDANCE: Answers = {
    "holds": "It tells cases apart as the truth does.",
    "fails": "It does not tell cases apart as the truth does.",
    "undecided": "Whether it tells cases apart as the truth does cannot be said from this audit.",
}


def assess_value_agreement(tables: Tables, rating: Rating) -> tuple[Finding, ...]:
    """Answer how far off a value is, and whether it rises and falls with the truth; two findings.

    Raises `TableError` with every fault of a table.
    """
    check_tables(tables)
    rows, coverage = _rows(tables, rating)
    said, known, who = (rows.get_column(name).to_numpy() for name in ("value", "known", "subject"))
    least = rating.clusters_required
    error = mean_absolute_error(said, known, who, minimum_clusters=least)
    concordance = clustered_concordance(said, known, who, minimum_clusters=least)
    people = counted(error.clusters, "person", "people")
    nothing = f"No reading of {rating.output} could be held against a value from source '{rating.source}'."
    if error.estimate is None:
        words = alike = nothing
    else:
        shift = bias(said, known, who).estimate or 0.0
        words = (
            f"Over {counted(error.n, 'reading')} of {people}, {rating.output} was off by "
            f"{quantity(error.estimate, rating.unit)} on average {quantity_in_brackets(error, rating.unit)}; on "
            f"balance it lay {quantity(abs(shift), rating.unit)} {'above' if shift >= 0 else 'below'} the truth."
        )
        correlation = clustered_correlation(said, known, who, minimum_clusters=least).estimate
        beside = "is not defined" if correlation is None else f"is {correlation:.2f}"
        alike = (
            "Nothing varies, so there is no concordance."
            if concordance.estimate is None
            else f"Over {counted(error.n, 'reading')} of {people}, {rating.output} agrees with the truth at a "
            f"concordance of {concordance.estimate:.2f} {quantity_in_brackets(concordance, '')}; the plain "
            f"correlation, which forgives a wrong scale, {beside}. 0 is no relation, 1 the same values."
        )
    return (
        answer(_question(tables, rating, "error"), error, words, coverage=coverage),
        answer(_question(tables, rating, "concordance"), concordance, alike, coverage=coverage),
    )


def _question(tables: Tables, rating: Rating, part: str) -> Question:
    """Return the declared question about the error or about the concordance."""
    by_error = part == "error"
    within = f"within {quantity(rating.bound, rating.unit)} of"
    return Question(
        id=f"agreement.{rating.output}.{rating.source}.{part}",
        trial="agreement",
        rung=rung_of(tables, rating.output, "signal"),
        output=rating.output,
        asked=f"Is {rating.output} {within if by_error else 'rising and falling with'} what source "
        f"'{rating.source}' knows?",
        bound=rating.bound if by_error else rating.concordance_bound,
        bound_kind="at_most" if by_error else "at_least",
        unit=rating.unit if by_error else "concordance",
        answers=ERROR if by_error else CONCORDANCE,
        coverage_required=rating.coverage_required,
        clusters_required=rating.clusters_required,
        claims=rating.claims,
        harms=rating.harms,
    )


def _rows(tables: Tables, rating: Rating) -> tuple[pl.DataFrame, float]:
    """Return measured readings with their known values, and the coverage; columns subject, value, known."""
    name = rating.truth_output or rating.output
    told = tables.truth.filter((pl.col("source") == rating.source) & (pl.col("output") == name))
    weight = pl.col("count").fill_null(1)
    told = told.filter(pl.col("value").is_not_null() & (weight > 0))
    known = told.group_by(STRETCH, maintain_order=True).agg(
        ((pl.col("value") * weight).sum() / weight.sum()).alias("known")
    )
    if known.get_column("t_start_s").null_count() < known.height:
        averaged = known.select(*STRETCH, pl.lit(name).alias("output"), pl.col("known").alias("value"))
        with_truth = Tables(tables.readings, averaged, tables.items, tables.subjects)
        return with_known_values(with_truth, rating.output, name, rating.tolerance_s)
    own = tables.readings.filter(pl.col("output") == rating.output).select("item", "value", "status")
    asked = known.select("item", "known").join(own, on="item", how="left", maintain_order="left")
    measured = asked.filter((pl.col("status") == "ok") & pl.col("value").is_not_null())
    rows = measured.join(tables.items.select("item", "subject"), on="item", how="inner", maintain_order="left")
    return rows.select("subject", "value", "known"), measured.height / asked.height if asked.height else 0.0
