"""What is drawn is found within its tolerance, and a phantom that is drawn wrong fails."""

import numpy as np
import pytest

from desdemona.faces.units import Unit
from desdemona.passport.gaze import gaze_rows, gazing, head_rows, rest_picture, turning
from desdemona.passport.lids import closing, closure_row
from desdemona.passport.mouths import corner_rows, gap_row, opening
from desdemona.passport.stills import Picture, held
from desdemona.passport.units import MEASURES, acting, see_unit
from desdemona.stimuli.phantom import Side


def test_lids_are_found_and_lids_ten_per_cent_off_fail() -> None:
    right = closing(*held(("eyes_closed", 0.5)), identity=3, tone=9)
    wrong = closing(*held(("eyes_closed", 0.55)), identity=3, tone=9)
    assert closure_row("half shut", 0.5, right).within
    row = closure_row("half shut", 0.5, wrong)
    assert not row.within
    assert row.found == pytest.approx(0.55, abs=0.02)


def test_one_eye_that_is_off_is_enough_to_fail() -> None:
    wink = closing(*held(("eyes_closed", 0.4)), identity=3, tone=9)
    one = type(wink.script.acts[0])("au43", 0.0, 4.0, 0.1, "left")
    assert not closure_row("shut", 0.4, closing(*held(("eyes_closed", 0.4)), one, identity=3, tone=9)).within


def test_gaze_and_head_are_found_and_wrong_angles_fail() -> None:
    rest = rest_picture()
    assert all(row.within for row in gaze_rows((10.0, -5.0), gazing(10.0, -5.0), rest))
    assert [row.within for row in gaze_rows((10.0, -5.0), gazing(11.5, -5.0), rest)] == [False, True]
    assert all(row.within for row in head_rows((20.0, 0.0, 0.0), turning((20.0, 0.0, 0.0)), rest))
    assert [row.within for row in head_rows((20.0, 0.0, 0.0), turning((20.0, 1.5, 0.0)), rest)] == [True, False, True]


def test_a_face_that_looks_nowhere_to_be_fitted_is_not_within() -> None:
    shut = closing(*held(("eyes_closed", 1.0)), identity=10, tone=9)
    assert not any(row.within for row in head_rows((0.0, 0.0, 0.0), shut, rest_picture()))


def test_the_mouth_is_found_and_a_wrong_one_fails() -> None:
    who = (0, 3)
    assert gap_row("half open", 0.5, opening(*held(("mouth_open", 0.5)), who=who)).within
    assert not gap_row("half open", 0.5, opening(*held(("mouth_open", 0.55)), who=who)).within
    assert all(row.within for row in corner_rows("smile", (6.5, 7.0), opening(*held(("smile", 1.0)), who=who)))
    weak = [row.within for row in corner_rows("smile", (6.5, 7.0), opening(*held(("smile", 0.7)), who=who))]
    assert weak == [False, False]
    assert gap_row("shut", 0.5, opening(who=who)).found < 0.1


@pytest.mark.parametrize("unit", ["au1", "au12", "au24", "au45"])
def test_a_unit_goes_its_way(unit: Unit) -> None:
    assert see_unit(unit).within


@pytest.mark.parametrize(("unit", "drawn"), [("au1", "au4"), ("au4", "au1"), ("au12", "au15"), ("au25", "au24")])
def test_a_unit_that_is_drawn_as_another_fails(unit: Unit, drawn: Unit) -> None:
    def other(_unit: Unit, amount: float, side: Side) -> Picture:
        return acting(drawn, amount, side)

    assert not see_unit(unit, other).within


def test_a_unit_on_the_wrong_side_or_on_both_fails() -> None:
    def swapped(unit: Unit, amount: float, side: Side) -> Picture:
        return acting(unit, amount, "right" if side == "left" else side)

    def both(unit: Unit, amount: float, _side: Side) -> Picture:
        return acting(unit, amount, "both")

    assert not see_unit("au12", swapped).within
    assert not see_unit("au12", both).within


def test_a_unit_that_does_nothing_fails() -> None:
    still = acting("au1", 0.0)
    assert not any(see_unit(unit, lambda _unit, _amount, _side: still).within for unit in MEASURES)


def test_the_picture_is_codes() -> None:
    rest = acting("au1", 0.0)
    assert rest.shape == (384, 384, 3)
    assert np.all((rest >= 0) & (rest <= 255))
