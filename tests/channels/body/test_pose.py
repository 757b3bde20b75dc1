from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from desdemona.channels.body.following import resting_square, tilt_rad
from desdemona.channels.body.pose import BodySight, Pose, find_pose, is_body, see_body, square_below_face
from desdemona.channels.face.square import Square
from desdemona.models.network import Network

PICTURE = np.full((480, 640, 3), 90, dtype=np.uint8)
WHOLE = Square(320, 240, 512, 0.0)


@dataclass
class OneBody:
    """A landmark network that always sees the same body in the same place of its input, as sure as told in turn."""

    presence: Sequence[float]
    shoulders: float = 60.0
    up: tuple[float, float] = (0.0, -102.4)
    input_shape: tuple[int, int, int, int] = (1, 256, 256, 3)
    calls: int = field(default=0)

    def run(self, _pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        table = np.zeros((39, 5), dtype=np.float32)
        table[:, :2] = 128
        table[:, 3:] = 4
        table[11, 0], table[12, 0] = 128 + self.shoulders / 2, 128 - self.shoulders / 2
        table[20, 3] = -4  # hidden
        table[34, :2] += self.up
        presence = self.presence[min(self.calls, len(self.presence) - 1)]
        self.calls += 1
        return table.reshape(1, -1), np.array([[presence]], dtype=np.float32), np.zeros(1, dtype=np.float32)


def network(body: OneBody) -> Network:
    return cast(Network, body)


def somewhere(_rgb: NDArray[np.uint8]) -> tuple[Square, ...]:
    return (WHOLE,)


def nowhere(_rgb: NDArray[np.uint8]) -> tuple[Square, ...]:
    return ()


def test_points_are_placed_in_the_picture_and_hidden_ones_told() -> None:
    pose = find_pose(network(OneBody([0.9])), PICTURE, WHOLE)
    assert pose.points_px[11, :2] == pytest.approx((320 + 60, 240))  # the square is twice the input
    assert pose.points_px[12, :2] == pytest.approx((320 - 60, 240))
    assert pose.presence == pytest.approx(0.9)
    assert pose.visibility[20] == pytest.approx(1 / (1 + np.exp(4)))
    assert pose.visibility[19] == pytest.approx(1 / (1 + np.exp(-4)))
    wide = find_pose(network(OneBody([0.9], up=(0.0, -80.0))), PICTURE, WHOLE)
    # The edge point is 160 px above the middle: a circle of 320 px, and a quarter more.
    assert (wide.follow.x_px, wide.follow.y_px, wide.follow.side_px) == pytest.approx((320, 240, 400))
    assert pose.follow is WHOLE


def test_a_square_rests_until_it_moves_clearly() -> None:
    last = Square(100, 100, 200, 0.0)
    assert resting_square(last, Square(107, 104, 215, 0.05)) is last
    for moved in (Square(111, 100, 200, 0.0), Square(100, 100, 225, 0.0), Square(100, 100, 200, 0.2)):
        assert resting_square(last, moved) is moved
    assert resting_square(Square(0, 0, 100, np.pi - 0.02), Square(0, 0, 100, -np.pi + 0.02)).angle_rad > 0


def test_tilt_is_clockwise_from_upright() -> None:
    low = np.zeros(2)
    assert tilt_rad(low, np.array([0.0, -1.0])) == 0
    assert tilt_rad(low, np.array([1.0, 0.0])) == pytest.approx(np.pi / 2)


def test_a_body_is_followed_until_the_network_denies_it_and_then_looked_for() -> None:
    body = network(OneBody([0.9, 0.9, 0.9, 0.2, 0.9, 0.9]))
    first = see_body(somewhere, body, PICTURE, None)
    assert (first.reason, first.seen, first.followed_frames) == (None, 1, 1)
    second = see_body(nowhere, body, PICTURE, first)
    assert (second.reason, second.seen, second.followed_frames) == (None, None, 2)
    lost = see_body(nowhere, body, PICTURE, second)
    assert (lost.pose, lost.reason) == (None, "body lost")
    again = see_body(somewhere, body, PICTURE, lost)
    assert (again.reason, again.followed_frames) == (None, 1)


def test_who_lies_across_is_not_taken_for_a_body() -> None:
    lying = OneBody([0.98], up=(102.0, -13.0))
    assert not is_body(find_pose(network(lying), PICTURE, WHOLE))
    assert see_body(somewhere, network(lying), PICTURE, None).reason == "body not confirmed"


@pytest.mark.parametrize(
    ("picture", "body", "reason"),
    [
        (np.zeros((480, 640, 3), dtype=np.uint8), OneBody([0.9]), "picture black"),
        (np.zeros((20, 640, 3), dtype=np.uint8), OneBody([0.9]), "picture too small"),
        (PICTURE, OneBody([0.3]), "body not confirmed"),
        (PICTURE, OneBody([0.9], shoulders=8.0), "body too small"),
    ],
)
def test_why_no_body_is_measured(picture: NDArray[np.uint8], body: OneBody, reason: str) -> None:
    sight = see_body(somewhere, network(body), picture, None)
    assert (sight.pose, sight.reason) == (None, reason)
    assert see_body(nowhere, network(OneBody([0.9])), PICTURE, None).reason == "no body detected"


def test_only_a_wanted_body_is_followed() -> None:
    def left_half(pose: Pose) -> bool:
        return bool(pose.points_px[0, 0] < 200)

    sight = see_body(somewhere, network(OneBody([0.9])), PICTURE, None, left_half)
    assert sight.reason == "body not confirmed"


def test_bodies_are_counted_now_and_then() -> None:
    body, sight = network(OneBody([0.9])), BodySight(None, "no body detected")
    counted = []
    for _ in range(121):
        sight = see_body(lambda _rgb: (WHOLE, WHOLE), body, PICTURE, sight)
        counted.append(sight.seen)
    assert [index for index, seen in enumerate(counted) if seen is not None] == [0, 59, 119]


def test_the_square_below_a_face_is_upright_and_far_larger() -> None:
    square = square_below_face(100, 50, 20)
    assert (square.x_px, square.y_px, square.side_px, square.angle_rad) == (100, 50 + 78, 246, 0)
