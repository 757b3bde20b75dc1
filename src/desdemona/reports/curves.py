"""Curves of scores and flags: reliability, what a moved threshold does, what a flag is worth over prevalence."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10

from desdemona.reports.charts import PrevalenceCurve, Reliability, ThresholdCurve, Worth
from desdemona.reports.numerals import NOT_KNOWN, PERCENT, decimals_for, known, to_numeral, to_odds, to_percent
from desdemona.reports.plot import BOTTOM, LEFT, RIGHT, TOP, Axes, Plot, ticks_of
from desdemona.reports.scale import Scale, fit_scale
from desdemona.reports.shares import ends_of, to_people_words, to_share_words

QUARTERS = Scale(0.0, 100.0, (0.0, 25.0, 50.0, 75.0, 100.0))
QUARTER_TEXTS = ("0", "25", "50", "75", "100" + PERCENT)
TOLD = (0.5, 0.1, 0.01, 0.001)
"""Prevalences that the table of several labels tells."""
ROWS_AT_MOST = 12


@dataclass(frozen=True, slots=True)
class DrawnCurve:
    """One plot with its table: a head for each column, and rows of words of which the first is the row's head."""

    output: str
    source: str
    label: str
    plot: Plot
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    findings: tuple[str, ...]
    note: str = ""


def draw_reliabilities(curves: Sequence[Reliability]) -> tuple[DrawnCurve, ...]:
    """Return how often labels are right over scores; those without any range of scores are left out."""
    return tuple(_reliability(curve) for curve in curves if curve.ranges)


def _reliability(curve: Reliability) -> DrawnCurve:
    """Return one reliability diagram: both axes alike, so that the diagonal is where a score is what it says."""
    seen = [100 * one.score for one in curve.ranges]
    for one in curve.ranges:
        seen += ends_of(one.right) or (100 * (one.right.estimate or 0.0),)
    least = 10 * floor(min(seen) / 10)
    scale = QUARTERS if least < 30 else Scale(float(least), 100.0, tuple(float(x) for x in range(least, 101, 10)))
    texts = [to_numeral(value) for value in scale.ticks]
    texts[-1] += PERCENT
    axes = Axes(scale, scale)
    marks = []
    for one in curve.ranges:
        ends = ends_of(one.right)
        title = f"score {to_percent(one.score)}: right in {to_share_words(one.right)}"
        span = (ends[1], ends[2]) if ends else None
        marks.append(axes.mark(100 * one.score, 100 * (one.right.estimate or 0.0), span, title))
    plot = Plot(
        alt="Share right over mean score: " + "; ".join(mark.title for mark in marks) + ".",
        x_title="score",
        y_title="right in",
        x_ticks=ticks_of(scale, texts, LEFT, RIGHT),
        y_ticks=ticks_of(scale, texts, BOTTOM, TOP),
        lines=(axes.line("diagonal", [(scale.low, scale.low), (scale.high, scale.high)]),),
        marks=tuple(marks),
    )
    rows = tuple(
        (to_percent(one.score), to_share_words(one.right), f"{one.right.n:,}", to_people_words(one.right))
        for one in curve.ranges
    )
    heads = ("mean score", "right in", "readings", "of")
    return DrawnCurve(curve.output, curve.source, curve.flag, plot, heads, rows, curve.findings)


def draw_thresholds(curves: Sequence[ThresholdCurve]) -> tuple[DrawnCurve, ...]:
    """Return what moved thresholds do."""
    return tuple(_threshold(curve) for curve in curves if len(curve.points) > 1)


def _threshold(curve: ThresholdCurve) -> DrawnCurve:
    """Return false alarms and misses over the threshold."""
    at = [point.threshold for point in curve.points]
    scale = fit_scale(at)
    scale = Scale(at[0], at[-1], tuple(tick for tick in scale.ticks if at[0] <= tick <= at[-1]))
    axes = Axes(scale, QUARTERS)
    lines, bands = [], []
    for kind, shares in (
        ("missed", [point.missed for point in curve.points]),
        ("false", [point.false for point in curve.points]),
    ):
        whole = [(x, 100 * share.estimate) for x, share in zip(at, shares, strict=True) if share.estimate is not None]
        span = [(x, ends) for x, share in zip(at, shares, strict=True) if (ends := ends_of(share))]
        lines.append(axes.line(kind, whole))
        if len(span) > 1:
            bands.append(axes.band(kind, [(x, e[1]) for x, e in span], [(x, e[2]) for x, e in span]))
    step = -(-len(curve.points) // ROWS_AT_MOST)
    rows = tuple(
        (to_numeral(point.threshold), to_share_words(point.false), to_share_words(point.missed))
        for point in curve.points[::step]
    )
    heads = (
        ("threshold", "flagged wrongly", "missed") if curve.label else ("threshold", "wrong answers", "no right one")
    )
    told = "; ".join(f"at {row[0]} {heads[1]} {row[1]}, {heads[2]} {row[2]}" for row in rows[:: max(1, len(rows) // 4)])
    now = curve.now if curve.now is not None and at[0] <= curve.now <= at[-1] else None
    plot = Plot(
        alt=f"{heads[1].capitalize()} and {heads[2]} over the threshold: {told}.",
        x_title="threshold",
        y_title="share",
        x_ticks=ticks_of(scale, [to_numeral(tick) for tick in scale.ticks], LEFT, RIGHT),
        y_ticks=ticks_of(QUARTERS, QUARTER_TEXTS, BOTTOM, TOP),
        bands=tuple(bands),
        lines=tuple(lines),
        upright=None if now is None else axes.at(now, 0)[0],
        upright_text="" if now is None else "now",
    )
    return DrawnCurve(
        curve.output,
        curve.source,
        curve.label,
        plot,
        heads,
        rows,
        curve.findings,
        curve.score_of if curve.label else "",
    )


def draw_prevalences(curves: Sequence[PrevalenceCurve]) -> tuple[DrawnCurve, ...]:
    """Return what flags are worth: a plot each where there is one label, one plot of best and worst where more."""
    drawn = []
    for key in dict.fromkeys((curve.output, curve.source) for curve in curves):
        own = [curve for curve in curves if (curve.output, curve.source) == key]
        drawn.append(_one_label(own[0]) if len(own) == 1 else _several_labels(own))
    return tuple(drawn)


def _worth_words(worth: Worth) -> str:
    """Return "8.7 % [6.1 to 12]", or a dash where nothing is flagged."""
    ppv, low, high = known(worth.ppv), known(worth.low), known(worth.high)
    if ppv is None:
        return NOT_KNOWN
    if low is None or high is None:
        return to_percent(ppv, digits=2)
    decimals = decimals_for(100 * low, 100 * high)
    middle, bottom, top = (to_numeral(100 * value, decimals) for value in (ppv, low, high))
    return f"{middle}{PERCENT} [{bottom} to {top}]"


def _worth_plot(curves: Sequence[PrevalenceCurve], alt: str) -> Plot:
    """Return the share of right flags over prevalence, rare on the left; one curve, or the best and the worst."""
    decades = Scale(-5.0, 0.0, (-5.0, -3.0, -2.0, -1.0))
    axes = Axes(decades, QUARTERS)
    bands, lines = [], []
    for kind, curve in zip(("first", "second"), curves, strict=False):
        points = [(log10(p.prevalence), p) for p in reversed(curve.points) if known(p.ppv) is not None]
        span = [(x, p) for x, p in points if known(p.low) is not None and known(p.high) is not None]
        if len(span) > 1:
            low, high = [(x, 100 * p.low) for x, p in span], [(x, 100 * p.high) for x, p in span]
            bands.append(axes.band(kind, low, high))
        lines.append(axes.line(kind, [(x, 100 * p.ppv) for x, p in points]))
    return Plot(
        alt=alt,
        x_title="how common it is",
        y_title="right",
        x_ticks=ticks_of(decades, [to_odds(10**tick) for tick in decades.ticks], LEFT, RIGHT),
        y_ticks=ticks_of(QUARTERS, QUARTER_TEXTS, BOTTOM, TOP),
        bands=tuple(bands),
        lines=tuple(lines),
    )


def _one_label(curve: PrevalenceCurve) -> DrawnCurve:
    """Return the curve of one label."""
    rows = tuple((to_odds(point.prevalence), _worth_words(point)) for point in curve.points)
    alt = "Share of flags that are right: " + ", ".join(f"{words} at {odds}" for odds, words in rows) + "."
    even = known(curve.break_even)
    return DrawnCurve(
        curve.output,
        curve.source,
        curve.label,
        _worth_plot([curve], alt),
        ("really so for", f"right when it says '{curve.label}'"),
        rows,
        curve.findings,
        "" if even is None else f"Half of them are right only from {to_percent(even, digits=2)} on.",
    )


def _several_labels(curves: Sequence[PrevalenceCurve]) -> DrawnCurve:
    """Return the curves of the labels that are worth most and least, and a table of all."""
    ranked = sorted(curves, key=_rank, reverse=True)
    best, worst = ranked[0], ranked[-1]
    rows = []
    for curve in ranked:
        by_prevalence = {point.prevalence: point for point in curve.points}
        told = [_worth_words(by_prevalence[value]) if value in by_prevalence else NOT_KNOWN for value in TOLD]
        rows.append((curve.label, *told))
    alt = f"Share right over how common it is, where it says '{best.label}' (best) and '{worst.label}' (worst)."
    return DrawnCurve(
        best.output,
        best.source,
        "",
        _worth_plot([best, worst], alt),
        ("it says", *(to_odds(value) for value in TOLD)),
        tuple(rows),
        tuple(name for curve in curves for name in curve.findings),
        f"Drawn are '{best.label}' (full line), worth most, and '{worst.label}' (dashed), worth least.",
    )


def _rank(curve: PrevalenceCurve) -> float:
    """Return the share of right flags at one in a hundred, 0 where it is not known."""
    return next((known(p.ppv) or 0.0 for p in curve.points if p.prevalence == 0.01), 0.0)
