"""How the findings fare over every choice of the values that the documents leave open."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from desdemona.reports.numerals import NOT_KNOWN, known, shown_unit, to_numeral
from desdemona.reports.report import Assumption, Report, Universe
from desdemona.trials.finding import Finding

SHOWN_AT_MOST = 240
"""More universes than this are thinned evenly before they are drawn; the table beside counts all of them."""
PANELS_AT_MOST = 6
COURSES = ("flips", "wavers", "stays")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One finding over all universes: how often it stands which way, and between which estimates."""

    finding: Finding
    holds: int
    undecided: int
    fails: int
    reach: str
    course: Literal["stays", "wavers", "flips"]
    """Stands alike in all; changes, but not between holding and failing; holds in some and fails in others."""


@dataclass(frozen=True, slots=True)
class AssumptionRow:
    """One assumed value as the table shows it."""

    name: str
    taken: str
    low: str
    high: str
    unit: str
    why: str


def show_assumption(assumption: Assumption) -> AssumptionRow:
    """Return one assumed value, with its range, as the table shows it."""
    unit = shown_unit(assumption.unit)
    taken, low, high = (
        to_numeral(None if known(value) is None else value * unit.factor)
        for value in (assumption.value, assumption.low, assumption.high)
    )
    return AssumptionRow(assumption.name, taken, low, high, unit.text, assumption.why)


def outcomes(report: Report) -> tuple[Outcome, ...]:
    """Return how each finding fares over the universes: those that flip first, then those that waver."""
    fates: dict[str, list[tuple[float | None, str]]] = {}
    for universe in report.universes:
        for name, estimate, standing in universe.standings:
            fates.setdefault(name, []).append((known(estimate), standing))
    found = [_outcome(finding, fates[finding.id]) for finding in report.findings if finding.id in fates]
    return tuple(sorted(found, key=lambda outcome: COURSES.index(outcome.course)))


def _outcome(finding: Finding, fate: Sequence[tuple[float | None, str]]) -> Outcome:
    counts = Counter(standing for _, standing in fate)
    unit = shown_unit(finding.unit)
    estimates = [estimate * unit.factor for estimate, _ in fate if estimate is not None]
    return Outcome(
        finding=finding,
        holds=counts["holds"],
        undecided=counts["undecided"],
        fails=counts["fails"],
        reach=_reach(estimates, unit.text),
        course="flips" if counts["holds"] and counts["fails"] else "stays" if len(counts) == 1 else "wavers",
    )


def _reach(estimates: Sequence[float], unit: str) -> str:
    if not estimates:
        return NOT_KNOWN
    low, high = to_numeral(min(estimates)), to_numeral(max(estimates))
    return f"{low if low == high else f'{low} to {high}'} {unit}".rstrip()


def pictured(report: Report) -> tuple[Finding, ...]:
    """Return the findings worth drawing: those that change, then those that matter most; six at most.

    What has no estimate in any universe cannot be drawn.
    """
    fates = [fate for fate in outcomes(report) if fate.reach != NOT_KNOWN]
    ranked = sorted(fates, key=lambda fate: (fate.course == "stays", fate.finding.id not in report.top))
    return tuple(fate.finding for fate in ranked[:PANELS_AT_MOST])


def thinned(universes: Sequence[Universe]) -> tuple[Universe, ...]:
    """Return at most `SHOWN_AT_MOST` universes, evenly chosen, the first and the last among them."""
    count = len(universes)
    if count <= SHOWN_AT_MOST:
        return tuple(universes)
    return tuple(universes[i * (count - 1) // (SHOWN_AT_MOST - 1)] for i in range(SHOWN_AT_MOST))


def taken_index(report: Report, universes: Sequence[Universe]) -> int | None:
    """Return which universe has every assumed value as it was taken, None where none has."""
    taken = {assumption.name: assumption.value for assumption in report.assumptions}
    for index, universe in enumerate(universes):
        values = dict(universe.values)
        if values and all(taken.get(name) == value for name, value in values.items()):
            return index
    return None
