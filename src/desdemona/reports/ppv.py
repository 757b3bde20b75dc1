"""How many flags would be right, over how common the flagged thing is."""

from collections.abc import Sequence

from markupsafe import Markup

from desdemona.reports.numerals import known, to_odds, to_percent
from desdemona.reports.pictures import INK, LINE, QUIET, STANDING_COLOURS, WASH, to_inline_svg
from desdemona.reports.report import InUse

LABELS_AT_MOST = 5


def drawable(rows: Sequence[InUse]) -> list[InUse]:
    """Return the rows with a place on the curve, from rare to common."""
    fit = [row for row in rows if known(row.ppv) is not None and 0 < row.prevalence <= 1]
    return sorted(fit, key=lambda row: row.prevalence)


def draw_ppv(rows: Sequence[InUse], name: str = "ppv") -> Markup | None:
    """Return the curve of positive predictive value over prevalence with its band; None for fewer than two points."""
    points = drawable(rows)
    if len(points) < 2:
        return None
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.6, 2.9))
    axes = figure.add_axes((0.11, 0.17, 0.85, 0.74))
    at = [row.prevalence for row in points]
    right = [100 * row.ppv for row in points]
    low = [100 * (value if (value := known(row.ppv_low)) is not None else row.ppv) for row in points]
    high = [100 * (value if (value := known(row.ppv_high)) is not None else row.ppv) for row in points]
    axes.set_xscale("log")
    axes.set_ylim(0, 100)
    axes.set_xlim(at[0] / 1.6, at[-1] * 1.6)
    axes.fill_between(at, low, high, color=WASH, linewidth=0)
    axes.plot(at, right, color=STANDING_COLOURS["holds"], linewidth=1.6, marker="o", markersize=4.5)
    named = at[:: -(-len(at) // LABELS_AT_MOST)]
    axes.set_xticks(named, [to_odds(value) for value in named], fontsize=8, color=QUIET)
    axes.set_xticks([], minor=True)
    axes.set_yticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100 %"], fontsize=8, color=QUIET)
    axes.grid(axis="y", color=LINE, linewidth=0.6)
    axes.tick_params(length=0, pad=5)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(LINE)
    axes.set_title("Share of flags that are right", loc="left", fontsize=8.5, color=INK, pad=6)
    axes.set_xlabel("how common it is among the people who are watched", fontsize=8, color=QUIET, labelpad=6)
    said = ", ".join(f"{to_percent(row.ppv, digits=2)} at {to_odds(row.prevalence)}" for row in points)
    return to_inline_svg(figure, name, f"Share of flags that are right: {said}.")
