"""A finding: the answer of one trial."""

from dataclasses import dataclass
from typing import Literal

from desdemona.tables import Rung

Standing = Literal["holds", "fails", "undecided"]
BoundKind = Literal["at_most", "at_least", "within"]
"""The side of the bound on which a finding holds; `within` is a margin on both sides of zero."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer of one trial: an estimate, its interval, and what follows against a bound fixed beforehand.

    `estimate`, `low`, `high` and `bound` share `unit`; the interval is a 95 % one unless `words` says otherwise.
    `estimate` is None where nothing could be estimated (then `finding` is undecided and `words` says why).
    `n` counts observations, `clusters` the people (phantoms) they come from. `coverage` is the share of asked-for
    observations that were measured at all. `claims` and `harms` are catalogue numbers. `words` is one plain
    sentence for a reader who knows no statistics.
    """

    id: str
    trial: str
    rung: Rung
    output: str
    question: str
    estimate: float | None
    low: float | None
    high: float | None
    bound: float
    bound_kind: BoundKind
    unit: str
    n: int
    clusters: int
    finding: Standing
    words: str
    coverage: float = 1.0
    claims: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()

    @property
    def found_nothing(self) -> bool:
        """Say whether there was not one observation to put the question to."""
        return self.n == 0 and self.estimate is None and self.finding == "undecided"


def decide(low: float | None, high: float | None, bound: float, kind: BoundKind) -> Standing:
    """Say whether an interval lies on the right side of a bound, on the wrong side, or across it."""
    if low is None or high is None:
        return "undecided"
    if kind == "within":
        return "holds" if -bound <= low and high <= bound else "fails" if low > bound or high < -bound else "undecided"
    if kind == "at_most":
        return "holds" if high <= bound else "fails" if low > bound else "undecided"
    return "holds" if low >= bound else "fails" if high < bound else "undecided"
