"""Which way a head is turned: a rigid fit of a mean face to the face mesh."""

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.channel import Channel, EachFace
from desdemona.channels.face.observed import Faces

Floats = NDArray[np.float64]


def measure_head(faces: Faces) -> dict[str, Floats]:
    """Return yaw, pitch and roll of each head in degrees, relative to the camera's axis.

    Yaw is positive towards the image's right, pitch up, roll clockwise in the image.
    """
    yaw, pitch, roll = faces.head_deg.T
    return {"head_yaw_deg": yaw, "head_pitch_deg": pitch, "head_roll_deg": roll}


_SOURCE = (
    "perspective fit of a mean face (the network's points on six phantoms and one face, made symmetric) to 22 points "
    "of the face mesh (Kartynnik et al. 2019) with depth, Gauss-Newton; camera assumed 45 degrees wide"
)
HEAD_YAW = Channel(
    name="head.yaw",
    unit="deg",
    rung="signal",
    needs=("face",),
    columns=("head_yaw_deg",),
    caveat="Where the head points, not where the eyes look, and not attention; the camera's angle of view is assumed.",
    source=_SOURCE,
    measure=EachFace(measure_head),
)
HEAD_PITCH = Channel(
    name="head.pitch",
    unit="deg",
    rung="signal",
    needs=("face",),
    columns=("head_pitch_deg",),
    caveat="Zero and gain are a mean drawn face's: a long nose, a beard or dark skin shifts zero by some "
    "degrees all through a recording, and from in front no fit can tell such a face from a nod. Changes are surer: see "
    "head_drop_deg of head.down, against the person's usual pitch.",
    source=_SOURCE,
    measure=EachFace(measure_head),
)
HEAD_ROLL = Channel(
    name="head.roll",
    unit="deg",
    rung="signal",
    needs=("face",),
    columns=("head_roll_deg",),
    caveat="Tilt in the picture; a tilted camera looks the same.",
    source=_SOURCE,
    measure=EachFace(measure_head),
)
