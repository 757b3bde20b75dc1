"""Faces without a network: the mean face before a camera, with eyes and patches that are in order."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.face.head_fit import MEAN_FACE_MM, RIGID_POINTS
from desdemona.channels.face.observed import Face, Faces, stack_faces

Floats = NDArray[np.float64]
PICTURE_PX = (640, 480)
PX_PER_MM = 1.5
IN_ORDER = np.tile([0.05, 0.4, 3.0], (5, 1))
LIP_POINTS = {
    13: (0, -66, 22),
    14: (0, -67, 22),
    61: (-25, -64, 8),
    291: (25, -64, 8),
    0: (0, -62, 24),
    17: (0, -76, 20),
}
BROW_HEIGHT_MM = 18.0


def points_mm(**moved: tuple[float, float, float]) -> Floats:
    """Return the mean face as mesh points (468, 3) in mm; `p61=(x, y, z)` puts point 61 elsewhere."""
    points = np.zeros((468, 3))
    points[RIGID_POINTS] = MEAN_FACE_MM
    for index, lip in LIP_POINTS.items():
        points[index] = lip
    for side, brow in (
        (-1, (70, 63, 105, 66, 107, 46, 53, 52, 65, 55)),
        (1, (300, 293, 334, 296, 336, 276, 283, 282, 295, 285)),
    ):
        points[list(brow)] = np.column_stack(
            [side * np.tile([52, 44, 36, 26, 16], 2), np.full(10, BROW_HEIGHT_MM), np.full(10, 12)]
        )
    for name, place in moved.items():
        points[int(name[1:])] = place
    return points


def eye_contour(lid_gap_mm: float, side: int) -> Floats:
    """Return the contour (71, 2) in mm of the left (0) or right (1) eye of the mean face."""
    contour = np.zeros((71, 2))
    outer, inner = np.array([44.0, 1.2]), np.array([17.0, -1.2])
    along = np.linspace(0, 1, 9)
    contour[:9] = outer + (inner - outer) * along[:, None]
    contour[9:16] = contour[1:8]
    contour[[3, 5], 1] -= lid_gap_mm / 2
    contour[[11, 13], 1] += lid_gap_mm / 2
    # The lid points of a pair stand above one another, as equation 1 of Soukupová and Čech wants.
    contour[[11, 13], 0] = contour[[3, 5], 0]
    return contour * (1 if side == 0 else -1, 1)


def face(
    points: Floats | None = None,
    *,
    rotation: Floats | None = None,
    lid_gap_mm: float = 10.0,
    iris_mm: tuple[float, float] = (0.0, 0.0),
    patches: Floats = IN_ORDER,
    scale: float = PX_PER_MM,
) -> Face:
    """Return a face amid the picture, seen without perspective; `iris_mm` is right of and above the eye's middle."""
    turn = np.eye(3) if rotation is None else rotation

    def placed(mm: Floats) -> NDArray[np.float32]:
        seen = mm @ turn.T * (scale, -scale, -scale)
        middle = np.array([PICTURE_PX[0] / 2, PICTURE_PX[1] / 2, 0])
        return (middle + seen).astype(np.float32)

    def flat(mm: Floats) -> NDArray[np.float32]:
        return placed(np.column_stack([mm, np.zeros(len(mm))]))[:, :2]

    middles = [np.array([30.5, 0.0]), np.array([-30.5, 0.0])]
    return Face(
        points_px=placed(points_mm() if points is None else points),
        contour_px=np.stack([flat(eye_contour(lid_gap_mm, side)) for side in (0, 1)]),
        iris_px=np.stack([flat(np.tile(middle + iris_mm, (5, 1))) for middle in middles]),
        patches=patches,
        level_dn=120.0,
    )


def faces(*several: Face) -> Faces:
    """Return faces as the channels get them."""
    stacked: Sequence[Face] = several
    return stack_faces(stacked, PICTURE_PX)
