"""In use: what a flag would mean among many people, few of whom are what the flag says.

Sensitivity and specificity come from items that are known to be one or the other. Nobody in a phantom is guilty, so
there any flag is a false one; where nothing is known to deserve a flag, the best case is taken: every deserved flag
is raised. What one look is says `looks`. Clustered by subject.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from desdemona.estimates.interval import Interval
from desdemona.estimates.predictive import break_even_prevalence, expected_counts
from desdemona.tables import Rung, Tables
from desdemona.trials.answer import Answers, Question, answer
from desdemona.trials.beside_truth import rung_of
from desdemona.trials.finding import Finding
from desdemona.trials.flags import AskingOfFlag, Flag, one_in
from desdemona.trials.looks import looks_of, share_raised
from desdemona.trials.sound_tables import check_tables
from desdemona.trials.wording import counted, percent, percent_range, quantity, share_in_brackets

PREVALENCES = (0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001, 0.00003, 0.00001)
"""One in ten to one in 100,000."""
PEOPLE = 10_000
"""Among how many people flags are counted."""
EVERY_ONE = Interval(1.0, 1.0, 1.0, 0, 0)
"""The best case, where nothing is known to deserve a flag: each that is deserved is raised."""


@dataclass(frozen=True, slots=True)
class InUseRow:
    """What flags mean at one prevalence: counts among 10,000 people, and the share of flags that are right.

    `low` and `high` are the 95 % interval of that share. NaN where something is not known.
    """

    prevalence: float
    true_flags: float
    false_flags: float
    missed: float
    ppv: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class InUseAnswer:
    """The findings on a flag, and the rows of the picture: what flags mean at each prevalence, of 10,000 people."""

    findings: tuple[Finding, ...]
    rows: tuple[InUseRow, ...]
    sensitivity: Interval
    specificity: Interval
    break_even: float | None
    """The prevalence from which at least half of the flags are right; None where it cannot be said."""


FALSE: Answers = {
    "holds": "Few people are flagged for nothing.",
    "fails": "Too many people are flagged for nothing.",
    "undecided": "Whether too many people are flagged for nothing cannot be said from this audit.",
}
RIGHT: Answers = {
    "holds": "A flag is more likely right than wrong.",
    "fails": "A flag is more likely wrong than right.",
    "undecided": "Whether a flag is more likely right than wrong cannot be said from this audit.",
}


def assess_in_use(
    tables: Tables, flag: Flag, *, rng: np.random.Generator, prevalences: Sequence[float] = PREVALENCES
) -> InUseAnswer:
    """Answer how many are flagged for nothing, and what a flag is worth at the declared prevalence; two findings.

    Raises `TableError` with every fault of a table, `UnknownName` when `items` has no such condition.
    """
    check_tables(tables)
    looks, least = looks_of(tables, flag), flag.clusters_required
    false, false_coverage = share_raised(looks.filter(~pl.col("deserved")), minimum_clusters=least)
    if flag.source or flag.deserved:
        sensitivity, coverage = share_raised(looks.filter("deserved"), minimum_clusters=least)
    else:
        sensitivity, coverage = EVERY_ONE, 1.0
    specificity = complement(false)
    rows = tuple(row_at(sensitivity, specificity, p, rng=rng) for p in prevalences)
    at = row_at(sensitivity, specificity, flag.prevalence, rng=rng)
    rung = rung_of(tables, flag.output, "judgement")
    known = sensitivity.estimate is not None and specificity.estimate is not None
    even = break_even_prevalence(sensitivity.estimate or 0.0, specificity.estimate or 0.0) if known else float("nan")
    break_even = even if np.isfinite(even) else None
    findings = (
        answer(_false_question(flag, rung), false, _false_words(false, flag), coverage=false_coverage),
        answer(
            _right_question(flag, rung),
            worth(at, sensitivity, false),
            _right_words(at, sensitivity, flag, break_even),
            coverage=min(coverage, false_coverage),
        ),
    )
    return InUseAnswer(findings, rows, sensitivity, specificity, break_even)


def complement(share: Interval) -> Interval:
    """Return one minus a share."""
    estimate, low, high = (None if x is None else 1 - x for x in (share.estimate, share.high, share.low))
    return Interval(estimate, low, high, share.n, share.clusters, share.level, share.n_effective, share.reason)


def row_at(sensitivity: Interval, specificity: Interval, prevalence: float, *, rng: np.random.Generator) -> InUseRow:
    """Return what flags mean at one prevalence."""
    x = expected_counts(sensitivity, specificity, prevalence, rng=rng, total=PEOPLE)
    return InUseRow(prevalence, x.true_positives, x.false_positives, x.false_negatives, x.ppv, x.low, x.high)


def worth(at: InUseRow, sensitivity: Interval, false: Interval) -> Interval:
    """Return the share of right flags as an interval, with what it rests on."""
    n, clusters = sensitivity.n + false.n, max(sensitivity.clusters, false.clusters)
    estimate, low, high = (x if np.isfinite(x) else None for x in (at.ppv, at.low, at.high))
    return Interval(estimate, low, high, n, clusters, reason=sensitivity.reason or false.reason)


def _false_question(flag: Flag, rung: Rung) -> Question:
    """Return the declared question about false flags."""
    asked = f"How many people who are not {flag.meaning} does {flag.output} flag?"
    unit = "share of readings" if flag.look == "reading" else "share of people"
    return AskingOfFlag(flag, rung).question("false_flags", asked, flag.false_bound, "at_most", unit, FALSE)


def _right_question(flag: Flag, rung: Rung) -> Question:
    """Return the declared question about what a flag is worth."""
    asked = f"Where {one_in(flag.prevalence)} is {flag.meaning}, how many flags of {flag.output} are right?"
    return AskingOfFlag(flag, rung).question("worth", asked, flag.ppv_bound, "at_least", "share of flags", RIGHT)


def _false_words(false: Interval, flag: Flag) -> str:
    """Tell how many were flagged for nothing."""
    if false.estimate is None:
        return f"{flag.output} judged nobody who is not {flag.meaning}."
    flagged = round(false.estimate * false.n)
    return (
        f"Of {counted(false.n, flag.look)} of {counted(false.clusters, 'person', 'people')} not {flag.meaning}, "
        f"{flag.output} flagged {flagged:,} {share_in_brackets(false)}. Among {PEOPLE:,} such people that would be "
        f"{PEOPLE * false.estimate:,.0f} false flags."
    )


def _right_words(at: InUseRow, sensitivity: Interval, flag: Flag, break_even: float | None) -> str:
    """Tell what a flag is worth at the declared prevalence."""
    if not np.isfinite(at.ppv):
        raised = "" if sensitivity.estimate is None else f" {flag.output} flagged nobody."
        return f"What a flag is worth cannot be said.{raised}"
    best = "" if flag.deserved or flag.source else "Even if everyone were flagged who deserves it, then where"
    span = f" (95 % interval {percent_range(at.low, at.high)})" if np.isfinite(at.low) else ""
    found = f"{flag.output} finds {percent(sensitivity.estimate or 0.0)} of those who are. " if flag.source else ""
    words = (
        f"{found}{best or 'Where'} {one_in(flag.prevalence)} is {flag.meaning}, {at.false_flags:,.0f} of "
        f"{PEOPLE:,} people would be flagged wrongly and {at.true_flags:,.0f} rightly: {percent(at.ppv)} of the "
        f"flags are right{span}."
    )
    if at.true_flags > 0 and at.false_flags >= at.true_flags:
        words += f" {_how_many(at.false_flags / at.true_flags)} false for each right one."
    if flag.looks_per_day:
        daily = flag.looks_per_day / PEOPLE
        words += (
            f" At {flag.looks_per_day:,} looks a day that is {quantity(daily * at.false_flags, '')} false and "
            f"{quantity(daily * at.true_flags, '')} right flags a day."
        )
    if break_even:
        words += f" Half of them are right only where at least {percent(break_even)} of people are {flag.meaning}."
    return words


def _how_many(ratio: float) -> str:
    """Write how many false flags come with one right flag."""
    return f"About {quantity(ratio, '')} of them are"
