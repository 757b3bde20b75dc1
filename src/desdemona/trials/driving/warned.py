"""The two questions to every driver warning: what share is warned of, and how many warnings an hour are false."""

import numpy as np
from scipy.special import gammaincinv

from desdemona.estimates.clustered import clustered_ratio
from desdemona.estimates.clusters import Floats
from desdemona.estimates.interval import Interval
from desdemona.tables import Tables
from desdemona.trials.answer import Answers, Question, answer
from desdemona.trials.beside_truth import rung_of
from desdemona.trials.driving.protocols import Warnings
from desdemona.trials.finding import Finding
from desdemona.trials.wording import counted, quantity, quantity_in_brackets

WARNED: Answers = {
    "holds": "Enough of what needs a warning gets one.",
    "fails": "Too much of what needs a warning gets none.",
    "undecided": "Whether enough gets a warning cannot be said from this audit.",
}
FALSE: Answers = {
    "holds": "False alarms are rarer than that.",
    "fails": "False alarms come more often than that.",
    "undecided": "Whether false alarms are rare enough cannot be said from this audit.",
}


def warned_question(tables: Tables, warnings: Warnings, part: str, asked: str, bound: float) -> Question:
    """Return the declared question about what share is warned of."""
    return Question(
        id=f"driving.{part}.{warnings.output}",
        trial="driving",
        rung=rung_of(tables, warnings.output, "judgement"),
        output=warnings.output,
        asked=asked,
        bound=bound,
        bound_kind="at_least",
        unit="share of cases",
        answers=WARNED,
        clusters_required=warnings.clusters_required,
        claims=warnings.claims,
        harms=warnings.harms,
    )


def false_alarms(tables: Tables, warnings: Warnings, part: str, per_person: Floats) -> Finding:
    """Ask how many warnings an hour are false; with none at all, what so many hours leave plausible."""
    rate = clustered_ratio(
        per_person[:, 2],
        per_person[:, 3],
        np.arange(len(per_person)),
        positive=True,
        minimum_clusters=warnings.clusters_required,
    )
    hours, false = float(per_person[:, 3].sum()), int(per_person[:, 2].sum())
    rate = _at_least_poisson(rate, false, hours)
    if rate.estimate is None:
        words = "The recordings have no length, so false alarms per hour are not known."
    else:
        words = (
            f"In {quantity(hours, 'h')} of {counted(rate.clusters, 'person', 'people')}, {warnings.output} gave "
            f"{counted(false, 'false warning')}: {quantity(rate.estimate, 'per hour')} "
            f"{quantity_in_brackets(rate, '')}."
        )
    question = Question(
        id=f"driving.{part}.false_alarms.{warnings.output}",
        trial="driving",
        rung=rung_of(tables, warnings.output, "judgement"),
        output=warnings.output,
        asked=f"Does {warnings.output} give at most {quantity(warnings.false_per_hour, 'false warnings an hour')}?",
        bound=warnings.false_per_hour,
        bound_kind="at_most",
        unit="per hour",
        answers=FALSE,
        clusters_required=warnings.clusters_required,
        claims=warnings.claims,
        harms=warnings.harms,
    )
    return answer(question, rate, words)


def _at_least_poisson(rate: Interval, false: int, hours: float) -> Interval:
    """Return the rate with an interval at least as wide as so many independent events would give (Garwood 1936)."""
    if rate.low is None or rate.high is None:
        return rate
    low = float(gammaincinv(false, 0.025)) / hours if false else 0.0
    high = float(gammaincinv(false + 1, 0.975)) / hours
    return Interval(rate.estimate, min(low, rate.low), max(high, rate.high), rate.n, rate.clusters)
