"""The rigid fit of a mean face to the points of the face mesh, under perspective."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FOCAL_SHARE = 1.2
"""Assumed focal length over the picture's longer side: 45 degrees of view, between telephone and portrait lens."""
EYE_SPAN_MM = 88.0
"""Between the outer corners of the eyes of an adult (Farkas 1994: 84 to 91 mm); it sets the mm of the mean face."""
PITCH_GAIN = 1.2
"""The mesh network turns its points by .78 to .88 of the nod it is shown (six phantoms, nods of 12 degrees)."""
FIT_ROUNDS = 6
"""Gauss-Newton rounds; from the third on angles move by less than 0.01 degrees."""

# The network's own points, averaged over six frontal phantoms and the frontal frames of one face, made symmetric: the
# point on the person's right and on the left, then mm to the image's right, up and towards the camera of the left one.
_PAIRS = (
    (33, 263, 44.0, 1.2, -2.5),
    (133, 362, 17.0, -1.2, 2.5),
    (98, 327, 17.2, -45.9, 11.5),
    (234, 454, 64.6, -12.5, -56.6),
    (127, 356, 65.5, 0.8, -50.4),
)
_MIDDLE = (
    (10, 51.3, 20.1),
    (151, 35.4, 21.9),
    (9, 19.7, 22.5),
    (8, 11.1, 20.2),
    (168, 3.2, 19.2),
    (6, -5.7, 22.7),
    (197, -13.8, 27.0),
    (195, -21.3, 31.5),
    (5, -29.3, 36.2),
    (4, -38.9, 37.7),
    (1, -45.5, 35.0),
    (2, -49.8, 18.9),
)
RIGID_POINTS = np.array([p for right, left, *_ in _PAIRS for p in (right, left)] + [p for p, *_ in _MIDDLE])
"""The 22 mesh points that move with the skull: eye corners, nose, midline of the forehead, before the ears."""
MEAN_FACE_MM: Floats = np.array(
    [(side * x, y, z) for _, _, x, y, z in _PAIRS for side in (-1, 1)] + [(0, y, z) for _, y, z in _MIDDLE],
    dtype=np.float64,
)
"""Where they are on the mean face (22, 3): to the image's right, up, towards the camera; zero between the eyes."""


def fit_rotations(points_px: NDArray[np.float32], picture_px: tuple[int, int]) -> Floats:
    """Return the rotation (n, 3, 3) of each head from its mesh points (n, 468, 3), by least squares.

    Rotations act on (right, up, towards the camera). Residuals are the two picture coordinates under perspective and
    the network's depth, which is known up to a shift.
    """
    width, height = picture_px
    focal = FOCAL_SHARE * max(width, height)
    seen = points_px[:, RIGID_POINTS].astype(np.float64) * (1, -1, -1)
    seen[..., :2] += (-width / 2, height / 2)
    span = np.linalg.norm(seen[:, 0, :2] - seen[:, 1, :2], axis=1)
    depth_mm = focal * EYE_SPAN_MM / np.maximum(span, 1.0)
    place = np.column_stack([seen[:, :, :2].mean(axis=1) * (depth_mm / focal)[:, None], depth_mm])
    rotations = _flat_start(seen)
    for _ in range(FIT_ROUNDS):
        residual, slope = _linearised(seen, rotations, place, focal)
        turned = slope.transpose(0, 2, 1)
        step = np.linalg.solve(turned @ slope, turned @ residual[..., None])[..., 0].astype(np.float64)
        rotations = np.asarray(_turn(step[:, :3]) @ rotations, dtype=np.float64)
        place = place + step[:, 3:]
    return rotations


def to_angles_deg(rotations: Floats) -> Floats:
    """Return yaw, pitch, roll (n, 3) in degrees of fitted rotations that nod first, then turn, then tilt."""
    yaw = np.arcsin(np.clip(-rotations[:, 2, 0], -1, 1))
    pitch = PITCH_GAIN * np.arctan2(-rotations[:, 2, 1], rotations[:, 2, 2])
    roll = np.arctan2(-rotations[:, 1, 0], rotations[:, 0, 0])
    return np.asarray(np.degrees(np.stack([yaw, pitch, roll], axis=1)), dtype=np.float64)


def _flat_start(seen: Floats) -> Floats:
    """Return the rotations of the fit without perspective (orthogonal Procrustes; Schönemann 1966)."""
    model = MEAN_FACE_MM - MEAN_FACE_MM.mean(axis=0)
    left, _, right = np.linalg.svd((seen - seen.mean(axis=1, keepdims=True)).transpose(0, 2, 1) @ model)
    left[:, :, 2] *= np.linalg.det(left @ right)[:, None]
    return np.asarray(left @ right)


def _linearised(seen: Floats, rotations: Floats, place: Floats, focal: float) -> tuple[Floats, Floats]:
    """Return residuals (n, 66) and their derivatives (n, 66, 6) after small turns and shifts."""
    turned = MEAN_FACE_MM @ rotations.transpose(0, 2, 1)
    x, y, z = np.moveaxis(turned, 2, 0)
    depth = place[:, 2:] - z
    near, usual = focal / depth, (focal / place[:, 2])[:, None]
    column, row = (x + place[:, :1]) * near, (y + place[:, 1:2]) * near
    relief = (z - z.mean(axis=1, keepdims=True)) * usual
    seen_relief = seen[..., 2] - seen[..., 2].mean(axis=1, keepdims=True)
    residual = np.concatenate([seen[..., 0] - column, seen[..., 1] - row, seen_relief - relief], axis=1)
    none = np.zeros_like(x)
    towards = np.stack([y, -x, none], axis=2)
    steeper = towards - towards.mean(axis=1, keepdims=True)
    turns_x = near[..., None] * np.stack([none, z, -y], axis=2) + (column / depth)[..., None] * towards
    turns_y = near[..., None] * np.stack([-z, none, x], axis=2) + (row / depth)[..., None] * towards
    shifts_x = np.stack([near, none, -column / depth], axis=2)
    shifts_y = np.stack([none, near, -row / depth], axis=2)
    shifts_z = np.stack([none, none, -relief / place[:, 2:]], axis=2)
    slope = [
        np.concatenate(pair, axis=2)
        for pair in ((turns_x, shifts_x), (turns_y, shifts_y), (usual[..., None] * steeper, shifts_z))
    ]
    return residual, np.concatenate(slope, axis=1)


def _turn(vectors: Floats) -> Floats:
    """Return rotations (n, 3, 3) about vectors (n, 3) by their lengths in radians (Rodrigues 1840)."""
    angle = np.linalg.norm(vectors, axis=1)[:, None, None]
    x, y, z = (vectors / np.maximum(angle[:, :, 0], 1e-12)).T
    none = np.zeros_like(x)
    cross = np.stack([none, -z, y, z, none, -x, -y, x, none], axis=1).reshape(-1, 3, 3)
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * (cross @ cross))
