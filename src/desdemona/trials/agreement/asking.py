"""What all questions of one naming share."""

from dataclasses import dataclass

from desdemona.estimates.interval import Interval
from desdemona.estimates.jackknife import Scale, Statistic
from desdemona.tables import Rung
from desdemona.trials.agreement.naming import KNOWN_AS, Naming
from desdemona.trials.answer import Answers, Question
from desdemona.trials.confusions import Confusions
from desdemona.trials.wording import percent_range


@dataclass(frozen=True, slots=True, eq=False)
class Asking:
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


def range_in_brackets(interval: Interval) -> str:
    """Write the interval of a share in brackets without repeating the share."""
    if interval.low is None or interval.high is None:
        return f"(no interval: {interval.reason})"
    return f"(95 % interval {percent_range(interval.low, interval.high)})"


def points(difference: Interval) -> str:
    """Write a difference of shares in percentage points with its interval."""
    value = f"{100 * (difference.estimate or 0.0):.1f} points"
    if difference.low is None or difference.high is None:
        return value
    return f"{value} (95 % interval {100 * difference.low:.1f} to {100 * difference.high:.1f})"
