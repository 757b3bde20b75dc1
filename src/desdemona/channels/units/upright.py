"""An upright picture of a face, 1 px a mm: how light, red and furrowed its skin is, ready to be averaged in boxes."""

from dataclasses import dataclass
from typing import Literal, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.channels.face.head_fit import MEAN_FACE_MM, RIGID_POINTS
from desdemona.channels.face.iris import Eyes
from desdemona.channels.face.mesh import Mesh

Floats = NDArray[np.float64]

Kind = Literal["light", "red", "level", "steep", "rising", "falling", "furrowed"]
"""What is averaged: log of brightness over the face's own; log of red over green; how much darker than its two sides a
place is along dark lines that lie level, stand steep, rise outwards or fall outwards, over the brightness around; all
four of these together."""
Anchor = Literal["face", "iris", "lip corner", "mouth", "lower lip"]
"""Where places are told from: the middle between the eyes; the iris or lip corner of that side; the height of the line
between the lips, or of the lower lip's edge, in the middle of the face."""

KINDS: tuple[Kind, ...] = get_args(Kind)
ANCHORS: tuple[Anchor, ...] = get_args(Anchor)

WIDTH_PX, HEIGHT_PX = 160, 220
_MIDDLE_PX = np.array([80.0, 90.0])
_PLANE_MM = 15.0
"""The picture shows the plane of the face this far before the point between the eyes."""
_LINE_MM, _DIAGONAL_MM = 3, 2
"""A line is compared with its sides so far away: folds are 2 to 4 mm wide."""
_SIDES = ((0, _LINE_MM), (_LINE_MM, 0), (_DIAGONAL_MM, _DIAGONAL_MM), (_DIAGONAL_MM, -_DIAGONAL_MM))
"""Across and down, for level, steep, rising and falling lines."""
_DARK_DN = 8.0
"""Added to brightness before it is divided by, so that sensor noise in the dark does not count as folds."""
_LIGHTEST = slice(60, 170), slice(30, 130)

_FRAME = np.linalg.pinv(np.column_stack([MEAN_FACE_MM, np.ones(len(MEAN_FACE_MM))]))
_CORNERS, _INNER_LIPS, _LOWER_EDGE = [61, 291], [13, 14], 17


@dataclass(frozen=True, slots=True, eq=False)
class UprightFace:
    """One face made upright.

    `sums` (kinds, rows + 1, columns + 1) are the integral images of `KINDS`, those of rising and falling lines as seen
    in the picture; `anchors_px` (2, anchors, 2) is where `ANCHORS` lie in it for the right and the left side.
    """

    sums: Floats
    anchors_px: Floats


def see_upright(rgb: NDArray[np.uint8], mesh: Mesh, eyes: Eyes) -> UprightFace:
    """Return the face of a picture upright, as the rigid points of its mesh lie; yaw and nod are undone flatly."""
    affine = _FRAME @ mesh.points_px[RIGID_POINTS, :2].astype(np.float64)
    across = np.array([affine[0], -affine[1]]).T
    origin = affine[3] + _PLANE_MM * affine[2]
    shift = origin - across @ _MIDDLE_PX
    picture = cv2.warpAffine(
        rgb,
        np.column_stack([across, shift - 0.5]),
        (WIDTH_PX, HEIGHT_PX),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    found = np.array(
        [
            *mesh.points_px[_CORNERS, :2],
            *mesh.points_px[_INNER_LIPS, :2],
            mesh.points_px[_LOWER_EDGE, :2],
            *eyes.iris_px[::-1, 0],
        ],
        dtype=np.float64,
    )
    placed = np.linalg.solve(across, (found - shift).T).T
    return UprightFace(_sums(np.asarray(picture, dtype=np.uint8)), _anchors(placed))


def _anchors(placed: Floats) -> Floats:
    """Return the anchors of both sides: corners, inner lips, the lower lip's edge and irises, right before left."""
    anchors = np.tile(_MIDDLE_PX, (2, len(ANCHORS), 1))
    anchors[:, ANCHORS.index("iris")] = placed[5:7]
    anchors[:, ANCHORS.index("lip corner")] = placed[0:2]
    anchors[:, ANCHORS.index("mouth"), 1] = placed[2:4, 1].mean()
    anchors[:, ANCHORS.index("lower lip"), 1] = placed[4, 1]
    return anchors


def _sums(picture: NDArray[np.uint8]) -> Floats:
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32)
    own = float(grey[_LIGHTEST].mean()) + _DARK_DN / 2
    red, green = (cv2.extractChannel(picture, plane).astype(np.float32) + np.float32(4) for plane in (0, 1))
    coarse = cv2.resize(grey, (WIDTH_PX // 2, HEIGHT_PX // 2), interpolation=cv2.INTER_AREA)
    around = cv2.resize(cv2.GaussianBlur(coarse, (0, 0), 4), (WIDTH_PX, HEIGHT_PX)) + np.float32(_DARK_DN)
    soft = np.asarray(cv2.GaussianBlur(grey, (0, 0), 1.0), dtype=np.float32)
    wide = np.asarray(np.pad(soft, _LINE_MM, mode="edge"), dtype=np.float32)
    lines = [_line(soft, wide, across, down) / around for across, down in _SIDES]
    layers = [
        cv2.log((grey + np.float32(_DARK_DN)) / np.float32(own)),
        cv2.log(red / green),
        *lines,
        sum(lines[1:], lines[0]),
    ]
    sums = np.empty((len(KINDS), HEIGHT_PX + 1, WIDTH_PX + 1))
    for index, layer in enumerate(layers):
        cv2.integral(layer, sums[index], cv2.CV_64F)
    return sums


def _line(soft: NDArray[np.float32], wide: NDArray[np.float32], across: int, down: int) -> NDArray[np.float32]:
    """Return how much darker each place is than the darker of its two sides at a distance; `wide` has a border."""
    reach = _LINE_MM
    sides = [
        wide[
            reach + sign * down : reach + sign * down + HEIGHT_PX,
            reach + sign * across : reach + sign * across + WIDTH_PX,
        ]
        for sign in (-1, 1)
    ]
    return np.maximum(np.minimum(*sides) - soft, 0)
