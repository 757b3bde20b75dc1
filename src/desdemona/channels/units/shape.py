"""The shape of a face as action units change it: heights and widths of its features, the head's turn undone."""

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.face.head_fit import EYE_SPAN_MM
from desdemona.channels.face.observed import Faces
from desdemona.channels.units.cells import Part

Floats = NDArray[np.float64]
Sides = tuple[tuple[int, ...], tuple[int, ...]]

_RIGID = [33, 263, 133, 362, 168, 6, 197]
"""What the others are measured from: corners of the eyes and bridge of the nose."""
_FEATURES: dict[str, Sides] = {
    "inner brow": ((107, 55, 66, 65), (336, 285, 296, 295)),
    "middle brow": ((105, 52, 63), (334, 282, 293)),
    "outer brow": ((70, 46, 53), (300, 276, 283)),
    "wing": ((129, 98, 64), (358, 327, 294)),
    "upper lip": ((37, 72), (267, 302)),
    "outer upper lip": ((40, 39, 185), (270, 269, 409)),
    "lip corner": ((61, 76, 62), (291, 306, 292)),
    "lower lip": ((84, 85), (314, 315)),
    "outer lower lip": ((91, 181), (321, 405)),
    "cheek": ((50, 205, 36, 101), (280, 425, 266, 330)),
    "under the eye": ((119, 120, 118), (348, 349, 347)),
    "chin": ((148, 176, 171), (377, 400, 396)),
    "lip middle above": ((0,), (0,)),
    "lip middle below": ((17,), (17,)),
    "chin tip": ((152,), (152,)),
}
"""Points of the mesh for each feature, on the right and on the left."""

_COORDINATES: tuple[tuple[str, int, Part], ...] = (
    ("inner brow", 0, "upper"),
    ("inner brow", 1, "upper"),
    ("middle brow", 1, "upper"),
    ("outer brow", 1, "upper"),
    ("under the eye", 1, "both"),
    ("wing", 0, "lower"),
    ("wing", 1, "both"),
    ("cheek", 0, "lower"),
    ("cheek", 1, "both"),
    ("upper lip", 1, "lower"),
    ("upper lip", 2, "lower"),
    ("outer upper lip", 0, "lower"),
    ("outer upper lip", 1, "lower"),
    ("lip corner", 0, "lower"),
    ("lip corner", 1, "lower"),
    ("lip corner", 2, "lower"),
    ("lower lip", 1, "lower"),
    ("outer lower lip", 1, "lower"),
    ("chin", 2, "lower"),
    ("lip middle above", 1, "lower"),
    ("lip middle below", 1, "lower"),
    ("chin tip", 1, "lower"),
)
_LETTER = ("out", "up", "ahead")
_THICKNESS: tuple[tuple[str, int, int], ...] = (
    ("gap", 13, 14),
    ("upper lip thickness", 0, 13),
    ("lower lip thickness", 14, 17),
)
_EYE = ("upper lid", "lower lid", "iris", "lid above iris", "lid gap")

SHAPE: tuple[tuple[str, Part], ...] = (
    *((f"{feature} {_LETTER[axis]}", part) for feature, axis, part in _COORDINATES),
    *((name, "lower") for name, _, _ in _THICKNESS),
    *((name, "upper") for name in _EYE),
)
"""Names of the measures, and which units they tell of."""
GAP = next(index for index, (name, _) in enumerate(SHAPE) if name == "gap")

_EYE_WIDTH_MM = 30.0
_UPPER_LID, _LOWER_LID = (11, 12, 13), (3, 4, 5)


def measure_shape(faces: Faces) -> Floats:
    """Return (n, 2, measures) of `SHAPE` in mm of a head 88 mm wide between the eyes: right half, then left half."""
    upright = faces.upright * EYE_SPAN_MM
    upright = upright - upright[:, _RIGID].mean(axis=1, keepdims=True)
    gaps = [np.linalg.norm(upright[:, one] - upright[:, other], axis=1) for _, one, other in _THICKNESS]
    halves = []
    for side, sign in enumerate((-1.0, 1.0)):
        places = {name: upright[:, list(points[side])].mean(axis=1) for name, points in _FEATURES.items()}
        columns = [places[name][:, axis] * (sign if axis == 0 else 1.0) for name, axis, _ in _COORDINATES]
        halves.append(np.stack([*columns, *gaps, *_measure_eye(faces, 1 - side)], axis=1))
    return np.stack(halves, axis=1)


def _measure_eye(faces: Faces, eye: int) -> list[Floats]:
    """Return lids and iris above the line between the corners of an eye (0 the left), in mm of an eye 30 mm wide."""
    contour = faces.contour_px[:, eye].astype(np.float64)
    outer, inner = contour[:, 0], contour[:, 8]
    width = np.maximum(np.linalg.norm(inner - outer, axis=1), 1e-6)
    along = (inner - outer) / width[:, None]
    up = np.stack([along[:, 1], -along[:, 0]], axis=1)
    up = np.where(up[:, 1:] > 0, -up, up)
    middle = (outer + inner) / 2

    def height(points: Floats) -> Floats:
        return np.asarray(((points - middle) * up).sum(axis=1) / width * _EYE_WIDTH_MM)

    upper = np.mean([height(contour[:, point]) for point in _UPPER_LID], axis=0)
    lower = np.mean([height(contour[:, point]) for point in _LOWER_LID], axis=0)
    iris = height(faces.iris_px[:, eye, 0].astype(np.float64))
    return [upper, lower, iris, upper - iris, upper - lower]
