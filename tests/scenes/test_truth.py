import numpy as np
import pytest
from tests.scenes.stages import PERSON, TONE, alone

from desdemona.faces.camera import Camera
from desdemona.faces.pose import Pose
from desdemona.scenes.draw import draw_scene
from desdemona.scenes.postures import PostureName
from desdemona.scenes.scene import Held, Scene, Seat
from desdemona.scenes.spells import Spell
from desdemona.scenes.truth import FigureTruth, figure_truth


def of(posture: PostureName, t_s: float = 2.0, pose: Pose | None = None) -> FigureTruth:
    return figure_truth(alone(posture, pose=pose or Pose()), t_s)[0]


def test_a_raised_hand_is_where_it_is_said_to_be() -> None:
    scene = alone("hand_raised", size=(384, 384))
    truth, drawn = figure_truth(scene, 2.0)[0], draw_scene(scene, 2.0)
    (x0, y0), (x1, y1) = truth.joints_px["right_wrist"], truth.joints_px["right_hand"]
    middle = round((y0 + y1) / 2), round((x0 + x1) / 2)
    assert drawn.owner[middle] == 0
    assert drawn.skin[1][middle] > 30
    rows = np.flatnonzero((drawn.owner[:, round(x0) - 25 : round(x0) + 25] == 0).any(axis=1))
    assert rows[0] == pytest.approx(y1, abs=6)  # the longest finger is 2 to 8 mm longer than the hand's axis says


def test_the_face_box_holds_the_face_that_is_drawn() -> None:
    scene = alone("standing", pose=Pose(head_yaw_deg=-15.0, head_pitch_deg=5.0), size=(512, 512))
    truth, drawn = figure_truth(scene, 2.0)[0], draw_scene(scene, 2.0)
    left, top, right, bottom = truth.face_box_px
    skin = drawn.skin[1] > 40
    columns = np.flatnonzero(skin[round(top) : round((top + bottom) / 2)].any(axis=0))
    # a mm is 0.4 px here; the box is that of the face without the ear that the head turns towards the camera (22 mm)
    assert columns[0] == pytest.approx(left, abs=3)
    assert right - 3 < columns[-1] < right + 22 * 0.4


def test_eyes_are_where_the_white_of_the_eye_is() -> None:
    scene = alone("listening", size=(720, 720))
    truth, drawn = figure_truth(scene, 2.0)[0], draw_scene(scene, 2.0)
    for eye in ("left_eye", "right_eye"):
        column, row = (round(part) for part in truth.joints_px[eye])
        patch = drawn.rgb[:, row - 4 : row + 5, column - 9 : column + 10]
        grey = patch.min(axis=0) / np.maximum(patch.max(axis=0), 1)
        assert grey.max() > 0.85  # skin of this tone has no place so colourless


def test_turning_the_head_right_moves_the_nose_right_and_not_the_shoulder() -> None:
    still, turned = of("listening"), of("listening", pose=Pose(head_yaw_deg=20.0))
    assert turned.joints_px["nose"][0] > still.joints_px["nose"][0] + 3
    assert turned.joints_px["left_shoulder"] == still.joints_px["left_shoulder"]
    assert turned.head_yaw_deg == 20.0
    assert turned.face_turn_deg == pytest.approx(20.0)


@pytest.mark.parametrize("posture", ["phone_at_ear", "smoking"])
def test_a_hand_near_the_face_is_named(posture: PostureName) -> None:
    assert of(posture).hands_near_face == ("right",)


@pytest.mark.parametrize("posture", ["listening", "writing", "hand_raised", "driving", "standing"])
def test_a_hand_away_from_the_face_is_not(posture: PostureName) -> None:
    assert of(posture).hands_near_face == ()


def test_hands_in_the_lap_are_hidden_by_the_desk() -> None:
    hidden = of("phone_below").hidden
    assert {"left_wrist", "right_wrist", "left_hand", "right_hand"} <= set(hidden)
    assert "nose" not in hidden
    assert of("driving").hidden == ()


def test_what_is_held_is_named_with_its_hand() -> None:
    scene = Scene(
        "desk", (Seat(PERSON, TONE, (), (Spell("phone_at_ear", 0.0, 9.0, "left"),)),), camera=Camera(256, 256)
    )
    ((side, thing, box),) = figure_truth(scene, 2.0)[0].held
    assert (side, thing) == ("left", "phone")
    ear = figure_truth(scene, 2.0)[0].joints_px["left_ear"]
    assert box[0] - 8 < ear[0] < box[2] + 8
    assert box[1] < ear[1] + 8


def test_the_pen_writes_at_the_stated_rate() -> None:
    spell = Spell("writing", 0.0, 99.0, "right", 2.5)
    scene = Scene("desk", (Seat(PERSON, TONE, (), (spell,)),), camera=Camera(256, 256))
    times_s = 2.0 + np.arange(0, 4, 1 / 30)
    heights = np.array([figure_truth(scene, float(t_s))[0].joints_mm["right_wrist"][2] for t_s in times_s])
    spectrum = np.abs(np.fft.rfft(heights - heights.mean()))
    assert np.fft.rfftfreq(len(times_s), 1 / 30)[spectrum.argmax()] == pytest.approx(2.5, abs=0.13)
    assert np.ptp(heights) == pytest.approx(6.0, abs=0.3)


def test_a_posture_that_begins_is_there_in_part() -> None:
    spells = (Spell("reading", 0.0, 2.0), Spell("standing", 2.0, 6.0))
    scene = Scene("desk", (Seat(PERSON, TONE, (), spells, Held()),), camera=Camera(128, 128))
    early, late = figure_truth(scene, 2.2)[0], figure_truth(scene, 4.0)[0]
    assert (early.posture, late.posture) == ("standing", "standing")
    assert 0 < early.posture_share < 0.5
    assert late.posture_share == pytest.approx(1.0)


def test_a_lying_head_looks_past_the_camera() -> None:
    assert of("head_on_desk").face_turn_deg > 55
