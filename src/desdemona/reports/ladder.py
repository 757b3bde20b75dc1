"""The ladder: how far up the system can be believed, from what it measures to what it decides."""

from dataclasses import dataclass

from desdemona.reports.report import LadderRung, Report
from desdemona.tables import RUNGS, Rung

MEANINGS: dict[Rung, str] = {
    "signal": "a physical quantity",
    "sign": "a visible act",
    "state": "something inside a person",
    "judgement": "a verdict about a person",
}
NOT_TESTED = "Nothing was tested on this rung."

RUNG_PATHS = {
    "holds": "M6 16H174",
    "fails": "M6 16H72l7 -6 5 13 M174 16H108l-6 7 -6 -14",
    "undecided": "M6 16H30 M42 16H66 M78 16H102 M114 16H138 M150 16H174",
    "not tested": "M6 16H10 M22 16H26 M38 16H42 M54 16H58 M70 16H74 M86 16H90 M102 16H106 M118 16H122 "
    "M134 16H138 M150 16H154 M170 16H174",
}
"""A whole rung, a broken one, one in pieces, and the mere marks of one; in a box of 180 × 32."""


@dataclass(frozen=True, slots=True)
class Rail:
    """One rung of the picture: its path and its words."""

    rung: Rung
    meaning: str
    standing: str
    words: str
    path: str


def draw_ladder(report: Report) -> tuple[Rail, ...]:
    """Return the four rungs from the top down; one that the report does not mention is not tested."""
    said = {rung.rung: rung for rung in report.ladder}
    rungs = [said.get(name, LadderRung(name, "not tested", NOT_TESTED)) for name in reversed(RUNGS)]
    return tuple(Rail(r.rung, MEANINGS[r.rung], r.standing, r.words, RUNG_PATHS[r.standing]) for r in rungs)
