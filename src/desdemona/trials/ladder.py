"""The ladder: how each rung of a system stands, and which findings to tell first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from desdemona.tables import RUNGS, Rung
from desdemona.trials.finding import Finding, Standing
from desdemona.trials.wording import counted

RungStands = Literal["holds", "fails", "undecided", "not tested"]
URGENCY: dict[Standing, int] = {"fails": 0, "undecided": 1, "holds": 2}


@dataclass(frozen=True, slots=True)
class RungStanding:
    """How one rung stands, with the sentence that says why."""

    rung: Rung
    standing: RungStands
    words: str


def summarise(findings: Sequence[Finding]) -> tuple[RungStanding, ...]:
    """Return how each rung stands, from the ground up.

    A rung fails when any of its findings fails, holds when all hold, is undecided otherwise, and is not tested
    without any.
    """
    return tuple(_stand(rung, [f for f in findings if f.rung == rung]) for rung in RUNGS)


def _stand(rung: Rung, findings: Sequence[Finding]) -> RungStanding:
    """Return how one rung stands on its findings."""
    if not findings:
        return RungStanding(rung, "not tested", "No trial of this audit tests this rung.")
    count = {standing: sum(f.finding == standing for f in findings) for standing in URGENCY}
    parts = (
        (count["fails"], "fails", "fail"),
        (count["undecided"], "is undecided", "are undecided"),
        (count["holds"], "holds", "hold"),
    )
    told = ", ".join(f"{n} {one if n == 1 else many}" for n, one, many in parts if n)
    standing: RungStands = "fails" if count["fails"] else "undecided" if count["undecided"] else "holds"
    return RungStanding(rung, standing, f"Of {counted(len(findings), 'finding')} {told}.")


def choose_top(findings: Sequence[Finding], *, count: int = 3) -> tuple[Finding, ...]:
    """Return the findings that matter most: failing ones, then undecided ones, then those that hold.

    Within a standing those high on the ladder come first, and a trial that is not yet told before one that is.
    """
    chosen: list[Finding] = []
    for standing in URGENCY:
        left = sorted((f for f in findings if f.finding == standing), key=_weight)
        while left and len(chosen) < count:
            told = {f.trial for f in chosen}
            following = next((f for f in left if f.trial not in told), left[0])
            left.remove(following)
            chosen.append(following)
    return tuple(chosen)


def _weight(finding: Finding) -> tuple[int, bool, float]:
    """Order findings of one standing: rung from the top, those with an estimate, the furthest from their bound."""
    if finding.estimate is None:
        return -RUNGS.index(finding.rung), True, 0.0
    distance = abs(finding.estimate - finding.bound) / max(abs(finding.bound), 1e-9)
    return -RUNGS.index(finding.rung), False, -distance
