from dataclasses import dataclass
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from desdemona.channels.body.hands import Hand, nearest_hand, next_square, palm_square, see_hands
from desdemona.channels.body.joints import Joint, joints_of
from desdemona.channels.body.pose import Pose
from desdemona.channels.face.square import Square
from desdemona.channels.spotting import Spot
from desdemona.models.network import Network
from desdemona.models.pinned import PinnedModel, pinned_model

PICTURE = np.full((480, 640, 3), 90, dtype=np.uint8)
PALM_MODEL = pinned_model("palm_detector")
UPRIGHT = np.zeros((21, 3))
UPRIGHT[[5, 9, 13, 17], :2] = [(-15, -50), (-5, -55), (5, -50), (15, -45)]
UPRIGHT[[1, 2, 3], :2] = [(-12, -12), (-22, -25), (-28, -38)]


def hand(x: float, y: float, presence: float = 0.9, side_px: float = 160.0) -> Hand:
    return Hand(UPRIGHT + np.array([x, y, 0.0]), presence, 0.5, Square(x, y - 30, side_px, 0.0))


@dataclass
class Palms:
    """A palm detector that always sees palms, in pixels of its input, at the given anchors."""

    anchors: tuple[int, ...]
    input_shape: tuple[int, int, int, int] = (1, 192, 192, 3)
    model: PinnedModel = PALM_MODEL
    asked: int = 0

    def run(self, _pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        self.asked += 1
        raw, logits = np.zeros((1, 2016, 18), np.float32), np.full((1, 2016, 1), -100, np.float32)
        for anchor in self.anchors:
            raw[0, anchor, :4] = (0, 0, 20, 20)
            raw[0, anchor, 9] = -10  # the third point, the middle knuckle, is above the wrist
            logits[0, anchor] = 3
        return raw, logits


@dataclass
class Fingers:
    """A hand network that sees the same hand in the middle of whatever it is shown."""

    presence: float = 0.9
    input_shape: tuple[int, int, int, int] = (1, 224, 224, 3)

    def run(self, _pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        points = (2 * UPRIGHT + np.array([125.0, 178.0, 0.0])).astype(np.float32)  # fills what it is shown as hands do
        one = np.ones((1, 1), np.float32)
        return points.reshape(1, 63), self.presence * one, 0.9 * one, points.reshape(1, 63)


def test_the_palms_square_reaches_towards_the_fingers() -> None:
    points = np.zeros((7, 2))
    points[0], points[2] = (100, 110), (100, 90)
    square = palm_square(Spot(0.9, (80, 80, 120, 120), points))
    assert (square.x_px, square.y_px, square.side_px, square.angle_rad) == pytest.approx((100, 100 - 20, 104, 0))
    points[2] = (120, 110)  # fingers to the right
    lying = palm_square(Spot(0.9, (80, 80, 120, 120), points))
    assert (lying.x_px, lying.y_px, lying.angle_rad) == pytest.approx((120, 100, np.pi / 2))


def test_the_next_square_is_round_the_palm_and_rests() -> None:
    seen = hand(300, 200, side_px=10.0)
    square = next_square(seen)
    # The rim is 43 wide and 55 high; the knuckles' way leans by less than 3 degrees.
    assert square.side_px == pytest.approx(2 * 55, rel=0.05)
    assert (square.x_px, square.y_px) == pytest.approx((300 - 6.5, 200 - 27.5 - 5.5), abs=2)
    resting = Hand(seen.points_px, 0.9, 0.5, Square(square.x_px + 2, square.y_px, square.side_px, square.angle_rad))
    assert next_square(resting) is resting.square


def test_hands_are_followed_and_palms_looked_for_now_and_then() -> None:
    palms, fingers = Palms((500,)), Fingers()
    sight = None
    asked = []
    for _ in range(12):
        sight = see_hands(cast(Network, palms), cast(Network, fingers), PICTURE, sight)
        assert len(sight.hands) == 1
        asked.append(palms.asked)
    assert asked[0] == 1
    assert asked[-1] == 3  # every fifth frame while there is one hand only


def test_with_two_hands_palms_are_not_looked_for() -> None:
    palms, fingers = Palms((100, 1000)), Fingers()
    sight = see_hands(cast(Network, palms), cast(Network, fingers), PICTURE, None)
    assert len(sight.hands) == 2
    for _ in range(10):
        sight = see_hands(cast(Network, palms), cast(Network, fingers), PICTURE, sight)
    assert palms.asked == 1
    fingers.presence = 0.1
    assert see_hands(cast(Network, palms), cast(Network, fingers), PICTURE, sight).hands == ()
    assert palms.asked == 2  # lost, so looked for at once


def test_one_hand_found_twice_is_one() -> None:
    sight = see_hands(cast(Network, Palms((500, 502))), cast(Network, Fingers()), PICTURE, None)
    assert len(sight.hands) == 1


def test_a_hand_belongs_to_the_wrist_within_reach() -> None:
    near, far = hand(100, 100), hand(300, 100)
    assert nearest_hand([far, near], np.array([110.0, 100.0]), 60) is near
    assert nearest_hand([far], np.array([110.0, 100.0]), 60) is None
    assert nearest_hand([], np.array([110.0, 100.0]), 60) is None


def test_a_seen_hand_takes_the_place_of_the_guessed_one() -> None:
    points = np.zeros((33, 3))
    points[11, :2], points[12, :2] = (370, 200), (270, 200)
    points[15, :2], points[16, :2] = (360, 300), (280, 300)
    points[[17, 19], :2], points[[18, 20], :2] = (350, 300), (290, 300)
    pose = Pose(points, np.full(33, 0.3), 0.9, Square(0, 0, 1, 0), Square(0, 0, 1, 0))
    joints, visibility, seen = joints_of(pose, [hand(285, 320, presence=0.8)])
    assert seen == (False, True)
    assert joints[Joint.RIGHT_WRIST] == pytest.approx((285, 320))
    assert joints[Joint.RIGHT_HAND] == pytest.approx((285, 320 - 40))
    assert visibility[Joint.RIGHT_HAND] == pytest.approx(0.8)
    assert joints[Joint.LEFT_HAND] == pytest.approx((360 - 20 / 3, 300))
    assert visibility[Joint.LEFT_HAND] == pytest.approx(0.3)
