"""Calibration: whether a stated score is how often the label is right.

*Sureness* is the mean score less the share right: above zero the system is surer than it is right. *Calibration error*
is the root mean square distance between score and share right over ranges of scores, with what people differ by chance
taken off, range by range: the variance of each range's distance over subjects, which is Kumar, Liang and Ma's (2019)
correction for clustered readings. The Brier score stands beside. Per group the sureness of each is asked: a score that
means something else for some people is a different measure for them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

import numpy as np
import polars as pl

from desdemona.estimates.calibration import brier
from desdemona.estimates.clustered import clustered_ratio
from desdemona.estimates.clusters import Floats
from desdemona.estimates.interval import Interval, without_interval
from desdemona.estimates.jackknife import jackknifed
from desdemona.tables import Rung, Source, Tables
from desdemona.trials.answer import Answers, Question, answer
from desdemona.trials.beside_truth import beside_truth, label_coverage, named, rung_of
from desdemona.trials.finding import Finding
from desdemona.trials.levels import with_levels
from desdemona.trials.sound_tables import check_tables
from desdemona.trials.wording import counted, percent, percent_range

RANGES = 10
"""Ranges of scores with equally many readings each."""


@dataclass(frozen=True, slots=True)
class Sureness:
    """Scores of a label output held against one source.

    `bound` is by how much the mean score may exceed the share right, and how large the calibration error may be;
    `across` names columns of `subjects` or `items` of which each level is asked alone.
    """

    output: str
    source: Source
    truth_output: str = ""
    bound: float = 0.05
    across: tuple[str, ...] = ()
    coverage_required: float = 0.5
    clusters_required: int = 5
    claims: tuple[str, ...] = ("C03",)
    harms: tuple[str, ...] = ("H42",)


SURE: Answers = {
    "holds": "It is no surer than it is right.",
    "fails": "It is surer than it is right.",
    "undecided": "Whether it is surer than it is right cannot be said from this audit.",
}
ERROR: Answers = {
    "holds": "The score can be read as how often it is right.",
    "fails": "The score cannot be read as how often it is right.",
    "undecided": "Whether the score can be read as how often it is right cannot be said from this audit.",
}


def assess_calibration(tables: Tables, sureness: Sureness) -> tuple[Finding, ...]:
    """Answer whether scores are what they say: sureness, calibration error, and sureness of each level of `across`.

    Raises
    ------
    TableError
        With every fault of a table.
    UnknownName
        When a column of `across` is in neither `items` nor `subjects`.
    """
    check_tables(tables)
    beside = beside_truth(tables, sureness.output, sureness.source, truth_output=sureness.truth_output)
    judged = named(beside.rows)
    graded = judged.filter(pl.col("score").is_between(0, 1))
    scored = graded.select(
        "item", "subject", "score", (told_by(graded) == pl.col("known")).cast(pl.Float64).alias("right")
    )
    coverage = label_coverage(beside.rows) * (scored.height / judged.height if judged.height else 0.0)
    ask = _Asking(sureness, rung_of(tables, sureness.output), coverage)
    findings = [ask.sureness(scored, "", ""), ask.error(scored)]
    for column in sureness.across:
        findings += ask.each(with_levels(tables, scored, (column,)), column)
    return tuple(findings)


def told_by(graded: pl.DataFrame) -> pl.Expr:
    """Return the label that each score is about: the one that was said, or of two labels always the same one.

    Where one of two labels has every high score and the other every low one, the score is of the first (how drowsy, not
    how sure), and it is held against how often that one is true.
    """
    spans = graded.group_by("said").agg(pl.col("score").min().alias("low"), pl.col("score").max().alias("high"))
    if spans.height == 2:
        upper, lower = spans.sort("low", descending=True).iter_rows()
        if upper[1] >= lower[2] and lower[1] < 0.5:
            return pl.lit(upper[0])
    return pl.col("said")


@dataclass(frozen=True, slots=True)
class _Asking:
    """What all questions of one declaration share."""

    sure: Sureness
    rung: Rung
    coverage: float

    def sureness(self, rows: pl.DataFrame, column: str, level: str) -> Finding:
        """Ask whether the mean score exceeds the share right."""
        own = rows.group_by("subject").agg((pl.col("score") - pl.col("right")).sum().alias("gap"), pl.len().alias("n"))
        gap = clustered_ratio(
            own.get_column("gap").to_numpy(),
            own.get_column("n").to_numpy(),
            own.get_column("subject").to_numpy(),
            minimum_clusters=self.sure.clusters_required,
        )
        gap = Interval(gap.estimate, gap.low, gap.high, rows.height, gap.clusters, reason=gap.reason)
        of_whom, asked_of = (f" of {column} '{level}'", f" for {column} '{level}'") if column else ("", "")
        output, people = self.sure.output, counted(gap.clusters, "person", "people")
        if gap.estimate is None:
            words = f"No scored reading of {output} could be held against a known label."
        else:
            score, right = rows.select(pl.col("score").mean(), pl.col("right").mean()).row(0)
            span = "" if gap.low is None else f" (95 % interval {100 * gap.low:.1f} to {100 * (gap.high or 0.0):.1f})"
            words = (
                f"Over {counted(rows.height, 'reading')} of {people}{of_whom}, the score of {output} is "
                f"{percent(score)} on average and it is right in {percent(right)}: {100 * gap.estimate:.1f} points"
                f"{span} too sure."
            )
        part = f"sureness.{column}.{level}" if column else "sureness"
        asked = f"Is {output} no surer than it is right{asked_of}?"
        return self._finding(part, asked, SURE, gap, words)

    def error(self, rows: pl.DataFrame) -> Finding:
        """Ask how far scores are from the share right over ranges of scores."""
        measured = _calibration_error(rows, self.sure.clusters_required)
        output = self.sure.output
        if measured.estimate is None:
            words = f"The calibration error of {output} is not known: {measured.reason}."
        else:
            span = (
                "" if measured.low is None else f" (95 % interval {percent_range(measured.low, measured.high or 0.0)})"
            )
            off = brier(rows.get_column("score"), rows.get_column("right"))
            words = (
                f"Over ranges of scores, {output} is off by {percent(measured.estimate)}{span} from how often it is "
                f"right; the Brier score is {off:.3f}, where 0 is perfect and a coin's 50 % gets .25."
            )
        return self._finding("error", f"Is the score of {output} how often it is right?", ERROR, measured, words)

    def each(self, rows: pl.DataFrame, column: str) -> Iterable[Finding]:
        """Ask each level of a column alone; one with too few people is refused by name."""
        for key, own in rows.drop_nulls(column).sort(column).group_by(column, maintain_order=True):
            people = own.get_column("subject").n_unique()
            if people >= self.sure.clusters_required:
                yield self.sureness(own, column, str(key[0]))
                continue
            words = (
                f"{column} '{key[0]}' has {counted(people, 'person', 'people')}; at least "
                f"{self.sure.clusters_required} are needed. Nothing is said about this group."
            )
            nothing = without_interval("too few people", n=0, clusters=people)
            asked = f"Is {self.sure.output} no surer than it is right for {column} '{key[0]}'?"
            yield self._finding(f"sureness.{column}.{key[0]}", asked, SURE, nothing, words)

    def _finding(self, part: str, asked: str, answers: Answers, measured: Interval, words: str) -> Finding:
        """Hold a measured gap or error against the bound."""
        own = self.sure
        question = Question(
            id=f"calibration.{own.output}.{own.source}.{part}",
            trial="calibration",
            rung=self.rung,
            output=own.output,
            asked=asked,
            bound=own.bound,
            bound_kind="at_most",
            unit="share",
            answers=answers,
            coverage_required=own.coverage_required,
            clusters_required=own.clusters_required,
            claims=own.claims,
            harms=own.harms,
        )
        return answer(question, measured, words, coverage=self.coverage)


def _calibration_error(rows: pl.DataFrame, minimum: int) -> Interval:
    """Return the debiased root mean square distance of score and share right, with its interval over subjects."""
    if not rows.height:
        return without_interval("nothing was measured", n=0, clusters=0)
    sums, totals = _ranges(rows)
    square = jackknifed(sums, _debiased(sums), totals, minimum_clusters=minimum)
    ends = [None if x is None else sqrt(max(0.0, x)) for x in (square.estimate, square.low, square.high)]
    return Interval(ends[0], ends[1], ends[2], square.n, square.clusters, reason=square.reason)


def _ranges(rows: pl.DataFrame) -> tuple[Floats, Floats]:
    """Return Σ(score - right) and n of each subject in each range, shape (subjects, ranges, 2), and n of each."""
    scores = rows.get_column("score").to_numpy()
    edges = np.unique(np.quantile(scores, np.linspace(0, 1, RANGES + 1)[1:-1]))
    size = len(edges) + 1
    who = (rows.get_column("subject").rank("dense") - 1).cast(pl.Int64).to_numpy()
    people, cell = int(who.max()) + 1, who * size + np.searchsorted(edges, scores, "left")
    gap = scores - rows.get_column("right").to_numpy()
    sums = np.stack([np.bincount(cell, w, people * size) for w in (gap, np.ones(len(gap)))], axis=1)
    sums = sums.reshape(people, size, 2)
    return np.asarray(sums, np.float64), np.asarray(sums[:, :, 1].sum(1))


@dataclass(frozen=True, slots=True, eq=False)
class _Debiased:
    """The mean squared distance of score and share right over ranges, less the `variance` of each, shape (ranges,)."""

    variance: Floats

    def __call__(self, tables: Floats) -> Floats:
        """Return the statistic of each table, shape (m, ranges, 2)."""
        n = tables[:, :, 1]
        gap = np.zeros(n.shape)
        np.divide(tables[:, :, 0], n, out=gap, where=n > 0)
        return np.asarray((n * (gap**2 - self.variance)).sum(1) / n.sum(1))


def _debiased(sums: Floats) -> _Debiased:
    """Return the statistic: mean over readings of each range's squared distance less its variance over subjects."""
    whole = sums.sum(0)
    with np.errstate(invalid="ignore", divide="ignore"):
        rest = whole - sums
        without = np.nan_to_num(rest[:, :, 0] / rest[:, :, 1])
    count = len(sums)
    variance = (count - 1) / max(count, 1) * ((without - without.mean(0)) ** 2).sum(0)
    return _Debiased(variance)
