import numpy as np
import pytest
from scipy.signal import find_peaks

from desdemona.physiology.beats import draw_heart, heart_rng
from desdemona.physiology.blood import FACE_DELAY_S, FINGER_DELAY_S, blood_at, ratio_of_ratios_at, saturation_at
from desdemona.physiology.heart import PEAK_TURNS, PulsePoint
from desdemona.physiology.inside import BreathPoint, Inside, OxygenPoint, Variability

TIMES_S = np.arange(0, 60, 0.002)
INSIDE = Inside((PulsePoint(0.0, 66.0), PulsePoint(60.0, 90.0)), Variability(35.0), breath=(BreathPoint(0.0, 12.0),))


@pytest.mark.parametrize("delay_s", [FACE_DELAY_S, FINGER_DELAY_S])
def test_every_beat_makes_one_peak_a_stated_while_later(delay_s: float) -> None:
    heart = draw_heart(INSIDE, 60.0, rng=heart_rng(2))
    wave = blood_at(INSIDE, heart, TIMES_S, delay_s)
    peaks_s = TIMES_S[find_peaks(wave, height=0.3)[0]]
    beats_s = heart.beats_s[:-1]
    expected_s = beats_s + PEAK_TURNS * np.diff(heart.beats_s) + delay_s
    first = int(peaks_s[0] < expected_s[0] - 0.2)  # the beat before the recording may peak within it
    assert peaks_s[first : first + len(beats_s)] == pytest.approx(expected_s, abs=0.012)  # the phase is curved


def test_the_wave_rises_through_zero_once_a_beat() -> None:
    heart = draw_heart(INSIDE, 60.0, rng=heart_rng(2))
    wave = blood_at(INSIDE, heart, TIMES_S)
    crossings = np.count_nonzero((wave[:-1] < 0) & (wave[1:] >= 0))
    assert abs(crossings - len(heart.beats_s)) <= 1


def test_breathing_out_makes_the_wave_larger_by_the_stated_share() -> None:
    deep = Inside((PulsePoint(0.0, 120.0),), breath=(BreathPoint(0.0, 6.0, 1.0),))
    wave = blood_at(deep, draw_heart(deep, 60.0, rng=heart_rng(0)), TIMES_S)
    peaks = find_peaks(wave, height=0.3)[0]
    full = wave[peaks][np.abs(TIMES_S[peaks] % 10 - 4) < 0.3]  # a breath of 10 s has gone in after 4 s
    empty = wave[peaks][(TIMES_S[peaks] + 0.3) % 10 < 0.6]
    still = Inside(deep.pulse)
    even = blood_at(still, draw_heart(still, 60.0, rng=heart_rng(0)), TIMES_S)
    assert np.ptp(even[find_peaks(even, height=0.3)[0]]) < 1e-3
    assert np.ptp(even) == pytest.approx(1.0, abs=1e-3)
    assert full.mean() / even.max() == pytest.approx(0.9, abs=0.01)  # peaks do not meet the extremes exactly
    assert empty.mean() / even.max() == pytest.approx(1.1, abs=0.01)


def test_no_pulse_is_a_flat_line() -> None:
    still = Inside(breath=INSIDE.breath)
    assert not blood_at(still, draw_heart(still, 60.0, rng=heart_rng(0)), TIMES_S).any()


def test_less_oxygen_makes_red_pulse_more_along_the_stated_line() -> None:
    falling = Inside(oxygen=(OxygenPoint(0.0, 97.0), OxygenPoint(10.0, 87.0)))
    times_s = np.array([0.0, 5.0, 10.0])
    assert saturation_at(falling, times_s).tolist() == [97.0, 92.0, 87.0]
    assert ratio_of_ratios_at(falling, times_s) == pytest.approx([0.6226, 0.8226, 1.0226], abs=1e-4)


def test_without_oxygen_points_nothing_is_said_and_skin_is_drawn_as_ever() -> None:
    assert np.isnan(saturation_at(Inside(), TIMES_S[:1])).all()
    assert ratio_of_ratios_at(Inside(), TIMES_S[:2]) == pytest.approx([0.33 / 0.53] * 2)
