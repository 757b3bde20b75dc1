"""Every channel is a source, of the right kind; what a recording lacks is not measured, and never an error."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests.systems.synthetic import (
    MadeStep,
    between,
    brought,
    made_system,
    made_tracks,
    said,
    said_words,
    sensor_tracks,
    voice_tracks,
)

from desdemona.channels.body.catalogue import BODY_SIGNS
from desdemona.channels.catalogue import BUILT_IN
from desdemona.channels.contact.catalogue import CONTACT
from desdemona.channels.eye_signs.catalogue import EYE_SIGNS
from desdemona.channels.head_signs.catalogue import HEAD_SIGNS
from desdemona.channels.micro.catalogue import MICRO
from desdemona.channels.motion.catalogue import FACE_STRAIN, MOTION
from desdemona.channels.tracks import WINDOWS
from desdemona.channels.units.catalogue import ACTION_UNITS
from desdemona.channels.voice.catalogue import VOICE_CHANNELS
from desdemona.channels.voice.tracks import FRAMES
from desdemona.channels.words.measure import WORDS
from desdemona.errors import TableError
from desdemona.systems.flows import Events, Series, Windows
from desdemona.systems.measured import Measured, load_flow, span_of, to_measured
from desdemona.systems.run import run_system
from desdemona.systems.sources import BY_NAME, SOURCES, Described

PICTURES: tuple[Described, ...] = (*BUILT_IN, *ACTION_UNITS, *EYE_SIGNS, *HEAD_SIGNS, *MOTION, *MICRO, *BODY_SIGNS)


def as_windows(name: str, measured: Measured) -> Windows:
    flow = load_flow(BY_NAME[name], measured)
    assert isinstance(flow, Windows)
    return flow


def as_events(name: str, measured: Measured) -> Events:
    flow = load_flow(BY_NAME[name], measured)
    assert isinstance(flow, Events)
    return flow


def as_series(name: str, measured: Measured) -> Series:
    flow = load_flow(BY_NAME[name], measured)
    assert isinstance(flow, Series)
    return flow


def test_every_channel_is_a_source_once() -> None:
    names = [source.name for source in SOURCES]
    assert len(set(names)) == len(names)
    assert {channel.name for channel in PICTURES} <= set(BY_NAME)
    for group in (VOICE_CHANNELS, CONTACT, WORDS):
        assert {channel.name for channel in group} <= set(BY_NAME)
    assert {source.table for source in SOURCES} == {"pictures", "voice", "sensors", "words", "context"}


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (
            "events",
            "blink gaze.fixation head.nod head.shake mouth.yawn eye.closure.long face.micro.mdmd speech.stretch",
        ),
        ("events", "voice.pause voice.whisper vehicle.lane_departure skin_conductance.response stimulus"),
        ("series", "head.yaw eye.openness au1 au12.left au12.right body.hand_raised mouth.talking head.down"),
        ("series", "head.still_stare speech.activity voice.f0 voice.loudness gaze.driver.road"),
        ("windows", "pulse.rate.pos eye.perclos blink.rate breath.rate.chest head.motion.frequency face.perfusion"),
        ("windows", "head.vibration.amplitude voice.f0.median voice.jitter speech.share voice.words_per_minute"),
        ("windows", "words.count heart.rate heart.rate.ecg heart.rate.device oxygen.saturation.device eeg.alpha"),
        (
            "windows",
            "skin.temperature skin_conductance.level vehicle.speed grade.given road.hazard class.share.sleeping",
        ),
    ],
)
def test_kinds(kind: str, names: str) -> None:
    assert {name: BY_NAME[name].kind for name in names.split()} == dict.fromkeys(names.split(), kind)


def test_every_column_behind_a_source_is_one_that_some_channel_gives() -> None:
    given = {column for channel in PICTURES for column in channel.columns}
    zones = {source.column for source in SOURCES if source.name.startswith("gaze.driver.")}
    assert zones >= {"gaze_on_road", "gaze_on_lap"}
    for source in SOURCES:
        if source.table == "pictures" and not source.name.startswith(("gaze.driver.", "gaze.classroom.")):
            assert source.column is None or source.column in given, source
        if source.table == "voice":
            assert source.column is None or source.column in FRAMES, source
        if source.watched_by:
            assert BY_NAME[source.watched_by].kind == "windows"
        assert (source.column is None) == (source.kind == "windows" or source.table in ("sensors", "context")), source
    assert BY_NAME["head.down"].column != BY_NAME["body.head_down"].column
    assert BY_NAME["au23.24"].column == "au23_24_share"


def test_the_behaviours_of_a_class_are_free_but_in_lower_case() -> None:
    assert BY_NAME["class.share.asleep at the desk"].table == "context"
    for name in ("class.share.", "class.share.Asleep", "class.shares"):
        assert name not in BY_NAME
    assert BY_NAME["blink"] in SOURCES


@pytest.mark.parametrize("source", [source.name for source in SOURCES])
def test_pictures_alone_leave_everything_else_unmeasured(source: str) -> None:
    flow = load_flow(BY_NAME[source], to_measured(made_tracks(4.0)))
    match flow:
        case Series():
            assert flow.t_s.size == 120, "on the clock of the pictures"
            assert np.isnan(flow.value).all() == (BY_NAME[source].column not in made_tracks(1.0).frames.columns)
        case Windows():
            assert flow.value.size == 0
        case Events():
            assert flow.t_start_s.size == 0
            assert set(flow.watched.value) == {float(source in ("blink", "gaze.fixation"))}


def test_what_is_not_there_reads_as_not_measured_over_the_whole_recording() -> None:
    system = made_system({}, {"au12": "sign", "voice.whisper": "sign", "heart.rate": "signal", "stimulus": "signal"})
    readings = run_system(system, made_tracks(4.0))
    assert set(readings["status"]) == {"not_measured"}
    for output in ("voice.whisper", "heart.rate", "stimulus"):
        (row,) = said(readings, output).to_dicts()
        assert (row["t_start_s"], row["t_end_s"]) == pytest.approx((0.0, 4.0))


def test_each_table_gives_its_own_channels_on_its_own_clock() -> None:
    voice = voice_tracks(
        2.0,
        {"voice_f0_hz": lambda t: 100 + t, "speech_active": between(0.5, 1.0, float("nan"), 1.0)},
        events=(("voice.pause", 1.2, 1.5, 0.3),),
    )
    sensors = sensor_tracks(5.0, windows=(("heart.rate.ecg", 0.0, 4.0, 70.0),))
    words = said_words((("words.rate", 0.0, 3.0, 120.0), ("words.rate", 3.0, 4.0, None)))
    measured = Measured("made", made_tracks(4.0), voice, sensors, words)
    assert as_series("voice.f0", measured).value.tolist() == pytest.approx((100 + np.arange(200) / 100).tolist())
    pauses = as_events("voice.pause", measured)
    assert (pauses.t_start_s.tolist(), pauses.t_end_s.tolist()) == ([1.2], [1.5])
    assert pauses.watched.value.sum() == 150, "from 0.5 to 1 s nobody could tell speech from noise"
    assert as_windows("heart.rate.ecg", measured).value.tolist() == [70.0]
    assert as_windows("words.rate", measured).value == pytest.approx([120.0, float("nan")], nan_ok=True)
    assert as_series("head.yaw", measured).t_s.size == 120
    assert span_of(measured) == pytest.approx((0.0, 5.0)), "from the first to the last of all"


def test_a_voice_beside_the_pictures_is_found_there() -> None:
    tracks = made_tracks(4.0, curves={"voice_f0_hz": lambda t: 200 + 0 * t})
    assert set(as_series("voice.f0", to_measured(tracks)).value) == {200.0}


def test_no_brief_movement_is_said_only_where_one_could_be_told() -> None:
    tracks = made_tracks(4.0, curves={FACE_STRAIN.columns[0]: lambda t: 0.01 + 0 * t})
    end_s = float(tracks.frames["t_s"][-1])
    row = ("face.micro.mdmd", 0.0, end_s, None, None, None, "10 frames a second: too few")
    withheld = replace(tracks, windows=pl.DataFrame([row], schema=WINDOWS, orient="row"))
    assert set(as_events("face.micro.mdmd", to_measured(tracks)).watched.value) == {1.0}
    assert set(as_events("face.micro.mdmd", to_measured(withheld)).watched.value) == {0.0}
    assert set(as_events("face.micro.strain", to_measured(withheld)).watched.value) == {1.0}


def test_without_pictures_the_other_tables_tell_the_time() -> None:
    sensors = sensor_tracks(5.0)
    assert as_series("au12", Measured("made", sensors=sensors)).t_s.tolist() == [0, 1, 2, 3, 4]
    words = Measured("made", words=said_words((("words.rate", 0.0, 2.5, 90.0),)))
    assert as_series("au12", words).t_s.tolist() == [0, 1, 2]
    assert span_of(words) == (0.0, 3.0)
    assert span_of(Measured("made")) == (0.0, 0.0)


def test_the_heart_rate_is_that_of_the_best_sensor_there_is() -> None:
    rows = (("heart.rate.device", 0.0, 4.0, 71.0), ("heart.rate.ppg", 0.0, 4.0, None))
    measured = Measured("made", sensors=sensor_tracks(5.0, windows=rows))
    assert np.isnan(as_windows("heart.rate", measured).value).all(), "the pulse wave goes before, and abstained"
    only = Measured("made", sensors=sensor_tracks(5.0, windows=rows[:1]))
    assert as_windows("heart.rate", only).value.tolist() == [71.0]


def test_sensor_events_are_watched_where_their_rate_has_a_value() -> None:
    events = (("skin_conductance.response", 3.0, 4.0, 0.1),)
    windows = (("skin_conductance.response_rate", 0.0, 5.0, 3.0), ("skin_conductance.response_rate", 5.0, 10.0, None))
    found = as_events(
        "skin_conductance.response", Measured("made", sensors=sensor_tracks(10.0, windows=windows, events=events))
    )
    assert found.t_start_s.tolist() == [3.0]
    assert found.watched.value.tolist() == [1.0] * 5 + [0.0] * 5


def test_a_vehicle_whose_margin_nobody_declared_did_not_stay_in_its_lane() -> None:
    """Departures are then withheld, not absent."""
    withheld = sensor_tracks(10.0, windows=(("vehicle.lane_departures", 0.0, 10.0, None),))
    assert not as_events("vehicle.lane_departure", Measured("made", sensors=withheld)).watched.value.any()
    declared = sensor_tracks(10.0, windows=(("vehicle.lane_departures", 0.0, 10.0, 0.0),))
    assert as_events("vehicle.lane_departure", Measured("made", sensors=declared)).watched.value.all()


def test_of_two_sensors_of_one_kind_the_first_counts() -> None:
    two = sensor_tracks(5.0, windows=(("heart.rate.ecg", 0.0, 4.0, 70.0), ("heart.rate.ecg", 1.0, 5.0, 90.0)))
    windows = two.windows.with_columns(signal=np.array(["left", "right"]))
    measured = Measured("made", sensors=type(two)("made", two.frames, two.events, windows))
    assert as_windows("heart.rate.ecg", measured).value.tolist() == [70.0]


def test_words_of_several_speakers_are_refused() -> None:
    measured = Measured("made", words=said_words((("words.rate", 0.0, 3.0, 120.0),), tiers=("child", "teacher")))
    with pytest.raises(TableError, match=r"made: words of several speakers \('child', 'teacher'\); keep those of one"):
        load_flow(BY_NAME["words.rate"], measured)


def test_grades_and_hazards_stand_from_start_to_end() -> None:
    rows = (("grade.given", 3.0, 3.0, 85.0), ("road.hazard", 0.0, 4.0, 0.0), ("road.hazard", 4.0, 6.0, 1.0))
    measured = Measured("made", made_tracks(10.0), context=brought(rows))
    system = made_system(
        {
            "graded": MadeStep("level as series", {"level": "grade.given", "clock": "head.yaw"}),
            "hazard": MadeStep("level as series", {"level": "road.hazard", "clock": "head.yaw"}),
        },
        {"graded": "signal", "hazard": "signal"},
    )
    readings = run_system(system, measured)
    graded, hazard = (said(readings, name)["value"].to_list() for name in ("graded", "hazard"))
    assert graded == [None] * 90 + [85.0] * 210, "an instant stands on and on"
    assert hazard == [0.0] * 120 + [1.0] * 60 + [None] * 120


@pytest.mark.parametrize("where", ["windows", "events"])
def test_stimuli_and_grades_may_come_with_the_sensors(where: str) -> None:
    rows = (("grade.given", 3.0, 3.0, 85.0), ("stimulus", 1.0, 2.0, None))
    sensors = (
        sensor_tracks(5.0, windows=rows[:1], events=rows[1:]) if where == "windows" else sensor_tracks(5.0, events=rows)
    )
    measured = Measured("made", sensors=sensors)
    assert as_windows("grade.given", measured).value.tolist() == [85.0]
    stimuli = as_events("stimulus", measured)
    assert stimuli.t_start_s.tolist() == [1.0]
    assert stimuli.watched.value.tolist() == [1.0] * 5


def test_a_class_mean_is_known_from_its_end_on() -> None:
    measured = Measured("made", made_tracks(4.0), context=brought((("class.share.asleep", 0.0, 2.0, 0.25),)))
    found = as_windows("class.share.asleep", measured)
    assert (found.t_start_s.tolist(), found.t_end_s.tolist(), found.value.tolist()) == ([0.0], [2.0], [0.25])
