"""Where the joints of a body are: BlazePose (Bazarevsky et al. 2020), 33 points, found once and then followed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.body.following import resting_square, tilt_rad
from desdemona.channels.face.square import Square, cut_square, to_picture
from desdemona.channels.spotting import Layout, find_spots
from desdemona.models.network import Network

Floats = NDArray[np.float64]

POINTS = 33
OUTPUTS = 2
"""Of the landmark network's five outputs the points and the presence; a mask and two more ways to tell the points take
as long again."""
DETECTOR = Layout(grids=((28, 2), (14, 2), (7, 6)), least_score=0.5)
"""Strides 8, 16 and three times 32 over 224 pixels, two anchors a cell and layer; points: hips' middle, a point whose
distance from it is half the body's size, and two alike for the upper body."""
ENLARGEMENT = 1.25
"""Side of the square the landmark network is shown over the body's size; the model was trained so."""
BELOW_FACE_SIDES, BODY_FACE_SIDES = 3.9, 12.3
"""Middle and side of the square below a face, in sides of the full-range face detector's box: the median over two
photographs and five postures of a drawn person, who had 3.4 to 4.2 and 10.9 to 13.6."""
LEAST_PRESENCE = 0.5
"""Below this score the landmark network says that there is no body."""
LEAST_VISIBILITY = 0.5
"""Joints below this are hidden or outside, in the network's own estimate."""
LEAST_SHOULDERS_PX = 20.0
"""Smallest width of the shoulders, when they can be seen: a hand is then 5 pixels wide (our choice)."""
MOST_TILT_DEG = 60.0
"""A body tilted more than this is not taken for one: the letters of a film's title are read as a body lying down, with
a presence of up to .98, steadily, and alike in the mirror. Who lies down is not measured."""
LEAST_PICTURE_PX = 32
BLACK_DN = 6
"""A picture with no sample brighter than this, in 8-bit steps, is black."""
LOOK_AROUND_FRAMES = 60
"""While one body is followed the whole picture is searched again every so many frames, to count bodies."""
_CENTRE, _EDGE = 33, 34
"""The network's two helping points: the middle of the hips, and one as far from it as half the body's size."""

TOO_SMALL_PICTURE = "picture too small"
BLACK_PICTURE = "picture black"
NO_BODY = "no body detected"
NOT_CONFIRMED = "body not confirmed"
LOST = "body lost"
TOO_SMALL_BODY = "body too small"
REASONS = (TOO_SMALL_PICTURE, BLACK_PICTURE, NO_BODY, NOT_CONFIRMED, LOST, TOO_SMALL_BODY)
"""Why no body is measured."""


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """One body as the network sees it.

    `points_px` (33, 3) are pixels of the picture in the order of `joints.JOINTS`; depth has the same scale, away from
    the camera positive, from the hips' middle. `visibility` (33,) 0..1 is the network's estimate that the joint is in
    the picture and not hidden. `presence` 0..1 says that a body is there at all. `square` is what the network was
    shown and `follow` where to look for the same body in the next frame.
    """

    points_px: Floats
    visibility: Floats
    presence: float
    square: Square
    follow: Square


@dataclass(frozen=True, slots=True, eq=False)
class BodySight:
    """One look at a frame: the body that was seen, or the reason (of `REASONS`) why none was.

    `seen` is how many bodies the detector found, None where it was not asked. `followed_frames` counts the frames for
    which this body has been followed.
    """

    pose: Pose | None
    reason: str | None
    seen: int | None = None
    followed_frames: int = 0


def find_pose(network: Network, rgb: NDArray[np.uint8], square: Square) -> Pose:
    """Return the body in a square of the picture, whether or not there is one: look at `presence`."""
    side = network.input_shape[1]
    crop = cut_square(rgb, square, side)
    answer, presence, *_ = network.run(crop[None] * np.float32(1 / 255))
    table = answer.reshape(-1, 5)
    points = to_picture(table[:, :3], square, side).astype(np.float64)
    visibility = 1 / (1 + np.exp(-table[:POINTS, 3:].astype(np.float64)))
    return Pose(
        points_px=points[:POINTS],
        visibility=visibility.min(axis=1),  # hidden and outside are two scores; either makes a joint a guess
        presence=float(presence.reshape(-1)[0]),
        square=square,
        follow=resting_square(square, _square(points[_CENTRE, :2], points[_EDGE, :2])),
    )


def is_body(pose: Pose) -> bool:
    """Tell whether what the landmark network gave is a body: it says so itself, and it is not lying across."""
    return pose.presence >= LEAST_PRESENCE and abs(np.degrees(pose.follow.angle_rad)) <= MOST_TILT_DEG


def see_body(
    squares: Callable[[NDArray[np.uint8]], Sequence[Square]],
    network: Network,
    rgb: NDArray[np.uint8],
    last: BodySight | None,
    wanted: Callable[[Pose], bool] = is_body,
) -> BodySight:
    """Look for the body of the last frame, or where there is none to follow, in the squares that may hold one.

    `squares` is asked only then, and now and then to count bodies; see `detected_squares`. The network looks twice at a
    body just found, the second time at the square that its own points give, so that a body reads alike whether just
    found or followed. Only a body that is `wanted` is followed.
    """
    reason = _unusable(rgb)
    if reason is not None:
        return BodySight(None, reason)
    followed = last.followed_frames if last is not None else 0
    pose = find_pose(network, rgb, last.pose.follow) if last is not None and last.pose is not None else None
    seen: int | None = None
    if pose is None or not wanted(pose) or followed % LOOK_AROUND_FRAMES == LOOK_AROUND_FRAMES - 1:
        places = squares(rgb)
        seen = len(places)
        if pose is None or not wanted(pose):
            was_lost, followed = pose is not None, 0
            pose = _first_pose(network, rgb, places, wanted)
            if pose is None:
                return BodySight(None, LOST if was_lost else NOT_CONFIRMED if places else NO_BODY, seen)
    if shoulder_width_px(pose) < LEAST_SHOULDERS_PX:
        return BodySight(None, TOO_SMALL_BODY, seen)
    return BodySight(pose, None, seen, followed + 1)


def detected_squares(detector: Network) -> Callable[[NDArray[np.uint8]], tuple[Square, ...]]:
    """Return a search for the squares of all bodies in a picture, the largest first."""

    def squares(rgb: NDArray[np.uint8]) -> tuple[Square, ...]:
        return tuple(_square(*spot.points_px[:2]) for spot in find_spots(detector, DETECTOR, rgb))

    return squares


def square_below_face(x_px: float, y_px: float, face_px: float) -> Square:
    """Return where to look for the body of a face, by its middle and the longer side of its box."""
    return Square(x_px, y_px + BELOW_FACE_SIDES * face_px, BODY_FACE_SIDES * face_px, 0.0)


def shoulder_width_px(pose: Pose) -> float:
    """Return the distance of the shoulders in the picture."""
    return float(np.linalg.norm(pose.points_px[11, :2] - pose.points_px[12, :2]))


def _first_pose(
    network: Network, rgb: NDArray[np.uint8], squares: Sequence[Square], wanted: Callable[[Pose], bool]
) -> Pose | None:
    for square in squares:
        first = find_pose(network, rgb, square)
        if is_body(first):
            second = find_pose(network, rgb, first.follow)
            if wanted(second):
                return second
    return None


def _unusable(rgb: NDArray[np.uint8]) -> str | None:
    if min(rgb.shape[:2]) < LEAST_PICTURE_PX:
        return TOO_SMALL_PICTURE
    coarse = rgb[::16, ::16]
    return BLACK_PICTURE if int(coarse.max()) <= BLACK_DN and int(rgb.max()) <= BLACK_DN else None


def _square(centre: Floats, edge: Floats) -> Square:
    """Return the square round a centre that holds a circle through `edge`, turned so that the edge point is up."""
    side = 2 * float(np.linalg.norm(edge - centre)) * ENLARGEMENT
    return Square(float(centre[0]), float(centre[1]), side, tilt_rad(centre, edge))
