import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desdemona.physiology.heart import PEAK_TURNS, PulsePoint, beat_wave, phase_at, rate_at

STEP = (PulsePoint(0.0, 72.0), PulsePoint(10.0, 72.0), PulsePoint(14.0, 96.0))
PHASES = np.arange(2000) / 2000


def turning_points(wave: np.ndarray) -> list[int]:
    """Return where a wave that closes on itself turns, lowest first."""
    steps = np.sign(np.roll(wave, -1) - wave)
    return sorted(np.flatnonzero(steps != np.roll(steps, 1)).tolist(), key=lambda index: float(wave[index]))


def test_one_beat_swings_by_one_around_zero() -> None:
    wave = beat_wave(PHASES)
    assert np.ptp(wave) == pytest.approx(1.0, abs=1e-4)  # sampled at 2,000 phases
    assert wave.mean() == pytest.approx(0.0, abs=1e-12)


def test_a_beat_has_a_foot_a_peak_a_notch_and_a_second_wave_and_nothing_else() -> None:
    foot, notch, second, peak = turning_points(beat_wave(PHASES))
    assert PHASES[foot] == pytest.approx(0.0, abs=1e-3)
    assert PHASES[peak] == pytest.approx(PEAK_TURNS, abs=1e-3)
    assert peak < notch < second
    assert 0.005 < beat_wave(PHASES)[second] - beat_wave(PHASES)[notch] < 0.1


def test_rise_is_quicker_than_fall_and_the_rate_itself_is_the_strongest_wave() -> None:
    assert 0.15 < PEAK_TURNS < 0.3
    lines = np.abs(np.fft.rfft(beat_wave(PHASES)))
    assert lines.argmax() == 1
    assert lines[2] < 0.6 * lines[1]


def test_the_rate_is_a_straight_line_between_points_and_flat_outside() -> None:
    rates = rate_at(STEP, np.array([-3.0, 0.0, 5.0, 12.0, 14.0, 99.0]))
    assert rates.tolist() == [72.0, 72.0, 72.0, 84.0, 96.0, 96.0]


def test_phase_is_the_exact_integral_of_the_rate() -> None:
    assert phase_at(STEP, np.array([10.0, 14.0, 20.0])) == pytest.approx([12.0, 17.6, 27.2], abs=1e-12)
    assert phase_at(STEP, np.array([-5.0, 0.0])) == pytest.approx([-6.0, 0.0], abs=1e-12)


@given(first_s=st.floats(0, 4), length_s=st.floats(0.1, 4), rates=st.tuples(st.floats(30, 220), st.floats(30, 220)))
def test_phase_agrees_with_a_fine_numerical_integral(
    first_s: float, length_s: float, rates: tuple[float, float]
) -> None:
    points = (PulsePoint(first_s, rates[0]), PulsePoint(first_s + length_s, rates[1]))
    fine_s = np.linspace(0, 9, 9001)
    hertz = rate_at(points, fine_s) / 60
    numerical = np.concatenate([[0], np.cumsum((hertz[1:] + hertz[:-1]) / 2 * 1e-3)])
    # two kinks inside steps of 1 ms, each at most 1 ms times the change of rate in a step
    assert phase_at(points, fine_s) == pytest.approx(numerical, abs=1e-4)


def test_without_points_there_is_no_rate_and_no_phase() -> None:
    assert np.isnan(rate_at((), np.array([1.0]))).all()
    assert phase_at((), np.array([1.0])).tolist() == [0.0]
