"""The rows of an overview: systems in sectors with their counts, how many stand how on each rung, and who is absent."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desdemona.reports.kept import NOT_TESTED, STANDINGS, Summary
from desdemona.reports.ladder import MEANINGS
from desdemona.systems.catalogue import Registered
from desdemona.tables import RUNGS

SECTOR_NAMES: Mapping[str, str] = {
    "public-security": "Public security",
    "education": "Education",
    "driving": "Driving",
    "api": "Programming interfaces",
    "other": "Other uses",
}
ELSEWHERE = "Not of the catalogue"
NO_REPORT = "no report yet"
SORT_KEYS: Mapping[str, str] = {"fails": "3", "undecided": "2", "holds": "1", NOT_TESTED: ""}
"""By these a column of standings is sorted; what has none stands last."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How a rung stands, and by which key it is sorted."""

    standing: str
    key: str


@dataclass(frozen=True, slots=True)
class SystemRow:
    """One audited system, its counts as text and, where a number is not the whole of it, the words behind it."""

    summary: Summary
    sector: str
    rungs: tuple[Stand, ...]
    fails: int
    undecided: int
    holds: int
    changing: str
    changing_words: str
    steps_words: str


@dataclass(frozen=True, slots=True)
class SectorRows:
    """The audited systems of one sector; `name` is empty where no system has a sector."""

    name: str
    rows: tuple[SystemRow, ...]


@dataclass(frozen=True, slots=True)
class RungTally:
    """How many systems fail, are undecided, hold and are not tested on one rung."""

    rung: str
    meaning: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Absent:
    """One system of the register without a report, and why."""

    name: str
    organisation: str
    sector: str
    status: str
    reason: str


def sector_name(sector: str) -> str:
    """Return a sector as it is headed."""
    return SECTOR_NAMES.get(sector, sector) or ELSEWHERE


def group_by_sector(summaries: Sequence[Summary], register: Sequence[Registered]) -> tuple[SectorRows, ...]:
    """Return systems by sector, within a sector as the register lists them, then in the order given.

    Where a report does not say its sector the register does. Sectors follow the register's first order of use: public
    security, education, driving, interfaces, others, then what is not of the catalogue.
    """
    places = {entry.id: place for place, entry in enumerate(register)}
    sectors = {entry.id: entry.sector for entry in register}
    groups: dict[str, list[Summary]] = {}
    for summary in sorted(summaries, key=lambda each: places.get(each.system, len(places))):
        groups.setdefault(summary.sector or sectors.get(summary.system, ""), []).append(summary)
    order = [*SECTOR_NAMES, *sorted(set(groups) - {*SECTOR_NAMES, ""}), ""]
    named = set(groups) != {""}
    return tuple(
        SectorRows(sector_name(sector) if named else "", tuple(_row(each, sector) for each in groups[sector]))
        for sector in order
        if sector in groups
    )


def _row(summary: Summary, sector: str) -> SystemRow:
    changing, flipping = len(summary.changing), len(summary.flipping)
    return SystemRow(
        summary=summary,
        sector=sector_name(sector),
        rungs=tuple(Stand(standing, SORT_KEYS[standing]) for standing in summary.rungs),
        fails=summary.count("fails"),
        undecided=summary.count("undecided"),
        holds=summary.count("holds"),
        changing=f"{changing} ({flipping})" if flipping else f"{changing}",
        changing_words=_changing_words(summary),
        steps_words="; ".join(f"{step.name} ({step.standing})" for step in summary.steps),
    )


def _changing_words(summary: Summary) -> str:
    if not summary.choices:
        return "nothing was assumed, or no other choice was tried"
    told = f"over {summary.choices:,} choices: "
    return told + (", ".join(summary.changing) or "every finding stands alike")


def tally_rungs(summaries: Sequence[Summary]) -> tuple[RungTally, ...]:
    """Return how many systems stand how on each rung, from signal to judgement; the worst standing first."""
    tallies = []
    for place, rung in enumerate(RUNGS):
        counts = Counter(summary.rungs[place] for summary in summaries)
        tallies.append(RungTally(rung, MEANINGS[rung], tuple(counts[each] for each in (*STANDINGS, NOT_TESTED))))
    return tuple(tallies)


def absent_from(summaries: Sequence[Summary], register: Sequence[Registered]) -> tuple[Absent, ...]:
    """Return every system of the register that has no report: those refused first, with their reason."""
    there = {summary.system for summary in summaries}
    rows = [_absent(entry) for entry in register if entry.id not in there]
    return tuple(sorted(rows, key=lambda row: (row.status != "refused", row.status == NO_REPORT)))


def _absent(entry: Registered) -> Absent:
    status, reason = entry.status, entry.reason
    if status.startswith("runs"):
        status, reason = NO_REPORT, "It runs here, but there is no report of it among these."
    return Absent(entry.name, entry.organisation, sector_name(entry.sector), status, reason)
