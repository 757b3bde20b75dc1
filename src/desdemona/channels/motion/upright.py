"""The face laid flat and upright at one millimetre a pixel: the same place for the same part of every face."""

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.channels.face.head_fit import MEAN_FACE_MM, RIGID_POINTS

Mask = NDArray[np.bool_]

LEFT_MM, TOP_MM = -72.0, 62.0
WIDTH_PX, HEIGHT_PX = 144, 160
"""One pixel a millimetre of the mean face, from the hairline to below the chin; left is the image's left."""
DEPTH_MM = 10.0
"""The plane that is laid flat: half-way between the eyes and the tip of the nose."""

_FRAME = np.linalg.pinv(np.column_stack([MEAN_FACE_MM, np.ones(len(MEAN_FACE_MM))]))
_BOXES_MM = {
    "brow_left": (8, 58, 10, 36),
    "brow_right": (-58, -8, 10, 36),
    "cheek_left": (24, 58, -48, -18),
    "cheek_right": (-58, -24, -48, -18),
    "mouth": (-34, 34, -84, -52),
    "chin": (-26, 26, -97, -84),
}
FACE_REGIONS = tuple(_BOXES_MM)
"""Parts of the face whose strain is told; left and right are the person's own. The eyes are left out: lids blink."""


def upright_affine(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the matrix (2, 3) from pixels of the upright face to those of the picture, from its mesh (468, 2)."""
    affine = _FRAME @ points[RIGID_POINTS]
    origin = affine[3] + LEFT_MM * affine[0] + TOP_MM * affine[1] + DEPTH_MM * affine[2]
    return np.column_stack([affine[0], -affine[1], origin])


def lay_flat(picture: NDArray[np.uint8], affine: NDArray[np.float64], shrink: int = 1) -> NDArray[np.uint8]:
    """Return a picture's face upright, (160, 144) or (160, 144, 3); `shrink` makes pixels of so many millimetres."""
    scale = np.array([[shrink, shrink, 1.0]])
    size = (WIDTH_PX // shrink, HEIGHT_PX // shrink)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    laid = cv2.warpAffine(picture, affine * scale, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(laid, dtype=np.uint8)


def box_mask(left_mm: float, right_mm: float, low_mm: float, high_mm: float) -> Mask:
    """Return where a box of the mean face lies on the upright face."""
    mask = np.zeros((HEIGHT_PX, WIDTH_PX), dtype=bool)
    mask[round(TOP_MM - high_mm) : round(TOP_MM - low_mm), round(left_mm - LEFT_MM) : round(right_mm - LEFT_MM)] = True
    return mask


REGION_MASKS = np.stack([box_mask(*box) for box in _BOXES_MM.values()])
EYE_MASK = box_mask(10, 54, -14, 11) | box_mask(-54, -10, -14, 11)
"""Lids and what they move."""


def _oval() -> Mask:
    rows, columns = np.indices((HEIGHT_PX, WIDTH_PX))
    across, up = columns + LEFT_MM, TOP_MM - rows
    return np.asarray((across / 64) ** 2 + ((up + 24) / 78) ** 2 <= 1)


OVAL_MASK = _oval()
