import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desdemona.trials.known_values import known_over


def test_stretches_count_by_how_long_they_overlap() -> None:
    known = np.array([[0.0, 4.0], [4.0, 10.0]])
    asked = np.array([[0.0, 4.0], [2.0, 8.0], [11.0, 12.0], [5.0, 5.0]])
    over = known_over(asked, known, np.array([60.0, 90.0]), 0.05)
    # 2 s of 60 and 4 s of 90 make 80; nothing is known after 10 s; an instant takes the stretch it lies in
    assert over == pytest.approx([60, 80, np.nan, 90], nan_ok=True)


def test_rows_without_times_are_about_the_whole_item() -> None:
    whole = np.array([[-np.inf, np.inf]])
    assert known_over(whole, whole, np.array([7.0]), 0.05) == pytest.approx([7])
    assert known_over(np.array([[3.0, 5.0]]), whole, np.array([7.0]), 0.05) == pytest.approx([7])


@given(st.lists(st.floats(0, 100), min_size=1, max_size=20), st.floats(0, 100), st.floats(0.1, 50))
def test_instants_within_a_stretch_count_alike(instants: list[float], start_s: float, duration_s: float) -> None:
    t = np.array(instants)
    value = np.arange(len(t), dtype=np.float64)
    inside = value[(t >= start_s) & (t <= start_s + duration_s)]
    over = known_over(np.array([[start_s, start_s + duration_s]]), np.stack([t, t], 1), value, 0.05)
    assert over[0] == pytest.approx(inside.mean() if inside.size else np.nan, abs=1e-9, nan_ok=True)


def test_an_instant_takes_the_nearest_one_within_the_tolerance() -> None:
    known = np.array([[1.0, 1.0], [2.0, 2.0]])
    over = known_over(np.array([[1.04, 1.04], [1.5, 1.5]]), known, np.array([10.0, 20.0]), 0.05)
    assert over == pytest.approx([10, np.nan], nan_ok=True)
