import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import lombscargle

from desdemona.physiology.beats import (
    Heart,
    beats_of,
    draw_heart,
    heart_rng,
    instant_rate_at,
    rmssd_of,
    sdnn_of,
    tachogram_of,
    turns_at,
)
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import BreathPoint, Effort, Inside, Pause, Variability

STEADY = (PulsePoint(0.0, 72.0),)
RAMP = (PulsePoint(0.0, 60.0), PulsePoint(60.0, 120.0))
BREATH = (BreathPoint(0.0, 15.0),)
VARIED = Inside(STEADY, Variability(45.0), breath=BREATH)


def heart_of(inside: Inside, duration_s: float, seed: int = 0) -> Heart:
    return draw_heart(inside, duration_s, rng=heart_rng(seed))


def spectrum_of(inside: Inside, duration_s: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the Lomb spectrum of the intervals between beats, from instants alone."""
    beats_s = beats_of(inside, duration_s, seed)
    intervals_s = np.diff(beats_s)
    lines_hz = np.arange(0.01, 0.5, 0.5 / duration_s)
    return lines_hz, lombscargle(beats_s[1:], intervals_s - intervals_s.mean(), 2 * np.pi * lines_hz)


def test_a_steady_heart_beats_evenly_from_half_a_beat_on() -> None:
    beats_s = beats_of(Inside(STEADY), 30.0, 0)
    assert beats_s == pytest.approx((np.arange(36) + 0.5) * 60 / 72, abs=1e-9)


def test_no_pulse_no_beat() -> None:
    heart = heart_of(Inside(), 30.0)
    assert len(heart.beats_s) == 0
    assert np.isnan(turns_at(heart, np.array([1.0]))).all()
    assert np.isnan(instant_rate_at(heart, np.array([1.0]))).all()
    assert np.isnan(sdnn_of(tachogram_of(heart)))
    assert np.isnan(rmssd_of(tachogram_of(heart)))


@given(
    seed=st.integers(0, 1000),
    rates=st.tuples(st.floats(45, 150), st.floats(45, 150)),
    duration_s=st.floats(20, 90),
    sdnn_ms=st.floats(0, 60),
)
def test_beats_are_the_scripted_integral_rounded_whatever_the_variability(
    seed: int, rates: tuple[float, float], duration_s: float, sdnn_ms: float
) -> None:
    points = (PulsePoint(0.0, rates[0]), PulsePoint(duration_s, rates[1]))
    beats_s = beats_of(Inside(points, Variability(sdnn_ms), breath=BREATH), duration_s, seed)
    integral = duration_s * sum(rates) / 120
    assert abs(len(beats_s) - integral) <= 0.5 + 1e-6
    assert np.all(np.diff(beats_s) > 0)


@pytest.mark.parametrize("duration_s", [20.0, 60.0, 300.0])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_intervals_have_the_sdnn_that_was_asked_for(duration_s: float, seed: int) -> None:
    intervals_ms = 1000 * np.diff(beats_of(VARIED, duration_s, seed))
    assert np.std(intervals_ms, ddof=1) == pytest.approx(45.0, rel=0.02)
    tachogram = tachogram_of(heart_of(VARIED, duration_s, seed))
    assert sdnn_of(tachogram) == pytest.approx(np.std(intervals_ms, ddof=1), rel=1e-9)
    assert rmssd_of(tachogram) == pytest.approx(np.sqrt(np.mean(np.diff(intervals_ms) ** 2)), rel=1e-9)


@pytest.mark.parametrize("ratio", [0.5, 2.0])
def test_the_spectrum_has_its_two_bands_where_and_as_strong_as_stated(ratio: float) -> None:
    inside = Inside(STEADY, Variability(30.0, ratio, 0.0), breath=BREATH)
    lines_hz, power = spectrum_of(inside, 900.0, 3)
    low, high = (np.abs(lines_hz - centre_hz) < 0.04 for centre_hz in (0.1, 0.25))
    assert np.average(lines_hz[low], weights=power[low]) == pytest.approx(0.1, abs=0.004)  # 0.01 / sqrt(9 lines)
    assert np.average(lines_hz[high], weights=power[high]) == pytest.approx(0.25, abs=0.004)
    assert power[low].sum() / power[high].sum() == pytest.approx(ratio, rel=0.1)  # uneven sampling spills a little
    assert power[low | high].sum() / power.sum() > 0.95


def test_the_higher_band_follows_the_breathing_rate() -> None:
    slow = Inside(STEADY, Variability(30.0, 0.0, 0.5), breath=(BreathPoint(0.0, 9.0),))
    lines_hz, power = spectrum_of(slow, 300.0, 1)
    assert lines_hz[power.argmax()] == pytest.approx(0.15, abs=0.01)


def test_locked_variability_is_quicker_while_the_lungs_are_full_and_stops_in_a_pause() -> None:
    inside = Inside(STEADY, Variability(30.0, 0.0, 1.0), breath=BREATH, breath_pauses=(Pause(60.0, 80.0),))
    tachogram = tachogram_of(heart_of(inside, 120.0))
    middle_s = tachogram.times_s - tachogram.intervals_ms / 2000
    paused = (middle_s > 62) & (middle_s < 78)
    assert np.ptp(tachogram.intervals_ms[paused]) < 1.0
    before = middle_s < 58
    cycle = np.cos(2 * np.pi * (middle_s / 4 - 0.4))  # 1 where a breath of 4 s has gone in
    assert np.corrcoef(cycle[before], tachogram.intervals_ms[before])[0, 1] < -0.98


def test_the_seed_matters_only_where_there_is_variability() -> None:
    assert beats_of(Inside(RAMP), 60.0, 1).tobytes() == beats_of(Inside(RAMP), 60.0, 2).tobytes()
    assert beats_of(VARIED, 60.0, 1).tobytes() == beats_of(VARIED, 60.0, 1).tobytes()
    assert beats_of(VARIED, 60.0, 1).tobytes() != beats_of(VARIED, 60.0, 2).tobytes()


def test_an_ectopic_beat_comes_when_scripted_and_the_next_one_on_time() -> None:
    plain_s = beats_of(Inside(STEADY), 10.0, 0)
    inside = Inside(STEADY, ectopic_s=(3.3,))
    heart = heart_of(inside, 10.0)
    moved = int(np.searchsorted(plain_s, 3.3))
    assert heart.beats_s[moved] == 3.3
    assert np.delete(heart.beats_s, moved) == pytest.approx(np.delete(plain_s, moved), abs=1e-9)
    tachogram = tachogram_of(heart)
    assert np.flatnonzero(~tachogram.normal).tolist() == [moved - 1, moved]
    assert sdnn_of(tachogram) == pytest.approx(0.0, abs=1e-6)  # the normal intervals are even


def test_an_ectopic_beat_waits_until_the_heart_can_be_excited_again() -> None:
    heart = heart_of(Inside(STEADY, ectopic_s=(2.92,)), 10.0)  # 3 ms after the beat at 2.9167 s
    assert np.diff(heart.beats_s).min() == pytest.approx(0.45 * 60 / 72, abs=1e-9)


@pytest.mark.parametrize(
    "inside",
    [
        Inside(RAMP),
        VARIED,
        Inside(RAMP, Variability(40.0), (20.1, 35.0), BREATH, efforts=(Effort(10.0, 30.0, 40.0),)),
    ],
)
def test_the_phase_rises_smoothly_and_is_whole_at_beats(inside: Inside) -> None:
    heart = heart_of(inside, 60.0)
    assert turns_at(heart, heart.beats_s) == pytest.approx(np.arange(len(heart.beats_s)), abs=1e-9)
    fine_s = np.arange(-1, 61, 1e-3)
    steps = np.diff(turns_at(heart, fine_s))
    assert steps.min() > 0
    assert steps.max() < 1e-3 * 7  # no jump: at most 7 beats a second, just after an ectopic beat
    numerical_bpm = 60 * np.gradient(turns_at(heart, fine_s), fine_s)[1:-1]
    assert instant_rate_at(heart, fine_s)[1:-1] == pytest.approx(numerical_bpm, abs=1.0)  # kinks at the beats


def test_without_variability_the_instantaneous_rate_is_the_scripted_one() -> None:
    times_s = np.linspace(2, 58, 500)
    assert instant_rate_at(heart_of(Inside(RAMP), 60.0), times_s) == pytest.approx(60 + times_s, abs=0.01)


def test_the_mean_of_the_instantaneous_rate_is_the_scripted_mean() -> None:
    times_s = np.arange(0, 300, 0.01)
    mean_bpm = instant_rate_at(heart_of(VARIED, 300.0), times_s).mean()
    assert mean_bpm == pytest.approx(72.0, abs=0.1)  # within half a beat of 360


def test_a_target_beyond_reach_stretches_time_by_no_more_than_half() -> None:
    heart = heart_of(Inside((PulsePoint(0.0, 150.0),), Variability(2000.0)), 30.0)
    assert np.diff(heart.beats_s).min() > 0.19  # half an interval, less the ends
    assert sdnn_of(tachogram_of(heart)) < 200


def test_a_recording_of_a_few_beats_has_no_variability_to_speak_of() -> None:
    assert beats_of(VARIED, 2.0, 1) == pytest.approx([0.41667, 1.25], abs=1e-4)
    assert np.isnan(sdnn_of(tachogram_of(heart_of(VARIED, 2.0))))


def test_variability_locked_to_a_breath_that_is_held_throughout_is_none() -> None:
    held = Inside(STEADY, Variability(30.0, 0.0, 1.0), breath=BREATH, breath_pauses=(Pause(0.0, 40.0),))
    assert beats_of(held, 30.0, 1) == pytest.approx(beats_of(Inside(STEADY), 30.0, 1))
