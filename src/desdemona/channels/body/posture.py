"""How a body is held over time: joints in widths of the person's own shoulders, and which of them can be measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.body.joints import Joint

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Reasons = list[str | None]

Region = Literal["shoulders", "head", "hips", "knees", "hand_left", "hand_right"]
REGIONS: tuple[Region, ...] = get_args(Region)
LEAST_VISIBILITY = 0.5
"""Joints below this are hidden, in the pose network's own estimate."""
LEAST_LEVEL_DN = 12.0
"""Least mean brightness of head and shoulders, in 8-bit steps, as for faces."""
LEAST_FACING_SHARE = 0.6
"""Shoulders narrower than this share of the person's own width are turned away (more than about 50 degrees)."""
BROADEST_SHARE = 1.8
"""Shoulders wider than this many times the person's own width have come close to the camera, or are another's."""

_REGION_JOINTS: dict[Region, tuple[Joint, ...]] = {
    "shoulders": (Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER),
    "head": (Joint.NOSE, Joint.EYES, Joint.MOUTH),
    "hips": (Joint.LEFT_HIP, Joint.RIGHT_HIP),
    "knees": (Joint.LEFT_KNEE, Joint.RIGHT_KNEE),
    "hand_left": (Joint.LEFT_WRIST, Joint.LEFT_HAND),
    "hand_right": (Joint.RIGHT_WRIST, Joint.RIGHT_HAND),
}
_WORDS: dict[Region, str] = {"hand_left": "left hand", "hand_right": "right hand"}


@dataclass(frozen=True, slots=True, eq=False)
class BodyClip:
    """What was seen of one body in n frames, before anything is made of it; 200 bytes a frame.

    `joints_px` (n, 17, 2) and `visibility` (n, 17) are those of `joints.joints_of`, NaN and 0 where there is no body;
    `reasons` says why there is none. `level_dn` (n,) is the brightness there, `picture_px` width and height.
    `hand_seen` (n, 2) tells in which frames the hand network saw the left and the right hand.
    """

    t_s: Floats
    joints_px: NDArray[np.float32]
    visibility: NDArray[np.float32]
    level_dn: Floats
    reasons: Reasons
    picture_px: tuple[int, int]
    hand_seen: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Posture:
    """A body over time against its own baseline.

    `place` (n, 17, 2) are joints in shoulder widths: to the picture's right and **up**, from the middle of the
    shoulders in the same frame; `middle` (n, 2) is that middle itself, from its own median. `shoulders_px` is the
    person's own width of the shoulders, the median over the baseline; `scale` (n,) each frame's width over it. All are
    NaN where body or shoulders cannot be measured. `valid` and `why` tell for each region whether it can be and if
    not, the first reason. `resting` (n,) marks the frames that the baseline is taken from;
    `room_above` (n,) is how far the shoulders are below the picture's upper edge; `hand_seen` as in `BodyClip`.
    """

    t_s: Floats
    place: Floats
    middle: Floats
    scale: Floats
    shoulders_px: float
    valid: dict[Region, Flags]
    why: dict[Region, Reasons]
    resting: Flags
    room_above: Floats
    hand_seen: Flags

    @property
    def step_s(self) -> float:
        """Return the usual time from one frame to the next, 0 for fewer than two frames."""
        return float(np.median(np.diff(self.t_s))) if self.t_s.size > 1 else 0.0

    def own(self, values: Floats) -> float:
        """Return the person's own usual value: the median over the resting frames, NaN where there is none."""
        chosen = values[self.resting & np.isfinite(values)]
        return float(np.median(chosen)) if chosen.size else float("nan")


def take_posture(clip: BodyClip, neutral_s: tuple[float, float] | None = None) -> Posture:
    """Return the posture of a body over a clip, against its own baseline.

    Parameters
    ----------
    neutral_s
        Start and end of a stretch in which the person is known to sit still and upright; all frames if not given, and
        the baseline is then their median: right as long as that is what the person does most of the time.
    """
    joints = clip.joints_px.astype(np.float64)
    left, right = joints[:, Joint.LEFT_SHOULDER], joints[:, Joint.RIGHT_SHOULDER]
    width = np.linalg.norm(left - right, axis=1)
    low, high = neutral_s if neutral_s is not None else (-np.inf, np.inf)
    resting = (clip.t_s >= low) & (clip.t_s <= high)
    usable = resting & np.isfinite(width)
    own_px = float(np.median(width[usable])) if usable.any() else float("nan")
    why = _reasons(clip, joints, width / own_px)
    valid = {region: np.array([reason is None for reason in found], dtype=bool) for region, found in why.items()}
    middle_px = np.where(valid["shoulders"][:, None], (left + right) / 2, np.nan)
    upward = np.array([1.0, -1.0])
    middle = middle_px * upward / own_px
    rest = middle[resting & valid["shoulders"]]
    return Posture(
        t_s=clip.t_s,
        place=(joints - middle_px[:, None]) * upward / own_px,
        middle=middle - (np.median(rest, axis=0) if len(rest) else np.nan),
        scale=np.where(valid["shoulders"], width / own_px, np.nan),
        shoulders_px=own_px,
        valid=valid,
        why=why,
        resting=resting,
        room_above=middle_px[:, 1] / own_px,
        hand_seen=clip.hand_seen,
    )


def _reasons(clip: BodyClip, joints: Floats, scale: Floats) -> dict[Region, Reasons]:
    """Return for each region and frame the first reason why it cannot be measured, None where it can."""
    away = np.nan_to_num(scale, nan=1.0) < LEAST_FACING_SHARE
    close = np.nan_to_num(scale, nan=1.0) > BROADEST_SHARE
    dark = np.nan_to_num(clip.level_dn, nan=255.0) < LEAST_LEVEL_DN
    found: dict[Region, Reasons] = {}
    for region, which in _REGION_JOINTS.items():
        word = _WORDS.get(region, region)
        outside = _outside(joints[:, list(which)], clip.picture_px)
        hidden = clip.visibility[:, list(which)].min(axis=1) < LEAST_VISIBILITY
        tests: Sequence[tuple[str, Flags]] = (
            ("picture too dark", dark),
            (f"{word} outside the picture", outside),
            (f"{word} hidden", np.asarray(hidden)),
            ("body turned away", away),
            ("body much closer than usual", close),
        )
        reasons: Reasons = list(clip.reasons)
        for reason, applies in tests:
            for index in np.flatnonzero(applies):
                reasons[index] = reasons[index] or reason
        found[region] = reasons
    return found


def _outside(points: Floats, picture_px: tuple[int, int]) -> Flags:
    with np.errstate(invalid="ignore"):
        return np.asarray(((points < 0) | (points > np.array(picture_px))).any(axis=(1, 2)))
