"""The brows: how far they are raised."""

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.channel import Channel, EachFace
from desdemona.channels.face.observed import Faces

_BROWS = (70, 63, 105, 66, 107, 46, 53, 52, 65, 55, 300, 293, 334, 296, 336, 276, 283, 282, 295, 285)
"""Upper and lower edge of the right and of the left brow."""
_EYE_CORNERS = (33, 133, 362, 263)


def measure_brow_raise(faces: Faces) -> dict[str, NDArray[np.float64]]:
    """Return how far the brows stand above the eye corners, over the distance between the outer corners.

    About .2 at rest, .04 to .06 more fully raised and .02 less when lowered; the head's turn is taken out.
    """
    height = faces.upright[:, :, 1]
    return {"brow_raise_ratio": height[:, _BROWS].mean(axis=1) - height[:, _EYE_CORNERS].mean(axis=1)}


BROW_RAISE = Channel(
    name="brow.raise",
    unit="ratio",
    rung="sign",
    needs=("face", "brows"),
    columns=("brow_raise_ratio",),
    caveat="People's brows differ at rest, so only change within a person counts; a raised brow is no surprise.",
    source="brows of the face mesh (Kartynnik et al. 2019); action units 1, 2 and 4 of Ekman and Friesen 1978",
    measure=EachFace(measure_brow_raise),
)
