"""Bodies without a network: joints of a seated person whose behaviour is known to the frame."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.body.joints import Joint
from desdemona.channels.body.posture import BodyClip

Floats = NDArray[np.float64]
Shifts = dict[Joint, tuple[Floats | float, Floats | float]]
PICTURE_PX = (640, 480)
SHOULDERS_PX = 100.0
RATE_HZ = 30.0
BLEND_S = 0.3

SEATED: dict[Joint, tuple[float, float]] = {
    Joint.NOSE: (0, 0.65),
    Joint.EYES: (0, 0.78),
    Joint.MOUTH: (0, 0.52),
    Joint.LEFT_EAR: (0.21, 0.72),
    Joint.RIGHT_EAR: (-0.21, 0.72),
    Joint.LEFT_SHOULDER: (0.5, 0),
    Joint.RIGHT_SHOULDER: (-0.5, 0),
    Joint.LEFT_ELBOW: (0.65, -0.7),
    Joint.RIGHT_ELBOW: (-0.65, -0.7),
    Joint.LEFT_WRIST: (0.4, -1.0),
    Joint.RIGHT_WRIST: (-0.4, -1.0),
    Joint.LEFT_HAND: (0.3, -1.05),
    Joint.RIGHT_HAND: (-0.3, -1.05),
    Joint.LEFT_HIP: (0.35, -1.7),
    Joint.RIGHT_HIP: (-0.35, -1.7),
    Joint.LEFT_KNEE: (0.4, -2.2),
    Joint.RIGHT_KNEE: (-0.4, -2.2),
}
"""Places in shoulder widths, right of and above the middle of the shoulders."""
HIDDEN = (Joint.LEFT_HIP, Joint.RIGHT_HIP, Joint.LEFT_KNEE, Joint.RIGHT_KNEE)
"""Behind the desk."""
HEAD = (Joint.NOSE, Joint.EYES, Joint.MOUTH, Joint.LEFT_EAR, Joint.RIGHT_EAR)
RIGHT_ARM = (Joint.RIGHT_WRIST, Joint.RIGHT_HAND)


@dataclass(frozen=True, slots=True)
class Does:
    """What the person does from an instant to another; changes take `BLEND_S` on each side, outside the stretch."""

    what: str
    t_start_s: float
    t_end_s: float


def _moved(what: str, t_s: Floats) -> Shifts:
    """Return the shifts of joints from `SEATED`, in shoulder widths right and up."""
    still: dict[str, Shifts] = {
        "hand_raised": {Joint.RIGHT_WRIST: (-0.4, 1.9), Joint.RIGHT_HAND: (-0.5, 2.2)},
        "hand_at_ear": {Joint.RIGHT_WRIST: (0.05, 1.4), Joint.RIGHT_HAND: (-0.05, 1.7)},
        "hand_on_face": {Joint.RIGHT_WRIST: (0.3, 1.5), Joint.RIGHT_HAND: (0.35, 1.75)},
        "hand_at_mouth": {Joint.RIGHT_WRIST: (0.25, 1.3), Joint.RIGHT_HAND: (0.25, 1.5)},
        "standing": {joint: (0.0, 1.1) for joint in Joint if joint not in (Joint.LEFT_KNEE, Joint.RIGHT_KNEE)},
        "head_on_desk": dict.fromkeys(HEAD, (0.0, -0.6)),
        "leaning": {joint: (0.6, -0.1) for joint in Joint if joint not in HIDDEN},
    }
    if what in still:
        return still[what]
    down: Shifts = {Joint.NOSE: (0.0, -0.2), Joint.EYES: (0.0, -0.1), Joint.MOUTH: (0.0, -0.22)}
    if what in ("head_down", "reading"):
        return down
    if what == "writing":
        stroke = 0.012 * np.sin(2 * np.pi * 3.5 * t_s)  # 4 mm
        return {**down, Joint.RIGHT_HAND: (stroke, 0.4 * stroke), Joint.RIGHT_WRIST: (0.5 * stroke, 0.0)}
    if what == "talking":
        return {Joint.MOUTH: (0.0, 0.02 * np.sin(2 * np.pi * 4 * t_s))}
    if what == "head_turn":
        return {
            Joint.NOSE: (0.18, 0.0),
            Joint.EYES: (0.12, 0.0),
            Joint.MOUTH: (0.15, 0.0),
            Joint.LEFT_EAR: (-0.15, 0.0),
        }
    if what == "nod":
        dip = -0.08 * np.sin(2 * np.pi * 1.5 * t_s)
        return {Joint.NOSE: (0.0, dip), Joint.MOUTH: (0.0, dip)}
    raise ValueError(what)


def person(
    *doing: Does,
    duration_s: float = 30.0,
    rate_hz: float = RATE_HZ,
    jitter: float = 0.005,
    hand_jitter: float = 0.001,
    hidden: Sequence[Joint] = HIDDEN,
    rng: np.random.Generator,
) -> BodyClip:
    """Return a seated person who breathes and does things, with white jitter of so many shoulder widths.

    The hand network's palms tremble less (measured on photographs under video noise: .0005 to .001)."""
    t_s = np.arange(round(duration_s * rate_hz)) / rate_hz
    place = np.tile(np.array([SEATED[joint] for joint in Joint], dtype=np.float64), (t_s.size, 1, 1))
    place[:, :, 1] += 0.01 * np.sin(2 * np.pi * 0.25 * t_s)[:, None]
    for act in doing:
        rise = np.clip((t_s - act.t_start_s) / BLEND_S + 1, 0, 1) * np.clip((act.t_end_s - t_s) / BLEND_S + 1, 0, 1)
        for joint, (right, up) in _moved(act.what, t_s).items():
            place[:, joint, 0] += rise * right
            place[:, joint, 1] += rise * up
    tremble = np.full(len(Joint), jitter)
    tremble[[Joint.LEFT_HAND, Joint.RIGHT_HAND]] = min(jitter, hand_jitter)
    place += tremble[:, None] * rng.standard_normal(place.shape)
    pixels = np.array([320.0, 260.0]) + place * np.array([SHOULDERS_PX, -SHOULDERS_PX])
    visibility = np.full((t_s.size, len(Joint)), 0.95)
    visibility[:, list(hidden)] = 0.1
    return BodyClip(
        t_s=t_s,
        joints_px=pixels.astype(np.float32),
        visibility=visibility.astype(np.float32),
        level_dn=np.full(t_s.size, 120.0),
        reasons=[None] * t_s.size,
        picture_px=PICTURE_PX,
        hand_seen=np.ones((t_s.size, 2), dtype=bool),
    )
