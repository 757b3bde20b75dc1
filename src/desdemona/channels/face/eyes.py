"""Eye openness: how far the lids stand apart."""

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.channel import Channel, EachFace
from desdemona.channels.face.observed import Faces

Floats = NDArray[np.float64]

_OUTER, _INNER = 0, 8
_UPPER, _LOWER = (11, 13), (3, 5)
"""Points of the refined eye contour: corners, and two pairs of points on the lids at a third and two thirds."""


def eye_aspect_ratio(contour_px: NDArray[np.float32]) -> Floats:
    """Return lid gap over eye width (…) from contours (…, 71, 2).

    (|p2-p6| + |p3-p5|) / (2 |p1-p4|), Soukupová and Čech 2016, equation 1. About .35 open and .06 closed, without unit.
    """
    points = contour_px.astype(np.float64)
    gaps = [points[..., up, :] - points[..., low, :] for up, low in zip(_UPPER, _LOWER, strict=True)]
    width = np.linalg.norm(points[..., _OUTER, :] - points[..., _INNER, :], axis=-1)
    gap = np.linalg.norm(gaps[0], axis=-1) + np.linalg.norm(gaps[1], axis=-1)
    return np.asarray(gap / np.maximum(2 * width, 1e-6))


def measure_openness(faces: Faces) -> dict[str, Floats]:
    """Return the eye aspect ratio of the left eye, the right eye and their mean."""
    left, right = eye_aspect_ratio(faces.contour_px).T
    return {
        "eye_openness_left_ratio": left,
        "eye_openness_right_ratio": right,
        "eye_openness_ratio": (left + right) / 2,
    }


OPENNESS = Channel(
    name="eye.openness",
    unit="ratio",
    rung="signal",
    needs=("face", "eyes"),
    columns=("eye_openness_left_ratio", "eye_openness_right_ratio", "eye_openness_ratio"),
    caveat=(
        "Looking down narrows the lids too, people's open eyes differ, and glasses raise the closed value; it is not "
        "sleepiness."
    ),
    source="Soukupová and Čech 2016, equation 1, on the lids of the iris network (Ablavatski et al. 2020)",
    measure=EachFace(measure_openness),
)
