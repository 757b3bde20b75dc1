"""From a question and an interval to a finding."""

from dataclasses import dataclass, field

from desdemona.estimates.interval import Interval
from desdemona.tables import Rung
from desdemona.trials.finding import BoundKind, Finding, Standing, decide
from desdemona.trials.wording import counted, percent

Answers = dict[Standing, str]


@dataclass(frozen=True, slots=True)
class Question:
    """What a trial asks, fixed before any data are seen.

    `bound` is in `unit`. `coverage_required` is the least share of asked-for observations that must have been
    measured, `clusters_required` the least number of independent units; below either the answer is undecided.
    `answers` says in plain words what each of the three standings means here. `claims` and `harms` are catalogue ids.
    """

    id: str
    trial: str
    rung: Rung
    output: str
    asked: str
    bound: float
    bound_kind: BoundKind
    unit: str
    answers: Answers = field(hash=False)
    coverage_required: float = 0.5
    clusters_required: int = 5
    claims: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()


def answer(question: Question, measured: Interval, words: str, *, coverage: float = 1.0) -> Finding:
    """Return the finding: the interval held against the bound, unless too little was measured to say.

    `words` is the sentence that tells the numbers; what follows from them is added from the question's answers.
    """
    standing = decide(measured.low, measured.high, question.bound, question.bound_kind)
    why = ""
    if coverage < question.coverage_required:
        standing = "undecided"
        needed = percent(question.coverage_required)
        why = f"Only {percent(coverage)} of what was asked for was measured; {needed} is required."
    elif measured.low is None and measured.estimate is not None:
        why = f"There are {counted(measured.clusters, 'independent unit')}; this takes {question.clusters_required}."
    return Finding(
        id=question.id,
        trial=question.trial,
        rung=question.rung,
        output=question.output,
        question=question.asked,
        estimate=measured.estimate,
        low=measured.low,
        high=measured.high,
        bound=question.bound,
        bound_kind=question.bound_kind,
        unit=question.unit,
        n=measured.n,
        clusters=measured.clusters,
        finding=standing,
        words=" ".join(part for part in (words, why, question.answers[standing]) if part),
        coverage=coverage,
        claims=question.claims,
        harms=question.harms,
    )
