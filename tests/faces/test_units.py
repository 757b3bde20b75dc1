from dataclasses import fields

import pytest
from tests.faces.posing import both, units

from desdemona.faces.pose import FULL_JAW_MM, JAW_DROP_SHARE, REST, Pose, units_at
from desdemona.faces.pulls import pulls_of
from desdemona.faces.units import AT_REST, UNIT_NAMES, UNITS, ActionUnits


def test_every_unit_of_the_list_has_a_field_and_a_name() -> None:
    listed = [1, 2, 4, 5, 6, 7, 9, 10, 12, 14, 15, 17, 20, 23, 24, 25, 26, 27, 43, 45]
    assert [int(unit[2:]) for unit in UNITS] == listed
    assert tuple(field.name for field in fields(ActionUnits)) == UNITS == tuple(UNIT_NAMES)


def test_the_old_words_are_told_in_action_units() -> None:
    smile, raised, lowered = (units_at(pose, 1) for pose in (Pose(smile=0.7), Pose(brow=0.5), Pose(brow=-0.4)))
    assert (smile.au12, smile.au6) == (0.7, 0.0)  # a smile is no cheek raise: nobody said that it is a true one
    assert (raised.au1, raised.au2, raised.au4) == (0.5, 0.5, 0.0)
    assert (lowered.au1, lowered.au2, lowered.au4) == (0.0, 0.0, 0.4)
    assert units_at(Pose(smile=0.7, left=units(au12=0.9)), 1).au12 == 0.9


def test_her_left_is_at_the_right_of_the_picture() -> None:
    pose = Pose(left=units(au12=1.0))
    assert units_at(pose, 1).au12 == 1.0
    assert units_at(pose, -1) == AT_REST


def test_the_widest_cause_moves_the_one_jaw() -> None:
    assert REST.drop_mm == 0.0
    assert both(au26=1.0).drop_mm == pytest.approx(JAW_DROP_SHARE * FULL_JAW_MM)
    assert both(au27=0.8, au26=1.0).jaw_opening == 0.8
    assert Pose(mouth_opening=0.9, left=units(au27=0.4)).jaw_opening == 0.9


def test_units_that_contend_do_not_add_up() -> None:
    assert pulls_of(both(au4=1.0), 1)["4 down"] == 1.0
    sad = pulls_of(both(au1=1.0, au4=1.0), 1)
    assert sad["4 down"] < 0.5
    assert sad["4 in"] == 1.0  # the brows are still drawn together
    assert pulls_of(both(au24=1.0, au25=1.0), 1)["25"] < 0.2


def test_lids_alone_do_not_count_as_moving_the_skin() -> None:
    assert both(au45=1.0).of_skin == REST.of_skin
    assert both(au45=1.0).of_eyes != REST.of_eyes
    assert both(au6=1.0).of_skin != REST.of_skin
