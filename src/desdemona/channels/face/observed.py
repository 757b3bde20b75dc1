"""Observed faces: everything that per-face channels measure from, for many frames at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.face.head_fit import fit_rotations, to_angles_deg
from desdemona.channels.face.mesh import LEFT_EYE_OUTER, RIGHT_EYE_OUTER


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One observed face: the points of `Mesh` and `Eyes`, and what `patches.look_at_patches` saw."""

    points_px: NDArray[np.float32]
    contour_px: NDArray[np.float32]
    iris_px: NDArray[np.float32]
    patches: NDArray[np.float64]
    level_dn: float


@dataclass(frozen=True, slots=True, eq=False)
class Faces:
    """The faces of n frames of one recording.

    `points_px` (n, 468, 3), `contour_px` (n, 2, 71, 2), `iris_px` (n, 2, 5, 2) and `patches` (n, 5, 3) are stacked from
    `Face`, `level_dn` (n,) likewise; `picture_px` is width and height. `head_deg` (n, 3) is yaw, pitch, roll.
    `upright` (n, 468, 3) are the mesh points with the head's turn undone: to the image's right, up and towards the
    camera, in units of the distance between the outer corners of the eyes, so about 88 mm.
    """

    points_px: NDArray[np.float32]
    contour_px: NDArray[np.float32]
    iris_px: NDArray[np.float32]
    patches: NDArray[np.float64]
    level_dn: NDArray[np.float64]
    picture_px: tuple[int, int]
    head_deg: NDArray[np.float64]
    upright: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of faces."""
        return len(self.points_px)


def stack_faces(faces: Sequence[Face], picture_px: tuple[int, int]) -> Faces:
    """Return at least one face as one value, with the head's rotation fitted to each."""
    points = np.stack([face.points_px for face in faces])
    rotations = fit_rotations(points, picture_px)
    upright = (points.astype(np.float64) * (1, -1, -1)) @ rotations
    span = np.linalg.norm(upright[:, RIGHT_EYE_OUTER] - upright[:, LEFT_EYE_OUTER], axis=1)
    return Faces(
        points_px=points,
        contour_px=np.stack([face.contour_px for face in faces]),
        iris_px=np.stack([face.iris_px for face in faces]),
        patches=np.stack([face.patches for face in faces]),
        level_dn=np.array([face.level_dn for face in faces]),
        picture_px=picture_px,
        head_deg=to_angles_deg(rotations),
        upright=upright / np.maximum(span, 1e-6)[:, None, None],
    )
