"""The joints of a body at one instant: from a stance to points in the room."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from desdemona.faces.pose import Pose
from desdemona.faces.view import NECK_MM, rotation_of
from desdemona.scenes.build import (
    FOREARM_MM,
    HAND_MM,
    HEAD_JOINT_MM,
    HIP_MM,
    NECK_BASE_MM,
    SHOULDER_MM,
    UPPER_ARM_MM,
    Build,
)
from desdemona.scenes.lens import Points, Vector
from desdemona.scenes.postures import Reach, Side
from desdemona.scenes.stance import Stance
from desdemona.scenes.stir import AT_REST, Stir, trunk_shift

STEEPEST_PITCH_DEG = -62.0
"""The farthest that a head is drawn sunk; beyond it the back of the head would show, which has no drawing."""


@dataclass(frozen=True, slots=True, eq=False)
class Arm:
    """One arm: joints in the room, mm; `sign` is -1 on the image's left.

    `fingers`, `palm` and `thumb` are the unit directions along the fingers, out of the palm and across it to the thumb.
    """

    sign: int
    shoulder: Points
    elbow: Points
    wrist: Points
    tip: Points
    fingers: Points
    palm: Points
    thumb: Points
    curl: float
    spread: float


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """A body in the room: `pose` is that of the head as drawn, `head_middle` the head's origin (between the ears).

    `trunk` turns directions of the seat into those of the leant trunk, `turn` those of the head into the room's.
    """

    build: Build
    pose: Pose
    hip: Points
    neck_base: Points
    head_joint: Points
    head_middle: Points
    trunk: NDArray[np.float64]
    turn: NDArray[np.float64]
    arms: Mapping[Side, Arm]
    origin: Points
    stir: Stir = AT_REST

    def on_head(self, point_mm: Points | Vector) -> Points:
        """Return where points of the head, (3,) or (n, 3) in mm of `faces`, are in the room."""
        return np.asarray(self.head_middle + self.build.head * np.asarray(point_mm) @ self.turn.T)

    def on_trunk(self, point_mm: Vector) -> Points:
        """Return where a point of the upright grown-up trunk, in seat coordinates, is in the room."""
        scaled = (np.array(point_mm) - HIP_MM) * self.build.body
        stirred = trunk_shift(self.stir, point_mm[1]) if self.stir is not AT_REST else 0.0
        return np.asarray(self.hip + self.trunk @ scaled + stirred)


def drawn_pose(pose: Pose, stance: Stance) -> Pose:
    """Return the pose of the head in a stance: angles add up, lids close, and all stays within what can be drawn."""
    return replace(
        pose,
        head_yaw_deg=float(np.clip(pose.head_yaw_deg + stance.head_yaw_deg, -35, 35)),
        head_pitch_deg=float(np.clip(pose.head_pitch_deg + stance.head_pitch_deg, STEEPEST_PITCH_DEG, 35)),
        head_roll_deg=pose.head_roll_deg + stance.head_roll_deg + stance.bend_deg,
        gaze_pitch_deg=float(np.clip(pose.gaze_pitch_deg + stance.gaze_pitch_deg, -30, 30)),
        eye_opening=pose.eye_opening * (1 - stance.lids) * (1 + 0.032 * min(stance.gaze_pitch_deg, 0)),
    )


def _trunk_rotation(lean_deg: float, bend_deg: float) -> NDArray[np.float64]:
    lean, bend = np.radians([lean_deg, bend_deg])
    forward = np.array([[1, 0, 0], [0, np.cos(lean), -np.sin(lean)], [0, np.sin(lean), np.cos(lean)]])
    aside = np.array([[np.cos(bend), np.sin(bend), 0], [-np.sin(bend), np.cos(bend), 0], [0, 0, 1]])
    return np.asarray(forward @ aside)


def _cross(a: Points, b: Points) -> Points:
    return np.array([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]])


def _unit(vector: Points) -> Points:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9))


def bent_elbow(shoulder: Points, wrist: Points, upper_mm: float, fore_mm: float, pole: Points) -> tuple[Points, Points]:
    """Return elbow and wrist of an arm whose hand goes to `wrist`, or as near to it as the arm is long.

    The elbow gives way in the direction of `pole`; both bones keep their lengths.
    """
    off = wrist - shoulder
    distance = float(np.linalg.norm(off))
    length = float(np.clip(distance, abs(upper_mm - fore_mm) + 1.0, 0.995 * (upper_mm + fore_mm)))
    line = _unit(off)
    along = (length**2 + upper_mm**2 - fore_mm**2) / (2 * length)
    out = float(np.sqrt(max(upper_mm**2 - along**2, 0.0)))
    sideways = _unit(pole - line * float(pole @ line))
    return np.asarray(shoulder + along * line + out * sideways), np.asarray(shoulder + length * line)


def _arm(sign: int, reach: Reach, body: Body, turn: NDArray[np.float64]) -> Arm:
    """Return an arm; `turn` is how the head is turned, for hands that go along with it."""
    size = body.build.body
    x, y, z = SHOULDER_MM
    target = np.array(reach.wrist_mm)
    lift = float(np.clip((target[1] - 560) / 320, 0, 1))
    shoulder = body.on_trunk((sign * (x - 14 * lift), y + 34 * lift, z))
    seated = body.origin + size * target
    headed = body.head_joint + turn @ (body.build.head * (target - HEAD_JOINT_MM))
    seated = seated + (body.stir.right_hand_mm if sign < 0 else body.stir.left_hand_mm)
    share = reach.with_head
    frame = share * turn + (1 - share) * np.eye(3)
    elbow, wrist = bent_elbow(
        shoulder, share * headed + (1 - share) * seated, size * UPPER_ARM_MM, size * FOREARM_MM, np.array(reach.elbow)
    )
    fingers = _unit(frame @ np.array(reach.fingers))
    palm = frame @ np.array(reach.palm)
    palm = _unit(palm - fingers * float(palm @ fingers))
    straight = 1 - 0.55 * reach.curl
    tip = wrist + size * HAND_MM * (straight * fingers + 0.45 * reach.curl * palm)
    thumb = -sign * _cross(fingers, palm)
    return Arm(sign, shoulder, elbow, wrist, np.asarray(tip), fingers, palm, thumb, reach.curl, reach.spread)


def facing_rotation(tilt_deg: float) -> NDArray[np.float64]:
    """Return the rotation (3, 3) that turns directions of the camera's picture into those of the room."""
    angle = np.radians(tilt_deg)
    return np.array([[1, 0, 0], [0, np.cos(angle), np.sin(angle)], [0, -np.sin(angle), np.cos(angle)]])


def body_of(
    build: Build, stance: Stance, pose: Pose, origin_mm: Vector, tilt_deg: float = 0.0, stir: Stir = AT_REST
) -> Body:
    """Return the body of a build in a stance, on a seat whose middle is at `origin_mm` in the room.

    The pose of the head is what the camera sees, which looks down by `tilt_deg`; `stir` is how far the body is from
    its place, by breath and tremor.
    """
    drawn = drawn_pose(pose, stance)
    origin = np.array(origin_mm, dtype=np.float64)
    trunk = _trunk_rotation(stance.lean_deg, stance.bend_deg)
    hip = origin + build.body * (np.array(HIP_MM) + stance.shift_mm)
    turn = facing_rotation(tilt_deg) @ rotation_of(drawn)
    bare = Body(build, drawn, hip, hip, hip, hip, trunk, turn, {}, origin, stir)
    joint = bare.on_trunk(HEAD_JOINT_MM) + stir.head_mm
    middle = joint - turn @ (build.head * NECK_MM)
    body = replace(bare, neck_base=bare.on_trunk(NECK_BASE_MM), head_joint=joint, head_middle=middle)
    arms: dict[Side, Arm] = {"right": _arm(-1, stance.right, body, turn), "left": _arm(1, stance.left, body, turn)}
    return replace(body, arms=arms)
