"""Where the eyes point in the head."""

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.channel import Channel, EachFace
from desdemona.channels.face.eyes import eye_aspect_ratio
from desdemona.channels.face.observed import Faces

Floats = NDArray[np.float64]

EYEBALL_RADIUS_SHARE = 12.0 / 30.0
"""Radius of the eyeball over the width of the eye between its corners (12 mm, Bekerman et al. 2014; 30 mm)."""
IRIS_AHEAD_SHARE = 0.14
"""How far the iris lies before the line between the corners, over the eye's width; a turn of the head shows it."""
YAW_GAIN, PITCH_GAIN = 1.4, 1.4
"""What is read is less than what the iris moves: .5 to .9 of it across, .4 to .5 up and down, where lids hide it.
Measured on drawn eyes, whose iris moves as stated (six phantoms). A part of the missing answer up and down is left
missing, because the gain also enlarges what people's lids differ by."""
REST_SHARE = 0.051
"""How far above the line between the corners the iris is read when looking ahead, over the eye's width: the mean of 88
people drawn at random, a quarter of them with glasses, who are read .024 higher than others."""
MESH_ACROSS, MESH_UP = 0.5, 0.25
"""How much the mesh's corners count beside the iris network's, across and up and down. The mesh's stand still but are
off by more from face to face, to one side and in height; the iris network's follow the iris half-way across."""
LEAST_OPENNESS_RATIO = 0.13
"""With the lids closer than this there is no iris to see."""
_CORNERS = ((362, 263), (33, 133))
_CONTOUR_CORNERS = ((8, 0), (0, 8))
"""Of the left and of the right eye, the corner at the image's left first, in the mesh and in the refined contour."""


def measure_gaze(faces: Faces) -> dict[str, Floats]:
    """Return yaw and pitch in degrees, eye in head, the mean of both eyes; NaN where the eyes are shut.

    Yaw is positive towards the image's right, pitch up. The iris centre is taken relative to the eye's middle and put
    on an eyeball.
    """
    across = np.mean([_iris_offset(faces, side, MESH_ACROSS)[0] for side in (0, 1)], axis=0)
    up = np.mean([_iris_offset(faces, side, MESH_UP)[1] for side in (0, 1)], axis=0)
    turn = np.radians(faces.head_deg[:, 0])
    aside = YAW_GAIN * (across * np.cos(turn) - IRIS_AHEAD_SHARE * np.sin(turn)) / EYEBALL_RADIUS_SHARE
    above = PITCH_GAIN * (up - REST_SHARE) / EYEBALL_RADIUS_SHARE
    shut = eye_aspect_ratio(faces.contour_px).mean(axis=1) < LEAST_OPENNESS_RATIO
    angles = (np.degrees(np.arcsin(np.clip(sine, -1, 1))) for sine in (aside, above))
    yaw, pitch = (np.where(shut, np.nan, angle) for angle in angles)
    return {"gaze_yaw_deg": yaw, "gaze_pitch_deg": pitch}


def _iris_offset(faces: Faces, side: int, mesh_share: float) -> tuple[Floats, Floats]:
    """Return how far right along the eye's line and above it the iris centre is, over the eye's width (n,)."""
    refined = faces.contour_px[:, side, _CONTOUR_CORNERS[side]].astype(np.float64)
    corners = refined + mesh_share * (faces.points_px[:, _CORNERS[side], :2] - refined)
    left, right = corners.transpose(1, 0, 2)
    line = right - left
    width2 = np.maximum((line**2).sum(axis=1), 1e-6)
    off = faces.iris_px[:, side, 0].astype(np.float64) - (left + right) / 2
    return (off * line).sum(axis=1) / width2, (off[:, 0] * line[:, 1] - off[:, 1] * line[:, 0]) / width2


_CAVEAT = (
    "Calibrated on drawn eyes, not on this person: some 5 degrees of error, up and down up to 10; it is not what "
    "somebody pays attention to."
)
_SOURCE = "iris centre (Ablavatski et al. 2020) between the eye corners of the mesh, on an eyeball of 12 mm"
GAZE_YAW = Channel(
    name="gaze.yaw",
    unit="deg",
    rung="signal",
    needs=("face", "eyes"),
    columns=("gaze_yaw_deg",),
    caveat=_CAVEAT,
    source=_SOURCE,
    measure=EachFace(measure_gaze),
)
GAZE_PITCH = Channel(
    name="gaze.pitch",
    unit="deg",
    rung="signal",
    needs=("face", "eyes"),
    columns=("gaze_pitch_deg",),
    caveat="Lids hide the iris when the eyes look down, so large angles are read too small. " + _CAVEAT,
    source=_SOURCE,
    measure=EachFace(measure_gaze),
)
