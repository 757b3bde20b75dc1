"""Matplotlib figures as SVG that lives inside the page: its colours, its fonts, its dark mode, no ids in common.

Words from outside never pass through Matplotlib (which would read `$` as mathematics and lack a font for most of the
world's scripts): a figure is drawn with the `placeholder` texts, and the words are put in afterwards, escaped.
"""

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK, QUIET, LINE, PAPER, WASH = "#010101", "#020202", "#030303", "#040404", "#050505"
STANDING_COLOURS = {"holds": "#060606", "fails": "#070707", "undecided": "#080808"}
STANDING_MARKERS = {"holds": "o", "fails": "D", "undecided": "s"}

_VARIABLES = {
    INK: "var(--ink)",
    QUIET: "var(--quiet)",
    LINE: "var(--line)",
    PAPER: "var(--paper)",
    WASH: "var(--holds-wash)",
    STANDING_COLOURS["holds"]: "var(--holds)",
    STANDING_COLOURS["fails"]: "var(--fails)",
    STANDING_COLOURS["undecided"]: "var(--undecided)",
}
"""Colours drawn with, and the colours of the page that take their place."""

_OUTSIDE = re.compile(r"^.*?(?=<svg)|<metadata>.*?</metadata>|<defs>\s*<style.*?</style>\s*</defs>", re.DOTALL)
_FONT_FAMILY = re.compile(r"font-family: [^;\"]*;? ?")
_SIZE = re.compile(r' width="[^"]*" height="[^"]*"', re.DOTALL)


def placeholder(index: int) -> str:
    """Return what stands in a figure for word `index` until the figure is written."""
    return f"@{index}@"


def clipped(text: str, length: int = 80) -> str:
    """Return `text` on one line, cut with an ellipsis where it is longer than `length`."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def _svg(figure: "Figure", salt: str) -> str:
    from matplotlib import rc_context

    stream = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": salt}):
        figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return stream.getvalue()


def to_inline_svg(figure: "Figure", name: str, alt: str, words: Sequence[str] = ()) -> Markup:
    """Return a figure as SVG to be put into the page.

    Parameters
    ----------
    figure
        Drawn with the colours of this module, and with `placeholder(i)` wherever `words[i]` is to stand.
    name
        Unique in the page; every id of the picture begins with it, and equal names and figures give equal bytes.
    alt
        What the picture shows, for those who do not see it.
    words
        Text in any script; it is escaped here.
    """
    text = _OUTSIDE.sub("", _svg(figure, name))
    text = _FONT_FAMILY.sub("", text)
    text = _SIZE.sub("", text, count=1)
    text = text.replace('id="', f'id="{name}-').replace('"#', f'"#{name}-').replace("url(#", f"url(#{name}-")
    for colour, variable in _VARIABLES.items():
        text = text.replace(colour, variable)
    told = (*words, alt)
    label = placeholder(len(words))
    text = text.replace("<svg ", f'<svg class="plot" role="img" aria-label="{label}" ', 1)
    parts = re.split(r"@(\d+)@", text)
    parts[1::2] = [str(escape(told[int(index)])) for index in parts[1::2]]
    return Markup("".join(parts))
