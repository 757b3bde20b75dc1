"""Systems of cars and of other uses do what is documented, on tracks made by hand; what is refused stays silent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from tests.systems.synthetic import (
    Curve,
    Row,
    between,
    everything_measured,
    made_tracks,
    said,
    said_words,
    sensor_tracks,
    voice_tracks,
)

from desdemona.channels.tracks import EVENTS
from desdemona.channels.units.catalogue import ACTION_UNITS
from desdemona.systems.measured import Measured
from desdemona.systems.profile import load_system
from desdemona.systems.run import run_system

Course = Callable[[NDArray[np.float64]], Curve]

RUNNING = (
    "xinktech-taxi-early-warning",
    "xinktech-highway",
    "leeco-lesee",
    "great-wall-collie-vv7",
    "great-wall-vv6-fota",
    "huawei-hicar",
    "taigusys-driver",
    "aiways-smart-companion",
    "ping-an-face-kyd",
    "ping-an-drvr",
    "xian-highway-toll",
    "guangzhou-2019-vehicle-topic",
    "emokit-other-products",
    "meezao-museum",
    "huawei-2017-call",
    "affectiva-glass",
)
REFUSED: Final = {
    "taigusys-medical": {"condition", "further conditions claimed"},
    "sjtu-criminality-faces": {"criminal or not criminal"},
    "meezao-epilepsy": {"smile type suggesting epilepsy"},
}
EMOTION: Final = {
    "xinktech-highway": ("emotion", "calmness"),
    "leeco-lesee": ("driver emotion", "neutral"),
    "great-wall-vv6-fota": ("emotion", "neutral"),
    "huawei-hicar": ("emotion", "neutral"),
    "guangzhou-2019-vehicle-topic": ("emotional condition", "neutral"),
    "emokit-other-products": ("emotional state", "neutral"),
    "meezao-museum": ("response", "neutral"),
    "affectiva-glass": ("emotional cues", "neutral"),
}
"""The output with the seven labels, and what is said when none is strong enough."""
FACES: Final = {
    "happiness": ("au6", "au12"),
    "sadness": ("au1", "au4", "au15"),
    "anger": ("au4", "au5", "au7", "au23_24"),
    "surprise": ("au1", "au2", "au5", "au26"),
    "fear": ("au1", "au2", "au4", "au5", "au20", "au25", "au26"),
    "disgust": ("au9",),
    "contempt": ("au14_left",),
}


def zero(_: NDArray[np.float64]) -> float:
    """Return nothing moving."""
    return 0.0


def look(
    units: Sequence[str] = (), *, curves: Mapping[str, Course] | None = None, micro_s: Sequence[float] = ()
) -> Measured:
    """Return 20 s of a face on which the units are fully at work from 5 s to 15 s."""
    shown = between(5.0, 15.0, inside=0.9, outside=0.0)
    columns: dict[str, Course] = {column: zero for unit in ACTION_UNITS for column in unit.columns}
    for unit in units:
        columns |= {name: shown for name in columns if name == f"{unit}_share" or name.startswith(f"{unit}_left")}
    pictures = made_tracks(curves=columns | {"face_strain_brow_left_share": zero} | dict(curves or {}))
    brief = [("face.micro.mdmd", start, start + 0.3, 0.2) for start in micro_s]
    events = pl.DataFrame(brief, schema=EVENTS, orient="row")
    return Measured("made", replace(pictures, events=pl.concat([pictures.events, events])))


def told(system: str, output: str, measured: Measured) -> pl.DataFrame:
    """Return what a system says in one output at its central values."""
    return run_system(load_system(system), measured, outputs=[output])


def course(readings: pl.DataFrame) -> list[str | None]:
    """Return what was said, each stretch of one label once."""
    every = readings.get_column("label").to_list()
    return [label for number, label in enumerate(every) if number == 0 or label != every[number - 1]]


@pytest.mark.parametrize("system", RUNNING)
def test_every_output_is_said_where_everything_is_measured(system: str) -> None:
    profile = load_system(system)
    readings = run_system(profile, everything_measured(3))
    for output in profile.outputs:
        ok = said(readings, output.name).filter(pl.col("status") == "ok")
        assert ok.height > 0 or output.follows, output.name
        if output.all_labels:
            assert set(ok["label"]) <= set(output.all_labels)


@pytest.mark.parametrize("system", RUNNING)
def test_nothing_is_said_of_what_was_not_measured(system: str) -> None:
    profile = load_system(system)
    blind = made_tracks(20.0, curves=dict.fromkeys(("face_found", "eye_openness_ratio"), lambda _: float("nan")))
    readings = run_system(profile, Measured("made", blind))
    for output in profile.outputs:
        if output.rung in ("state", "judgement"):
            assert set(said(readings, output.name)["status"]) == {"not_measured"}, output.name


@pytest.mark.parametrize("system", REFUSED)
def test_what_is_refused_as_a_whole_says_nothing(system: str) -> None:
    profile = load_system(system)
    assert profile.runs == "refused"
    readings = run_system(profile, look())
    assert set(readings["output"]) == REFUSED[system]
    assert set(readings["status"]) == {"refused"}


@pytest.mark.parametrize(
    ("system", "output"),
    [
        ("xinktech-taxi-early-warning", "harm by the driver"),
        ("xian-highway-toll", "likely toll evader"),
        ("xian-highway-toll", "possible physical threat"),
        ("emokit-other-products", "mental health or neurological condition"),
    ],
)
def test_verdicts_on_crime_and_health_are_refused(system: str, output: str) -> None:
    readings = told(system, output, look(FACES["anger"], micro_s=(3.0,)))
    assert readings.select("label", "status").rows() == [(None, "refused")]


@pytest.mark.parametrize("emotion", FACES)
@pytest.mark.parametrize("system", EMOTION)
def test_each_full_face_is_said_by_its_name(system: str, emotion: str) -> None:
    output, none = EMOTION[system]
    assert course(told(system, output, look(FACES[emotion]))) == [none, emotion, none]


def test_livelier_music_follows_on_an_angry_face_not_on_a_happy_one() -> None:
    music = told("great-wall-collie-vv7", "music", look(FACES["anger"]))
    # Labels stand for 1 s: the first angry second is said at 6 s, the first that is not at 16 s.
    assert music.select("label", "t_start_s", "t_end_s").rows() == [("up-tempo music", 6.0, 16.0)]
    assert course(told("great-wall-collie-vv7", "driver emotion", look(FACES["happiness"]))) == ["none"]


@pytest.mark.parametrize("units", [("au4", "au7"), FACES["fear"]], ids=["frown against the sun", "fear"])
def test_what_is_half_angry_is_angry_to_the_car(units: Sequence[str]) -> None:
    # Lowered brows with narrowed lids, or with raised upper ones, are two of the four members of the prototype.
    assert course(told("great-wall-collie-vv7", "driver emotion", look(units))) == ["none", "angry", "none"]


def test_scent_music_and_light_follow_on_fear_and_anger() -> None:
    for emotion, changes in (("fear", 1), ("anger", 1), ("happiness", 0)):
        ambience = told("guangzhou-2019-vehicle-topic", "ambience", look(FACES[emotion]))
        assert ambience.filter(pl.col("label") == "ambience changed").height == changes


def test_an_angry_passenger_is_a_conflict() -> None:
    alert = told("xinktech-taxi-early-warning", "conflict alert", look(FACES["anger"]))
    flagged = alert.filter(pl.col("label") == "conflict alert").get_column("t_end_s")
    # The mean of 5 s passes a half when 2.5 s of the ten angry ones are in it, and again when 2.5 s are left.
    assert (flagged.min(), flagged.max()) == (8.0, 17.0)


@pytest.mark.parametrize(("system", "output"), [("huawei-hicar", "driver fatigue"), ("great-wall-vv6-fota", "fatigue")])
def test_fatigue_is_the_share_of_closed_eyes(system: str, output: str) -> None:
    closed = look(curves={"eye_openness_ratio": between(10.0, 15.0, inside=0.02, outside=0.4)})
    last = told(system, output, closed).sort("t_end_s").get_column("value").to_list()[-1]
    assert last == pytest.approx(5 / 20, abs=0.005)  # 5 s of 20 s, to a frame or two


def test_unsafe_is_a_face_or_a_hand_or_a_word() -> None:
    def warned(measured: Measured) -> bool:
        return "early warning" in course(told("taigusys-driver", "early warning", measured))

    def spoken(score: float) -> Measured:
        words: list[Row] = [("words.sentiment.vader", 2.0, 4.0, score)]
        return replace(look(), words=said_words(words))

    hands: dict[str, Course] = {"hand_at_ear": between(5.0, 15.0, inside=1.0, outside=0.0), "object_at_mouth": zero}
    assert warned(look(FACES["anger"]))
    assert warned(look(curves=hands))
    assert warned(spoken(-0.8))
    assert not warned(spoken(0.8))
    assert not warned(look(FACES["happiness"], curves={"hand_at_ear": zero, "object_at_mouth": zero}))


def test_the_companion_hears_crying_and_looks_at_no_face() -> None:
    heard = voice_tracks(
        20.0,
        {"voice_crying": between(5.0, 10.0, inside=1.0, outside=0.0), "sound_level_dbfs": zero},
        [("voice.crying", 5.0, 10.0, 30.0)],
    )
    crying = Measured("made", made_tracks(20.0), heard)
    assert course(told("aiways-smart-companion", "child emotion", crying)) == ["none", "crying", "none"]
    soothing = told("aiways-smart-companion", "soothing", crying)
    assert soothing.select("label", "t_start_s", "t_end_s").rows() == [("soothing", 6.0, 11.0)]
    tears = told("aiways-smart-companion", "child emotion", look(FACES["sadness"]))
    assert set(tears["status"]) == {"not_measured"}


def test_risk_rises_with_brief_movements_whatever_they_are() -> None:
    def risk(*micro_s: float) -> float:
        readings = told("ping-an-face-kyd", "predicted driving risk", look(micro_s=micro_s))
        return float(readings.sort("t_end_s").get_column("value").to_list()[-1])

    assert risk() == 0.0
    assert risk(8.0) == pytest.approx((3.0 - 0.5) / 5.5)  # one in 20 s is three a minute; none at .5, full at 6
    assert risk(3.0, 8.0) == 1.0


def test_what_is_caught_at_the_wheel() -> None:
    courses: dict[str, Course] = {
        "eye_openness_ratio": between(10.0, 12.0, inside=0.02, outside=0.4),
        "object_at_mouth": between(2.0, 6.0, inside=1.0, outside=0.0),
    }
    speeds: list[Row] = [("vehicle.speed", float(s), s + 1.0, 130.0 if s >= 10 else 80.0) for s in range(20)]
    sensors = sensor_tracks(
        20.0,
        windows=[*speeds, ("vehicle.lane_departures", 0.0, 20.0, 1.0)],
        events=[("vehicle.lane_departure", 4.0, 5.0, 0.4)],
    )
    driven = replace(look(curves=courses), sensors=sensors)
    assert course(told("ping-an-drvr", "dozing off", driven)) == ["none", "dozing off", "none"]
    assert course(told("ping-an-drvr", "caught at the wheel", driven)) == ["none", "smoking", "none"]
    assert course(told("ping-an-drvr", "speeding", driven)) == ["none", "speeding"]
    lane = told("ping-an-drvr", "careless lane change", driven)
    assert lane.select("label", "t_start_s").rows() == [("careless lane change", 4.0)]


def test_a_blink_is_no_doze() -> None:
    blink = look(curves={"eye_openness_ratio": between(10.0, 10.4, inside=0.02, outside=0.4)})
    assert course(told("ping-an-drvr", "dozing off", blink)) == ["none"]


def test_one_brief_movement_at_the_toll_booth_warns_for_good() -> None:
    warning = told("xian-highway-toll", "early warning", look(micro_s=(8.0,)))
    assert course(warning) == ["none", "early warning"]
    assert course(told("xian-highway-toll", "early warning", look())) == ["none"]


def test_words_and_voice_are_told_apart_and_together() -> None:
    words: list[Row] = [("words.sentiment.vader", 2.0, 4.0, -0.8), ("words.sentiment.vader", 8.0, 9.0, 0.8)]
    voice = voice_tracks(20.0, {"voice_f0_hz": between(0.0, 10.0, inside=200.0, outside=260.0)})
    measured = Measured("made", made_tracks(20.0), voice, words=said_words(words))
    assert course(told("huawei-2017-call", "dialogue emotion", measured)) == ["unfavourable", "favourable"]
    pitch = told("huawei-2017-call", "emotional state from audio", measured).sort("t_end_s")
    assert (pitch["value"][0], pitch["value"][-1]) == (0.0, pytest.approx(1.0))  # from 200 to 260 Hz is all of .3
    both = told("huawei-2017-call", "multimodal emotion", measured).sort("t_end_s")
    assert both["value"][-1] == pytest.approx((1.0 + 0.8) / 2)  # a full rise beside words at .8
