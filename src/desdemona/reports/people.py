"""What flags would mean among 10,000 people, each of them a dot."""

from dataclasses import dataclass

from desdemona.reports.numerals import known, to_count, to_numeral, to_odds, to_percent
from desdemona.reports.report import InUse

PEOPLE = 10_000
SIDE = 100


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


def _interval(row: InUse) -> str:
    low, high = known(row.ppv_low), known(row.ppv_high)
    if known(row.ppv) is None or low is None or high is None:
        return ""
    return f"[{to_numeral(100 * low)} to {to_numeral(100 * high)}]"


def draw_crowd(row: InUse) -> Crowd:
    """Return the picture of one prevalence."""
    missed, true, false = _cells(row.missed, row.true_flags, row.false_flags)
    rest = PEOPLE - missed - true - false
    others = PEOPLE - sum(known(value) or 0.0 for value in (row.missed, row.true_flags, row.false_flags))
    counts = [to_count(known(v) or 0.0) for v in (row.missed, row.true_flags, row.false_flags, max(0.0, others))]
    odds, ppv = to_odds(row.prevalence), to_percent(row.ppv)
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
        ppv=ppv,
        ppv_interval=_interval(row),
    )
