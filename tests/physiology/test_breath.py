import numpy as np
import pytest
from scipy.signal import find_peaks

from desdemona.physiology.breath import breaths_of, chest_at
from desdemona.physiology.inside import BreathPoint, Effort, Inside, Pause
from desdemona.physiology.scripted import breath_rate_at, breath_turns_at

STEADY = Inside(breath=(BreathPoint(0.0, 12.0, 0.5),))
PAUSED = Inside(breath=STEADY.breath, breath_pauses=(Pause(12.0, 20.0), Pause(31.0, 33.0)))
TIMES_S = np.arange(0, 60, 0.01)


def test_the_chest_peaks_once_a_breath_after_breathing_in() -> None:
    chest_mm = chest_at(STEADY, TIMES_S)
    peaks_s = TIMES_S[find_peaks(chest_mm)[0]]
    assert peaks_s == pytest.approx(np.arange(12) * 5 + 2, abs=0.011)  # 0.4 of 5 s; samples of 10 ms
    assert (chest_mm.min(), chest_mm.max()) == pytest.approx((0.0, 5.0), abs=1e-3)


def test_deeper_breaths_move_the_chest_further_in_proportion() -> None:
    deeper = Inside(breath=(BreathPoint(0.0, 12.0, 1.0),))
    assert chest_at(deeper, TIMES_S) == pytest.approx(2 * chest_at(STEADY, TIMES_S))


def test_breaths_begin_where_the_chest_is_lowest() -> None:
    quickening = Inside(breath=(BreathPoint(0.0, 10.0), BreathPoint(60.0, 25.0)))
    begins_s = breaths_of(quickening, 60.0)
    assert begins_s[0] == 0.0
    lows_s = TIMES_S[find_peaks(-chest_at(quickening, TIMES_S))[0]]
    assert begins_s[1:] == pytest.approx(lows_s, abs=0.011)
    assert abs(len(begins_s) - 17.5) <= 0.5 + 1e-9  # the mean of 10 and 25 a minute, for a minute


def test_in_a_pause_the_chest_stays_and_the_breath_goes_on_after_it() -> None:
    chest_mm = chest_at(PAUSED, TIMES_S)
    assert np.ptp(chest_mm[(TIMES_S >= 12) & (TIMES_S < 20)]) < 1e-9
    assert np.abs(np.diff(chest_mm)).max() < 0.05  # no jump: 5 mm in 2 s is at most 0.04 mm in 10 ms
    later = TIMES_S >= 33
    assert chest_mm[later] == pytest.approx(chest_at(STEADY, TIMES_S[later] - 10.0), abs=1e-9)
    assert breath_rate_at(PAUSED, np.array([11.9, 12.0, 19.9, 20.0])).tolist() == [12.0, 0.0, 0.0, 12.0]
    assert len(breaths_of(PAUSED, 60.0)) == 10  # 50 s of breathing at 5 s each


def test_who_does_not_breathe_does_not_move() -> None:
    assert not chest_at(Inside(), TIMES_S).any()
    assert not breath_rate_at(Inside(), TIMES_S).any()
    assert len(breaths_of(Inside(), 60.0)) == 0


def test_the_phase_is_the_integral_of_the_rate_with_effort_and_pauses() -> None:
    inside = Inside(
        breath=(BreathPoint(2.0, 10.0), BreathPoint(50.0, 16.0)),
        breath_pauses=(Pause(12.0, 20.0),),
        efforts=(Effort(5.0, 25.0, 0.0, 14.0, 8.0, 12.0), Effort(40.0, 55.0, 0.0, 10.0)),
    )
    fine_s = np.arange(0, 60, 1e-3)
    numerical = np.cumsum(breath_rate_at(inside, fine_s + 5e-4)) * 1e-3 / 60
    assert breath_turns_at(inside, fine_s + 1e-3) == pytest.approx(numerical, abs=1e-5)  # midpoints of 1 ms
