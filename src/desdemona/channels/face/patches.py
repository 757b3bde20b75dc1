"""What can be told of a region from its pixels alone: flat, faint, blurred."""

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.channels.face.iris import Eyes
from desdemona.channels.face.mesh import Mesh

PATCHES = ("eye_left", "eye_right", "mouth", "brow_left", "brow_right")
"""Order of the patches; left and right are the person's own."""
FLAT_SHARE, CONTRAST_SHARE, BLUR_PX = 0, 1, 2
"""Order of what is told of each."""

_LIPS = np.array([61, 291, 0, 17, 37, 267, 84, 314])
_BROW_LEFT = np.array([300, 293, 334, 296, 336, 276, 283, 282, 295, 285])
_BROW_RIGHT = np.array([70, 63, 105, 66, 107, 46, 53, 52, 65, 55])
_EYE_ROWS, _EYE_COLUMNS = slice(22, 42), slice(14, 50)
"""The lids and a little more, in the 64 px picture of an eye, whose corners are 28 px apart."""
_FACE_ROWS, _FACE_COLUMNS = slice(60, 150), slice(50, 142)
FLAT_SLOPE_SHARE, FLAT_SLOPE_DN = 0.003, 0.3
"""A pixel is flat when brightness changes by less than this share of the face's level, plus this, a pixel: skin, lids
and lips show more nearly everywhere, a bar or a plaster shows less (sensor noise is averaged over 3 × 3 pixels)."""


def look_at_patches(mesh: Mesh, eyes: Eyes) -> tuple[NDArray[np.float64], float]:
    """Return (5, 3) for the five patches, and the mean level of the face in 8-bit steps.

    Of each: the share of it that is flat; its contrast (80th less 20th percentile of brightness) over the face's
    level; its blur length in pixels of the network's picture, √2 times spread over root mean square slope, which does
    not change with exposure or contrast.
    """
    grey = cv2.cvtColor(mesh.crop, cv2.COLOR_RGB2GRAY)
    level = max(float(grey[_FACE_ROWS, _FACE_COLUMNS].mean()), 1.0)
    left, right = (cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)[_EYE_ROWS, _EYE_COLUMNS] for crop in eyes.crops)
    around = [_box(grey, mesh.crop_points[points]) for points in (_LIPS, _BROW_LEFT, _BROW_RIGHT)]
    return np.array([_look(patch, level) for patch in (left, right, *around)]), level


def _box(grey: NDArray[np.generic], points: NDArray[np.float32]) -> NDArray[np.generic]:
    low, high = points.min(axis=0), points.max(axis=0)
    margin = 0.1 * (high[1] - low[1])
    left, top = max(int(low[0]), 0), max(int(low[1] - margin), 0)
    return grey[top : max(int(high[1] + margin) + 1, 0), left : max(int(high[0]) + 1, 0)]


def _look(patch: NDArray[np.generic], level: float) -> tuple[float, float, float]:
    if min(patch.shape) < 4:
        return 1.0, 0.0, 0.0
    soft = np.asarray(cv2.blur(patch.astype(np.float32), (3, 3)), dtype=np.float32)
    across = (soft[1:-1, 2:] - soft[1:-1, :-2]) * np.float32(0.5)
    down = (soft[2:, 1:-1] - soft[:-2, 1:-1]) * np.float32(0.5)
    slope2 = across * across + down * down
    flat_slope = FLAT_SLOPE_SHARE * level + FLAT_SLOPE_DN
    ordered = np.sort(soft, axis=None)
    contrast = float(ordered[int(0.8 * ordered.size)] - ordered[int(0.2 * ordered.size)]) / level
    blur = float(np.sqrt(2 * soft.var() / max(float(slope2.mean()), 1e-6)))
    return float(np.count_nonzero(slope2 < flat_slope**2)) / slope2.size, contrast, blur
