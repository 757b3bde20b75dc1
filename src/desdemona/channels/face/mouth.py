"""The mouth: how far it is open, how far its corners are raised."""

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.channel import Channel, EachFace
from desdemona.channels.face.observed import Faces

Floats = NDArray[np.float64]

_UPPER_LIP, _LOWER_LIP = 13, 14
"""Middle of the inner edges of the lips."""
_CORNERS = (61, 291)
JAW_SHARE = 1 / 3
"""The corners go down by a third of what the lips part when the jaw drops; so much is no smile."""


def measure_opening(faces: Faces) -> dict[str, Floats]:
    """Return the gap between the inner lips over the distance between the outer corners of the eyes (0 to about .5)."""
    gap = np.linalg.norm(faces.upright[:, _UPPER_LIP] - faces.upright[:, _LOWER_LIP], axis=1)
    return {"mouth_opening_ratio": np.asarray(gap)}


def measure_corner_raise(faces: Faces) -> dict[str, Floats]:
    """Return how far the lip corners stand above the middle of the lips, in units of the outer eye corners' distance.

    About .02 to .04 at rest and .03 to .06 more in a full smile; the head's turn and the jaw's drop are taken out.
    """
    height = faces.upright[:, :, 1]
    middle = (1 - JAW_SHARE) * height[:, _UPPER_LIP] + JAW_SHARE * height[:, _LOWER_LIP]
    return {"lip_corner_raise_ratio": height[:, _CORNERS].mean(axis=1) - middle}


MOUTH_OPENING = Channel(
    name="mouth.opening",
    unit="ratio",
    rung="signal",
    needs=("face", "mouth"),
    columns=("mouth_opening_ratio",),
    caveat="Talking, singing, eating and yawning open a mouth; one frame does not tell which.",
    source="inner lips of the face mesh (Kartynnik et al. 2019), after undoing the head's turn",
    measure=EachFace(measure_opening),
)
LIP_CORNER_RAISE = Channel(
    name="lip_corner.raise",
    unit="ratio",
    rung="sign",
    needs=("face", "mouth"),
    columns=("lip_corner_raise_ratio",),
    caveat="A raised lip corner (action unit 12) is a movement; mouths differ at rest, and a smile is no feeling.",
    source="lip corners of the face mesh (Kartynnik et al. 2019); action unit 12 of Ekman and Friesen 1978",
    measure=EachFace(measure_corner_raise),
)
