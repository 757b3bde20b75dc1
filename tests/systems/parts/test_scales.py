"""Scales: from 0 to 1 between two points either way round, and from the person's own baseline."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.systems.parts.made import NAN, applied, as_labels, as_windows, windows


def test_a_level_is_scaled_and_cut_off() -> None:
    found = as_windows(applied("scaled level", {"level": windows(5, 10, 15, 20, 25, NAN)}, zero_at=10.0, one_at=20.0))
    assert found.value == pytest.approx([0.0, 0.0, 0.5, 1.0, 1.0, NAN], nan_ok=True)


def test_the_full_point_may_lie_below_the_other() -> None:
    found = as_windows(applied("scaled level", {"level": windows(98, 94, 90, 80)}, zero_at=98.0, one_at=90.0))
    assert found.value.tolist() == pytest.approx([0.0, 0.5, 1.0, 1.0])


def test_two_points_in_one_are_a_step() -> None:
    found = as_windows(applied("scaled level", {"level": windows(1, 2, 3, NAN)}, zero_at=2.0, one_at=2.0))
    assert found.value == pytest.approx([0.0, 1.0, 1.0, NAN], nan_ok=True)


def test_change_counts_from_the_first_measured_windows() -> None:
    level = windows(NAN, 70, 72, 97, 60, NAN)
    rise = as_windows(applied("change from own baseline", {"level": level}, baseline_s=1.0, full_change=50.0))
    assert rise.value == pytest.approx([NAN, 0.0, 0.02, 0.52, 0.0, NAN], nan_ok=True), "the baseline is 71"
    fall = as_windows(applied("change from own baseline", {"level": level}, baseline_s=1.0, full_change=-20.0))
    assert fall.value == pytest.approx([NAN, 0.05, 0.0, 0.0, 0.55, NAN], nan_ok=True)


def test_without_any_measured_window_there_is_no_change() -> None:
    found = as_windows(
        applied("change from own baseline", {"level": windows(NAN, NAN)}, baseline_s=60.0, full_change=10.0)
    )
    assert np.isnan(found.value).all()
    assert found.value.size == 2


@given(resting=st.floats(45, 110))
def test_a_heart_that_beats_25_faster_gives_a_higher_level_whatever_it_was_before(resting: float) -> None:
    rates = windows(*([resting] * 10 + [resting + 25.0] * 10))
    index = as_windows(applied("change from own baseline", {"level": rates}, baseline_s=9.0, full_change=40.0))
    said = as_labels(
        applied("three levels", {"level": index}, ("normal", "moderate", "high"), second_from=0.3, third_from=0.6)
    )
    assert said.label.tolist() == ["normal"] * 10 + ["high"] * 10
    assert said.score[-1] == pytest.approx(25 / 40)
