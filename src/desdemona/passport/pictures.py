"""The passport's pictures: pulse over skin tones, the wave asked and shown, every action unit, who was refused."""

from collections.abc import Sequence
from io import BytesIO

import cv2
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from desdemona.faces.units import UNITS
from desdemona.passport.acceptance import Seen, picture_of
from desdemona.passport.contrast import ToneContrast
from desdemona.passport.films import FOREHEAD, RATE_HZ, colours
from desdemona.passport.inside import asked_wave, beating
from desdemona.passport.units import acting

Rgb = NDArray[np.uint8]

_COLOURS = ("#c0392b", "#2e8b57", "#2b5fa8")
_CELL_PX, _ACROSS = 132, 7
_FADED = 0xF8
"""Codes are rounded to multiples of 8, which makes a sheet of faces a fraction of the size."""


def _to_png(figure: Figure) -> bytes:
    FigureCanvasAgg(figure)
    file = BytesIO()
    figure.savefig(file, format="png", dpi=110, facecolor="white", metadata={"Software": None})
    return file.getvalue()


def contrast_png(tones: Sequence[ToneContrast]) -> bytes:
    """Return the pulse over the ten tones: each colour of the model, and green in the pixels."""
    figure = Figure(figsize=(7.2, 3.2), layout="constrained")
    axes = figure.add_subplot()
    numbers = [tone.tone for tone in tones]
    for plane, name in enumerate(("red", "green", "blue")):
        values = [tone.factor * tone.relative[plane] for tone in tones]
        axes.plot(numbers, values, "-o", color=_COLOURS[plane], markersize=3.5, label=f"{name}, model of skin")
    axes.plot(numbers, [tone.shown for tone in tones], "--", color=_COLOURS[1], label="green, in the pixels")
    for tone in tones:
        axes.add_patch(_swatch(tone))
    axes.set_xlabel("Monk skin tone, in the colour drawn here")
    axes.set_ylabel("pulse over its mean,\ngreen on tone 1 is 1")
    axes.set_xticks(numbers)
    axes.set_ylim(-0.12, 1.08)
    axes.legend(frameon=False, fontsize=8)
    axes.spines[["top", "right"]].set_visible(False)
    return _to_png(figure)


def _swatch(tone: ToneContrast) -> Rectangle:
    return Rectangle((tone.tone - 0.45, -0.11), 0.9, 0.07, color=[code / 255 for code in tone.code])


def wave_png(tones: Sequence[int] = (1, 5, 10)) -> bytes:
    """Return three seconds of the wave that a script asks for and of the mean green of skin, on some tones."""
    figure = Figure(figsize=(7.2, 2.6), layout="constrained")
    for number, tone in enumerate(tones):
        axes = figure.add_subplot(1, len(tones), number + 1)
        phantom = beating(72.0, tone=tone, uneven=True, duration_s=4.0)
        green = -colours(phantom, FOREHEAD)[:, 1]
        wave, times_s = asked_wave(phantom), np.arange(len(green)) / RATE_HZ
        fitted = np.polyval(np.polyfit(wave, green, 1), wave)
        axes.plot(times_s, fitted - green.mean(), color="#999999", linewidth=3, label="asked")
        axes.plot(times_s, green - green.mean(), ".", color=_COLOURS[1], markersize=3, label="pixels")
        axes.set_title(f"tone {tone}", fontsize=9)
        axes.set_xlabel("s")
        axes.spines[["top", "right"]].set_visible(False)
        if not number:
            axes.set_ylabel("less green, codes")
            axes.legend(frameon=False, fontsize=8)
    return _to_png(figure)


def _cell(rgb: Rgb, label: str) -> Rgb:
    """Return the face of a picture as one cell of a sheet, with a label."""
    size = rgb.shape[0]
    low, high = int(0.22 * size), int(0.78 * size)
    face = np.ascontiguousarray(rgb[int(0.24 * size) : int(0.24 * size) + high - low, low:high])
    small = np.asarray(cv2.resize(face, (_CELL_PX, _CELL_PX), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    strip = np.full((16, _CELL_PX, 3), 248, np.uint8)
    cv2.putText(strip, label, (4, 12), cv2.FONT_HERSHEY_SIMPLEX, 0.38, (40, 40, 40), 1, cv2.LINE_AA)
    return np.vstack([small, strip]) & np.uint8(_FADED)


def _sheet(cells: Sequence[Rgb], across: int) -> bytes:
    blank = np.full_like(cells[0], _FADED)
    filled = [*cells, *([blank] * (-len(cells) % across))]
    rows = [np.hstack(filled[start : start + across]) for start in range(0, len(filled), across)]
    done, data = cv2.imencode(
        ".png", cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR), [cv2.IMWRITE_PNG_COMPRESSION, 9]
    )
    return data.tobytes() if done else b""


def units_png() -> bytes:
    """Return a sheet of the face at rest and with every action unit at its full."""
    cells = [_cell(acting("au1", 0.0).astype(np.uint8), "rest")]
    cells += [_cell(acting(unit, 1.0).astype(np.uint8), f"AU{unit[2:]}") for unit in UNITS]
    return _sheet(cells, _ACROSS)


def refused_png(refused: Sequence[Seen]) -> bytes:
    """Return a sheet of those with the lowest scores, at most fourteen; empty where there is nobody."""
    lowest = sorted(refused, key=lambda one: one.score)[: 2 * _ACROSS]
    if not lowest:
        return b""
    cells = [
        _cell(picture_of(one.sitting), f"{one.sitting.identity}/{one.sitting.tone}: {one.score:.2f}") for one in lowest
    ]
    return _sheet(cells, min(_ACROSS, len(cells)))
