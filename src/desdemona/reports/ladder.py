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
    "holds": "M0 16H180",
    "fails": "M0 16H72l7 -6 5 13 M180 16H108l-6 7 -6 -14",
    "undecided": "M0 16H26 M39 16H65 M77 16H103 M115 16H141 M154 16H180",
    "not tested": "M0 16H5 M25 16H30 M50 16H55 M75 16H80 M100 16H105 M125 16H130 M150 16H155 M175 16H180",
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
