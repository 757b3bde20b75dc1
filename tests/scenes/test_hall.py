"""The queue at a border and the room of an interrogation: who stands where, what hides whom, and what truth says."""

from itertools import pairwise

import numpy as np
import pytest
from tests.scenes.stages import PERSON, TONE, alone

from desdemona.faces.camera import Camera
from desdemona.faces.lamps import lamp_of
from desdemona.scenes.draw import NOBODY, draw_scene
from desdemona.scenes.hall import COUNTER_MM, PLACES_MM
from desdemona.scenes.postures import PostureName
from desdemona.scenes.scene import Scene, Seat
from desdemona.scenes.showing import face_shown
from desdemona.scenes.spells import Spell
from desdemona.scenes.truth import FigureTruth, figure_truth

CAMERA = Camera(640, 360)
DOING: tuple[PostureName, ...] = ("waiting", "waiting_aside", "arms_folded", "waiting_aside", "phone_before")
QUEUE = Scene(
    "queue",
    tuple(Seat(PERSON + number, TONE, (), (Spell(doing, 0.0, 9.0),)) for number, doing in enumerate(DOING)),
    camera=CAMERA,
)
TABLE = Scene("interrogation", (Seat(PERSON, TONE),), lamp_of("top"), CAMERA)


def height(figure: FigureTruth) -> float:
    _, top, _, bottom = figure.face_box_px
    return bottom - top


def test_those_behind_are_smaller_the_farther_they_stand() -> None:
    heights = [height(figure) for figure in figure_truth(QUEUE, 2.0)[:4]]  # the fifth bows the head
    assert heights == sorted(heights, reverse=True)
    # 1650 mm before the camera the first, 2550 mm the second: two thirds as large, heads differ by a tenth
    assert heights[1] / heights[0] == pytest.approx(1650 / 2550, rel=0.1)


def test_the_first_is_whole_and_one_behind_is_partly_hidden() -> None:
    shown = face_shown(QUEUE, 2.0)
    assert shown[0] > 0.99
    assert 0.1 < min(shown[1:]) < 0.9
    assert sum(share > 0.9 for share in shown[1:]) >= 2


def test_the_first_shows_from_head_to_waist_in_the_middle() -> None:
    first = figure_truth(QUEUE, 2.0)[0]
    left, top, right, bottom = first.face_box_px
    assert abs((left + right) / 2 - 320) < 10
    assert 20 < top < bottom < 180
    assert bottom - top > 65  # a face that every channel of a face can measure
    assert all(0 < first.joints_px[f"{side}_shoulder"][0] < 640 for side in ("left", "right"))


def test_the_counter_is_nobody_and_hides_what_is_below_it() -> None:
    drawn = draw_scene(QUEUE, 2.0)
    assert (drawn.owner[-12:] == NOBODY).all()
    first, second = figure_truth(QUEUE, 2.0)[:2]
    assert {"left_hand", "right_hand", "hip"} <= set(first.hidden)
    assert "left_shoulder" not in first.hidden
    assert all(first.joints_mm[name][1] < COUNTER_MM for name in first.hidden)
    assert second.hidden == ()


def test_everyone_behind_has_skin_that_is_theirs() -> None:
    owners = draw_scene(QUEUE, 2.0).owner
    assert {0, 1, 2, 3, 4} <= set(np.unique(owners).tolist())


def test_a_queue_stands_one_behind_the_other() -> None:
    depths = [place[2] for place in PLACES_MM]
    assert depths[0] == 0.0
    assert all(after < before - 300 for before, after in pairwise(depths))
    with pytest.raises(ValueError, match="the queue has the seats 0 to 5, not 6"):
        draw_scene(Scene("queue", (Seat(PERSON, TONE, slot=6),), camera=Camera(64, 64)), 0.0)


def test_who_looks_at_a_phone_bows_the_head_and_holds_it_away_from_the_face() -> None:
    (figure,) = figure_truth(alone("phone_before"), 2.0)
    assert figure.head_pitch_deg == pytest.approx(-20.0)
    assert [(side, thing) for side, thing, _ in figure.held] == [("right", "phone")]
    assert figure.hands_near_face == ()


def test_folded_arms_cross_before_the_chest() -> None:
    joints = figure_truth(alone("arms_folded"), 2.0)[0].joints_mm
    assert joints["right_wrist"][0] > 0 > joints["left_wrist"][0]  # the person's right is on the image's left
    assert joints["left_elbow"][0] > 150
    assert joints["right_elbow"][0] < -150


def test_whoever_is_questioned_sits_behind_the_table_from_the_waist_up() -> None:
    (figure,) = figure_truth(TABLE, 2.0)
    assert 65 < height(figure) < 110
    assert figure.posture == "listening"
    assert "hip" in figure.hidden
    assert 0 < figure.joints_px["left_hand"][1] < 360  # hands on the table are in the picture
    assert face_shown(TABLE, 2.0)[0] > 0.99


def test_a_lamp_from_the_top_shades_the_eyes_and_not_the_forehead() -> None:
    even = Scene("interrogation", TABLE.seats, camera=CAMERA)
    joints = figure_truth(TABLE, 2.0)[0].joints_px
    column, row = (round(part) for part in np.add(joints["left_eye"], joints["right_eye"]) / 2)
    shares = []
    for at in (row - 20, row + 40):  # forehead; under the chin
        lit, plain = (
            draw_scene(scene, 2.0).rgb[1, at - 2 : at + 3, column - 4 : column + 5] for scene in (TABLE, even)
        )
        shares.append(lit.mean() / plain.mean())
    assert shares[0] > 1.05 * shares[1]


def test_both_places_are_the_same_however_often_they_are_drawn() -> None:
    for scene in (QUEUE, TABLE):
        np.testing.assert_array_equal(draw_scene(scene, 1.0).rgb, draw_scene(scene, 1.0).rgb)
