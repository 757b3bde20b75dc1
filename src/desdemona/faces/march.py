"""Where the rays of a camera meet the head: marching along each ray, coarse first, then fine."""

from dataclasses import dataclass

import cv2
import numpy as np

from desdemona.faces.colour import Picture, sized
from desdemona.faces.head import CHART_REACH, CHART_SIZE

_JAW_FROM_MM = -58.0
_COARSE_STEPS = 12
_FINE_STEPS = 2
_CAUTION = 0.8
_PER_UNIT = (CHART_SIZE - 1) / (2 * CHART_REACH)


@dataclass(frozen=True, slots=True, eq=False)
class Rays:
    """Rays in head coordinates: `origin` (3,) in mm and `direction` three arrays (h, w); depth along a ray is in mm."""

    origin: tuple[float, float, float]
    direction: tuple[Picture, Picture, Picture]

    def at(self, depth_mm: Picture | float) -> tuple[Picture, Picture, Picture]:
        """Return x, y, z of the points at a depth along each ray."""
        (ox, oy, oz), (dx, dy, dz) = self.origin, self.direction
        return ox + depth_mm * dx, oy + depth_mm * dy, oz + depth_mm * dz


def undropped_y(y: Picture, z: Picture, drop_mm: float) -> Picture:
    """Return the height that a point of the dropped jaw has when the mouth is shut."""
    if drop_mm < 0.05:
        return y
    part = np.clip((_JAW_FROM_MM - y) * (1 / (14 + 1.35 * drop_mm)), 0, 1)
    part *= part * (3 - 2 * part)
    part *= np.clip((z + 10) * (drop_mm / 80), 0, drop_mm)
    return np.asarray(y + part)


def chart_place(x: Picture, y: Picture, z: Picture) -> tuple[Picture, Picture, Picture]:
    """Return the chart column and row that points lie over, and their distance from the head's middle in mm."""
    distance = np.sqrt(x * x + y * y + z * z)
    shrink = _PER_UNIT / np.maximum(distance + z, 1e-3)
    middle = (CHART_SIZE - 1) / 2
    return middle + x * shrink, middle - y * shrink, distance


def height_over(radius_mm: Picture, point: tuple[Picture, Picture, Picture], drop_mm: float) -> Picture:
    """Return how far points stand off the head's surface, in mm along the line to its middle; negative inside."""
    x, y, z = point
    column, row, distance = chart_place(x, undropped_y(y, z, drop_mm), z)
    surface = cv2.remap(radius_mm, column, row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return distance - surface


def march(radius_mm: Picture, coarse: Rays, fine: Rays, start_mm: float, drop_mm: float) -> tuple[Picture, Picture]:
    """Return the depth (mm) at which each fine ray meets the head, and how far each coarse ray passes by it.

    The second is in mm, negative where the ray goes through the head.
    """
    (ox, oy, oz), (dx, dy, dz) = coarse.origin, coarse.direction
    nearest = -(ox * dx + oy * dy + oz * dz) / (dx * dx + dy * dy + dz * dz)
    depth, farthest = np.full_like(dx, start_mm), nearest + 25
    for _ in range(_COARSE_STEPS):
        depth += _CAUTION * height_over(radius_mm, coarse.at(depth), drop_mm)
        np.minimum(depth, farthest, out=depth)
    miss = height_over(radius_mm, coarse.at(nearest), drop_mm)
    for before_mm in (-18.0, 40.0, 72.0):
        np.minimum(miss, height_over(radius_mm, coarse.at(nearest - before_mm), drop_mm), out=miss)
    shape = fine.direction[0].shape
    depth = sized(depth, (shape[1], shape[0]))
    for _ in range(_FINE_STEPS):
        depth += _CAUTION * height_over(radius_mm, fine.at(depth), drop_mm)
    return depth, miss
