import numpy as np
import pytest

from desdemona.scenes.lens import Lens, aimed


def test_what_it_is_aimed_at_is_in_the_middle() -> None:
    lens = aimed((641, 481), 700.0, (0.0, 1500.0, 2000.0), (0.0, 900.0, 0.0))
    column, row = lens.project(np.array([0.0, 900.0, 0.0]))
    assert (column, row) == pytest.approx((320.0, 240.0), abs=1e-9)


def test_a_length_across_is_as_long_as_the_scale_says() -> None:
    lens = Lens(640, 480, 800.0, (0.0, 0.0, 1000.0), 0.0)
    ends = lens.project(np.array([[-50.0, 20.0, 0.0], [50.0, 20.0, 0.0]]))
    assert ends[1, 0] - ends[0, 0] == pytest.approx(100 * 0.8)
    assert lens.scale(np.array([0.0, 0.0, 0.0])) == pytest.approx(0.8)


def test_up_is_up_and_near_is_large() -> None:
    lens = aimed((640, 480), 800.0, (0.0, 1400.0, 2400.0), (0.0, 1100.0, 0.0))
    low, high = lens.project(np.array([[0.0, 1000.0, 0.0], [0.0, 1200.0, 0.0]]))
    assert high[1] < low[1]
    far, near = lens.scale(np.array([[0.0, 1000.0, -500.0], [0.0, 1000.0, 500.0]]))
    assert near > far
