import numpy as np
import pytest

from desdemona.stimuli.heart import beat_wave, phase_at, rate_at
from desdemona.stimuli.phantom import PulsePoint

STEP = (PulsePoint(0.0, 72.0), PulsePoint(10.0, 72.0), PulsePoint(14.0, 96.0))


def test_one_beat_swings_by_one_around_zero_and_has_a_single_systolic_peak() -> None:
    wave = beat_wave(np.linspace(0, 1, 2001)[:-1])
    assert np.ptp(wave) == pytest.approx(1.0, abs=1e-3)  # sampled at 2,000 phases
    assert wave.mean() == pytest.approx(0.0, abs=1e-9)
    high = wave > 0.3
    assert np.count_nonzero(np.diff(high.astype(int)) == 1) + int(high[0] and not high[-1]) == 1


def test_rise_is_quicker_than_fall_as_in_a_pulse_in_the_skin() -> None:
    wave = beat_wave(np.linspace(0, 1, 1001)[:-1])
    rise = (wave.argmax() - wave.argmin()) % 1000
    assert 150 < rise < 450


def test_the_rate_is_a_straight_line_between_points_and_flat_outside() -> None:
    rates = rate_at(STEP, np.array([0.0, 5.0, 12.0, 14.0, 99.0]))
    assert rates.tolist() == [72.0, 72.0, 84.0, 96.0, 96.0]


def test_phase_is_the_exact_integral_of_the_rate() -> None:
    assert phase_at(STEP, np.array([10.0, 14.0, 20.0])) == pytest.approx([12.0, 17.6, 27.2], abs=1e-12)


def test_phase_agrees_with_a_fine_numerical_integral_when_the_first_point_is_late() -> None:
    late = (PulsePoint(3.0, 60.0), PulsePoint(7.0, 120.0))
    fine = np.linspace(0, 9, 90_001)
    numerical = np.concatenate([[0], np.cumsum((rate_at(late, fine[1:]) + rate_at(late, fine[:-1])) / 120 * 1e-4)])
    assert phase_at(late, fine[::9000]) == pytest.approx(numerical[::9000], abs=1e-6)  # trapezoid, 0.1 ms steps
