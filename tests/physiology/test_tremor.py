import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desdemona.physiology.inside import Inside, Tremor
from desdemona.physiology.tremor import tremor_at

TIMES_S = np.arange(0, 30, 0.004)


@given(frequency_hz=st.floats(0.5, 12), amplitude=st.floats(0.01, 5))
def test_a_vibration_has_its_frequency_and_amplitude(frequency_hz: float, amplitude: float) -> None:
    inside = Inside(tremors=(Tremor("head", "yaw", frequency_hz, amplitude, 5.0, 25.0),))
    swing = tremor_at(inside, "head", "yaw", TIMES_S)
    inner = swing[(TIMES_S > 6) & (TIMES_S < 24)]
    assert (inner.max(), inner.min()) == pytest.approx((amplitude, -amplitude), rel=0.05)
    up = np.flatnonzero((inner[:-1] < 0) & (inner[1:] >= 0))
    assert (len(up) - 1) / ((up[-1] - up[0]) * 0.004) == pytest.approx(frequency_hz, abs=0.05)


def test_it_is_still_before_and_after_and_begins_gently() -> None:
    inside = Inside(tremors=(Tremor("left_hand", "x", 6.0, 2.0, 5.0, 25.0),))
    swing = tremor_at(inside, "left_hand", "x", TIMES_S)
    assert not swing[(TIMES_S <= 5) | (TIMES_S >= 25)].any()
    assert np.abs(swing[(TIMES_S > 5) & (TIMES_S < 5.1)]).max() < 0.25
    assert np.abs(np.diff(swing)).max() < 2.0 * 2 * np.pi * 6 * 0.004 * 1.01  # no faster than the sine itself


def test_each_part_and_direction_moves_by_itself_and_vibrations_add_up() -> None:
    one, two = Tremor("head", "x", 4.0, 1.0, 0.0, 30.0), Tremor("head", "x", 9.0, 0.5, 0.0, 30.0)
    both = Inside(tremors=(one, two))
    assert not tremor_at(both, "head", "y", TIMES_S).any()
    assert not tremor_at(both, "jaw", "x", TIMES_S).any()
    inner = (TIMES_S >= 2) & (TIMES_S < 27)
    lines = np.abs(np.fft.rfft(tremor_at(both, "head", "x", TIMES_S)[inner])) * 2 / np.count_nonzero(inner)
    strongest = np.argsort(lines)[-2:][::-1]
    assert strongest / 25 == pytest.approx([4.0, 9.0])
    assert lines[strongest] == pytest.approx([1.0, 0.5], rel=0.01)
