"""Action units in scripts: when they act, how they are written, what is true of them."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stimuli.filming import film, phantom_of

from desdemona.errors import DeclarationError
from desdemona.faces.camera import Camera
from desdemona.faces.cast import IDENTITIES
from desdemona.faces.lids import WIDENED_BY_5
from desdemona.faces.pose import JAW_DROP_SHARE
from desdemona.faces.units import UNITS
from desdemona.stimuli.motion import course_of, motion_of
from desdemona.stimuli.phantom import Act, Script, Side
from desdemona.stimuli.render import render_phantom
from desdemona.stimuli.scripts import parse_script, to_script_text
from desdemona.stimuli.truth import truth_of

HOLD = np.array([2.0])
SMALL = Camera(96, 96, rate_hz=10.0)


def script_of(*acts: Act) -> Script:
    return Script("acting", "for a test", 4.0, acts)


def faults_of(act: str) -> list[str]:
    text = f"name: a\nabout: b\nduration_s: 9\nacts:\n- {act}\n"
    with pytest.raises(DeclarationError) as caught:
        parse_script(text, "clip.yaml")
    return str(caught.value).splitlines()


def curve(truth: pl.DataFrame, output: str) -> np.ndarray:
    rows = truth.filter((pl.col("output") == output) & (pl.col("t_start_s") == pl.col("t_end_s")))
    return rows.sort("t_start_s")["value"].to_numpy()


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_can_be_scripted_and_reaches_the_pose(unit: str) -> None:
    act = Act(unit, 0.0, 4.0, 0.6)  # type: ignore[arg-type]
    pose = motion_of(script_of(act), HOLD).pose(0)
    assert getattr(pose.left, unit) == getattr(pose.right, unit) == pytest.approx(0.6)
    others = [getattr(pose.left, other) for other in UNITS if other != unit]
    assert others == [0.0] * (len(UNITS) - 1)


def test_a_side_is_the_persons_own_and_sides_add_to_both() -> None:
    acts = (Act("au12", 0, 4, 0.5, "left"), Act("au12", 0, 4, 0.2), Act("au1", 0, 4, 0.9, "right"))
    pose = motion_of(script_of(*acts), HOLD).pose(0)
    assert [pose.left.au12, pose.right.au12] == pytest.approx([0.7, 0.2])
    assert [pose.left.au1, pose.right.au1] == pytest.approx([0.0, 0.9])


@pytest.mark.parametrize("length_s", [0.04, 0.12, 0.5])
def test_a_micro_expression_has_its_onset_apex_and_offset(length_s: float) -> None:
    onset_s, offset_s = 0.3 * length_s, 0.5 * length_s
    act = Act("au12", 1.0, 1.0 + length_s, 1.0, "both", onset_s, offset_s)
    times_s = np.linspace(0.9, 1.6, 70_001)
    course = course_of(act, times_s)
    assert np.all(course[(times_s <= 1.0) | (times_s >= 1.0 + length_s)] == 0)
    apex_s = times_s[course > 1 - 1e-9]
    assert apex_s[0] == pytest.approx(1.0 + onset_s, abs=0.01 * length_s + 2e-5)
    assert apex_s[-1] == pytest.approx(1.0 + length_s - offset_s, abs=0.01 * length_s + 2e-5)


def test_without_lengths_of_its_own_a_unit_takes_the_usual_time() -> None:
    times_s = np.arange(0, 4, 0.001)
    blink = course_of(Act("au45", 1.0, 1.25), times_s)
    assert times_s[blink.argmax()] == pytest.approx(1.08, abs=0.002)  # as the scripted blink
    assert np.array_equal(blink, course_of(Act("blink", 1.0, 1.25), times_s))


def test_an_act_too_short_for_its_movement_still_reaches_its_amount() -> None:
    course = course_of(Act("au12", 1.0, 1.1), np.arange(1.0, 1.1, 0.0005))
    assert course.max() == pytest.approx(1.0, abs=1e-3)


def test_a_voice_moves_the_mouth_and_the_widest_opening_counts() -> None:
    def mouth(times_s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return 0.4 * np.ones_like(times_s), 0.8 * np.sin(times_s)

    times_s = np.array([0.5, 2.0])
    motion = motion_of(script_of(Act("mouth_open", 1.0, 3.0, 0.7)), times_s, mouth)
    assert motion.mouth_opening == pytest.approx([0.4, 0.7])
    assert motion.mouth_spread == pytest.approx(0.8 * np.sin(times_s))
    assert motion.pose(0).mouth_spread == motion.mouth_spread[0]


def test_talk_spreads_and_rounds_the_lips_in_turn() -> None:
    spread = motion_of(script_of(Act("talk", 0.0, 4.0)), np.arange(0, 4, 0.02)).mouth_spread
    assert spread.max() > 0.2
    assert spread.min() < -0.2


@given(
    unit=st.sampled_from([unit for unit in UNITS if unit not in ("au26", "au27")]),
    side=st.sampled_from(["both", "left", "right"]),
    amount=st.floats(0, 1),
    onset_s=st.none() | st.floats(0.005, 0.5),
    offset_s=st.none() | st.floats(0.005, 0.5),
)
def test_written_equals_read(
    unit: str, side: Side, amount: float, onset_s: float | None, offset_s: float | None
) -> None:
    script = script_of(Act(unit, 1.0, 2.0, amount, side, onset_s, offset_s))  # type: ignore[arg-type]
    assert parse_script(to_script_text(script)) == script


def test_what_was_never_said_is_not_written() -> None:
    assert "{cause: smile, t_start_s: 1.0, t_end_s: 2.0, amount: 1.0}" in to_script_text(
        script_of(Act("smile", 1.0, 2.0))
    )


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (
            "{cause: au12, t_start_s: 1, t_end_s: 2, amount: 1.5}",
            "clip.yaml:5: amount of au12 is 1.5; the nearest allowed value is 1",
        ),
        (
            "{cause: au26, t_start_s: 1, t_end_s: 2, amount: -3}",
            "clip.yaml:5: amount of au26 is -3; the nearest allowed value is 0",
        ),
        ("{cause: au13, t_start_s: 1, t_end_s: 2}", "clip.yaml:5: unknown cause 'au13'; did you mean 'au1'?"),
        (
            "{cause: au12, t_start_s: 1, t_end_s: 2, side: lefft}",
            "clip.yaml:5: unknown side 'lefft'; did you mean 'left'?",
        ),
        (
            "{cause: smile, t_start_s: 1, t_end_s: 2, side: left}",
            "clip.yaml:5: side of smile must be both; left and right are for action units",
        ),
        (
            "{cause: au27, t_start_s: 1, t_end_s: 2, side: right}",
            "clip.yaml:5: side of au27 must be both; there is only one jaw",
        ),
        (
            "{cause: au12, t_start_s: 1, t_end_s: 1.2, onset_s: 0.15, offset_s: 0.1}",
            "clip.yaml:5: onset_s and offset_s take 0.25 s, the act lasts 0.2 s",
        ),
        (
            "{cause: au12, t_start_s: 1, t_end_s: 2, onset_s: 0}",
            "clip.yaml:5: onset_s is 0; the nearest allowed value is 0.005",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_line_and_what_can(act: str, sentence: str) -> None:
    assert faults_of(act) == [sentence]


def test_truth_tells_every_acting_unit_on_each_side_frame_by_frame_and_as_an_event() -> None:
    acts = (Act("au12", 1.0, 3.0, 0.8, "left"), Act("smile", 1.0, 3.0, 0.3), Act("au43", 1.0, 3.0, 1.0, "right"))
    truth = truth_of(phantom_of(*acts, duration_s=4.0, camera=SMALL))
    left, right = curve(truth, "au12.left"), curve(truth, "au12.right")
    assert len(left) == len(right) == 40
    assert (left[20], right[20]) == (pytest.approx(0.8), pytest.approx(0.3))  # the stronger of unit and smile
    assert curve(truth, "au4.left").size == 0
    assert (curve(truth, "eye.openness.left")[20], curve(truth, "eye.openness.right")[20]) == (1.0, 0.0)
    assert curve(truth, "eye.openness")[20] == pytest.approx(0.5)
    event = truth.filter(pl.col("output") == "au12").row(0, named=True)
    assert (event["t_start_s"], event["t_end_s"], event["label"], event["value"]) == (1.0, 3.0, "left", 0.8)


@pytest.mark.parametrize(
    ("act", "output", "value"),
    [
        (Act("au5", 0.0, 4.0), "eye.openness", 1 + WIDENED_BY_5),
        (Act("au26", 0.0, 4.0), "mouth.opening", JAW_DROP_SHARE),
        (Act("au27", 0.0, 4.0), "mouth.opening", 1.0),
        (Act("au12", 0.0, 4.0), "lip_corner.raise", 1.0),
        (Act("au12", 0.0, 4.0, 1.0, "left"), "lip_corner.raise", 0.5),
        (Act("au15", 0.0, 4.0), "lip_corner.raise", -5 / 7),
        (Act("au1", 0.0, 4.0), "brow.raise", 0.5),
        (Act("au4", 0.0, 4.0), "brow.raise", -1.0),
    ],
)
def test_the_old_quantities_say_what_is_drawn(act: Act, output: str, value: float) -> None:
    truth = truth_of(phantom_of(act, duration_s=4.0, camera=SMALL))
    assert curve(truth, output)[20] == pytest.approx(value, abs=1e-3)


def test_scripts_without_units_have_the_truth_they_had() -> None:
    acts = (Act("smile", 0.0, 2.0), Act("talk", 0.0, 2.0), Act("blink", 1.0, 1.25), Act("brow_raise", 0.0, 2.0))
    phantom = phantom_of(*acts, duration_s=2.0, camera=SMALL)
    motion = motion_of(phantom.script, np.arange(20) / 10)
    truth = truth_of(phantom)
    assert curve(truth, "lip_corner.raise") == pytest.approx(motion.smile)
    assert curve(truth, "mouth.opening") == pytest.approx(motion.mouth_opening)
    assert not truth["output"].str.starts_with("au").any()


def test_motion_and_pose_tell_the_same_units() -> None:
    acts = (Act("smile", 0.0, 4.0, 0.4), Act("au12", 0.0, 4.0, 0.6, "left"), Act("brow_lower", 0.0, 4.0, 0.5))
    motion = motion_of(script_of(*acts), HOLD)
    assert motion.unit("au12", "left")[0] == pytest.approx(0.6)
    assert motion.unit("au12", "right")[0] == pytest.approx(0.4)
    assert motion.unit("au12", "both")[0] == pytest.approx(0.5)
    assert motion.unit("au4", "both")[0] == pytest.approx(0.5)
    assert motion.unit("au1", "both")[0] == 0.0


def test_a_micro_expression_of_40_ms_is_in_the_frames_it_lasts() -> None:
    act = Act("au4", 0.48, 0.54, 1.0, "both", 0.02, 0.02)
    pictures = film(render_phantom(phantom_of(act, camera=Camera(160, 160, 50.0, 0.0)))).astype(float)
    moved = np.abs(pictures - pictures[0]).max(axis=(1, 2, 3)) > 3
    assert np.flatnonzero(moved).tolist() == [25, 26]


def test_identities_agree_on_what_a_unit_is() -> None:
    for identity in (0, 5, len(IDENTITIES) - 1):
        phantom = phantom_of(Act("au10", 0.0, 4.0), duration_s=4.0, camera=SMALL, identity=identity)
        assert curve(truth_of(phantom), "mouth.opening")[20] == pytest.approx(4.0 / 29.5, abs=1e-3)
