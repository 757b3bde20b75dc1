"""Movements are found when they happen and as long as they last; others fail."""

from dataclasses import replace

import numpy as np
import pytest

from desdemona.faces.units import Unit
from desdemona.passport.moves import (
    alike_row,
    blink_rows,
    blinking,
    brief,
    brief_rows,
    half_times,
    mouthing,
    spoken_row,
    talk_row,
    yawn_rows,
)
from desdemona.stimuli.phantom import Act


def test_half_times_of_a_known_course() -> None:
    course = np.array([0.0, 0.0, 1.0, 1.0, 0.6, 0.2, 0.0])
    assert half_times(course, 0.5, 10.0) == pytest.approx((0.15, 0.425))
    assert np.isnan(half_times(course, 2.0, 10.0)).all()
    assert np.isnan(half_times(course[2:], 0.5, 10.0)).all()  # it was there from the start


def test_a_blink_is_found_and_one_ten_milliseconds_late_or_half_as_deep_fails() -> None:
    asked = Act("blink", 0.1, 0.35, 1.0)
    assert all(row.within for row in blink_rows(asked, blinking(asked)))
    late = blinking(replace(asked, t_start_s=0.11, t_end_s=0.36))
    assert [row.within for row in blink_rows(asked, late)] == [False, False, True]
    weak = blinking(replace(asked, amount=0.5))
    assert not list(blink_rows(asked, weak))[-1].within


@pytest.mark.parametrize(("unit", "length_s", "edge_s"), [("au4", 0.04, 0.01), ("au12", 0.12, 0.04)])
def test_a_brief_expression_is_found_and_a_longer_or_weaker_one_fails(
    unit: Unit, length_s: float, edge_s: float
) -> None:
    asked, shown = brief(unit, length_s, edge_s)
    assert all(row.within for row in brief_rows(asked, shown))
    _, longer = brief(unit, length_s + 0.02, edge_s)
    assert [row.within for row in brief_rows(asked, longer)] == [True, False, True]
    weaker = replace(shown, script=replace(shown.script, acts=(replace(asked, amount=0.8),)))
    assert not list(brief_rows(asked, weaker))[-1].within


def test_a_yawn_and_talk_are_found_and_a_shorter_yawn_and_a_silent_mouth_fail() -> None:
    asked = Act("yawn", 0.2, 1.8, 0.9)
    assert all(row.within for row in yawn_rows(asked, mouthing(asked, duration_s=2.0)))
    shorter = mouthing(replace(asked, t_end_s=1.5), duration_s=2.0)
    assert not any(row.within for row in yawn_rows(asked, shorter))
    assert talk_row(mouthing(Act("talk", 0.0, 3.0), duration_s=3.0)).within
    assert not talk_row(mouthing(duration_s=0.5)).within


def test_lips_open_once_a_syllable_and_a_wrong_count_fails() -> None:
    assert spoken_row(("mamma",), 2).within
    assert not spoken_row(("mamma",), 3).within


def test_an_everyday_name_is_its_units_and_no_others() -> None:
    assert alike_row("brow_raise", ("au1", "au2")).within
    assert not alike_row("brow_raise", ("au1",)).within
