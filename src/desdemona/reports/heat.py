"""The confusion as a table whose cells are shaded by their share: read by colour, by number, or aloud."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from desdemona.estimates.interval import Interval
from desdemona.reports.charts import Confusion
from desdemona.reports.numerals import PERCENT, known, to_numeral
from desdemona.reports.pictures import clipped
from desdemona.reports.shares import ends_of, to_people_words

DARKEST = 0.5
"""How much colour a share of one gets; more would make its number hard to read."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell: its share in percent, the interval, the whole sentence, and how strongly it is coloured, 0 to 1."""

    share: str
    interval: str
    title: str
    strength: str
    right: bool


@dataclass(frozen=True, slots=True)
class HeatRow:
    """What was said at one known label."""

    known: str
    basis: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """The whole table."""

    output: str
    source: str
    said: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    when_said: tuple[HeatCell, ...]
    """For each label said, how often it was right."""
    folded: int
    wide: bool
    findings: tuple[str, ...]


LETTERS_AT_MOST = 36
"""Labels longer than this are cut at the edge of the table; the sentence of each cell has them whole."""
WIDE_FROM = 4
"""More columns than this take the width of the page."""


def draw_confusions(confusions: Sequence[Confusion]) -> tuple[Heat, ...]:
    """Return each confusion as a shaded table."""
    return tuple(_heat(confusion) for confusion in confusions)


def _heat(confusion: Confusion) -> Heat:
    """Return one confusion as a shaded table."""
    rows = []
    for label, shares in zip(confusion.known, confusion.cells, strict=True):
        cells = tuple(
            _cell(share, f"'{label}' called '{said}'", right=label == said != confusion.together)
            for said, share in zip(confusion.said, shares, strict=True)
        )
        basis = f"{shares[0].n:,} of {to_people_words(shares[0])}" if shares else ""
        rows.append(HeatRow(clipped(label, LETTERS_AT_MOST), basis, cells))
    pairs = zip(confusion.said, confusion.precisions, strict=True)
    when_said = tuple(_cell(share, f"'{said}' right where said", right=True) for said, share in pairs)
    heads = tuple(clipped(label, LETTERS_AT_MOST) for label in confusion.said)
    wide = len(confusion.said) > WIDE_FROM
    return Heat(
        confusion.output, confusion.source, heads, tuple(rows), when_said, confusion.folded, wide, confusion.findings
    )


def _cell(share: Interval, what: str, *, right: bool) -> HeatCell:
    """Return one cell of the table."""
    estimate, ends = known(share.estimate), ends_of(share)
    if estimate is None:
        return HeatCell("", "", f"{what}: {share.reason}", "0", right)
    number = _percent(100 * estimate)
    between = f"{_percent(ends[1])} to {_percent(ends[2])}" if ends else "no interval"
    title = f"{what}: {number}{PERCENT} [{between}], {share.n:,} readings of {to_people_words(share)}"
    return HeatCell(number, between, title, f"{DARKEST * sqrt(min(1.0, max(0.0, estimate))):.3f}", right)


def _percent(value: float) -> str:
    """Write a percentage without its sign: a decimal only below ten, where it matters."""
    return to_numeral(value, 1 if 0 < value < 9.95 else 0)
