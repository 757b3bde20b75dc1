"""Nulls are counted by recording; a move is told against the same recording with one thing changed."""

import pytest
from tests.assay.made_shots import channel, shot

from desdemona.assay.cross_talk import changes_for, measure_moves
from desdemona.assay.nulls import count_nulls, gives, nulls_for
from desdemona.assay.row import Form


def test_a_pose_of_a_photograph_is_no_false_alarm_but_a_pulse_is() -> None:
    assert nulls_for(channel("head.yaw", "number", "face")) == ("noise", "empty room")
    assert nulls_for(channel("pulse.rate.pos", "window", "face"))[:2] == ("photograph", "still face")
    assert nulls_for(channel("heart.rate.ecg", "window", "contact")) == ("nothing alive", "sensor noise")
    assert nulls_for(channel("eye.perclos", "window", "eyes")) == ()


@pytest.mark.parametrize(
    ("form", "columns", "silent", "broken"),
    [
        ("number", ("a",), {"columns": {"a": [None] * 10}}, {"columns": {"a": [None] * 9 + [1.0]}}),
        ("flag", ("a",), {"columns": {"a": [0] * 10}}, {"columns": {"a": [0] * 9 + [1]}}),
        ("name", ("a",), {"columns": {"a": [None] * 10}}, {"columns": {"a": [None] * 9 + ["road"]}}),
        ("event", (), {}, {"events": {"x": [(1.0, 2.0)]}}),
        ("window", (), {"windows": {"x": [(0.0, 9.0, None)]}}, {"windows": {"x": [(0.0, 9.0, 3.0)]}}),
        ("window", (), {"windows": {"x": [(0.0, 9.0, 0.0)]}}, {"windows": {"x": [(0.0, 9.0, -1.0)]}}),
    ],
)
def test_what_counts_as_given(
    form: Form, columns: tuple[str, ...], silent: dict[str, object], broken: dict[str, object]
) -> None:
    own = channel("x", form, columns=columns)
    assert not gives(own, shot(**silent))  # type: ignore[arg-type]
    assert gives(own, shot(**broken))  # type: ignore[arg-type]


def test_an_action_unit_may_be_a_little_off_nought_on_a_face_but_not_in_noise() -> None:
    own = channel("au12", "number", "units", ("au12_share",))
    shots = [shot(kind=kind, columns={"au12_share": [0.1] * 10}) for kind in ("photograph", "noise", "empty room")]
    counted = {null.name: (null.given, null.recordings) for null in count_nulls(own, shots)}
    assert counted == {"photograph": (0, 1), "still face": (0, 0), "noise": (1, 1), "empty room": (1, 1)}


def test_numbers_are_compared_while_the_change_acts() -> None:
    own = channel("gaze.yaw", "number", "face", ("gaze",))
    before = shot(kind="still", columns={"gaze": [0.0] * 10})
    turned = shot(
        kind="still", change="head turned", columns={"gaze": [9.0] * 5 + [2.0] * 5}, told={"turned": [(5, 10)]}
    )
    lamp = shot(kind="still", change="lamp", columns={"gaze": [3.0] * 10})
    moves = {moved.change: moved.interval for moved in measure_moves(own, [before, turned, lamp])}
    assert moves["head turned"] is not None
    assert moves["lamp"] is not None
    assert (moves["head turned"].estimate, moves["lamp"].estimate) == (2.0, 3.0)


def test_a_channel_that_a_change_is_about_is_left_out() -> None:
    shots = [shot(kind="still"), shot(kind="still", change="head turned"), shot(kind="still", change="lamp")]
    about = measure_moves(channel("head.yaw", "number", "face", ("t_s",)), shots)
    assert "head turned" not in [moved.change for moved in about]
    assert changes_for(channel("heart.rate.ecg", "window", "contact")) == ()


def test_windows_that_a_change_takes_away_are_lost_and_not_nought() -> None:
    own = channel("pulse.rate.pos", "window", "face")
    told = {"pulse.rate.pos": [(0.0, 10.0, 72.0)]}
    shots = [
        shot(kind="still", windows=told),
        shot(kind="still", change="talking", windows={"pulse.rate.pos": [(0.0, 10.0, None)]}),
        shot(kind="still", change="glasses", windows={"pulse.rate.pos": [(0.0, 10.0, 74.0)]}),
    ]
    moves = {moved.change: moved for moved in measure_moves(own, shots)}
    assert (moves["talking"].interval, moves["talking"].lost, moves["talking"].recordings) == (None, 1, 1)
    assert moves["glasses"].interval is not None
    assert (moves["glasses"].interval.estimate, moves["glasses"].lost) == (2.0, 0)


def test_events_that_come_and_go_are_counted_a_minute() -> None:
    own = channel("blink", "event", "face")
    shots = [
        shot(kind="still", events={"blink": [(1.0, 1.2), (5.0, 5.2)]}),
        shot(kind="still", change="glasses", events={"blink": [(1.0, 1.2), (8.0, 8.2)]}),
    ]
    moves = {moved.change: moved for moved in measure_moves(own, shots)}
    assert moves["glasses"].interval is not None
    assert moves["glasses"].interval.estimate == pytest.approx(12.0)  # one came and one went in ten seconds


def test_flags_and_names_differ_by_a_share_of_time() -> None:
    flag, name = channel("mouth.talking", "flag", "head", ("up",)), channel("gaze.zone", "name", "zones", ("zone",))
    before = shot(kind="still", columns={"up": [0] * 10, "zone": ["road"] * 10})
    after = shot(kind="still", change="lamp", columns={"up": [1] * 4 + [0] * 6, "zone": ["lap"] * 3 + ["road"] * 7})
    told = [{moved.change: moved.interval for moved in measure_moves(one, [before, after])} for one in (flag, name)]
    shares = [None if one["lamp"] is None else one["lamp"].estimate for one in told]
    assert shares == [pytest.approx(0.4), pytest.approx(0.3)]
