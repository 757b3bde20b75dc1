"""Single pictures of phantoms to measure in, and the camera by its specification.

The numbers of the camera are written down here once more on purpose: were the drawing's own to change, rows would fail.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from desdemona.faces.camera import Camera
from desdemona.stimuli.moments import picture_at
from desdemona.stimuli.phantom import Act, Phantom, Script

Picture = NDArray[np.float64]

DISTANCE_MM = 650.0
"""From the camera to the middle of the head."""
FOCAL_SHARE = 1.22 / 480 * DISTANCE_MM
"""Focal length over the picture's height: 1.22 pixels a mm at that distance in a picture 480 pixels high."""
CENTRE_SHARE = 0.47
"""Height of the middle of the head, counted from the top of the picture."""
EYE_DEPTH_MM, LIP_DEPTH_MM = 82.0, 88.0
"""How far before the middle of the head eyes and lips lie, to a few mm (a mm is 0.2 % of the scale)."""

HOLD_S = 2.0
"""The time of a held act at which it is looked at."""


def px_per_mm(height_px: int, depth_mm: float) -> float:
    """Return pixels for a mm in a plane `depth_mm` before the middle of the head."""
    return FOCAL_SHARE * height_px / (DISTANCE_MM - depth_mm)


def column_of(picture: Picture, x_mm: float, depth_mm: float) -> float:
    """Return the column at which a point `x_mm` right of the middle of the face is seen from straight ahead."""
    return float((picture.shape[1] - 1) / 2 + x_mm * px_per_mm(picture.shape[0], depth_mm))


def row_of(picture: Picture, y_mm: float, depth_mm: float) -> float:
    """Return the row at which a point `y_mm` over the line of the eyes is seen from straight ahead."""
    return float(CENTRE_SHARE * picture.shape[0] - y_mm * px_per_mm(picture.shape[0], depth_mm))


def part_of(
    picture: Picture, x_mm: tuple[float, float], y_mm: tuple[float, float], depth_mm: float = EYE_DEPTH_MM
) -> Picture:
    """Return the part of a picture between two x and two y (low, high), in mm on the face."""
    top, bottom = (round(row_of(picture, y, depth_mm)) for y in (y_mm[1], y_mm[0]))
    left, right = (round(column_of(picture, x, depth_mm)) for x in x_mm)
    return picture[max(top, 0) : bottom, max(left, 0) : right]


def holding(*acts: Act, identity: int, tone: int, size_px: int) -> Phantom:
    """Return a phantom who holds acts, in even light; look at her at `HOLD_S`."""
    script = Script("held", "acts held for a picture", 2 * HOLD_S, acts)
    return Phantom("held", identity, tone, "even", script, Camera(size_px, size_px))


def held(*acts: tuple[str, float]) -> tuple[Act, ...]:
    """Return acts, each a cause and an amount, that are at their apex at `HOLD_S`."""
    return tuple(Act(cause, 0.0, 2 * HOLD_S, amount) for cause, amount in acts)  # type: ignore[arg-type]


def look(phantom: Phantom) -> Picture:
    """Return what the camera sees of a phantom at `HOLD_S`, (h, w, 3) codes, without noise and pulse."""
    return np.asarray(picture_at(phantom, HOLD_S), dtype=np.float64)


def look_at(acts: Sequence[tuple[str, float]], identity: int, tone: int, size_px: int) -> Picture:
    """Return a picture of an identity who holds the given causes."""
    return look(holding(*held(*acts), identity=identity, tone=tone, size_px=size_px))
