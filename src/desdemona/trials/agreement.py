"""Agreement: how far what a system says is what is known, from one source at a time.

Labels: the share right, balanced accuracy, kappa (against chance), always saying the most frequent label, what people
themselves reach, and each label alone. Sources stay apart: an expression that was intended, one that others perceive
and a feeling that was reported are different things. Refusals are not wrong answers; they lower the coverage.
Clustered by subject.
"""

from dataclasses import dataclass

import numpy as np

from desdemona.estimates.clusters import Floats
from desdemona.estimates.confusions import (
    agreement_shares,
    beyond_label,
    kappas,
    mean_recalls,
    precision_of,
    recall_of,
)
from desdemona.estimates.interval import Interval
from desdemona.estimates.jackknife import Scale, Statistic, jackknifed
from desdemona.tables import Rung, Source, Tables
from desdemona.trials.answer import Answers, Question, answer
from desdemona.trials.beside_truth import Beside, beside_truth, label_coverage, rung_of
from desdemona.trials.ceiling import against_source, among_themselves, ceiling_intervals, votes_at_most
from desdemona.trials.confusions import Confusions, confusions_of
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
    band "strong" begins. `beyond_chance` is the least kappa, `beyond` how far the share right must exceed always saying
    the most frequent label, `below_people` how far it may stay below what people reach. `people_source` is where
    people's own votes stand when the truth itself is not votes. `truth_output` and `people_output` are the names for
    the output there, where they differ.
    """

    output: str
    source: Source
    truth_output: str = ""
    bound: float = 0.7
    beyond_chance: float = 0.01
    beyond: float = 0.0
    below_people: float = 0.0
    people_source: Source = "perceived"
    people_output: str = ""
    each_label: bool = True
    coverage_required: float = 0.5
    clusters_required: int = 5
    claims: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()


BALANCED: Answers = {
    "holds": "Every kind of case counted alike, it is right often enough.",
    "fails": "Every kind of case counted alike, it is not right often enough.",
    "undecided": "Whether it is right often enough cannot be said from this audit.",
}
CHANCE: Answers = {
    "holds": "That is more than chance.",
    "fails": "That is no more than chance.",
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

    def measured(self, statistic: Statistic, scale: Scale = "share", known: int = -1) -> Interval:
        """Return a statistic of the confusions with its interval over subjects."""
        return self.confusions.measured(statistic, self.naming.clusters_required, scale=scale, known=known)

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
            f"In {counted(share.n, 'reading')} of {counted(share.clusters, 'person', 'people')}, {output} was "
            f"{ask.truth} in {percent(right.estimate or 0.0)}; with each of "
            f"{counted(ask.confusions.known_labels, 'label')} counting alike, in {percent(share.estimate)} "
            f"{_range(share)}."
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
    return answer(
        ask.question("chance", asked, ask.naming.beyond_chance, "kappa", CHANCE), kappa, words, coverage=ask.coverage
    )


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
            f"{ask.naming.output} is right in {percent(always + beyond.estimate)}: a difference of {points(beyond)}."
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
    if naming.people_source == naming.source or votes_at_most(beside) > 1:
        rows, how = among_themselves(beside), "one of them held against the most voted label of the others"
    else:
        votes = beside_truth(tables, naming.output, naming.people_source, truth_output=naming.people_output)
        rows, how = against_source(beside, votes), f"their votes held against {ask.truth}"
    system, human, gap = ceiling_intervals(rows, minimum_clusters=naming.clusters_required)
    if gap.estimate is None:
        words = "How well people do is not known: no votes of two or more people on the same cases are in the truth."
    else:
        pairs = rows.get_column("pairs").mean()
        two = f" Two people agree with each other in {percent(float(pairs))}." if isinstance(pairs, float) else ""
        words = (
            f"People, {how}, are right in {percent(human.estimate or 0.0)} {_range(human)}; on the same cases and "
            f"against the same labels {naming.output} is right in {percent(system.estimate or 0.0)} {_range(system)}: "
            f"a difference of {points(gap)}.{two}"
        )
    asked = f"Is {naming.output} right as often as people are?"
    question = ask.question("people", asked, -naming.below_people, "share of readings", PEOPLE)
    return answer(question, gap, words, coverage=ask.coverage)


def _recall(ask: _Asking, number: int) -> Finding:
    """Ask how often a label is said where it is known."""
    label = ask.confusions.labels[number]
    share = ask.measured(recall_of(number), known=number)
    words = f"Where {ask.truth} is '{label}', {ask.naming.output} said so {share_in_brackets(share)}."
    asked = f"Where {ask.truth} is '{label}', does {ask.naming.output} say so?"
    question = ask.question(f"recall.{label}", asked, ask.naming.bound, "share of readings", LABEL)
    return answer(question, share, words, coverage=ask.coverage)


def _precision(ask: _Asking, number: int) -> Finding:
    """Ask how often a label is right where it is said, in the mixture at hand."""
    label, tables = ask.confusions.labels[number], ask.confusions.tables
    said, least = np.asarray(tables[:, :, number].sum(-1)), ask.naming.clusters_required
    share = jackknifed(tables, precision_of(number), said, scale="share", minimum_clusters=least)
    if share.estimate is None:
        words = f"{ask.naming.output} never said '{label}'."
    else:
        words = f"Where {ask.naming.output} said '{label}', that was {ask.truth} {share_in_brackets(share)}."
    asked = f"Where {ask.naming.output} says '{label}', is that {ask.truth}?"
    question = ask.question(f"precision.{label}", asked, ask.naming.bound, "share of readings", LABEL)
    return answer(question, share, words, coverage=ask.coverage)
