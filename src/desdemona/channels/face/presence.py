"""That a face is there, where, and how large."""

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.channel import Channel, EachFace
from desdemona.channels.face.observed import Faces


def measure_presence(faces: Faces) -> dict[str, NDArray[np.float64]]:
    """Return 1 for each face, and centre and longer side of the box around its points in pixels."""
    points = faces.points_px[:, :, :2].astype(np.float64)
    low, high = points.min(axis=1), points.max(axis=1)
    x, y = ((low + high) / 2).T
    return {
        "face_found": np.ones(len(faces)),
        "face_x_px": x,
        "face_y_px": y,
        "face_size_px": (high - low).max(axis=1),
    }


FACE_FOUND = Channel(
    name="face.found",
    unit="0/1",
    rung="signal",
    needs=("face",),
    columns=("face_found", "face_x_px", "face_y_px", "face_size_px"),
    caveat="A face is not a person known, present or attentive; a poster or a drawing has one too.",
    source="short-range BlazeFace (Bazarevsky et al. 2019), then the presence score of the face mesh",
    measure=EachFace(measure_presence),
    flags=("face_found",),
)
