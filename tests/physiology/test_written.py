import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from desdemona.declared import compose
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import (
    BandPoint,
    BreathPoint,
    ConductancePoint,
    Effort,
    Inside,
    OxygenPoint,
    Pause,
    SkinResponse,
    TemperaturePoint,
    Tremor,
    Variability,
)
from desdemona.physiology.written import read_inside, to_mapping

FULL = Inside(
    (PulsePoint(0.0, 72.0), PulsePoint(20.0, 80.0)),
    Variability(45.0, 1.5, 0.7),
    (12.4, 30.0),
    (BreathPoint(0.0, 14.0, 0.4),),
    (Pause(20.0, 30.0),),
    (Effort(31.0, 40.0, 50.0, 12.0, 20.0, 40.0),),
    (OxygenPoint(0.0, 97.0),),
    (Tremor("head", "yaw", 5.0, 0.5, 0.0, 60.0), Tremor("left_hand", "x", 8.0, 12.0, 1.0, 2.0)),
    (ConductancePoint(0.0, 5.0),),
    (SkinResponse(8.0, 0.4),),
    (TemperaturePoint(0.0, 33.0),),
    (BandPoint(0.0, 80.0, 40.0, 60.0, 20.0),),
)


def read(text: str, duration_s: float = 60.0) -> tuple[Inside, list[str]]:
    place = compose(text, "script.yaml")
    inside = read_inside(place, duration_s)
    return inside, [f"{fault.line}: {fault.text}" for fault in sorted(place.faults, key=lambda fault: fault.line)]


def test_written_equals_read() -> None:
    assert read(yaml.safe_dump(to_mapping(FULL))) == (FULL, [])


def test_nothing_is_written_of_nothing() -> None:
    assert to_mapping(Inside()) == {}
    assert read("{}") == (Inside(), [])


@given(
    rates=st.lists(st.floats(40, 200), max_size=5),
    depth=st.floats(0, 1),
    ectopic=st.floats(0, 60),
    frequency_hz=st.floats(0.1, 25),
)
def test_any_lawful_inside_survives_writing_and_reading(
    rates: list[float], depth: float, ectopic: float, frequency_hz: float
) -> None:
    inside = Inside(
        tuple(PulsePoint(float(index), rate) for index, rate in enumerate(rates)),
        Variability(20.0) if rates else None,
        (ectopic,) if rates else (),
        (BreathPoint(0.0, 12.0, depth),),
        tremors=(Tremor("jaw", "pitch", frequency_hz, 1.0, 0.0, 1.0),),
    )
    assert read(yaml.safe_dump(to_mapping(inside))) == (inside, [])


def test_what_may_be_left_out_has_its_default() -> None:
    inside, faults = read(
        "pulse: [{t_s: 0, rate_bpm: 70}]\n"
        "variability: {sdnn_ms: 30}\n"
        "breath: [{t_s: 0, rate_per_min: 12}]\n"
        "efforts: [{t_start_s: 1, t_end_s: 2, pulse_rise_bpm: 20}]\n"
    )
    assert faults == []
    assert inside.variability == Variability(30.0, 0.5, 0.5)
    assert inside.breath == (BreathPoint(0.0, 12.0, 0.5),)
    assert inside.efforts == (Effort(1.0, 2.0, 20.0, 0.0, 30.0, 60.0),)


def test_all_faults_are_told_with_line_and_allowed_range() -> None:
    _, faults = read(
        "pulse:\n"
        "- {t_s: 0, rate_bpm: -5}\n"
        "- {t_s: 3, rate_bpm: 400}\n"
        "breath:\n"
        "- {t_s: 0, rate_per_min: 400}\n"
        "- {t_s: 9, rate_per_min: 12, depth: 0.4}\n"
        "oxygen:\n"
        "- {t_s: 0, saturation_percent: 130}\n"
        "skin_temprature: []\n"
        "efforts:\n"
        "- {t_start_s: 5, t_end_s: 15, pulse_rise_bpm: 20}\n"
        "- {t_start_s: 12, t_end_s: 18, pulse_rise_bpm: 20}\n"
        "- {t_start_s: 30, t_end_s: 20, pulse_rise_bpm: 20}\n"
        "ectopic_s: [4, 3, 90]\n"
        "tremors:\n"
        "- {part: hed, direction: yaw, frequency_hz: 5, amplitude: 1, t_start_s: 0, t_end_s: 9}\n"
        "- {part: head, direction: yaw, frequency_hz: 50, amplitude: 15, t_start_s: 0, t_end_s: 9}\n"
        "- {part: head, direction: yaw, frequency_hz: 5, amplitude: 1, t_start_s: 9, t_end_s: 9}\n"
        "bands: [{t_s: 0, alpha_uv2: much}]\n"
    )
    assert faults == [
        "2: rate_bpm is -5; the nearest allowed value is 30 (30 to 220)",
        "3: rate_bpm is 400; the nearest allowed value is 220 (30 to 220)",
        "5: rate_per_min is 400; the nearest allowed value is 60 (3 to 60)",
        "6: unknown key of a breath point 'depth'; did you mean 'depth_share'?",
        "8: saturation_percent is 130; the nearest allowed value is 100 (70 to 100)",
        "9: unknown key of the inside 'skin_temprature'; did you mean 'skin_temperature'?",
        "12: the stretch of effort starts at 12 s but the one before ends at 15 s",
        "13: the stretch of effort ends at 20 s but starts at 30 s",
        "14: ectopic_s is 3, not later than the one before (4)",
        "14: ectopic_s is 90; the nearest allowed value is 60 (0 to 60)",
        "16: unknown part 'hed'; did you mean 'head'?",
        "17: frequency_hz is 50; the nearest allowed value is 25 (0.1 to 25)",
        "17: amplitude is 15; the nearest allowed value is 10 (0 to 10)",
        "18: the tremor ends at 9 s but starts at 9 s",
        "19: a point of the bands lacks 'delta_uv2', 'theta_uv2', 'beta_uv2'",
        "19: alpha_uv2 must be a plain number, not 'much'",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("variability: {sdnn_ms: 30}", "1: variability means nothing without pulse"),
        ("breath_pauses: [{t_start_s: 1, t_end_s: 2}]", "1: breath_pauses means nothing without breath"),
        (
            "efforts: [{t_start_s: 1, t_end_s: 2, pulse_rise_bpm: 9}]",
            "1: efforts means nothing without pulse or breath",
        ),
        (
            "skin_responses: [{t_s: 1, amplitude_microsiemens: 1}]",
            "1: skin_responses means nothing without skin_conductance",
        ),
        (
            "pulse: [{t_s: 0, rate_bpm: 150}]\nvariability: {sdnn_ms: 120}",
            "2: sdnn_ms is 120; the nearest allowed value is 80 at 150 bpm",
        ),
        (
            "pulse: [{t_s: 0, rate_bpm: 200}]\nefforts: [{t_start_s: 0, t_end_s: 60, pulse_rise_bpm: 100}]",
            "2: the pulse reaches 286 bpm with effort; the nearest allowed value is 220",
        ),
        (
            "breath: [{t_s: 0, rate_per_min: 50}]\n"
            "efforts: [{t_start_s: 0, t_end_s: 60, pulse_rise_bpm: 0, breath_rise_per_min: 40}]",
            "2: breathing reaches 85 a minute with effort; the nearest allowed value is 60",
        ),
        (
            "pulse: [{t_s: 0, rate_bpm: 70}, {t_s: 0, rate_bpm: 80}]",
            "1: t_s is 0, not later than the point before (0)",
        ),
        ("pulse: calm", "1: pulse must be a list"),
        ("[]", "1: the inside must be a table of keys and values"),
    ],
)
def test_what_each_part_allows_but_the_whole_does_not(text: str, fault: str) -> None:
    assert read(text)[1] == [fault]


def test_rows_with_faults_are_left_out_of_what_is_read() -> None:
    inside, faults = read("pulse: [{t_s: 0, rate_bpm: 700}, {t_s: 2, rate_bpm: 70}]")
    assert inside.pulse == (PulsePoint(2.0, 70.0),)
    assert len(faults) == 1


def test_a_length_that_could_not_be_read_stops_nothing() -> None:
    inside, faults = read("pulse: [{t_s: 0, rate_bpm: 70}]", float("nan"))
    assert (inside.pulse, faults) == ((PulsePoint(0.0, 70.0),), [])
