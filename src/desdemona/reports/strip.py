"""The picture of one finding: its estimate, its interval, the bound, and the side on which it would hold."""

from collections.abc import Iterable
from dataclasses import dataclass

from desdemona.reports.numerals import PERCENT, decimals_for, known, shown_unit, to_numeral
from desdemona.reports.scale import Scale, fit_scale, place
from desdemona.trials.finding import BoundKind, Finding

WIDTH, LEFT, RIGHT = 320, 16.0, 304.0
"""The strip is 320 units wide so that on the narrowest screen one unit is one pixel and its text stays readable."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One named value of the line under a strip."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Strip:
    """Where everything of an interval picture stands, in its own units; None where there is nothing to draw."""

    standing: str
    alt: str
    bound_xs: tuple[float, ...]
    side_x: float
    side_width: float
    pointers: tuple[str, ...]
    estimate_x: float | None
    low_x: float | None
    high_x: float | None
    note_x: float
    ticks: tuple[Tick, ...]


KINDS: dict[BoundKind, str] = {"at_most": "at most ", "at_least": "at least ", "within": "within ±"}


def bounds_of(finding: Finding) -> tuple[float, ...]:
    """Return where the bound stands: once, or on both sides of zero."""
    return (-finding.bound, finding.bound) if finding.bound_kind == "within" else (finding.bound,)


def bound_words(finding: Finding) -> str:
    """Return the bound as "at most 5 %", "at least 0.9" or "within ±5 %"; of what, the interval beside it says."""
    unit = shown_unit(finding.unit)
    text = "%" if unit.text.startswith("%") else unit.text
    return KINDS[finding.bound_kind] + _joined(to_numeral(finding.bound * unit.factor), text)


def _joined(numeral: str, unit: str) -> str:
    return numeral + unit.replace("%", PERCENT, 1) if unit.startswith("%") else f"{numeral} {unit}".rstrip()


def interval_words(finding: Finding) -> str:
    """Return "12 % [8 to 17]", decimals as the interval's width bears; or say that nothing was estimated."""
    unit, estimate = shown_unit(finding.unit), known(finding.estimate)
    low, high = known(finding.low), known(finding.high)
    if estimate is None:
        return "no estimate"
    if low is None or high is None:
        return f"{_joined(to_numeral(estimate * unit.factor), unit.text)} [no interval]"
    decimals = decimals_for(low * unit.factor, high * unit.factor) if high > low else None
    middle, left, right = (to_numeral(value * unit.factor, decimals) for value in (estimate, low, high))
    sign, _, rest = unit.text.partition(" ")
    if sign == "%":
        return f"{middle}{PERCENT} [{left} to {right}] {rest}".rstrip()
    return f"{middle} [{left} to {right}] {unit.text}".rstrip()


def scale_of(findings: Iterable[Finding]) -> Scale:
    """Return the one scale on which several findings of the same unit can be compared, in the unit shown."""
    values: list[float | None] = []
    for finding in findings:
        factor = shown_unit(finding.unit).factor
        numbers = (known(v) for v in (finding.estimate, finding.low, finding.high, *bounds_of(finding)))
        values += [None if number is None else number * factor for number in numbers]
    return fit_scale(values)


def _alt(finding: Finding) -> str:
    return f"{interval_words(finding)}; bound {bound_words(finding)}: {finding.finding}."


def _ticks(scale: Scale) -> tuple[Tick, ...]:
    return tuple(Tick(place(scale, value, LEFT, RIGHT), to_numeral(value)) for value in scale.ticks)


def _pointer(x: float, *, to_left: bool) -> str:
    """Return the flag on a bound, which points to the side on which the finding holds."""
    tip = x - 7 if to_left else x + 7
    return f"{x:g},3 {tip:g},7 {x:g},11"


def draw_strip(finding: Finding, scale: Scale) -> Strip:
    """Return the picture of one finding on `scale` (see `scale_of`)."""
    factor = shown_unit(finding.unit).factor

    def at(value: float | None) -> float | None:
        number = known(value)
        return None if number is None else place(scale, number * factor, LEFT, RIGHT)

    bound_xs = tuple(LEFT if x is None else x for x in map(at, bounds_of(finding)))
    from_x = LEFT - 8 if finding.bound_kind == "at_most" else bound_xs[0]
    to_x = RIGHT + 8 if finding.bound_kind == "at_least" else bound_xs[-1]
    return Strip(
        standing=finding.finding,
        alt=_alt(finding),
        bound_xs=bound_xs,
        side_x=from_x,
        side_width=round(to_x - from_x, 2),
        pointers=tuple(_pointer(x, to_left=x == to_x) for x in bound_xs),
        estimate_x=at(finding.estimate),
        low_x=at(finding.low),
        high_x=at(finding.high),
        note_x=80 if bound_xs[-1] > WIDTH / 2 else 240,
        ticks=_ticks(scale),
    )
