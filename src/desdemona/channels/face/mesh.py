"""The shape of a face: 468 points by the face mesh network (Kartynnik et al. 2019)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.face.square import Square, cut_square, to_picture
from desdemona.models.network import Network

INPUT_PX = 192
POINTS = 468
ENLARGEMENT = 1.5
"""Side of the square the network is shown over the longer side of the face in it; the model was trained so."""
RIGHT_EYE_OUTER, LEFT_EYE_OUTER = 33, 263
"""The outer corners of the person's own right and left eye."""


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """One face as the network sees it.

    `points_px` (468, 3) are pixels of the picture; depth has the same scale, away from the camera positive.
    `crop` (192, 192, 3) is what the network was shown and `crop_points` (468, 2) are the points in it. `presence` 0..1
    says that a face is there at all; it says nothing about its parts: covered eyes are drawn in by the network.
    """

    points_px: NDArray[np.float32]
    presence: float
    square: Square
    crop: NDArray[np.uint8]
    crop_points: NDArray[np.float32]


def find_mesh(network: Network, rgb: NDArray[np.uint8], square: Square) -> Mesh:
    """Return the face in a square of the picture, whether or not there is one: look at `presence`."""
    crop = cut_square(rgb, square, INPUT_PX)
    coordinates, score = network.run(crop[None] * np.float32(1 / 255))
    points = coordinates.reshape(POINTS, 3)
    presence = 1 / (1 + np.exp(-float(score.reshape(-1)[0])))
    return Mesh(to_picture(points, square, INPUT_PX), float(presence), square, crop, points[:, :2])


def next_square(mesh: Mesh) -> Square:
    """Return the square to look for the same face in the next frame: around its points, turned with its eyes."""
    points = mesh.points_px[:, :2].astype(np.float64)
    across = points[LEFT_EYE_OUTER] - points[RIGHT_EYE_OUTER]
    angle_rad = float(np.arctan2(across[1], across[0]))
    cosine, sine = np.cos(angle_rad), np.sin(angle_rad)
    upright = points @ np.array([[cosine, -sine], [sine, cosine]])
    low, high = upright.min(axis=0), upright.max(axis=0)
    middle = np.array([[cosine, -sine], [sine, cosine]]) @ ((low + high) / 2)
    return Square(float(middle[0]), float(middle[1]), ENLARGEMENT * float((high - low).max()), angle_rad)
