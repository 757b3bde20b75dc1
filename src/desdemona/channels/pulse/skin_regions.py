"""Skin regions: the mean colour of forehead, cheeks and background, frame by frame."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.channels.face.head_fit import MEAN_FACE_MM, RIGID_POINTS
from desdemona.channels.face.mesh import Mesh

SKIN_REGIONS = ("forehead", "cheek_left", "cheek_right", "background")
"""Order of the regions in every array here; left and right are the person's own."""

_FOREHEAD_MM = ((-23, 27, 21), (23, 27, 21), (21, 43, 21), (-21, 43, 21))
_CHEEK_LEFT_MM = ((24, -24, 8), (46, -22, -6), (45, -44, -8), (30, -52, 4))
_CHEEK_RIGHT_MM = tuple((-x, y, z) for x, y, z in _CHEEK_LEFT_MM)
_OUTLINES_MM = np.array([_FOREHEAD_MM, _CHEEK_LEFT_MM, _CHEEK_RIGHT_MM], dtype=np.float64)
"""Corners (3, 4, 3) of the regions on the mean face: clear of brows, hairline, lids, nose and mouth."""
LEAST_SEEN_SHARE = 0.4
"""A region that is foreshortened to less than this share of its frontal area is left out."""
CORNER_SHARE = 1 / 8
"""Side of the two background patches, in the upper corners, over the picture's shorter side."""
_SUBPIXEL_BITS = 4

_FRAME = np.linalg.pinv(np.column_stack([MEAN_FACE_MM, np.ones(len(MEAN_FACE_MM))]))
_FRONTAL_AREA_MM2 = np.array([cv2.contourArea(outline[:, :2].astype(np.float32)) for outline in _OUTLINES_MM])


@dataclass(frozen=True, slots=True, eq=False)
class SkinTrace:
    """Mean colour of skin and background over time, the raw material of the pulse channels.

    `t_s` has shape (n,), seconds; `rgb` (n, 4, 3), float64, mean of sRGB 8-bit values in the order of `SKIN_REGIONS`,
    NaN where not measured; `pixel_count` (n, 4), number of pixels behind each mean; `motion_px` (n,), movement of the
    face's centre since the frame before, NaN where either frame has no face.
    """

    t_s: NDArray[np.float64]
    rgb: NDArray[np.float64]
    pixel_count: NDArray[np.int64]
    motion_px: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class SkinColour:
    """Skin and background of one frame: `rgb` (4, 3), NaN where not seen, `pixel_count` (4,), and the face's centre."""

    rgb: NDArray[np.float64]
    pixel_count: NDArray[np.float64]
    centre_px: NDArray[np.float64]


def no_skin(rgb: NDArray[np.uint8]) -> SkinColour:
    """Return what is seen of a frame without a face: the background alone."""
    colour, count = np.full((4, 3), np.nan), np.zeros(4)
    colour[3], count[3] = _background(rgb, None)
    return SkinColour(colour, count, np.full(2, np.nan))


def see_skin(rgb: NDArray[np.uint8], mesh: Mesh) -> SkinColour:
    """Return the mean colours of one frame.

    The outlines are laid on the face by one affine fit to 22 points, which averages out the jitter of single points;
    pixels on an outline count by the share of them that lies inside, so an outline that moves by part of a pixel
    changes the mean by as little.
    """
    affine = _FRAME @ mesh.points_px[RIGID_POINTS, :2].astype(np.float64)
    outlines = _OUTLINES_MM @ affine[:3] + affine[3]
    scale2 = float(np.abs(np.linalg.det(affine[:2])))
    frontal = _FRONTAL_AREA_MM2 * max(scale2, float((affine[0] ** 2).sum()), float((affine[1] ** 2).sum()))
    colour, count = np.full((4, 3), np.nan), np.zeros(4)
    seen = _areas_px2(outlines) >= LEAST_SEEN_SHARE * frontal
    for region, outline in enumerate(outlines):
        if seen[region]:
            colour[region], count[region] = _mean_inside(rgb, outline)
    colour[3], count[3] = _background(rgb, mesh)
    return SkinColour(colour, count, affine[3])


def _areas_px2(outlines: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the areas of quadrilaterals (n, 4, 2): half the cross product of their diagonals."""
    one, other = outlines[:, 2] - outlines[:, 0], outlines[:, 3] - outlines[:, 1]
    return np.asarray(np.abs(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]) / 2)


def _mean_inside(rgb: NDArray[np.uint8], outline: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    height, width = rgb.shape[:2]
    left, top = np.floor(outline.min(axis=0)).astype(int) - 1
    right, bottom = np.ceil(outline.max(axis=0)).astype(int) + 2
    if left < 0 or top < 0 or right > width or bottom > height:
        return np.full(3, np.nan), 0.0
    mask = np.zeros((bottom - top, right - left), dtype=np.uint8)
    corners = np.round((outline - (left + 0.5, top + 0.5)) * 2**_SUBPIXEL_BITS).astype(np.int32)
    cv2.fillConvexPoly(mask, corners, 255, cv2.LINE_AA, _SUBPIXEL_BITS)
    share = mask.reshape(-1).astype(np.float64) / 255
    count = float(share.sum())
    if count < 1:
        return np.full(3, np.nan), 0.0
    return share @ rgb[top:bottom, left:right].reshape(-1, 3).astype(np.float64) / count, count


def _background(rgb: NDArray[np.uint8], mesh: Mesh | None) -> tuple[NDArray[np.float64], float]:
    """Return the mean colour of the upper corners that the face's square does not touch."""
    height, width = rgb.shape[:2]
    side = max(1, int(CORNER_SHARE * min(height, width)))
    corners = [(0, rgb[:side, :side]), (width - side, rgb[:side, width - side :])]
    if mesh is not None:
        square = mesh.square
        reach = square.side_px / 2
        if square.y_px - reach < side:
            corners = [
                (left, patch)
                for left, patch in corners
                if left + side < square.x_px - reach or left > square.x_px + reach
            ]
    if not corners:
        return np.full(3, np.nan), 0.0
    means = [cv2.mean(patch)[:3] for _, patch in corners]
    return np.mean(means, axis=0), float(len(corners) * side * side)
