"""Eyes from near by: 71 points of the lids and 5 of the iris by the iris network (Ablavatski et al. 2020)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.face.mesh import Mesh
from desdemona.channels.face.square import Square, cut_square, to_picture
from desdemona.models.network import Network

INPUT_PX = 64
ENLARGEMENT = 2.3
"""Side of the square the network is shown over the width of the eye; the model was trained so."""
CONTOUR_POINTS, IRIS_POINTS = 71, 5
_CORNERS = ((263, 362), (33, 133))
"""Outer and inner corner of the left and of the right eye in the mesh."""


@dataclass(frozen=True, slots=True, eq=False)
class Eyes:
    """Both eyes, the person's own left first.

    `contour_px` (2, 71, 2): points 0 to 8 run along the lower lid from the outer to the inner corner, 9 to 15 along the
    upper lid, the rest around the eye and along the brow. `iris_px` (2, 5, 2): centre, then four points of the rim.
    `crops` (2, 64, 64, 3) is what the network was shown, the left eye mirrored.
    """

    contour_px: NDArray[np.float32]
    iris_px: NDArray[np.float32]
    crops: NDArray[np.uint8]


def eye_square(mesh: Mesh, side: int) -> Square:
    """Return the square around one eye (0 the person's left, 1 right), turned with the line between its corners."""
    outer, inner = mesh.points_px[list(_CORNERS[side]), :2].astype(np.float64)
    across = (outer - inner) if side == 0 else (inner - outer)
    middle = (outer + inner) / 2
    angle_rad = float(np.arctan2(across[1], across[0]))
    return Square(float(middle[0]), float(middle[1]), ENLARGEMENT * float(np.hypot(*across)), angle_rad)


def find_eyes(network: Network, rgb: NDArray[np.uint8], mesh: Mesh) -> Eyes:
    """Return lids and irises of a face; the network takes both eyes as one batch and knows right eyes only."""
    squares = [eye_square(mesh, side) for side in (0, 1)]
    crops = np.stack([cut_square(rgb, squares[side], INPUT_PX, mirrored=side == 0) for side in (0, 1)])
    contours, irises = network.run(crops * np.float32(1 / 255))
    return Eyes(_placed(contours, CONTOUR_POINTS, squares), _placed(irises, IRIS_POINTS, squares), crops)


def _placed(flat: NDArray[np.float32], points: int, squares: list[Square]) -> NDArray[np.float32]:
    both = flat.reshape(2, points, 3)
    return np.stack([to_picture(both[side], squares[side], INPUT_PX, mirrored=side == 0)[:, :2] for side in (0, 1)])
