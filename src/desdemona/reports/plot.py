"""A plot of curves in a box of 360 × 250: where its axes, lines, bands and marks stand. No word passes through it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desdemona.reports.scale import Scale, place
from desdemona.reports.strip import Tick

LEFT, RIGHT, TOP, BOTTOM = 40.0, 346.0, 12.0, 204.0

XY = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `kind` names its colour and dashes."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark with its interval, None where it has none, and the sentence that tells it."""

    x: float
    y: float
    low_y: float | None
    high_y: float | None
    title: str


@dataclass(frozen=True, slots=True)
class Plot:
    """The whole plot in its own units."""

    alt: str
    x_title: str
    y_title: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    bands: tuple[Line, ...] = ()
    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    upright: float | None = None
    upright_text: str = ""


@dataclass(frozen=True, slots=True)
class Axes:
    """The scales of a plot, in the units shown."""

    x: Scale
    y: Scale

    def at(self, x: float, y: float) -> XY:
        """Return where a point stands."""
        return place(self.x, x, LEFT, RIGHT), place(self.y, y, BOTTOM, TOP)

    def line(self, kind: str, points: Sequence[XY]) -> Line:
        """Return a line through points."""
        return Line(kind, _path(self.at(x, y) for x, y in points))

    def band(self, kind: str, low: Sequence[XY], high: Sequence[XY]) -> Line:
        """Return the area between two lines."""
        return Line(kind, _path(self.at(x, y) for x, y in [*low, *reversed(high)]) + "z")

    def mark(self, x: float, y: float, ends: tuple[float, float] | None, title: str) -> Mark:
        """Return a mark with its interval."""
        left, level = self.at(x, y)
        low, high = (None, None) if ends is None else (self.at(x, ends[0])[1], self.at(x, ends[1])[1])
        return Mark(left, level, low, high, title)


def _path(points: Iterable[XY]) -> str:
    """Return a path through points."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def ticks_of(scale: Scale, texts: Sequence[str], start: float, end: float) -> tuple[Tick, ...]:
    """Return the named values of an axis that runs from `start` to `end`."""
    return tuple(Tick(place(scale, value, start, end), text) for value, text in zip(scale.ticks, texts, strict=True))
