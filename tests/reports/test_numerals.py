import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desdemona.reports.numerals import (
    decimals_for,
    shown_unit,
    to_count,
    to_numeral,
    to_odds,
    to_percent,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (12.0, "12"),
        (0.12345, "0.123"),
        (-2.5, "−2.5"),
        (1234.5, "1,234"),
        (-1e-15, "−1.00e−15"),
        (2.5e12, "2.50e+12"),
        (None, "–"),
        (math.nan, "–"),
        (math.inf, "–"),
    ],
)
def test_three_significant_digits(value: float | None, text: str) -> None:
    assert to_numeral(value) == text


def test_given_decimals_are_kept_and_zero_has_no_sign() -> None:
    assert to_numeral(0.3, 2) == "0.30"
    assert to_numeral(-0.001, 2) == "0.00"
    assert to_numeral(12345.6, 0) == "12,346"


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e8, max_value=1e8))
def test_a_numeral_reads_back_within_half_a_percent(value: float) -> None:
    text = to_numeral(value).replace("−", "-").replace(",", "")
    # three significant digits: the error is at most half of the third, 0.5 % of the value
    assert float(text) == pytest.approx(value, rel=0.0051, abs=1e-300)


def test_decimals_show_the_width_to_two_digits() -> None:
    assert decimals_for(8.0, 17.0) == 1
    assert decimals_for(80.0, 170.0) == 0
    assert decimals_for(0.14, 0.30) == 2
    assert decimals_for(1.0, 1.0) == 2
    assert decimals_for(None, 1.0) == 2
    assert decimals_for(0.0, 1e-9) == 4


def test_shares_are_shown_as_percentages_and_say_of_what() -> None:
    assert (shown_unit("share").factor, shown_unit("share").text) == (100.0, "%")
    assert shown_unit("share of phantoms").text == "% of phantoms"
    assert (shown_unit("bpm").factor, shown_unit("bpm").text) == (1.0, "bpm")
    assert shown_unit("ratio").text == ""


def test_counts_of_people() -> None:
    assert to_count(0.0) == "0"
    assert to_count(0.2) == "under 1"
    assert to_count(8300.4) == "8,300"
    assert to_count(math.nan) == "–"


def test_percentages_and_odds() -> None:
    assert to_percent(0.0927) == "9.27\u00a0%"
    assert to_percent(0.0927, digits=2) == "9.3\u00a0%"
    assert to_percent(math.nan) == "–"
    assert to_odds(0.001) == "1 in 1,000"
    assert to_odds(0.03) == "1 in 33"
    assert to_odds(0.4) == "40\u00a0%"
    assert to_odds(0.0) == "0\u00a0%"
