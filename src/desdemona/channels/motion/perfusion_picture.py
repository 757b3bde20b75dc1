"""A perfusion map as a picture: amplitude on the left, delay on the right, patches without a pulse grey."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.channels.motion.perfusion import COLUMNS, ROWS, PerfusionMap
from desdemona.errors import FileProblem

Rgb = NDArray[np.uint8]

CELL_PX = 14
_MARGIN_PX, _GAP_PX, _FOOT_PX = 12, 24, 44
_GREY, _INK = (215, 215, 215), (40, 40, 40)
LATEST_S = 0.1
"""The ends of the scale of delays."""


def draw_perfusion(found: PerfusionMap) -> Rgb:
    """Return the map as a picture (h, w, 3), uint8; where there is none, its reason on paper."""
    wide, high = COLUMNS * CELL_PX, ROWS * CELL_PX
    sheet = np.full((high + 2 * _MARGIN_PX + _FOOT_PX, 2 * wide + 2 * _MARGIN_PX + _GAP_PX, 3), 255, np.uint8)
    if found.reason is not None:
        _write(sheet, f"no map: {found.reason}", (_MARGIN_PX, high // 2))
        return sheet
    most = float(np.nanmax(found.amplitude_share))
    panels = (
        (found.amplitude_share / most, cv2.COLORMAP_VIRIDIS, f"amplitude of green, 0 to {100 * most:.2f} %"),
        (found.delay_s / (2 * LATEST_S) + 0.5, cv2.COLORMAP_TWILIGHT, f"delay, -{LATEST_S:.1f} to {LATEST_S:.1f} s"),
    )
    for number, (share, colours, title) in enumerate(panels):
        left = _MARGIN_PX + number * (wide + _GAP_PX)
        sheet[_MARGIN_PX : _MARGIN_PX + high, left : left + wide] = _panel(share, colours)
        _write(sheet, title, (left, _MARGIN_PX + high + 18))
    when = f"{found.t_start_s:.1f} to {found.t_end_s:.1f} s, {found.rate_bpm:.1f} bpm; grey: no pulse seen there"
    _write(sheet, when, (_MARGIN_PX, _MARGIN_PX + high + 36))
    return sheet


def save_perfusion(found: PerfusionMap, path: Path) -> None:
    """Write the map as a PNG.

    Raises
    ------
    FileProblem
        The file cannot be written.
    """
    _, data = cv2.imencode(".png", cv2.cvtColor(draw_perfusion(found), cv2.COLOR_RGB2BGR))
    try:
        path.write_bytes(data.tobytes())
    except OSError as error:
        raise FileProblem(path, f"cannot be written ({error.strerror})") from error


def _panel(share: NDArray[np.float64], colours: int) -> Rgb:
    known = np.isfinite(share)
    steps = np.round(255 * np.clip(np.where(known, share, 0), 0, 1)).astype(np.uint8)
    painted = cv2.cvtColor(cv2.applyColorMap(steps, colours), cv2.COLOR_BGR2RGB)
    painted[~known] = _GREY
    return np.asarray(painted, dtype=np.uint8).repeat(CELL_PX, axis=0).repeat(CELL_PX, axis=1)


def _write(sheet: Rgb, text: str, at: tuple[int, int]) -> None:
    cv2.putText(sheet, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.42, _INK, 1, cv2.LINE_AA)
