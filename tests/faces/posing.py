"""Poses of single action units, and pictures of them, for tests."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from desdemona.faces.camera import Camera
from desdemona.faces.cast import IDENTITIES, Identity
from desdemona.faces.lamps import lamp_of
from desdemona.faces.portrait import Stage, draw_stills, set_stage
from desdemona.faces.pose import Pose
from desdemona.faces.units import ActionUnits

Values = NDArray[np.float64]
WHO = IDENTITIES[0]
AMOUNTS = (0.0, 0.25, 0.5, 0.75, 1.0)


def units(**amounts: float) -> ActionUnits:
    return ActionUnits(**amounts)


def both(**amounts: float) -> Pose:
    """A pose in which units act on both sides."""
    return Pose(right=ActionUnits(**amounts), left=ActionUnits(**amounts))


@lru_cache(maxsize=8)
def stage_of(identity: Identity, tone: int, size_px: int) -> Stage:
    """The fixed parts of a picture in even light."""
    return set_stage(identity, tone, lamp_of("even"), Camera(size_px, size_px))


def drawn(pose: Pose, identity: Identity = WHO, tone: int = 3, size_px: int = 384) -> Values:
    """A noiseless picture (h, w, 3) in even light."""
    rgb = next(draw_stills(stage_of(identity, tone, size_px), [pose])).rgb
    return np.asarray(np.moveaxis(rgb, 0, -1), dtype=np.float64)


def px_per_mm(size_px: int, depth_mm: float = 82.0) -> float:
    """Pixels for a mm on the face, `depth_mm` before the middle of the head."""
    return 1.22 / 480 * size_px * 650 / (650 - depth_mm)


def place(x_mm: float, y_mm: float, size_px: int = 384, depth_mm: float = 82.0) -> tuple[int, int]:
    """The row and column at which a point of the face is seen from straight ahead."""
    scale = px_per_mm(size_px, depth_mm)
    return round(size_px * 0.47 - y_mm * scale), round(size_px / 2 - 0.5 + x_mm * scale)


def box(picture: Values, x_mm: tuple[float, float], y_mm: tuple[float, float], depth_mm: float = 82.0) -> Values:
    """The part of a picture between two x and two y (low, high) on the face."""
    size_px = picture.shape[0]
    bottom, left = place(x_mm[0], y_mm[0], size_px, depth_mm)
    top, right = place(x_mm[1], y_mm[1], size_px, depth_mm)
    return picture[top:bottom, left:right]
