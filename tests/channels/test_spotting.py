from dataclasses import dataclass
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from desdemona.channels.body import hands, places, pose
from desdemona.channels.face import detector as face_detector
from desdemona.channels.spotting import Layout, anchor_centres, find_spots, merge_spots
from desdemona.models.network import Network
from desdemona.models.pinned import PinnedModel, pinned_model

MODEL = pinned_model("pose_detector")
SMALL = Layout(grids=((4, 2),), least_score=0.5)


@dataclass
class StandIn:
    """A detector that answers what it is told to, and keeps what it was shown."""

    answers: tuple[NDArray[np.float32], ...]
    input_shape: tuple[int, int, int, int] = (1, 64, 64, 3)
    model: PinnedModel = MODEL

    def run(self, pictures: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        self.shown = pictures
        return self.answers


def answer(boxes: list[tuple[int, tuple[float, float, float], float]]) -> StandIn:
    """Boxes as (anchor, (shift x, shift y, side) in pixels of the input, logit), with one point at their corner."""
    raw, logits = np.zeros((1, 32, 6), dtype=np.float32), np.full((1, 32, 1), -100, dtype=np.float32)
    for anchor, (x, y, side), logit in boxes:
        raw[0, anchor] = (x, y, side, side, x + side / 2, y + side / 2)
        logits[0, anchor] = logit
    return StandIn((raw, logits))


@pytest.mark.parametrize(
    ("layout", "count"), [(pose.DETECTOR, 2254), (hands.PALMS, 2016), (places.FAR, 2304), (face_detector.NEAR, 896)]
)
def test_there_are_as_many_anchors_as_answers(layout: Layout, count: int) -> None:
    anchors = anchor_centres(layout)
    assert anchors.shape == (count, 2)
    cells, a_cell = layout.grids[0]
    assert anchors[0] == pytest.approx((0.5 / cells, 0.5 / cells))
    assert anchors[a_cell] == pytest.approx((1.5 / cells, 0.5 / cells))  # columns first
    assert anchors[-1] == pytest.approx((1 - 0.5 / layout.grids[-1][0],) * 2)


def test_a_box_is_scaled_from_the_network_to_the_picture() -> None:
    network = answer([(9, (4, 2, 20), 3.0)])
    picture = np.full((64, 128, 3), 255, dtype=np.uint8)
    (found,) = find_spots(cast(Network, network), SMALL, picture)
    # 64 input pixels are 128 of the picture; anchor 9 is cell 4, whose centre is (8, 24) input pixels.
    assert found.box_px == pytest.approx((2 * (12 - 10), 2 * (26 - 10), 2 * 22, 2 * 36))
    assert found.points_px == pytest.approx(np.array([[44.0, 72.0]]))
    assert found.score == pytest.approx(1 / (1 + np.exp(-3)))
    assert network.shown[0, :32].min() == 1.0
    assert network.shown[0, 32:].max() == -1.0  # below the picture it is black


def test_scores_below_the_least_are_nothing_and_one_thing_is_told_once() -> None:
    picture = np.zeros((64, 64, 3), dtype=np.uint8)
    assert find_spots(cast(Network, answer([(5, (0, 0, 30), -0.01)])), SMALL, picture) == ()
    alike = answer([(0, (0, 0, 30), 3.0), (1, (2, 0, 30), 3.0), (31, (0, 0, 12), 1.0)])
    found = find_spots(cast(Network, alike), SMALL, picture)
    assert [round(spot.side_px) for spot in found] == [30, 12]
    assert (found[0].box_px[0] + found[0].box_px[2]) / 2 == pytest.approx(8 + 1)  # the mean of both


def test_merging_nothing_gives_nothing() -> None:
    assert merge_spots(np.zeros((0, 3, 2)), np.zeros(0)) == []
