"""Agreement: how far what a system says is what is known, from one source at a time.

Labels: the share right, balanced accuracy, kappa (against chance), always saying the most frequent label, what people
themselves reach, and each label alone. Sources stay apart: an expression that was intended, one that others perceive and
a feeling that was reported are different things. Refusals are not wrong answers; they lower the coverage. Clustered by
subject.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from desdemona.estimates.clusters import Floats
from desdemona.estimates.confusions import (
    agreement_shares,
    beyond_label,
    clustered_confusions,
    kappas,
    mean_recalls,
    precision_of,
    recall_of,
)
from desdemona.estimates.interval import Interval
from desdemona.estimates.jackknife import Scale, Statistic, jackknifed
from desdemona.tables import Rung, Source, Tables
from desdemona.trials.answer import Answers, Question, answer
from desdemona.trials.beside_truth import Beside, beside_truth, label_coverage, named, rung_of
from desdemona.trials.ceiling import against_source, among_themselves, ceiling_intervals
from desdemona.trials.finding import Finding
from desdemona.trials.sound_tables import check_tables
from desdemona.trials.wording import counted, percent, percent_range, share_in_brackets

KNOWN_AS: dict[Source, str] = {
    "script": "scripted",
    "sensor": "sensed",
    "self_report": "self-reported",
    "induced": "induced",
    "intended": "intended",
    "perceived": "perceived",
    "outcome": "actual",
}
"""How a label of each source is spoken of: "the intended label"."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Labels held against the truth of one source, and how well they must do.

    `bound` is the least balanced accuracy, and the least recall and precision of each label; .7 is where Barrett's
    band "strong" begins. `beyond` is how far the share right must exceed always saying the most frequent label,
    `below_people` how far it may stay below what people reach. `people_source` is where people's own votes stand when
    the truth itself is not votes. `truth_output` is the truth's name for the output where that differs.
    """

    output: str
    source: Source
    truth_output: str = ""
    bound: float = 0.7
    beyond: float = 0.0
    below_people: float = 0.0
    people_source: Source = "perceived"
    each_label: bool = True
    coverage_required: float = 0.5
    clusters_required: int = 5
    claims: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Confusions:
    """Confusions of each subject, shape (subjects, labels, labels), known by said, in the order of `labels`.

    The first `known_labels` of the labels are those that truth uses.
    """

    labels: tuple[str, ...]
    known_labels: int
    tables: Floats

    @property
    def totals(self) -> Floats:
        """Readings of each subject, shape (subjects,)."""
        return np.asarray(self.tables.sum((1, 2)))


BALANCED: Answers = {
    "holds": "Every kind of case counted alike, it is right often enough.",
    "fails": "Every kind of case counted alike, it is not right often enough.",
    "undecided": "Whether it is right often enough cannot be said from this audit.",
}
CHANCE: Answers = {
    "holds": "That is more than chance.",
    "fails": "That is less than chance.",
    "undecided": "Whether that is more than chance cannot be said from this audit.",
}
MAJORITY: Answers = {
    "holds": "It does no worse than something that always says the same.",
    "fails": "Something that always says the same would be right more often.",
    "undecided": "Whether it does better than something that always says the same cannot be said from this audit.",
}
PEOPLE: Answers = {
    "holds": "It does no worse than people do.",
    "fails": "People do better.",
    "undecided": "Whether it does as well as people cannot be said from this audit.",
}
LABEL: Answers = {
    "holds": "That is often enough.",
    "fails": "That is not often enough.",
    "undecided": "Whether that is often enough cannot be said from this audit.",
}


def assess_agreement(tables: Tables, naming: Naming) -> tuple[Finding, ...]:
    """Answer how far an output agrees with one source: balanced, against chance, majority and people, and per label.

    Raises `TableError` with every fault of a table.
    """
    check_tables(tables)
    beside = beside_truth(tables, naming.output, naming.source, truth_output=naming.truth_output)
    confusions = confusions_of(beside.rows)
    rung, coverage = rung_of(tables, naming.output), label_coverage(beside.rows)
    ask = _Asking(naming, rung, coverage, confusions)
    findings = [_balanced(ask, beside), _chance(ask), _majority(ask), _people(ask, tables, beside)]
    if naming.each_label:
        for number in range(confusions.known_labels):
            findings += [_recall(ask, number), _precision(ask, number)]
    return tuple(findings)


def confusions_of(rows: pl.DataFrame) -> Confusions:
    """Count what was known and said for each subject; `rows` as in `Beside.rows`."""
    cells = named(rows).group_by("subject", "known", "said").agg(pl.len().alias("n")).sort("subject", "known", "said")
    known = sorted(cells.get_column("known").unique().to_list())
    labels = (*known, *sorted(set(cells.get_column("said").to_list()) - set(known)))
    numbers = {label: number for number, label in enumerate(labels)}
    subjects = cells.get_column("subject").rank("dense").cast(pl.Int64).to_numpy() - 1
    codes = [np.array([numbers[x] for x in cells.get_column(c).to_list()], np.int64) for c in ("known", "said")]
    shape = int(subjects.max()) + 1 if cells.height else 0, len(labels)
    counts = cells.get_column("n").to_numpy().astype(np.float64)
    return Confusions(labels, len(known), clustered_confusions(subjects, codes[0], codes[1], counts, shape))


@dataclass(frozen=True, slots=True, eq=False)
class _Asking:
    """What all questions of one naming share."""

    naming: Naming
    rung: Rung
    coverage: float
    confusions: Confusions

    def question(self, part: str, asked: str, bound: float, unit: str, answers: Answers) -> Question:
        """Return one declared question."""
        return Question(
            id=f"agreement.{self.naming.output}.{self.naming.source}.{part}",
            trial="agreement",
            rung=self.rung,
            output=self.naming.output,
            asked=asked,
            bound=bound,
            bound_kind="at_least",
            unit=unit,
            answers=answers,
            coverage_required=self.naming.coverage_required,
            clusters_required=self.naming.clusters_required,
            claims=self.naming.claims,
            harms=self.naming.harms,
        )

    def measured(self, statistic: Statistic, scale: Scale = "share", totals: Floats | None = None) -> Interval:
        """Return a statistic of the confusions with its interval over subjects."""
        own = self.confusions.totals if totals is None else totals
        least = self.naming.clusters_required
        return jackknifed(self.confusions.tables, statistic, own, scale=scale, minimum_clusters=least)

    @property
    def truth(self) -> str:
        """How the known label is spoken of."""
        return f"the {KNOWN_AS[self.naming.source]} label"

    def nothing(self) -> str:
        """Say that nothing could be compared."""
        return f"No reading of {self.naming.output} could be held against {self.truth}."


def _balanced(ask: _Asking, beside: Beside) -> Finding:
    """Ask how often it is right, each known label counting alike."""
    share, right = ask.measured(mean_recalls), ask.measured(agreement_shares)
    output = ask.naming.output
    if share.estimate is None:
        words = ask.nothing()
    else:
        words = (
            f"In {counted(share.n, 'reading')} of {counted(share.clusters, 'person', 'people')}, {output} was {ask.truth} "
            f"in {percent(right.estimate or 0.0)}; with each of {counted(ask.confusions.known_labels, 'label')} "
            f"counting alike, in {percent(share.estimate)} {_range(share)}."
        )
    if beside.ties:
        words += (
            f" In {beside.ties:,} of {counted(beside.stretches, 'case')} "
            f"({percent(beside.ties / beside.stretches)}) votes tie and nothing is taken as known."
        )
    asked = f"Is {output} {ask.truth} in at least {percent(ask.naming.bound)} of cases, every label counting alike?"
    question = ask.question("balanced", asked, ask.naming.bound, "balanced accuracy", BALANCED)
    return answer(question, share, words, coverage=ask.coverage)


def _range(interval: Interval) -> str:
    """Write the interval of a share in brackets without repeating the share."""
    if interval.low is None or interval.high is None:
        return f"(no interval: {interval.reason})"
    return f"(95 % interval {percent_range(interval.low, interval.high)})"


def _chance(ask: _Asking) -> Finding:
    """Ask whether it agrees more than chance would."""
    kappa = ask.measured(kappas, "plain")
    if kappa.estimate is not None and kappa.estimate >= 1 and kappa.low is not None:
        right = ask.measured(agreement_shares)
        by_chance = _chance_share(ask.confusions.tables.sum(0))
        least = ((right.low or 0.0) - by_chance) / (1 - by_chance)
        kappa = Interval(1.0, least, 1.0, kappa.n, kappa.clusters)
    if kappa.estimate is None:
        words = ask.nothing() if not kappa.n else f"Only one label was ever known and said: kappa is {kappa.reason}."
    else:
        span = "" if kappa.low is None else f" (95 % interval {kappa.low:.2f} to {min(kappa.high or 1.0, 1.0):.2f})"
        words = (
            f"Beyond what chance would give, {ask.naming.output} agrees with {ask.truth} at a kappa of "
            f"{kappa.estimate:.2f}{span}; 0 is chance, 1 is always."
        )
    asked = f"Does {ask.naming.output} agree with {ask.truth} more than chance would?"
    return answer(ask.question("chance", asked, 0.0, "kappa", CHANCE), kappa, words, coverage=ask.coverage)


def _chance_share(table: Floats) -> float:
    """Return the share on which two independent namings with these margins would agree."""
    return float(table.sum(0) @ table.sum(1)) / float(table.sum()) ** 2


def _majority(ask: _Asking) -> Finding:
    """Ask whether it is right more often than always saying the most frequent label."""
    whole = ask.confusions.tables.sum(0)
    label = int(whole.sum(1).argmax()) if whole.size else 0
    beyond = ask.measured(beyond_label(label), "plain") if whole.size else ask.measured(agreement_shares)
    if beyond.estimate is None:
        words = ask.nothing()
    else:
        always = float(whole[label].sum() / whole.sum())
        words = (
            f"Always saying '{ask.confusions.labels[label]}' would be right in {percent(always)}; "
            f"{ask.naming.output} is right in {percent(always + beyond.estimate)}, {points(beyond)} more."
        )
    asked = f"Is {ask.naming.output} right more often than always saying the most frequent label?"
    question = ask.question("majority", asked, ask.naming.beyond, "share of readings", MAJORITY)
    return answer(question, beyond, words, coverage=ask.coverage)


def points(difference: Interval) -> str:
    """Write a difference of shares in percentage points with its interval."""
    value = f"{100 * (difference.estimate or 0.0):.1f} points"
    if difference.low is None or difference.high is None:
        return value
    return f"{value} (95 % interval {100 * difference.low:.1f} to {100 * difference.high:.1f})"


def _people(ask: _Asking, tables: Tables, beside: Beside) -> Finding:
    """Ask whether it does as well as people do on the same cases."""
    naming = ask.naming
    by_votes = bool(
        beside.votes.height and beside.votes.group_by("stretch").agg(pl.col("votes").sum())["votes"].max() > 1
    )
    if by_votes:
        rows = among_themselves(beside)
        how = "one of them held against the most voted label of the others"
    else:
        people = beside_truth(tables, naming.output, naming.people_source, truth_output=naming.truth_output)
        rows = against_source(beside, people) if naming.people_source != naming.source else named(beside.rows).clear()
        how = f"their votes held against {ask.truth}"
        rows = rows.select("subject", "system", "people", "pairs") if "system" in rows.columns else _no_rows()
    system, human, gap = ceiling_intervals(rows, minimum_clusters=naming.clusters_required)
    if gap.estimate is None:
        words = "How well people do is not known: no votes of two or more people on the same cases are in the truth."
    else:
        pairs = rows.get_column("pairs").mean()
        two = f" Two people agree with each other in {percent(float(pairs))}." if isinstance(pairs, float) else ""
        words = (
            f"People, {how}, are right in {percent(human.estimate or 0.0)} {_range(human)}; on the same cases and against "
            f"the same labels {naming.output} is right in {percent(system.estimate or 0.0)} {_range(system)}: a difference "
            f"of {points(gap)}.{two}"
        )
    asked = f"Is {naming.output} right as often as people are?"
    question = ask.question("people", asked, -naming.below_people, "share of readings", PEOPLE)
    return answer(question, gap, words, coverage=ask.coverage)


def _no_rows() -> pl.DataFrame:
    """Return no readings beside people."""
    return pl.DataFrame(schema={"subject": pl.String, "system": pl.Float64, "people": pl.Float64, "pairs": pl.Float64})


def _recall(ask: _Asking, number: int) -> Finding:
    """Ask how often a label is said where it is known."""
    label, tables = ask.confusions.labels[number], ask.confusions.tables
    share = ask.measured(recall_of(number), totals=tables[:, number].sum(-1))
    words = f"Where {ask.truth} is '{label}', {ask.naming.output} said so {share_in_brackets(share)}."
    asked = f"Where {ask.truth} is '{label}', does {ask.naming.output} say so?"
    question = ask.question(f"recall.{label}", asked, ask.naming.bound, "share of readings", LABEL)
    return answer(question, share, words, coverage=ask.coverage)


def _precision(ask: _Asking, number: int) -> Finding:
    """Ask how often a label is right where it is said, in the mixture at hand."""
    label, tables = ask.confusions.labels[number], ask.confusions.tables
    share = ask.measured(precision_of(number), totals=tables[:, :, number].sum(-1))
    if share.estimate is None:
        words = f"{ask.naming.output} never said '{label}'."
    else:
        words = f"Where {ask.naming.output} said '{label}', that was {ask.truth} {share_in_brackets(share)}."
    asked = f"Where {ask.naming.output} says '{label}', is that {ask.truth}?"
    question = ask.question(f"precision.{label}", asked, ask.naming.bound, "share of readings", LABEL)
    return answer(question, share, words, coverage=ask.coverage)
