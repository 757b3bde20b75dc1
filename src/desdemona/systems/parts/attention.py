"""The part that calls a person attentive: eyes open, head and gaze within a cone about the camera."""

import numpy as np

from desdemona.systems.flows import Flow, Series
from desdemona.systems.parts.part import Given, Parameter, Part, Slot
from desdemona.systems.parts.signs import own_open_level


def apply_attention(given: Given) -> Flow:
    """Return 1 in frames in which the eyes are open and look into the cone, 0 otherwise, NaN where not measured.

    Closed lids are measured inattention: where the eyes look is then not asked. Head and gaze angles are added, which
    is exact for turns about one axis and within 2 degrees for the cones used here.
    """
    lids = given.series("openness")
    yaw_deg = given.series("head_yaw").value + given.series("gaze_yaw").value
    pitch_deg = given.series("head_pitch").value + given.series("gaze_pitch").value
    off_deg = np.hypot(yaw_deg, pitch_deg)
    shut = lids.value <= given.values["open_share"] * own_open_level(lids.value)
    looking = np.where(np.isfinite(off_deg), (off_deg <= given.values["cone_deg"]).astype(np.float64), np.nan)
    return Series(lids.t_s, np.where(shut, 0.0, np.where(np.isfinite(lids.value), looking, np.nan)))


ATTENTION = Part(
    name="attention within a cone",
    about=(
        "Calls a person attentive in frames in which the lids are open and head plus gaze point into a cone about the "
        "camera. A daydreamer who looks ahead is attentive to it, a listener who looks at her notes is not."
    ),
    source="the common reading of attention in class and driver cameras (gaze, head pose, lids)",
    gives="series",
    apply=apply_attention,
    slots=(
        Slot("gaze_yaw", "series"),
        Slot("gaze_pitch", "series"),
        Slot("head_yaw", "series"),
        Slot("head_pitch", "series"),
        Slot("openness", "series"),
    ),
    parameters=(
        Parameter("cone_deg", "deg", "from the camera's direction, at most"),
        Parameter("open_share", "share", "of the own open level up to which the lids count as closed"),
    ),
)
