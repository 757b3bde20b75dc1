"""In use: what a flag would mean among many people, few of whom are what the flag says.

Sensitivity and specificity come from items that are known to be one or the other. Nobody in a phantom is guilty, so
there any flag is a false one; where nothing is known to deserve a flag, the best case is taken: every deserved flag
is raised. One item is one look at one person; it is flagged when any of its readings is. Clustered by subject.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from desdemona.estimates.clustered import clustered_share
from desdemona.estimates.interval import Interval
from desdemona.estimates.predictive import break_even_prevalence, expected_counts
from desdemona.tables import Rung, Tables
from desdemona.trials.answer import Answers, Question, answer
from desdemona.trials.finding import Finding
from desdemona.trials.looked import items_looked_at
from desdemona.trials.sound_tables import check_tables, require_condition
from desdemona.trials.wording import counted, percent, percent_range, share_in_brackets

PREVALENCES = (0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001, 0.00003, 0.00001)
"""One in ten to one in 100,000."""
PEOPLE = 10_000
"""Among how many people flags are counted."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A verdict, which of its labels are flags, and which items deserve one.

    `deserved` and `undeserved` are levels of the column `condition` of `items`. With `deserved` empty, every flag
    that is deserved is taken to be raised. `meaning` completes "people who are …", `prevalence` is the share of them
    at which flags must mostly be right. With `events` the output has a row only when something happens, so that no row
    is no flag. `false_bound` is the largest share of others that may be flagged, `ppv_bound`
    the least share of flags that must be right.
    """

    output: str
    labels: tuple[str, ...]
    condition: str
    undeserved: tuple[str, ...]
    meaning: str
    deserved: tuple[str, ...] = ()
    events: bool = False
    prevalence: float = 0.001
    false_bound: float = 0.05
    ppv_bound: float = 0.5
    coverage_required: float = 0.5
    clusters_required: int = 5
    claims: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()


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
    require_condition(tables, flag.condition)
    false, false_coverage = _flagged(tables, flag, flag.undeserved)
    sensitivity, coverage = _sensitivity(tables, flag)
    specificity = _complement(false)
    rows = tuple(_row(sensitivity, specificity, p, rng=rng) for p in prevalences)
    at = _row(sensitivity, specificity, flag.prevalence, rng=rng)
    rung = _rung(tables, flag.output)
    known = sensitivity.estimate is not None and specificity.estimate is not None
    even = break_even_prevalence(sensitivity.estimate or 0.0, specificity.estimate or 0.0) if known else float("nan")
    break_even = even if np.isfinite(even) else None
    findings = (
        answer(_false_question(flag, rung), false, _false_words(false, flag), coverage=false_coverage),
        answer(
            _right_question(flag, rung),
            _worth(at, sensitivity, false),
            _right_words(at, sensitivity, flag, break_even),
            coverage=min(coverage, false_coverage),
        ),
    )
    return InUseAnswer(findings, rows, sensitivity, specificity, break_even)


def _rung(tables: Tables, output: str) -> Rung:
    """Return the rung that the readings give an output, judgement where there are none."""
    own = tables.readings.filter(pl.col("output") == output)
    rung: Rung = own.get_column("rung")[0] if own.height else "judgement"
    return rung


def _flagged(tables: Tables, flag: Flag, levels: Sequence[str]) -> tuple[Interval, float]:
    """Return the share of items of these levels that were flagged, and the share that was judged at all."""
    items = tables.items.filter(pl.col(flag.condition).cast(pl.String).is_in(list(levels))).select("item", "subject")
    ok = pl.col("status") == "ok"
    own = tables.readings.filter(pl.col("output") == flag.output)
    looks = own.group_by("item").agg(
        (pl.col("label").is_in(flag.labels) & ok).any().alias("raised"),
        ok.any().alias("looked"),
    )
    if flag.events:
        looks = items_looked_at(tables, flag.output).join(looks.drop("looked"), on="item", how="left")
    looked = items.join(looks, on="item", how="left", maintain_order="left")
    raised = pl.col("raised").fill_null(value=False)
    judged = looked.with_columns(raised).filter(pl.col("looked") | pl.col("raised"))
    share = clustered_share(
        judged.get_column("raised").cast(pl.Float64),
        judged.get_column("subject"),
        minimum_clusters=flag.clusters_required,
    )
    return share, judged.height / items.height if items.height else 0.0


def _sensitivity(tables: Tables, flag: Flag) -> tuple[Interval, float]:
    """Return the share of deserved flags that were raised; 1 where it is not known."""
    if not flag.deserved:
        return Interval(1.0, 1.0, 1.0, 0, 0), 1.0
    return _flagged(tables, flag, flag.deserved)


def _complement(share: Interval) -> Interval:
    """Return one minus a share."""
    estimate, low, high = (None if x is None else 1 - x for x in (share.estimate, share.high, share.low))
    return Interval(estimate, low, high, share.n, share.clusters, share.level, share.n_effective, share.reason)


def _row(sensitivity: Interval, specificity: Interval, prevalence: float, *, rng: np.random.Generator) -> InUseRow:
    """Return what flags mean at one prevalence."""
    x = expected_counts(sensitivity, specificity, prevalence, rng=rng, total=PEOPLE)
    return InUseRow(prevalence, x.true_positives, x.false_positives, x.false_negatives, x.ppv, x.low, x.high)


def _worth(at: InUseRow, sensitivity: Interval, false: Interval) -> Interval:
    """Return the share of right flags as an interval, with what it rests on."""
    n, clusters = sensitivity.n + false.n, max(sensitivity.clusters, false.clusters)
    estimate, low, high = (x if np.isfinite(x) else None for x in (at.ppv, at.low, at.high))
    return Interval(estimate, low, high, n, clusters, reason=sensitivity.reason or false.reason)


def _false_question(flag: Flag, rung: Rung) -> Question:
    """Return the declared question about false flags."""
    return Question(
        id=f"in_use.{flag.output}.false_flags",
        trial="in_use",
        rung=rung,
        output=flag.output,
        asked=f"How many people who are not {flag.meaning} does {flag.output} flag?",
        bound=flag.false_bound,
        bound_kind="at_most",
        unit="share of people",
        answers=FALSE,
        coverage_required=flag.coverage_required,
        clusters_required=flag.clusters_required,
        claims=flag.claims,
        harms=flag.harms,
    )


def _right_question(flag: Flag, rung: Rung) -> Question:
    """Return the declared question about what a flag is worth."""
    return Question(
        id=f"in_use.{flag.output}.worth",
        trial="in_use",
        rung=rung,
        output=flag.output,
        asked=f"Where {_one_in(flag.prevalence)} is {flag.meaning}, how many flags of {flag.output} are right?",
        bound=flag.ppv_bound,
        bound_kind="at_least",
        unit="share of flags",
        answers=RIGHT,
        coverage_required=flag.coverage_required,
        clusters_required=flag.clusters_required,
        claims=flag.claims,
        harms=flag.harms,
    )


def _one_in(prevalence: float) -> str:
    """Write a prevalence as people say it."""
    return f"one person in {1 / prevalence:,.0f}"


def _false_words(false: Interval, flag: Flag) -> str:
    """Tell how many were flagged for nothing."""
    if false.estimate is None:
        return f"{flag.output} judged nobody who is not {flag.meaning}."
    flagged = round(false.estimate * false.n)
    return (
        f"Of {counted(false.n, 'recording')} of {counted(false.clusters, 'person', 'people')} not {flag.meaning}, "
        f"{flag.output} flagged {flagged:,} {share_in_brackets(false)}. Among {PEOPLE:,} such people that would be "
        f"{PEOPLE * false.estimate:,.0f} false flags."
    )


def _right_words(at: InUseRow, sensitivity: Interval, flag: Flag, break_even: float | None) -> str:
    """Tell what a flag is worth at the declared prevalence."""
    if not np.isfinite(at.ppv):
        raised = "" if sensitivity.estimate is None else f" {flag.output} flagged nobody."
        return f"What a flag is worth cannot be said.{raised}"
    best = "" if flag.deserved else "Even if everyone were flagged who deserves it, then where"
    span = f" (95 % interval {percent_range(at.low, at.high)})" if np.isfinite(at.low) else ""
    words = (
        f"{best or 'Where'} {_one_in(flag.prevalence)} is {flag.meaning}, {at.false_flags:,.0f} of "
        f"{PEOPLE:,} people would be flagged wrongly and {at.true_flags:,.0f} rightly: {percent(at.ppv)} of the "
        f"flags are right{span}."
    )
    if break_even:
        words += f" Half of them are right only where at least {percent(break_even)} of people are {flag.meaning}."
    return words
