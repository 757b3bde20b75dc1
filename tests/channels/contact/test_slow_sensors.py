import numpy as np
import pytest
from tests.channels.contact.worn import Floats, noises, values, worn

from desdemona.channels.contact.brain import BANDS, measure_eeg
from desdemona.channels.contact.breathing import measure_breathing
from desdemona.channels.contact.conductance import measure_conductance
from desdemona.channels.contact.contact_channel import Settings
from desdemona.channels.contact.vehicle import measure_lane, measure_speed
from desdemona.physiology.inside import (
    BandPoint,
    BreathPoint,
    ConductancePoint,
    Inside,
    Pause,
    SkinResponse,
)
from desdemona.sensors.signal import Signal

NONE = Settings()


def sweating(*responses: tuple[float, float]) -> Inside:
    return Inside(
        skin_conductance=(ConductancePoint(0, 5.0), ConductancePoint(120, 5.5)),
        skin_responses=tuple(SkinResponse(*response) for response in responses),
    )


@pytest.mark.parametrize("noise", [0.0, 0.005])
def test_responses_have_their_onsets_and_heights(noise: float) -> None:
    truth = [(10.0, 0.4), (30.0, 0.1), (50.0, 0.8), (80.0, 0.2), (100.0, 1.5)]
    signal = worn(sweating(*truth), 120, noise)["skin_conductance"]
    found = measure_conductance(signal, NONE)["skin_conductance.response"].events
    assert len(found) == len(truth)
    for event, (onset_s, height) in zip(found, truth, strict=True):
        assert event.t_start_s == pytest.approx(onset_s, abs=0.3)  # smoothed by 0.2 s, sampled at 10 Hz
        assert event.value == pytest.approx(height, abs=0.02 + 0.02 * height)  # the level rises 0.005 while they rise


def test_the_level_lies_under_the_responses() -> None:
    signal = worn(sweating((30, 0.8), (34, 0.8), (60, 2.0)), 120)["skin_conductance"]
    windows = measure_conductance(signal, NONE)["skin_conductance.level"].windows
    middles_s = np.array([(window.t_start_s + window.t_end_s) / 2 for window in windows])
    away = values(windows) - (5 + 0.5 * middles_s / 120)
    assert np.abs(away).max() < 0.31  # at 34 s 0.8 × 2.2 × (exp(-4 / 2) - exp(-4 / 0.75)) of the first is left
    assert signal.values.max() - 5.25 > 1.9


def test_noise_on_a_level_gives_no_response_and_a_loose_electrode_no_level() -> None:
    rng = np.random.default_rng(1)
    quiet = Signal("s", "skin_conductance", "µS", 5 + 0.01 * rng.standard_normal(1200), 0.0, 10.0)
    assert measure_conductance(quiet, NONE)["skin_conductance.response"].events == ()
    loose = Signal("s", "skin_conductance", "µS", np.where(np.arange(1200) < 600, 5.0, 0.01), 0.0, 10.0)
    windows = measure_conductance(loose, NONE)["skin_conductance.level"].windows
    assert windows[0].value == 5.0
    assert windows[-1].value is None
    assert windows[-1].reason == "no contact with the skin, or jumps, in more than 10% of the window"


def test_responses_a_minute_are_counted() -> None:
    signal = worn(sweating(*((10.0 * k + 5, 0.3) for k in range(12))), 120)["skin_conductance"]
    windows = measure_conductance(signal, NONE)["skin_conductance.response_rate"].windows
    np.testing.assert_array_equal(values(windows), 6.0)


@pytest.mark.parametrize("rate", [6, 12, 20, 35])
def test_breathing_rate_is_within_half_a_breath(rate: float) -> None:
    signal = worn(Inside(breath=(BreathPoint(0, rate),)), 120, 0.2)["respiration"]
    windows = measure_breathing(signal, NONE)["breath.rate.belt"].windows
    np.testing.assert_allclose(values(windows), rate, atol=0.5)


def test_a_pause_and_an_unworn_belt_have_no_rate() -> None:
    inside = Inside(breath=(BreathPoint(0, 15),), breath_pauses=(Pause(70, 150),))
    windows = measure_breathing(worn(inside, 220, 0.001)["respiration"], NONE)["breath.rate.belt"].windows
    by_start = {window.t_start_s: window for window in windows}
    assert by_start[0.0].value == pytest.approx(15, abs=0.2)
    assert by_start[75.0].value is None
    assert by_start[75.0].reason == "the belt hardly moves (no breath, or not worn)"


@pytest.mark.parametrize("noise", ["white", "pink", "brown", "steps", "drift", "flat"])
def test_nobody_does_not_breathe(noise: str) -> None:
    signal = Signal("b", "respiration", "1", noises(3000, 25.0)[noise], 0.0, 25.0)
    assert not np.isfinite(values(measure_breathing(signal, NONE)["breath.rate.belt"].windows)).any()


def test_band_powers_are_the_scripted_ones() -> None:
    powers = {"delta": 80.0, "theta": 40.0, "alpha": 60.0, "beta": 20.0}
    inside = Inside(bands=(BandPoint(0, *powers.values()),))
    found = measure_eeg(worn(inside, 120)["eeg"], NONE)
    for band in BANDS:
        mean = float(values(found[f"eeg.{band}"].windows).mean())
        assert mean == pytest.approx(powers[band], rel=0.1)  # windows of a random signal, and leakage at the borders


def test_an_eeg_with_blinks_or_without_contact_is_withheld() -> None:
    wave = 10 * np.sin(np.arange(2560) / 4)
    wave[600:700] += 300
    windows = measure_eeg(Signal("e", "eeg", "µV", wave, 0.0, 256.0), NONE)["eeg.alpha"].windows
    assert windows[0].reason == "swings over 100 µV (eyes, muscles, cables)"
    flat = measure_eeg(Signal("e", "eeg", "µV", np.full(2560, 3.0), 0.0, 256.0), NONE)["eeg.alpha"].windows
    assert flat[0].reason == "flat line"
    slow = measure_eeg(Signal("e", "eeg", "µV", wave, 0.0, 32.0), NONE)["eeg.alpha"].windows
    assert slow[0].reason == "32 samples a second; the beta band needs 64"


def lane() -> Floats:
    place_m = np.zeros(1200)
    place_m[200:230] = 1.2
    place_m[230:240] = 0.95
    place_m[240:260] = 1.1
    place_m[800:810] = -1.5
    return place_m


def test_departures_are_counted_once_with_side_and_depth() -> None:
    signal = Signal("l", "lane_position", "m", lane(), 0.0, 10.0)
    found = measure_lane(signal, Settings(lane_margin_m=1.0))
    departures = found["vehicle.lane_departure"].events
    assert [(event.t_start_s, event.t_end_s, event.label) for event in departures] == [
        (20.0, 25.9, "right"),
        (80.0, 80.9, "left"),
    ]
    np.testing.assert_allclose([event.value for event in departures if event.value], [0.2, 0.5])
    assert found["vehicle.lane_departures"].windows[0].value == 2.0


def test_without_a_declared_margin_departures_are_withheld() -> None:
    found = measure_lane(Signal("l", "lane_position", "m", lane(), 0.0, 10.0), NONE)
    assert found["vehicle.lane_departures"].windows[0].value is None
    assert "lane_margin_m" in str(found["vehicle.lane_departures"].windows[0].reason)


def test_speed_of_uneven_times_and_gaps() -> None:
    times_s = np.concatenate([np.arange(0, 100, 1.0), np.arange(160, 300, 1.0)])
    signal = Signal("v", "vehicle_speed", "km/h", np.where(times_s < 150, 50.0, 70.0), 0.0, None, times_s)
    found = measure_speed(signal, NONE)
    speeds = {window.t_start_s: window for window in found["vehicle.speed"].windows}
    assert speeds[0.0].value == 50.0
    assert speeds[200.0].value == 70.0
    assert speeds[90.0].value is None
    assert found["vehicle.speed_sd"].windows[0].value == 0.0
