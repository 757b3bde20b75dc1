import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desdemona.estimates.error import (
    bias,
    limits_of_agreement,
    mean_absolute_error,
    mean_absolute_percentage_error,
    root_mean_square_error,
    variance_components,
)

SAID = np.array([70.0, 74, 80, 61, 90, 72])
KNOWN = np.array([72.0, 72, 75, 60, 100, 72])
WHO = np.arange(6)


def test_errors_are_what_they_are_by_hand() -> None:
    assert mean_absolute_error(SAID, KNOWN, WHO).estimate == pytest.approx(20 / 6, abs=1e-12)
    assert bias(SAID, KNOWN, WHO).estimate == pytest.approx(-4 / 6, abs=1e-12)
    assert root_mean_square_error(SAID, KNOWN, WHO).estimate == pytest.approx((134 / 6) ** 0.5, abs=1e-12)
    share = (2 / 72 + 2 / 72 + 5 / 75 + 1 / 60 + 10 / 100 + 0) / 6
    assert mean_absolute_percentage_error(SAID, KNOWN, WHO).estimate == pytest.approx(share, abs=1e-12)


def test_a_known_value_of_zero_has_no_percentage() -> None:
    assert mean_absolute_percentage_error([1.0, 2], [0.0, 1], [0, 1]).n == 1


@given(st.floats(-50, 50))
def test_a_shift_moves_the_bias_and_nothing_else(shift: float) -> None:
    before, after = bias(SAID, KNOWN, WHO), bias(SAID + shift, KNOWN, WHO)
    for one, other in ((before.low, after.low), (before.high, after.high)):
        assert one is not None
        assert other == pytest.approx(one + shift, abs=1e-9)


def test_limits_with_one_row_a_person_are_bland_and_altmans_plain_ones() -> None:
    limits = limits_of_agreement(SAID, KNOWN, WHO)
    d = SAID - KNOWN
    assert limits.lower == pytest.approx(d.mean() - 1.96 * d.std(ddof=1), abs=1e-12)
    assert limits.upper == pytest.approx(d.mean() + 1.96 * d.std(ddof=1), abs=1e-12)


def test_planted_variances_come_back() -> None:
    rng = np.random.default_rng(1)
    who = np.repeat(np.arange(2000), 5)
    values = rng.normal(0, 3, 2000)[who] + rng.normal(0, 2, 10_000)
    within, between = variance_components(values, who)
    # relative standard error of a variance of 2,000 is sqrt(2/2000) = 3.2 %
    assert within == pytest.approx(4, rel=0.1)
    assert between == pytest.approx(9, rel=0.1)
