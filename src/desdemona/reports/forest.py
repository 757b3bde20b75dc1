"""Forest plots and the human ceiling: rows on one axis, each with its mark, its interval and its numbers in words.

A row's picture has no width of its own: everything stands at a percentage of it, so that it fits every screen.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from desdemona.estimates.interval import Interval
from desdemona.reports.charts import Ceiling, CeilingRow, Forest, ForestRow
from desdemona.reports.numerals import PERCENT, to_numeral
from desdemona.reports.scale import Scale, fit_scale, place
from desdemona.reports.shares import ends_of, to_kappa_words, to_people_words, to_points_words, to_share_words
from desdemona.reports.strip import Tick, interval_words
from desdemona.trials.finding import Finding
from desdemona.trials.levels import JOINT

LEFT, RIGHT = 4.0, 96.0
"""Where a scale begins and ends, in percent of the picture's width."""


@dataclass(frozen=True, slots=True)
class Track:
    """Where a row's marks stand, in percent of its width; `naive` is the interval that takes readings for people."""

    at: float
    low: float | None
    high: float | None
    naive: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """One row: its name, on whom it rests, its picture (None where it is refused) and its numbers.

    `standing` is that of the finding `finding` (empty where there is none), `gap` the words of its difference.
    """

    name: str
    people: str
    track: Track | None
    words: str
    kind: str = ""
    standing: str = ""
    finding: str = ""
    gap: str = ""
    naive: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under one heading that share an axis; `line` is where its upright line stands, None without one."""

    heading: str
    rows: tuple[DrawnRow, ...]
    line: float | None
    ticks: tuple[Tick, ...] = ()
    against: str = ""


@dataclass(frozen=True, slots=True)
class DrawnForest:
    """Every group of one output on one axis; `crossed` are the groups of two columns together, on another."""

    output: str
    measure: str
    happened: bool
    """Whether it happened at all: a forest of noughts is folded away."""
    everyone: DrawnRow
    line: float | None
    blocks: tuple[Block, ...]
    ticks: tuple[Tick, ...]
    crossed: bool
    naive: bool
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawnCeiling:
    """The system beside chance, a constant answer and people."""

    output: str
    source: str
    blocks: tuple[Block, ...]
    people: bool
    """Whether people stand in it at all."""
    findings: tuple[str, ...]


def _track(value: Interval, scale: Scale, factor: float = 100.0, naive: Interval | None = None) -> Track | None:
    """Return where a value and its interval stand."""

    def at(number: float) -> float:
        return place(scale, number, LEFT, RIGHT)

    if value.estimate is None:
        return None
    ends, bare = ends_of(value, factor), ends_of(naive, factor) if naive else None
    thin = (at(bare[1]), at(bare[2])) if bare else None
    if ends is None:
        return Track(at(factor * value.estimate), None, None, thin)
    return Track(at(ends[0]), at(ends[1]), at(ends[2]), thin)


def _ticks(scale: Scale, unit: str) -> tuple[Tick, ...]:
    """Return the named values of an axis, the last one with its unit."""
    texts = [to_numeral(value) for value in scale.ticks]
    texts[-1] += unit
    return tuple(Tick(place(scale, value, LEFT, RIGHT), text) for value, text in zip(scale.ticks, texts, strict=True))


def _scale(values: Iterable[Interval]) -> Scale:
    """Return one scale for several values and their intervals; zero need not be on it, since nothing is a length."""
    ends = [ends_of(value) for value in values]
    return fit_scale([number for own in ends if own for number in own], zero=False)


def draw_forests(forests: Sequence[Forest], findings: Mapping[str, Finding]) -> tuple[DrawnForest, ...]:
    """Return the forest plots, those of one output and occurrence together; `findings` by their ids."""

    def kind(forest: Forest) -> tuple[str, str, bool]:
        return forest.output, forest.measure, JOINT in forest.column

    return tuple(_drawn(tuple(own), findings) for _, own in groupby(forests, key=kind))


def _drawn(forests: tuple[Forest, ...], findings: Mapping[str, Finding]) -> DrawnForest:
    """Return the groups of one output on one axis."""
    first = forests[0]
    rows = [row for forest in forests for row in forest.rows]
    scale = _scale([first.everyone, *(row.share for row in rows)])
    ends = ends_of(first.everyone)
    line = place(scale, ends[0], LEFT, RIGHT) if ends else None
    return DrawnForest(
        output=first.output,
        measure=first.measure,
        happened=any(row.share.estimate for row in rows),
        everyone=_plain_row("everyone", first.everyone, scale),
        line=line,
        blocks=tuple(
            Block(forest.column, tuple(_level(row, scale, findings) for row in forest.rows), line, (), _against(forest))
            for forest in forests
        ),
        ticks=_ticks(scale, PERCENT),
        crossed=JOINT in first.column,
        naive=any(row.naive for row in rows),
        findings=tuple(name for forest in forests for name in forest.findings),
    )


def _against(forest: Forest) -> str:
    """Return the level that the others are held against; nothing where each is held against everyone else."""
    return next((row.against for row in forest.rows if row.against), "")


def _plain_row(name: str, value: Interval, scale: Scale, kind: str = "") -> DrawnRow:
    """Return a row of a share that no finding is about."""
    kind = f"{kind} refused".lstrip() if value.estimate is None else kind
    return DrawnRow(name, to_people_words(value), _track(value, scale), to_share_words(value), kind)


def _level(row: ForestRow, scale: Scale, findings: Mapping[str, Finding]) -> DrawnRow:
    """Return the row of one level."""
    finding = findings.get(row.finding)
    refused = row.share.estimate is None
    return DrawnRow(
        name=row.level,
        people=to_people_words(row.share),
        track=_track(row.share, scale, naive=row.naive),
        words=f"refused: {row.share.reason}" if refused else to_share_words(row.share),
        kind="refused" if refused else "",
        standing=finding.finding if finding else "",
        finding=row.finding if finding else "",
        gap="" if finding is None or finding.estimate is None else _gap_words(finding),
        naive=to_points_words(row.naive_gap) if row.naive_gap else "",
    )


def _gap_words(finding: Finding) -> str:
    """Return the difference of a finding, as the finding itself writes it, in points."""
    return interval_words(finding).replace(PERCENT, "").replace(" of readings", "")


def draw_ceilings(ceilings: Sequence[Ceiling]) -> tuple[DrawnCeiling, ...]:
    """Return the pictures of the human ceiling."""
    return tuple(_ceiling(ceiling) for ceiling in ceilings)


def _ceiling(ceiling: Ceiling) -> DrawnCeiling:
    """Return shares and kappas, each on an axis from nothing to always, with a line where people stand."""
    blocks = []
    if ceiling.shares:
        whole = Scale(0.0, 100.0, (0.0, 25.0, 50.0, 75.0, 100.0))
        rows = tuple(_plain_row(row.name, row.value, whole, row.who) for row in ceiling.shares)
        line = _people_line(ceiling.shares, whole)
        blocks.append(Block("right in", rows, line, _ticks(whole, PERCENT)))
    if ceiling.kappas:
        ends = [end for row in ceiling.kappas if (end := ends_of(row.value, 1.0))]
        below = min((end[1] for end in ends), default=0.0) < 0
        scale = Scale(-1.0, 1.0, (-1.0, -0.5, 0.0, 0.5, 1.0)) if below else Scale(0.0, 1.0, (0.0, 0.25, 0.5, 0.75, 1.0))
        drawn = tuple(
            DrawnRow(
                row.name, to_people_words(row.value), _track(row.value, scale, 1.0), to_kappa_words(row.value), row.who
            )
            for row in ceiling.kappas
        )
        blocks.append(
            Block("agreement beyond chance (kappa: 0 is chance, 1 is always)", drawn, None, _ticks(scale, ""))
        )
    people = any(row.who == "people" and row.value.estimate is not None for row in (*ceiling.shares, *ceiling.kappas))
    return DrawnCeiling(ceiling.output, ceiling.source, tuple(blocks), people, ceiling.findings)


def _people_line(rows: Sequence[CeilingRow], scale: Scale) -> float | None:
    """Return where the first row of people stands, None where that is not known."""
    people = next((row.value.estimate for row in rows if row.who == "people"), None)
    return None if people is None else place(scale, 100 * people, LEFT, RIGHT)
