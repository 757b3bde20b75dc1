"""Acceptance of the drawn body by a pose detector, posture by posture, and of a classroom by a face detector.

The pose network is that of Bazarevsky et al. 2020 (`channels.body.pose`), the face detector the full-range one
(`channels.body.places`); neither knows anything of the drawing. Where joints are in truth comes from the scene.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.body.places import find_faces
from desdemona.channels.body.pose import Pose, detected_squares, see_body
from desdemona.estimates.interval import Interval
from desdemona.estimates.share import wilson
from desdemona.faces.camera import Camera
from desdemona.models.network import Network, load_network
from desdemona.passport.spread import spread
from desdemona.scenes.build import PUPIL
from desdemona.scenes.draw import draw_scenes
from desdemona.scenes.postures import POSTURE_LIST, PlaceName, PostureName
from desdemona.scenes.scene import Scene, Seat
from desdemona.scenes.spells import Spell
from desdemona.scenes.truth import FigureTruth, figure_truth

Rgb = NDArray[np.uint8]

PEOPLE = tuple(range(12))
"""The cast; person n in skin tone n + 1, from tone 10 on back from 9."""
NEAR_SHARE = 0.35
"""A joint is found where it is seen within this share of the shoulders' width of its place; our choice."""
LEAST_SHARE = 0.8
"""A posture is accepted where at least this share of people is found with its joints; our choice."""
SEEN_AT_S = 5.0
_JOINTS = {
    "left_shoulder": 11,
    "right_shoulder": 12,
    "left_elbow": 13,
    "right_elbow": 14,
    "left_wrist": 15,
    "right_wrist": 16,
}
"""Joints of the scene's truth, and their numbers in the pose network."""


@dataclass(frozen=True, slots=True)
class PostureSeen:
    """One posture at one place: of how many people the body was found, and how many of its joints lie where they are.

    `trunk` counts shoulders and elbows, `wrists` the wrists; joints under a table or outside the picture are left out.
    """

    posture: PostureName
    place: PlaceName
    found: Interval
    trunk: Interval
    wrists: Interval

    @property
    def accepted(self) -> bool:
        """Return whether bodies, shoulders with elbows, and wrists that can be seen are all found often enough."""
        needed = (self.found, self.trunk, *((self.wrists,) if self.wrists.n else ()))
        return all(share.estimate is not None and share.estimate >= LEAST_SHARE for share in needed)


@cache
def _pose_networks() -> tuple[Network, Network]:
    return load_network("pose_detector"), load_network("pose")


def tone_of(identity: int) -> int:
    """Return the skin tone in which one of the cast is shown."""
    return identity + 1 if identity < 10 else 19 - identity


def scene_of(posture: PostureName, place: PlaceName, identity: int) -> Scene:
    """Return one person in one posture, 1280 × 720."""
    seat = Seat(identity, tone_of(identity), spells=(Spell(posture, 0.0, 1000.0),))
    return Scene(place, (seat,), camera=Camera(1280, 720))


def picture_of(scene: Scene) -> Rgb:
    """Return the picture of a scene, without noise."""
    rgb = next(draw_scenes(scene, np.array([SEEN_AT_S]))).rgb
    return np.clip(np.rint(np.moveaxis(rgb, 0, -1)), 0, 255).astype(np.uint8)


def joints_near(pose: Pose, truth: FigureTruth) -> dict[str, bool]:
    """Return for each joint that is in the picture and under no table whether the network has it near its place."""
    width = float(np.hypot(*np.subtract(truth.joints_px["left_shoulder"], truth.joints_px["right_shoulder"])))
    near = {}
    for name, number in _JOINTS.items():
        column, row = truth.joints_px[name]
        if name in truth.hidden or not (0 <= column < 1280 and 0 <= row < 720):
            continue
        off = np.hypot(*(pose.points_px[number, :2] - (column, row)))
        near[name] = bool(off <= NEAR_SHARE * width)
    return near


def see_one(asked: tuple[PostureName, PlaceName, int]) -> dict[str, bool] | None:
    """Return which joints of one person in a posture the pose detector has near their places, None without a body."""
    detector, network = _pose_networks()
    scene = scene_of(*asked)
    sight = see_body(detected_squares(detector), network, picture_of(scene), None)
    return None if sight.pose is None else joints_near(sight.pose, figure_truth(scene, SEEN_AT_S)[0])


def see_posture(posture: PostureName, place: PlaceName, people: Sequence[int] = PEOPLE) -> PostureSeen:
    """Return what the pose detector makes of one posture of some people."""
    return counted(posture, place, [see_one((posture, place, identity)) for identity in people])


def counted(posture: PostureName, place: PlaceName, seen: Sequence[Mapping[str, bool] | None]) -> PostureSeen:
    """Return what was seen of everyone in a posture, as shares."""
    found = [joints for joints in seen if joints is not None]
    joints = [(name.endswith("wrist"), near) for one in found for name, near in one.items()]
    trunk, wrists = ([near for is_wrist, near in joints if is_wrist is wanted] for wanted in (False, True))
    return PostureSeen(
        posture, place, wilson(len(found), len(seen)), wilson(sum(trunk), len(trunk)), wilson(sum(wrists), len(wrists))
    )


def see_postures(
    people: Sequence[int] = PEOPLE, *, workers: int = 1, progress: Callable[[int, int], None] | None = None
) -> tuple[PostureSeen, ...]:
    """Return what the pose detector makes of every posture, each in every kind of place that is no classroom.

    `progress` is told how many pictures of how many have been seen.
    """
    kinds = [(one.name, place) for one in POSTURE_LIST for place in one.places if place != "classroom"]
    asked = [(posture, place, identity) for posture, place in kinds for identity in people]
    seen: list[dict[str, bool] | None] = []
    for joints in spread(see_one, asked, workers):
        seen.append(joints)
        if progress is not None:
            progress(len(seen), len(asked))
    count = len(people)
    return tuple(counted(*kind, seen[at * count : (at + 1) * count]) for at, kind in enumerate(kinds))


def classroom(first: int) -> Scene:
    """Return thirty pupils, listening, drawn at random from number `first` on, 1920 × 1080."""
    spell = Spell("listening", 0.0, 1000.0)
    seats = (Seat(first + number, 1 + number % 10, spells=(spell,), build=PUPIL) for number in range(30))
    return Scene("classroom", tuple(seats), camera=Camera(1920, 1080))


def see_classroom(first: int) -> Interval:
    """Return the share of pupils' faces in a classroom that the full-range detector finds: a box's middle in theirs."""
    scene = classroom(first)
    spots = find_faces(load_network("face_detector_far"), picture_of(scene))
    middles = np.array([((s.box_px[0] + s.box_px[2]) / 2, (s.box_px[1] + s.box_px[3]) / 2) for s in spots]).reshape(
        -1, 2
    )
    hits = 0
    for figure in figure_truth(scene, SEEN_AT_S):
        left, top, right, bottom = figure.face_box_px
        inside = (middles[:, 0] > left) & (middles[:, 0] < right) & (middles[:, 1] > top) & (middles[:, 1] < bottom)
        hits += bool(inside.any())
    return wilson(hits, len(scene.seats))
