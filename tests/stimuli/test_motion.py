import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desdemona.stimuli.motion import LID_DROP_PER_DEG, frame_times, motion_of
from desdemona.stimuli.phantom import Act, Cause, Script


def acting(*acts: Act) -> Script:
    return Script("acting", "for a test", 10.0, acts)


def test_a_blink_takes_80_ms_down_and_longer_up_and_shuts_the_eye() -> None:
    times_s = np.arange(0, 2, 0.001)
    opening = motion_of(acting(Act("blink", 1.0, 1.25)), times_s).eye_opening
    assert opening.min() == pytest.approx(0.0, abs=1e-3)  # sampled every ms
    bottom_s = times_s[opening.argmin()]
    assert bottom_s == pytest.approx(1.08, abs=0.002)
    assert np.all(opening[(times_s < 1.0) | (times_s > 1.25)] == 1.0)


def test_a_look_down_lowers_the_lids_by_the_gaze_and_never_shuts_them() -> None:
    motion = motion_of(acting(Act("glance_down", 1.0, 2.0)), np.array([0.5, 1.5]))
    assert motion.gaze_pitch_deg.tolist() == [0.0, -25.0]
    assert motion.eye_opening == pytest.approx([1.0, 1 - 25 * LID_DROP_PER_DEG])


def test_looking_up_leaves_the_lids_alone() -> None:
    assert motion_of(acting(Act("gaze_pitch", 0.0, 2.0, 10.0)), np.array([1.0])).eye_opening[0] == 1.0


def test_talk_opens_the_mouth_a_little_at_three_to_five_hz() -> None:
    times_s = np.arange(0, 8, 0.01)
    mouth = motion_of(acting(Act("talk", 0.0, 8.0)), times_s).mouth_opening
    assert 0.25 < mouth.max() <= 0.31
    power = np.abs(np.fft.rfft(mouth - mouth.mean())) ** 2
    rates_hz = np.fft.rfftfreq(len(mouth), 0.01)
    assert 3.0 <= rates_hz[power.argmax()] <= 5.0


def test_a_yawn_opens_slowly_and_fully() -> None:
    times_s = np.arange(0, 6, 0.01)
    mouth = motion_of(acting(Act("yawn", 0.5, 5.0)), times_s).mouth_opening
    assert mouth.max() == pytest.approx(1.0)
    assert times_s[np.argmax(mouth > 0.98)] - 0.5 > 1.0


def test_opposite_brows_cancel_and_heads_add_up() -> None:
    script = acting(
        Act("brow_raise", 0, 4), Act("brow_lower", 0, 4), Act("head_yaw", 0, 4, 10), Act("head_yaw", 0, 4, 5)
    )
    motion = motion_of(script, np.array([2.0]))
    assert motion.brow[0] == 0.0
    assert motion.head_yaw_deg[0] == 15.0


@given(
    cause=st.sampled_from(["blink", "smile", "mouth_open", "yawn", "talk", "brow_raise", "eyes_closed", "glance_down"]),
    start_s=st.floats(0, 5),
    length_s=st.floats(0.05, 4),
    amount=st.floats(0, 1),
)
def test_shares_stay_within_their_range_and_rest_outside_the_act(
    cause: Cause, start_s: float, length_s: float, amount: float
) -> None:
    times_s = np.linspace(0, 10, 401)
    motion = motion_of(acting(Act(cause, start_s, start_s + length_s, amount)), times_s)
    shares = np.stack([motion.eye_opening, motion.mouth_opening, motion.smile, (motion.brow + 1) / 2])
    assert np.all((shares >= 0) & (shares <= 1))
    still = (times_s <= start_s) | (times_s >= start_s + length_s)
    assert motion.eye_opening[still] == pytest.approx(1.0)
    assert motion.mouth_opening[still] == pytest.approx(0.0, abs=1e-12)


def test_mirrored_angles_mirror_the_motion() -> None:
    times_s = frame_times(4.0, 30.0)
    right = motion_of(acting(Act("head_yaw", 0.5, 3.5, 20.0)), times_s)
    left = motion_of(acting(Act("head_yaw", 0.5, 3.5, -20.0)), times_s)
    assert np.array_equal(right.head_yaw_deg, -left.head_yaw_deg)


def test_frame_times_start_at_zero_and_fill_the_duration() -> None:
    times_s = frame_times(2.0, 25.0)
    assert len(times_s) == 50
    assert times_s[[0, -1]] == pytest.approx([0.0, 1.96])
