"""What is asked of the channels of movement, brief movements, posture and hands."""

from collections.abc import Callable, Mapping

import numpy as np

from desdemona.assay.asked import Asked, at_most
from desdemona.assay.recovering import (
    Floats,
    error,
    events,
    found_events,
    mean_of,
    of_flag,
    of_windows,
    time_shared,
    told_events,
)
from desdemona.assay.shots import Shot, frames_in
from desdemona.audits.truths import MICRO
from desdemona.scenes.postures import POSTURES

POSTURE = "seat.0.posture"
BOWED_DEG, LEANING_DEG = -15.0, 12.0
"""From here on a posture counts as one with a bowed head, and as one that leans; our choice."""
BOWED = tuple(name for name, one in POSTURES.items() if one.head_pitch_deg <= BOWED_DEG)
LEANING = tuple(name for name, one in POSTURES.items() if abs(one.lean_deg) >= LEANING_DEG)

Known = Callable[[Shot, float, float], float]


def _tremor(output: str, factor: float = 1.0) -> Known:
    """Return how to tell the one tremor of a script."""

    def known(shot: Shot, _start_s: float, _end_s: float) -> float:
        values = shot.curve(f"tremor.{output}")[1]
        return factor * float(values[0]) if values.size else float("nan")

    return known


def _shaken_px(shot: Shot, _start_s: float, _end_s: float) -> float:
    return float(shot.curve("camera.shake")[1][0])


def _windows(kind: str, channel: str, known: Known, unit: str, most: float | None = None) -> Asked:
    bound = None if most is None else at_most(most)
    return Asked((kind,), error(of_windows(channel, known), unit), bound)


def _posture(kind: str, column: str, *postures: str) -> Asked:
    def pairs(shot: Shot) -> tuple[Floats, Floats]:
        return shot.column(column), frames_in(shot.t_s, shot.labelled(POSTURE, *postures))

    return Asked((kind,), time_shared(pairs))


MOTION: Mapping[str, Asked] = {
    "camera.shake": _windows("shaken", "camera.shake", _shaken_px, "px"),
    "head.motion.frequency": _windows("still", "head.motion.frequency", _tremor("frequency"), "Hz", 0.1),
    "head.motion.amplitude": _windows("still", "head.motion.amplitude", _tremor("amplitude"), "mm"),
    "body.sway": _windows("swaying", "body.sway", _tremor("amplitude", 1 / float(np.sqrt(2))), "mm"),
    "breath.rate.chest": _windows("still", "breath.rate.chest", mean_of("breath.rate"), "breaths/min", 1.0),
}
MICRO_MOVES: Mapping[str, Asked] = {
    name: Asked(("brief",), events(found_events(name), told_events(MICRO)))
    for name in ("face.micro.mdmd", "face.micro.strain")
}
BODY: Mapping[str, Asked] = {
    "body.hand_raised": _posture("desk", "hand_raised", "hand_raised"),
    "body.standing": _posture("risen", "standing", "standing"),
    "body.head_down": _posture("desk", "body_head_down", *BOWED),
    "body.head_on_desk": _posture("desk", "head_on_desk", "head_on_desk"),
    "body.writing": _posture("desk", "writing", "writing"),
    "body.reading": _posture("desk", "reading", "reading"),
    "body.hand_at_ear": _posture("desk", "hand_at_ear", "phone_at_ear"),
    "body.object_at_mouth": Asked(("wheel",), time_shared(of_flag("object_at_mouth", "draw"))),
    "body.leaning": _posture("desk", "leaning", *LEANING),
}
WHY_NOT: Mapping[str, str] = {
    "head.vibration.amplitude": "it counts changed pixels, and scripts say nothing of those",
    "head.vibration.frequency": "it counts changed pixels, and scripts say nothing of those",
    "head.vibration.symmetry": "it counts changed pixels, and scripts say nothing of those",
    "breath.rate.skin": "breath changes the size of a phantom's pulse wave, and not the skin's slow colour",
    "face.strain": "scripts say which muscle moves, not how far the skin is stretched",
    "face.perfusion": "scripts say how much blood there is, not what share of the light a patch loses",
    "body.hand_on_face": "no posture has an empty hand on the face",
    "body.trunk_sway": "postures say nothing of how a trunk sways between them",
}
"""Why some channels have no truth in the scripts."""
