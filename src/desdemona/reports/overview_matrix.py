"""Systems against harms, or against claims: how the worst finding of each system that speaks to one stands."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from desdemona.reports.kept import STANDINGS, KeptFinding, Summary
from desdemona.reports.overview_rows import SORT_KEYS, SectorRows

Kind = Literal["harms", "claims"]


@dataclass(frozen=True, slots=True)
class Column:
    """One harm or claim: in how many systems it fails, is undecided or holds at worst; `tested` are all of these."""

    number: str
    text: str
    tested: int
    fails: int
    undecided: int
    holds: int


@dataclass(frozen=True, slots=True)
class Cell:
    """The worst standing of a system's findings that speak to one harm or claim, empty where none does."""

    number: str
    standing: str
    key: str
    words: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One system over all columns."""

    title: str
    link: str
    sector: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Systems in their sectors against the harms or claims that any of their findings speaks to."""

    kind: Kind
    columns: tuple[Column, ...]
    groups: tuple[tuple[str, tuple[MatrixRow, ...]], ...]

    @property
    def width(self) -> int:
        """How many columns there are with that of the systems."""
        return len(self.columns) + 1


def draw_matrix(groups: Sequence[SectorRows], kind: Kind) -> Matrix:
    """Return the matrix of systems against harms or claims; one that no finding speaks to has no column."""
    summaries = [row.summary for group in groups for row in group.rows]
    texts = {entry.number: entry.text for summary in summaries for entry in summary.entries}
    worst = [_worst(summary, kind) for summary in summaries]
    numbers = sorted({number for each in worst for number in each}, key=_place)
    columns = []
    for number in numbers:
        counts = Counter(each[number].standing for each in worst if number in each)
        columns.append(
            Column(number, texts.get(number, ""), counts.total(), *(counts[standing] for standing in STANDINGS))
        )
    drawn = tuple(
        (
            group.name,
            tuple(
                MatrixRow(row.summary.title, row.summary.link, row.sector, _cells(row.summary, numbers, kind))
                for row in group.rows
            ),
        )
        for group in groups
    )
    return Matrix(kind, tuple(columns), drawn)


def _place(number: str) -> tuple[str, int, str]:
    """Order H2 before H10, and what is no such number among the words."""
    match = re.fullmatch(r"([A-Z]+)([0-9]+)", number)
    return (match[1], int(match[2]), "") if match else (number, 0, number)


def _speaking(summary: Summary, kind: Kind) -> dict[str, list[KeptFinding]]:
    found: dict[str, list[KeptFinding]] = {}
    for finding in summary.findings:
        for number in finding.harms if kind == "harms" else finding.claims:
            found.setdefault(number, []).append(finding)
    return found


def _worst(summary: Summary, kind: Kind) -> dict[str, Cell]:
    """Return the cells of a system that are not empty, by their column."""
    cells = {}
    for number, findings in _speaking(summary, kind).items():
        counts = Counter(finding.standing for finding in findings)
        told = ", ".join(f"{counts[standing]} {standing}" for standing in STANDINGS if counts[standing])
        standing = next(standing for standing in STANDINGS if counts[standing])
        cells[number] = Cell(number, standing, SORT_KEYS[standing], told)
    return cells


def _cells(summary: Summary, numbers: Sequence[str], kind: Kind) -> tuple[Cell, ...]:
    worst = _worst(summary, kind)
    return tuple(worst.get(number, Cell(number, "", "", "")) for number in numbers)
