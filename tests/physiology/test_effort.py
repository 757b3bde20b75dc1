import numpy as np
import pytest

from desdemona.physiology.beats import beats_of
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import Effort, Inside
from desdemona.physiology.scripted import breath_rate_at, pulse_rate_at, pulse_turns_at

STAIRS = Inside((PulsePoint(0.0, 70.0),), efforts=(Effort(20.0, 80.0, 60.0, 12.0, 20.0, 40.0),))


def test_the_pulse_rises_and_falls_with_the_stated_time_constants() -> None:
    rates_bpm = pulse_rate_at(STAIRS, np.array([19.0, 20.0, 40.0, 80.0, 120.0]))
    risen = 60 * (1 - np.exp(-3))
    assert rates_bpm == pytest.approx([70, 70, 70 + 60 * (1 - np.exp(-1)), 70 + risen, 70 + risen * np.exp(-1)])


def test_breathing_rises_only_in_those_who_breathe() -> None:
    assert not breath_rate_at(STAIRS, np.array([50.0])).any()


def test_the_phase_is_the_integral_of_the_rate() -> None:
    fine_s = np.arange(0, 150, 1e-3)
    numerical = np.cumsum(pulse_rate_at(STAIRS, fine_s + 5e-4)) * 1e-3 / 60
    assert pulse_turns_at(STAIRS, fine_s + 1e-3) == pytest.approx(numerical, abs=1e-6)  # midpoints of 1 ms


def test_beats_come_quicker_after_the_stairs_than_before() -> None:
    beats_s = beats_of(STAIRS, 150.0, 0)
    intervals_s = np.diff(beats_s)
    assert intervals_s[0] == pytest.approx(60 / 70, abs=1e-9)
    at_top = intervals_s[np.searchsorted(beats_s, 79.0)]
    assert 60 / at_top == pytest.approx(70 + 60 * (1 - np.exp(-3)), abs=0.5)
