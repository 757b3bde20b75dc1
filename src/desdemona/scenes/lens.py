"""The camera of a scene: where points of the room are seen, and how large."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Lens:
    """A pinhole camera in a room.

    Room coordinates are mm: x towards the image's right, y up from the floor, z towards the camera. `tilt_deg` is how
    far it looks down.
    """

    width_px: int
    height_px: int
    focal_px: float
    position_mm: Vector
    tilt_deg: float

    def depth(self, points_mm: Points) -> Points:
        """Return how far points (n, 3) lie before the camera along its axis, in mm (n,)."""
        angle = np.radians(self.tilt_deg)
        off = np.asarray(points_mm, dtype=np.float64) - self.position_mm
        return np.asarray(-np.sin(angle) * off[..., 1] - np.cos(angle) * off[..., 2])

    def scale(self, points_mm: Points) -> Points:
        """Return pixels for a mm at points (n, 3)."""
        return np.asarray(self.focal_px / np.maximum(self.depth(points_mm), 50.0))

    def project(self, points_mm: Points) -> Points:
        """Return the columns and rows (n, 2) that points (n, 3) are seen at."""
        angle = np.radians(self.tilt_deg)
        off = np.asarray(points_mm, dtype=np.float64) - self.position_mm
        up = np.cos(angle) * off[..., 1] - np.sin(angle) * off[..., 2]
        scale = self.scale(points_mm)
        column = (self.width_px - 1) / 2 + off[..., 0] * scale
        row = (self.height_px - 1) / 2 - up * scale
        return np.stack([column, row], axis=-1)


def aimed(size_px: tuple[int, int], focal_px: float, position_mm: Vector, at_mm: Vector) -> Lens:
    """Return the lens at a place that has `at_mm` in the middle of its picture's height."""
    down = position_mm[1] - at_mm[1]
    ahead = position_mm[2] - at_mm[2]
    return Lens(*size_px, focal_px, position_mm, float(np.degrees(np.arctan2(down, ahead))))
