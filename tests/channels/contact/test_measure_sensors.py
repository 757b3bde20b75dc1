import numpy as np
import polars as pl
from tests.channels.contact.worn import worn

from desdemona.channels.contact.catalogue import CONTACT
from desdemona.channels.contact.measure import CONTACT_EVENTS, CONTACT_WINDOWS, measure_sensors
from desdemona.channels.contact.refused import REFUSED
from desdemona.channels.tracks import EVENTS, WINDOWS
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import BreathPoint, Inside, OxygenPoint, TemperaturePoint
from desdemona.sensors.signal import KINDS, Event, Signal

INSIDE = Inside(
    pulse=(PulsePoint(0, 72),),
    breath=(BreathPoint(0, 15),),
    oxygen=(OxygenPoint(0, 97),),
    skin_temperature=(TemperaturePoint(0, 33),),
)


def test_tables_hold_what_the_sensors_say() -> None:
    seen: list[int] = []
    stimulus = Event(5.0, 6.0, "name of a suspect")
    tracks = measure_sensors(list(worn(INSIDE, 70).values()), item="a", progress=seen.append, events=(stimulus,))
    assert tracks.item == "a"
    assert seen == [1, 2, 3, 4, 5]
    assert dict(tracks.events.schema) == CONTACT_EVENTS
    assert dict(tracks.windows.schema) == CONTACT_WINDOWS
    assert list(CONTACT_EVENTS)[: len(EVENTS)] == list(EVENTS)
    assert list(CONTACT_WINDOWS)[: len(WINDOWS)] == list(WINDOWS)
    middle = tracks.frames.filter(pl.col("t_s") == 35.0).row(0, named=True)
    assert abs(middle["heart_rate_ecg_bpm"] - 72) < 0.5  # a beat more or less at the border of 10 s
    assert abs(middle["breath_rate_belt_per_min"] - 15) < 0.2
    assert middle["oxygen_saturation_device_percent"] == 97
    assert middle["skin_temperature_c"] == 33
    assert middle["heart_sdnn_ecg_ms"] is None
    assert tracks.events.filter(pl.col("channel") == "stimulus")["label"].to_list() == ["name of a suspect"]
    withheld = tracks.windows.filter(pl.col("value").is_null())
    assert withheld["reason"].is_not_null().all()


def test_frames_are_those_of_the_video_when_its_times_are_given() -> None:
    times_s = np.array([-1.0, 20.0, 20.04, 900.0])
    frames = measure_sensors([worn(INSIDE, 60)["ecg"]], item="a", frame_times_s=times_s).frames
    assert frames["t_s"].to_list() == times_s.tolist()
    assert frames["heart_rate_ecg_bpm"].is_null().to_list() == [True, False, False, True]


def test_two_of_a_kind_are_both_in_the_windows_and_the_first_in_the_frames() -> None:
    one, two = (
        Signal(name, "heart_rate", "bpm", np.full(30, rate), 0.0, 1.0) for name, rate in (("a", 60.0), ("b", 80.0))
    )
    other = Signal("c", "other", "V", np.zeros(30), 0.0, 1.0)
    tracks = measure_sensors([one, two, other], item="x")
    assert set(tracks.windows["signal"]) == {"a", "b"}
    assert set(tracks.frames["heart_rate_device_bpm"].drop_nulls()) == {60.0}
    assert tracks.notices == (
        "'b' is a second heart_rate; the frames have 'a'",
        "nothing is measured from 'c' (kind other)",
    )


def test_nothing_gives_empty_tables_with_their_columns() -> None:
    tracks = measure_sensors([], item="a")
    assert tracks.frames.columns == ["frame", "t_s"]
    assert (tracks.frames.height, tracks.events.height, tracks.windows.height) == (0, 0, 0)
    empty = measure_sensors([Signal("e", "ecg", "mV", np.empty(0), 0.0, 500.0)], item="a")
    assert empty.windows.height == 0


def test_one_value_is_no_crash() -> None:
    for kind in KINDS:
        for values in (np.array([1.0]), np.full(3, np.nan)):
            tracks = measure_sensors([Signal("x", kind, "1", values, 0.0, 100.0)], item="a")
            assert tracks.windows["value"].drop_nulls().is_empty()


def test_the_catalogue_is_described_and_no_name_or_column_stands_twice() -> None:
    names = [channel.name for channel in CONTACT]
    columns = [channel.column for channel in CONTACT if channel.column]
    assert len(names) == len(set(names))
    assert len(columns) == len(set(columns))
    assert all(len(channel.caveat) > 20 and len(channel.source) > 10 and channel.unit for channel in CONTACT)
    assert {channel.rung for channel in CONTACT if channel.rung not in ("signal", "sign")} == {"judgement"}
    assert [channel.name for channel in CONTACT if channel.rung == "judgement"] == ["grade.given"]


def test_every_channel_is_among_the_findings_of_its_sensor() -> None:
    found = measure_sensors(list(worn(INSIDE, 70).values()), item="a")
    told = {*found.windows["channel"], *found.events["channel"]}
    wanted = {c.name for c in CONTACT if set(c.needs) & {"ecg", "ppg", "respiration", "oxygen_saturation"}}
    assert wanted <= told


def test_what_is_refused_is_refused_with_reason_and_source() -> None:
    assert {"blood.pressure.video", "blood.pressure.pulse_wave"} <= {refusal.name for refusal in REFUSED}
    assert all(len(refusal.reason) > 40 and len(refusal.source) > 20 for refusal in REFUSED)
    assert not {refusal.name for refusal in REFUSED} & {channel.name for channel in CONTACT}
