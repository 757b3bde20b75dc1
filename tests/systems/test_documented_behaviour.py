"""The most specific systems do exactly what is documented of them, on tracks made by hand.

More on Lingshi, DRVR, the toll booth, the stimulus interrogation and DeepAffex stands in the tests of their sectors.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from tests.systems.synthetic import Curve, Row, between, brought, made_tracks, nothing_measured, sensor_tracks

from desdemona.channels.tracks import EVENTS, Tracks
from desdemona.channels.units.catalogue import ACTION_UNITS
from desdemona.systems.measured import Measured
from desdemona.systems.profile import load_system
from desdemona.systems.run import run_system

Course = Callable[[NDArray[np.float64]], Curve]

HIKVISION = "hikvision-smart-classroom"
"""Faces and behaviours every 30 s; C by heads on the desk; a notice at minute 20 that is gone at 23."""
HANWANG = "hanwang-ccs"
"""A photograph a second, five behaviours, shares of class time against the mean, a score."""
TAIGUSYS = "taigusys-classroom"
"""Seven emotions, seven actions, student types from attention and marks, a warning with an emotion."""
LINGSHI = "xinktech-lingshi"
"""Eight labels from face, posture, words and pulse; calmness is what is said otherwise."""
CM_CROSS = "cm-cross-interrogation-platform"
"""A tension index from the heart rate, with three levels."""
DRVR = "ping-an-drvr"
"""Scores of attention and fatigue, and what is caught."""
CHANGAN = "changan-uni-t"
"""Frequent yawns and blinks give the spoken warning."""
TOLL_BOOTH = "xian-highway-toll"
"""A flag for whoever makes a brief movement of the face while waiting at the booth."""
STIMULI = "ppsuc-stimulus-interrogation"
"""A term is a clue when a minute reaction follows it soon enough."""
DEEPAFFEX = "joyware-nuralogix-deepaffex"
"""Heart rate, breathing rate and psychological pressure from pictures of a face."""
FIVE = ("listening", "answering questions", "writing", "interacting with other students", "sleeping")
"""What Hanwang tells apart."""
EARNEST = "falsely earnest (listens, bad grades)"
ALONE = "top student (unfocused, self-study, good grades)"
BODY = ("head_on_desk", "body_head_down", "standing", "hand_raised", "writing", "reading")
"""The columns of what a body does at a desk."""
SADNESS, FEAR = ("au1", "au4", "au15"), ("au1", "au2", "au4", "au5", "au20", "au25", "au26")
HAPPINESS, SURPRISE = ("au6", "au12"), ("au1", "au2", "au5", "au26")
TEN_PULSES = tuple(float(start) for start in range(10))


def never(_: NDArray[np.float64]) -> float:
    """Return what nobody does."""
    return 0.0


def face(units: Sequence[str], start_s: float, end_s: float) -> dict[str, Course]:
    """Return curves of all action units, the named ones fully at work in one stretch."""
    curves: dict[str, Course] = {column: never for unit in ACTION_UNITS for column in unit.columns}
    shown = between(start_s, end_s, 0.9, 0.0)
    return curves | {f"{unit}_share": shown for unit in units}


def lesson(duration_s: float, doing: Mapping[str, Course] | None = None, *, windows: Sequence[Row] = ()) -> Measured:
    """Return a pupil at a desk who looks ahead and does nothing else, a frame every half second."""
    tracks = made_tracks(duration_s, curves=dict.fromkeys(BODY, never) | dict(doing or {}))
    return Measured("made", replace(tracks, frames=tracks.frames.gather_every(15)), context=brought(windows))


def told(system: str, output: str, measured: Measured | Tracks, **values: float) -> pl.DataFrame:
    """Return the readings of one output."""
    return run_system(load_system(system), measured, values, outputs=[output])


def labels(readings: pl.DataFrame) -> list[str | None]:
    """Return what was said, each stretch of one label once."""
    every = readings.get_column("label").to_list()
    return [label for number, label in enumerate(every) if number == 0 or label != every[number - 1]]


def stretch(readings: pl.DataFrame, label: str) -> tuple[float, float] | None:
    """Return from when to when a label stood, None where it never did."""
    stood = readings.filter(pl.col("label") == label)
    return (float(stood["t_start_s"][0]), float(stood["t_end_s"][-1])) if stood.height else None


@pytest.mark.parametrize(("scans", "value"), [(0, "A"), (1, "B"), (3, "B"), (4, "C"), (9, "C")])
def test_heads_on_the_desk_beyond_the_number_give_c(scans: int, value: str) -> None:
    """Every scan with the head down counts for its 30 s; 120 s, four scans, are the number taken here."""
    down = lesson(600.0, {"head_on_desk": between(60.0, 60.0 + 30.0 * scans, 1.0, 0.0)})
    said = told(HIKVISION, "student value", down)
    assert said["label"][59] == "A", "until the scan at 60 s nothing was seen"
    assert said["label"][-1] == value
    if value == "C":
        # The fourth scan is at 150 s; values are read once a second.
        assert said.filter(pl.col("label") == "C")["t_end_s"][0] == pytest.approx(151.0)


def test_nothing_else_that_a_pupil_does_gives_anything_but_a() -> None:
    busy = lesson(
        300.0,
        {
            "standing": between(0.0, 60.0, 1.0, 0.0),
            "hand_raised": between(60.0, 120.0, 1.0, 0.0),
            "head_yaw_deg": between(120.0, 300.0, 80.0, 0.0),
        }
        | face(SADNESS, 0.0, 300.0),
    )
    assert labels(told(HIKVISION, "student value", busy)) == ["A"]


def test_a_head_down_between_two_scans_is_not_seen() -> None:
    unseen = lesson(300.0, {"head_on_desk": lambda t_s: (t_s % 30.0 >= 0.5).astype(np.float64)})
    assert labels(told(HIKVISION, "student value", unseen)) == ["A"]
    assert "laying one's head on a desk" not in labels(told(HIKVISION, "behaviour", unseen))
    on_the_scan = lesson(300.0, {"head_on_desk": lambda t_s: (t_s % 30.0 < 0.5).astype(np.float64)})
    assert labels(told(HIKVISION, "behaviour", on_the_scan)) == ["laying one's head on a desk"]
    assert labels(told(HIKVISION, "student value", on_the_scan)) == ["B", "C"]


def test_the_notice_comes_at_minute_20_and_is_gone_at_23() -> None:
    asleep_before = lesson(1500.0, {"head_on_desk": between(300.0, 420.0, 1.0, 0.0)})
    notice = told(HIKVISION, "notice", asleep_before)
    assert labels(notice) == ["no notice", "notice", "no notice"]
    assert stretch(notice, "notice") == pytest.approx((1200.0, 1380.0))


@pytest.mark.parametrize(
    ("start_s", "end_s", "value"),
    [(300.0, 390.0, "B"), (1201.0, 1500.0, "C")],
    ids=["three scans by then", "only later"],
)
def test_without_a_c_by_minute_20_there_is_no_notice(start_s: float, end_s: float, value: str) -> None:
    down = lesson(1500.0, {"head_on_desk": between(start_s, end_s, 1.0, 0.0)})
    assert labels(told(HIKVISION, "notice", down)) == ["no notice"]
    assert told(HIKVISION, "student value", down)["label"][-1] == value


def test_six_behaviours_and_what_is_none_of_them() -> None:
    away = between(90.0, 210.0, 60.0, 0.0)
    doing = {
        "head_on_desk": between(0.0, 30.0, 1.0, 0.0),
        "standing": between(30.0, 60.0, 1.0, 0.0),
        "hand_raised": between(60.0, 90.0, 1.0, 0.0),
        "writing": between(90.0, 120.0, 1.0, 0.0),
        "reading": between(120.0, 150.0, 1.0, 0.0),
        "head_yaw_deg": away,
    }
    said = told(HIKVISION, "behaviour", lesson(240.0, doing))
    assert said["label"].to_list() == [
        "laying one's head on a desk",
        "standing",
        "raising hands",
        "writing",
        "reading",
        "none",
        "none",
        "listening",
    ]
    assert said["t_end_s"].to_list() == pytest.approx([30.0 * number for number in range(1, 9)])


def test_a_face_counts_at_the_scan_alone() -> None:
    between_scans = lesson(90.0, face(HAPPINESS, 31.0, 59.0))
    assert labels(told(HIKVISION, "emotion", between_scans)) == ["neutral"]
    at_a_scan = lesson(90.0, face(HAPPINESS, 29.0, 31.0))
    said = told(HIKVISION, "emotion", at_a_scan)
    assert said.select("label", "t_start_s", "t_end_s").rows() == [
        ("neutral", 0.0, 30.0),
        ("happiness", 30.0, 60.0),
        ("neutral", 60.0, 90.0),
    ]


def test_a_pupil_whom_no_camera_sees_gets_no_value() -> None:
    for output in ("student value", "notice", "behaviour", "emotion"):
        assert set(told(HIKVISION, output, nothing_measured(60.0))["status"]) == {"not_measured"}


def hanwang_day(windows: Sequence[Row] = ()) -> Measured:
    """Return twelve seconds of each behaviour in the order of the list."""
    doing = {
        "standing": between(12.0, 24.0, 1.0, 0.0),
        "writing": between(24.0, 36.0, 1.0, 0.0),
        "body_head_down": lambda t_s: ((t_s >= 24) & (t_s < 36) | (t_s >= 48)).astype(np.float64),
        "head_yaw_deg": between(36.0, 48.0, 60.0, 0.0),
        "head_on_desk": between(48.0, 60.0, 1.0, 0.0),
    }
    return lesson(60.0, doing, windows=windows)


def test_five_behaviours_in_their_order() -> None:
    said = told(HANWANG, "behaviour", hanwang_day())
    assert labels(said) == list(FIVE)
    assert said["t_end_s"].to_list() == pytest.approx(list(range(1, 61))), "one photograph a second"


def test_shares_of_class_time_against_the_mean_of_the_class() -> None:
    means = dict(zip(FIVE, (0.6, 0.1, 0.2, 0.05, 0.0), strict=True))
    day = hanwang_day([(f"class.share.{name}", 0.0, 30.0, mean) for name, mean in means.items()])
    for name, mean in means.items():
        assert told(HANWANG, f"share of {name}", day)["value"][-1] == pytest.approx(12 / 60)
        against = told(HANWANG, f"{name} against the class", day)
        assert against["value"][-1] == pytest.approx(12 / 60 - mean)
        assert against["status"].to_list()[:29] == ["not_measured"] * 29, "the mean is known at its end, 30 s"
    alone = told(HANWANG, "sleeping against the class", hanwang_day())
    assert set(alone["status"]) == {"not_measured"}, "nothing is compared with a class that is not known"


def test_what_happens_between_two_photographs_is_not_seen() -> None:
    def between_photos(t_s: NDArray[np.float64]) -> NDArray[np.float64]:
        return (t_s % 1.0 >= 0.5).astype(np.float64)

    restless = lesson(60.0, {"head_on_desk": between_photos, "standing": between_photos})
    assert labels(told(HANWANG, "behaviour", restless)) == ["listening"]
    assert told(HANWANG, "share of sleeping", restless)["value"][-1] == 0.0


def test_the_student_of_the_report_is_focused_for_94_percent_and_takes_too_little_part() -> None:
    doing = {"standing": between(20.0, 24.0, 1.0, 0.0), "head_yaw_deg": between(90.0, 96.0, 60.0, 0.0)}
    student = lesson(100.0, doing)
    assert told(HANWANG, "focused", student)["value"][-1] == pytest.approx(0.94)
    assert labels(told(HANWANG, "participation", student)) == ["low class participation"]
    # Half of the score is time focused, half is answers, of which three are enough and one was given.
    assert told(HANWANG, "weekly score", student)["value"][-1] == pytest.approx(0.5 * 0.94 + 0.5 / 3)


def test_three_answers_are_enough() -> None:
    def answers(t_s: NDArray[np.float64]) -> NDArray[np.float64]:
        return ((t_s % 20.0 >= 10.0) & (t_s % 20.0 < 14.0)).astype(np.float64)

    said = told(HANWANG, "participation", lesson(60.0, {"standing": answers}))
    assert labels(said) == ["low class participation", "enough"]
    assert said.filter(pl.col("label") == "enough")["t_end_s"][0] == pytest.approx(51.0), "the third is at 50 s"


@pytest.mark.parametrize(
    ("yaw_deg", "points", "type_"),
    [(0.0, 50.0, EARNEST), (60.0, 90.0, ALONE), (0.0, 90.0, "no type given"), (60.0, 50.0, "no type given")],
)
def test_types_by_attention_and_marks(yaw_deg: float, points: float, type_: str) -> None:
    grade = [("grade.given", 0.0, 0.0, points)]
    pupil = lesson(60.0, {"head_yaw_deg": lambda _t: yaw_deg}, windows=grade)
    said = told(TAIGUSYS, "student type", pupil)
    assert labels(said)[-1] == type_
    # A share of less than ten seconds is not told.
    assert said.filter(pl.col("status") == "ok")["t_end_s"][0] == pytest.approx(10.0)


def test_without_marks_there_is_no_type() -> None:
    assert set(told(TAIGUSYS, "student type", lesson(30.0))["status"]) == {"not_measured"}


@pytest.mark.parametrize(
    ("units", "emotion", "warning"),
    [
        (SADNESS, "sad", "sadness"),
        (FEAR, "scared", "fear"),
        (HAPPINESS, "happy", "no warning"),
        ((), "neutral", "no warning"),
    ],
)
def test_a_sad_or_scared_face_gives_the_warning(units: Sequence[str], emotion: str, warning: str) -> None:
    pupil = lesson(20.0, face(units, 0.0, 20.0))
    assert labels(told(TAIGUSYS, "emotion", pupil)) == [emotion]
    assert labels(told(TAIGUSYS, "warning", pupil)) == [warning]


def test_less_than_half_of_the_time_gives_no_warning() -> None:
    assert labels(told(TAIGUSYS, "warning", lesson(20.0, face(SADNESS, 0.0, 9.0)))) == ["no warning"]
    assert labels(told(TAIGUSYS, "warning", lesson(20.0, face(SADNESS, 0.0, 11.0)))) == ["sadness"]


def test_six_of_seven_actions_and_never_a_phone() -> None:
    doing = {
        "reading": between(0.0, 5.0, 1.0, 0.0),
        "writing": between(5.0, 10.0, 1.0, 0.0),
        "hand_raised": between(15.0, 20.0, 1.0, 0.0),
        "standing": between(20.0, 25.0, 1.0, 0.0),
        "head_on_desk": between(25.0, 30.0, 1.0, 0.0),
        "head_yaw_deg": between(0.0, 10.0, 60.0, 0.0),
    }
    said = labels(told(TAIGUSYS, "action", lesson(30.0, doing)))
    assert said == ["reading", "writing", "listening", "raising hands", "standing up", "lying on the desk"]
    action = next(each for each in load_system(TAIGUSYS).outputs if each.name == "action")
    assert set(action.all_labels) - set(said) == {"playing with mobile phones", "none"}


def test_calmness_is_said_of_whoever_does_nothing() -> None:
    assert labels(told(LINGSHI, "emotion", lesson(10.0, face((), 0.0, 0.0)))) == ["calmness"]


def test_a_face_of_two_emotions_is_named_by_the_first_in_the_list() -> None:
    """All that belongs to surprise belongs to fear as well, so that a full face of fear ties with surprise."""
    both = lesson(10.0, face(FEAR, 0.0, 10.0))
    names = [name for name, _ in load_system(LINGSHI).pipeline[-1].inputs]
    assert names.index("fear") < names.index("surprise")
    assert labels(told(LINGSHI, "emotion", both)) == ["fear"]
    assert labels(told(LINGSHI, "emotion", lesson(10.0, face(SURPRISE, 0.0, 10.0)))) == ["surprise"]


def beating(resting_bpm: float, rise_bpm: float) -> Tracks:
    """Return twenty windows of a pulse that rises after ten."""
    first = tuple((start, start + 10.0, resting_bpm) for start in TEN_PULSES)
    then = tuple((start + 10.0, start + 20.0, resting_bpm + rise_bpm) for start in TEN_PULSES)
    return made_tracks(30.0, pulse=(*first, *then))


@pytest.mark.parametrize(
    ("resting_bpm", "rise_bpm", "level"),
    [
        (72.0, 25.0, "additional inspection suggested"),
        (72.0, 0.0, "normal"),
        (72.0, -10.0, "normal"),
        (72.0, 12.0, "moderate attention"),
        (90.0, 25.0, "moderate attention"),
    ],
)
def test_a_heart_that_beats_faster_gives_a_higher_level(resting_bpm: float, rise_bpm: float, level: str) -> None:
    said = labels(told(CM_CROSS, "tension level", beating(resting_bpm, rise_bpm)))
    assert said == (["normal"] if level == "normal" else ["normal", level])


def test_attention_is_time_on_the_road_and_fatigue_time_with_closed_eyes() -> None:
    driver = lesson(
        30.0,
        {"gaze_on_road": between(0.0, 10.0, 0.0, 1.0), "eye_openness_ratio": between(10.0, 16.0, 0.02, 0.4)},
    )
    assert told(DRVR, "attention", driver)["value"][-1] == pytest.approx(20 / 30)
    assert told(DRVR, "fatigue", driver)["value"][-1] == pytest.approx(6 / 30)


@pytest.mark.parametrize(("speed_kmh", "caught"), [(119.0, "none"), (121.0, "speeding")])
def test_speeding_is_beyond_the_limit_alone(speed_kmh: float, caught: str) -> None:
    rows = [("vehicle.speed", float(start), start + 1.0, speed_kmh) for start in range(10)]
    driven = Measured("made", made_tracks(10.0), sensors=sensor_tracks(10.0, windows=rows))
    assert labels(told(DRVR, "speeding", driven)) == [caught]
    assert labels(told(DRVR, "speeding", driven, speed_limit_kmh=60.0)) == ["speeding"]


def test_without_the_vehicle_nobody_speeds() -> None:
    assert set(told(DRVR, "speeding", made_tracks(10.0))["status"]) == {"not_measured"}


def half_a_minute(yawns: int, blinks: int) -> Tracks:
    """Return half a minute with so many yawns of 3 s and so many blinks."""
    yawning = [1.0 + 6.0 * number for number in range(yawns)]

    def mouth(t_s: NDArray[np.float64]) -> NDArray[np.float64]:
        wide = np.any([(t_s >= start) & (t_s < start + 3.0) for start in yawning], axis=0)
        return np.where(wide, 0.25, 0.01)

    blinking = tuple(0.5 + number * 29.0 / max(blinks, 1) for number in range(blinks))
    return made_tracks(30.0, curves={"mouth_opening_ratio": mouth}, blinks_s=blinking)


@pytest.mark.parametrize(
    ("yawns", "blinks", "warned"), [(4, 20, True), (2, 8, True), (0, 8, False), (0, 40, False), (1, 0, False)]
)
def test_the_warning_comes_with_frequent_yawns_and_blinks(yawns: int, blinks: int, warned: bool) -> None:
    """Of the scale to one half, 2.5 yawns a minute count .6 and 30 blinks a minute .4; neither is documented."""
    drive = half_a_minute(yawns, blinks)
    level = told(CHANGAN, "fatigue.level", drive)["value"][-1]
    assert level == pytest.approx(0.6 * min(1.0, 2 * yawns / 2.5) + 0.4 * min(1.0, 2 * blinks / 30))
    assert (told(CHANGAN, "warning", drive)["label"][-1] == "voice warning") == warned
    spoken = told(CHANGAN, "action", drive).filter(pl.col("label") == "voice warning", pl.col("t_end_s") == 30.0)
    assert (spoken.height > 0) == warned


def with_micro(starts_s: Sequence[float], stimuli_s: Sequence[float] = ()) -> Measured:
    """Return 20 s of a watched face with brief movements, and with terms that were put to the person."""
    watched = made_tracks(20.0, curves={"face_strain_brow_left_share": never})
    rows = [("face.micro.mdmd", start, start + 0.3, 0.2) for start in starts_s]
    seen = replace(watched, events=pl.DataFrame(rows, schema=EVENTS, orient="row"))
    return Measured(
        "made", seen, context=brought(events=[("stimulus", start, start + 0.5, 1.0) for start in stimuli_s])
    )


def test_the_flag_stands_from_the_movement_on() -> None:
    said = told(TOLL_BOOTH, "early warning", with_micro([8.4]))
    assert said.filter(pl.col("label") == "early warning")["t_end_s"].to_list() == pytest.approx(range(9, 21))


def test_whoever_waits_longer_is_flagged_more() -> None:
    """Somebody who moves every seven seconds passes a booth of five seconds and not one of ten."""
    said = told(TOLL_BOOTH, "early warning", with_micro([6.5, 13.5]))
    by_second = dict(zip(said["t_end_s"].to_list(), said["label"].to_list(), strict=True))
    assert (by_second[5.0], by_second[10.0]) == ("none", "early warning")


@pytest.mark.parametrize(
    ("after_s", "said"), [(-0.5, "none"), (0.2, "none"), (0.3, "clue"), (3.0, "clue"), (3.1, "none")]
)
def test_a_clue_only_within_the_window_after_a_term(after_s: float, said: str) -> None:
    reading = told(STIMULI, "clue", with_micro([5.0 + after_s], [5.0]))
    assert reading.select("label", "t_start_s").rows() == [(said, 5.0)]


def test_pressure_rises_with_pulse_and_breath_and_needs_one_of_them() -> None:
    calm = beating(72.0, 0.0)
    assert set(told(DEEPAFFEX, "psychological pressure", calm)["value"]) == {0.0}
    # 25 beats over 72 are a rise of 34.7 %, of which half counts as full; without breath the pulse speaks alone.
    excited = told(DEEPAFFEX, "psychological pressure", beating(72.0, 25.0))["value"].to_list()
    assert excited == pytest.approx([0.0] * 10 + [25 / 72 / 0.5] * 10)


def test_a_photograph_gives_neither_rates_nor_pressure() -> None:
    photograph = made_tracks(30.0, pulse=tuple((start, start + 10.0, None) for start in TEN_PULSES))
    for output in ("pulse.rate", "breath.rate", "psychological pressure", "emotion level"):
        assert set(told(DEEPAFFEX, output, photograph)["status"]) == {"not_measured"}, output
