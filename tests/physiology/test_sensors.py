import numpy as np
import polars as pl
import pytest
from scipy.signal import find_peaks

from desdemona.errors import UsageError
from desdemona.physiology.beats import beats_of
from desdemona.physiology.breath import chest_at
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import (
    BandPoint,
    BreathPoint,
    ConductancePoint,
    Inside,
    OxygenPoint,
    SkinResponse,
    TemperaturePoint,
    Variability,
)
from desdemona.physiology.sensors import FRAME, RATES_HZ, contact_sensors, to_long, to_wide

FULL = Inside(
    pulse=(PulsePoint(0.0, 70.0),),
    variability=Variability(40.0),
    breath=(BreathPoint(0.0, 14.0),),
    oxygen=(OxygenPoint(0.0, 96.0),),
    skin_conductance=(ConductancePoint(0.0, 5.0),),
    skin_responses=(SkinResponse(8.0, 0.5),),
    skin_temperature=(TemperaturePoint(0.0, 33.0),),
    bands=(BandPoint(0.0, 80.0, 40.0, 60.0, 20.0),),
)


@pytest.mark.parametrize("bpm", [40.0, 70.0, 180.0])
def test_the_r_waves_of_the_ecg_stand_on_the_beats(bpm: float) -> None:
    inside = Inside((PulsePoint(0.0, bpm),), Variability(20.0))
    ecg = contact_sensors(inside, 60.0, {"ecg": 1000.0}, 3)["ecg"]
    peaks_s = ecg.times_s[find_peaks(ecg.values, height=0.7)[0]]
    assert peaks_s == pytest.approx(beats_of(inside, 60.0, 3), abs=1.5e-3)  # a sample, and the waves beside it
    assert ecg.values.max() == pytest.approx(1.1, abs=0.05)


def test_an_ectopic_beat_is_wide_and_its_r_wave_on_time() -> None:
    inside = Inside((PulsePoint(0.0, 60.0),), ectopic_s=(5.1,))
    ecg = contact_sensors(inside, 10.0, {"ecg": 1000.0}, 3)["ecg"]
    near = np.abs(ecg.times_s - 5.1) < 0.1
    assert ecg.times_s[near][ecg.values[near].argmax()] == pytest.approx(5.1, abs=1e-3)
    widths = [np.count_nonzero(ecg.values[np.abs(ecg.times_s - at_s) < 0.1] > 0.5) for at_s in (3.5, 5.1)]
    assert widths[1] > 3 * widths[0]


def test_each_sensor_says_what_the_inside_is() -> None:
    tracks = contact_sensors(FULL, 30.0, {}, 1)
    assert list(tracks) == list(RATES_HZ)
    assert {name: len(track.values) for name, track in tracks.items()} == {
        name: round(30 * rate) for name, rate in RATES_HZ.items()
    }
    belt = tracks["respiration"]
    assert belt.values == pytest.approx(chest_at(FULL, belt.times_s))
    assert set(tracks["oxygen"].values) == {96.0}
    assert tracks["skin_conductance"].values.max() == pytest.approx(5.5, abs=1e-3)
    assert np.mean(tracks["eeg"].values ** 2) == pytest.approx(200.0)
    assert set(tracks["skin_temperature"].values) == {33.0}


def test_ppg_and_ecg_count_the_same_beats() -> None:
    tracks = contact_sensors(FULL, 60.0, {}, 1)
    pulses = len(find_peaks(tracks["ppg"].values, height=0.3)[0])
    beats = len(find_peaks(tracks["ecg"].values, height=0.7)[0])
    assert abs(pulses - beats) <= 1


def test_without_pulse_and_breath_lines_are_flat_and_what_is_unsaid_is_not_there() -> None:
    tracks = contact_sensors(Inside(), 10.0, {}, 1)
    assert list(tracks) == ["ecg", "ppg", "respiration"]
    assert not any(track.values.any() for track in tracks.values())


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, again = (contact_sensors(FULL, 10.0, {}, 7) for _ in range(2))
    assert all(first[name].values.tobytes() == again[name].values.tobytes() for name in first)


def test_one_long_and_one_wide_table() -> None:
    tracks = contact_sensors(FULL, 4.0, {"ecg": 200.0, "eeg": 100.0}, 1)
    long = to_long(tracks)
    assert dict(long.schema) == FRAME
    assert long.filter(pl.col("sensor") == "ecg")["value"].to_list() == tracks["ecg"].values.tolist()
    assert long.filter(pl.col("sensor") == "ecg")["unit"].unique().to_list() == ["mV"]
    wide = to_wide(tracks)
    assert wide.columns == ["t_s", *tracks]
    assert wide["t_s"].to_list() == (np.arange(800) / 200).tolist()
    assert wide["eeg"].drop_nulls().to_list() == tracks["eeg"].values.tolist()
    assert to_long({}).is_empty()


def test_an_eeg_that_cannot_be_is_refused() -> None:
    with pytest.raises(UsageError, match="an EEG at 20 Hz"):
        contact_sensors(FULL, 10.0, {"eeg": 20.0}, 1)
