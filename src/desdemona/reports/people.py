"""What flags would mean among 10,000 people, each of them a dot."""

from collections.abc import Sequence
from dataclasses import dataclass

from desdemona.reports.numerals import NOT_KNOWN, known, to_count, to_numeral, to_odds, to_percent
from desdemona.reports.report import InUse

PEOPLE = 10_000
SIDE = 100
FIELDS_AT_MOST = 4


@dataclass(frozen=True, slots=True)
class Crowd:
    """Ten thousand people at one prevalence: four areas of a 100 × 100 field, and their counts in words.

    The areas follow each other in reading order: missed, true flags, false flags, everyone else. So those for whom
    it is so (missed and true) lie together, and so do those who are flagged (true and false).
    """

    odds: str
    alt: str
    missed: str
    true_flags: str
    false_flags: str
    others: str
    missed_path: str
    true_path: str
    false_path: str
    others_path: str
    drawn: bool
    """Whether this prevalence is among the few that get a field of their own."""
    ppv: str
    ppv_interval: str


def area(first: int, last: int) -> str:
    """Return the SVG path of the cells `first` up to but not including `last`, in rows of one hundred."""
    pieces: list[str] = []
    while first < last:
        row, column = divmod(first, SIDE)
        if column == 0 and last - first >= SIDE:
            rows = (last - first) // SIDE
            pieces.append(f"M0 {row}h{SIDE}v{rows}h-{SIDE}z")
            first += rows * SIDE
        else:
            length = min(SIDE - column, last - first)
            pieces.append(f"M{column} {row}h{length}v1h-{length}z")
            first += length
    return "".join(pieces)


def _cells(*counts: float) -> list[int]:
    """Return whole cells for counts of people: some is at least one, and together they are at most everyone."""
    cells: list[int] = []
    for count in counts:
        number = known(count) or 0.0
        whole = max(1, round(number)) if number >= 0.5 else 0
        cells.append(min(whole, PEOPLE - sum(cells)))
    return cells


def chosen(rows: Sequence[InUse]) -> tuple[InUse, ...]:
    """Return the prevalences that get a field of their own: known, a person in 10,000 at least, spread evenly."""
    fit = [row for row in rows if PEOPLE * row.prevalence >= 0.5 and _counted(row)]
    count = min(FIELDS_AT_MOST, len(fit))
    return tuple(fit[i * (len(fit) - 1) // max(1, count - 1)] for i in range(count))


def _counted(row: InUse) -> bool:
    return None not in (known(row.missed), known(row.true_flags), known(row.false_flags))


def _interval(row: InUse) -> str:
    low, high = known(row.ppv_low), known(row.ppv_high)
    if known(row.ppv) is None or low is None or high is None:
        return ""
    return f"[{to_numeral(100 * low, digits=2)} to {to_numeral(100 * high, digits=2)}]"


def draw_crowds(rows: Sequence[InUse]) -> tuple[Crowd, ...]:
    """Return every prevalence in words, and pictures for a few of them."""
    fields = chosen(rows)
    return tuple(draw_crowd(row, drawn=row in fields) for row in rows)


def draw_crowd(row: InUse, *, drawn: bool = True) -> Crowd:
    """Return the picture of one prevalence."""
    missed, true, false = _cells(row.missed, row.true_flags, row.false_flags)
    rest = PEOPLE - missed - true - false
    others = PEOPLE - sum(known(value) or 0.0 for value in (row.missed, row.true_flags, row.false_flags))
    counts = [to_count(value) for value in (row.missed, row.true_flags, row.false_flags, max(0.0, others))]
    odds, ppv = to_odds(row.prevalence), to_percent(row.ppv, digits=2)
    return Crowd(
        odds=odds,
        alt=f"Of 10,000 people, {odds} so: {counts[1]} flagged rightly, {counts[2]} flagged wrongly, "
        f"{counts[0]} missed, {counts[3]} rightly left alone.",
        missed=counts[0],
        true_flags=counts[1],
        false_flags=counts[2],
        others=counts[3],
        missed_path=area(0, missed),
        true_path=area(missed, missed + true),
        false_path=area(missed + true, missed + true + false),
        others_path=area(PEOPLE - rest, PEOPLE),
        drawn=drawn,
        ppv="" if ppv == NOT_KNOWN else ppv,
        ppv_interval=_interval(row),
    )
