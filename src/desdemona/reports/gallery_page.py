"""The gallery: the ready phantoms on one page, each with moments of her script and its time line."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from desdemona.reports.page import environment

WIDTH, ROW = 600.0, 14.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One act on a time line: what, from when to when, and how much."""

    cause: str
    t_start_s: float
    t_end_s: float
    amount: str


@dataclass(frozen=True, slots=True, eq=False)
class Exhibit:
    """One phantom of the gallery: pictures (PNG) at times, her acts as bars, and what else is known of her."""

    name: str
    about: str
    duration_s: float
    moments: tuple[tuple[float, bytes], ...]
    bars: tuple[Bar, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """The time line of one cause, as places along it."""

    cause: str
    top: float
    middle: float
    base: float
    spans: tuple[tuple[float, float, str], ...]


def _lines(exhibit: Exhibit) -> list[_Line]:
    causes = list(dict.fromkeys(bar.cause for bar in exhibit.bars))
    scale = WIDTH / exhibit.duration_s
    return [
        _Line(
            cause,
            ROW * row + 1,
            ROW * row + 5,
            ROW * row + 8,
            tuple(
                (
                    round(bar.t_start_s * scale, 2),
                    round(max(1.5, (bar.t_end_s - bar.t_start_s) * scale), 2),
                    f"{cause} {bar.amount}, {bar.t_start_s:g} to {bar.t_end_s:g} s",
                )
                for bar in exhibit.bars
                if bar.cause == cause
            ),
        )
        for row, cause in enumerate(causes)
    ]


def to_gallery_html(exhibits: Sequence[Exhibit]) -> str:
    """Return the gallery as one page without script and network."""
    template = environment().get_template("gallery.html.j2")
    rows = [
        {
            "exhibit": exhibit,
            "moments": [(t_s, base64.b64encode(png).decode()) for t_s, png in exhibit.moments],
            "lines": _lines(exhibit),
            "foot": ROW * len({bar.cause for bar in exhibit.bars}) + 9,
            "tall": ROW * len({bar.cause for bar in exhibit.bars}) + 16,
        }
        for exhibit in exhibits
    ]
    return template.render(rows=rows, width=WIDTH, wide=WIDTH + 100)
