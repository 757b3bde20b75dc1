import math

from hypothesis import given
from hypothesis import strategies as st

from desdemona.reports.scale import fit_scale, place

NUMBERS = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e6, max_value=1e6)


def test_zero_is_on_the_scale_when_the_values_are_near_it() -> None:
    assert fit_scale([0.05, 0.12]).low == 0.0
    assert fit_scale([-0.12, -0.05]).high == 0.0


def test_zero_is_left_out_when_the_values_are_far_from_it() -> None:
    scale = fit_scale([71.9, 72.3])
    assert 71 <= scale.low <= 71.9
    assert 72.3 <= scale.high <= 73


def test_ticks_are_round() -> None:
    assert fit_scale([0.0, 60.0]).ticks == (0.0, 20.0, 40.0, 60.0)


def test_values_far_smaller_than_one_have_a_scale_of_their_own() -> None:
    assert fit_scale([0.0, 4e-21]).ticks == (0.0, 1e-21, 2e-21, 3e-21, 4e-21)


def test_one_value_or_none_still_gives_a_scale() -> None:
    assert fit_scale([]).low < fit_scale([]).high
    assert fit_scale([math.nan, None]).ticks[0] == 0.0
    single = fit_scale([5.0])
    assert single.low < 5.0 < single.high
    assert fit_scale([0.0]).low < fit_scale([0.0]).high


@given(st.lists(NUMBERS, min_size=1))
def test_every_value_is_on_the_scale_and_ticks_are_few(values: list[float]) -> None:
    scale = fit_scale(values)
    slack = 1e-6 * (scale.high - scale.low)  # a value a billionth of a step beyond a tick stays on it
    assert scale.low - slack <= min(values)
    assert max(values) <= scale.high + slack
    assert 2 <= len(scale.ticks) <= 7
    assert list(scale.ticks) == sorted(scale.ticks)


def test_places_run_from_start_to_end_and_never_beyond() -> None:
    scale = fit_scale([0.0, 10.0])
    assert place(scale, 0.0, 16.0, 304.0) == 16.0
    assert place(scale, 5.0, 16.0, 304.0) == 160.0
    assert place(scale, 99.0, 16.0, 304.0) == 304.0


def test_zero_need_not_be_on_a_scale_where_nothing_is_a_length() -> None:
    assert fit_scale([54, 72]).low == 0
    scale = fit_scale([54, 72], zero=False)
    assert 45 < scale.low <= 54
    assert 72 <= scale.high < 80
