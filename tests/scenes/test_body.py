import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scenes.stages import LATE_S, body_in

from desdemona.faces.pose import Pose
from desdemona.scenes.body import STEEPEST_PITCH_DEG, bent_elbow
from desdemona.scenes.build import ADULT, BABY, FOREARM_MM, TODDLER, UPPER_ARM_MM
from desdemona.scenes.postures import POSTURES, PostureName
from desdemona.scenes.spells import Spell

NAMES: tuple[PostureName, ...] = tuple(POSTURES)


def held(name: PostureName, side: str = "right") -> tuple[Spell, ...]:
    return (Spell(name, 0.0, 100.0, "left" if side == "left" else "right"),)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(NAMES), st.sampled_from(NAMES), st.floats(2.0, 4.0))
def test_bones_keep_their_lengths_on_the_way_from_any_posture_to_any_other(
    first: PostureName, then: PostureName, t_s: float
) -> None:
    body = body_in((Spell(first, 0.0, 2.5), Spell(then, 2.5, 9.0)), t_s)
    for arm in body.arms.values():
        assert np.linalg.norm(arm.elbow - arm.shoulder) == pytest.approx(UPPER_ARM_MM, abs=1e-6)
        assert np.linalg.norm(arm.wrist - arm.elbow) == pytest.approx(FOREARM_MM, abs=1e-6)
        assert np.dot(arm.fingers, arm.palm) == pytest.approx(0.0, abs=1e-9)


def sits_still(name: PostureName) -> bool:
    posture = POSTURES[name]
    return posture.motion == "none" and posture.shift_mm == (0.0, 0.0, 0.0) and not posture.right.with_head


@pytest.mark.parametrize("name", [name for name in NAMES if sits_still(name)])
def test_hands_come_to_where_the_posture_says(name: PostureName) -> None:
    body = body_in(held(name), LATE_S)
    np.testing.assert_allclose(body.arms["right"].wrist, POSTURES[name].right.wrist_mm, atol=1e-6)


@pytest.mark.parametrize("name", [name for name in NAMES if POSTURES[name].sided])
def test_the_other_side_is_the_mirror_image(name: PostureName) -> None:
    right, left = body_in(held(name), LATE_S), body_in(held(name, "left"), LATE_S)
    flip = np.array([-1.0, 1.0, 1.0])
    np.testing.assert_allclose(right.arms["right"].wrist * flip, left.arms["left"].wrist, atol=1e-6)
    np.testing.assert_allclose(right.arms["left"].elbow * flip, left.arms["right"].elbow, atol=1e-6)
    np.testing.assert_allclose(right.arms["right"].thumb * flip, left.arms["left"].thumb, atol=1e-6)
    assert right.pose.head_roll_deg == pytest.approx(-left.pose.head_roll_deg)


def test_a_phone_at_the_ear_goes_along_with_the_head() -> None:
    still, turned = body_in(held("phone_at_ear"), 3.0), body_in(held("phone_at_ear"), 3.0, pose=Pose(head_yaw_deg=25.0))
    ear = np.array([-80.0, -9.0, 0.0])
    for body in (still, turned):
        assert np.linalg.norm(body.arms["right"].wrist - body.on_head(ear)) < 170
    assert np.linalg.norm(still.arms["right"].wrist - turned.arms["right"].wrist) > 20


def test_a_child_is_smaller_in_body_than_in_head() -> None:
    grown, small = body_in((), 1.0, build=ADULT), body_in((), 1.0, build=TODDLER)
    wide = [np.linalg.norm(b.arms["left"].shoulder - b.arms["right"].shoulder) for b in (grown, small)]
    assert wide[1] / wide[0] == pytest.approx(TODDLER.body)
    brow = [np.linalg.norm(b.on_head((0.0, 60.0, 0.0)) - b.on_head((0.0, -60.0, 0.0))) for b in (grown, small)]
    assert brow[1] / brow[0] == pytest.approx(TODDLER.head)
    assert BABY.head / BABY.body > TODDLER.head / TODDLER.body > 1.4


def test_head_angles_add_up_and_stop_where_the_drawing_does() -> None:
    body = body_in(held("reading"), LATE_S, pose=Pose(head_pitch_deg=4.0))
    assert body.pose.head_pitch_deg == pytest.approx(4.0 + POSTURES["reading"].head_pitch_deg)
    assert body.pose.eye_opening < 0.75  # lids follow a gaze down
    low = body_in(held("head_on_desk"), LATE_S, pose=Pose(head_pitch_deg=-25.0))
    assert low.pose.head_pitch_deg == STEEPEST_PITCH_DEG
    assert body_in(held("sleeping_reclined"), LATE_S).pose.eye_opening == 0


def test_an_arm_that_is_too_short_points_where_it_cannot_reach() -> None:
    shoulder, far = np.zeros(3), np.array([0.0, 0.0, 2000.0])
    elbow, wrist = bent_elbow(shoulder, far, 286.0, 252.0, np.array([-1.0, 0.0, 0.0]))
    assert wrist[2] == pytest.approx(0.995 * 538.0)
    assert elbow[0] < 0
