import numpy as np
import pytest
from tests.scenes.stages import PERSON, TONE, alone

from desdemona.faces.camera import Camera
from desdemona.faces.lamps import Light, lamp_of
from desdemona.faces.pose import Pose
from desdemona.scenes.build import PUPIL
from desdemona.scenes.draw import NOBODY, Drawn, draw_scene, draw_scenes, with_blood
from desdemona.scenes.postures import POSTURES, PostureName
from desdemona.scenes.scene import Held, Listed, Scene, Seat, slots_of
from desdemona.scenes.showing import face_shown
from desdemona.scenes.spells import Spell
from desdemona.scenes.truth import figure_truth

DOING: tuple[PostureName, ...] = ("listening", "reading", "hand_raised", "standing")
CLASS = Scene(
    "classroom",
    tuple(
        Seat(PERSON, TONE + number, (), (Spell(posture, 0.0, 9.0),), build=PUPIL)
        for number, posture in enumerate(DOING)
    ),
    camera=Camera(640, 360),
)


def kept(drawn: Drawn) -> Drawn:
    return Drawn(drawn.rgb.copy(), drawn.skin.copy(), drawn.owner.copy())


@pytest.mark.parametrize("name", list(POSTURES))
def test_every_posture_is_drawn_within_what_a_picture_can_hold(name: PostureName) -> None:
    drawn = draw_scene(alone(name, size=(128, 128)), 2.0)
    assert np.isfinite(drawn.rgb).all()
    assert drawn.rgb.min() >= -1e-3
    assert drawn.rgb.max() < 262  # glints may clip, by little
    assert (drawn.skin <= drawn.rgb + 0.05).all()  # skin is part of the picture, rounding aside
    assert drawn.skin[:, drawn.owner == NOBODY].max() < 0.5 * 255
    assert (drawn.owner == 0).mean() > 0.004


def test_a_picture_does_not_depend_on_those_before_it() -> None:
    spells = (Spell("writing", 0.0, 1.0), Spell("hand_raised", 1.0, 3.0, "left"))
    track = Listed((0.0, 0.7, 1.3), (Pose(), Pose(eye_opening=0.2), Pose(head_yaw_deg=14.0)))
    scene = Scene("desk", (Seat(PERSON, TONE, ("glasses",), spells, track),), camera=Camera(160, 160))
    times_s = [0.0, 0.5, 0.8, 1.2, 1.4, 1.4, 2.9]
    for t_s, drawn in zip(times_s, draw_scenes(scene, times_s), strict=True):
        fresh = draw_scene(scene, t_s)
        np.testing.assert_array_equal(drawn.rgb, fresh.rgb)
        np.testing.assert_array_equal(drawn.skin, fresh.skin)
        np.testing.assert_array_equal(drawn.owner, fresh.owner)


def test_blood_goes_to_whom_it_is_given() -> None:
    drawn = kept(draw_scene(CLASS, 3.0))
    taken = np.zeros((4, 3))
    taken[2] = (0.01, 0.03, 0.02)
    change = drawn.rgb - with_blood(drawn, taken)
    for plane, share in enumerate(taken[2]):
        np.testing.assert_allclose(
            change[plane][drawn.owner == 2], share * drawn.skin[plane][drawn.owner == 2], atol=1e-4
        )
    assert np.abs(change[:, drawn.owner != 2]).max() == 0
    assert set(np.unique(drawn.owner)) == {0, 1, 2, 3, NOBODY}


def test_an_arm_that_moves_leaves_the_face_alone() -> None:
    scene = Scene("desk", (Seat(PERSON, TONE, (), (Spell("writing", 0.0, 9.0),)),), camera=Camera(256, 256))
    first, second = (kept(drawn) for drawn in draw_scenes(scene, [3.0, 3.13]))
    left, top, right, bottom = (round(edge) for edge in figure_truth(scene, 3.0)[0].face_box_px)
    np.testing.assert_array_equal(first.rgb[:, top:bottom, left:right], second.rgb[:, top:bottom, left:right])
    assert np.abs(first.rgb - second.rgb).max() > 20


def test_a_lamp_on_one_side_lights_that_side() -> None:
    drawn: dict[str, list[float]] = {}
    lights: tuple[Light, ...] = ("left", "right")
    for light in lights:
        scene = Scene("desk", (Seat(PERSON, TONE),), lamp_of(light), Camera(192, 192))
        truth = figure_truth(scene, 1.0)[0].joints_px
        picture = draw_scene(scene, 1.0).rgb.mean(axis=0)
        drawn[light] = []
        for side, outward in (("right", -5), ("left", 5)):
            column, row = np.add(truth[f"{side}_shoulder"], truth[f"{side}_elbow"]) / 2
            drawn[light].append(picture[round(row), round(column) + outward])
    assert drawn["left"][0] > 1.15 * drawn["left"][1]
    assert drawn["right"][1] > 1.15 * drawn["right"][0]


def test_who_sits_nearer_hides_who_sits_behind() -> None:
    pair = (
        Seat(PERSON, 3, build=PUPIL, slot=14),
        Seat(PERSON, 7, (), (Spell("standing", 0.0, 9.0),), build=PUPIL, slot=8),
    )
    scene = Scene("classroom", pair, camera=Camera(640, 360))
    behind, before = face_shown(scene, 3.0)
    assert behind < 0.5
    assert before > 0.99


def test_a_hand_at_the_mouth_covers_some_of_the_face() -> None:
    (free,), (covered,) = face_shown(alone("listening"), 2.0), face_shown(alone("smoking"), 2.0)
    assert free > 0.99
    assert 0.4 < covered < 0.95


def test_seats_are_given_out_in_order_and_once() -> None:
    assert slots_of((Seat(0, 1, slot=1), Seat(0, 1), Seat(0, 1))) == (1, 0, 2)
    with pytest.raises(ValueError, match="two people have the same seat"):
        slots_of((Seat(0, 1, slot=1), Seat(0, 1, slot=1)))
    with pytest.raises(ValueError, match="the desk has the seats 0 to 0, not 1"):
        draw_scene(Scene("desk", (Seat(PERSON, TONE), Seat(PERSON, TONE)), camera=Camera(96, 96)), 0.0)


def test_nothing_moves_where_nothing_is_scripted() -> None:
    scene = Scene("desk", (Seat(PERSON, TONE, poses=Held(Pose(head_yaw_deg=5.0))),), camera=Camera(128, 128))
    first, second = (kept(drawn) for drawn in draw_scenes(scene, [0.0, 60.0]))
    np.testing.assert_array_equal(first.rgb, second.rgb)
