from dataclasses import dataclass
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from desdemona.channels.face.detector import NEAR, detect_faces, face_square
from desdemona.channels.spotting import Spot, anchor_centres
from desdemona.models.network import Network
from desdemona.models.pinned import PinnedModel, pinned_model

MODEL = pinned_model("face_detector")


@dataclass
class StandIn:
    """A network that answers what it is told to."""

    answers: tuple[NDArray[np.float32], ...]
    input_shape: tuple[int, int, int, int] = (1, 128, 128, 3)
    model: PinnedModel = MODEL

    def run(self, _pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        return self.answers


def answer(boxes: list[tuple[int, tuple[float, float, float], float]]) -> Network:
    """Boxes as (anchor, (shift x, shift y, side) in pixels of the input, logit)."""
    raw, logits = np.zeros((1, 896, 16), dtype=np.float32), np.full((1, 896, 1), -100, dtype=np.float32)
    for anchor, (x, y, side), logit in boxes:
        raw[0, anchor, :4] = (x, y, side, side)
        raw[0, anchor, 4:8] = (x - side / 4, y, x + side / 4, y)
        logits[0, anchor] = logit
    return cast(Network, StandIn((raw, logits)))


PICTURE = np.zeros((128, 256, 3), dtype=np.uint8)


def test_anchors_are_the_cell_centres_of_both_grids() -> None:
    anchors = anchor_centres(NEAR)
    assert anchors.shape == (896, 2)
    assert anchors[0] == pytest.approx((0.5 / 16, 0.5 / 16))
    assert anchors[2] == pytest.approx((1.5 / 16, 0.5 / 16))  # two a cell, columns first
    assert anchors[512] == pytest.approx((0.5 / 8, 0.5 / 8))
    assert anchors[-1] == pytest.approx((7.5 / 8, 7.5 / 8))


def test_a_box_is_scaled_from_the_network_to_the_picture() -> None:
    (found,) = detect_faces(answer([(512, (10, 5, 40), 3.0)]), PICTURE)
    # 128 input pixels are 256 of the picture; the anchor's centre is 8 input pixels from the corner.
    assert found.box_px == pytest.approx((-4, -14, 76, 66))
    assert found.score == pytest.approx(1 / (1 + np.exp(-3)))
    assert found.points_px[:2, 0] == pytest.approx((16, 56))


def test_boxes_of_one_face_are_averaged_by_score_and_two_faces_stay_two_the_largest_first() -> None:
    one, same, other = (512, (0, 0, 30), 3.0), (513, (2, 0, 30), 3.0), (700, (0, 0, 40), 1.0)
    found = detect_faces(answer([one, same, other]), PICTURE)
    assert [round(face.side_px) for face in found] == [80, 60]
    assert (found[1].box_px[0] + found[1].box_px[2]) / 2 == pytest.approx(2 * (8 + 1))


def test_scores_below_a_half_are_not_faces() -> None:
    assert detect_faces(answer([(5, (0, 0, 30), -0.01)]), PICTURE) == ()


def test_the_square_turns_with_the_eyes() -> None:
    points = np.zeros((6, 2))
    points[1] = (10, 10)
    square = face_square(Spot(1.0, (10, 20, 50, 60), points), 1.5)
    assert (square.x_px, square.y_px, square.side_px) == (30, 40, 60)
    assert square.angle_rad == pytest.approx(np.pi / 4)
