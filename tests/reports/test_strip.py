from dataclasses import replace

import pytest
from tests.reports.sample import FINDINGS

from desdemona.reports.strip import LEFT, RIGHT, bound_words, draw_strip, interval_words, scale_of

LIGHT = next(finding for finding in FINDINGS if finding.id == "invariance.light.warning")
BLINKS = next(finding for finding in FINDINGS if finding.id == "recovery.blink.found")


def test_numbers_in_words() -> None:
    assert interval_words(LIGHT) == "12\u00a0% [7 to 19] of phantoms"
    assert bound_words(LIGHT) == "at most 5\u00a0%"
    assert bound_words(BLINKS) == "at least 95\u00a0%"
    assert (
        interval_words(replace(LIGHT, unit="bpm", estimate=72.13, low=71.9, high=72.4)) == "72.13 [71.90 to 72.40] bpm"
    )
    assert bound_words(replace(LIGHT, unit="bpm", bound=1.0)) == "at most 1 bpm"


def test_what_is_missing_is_said() -> None:
    assert interval_words(replace(LIGHT, estimate=None, low=None, high=None)) == "no estimate"
    assert interval_words(replace(LIGHT, low=None)) == "12\u00a0% of phantoms [no interval]"
    assert interval_words(replace(LIGHT, estimate=float("nan"))) == "no estimate"


def test_the_holding_side_lies_left_of_an_upper_bound_and_right_of_a_lower_one() -> None:
    upper, lower = draw_strip(LIGHT, scale_of([LIGHT])), draw_strip(BLINKS, scale_of([BLINKS]))
    assert upper.side_x + upper.side_width == upper.bound_xs[0]
    assert lower.side_x == lower.bound_xs[0]
    assert lower.side_x + lower.side_width > RIGHT


def test_marks_stand_where_the_numbers_are() -> None:
    strip = draw_strip(LIGHT, scale_of([LIGHT]))
    # the scale runs from 0 to 20 %, 288 units long: 12 % lies 172.8 from the left end
    assert strip.ticks[0].text == "0"
    assert strip.ticks[-1].text == "20"
    assert strip.estimate_x == round(LEFT + 172.8, 2)
    assert strip.low_x is not None
    assert strip.high_x is not None
    assert strip.bound_xs[0] < strip.low_x < strip.estimate_x < strip.high_x < RIGHT


def test_nothing_is_drawn_where_nothing_is_known() -> None:
    missing = replace(LIGHT, estimate=None, low=float("nan"), high=None)
    strip = draw_strip(missing, scale_of([missing]))
    assert (strip.estimate_x, strip.low_x, strip.high_x) == (None, None, None)


def test_findings_of_one_unit_can_share_a_scale() -> None:
    far = replace(LIGHT, estimate=0.9, low=0.8, high=0.95)
    scale = scale_of([LIGHT, far])
    near_strip, far_strip = draw_strip(LIGHT, scale), draw_strip(far, scale)
    assert near_strip.bound_xs[0] == far_strip.bound_xs[0]
    assert near_strip.ticks == far_strip.ticks


def test_the_picture_is_told_in_words() -> None:
    alt = draw_strip(LIGHT, scale_of([LIGHT])).alt
    assert alt == "12\u00a0% [7 to 19] of phantoms; bound at most 5\u00a0%: fails."


def test_a_margin_has_a_bound_on_both_sides_of_zero() -> None:
    gap = replace(
        LIGHT, bound=0.05, bound_kind="within", estimate=-0.06, low=-0.09, high=-0.02, unit="share of readings"
    )
    strip = draw_strip(gap, scale_of([gap]))
    assert len(strip.bound_xs) == len(strip.pointers) == 2
    assert strip.side_x == strip.bound_xs[0]
    assert strip.side_x + strip.side_width == pytest.approx(strip.bound_xs[1])
    assert strip.estimate_x is not None
    assert strip.estimate_x < strip.bound_xs[0]
    assert bound_words(gap).startswith("within ±5")
