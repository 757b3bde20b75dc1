"""The multiverse as a picture: a panel of estimates for each finding, and under them the values that were tried."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from desdemona.reports.multiverse import pictured, taken_index, thinned
from desdemona.reports.numerals import known, shown_unit, to_numeral
from desdemona.reports.pictures import (
    INK,
    LINE,
    PAPER,
    QUIET,
    STANDING_COLOURS,
    STANDING_MARKERS,
    WASH,
    clipped,
    placeholder,
    to_inline_svg,
)
from desdemona.reports.report import Assumption, Report, Universe
from desdemona.reports.scale import Scale, fit_scale
from desdemona.reports.strip import bound_words, bounds_of
from desdemona.trials.finding import Finding

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH_PT, LEFT_PT, RIGHT_PT = 500.0, 46.0, 12.0
PANEL_PT, ROW_PT, TITLE_PT, GAP_PT = 46.0, 18.0, 15.0, 9.0


def _axes(figure: "Figure", top_pt: float, height_pt: float, count: int) -> "Axes":
    whole = figure.get_figheight() * 72
    box = (
        LEFT_PT / WIDTH_PT,
        1 - (top_pt + height_pt) / whole,
        1 - (LEFT_PT + RIGHT_PT) / WIDTH_PT,
        height_pt / whole,
    )
    axes = figure.add_axes(box)
    axes.set_xlim(-0.8, count - 0.2)
    axes.set_xticks([])
    axes.tick_params(length=0, pad=4)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return axes


def _title(axes: "Axes", index: int) -> None:
    text = placeholder(index)
    axes.set_title(text, loc="left", fontsize=8.5, color=INK, pad=4, parse_math=False)


def _mark(axes: "Axes", standing: str, points: Sequence[tuple[int, float]]) -> None:
    if not points:
        return
    hollow = standing == "undecided"
    axes.plot(
        [at for at, _ in points],
        [value for _, value in points],
        linestyle="none",
        marker=STANDING_MARKERS[standing],
        markersize=4.2,
        color=STANDING_COLOURS[standing],
        markerfacecolor=PAPER if hollow else STANDING_COLOURS[standing],
        clip_on=False,
    )


def _points(universes: Sequence[Universe], finding: Finding) -> dict[str, list[tuple[int, float]]]:
    factor = shown_unit(finding.unit).factor
    points: dict[str, list[tuple[int, float]]] = {name: [] for name in STANDING_COLOURS}
    for index, universe in enumerate(universes):
        for name, estimate, standing in universe.standings:
            number = known(estimate)
            if name == finding.id and number is not None and standing in points:
                points[standing].append((index, number * factor))
    return points


def _panel(axes: "Axes", universes: Sequence[Universe], finding: Finding) -> None:
    points = _points(universes, finding)
    bounds = [bound * shown_unit(finding.unit).factor for bound in bounds_of(finding)]
    scale = fit_scale([*bounds, *(value for fate in points.values() for _, value in fate)])
    axes.set_ylim(scale.low, scale.high)
    start = scale.low if finding.bound_kind == "at_most" else bounds[0]
    axes.axhspan(start, scale.high if finding.bound_kind == "at_least" else bounds[-1], color=WASH, linewidth=0)
    for bound in bounds:
        axes.axhline(bound, color=INK, linewidth=0.9)
    _value_ticks(axes, scale)
    for standing, fate in points.items():
        _mark(axes, standing, fate)


def _value_ticks(axes: "Axes", scale: Scale) -> None:
    ends = (scale.low, scale.high)
    axes.set_yticks(ends, [to_numeral(end) for end in ends], fontsize=7.5, color=QUIET)


def _row(axes: "Axes", universes: Sequence[Universe], assumption: Assumption) -> None:
    factor = shown_unit(assumption.unit).factor
    tried = [dict(universe.values).get(assumption.name) for universe in universes]
    low, high = assumption.low * factor, assumption.high * factor
    scale = fit_scale([low, high]) if low == high else Scale(min(low, high), max(low, high), ())
    axes.set_ylim(scale.low, scale.high)
    _value_ticks(axes, scale)
    axes.axhline(scale.low, color=LINE, linewidth=0.6)
    axes.axhline(scale.high, color=LINE, linewidth=0.6)
    at = [index for index, value in enumerate(tried) if known(value) is not None]
    values = [value * factor for value in tried if value is not None and known(value) is not None]
    axes.plot(at, values, linestyle="none", marker="_", markersize=5, markeredgewidth=1.6, color=QUIET, clip_on=False)


def draw_multiverse(report: Report, name: str = "multiverse") -> Markup | None:
    """Return the picture of findings × universes, with the values tried under it; None where there is nothing.

    Each column is one universe; a column with a line through it is the one that the report is written from. Marks
    are round where the finding holds, diamonds where it fails, hollow squares where it is undecided.
    """
    universes, findings = thinned(report.universes), pictured(report)
    if not universes or not findings:
        return None
    from matplotlib.figure import Figure

    tried = {key for universe in universes for key, _ in universe.values}
    assumptions = [assumption for assumption in report.assumptions if assumption.name in tried]
    heights = [PANEL_PT] * len(findings) + [ROW_PT] * len(assumptions)
    whole = sum(heights) + len(heights) * (TITLE_PT + GAP_PT) + 4
    figure = Figure(figsize=(WIDTH_PT / 72, whole / 72))
    taken, top = taken_index(report, universes), 0.0
    for index, height in enumerate(heights):
        axes = _axes(figure, top + TITLE_PT, height, len(universes))
        if taken is not None:
            axes.axvline(taken, color=LINE, linewidth=1.2)
        _title(axes, index)
        if index < len(findings):
            _panel(axes, universes, findings[index])
        else:
            _row(axes, universes, assumptions[index - len(findings)])
        top += height + TITLE_PT + GAP_PT
    return to_inline_svg(figure, name, _alt(report, findings), _words(findings, assumptions))


def _words(findings: Sequence[Finding], assumptions: Sequence[Assumption]) -> list[str]:
    asked = [f"{clipped(finding.question, 72)}  ({bound_words(finding)})" for finding in findings]
    units = [shown_unit(assumption.unit).text for assumption in assumptions]
    tried = [f"assumed: {a.name}" + (f" ({unit})" if unit else "") for a, unit in zip(assumptions, units, strict=True)]
    return [*asked, *(clipped(text, 90) for text in tried)]


def _alt(report: Report, findings: Sequence[Finding]) -> str:
    return (
        f"Estimates of {len(findings)} findings under {len(report.universes)} choices of the assumed values; "
        "the table that follows gives the counts."
    )
