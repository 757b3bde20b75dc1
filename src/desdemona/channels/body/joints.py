"""The joints that signs are read from: 17 points a body, from the pose network's 33 and the hand network's 21."""

from collections.abc import Sequence
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.body.hands import Hand, nearest_hand
from desdemona.channels.body.pose import Pose, shoulder_width_px

Floats = NDArray[np.float64]

WRIST_REACH_SHARE = 0.6
"""A hand belongs to a body's wrist that is within this share of the shoulders' width (our choice)."""


class Joint(IntEnum):
    """A point of a body; left and right are the person's own."""

    NOSE = 0
    EYES = 1
    MOUTH = 2
    LEFT_EAR = 3
    RIGHT_EAR = 4
    LEFT_SHOULDER = 5
    RIGHT_SHOULDER = 6
    LEFT_ELBOW = 7
    RIGHT_ELBOW = 8
    LEFT_WRIST = 9
    RIGHT_WRIST = 10
    LEFT_HAND = 11
    RIGHT_HAND = 12
    LEFT_HIP = 13
    RIGHT_HIP = 14
    LEFT_KNEE = 15
    RIGHT_KNEE = 16


_FROM_POSE: tuple[tuple[int, ...], ...] = (
    (0,),
    (2, 5),
    (9, 10),
    (7,),
    (8,),
    (11,),
    (12,),
    (13,),
    (14,),
    (15,),
    (16,),
    (15, 17, 19),
    (16, 18, 20),
    (23,),
    (24,),
    (25,),
    (26,),
)
"""The pose network's points whose mean each joint is; a hand is the middle of wrist, little and index knuckle."""
_HANDS = ((Joint.LEFT_WRIST, Joint.LEFT_HAND), (Joint.RIGHT_WRIST, Joint.RIGHT_HAND))


def joints_of(pose: Pose, hands: Sequence[Hand] = ()) -> tuple[Floats, Floats, tuple[bool, bool]]:
    """Return a body's joints (17, 2) in pixels of the picture, their visibility (17,), and which hands were seen.

    Where the hand network saw the left or right hand at its wrist, the hand's joint is the middle of its palm, and
    visible; it trembles far less than where the pose network puts it.
    """
    points = np.stack([pose.points_px[list(which), :2].mean(axis=0) for which in _FROM_POSE])
    visibility = np.array([pose.visibility[list(which)].min() for which in _FROM_POSE])
    reach_px = WRIST_REACH_SHARE * shoulder_width_px(pose)
    seen = [False, False]
    for side, (wrist, joint) in enumerate(_HANDS):
        hand = nearest_hand(hands, points[wrist], reach_px)
        if hand is not None:
            seen[side] = True
            points[joint] = hand.middle_px
            points[wrist] = hand.points_px[0, :2]
            visibility[[wrist, joint]] = np.maximum(visibility[wrist], hand.presence)
    return points, visibility, (seen[0], seen[1])


def level_dn(rgb: NDArray[np.uint8], pose: Pose) -> float:
    """Return the mean brightness, in 8-bit steps, of the upright box round head and shoulders."""
    points = pose.points_px[:13, :2]
    height, width = rgb.shape[:2]
    left, top = np.clip(np.floor(points.min(axis=0)), 0, (width - 1, height - 1)).astype(int)
    right, bottom = np.clip(np.ceil(points.max(axis=0)), (left + 1, top + 1), (width, height)).astype(int)
    return float(rgb[top:bottom:2, left:right:2].mean())
