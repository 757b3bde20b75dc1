"""Where faces are: the short-range BlazeFace detector (Bazarevsky et al. 2019)."""

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.face.square import Square
from desdemona.channels.spotting import Layout, Spot, find_spots
from desdemona.models.network import Network

NEAR = Layout(grids=((16, 2), (8, 6)), least_score=0.5)
"""Strides 8 and three times 16 over 128 pixels; the score is what the model's own card uses."""
_RIGHT_EYE, _LEFT_EYE = 0, 1


def detect_faces(network: Network, rgb: NDArray[np.uint8]) -> tuple[Spot, ...]:
    """Return the faces in a picture, the largest first; those under a tenth of its longer side are not found.

    A face's six points are right eye, left eye, nose tip, mouth, right ear, left ear: the person's own right and left.
    """
    return find_spots(network, NEAR, rgb)


def face_square(face: Spot, enlargement: float) -> Square:
    """Return the upright square around a detected face, `enlargement` times the box's longer side."""
    left, top, right, bottom = face.box_px
    across = face.points_px[_LEFT_EYE] - face.points_px[_RIGHT_EYE]
    return Square(
        (left + right) / 2, (top + bottom) / 2, enlargement * face.side_px, float(np.arctan2(across[1], across[0]))
    )
