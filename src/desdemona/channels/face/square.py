"""A turned square of a picture: what a face network is shown, and the way back from its points to the picture."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Square:
    """A square region of a picture.

    Centre and side are in pixels of the picture, where pixel i reaches from i to i + 1. `angle_rad` is how far the
    square's own horizontal is turned clockwise in the picture. The square may reach beyond the picture.
    """

    x_px: float
    y_px: float
    side_px: float
    angle_rad: float


def _axes(square: Square, size_px: int, mirrored: bool) -> NDArray[np.float64]:
    """Return the 2 x 2 matrix from crop pixels to picture pixels."""
    scale = square.side_px / size_px
    cosine, sine = scale * np.cos(square.angle_rad), scale * np.sin(square.angle_rad)
    across = -1.0 if mirrored else 1.0
    return np.array([[across * cosine, -sine], [across * sine, cosine]])


def cut_square(rgb: NDArray[np.uint8], square: Square, size_px: int, *, mirrored: bool = False) -> NDArray[np.uint8]:
    """Return the square as an upright picture (size_px, size_px, 3); black where it reaches beyond the picture."""
    axes = _axes(square, size_px, mirrored)
    centre = np.array([square.x_px, square.y_px])
    shift = centre + axes @ np.full(2, 0.5 - size_px / 2) - 0.5  # cv2 counts from the middle of the first pixel
    crop = cv2.warpAffine(
        rgb,
        np.column_stack([axes, shift]),
        (size_px, size_px),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
    )
    return np.asarray(crop, dtype=np.uint8)


def to_picture(
    points: NDArray[np.float32], square: Square, size_px: int, *, mirrored: bool = False
) -> NDArray[np.float32]:
    """Return crop points (n, 3) in pixels of the picture; depth is scaled like the other two and keeps its sign."""
    axes = _axes(square, size_px, mirrored)
    placed = np.empty_like(points)
    placed[:, :2] = (points[:, :2] - size_px / 2) @ axes.T + (square.x_px, square.y_px)
    placed[:, 2] = points[:, 2] * (square.side_px / size_px)
    return placed
