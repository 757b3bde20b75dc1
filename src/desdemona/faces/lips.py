"""The lips: where their borders run, exactly, for every pose."""

from dataclasses import dataclass

import numpy as np

from desdemona.faces.cast import Identity
from desdemona.faces.colour import Picture
from desdemona.faces.head import MOUTH_Y_MM
from desdemona.faces.pose import FULL_JAW_MM, Pose
from desdemona.faces.pulls import Pull, pulls_of
from desdemona.faces.relief import smooth_step

SMILE_UP_MM = 7.0
"""How far a full unit 12 (a full smile) raises the corners of the mouth."""

SMILE_OUT_MM = 6.5
"""How far it moves each corner outwards."""

_JAW_LIFTS_MM = 1.5
"""How far the upper lip goes up when the jaw is fully down."""

_JAW_NARROWS_MM = 6.0
"""How far each corner comes inwards then."""

_CORNER_FALLS = 0.38
"""How far the corners go down, as a share of the jaw's fall."""

_CORNER_MM: dict[Pull, tuple[float, float]] = {
    "12": (SMILE_OUT_MM, SMILE_UP_MM),
    "10": (0.3, 0.8),
    "14": (1.4, 0.8),
    "15": (0.6, -5.0),
    "17": (-0.8, -1.2),
    "20": (5.2, -1.6),
    "23": (-2.6, 0.0),
    "24": (-1.4, 0.0),
    "round": (-7.0, 0.0),
    "spread": (4.2, 0.0),
}
"""How far each pull moves a corner, outwards and up, in mm; our choice."""

_UPPER_MM: dict[Pull, float] = {"25": 1.4, "10": 4.0, "9": 1.6, "17": 2.4, "12": 0.3, "round": 0.3}
_LOWER_MM: dict[Pull, float] = {"25": -3.6, "17": 3.2, "20": -0.4, "12": 0.3, "round": -0.5}
"""How far each pull moves the middle of the lips' inner borders up, in mm; they meet and never cross."""

_THIN: dict[Pull, tuple[float, float]] = {
    "12": (0.22, 0.22),
    "14": (0.08, 0.08),
    "15": (0.05, -0.05),
    "17": (0.05, -0.25),
    "20": (0.25, 0.28),
    "23": (0.50, 0.50),
    "24": (0.66, 0.66),
    "spread": (0.18, 0.18),
    "round": (-0.22, -0.15),
}
"""Share of the red of the upper and the lower lip that each pull rolls in."""


@dataclass(frozen=True, slots=True, eq=False)
class Lips:
    """The borders of the lips over a patch, as heights in mm, and `share`, 0 in the middle to 1 at the corners.

    `corners` are (x, y) in mm of the corner at the left of the picture and at the right.
    """

    share: Picture
    upper_out: Picture
    upper_in: Picture
    lower_in: Picture
    lower_out: Picture
    corners: tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Half:
    """One half of the mouth: its corner, the middle's inner borders as this half pulls them, the reds' thickness."""

    corner: tuple[float, float]
    upper: float
    lower: float
    red: tuple[float, float]


def corner_mm(identity: Identity, pose: Pose, side: int) -> tuple[float, float]:
    """Return the corner of the mouth (x, y in mm, head coordinates), `side` -1 left in the picture, 1 right."""
    out = identity.mouth_width_mm / 2 - _JAW_NARROWS_MM * pose.jaw_opening
    up = MOUTH_Y_MM - _CORNER_FALLS * pose.drop_mm
    for pull, amount in pulls_of(pose, side).items():
        by_out, by_up = _CORNER_MM.get(pull, (0.0, 0.0))
        out, up = out + by_out * amount, up + by_up * amount
    return side * out, up


def _half(identity: Identity, pose: Pose, side: int) -> _Half:
    pulls, jaw = pulls_of(pose, side), pose.jaw_opening
    upper = MOUTH_Y_MM + _JAW_LIFTS_MM * jaw + sum(_UPPER_MM.get(pull, 0.0) * amount for pull, amount in pulls.items())
    lower = MOUTH_Y_MM - pose.drop_mm + sum(_LOWER_MM.get(pull, 0.0) * amount for pull, amount in pulls.items())
    left_over = [
        float(np.prod([1 - _THIN[pull][lip] * amount for pull, amount in pulls.items() if pull in _THIN]))
        for lip in (0, 1)
    ]
    reds = (identity.upper_lip_mm * left_over[0], identity.lower_lip_mm * left_over[1])
    jaw_thin = 1 - 0.25 * jaw
    return _Half(corner_mm(identity, pose, side), upper, min(lower, upper), (reds[0] * jaw_thin, reds[1] * jaw_thin))


def lips_of(x_mm: Picture, identity: Identity, pose: Pose) -> Lips:
    """Return where the lips run at each x for a pose.

    Each half has its own corner; what the halves do to the middle blends over two centimetres.
    """
    left, right = _half(identity, pose, -1), _half(identity, pose, 1)
    of_right = smooth_step(x_mm, -10.0, 10.0)

    def both(one: float, other: float) -> Picture | float:
        return one if one == other else one + (other - one) * of_right

    (left_x, left_y), (right_x, right_y) = left.corner, right.corner
    share = np.clip(np.where(x_mm < 0, x_mm / left_x, x_mm / right_x), 0, 1)
    corner_y = np.where(x_mm < 0, np.float32(left_y), np.float32(right_y))
    arc = 1 - share * share
    upper, lower = both(left.upper, right.upper) - corner_y, both(left.lower, right.lower) - corner_y
    red_up, red_low = both(left.red[0], right.red[0]), both(left.red[1], right.red[1])
    bow = 1.2 * np.exp(-(((np.abs(x_mm) - 6.0) / 4.0) ** 2)) - 1.1 * np.exp(-((x_mm / 2.6) ** 2))
    jaw = pose.jaw_opening
    rounder = 0.8 - 0.3 * smooth_step(jaw, 0.0, 0.6)  # an open mouth is rounder than a shut one
    within = np.clip(share * (1 + 0.16 * jaw), 0, 1)  # and its lips go round the corners
    hole = (1 - within * within) ** rounder
    upper_in, lower_in = corner_y + upper * hole, corner_y + lower * hole
    upper_out = corner_y + upper * arc**rounder + red_up * (arc**0.85 + bow * arc / identity.upper_lip_mm)
    lower_out = corner_y + lower * arc**rounder - red_low * arc**0.7
    return Lips(
        share,
        np.maximum(upper_out, upper_in),
        upper_in,
        lower_in,
        np.minimum(lower_out, lower_in),
        (left.corner, right.corner),
    )


def lip_gap_mm(identity: Identity, pose: Pose) -> float:
    """Return the drawn distance between the inner borders of the lips in the middle of the mouth, in mm."""
    lips = lips_of(np.zeros(1, dtype=np.float64), identity, pose)
    return float(lips.upper_in[0] - lips.lower_in[0])


def parting_share(identity: Identity, pose: Pose) -> float:
    """Return the drawn gap between the lips over that of a fully open mouth: 0 shut, 1 the jaw all the way down."""
    return lip_gap_mm(identity, pose) / (FULL_JAW_MM + _JAW_LIFTS_MM)


def corner_raise_share(identity: Identity, pose: Pose, side: int) -> float:
    """Return how far a corner of the mouth is drawn up by muscles, not the jaw, over a full smile; negative is down."""
    _, up = corner_mm(identity, pose, side)
    return (up + _CORNER_FALLS * pose.drop_mm - MOUTH_Y_MM) / SMILE_UP_MM
