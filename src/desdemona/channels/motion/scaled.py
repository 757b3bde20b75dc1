"""A frame made ready for measuring movement: grey, with the face no larger than 260 pixels, and its places."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.channels.face.head_fit import EYE_SPAN_MM, RIGID_POINTS
from desdemona.channels.face.mesh import LEFT_EYE_OUTER, RIGHT_EYE_OUTER, Mesh

Mask = NDArray[np.bool_]

LARGEST_FACE_PX = 260.0
"""Larger faces are averaged over 2 × 2, 3 × 3 … pixels: a whole number, since anything else beats with the pixels."""
BASE_NOSE, FOREHEAD_TOP, CHIN = 2, 10, 152
EYES = ((33, 133, 159, 145), (362, 263, 386, 374))
"""Corners and lids of the two eyes."""


@dataclass(frozen=True, slots=True, eq=False)
class Scaled:
    """One frame with a face: `grey` (h, w), the whole number of pixels that went into each, and the mesh on it.

    `points` (468, 2) are in pixels of `grey`; `face` is left, top, right, bottom of the points; `mm_per_px` from the
    span between the outer eye corners.
    """

    t_s: float
    grey: NDArray[np.uint8]
    factor: int
    points: NDArray[np.float64]
    face: tuple[float, float, float, float]
    mm_per_px: float

    @property
    def side_px(self) -> float:
        """Return the longer side of the face in pixels of `grey`."""
        left, top, right, bottom = self.face
        return max(right - left, bottom - top)

    @property
    def centre_px(self) -> NDArray[np.float64]:
        """Return the middle (2,) of the 22 points that move with the skull."""
        return np.asarray(self.points[RIGID_POINTS].mean(axis=0))


def scale_frame(rgb: NDArray[np.uint8], t_s: float, mesh: Mesh, factor: int | None = None) -> Scaled:
    """Return a frame ready for measuring; `factor` keeps an earlier frame's size, None takes the one that fits."""
    points = mesh.points_px[:, :2].astype(np.float64)
    if factor is None:
        size = float((points.max(axis=0) - points.min(axis=0)).max())
        factor = max(1, int(np.ceil(size / LARGEST_FACE_PX)))
    grey = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    if factor > 1:
        height, width = (max(side // factor, 1) for side in grey.shape)
        whole = np.ascontiguousarray(grey[: height * factor, : width * factor])
        grey = np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    points = points / factor - 0.5  # mesh pixels reach from i to i + 1, those of a picture are at i
    low, high = points.min(axis=0), points.max(axis=0)
    span = float(np.linalg.norm(points[LEFT_EYE_OUTER] - points[RIGHT_EYE_OUTER]))
    face = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    return Scaled(t_s, grey, factor, points, face, EYE_SPAN_MM / max(span, 1.0))


def head_mask(scaled: Scaled) -> Mask:
    """Return where the head moves as one piece: forehead with hairline, nose and upper cheeks, without the eyes."""
    mask = np.zeros(scaled.grey.shape, dtype=np.uint8)
    hull = cv2.convexHull(scaled.points.astype(np.float32))[:, 0]
    base, top = scaled.points[BASE_NOSE], scaled.points[FOREHEAD_TOP]
    raised = hull + np.where(((hull - base) @ (top - base) > 0)[:, None], 0.25 * (top - base), 0)
    cv2.fillConvexPoly(mask, np.round(raised).astype(np.int32), 1)
    for corners in EYES:
        around = scaled.points[list(corners)]
        middle, half = around.mean(axis=0), 0.75 * float(np.linalg.norm(around[0] - around[1]))
        cv2.circle(mask, _whole(middle), round(half), 0, -1)
    up = (top - base) / max(float(np.linalg.norm(top - base)), 1.0)
    rows, columns = np.indices(mask.shape)
    above = (columns - base[0]) * up[0] + (rows - base[1]) * up[1] > 0
    return np.asarray((mask > 0) & above)


def torso_mask(scaled: Scaled) -> Mask:
    """Return where shoulders and chest are to be expected: below the chin, two faces wide, the neck left out."""
    left, top, right, bottom = scaled.face
    width, height = right - left, bottom - top
    mask = _nothing(scaled)
    middle = (left + right) / 2
    rows = slice(_within(bottom + 0.1 * height, mask.shape[0]), _within(bottom + 1.1 * height, mask.shape[0]))
    columns = slice(_within(middle - 1.3 * width, mask.shape[1]), _within(middle + 1.3 * width, mask.shape[1]))
    mask[rows, columns] = True
    neck = slice(_within(middle - 0.45 * width, mask.shape[1]), _within(middle + 0.45 * width, mask.shape[1]))
    mask[: _within(bottom + 0.35 * height, mask.shape[0]), neck] = False
    return mask


def background_mask(scaled: Scaled) -> Mask:
    """Return what is beside and above the head: clear of hair and, below the chin, of the whole body."""
    left, top, right, bottom = scaled.face
    width, height = right - left, bottom - top
    mask = _nothing(scaled)
    mask[: _within(bottom - 0.1 * height, mask.shape[0])] = True
    rows = slice(_within(top - 0.75 * height, mask.shape[0]), mask.shape[0])
    columns = slice(_within(left - 0.6 * width, mask.shape[1]), _within(right + 0.6 * width, mask.shape[1]))
    mask[rows, columns] = False
    return mask


def _nothing(scaled: Scaled) -> Mask:
    height, width = scaled.grey.shape
    return np.zeros((height, width), dtype=bool)


def _within(place: float, size: int) -> int:
    return int(np.clip(round(place), 0, size))


def _whole(point: NDArray[np.float64]) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))
