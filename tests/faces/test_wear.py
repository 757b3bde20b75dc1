"""What is worn is where it should be, and skin under it is no skin."""

import numpy as np
import pytest
from numpy.typing import NDArray

from desdemona.faces.camera import Camera
from desdemona.faces.cast import IDENTITIES
from desdemona.faces.lamps import lamp_of
from desdemona.faces.portrait import Still, draw_stills, set_stage
from desdemona.faces.pose import Pose
from desdemona.faces.wear import Wear

FACE_PX = {  # rows and columns of a 480 px picture
    "eye": (slice(216, 236), slice(186, 210)),
    "brow": (slice(188, 206), slice(178, 218)),
    "mouth": (slice(305, 330), slice(215, 265)),
    "cheek": (slice(262, 285), slice(180, 205)),
    "crown": (slice(95, 120), slice(220, 260)),
    "neck": (slice(395, 420), slice(220, 260)),
}


def drawn(*wearing: Wear, pose: Pose | None = None) -> Still:
    stage = set_stage(IDENTITIES[4], 2, lamp_of("even"), Camera(480, 480), wearing)
    still = next(draw_stills(stage, [pose or Pose()]))
    return Still(still.rgb.copy(), still.skin.copy())


def skin_share(still: Still, place: str) -> float:
    rows, columns = FACE_PX[place]
    return float((still.skin[1] / np.maximum(still.rgb[1], 1))[rows, columns].mean())


def moved(one: Still, other: Still, place: str) -> float:
    rows, columns = FACE_PX[place]
    difference: NDArray[np.float64] = np.abs(one.rgb - other.rgb)[:, rows, columns]
    return float(difference.mean())


@pytest.mark.parametrize(
    ("worn", "covered", "free"),
    [
        ("mask", ("mouth", "cheek"), ("eye", "brow", "neck")),
        ("headscarf", ("crown", "neck"), ("eye", "mouth", "cheek")),
        ("hat", ("crown",), ("eye", "mouth", "cheek", "neck")),
        ("sunglasses", ("eye",), ("mouth", "neck")),
    ],
)
def test_covered_places_change_and_others_do_not(worn: Wear, covered: tuple[str, ...], free: tuple[str, ...]) -> None:
    bare, dressed = drawn(), drawn(worn)
    for place in covered:
        assert moved(bare, dressed, place) > 15, place
        assert skin_share(dressed, place) < 0.12, place
    for place in free:
        assert moved(bare, dressed, place) < 6, place


def test_glasses_leave_the_eye_to_be_seen() -> None:
    bare, dressed = drawn(), drawn("glasses")
    assert moved(bare, dressed, "eye") < 25
    open_eye, shut_eye = drawn("glasses"), drawn("glasses", pose=Pose(eye_opening=0.0))
    assert moved(open_eye, shut_eye, "eye") > 20


def test_nothing_moves_behind_dark_glasses_and_behind_a_mask() -> None:
    assert moved(drawn("sunglasses"), drawn("sunglasses", pose=Pose(eye_opening=0.0)), "eye") < 6
    assert moved(drawn("mask"), drawn("mask", pose=Pose(smile=1.0)), "mouth") < 2


def test_glasses_shift_against_the_face_when_the_head_turns() -> None:
    turned = Pose(head_yaw_deg=25.0)
    bare, dressed = drawn(pose=turned), drawn("glasses", pose=turned)
    change = np.abs(dressed.rgb - bare.rgb).max(axis=0)[190:260]
    columns = np.nonzero(change.max(axis=0) > 60)[0]
    straight = np.abs(drawn("glasses").rgb - drawn().rgb).max(axis=0)[190:260]
    rest = np.nonzero(straight.max(axis=0) > 60)[0]
    assert columns.mean() > rest.mean() + 10
