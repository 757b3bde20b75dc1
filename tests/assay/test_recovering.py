"""Recovery is told from what was said and what is known, person by person."""

import numpy as np
import pytest
from tests.assay.made_shots import shot

from desdemona.assay.asked import Asked, at_least, at_most
from desdemona.assay.asked_of_faces import of_unit
from desdemona.assay.recovering import (
    error,
    events,
    found_events,
    mean_of,
    median_error,
    named_rightly,
    of_column,
    of_flag,
    of_windows,
    order,
    rank,
    relative_error,
    time_shared,
    told_events,
)

PEOPLE = [str(number) for number in range(600, 606)]
RISING = list(np.arange(10.0))


def test_an_error_is_in_the_unit_and_of_what_was_given() -> None:
    said = [None, *(value + 2.0 for value in RISING[1:])]
    shots = [shot(who=who, columns={"a": said}, curves={"a": RISING}) for who in PEOPLE]
    found = error(of_column("a", "a"), "deg")(shots)
    assert found.interval.estimate == pytest.approx(2.0)
    assert (found.unit, found.interval.n, found.interval.clusters) == ("deg", 54, 6)
    assert found.given == pytest.approx(0.9)  # one frame of ten was withheld


def test_few_people_carry_no_interval() -> None:
    shots = [shot(who=who, columns={"a": RISING}, curves={"a": RISING}) for who in PEOPLE[:4]]
    found = error(of_column("a", "a"), "deg")(shots)
    assert found.interval.estimate == 0.0
    assert found.interval.low is None


def test_relative_and_median_errors_are_in_percent() -> None:
    known = [100.0] * 10
    said = [101.0] * 9 + [200.0]
    shots = [shot(who=who, columns={"a": said}, curves={"a": known}) for who in PEOPLE]
    assert relative_error(of_column("a", "a"))(shots).interval.estimate == pytest.approx(10.9)  # (9 × 1 + 100) / 10
    assert median_error(of_column("a", "a"))(shots).interval.estimate == pytest.approx(1.0)


def test_orders_ask_for_order_alone_and_punish_what_never_moves() -> None:
    follows = [shot(who=who, columns={"a": [value**3 for value in RISING]}, curves={"a": RISING}) for who in PEOPLE]
    dead = [shot(who=who, columns={"a": [1.0] * 10}, curves={"a": RISING}) for who in PEOPLE]
    for measure in (order, rank):
        assert measure(of_column("a", "a"))(follows).interval.estimate == pytest.approx(1.0)
        assert measure(of_column("a", "a"))(dead).interval.estimate == pytest.approx(0.0)


def test_events_are_matched_once_and_invented_ones_count() -> None:
    told = {"nod": [(1.0, 2.0), (5.0, 6.0)]}
    found = {"head.nod": [(1.1, 1.9), (8.0, 9.0)]}
    shots = [shot(who=who, events=found, told=told) for who in PEOPLE]
    scores = events(found_events("head.nod"), told_events("nod"))(shots)
    assert scores.interval.estimate == pytest.approx(0.5)  # one found, one missed, one invented


def test_time_is_shared_where_a_flag_is_up_in_its_act() -> None:
    up = [0, 0, 1, 1, 1, 1, 0, 0, 0, None]
    shots = [shot(who=who, columns={"up": up}, told={"talk": [(3.0, 7.0)]}) for who in PEOPLE]
    found = time_shared(of_flag("up", "talk"))(shots)
    assert found.interval.estimate == pytest.approx(2 * 3 / (2 * 3 + 1 + 1))  # frames 3, 4, 5; 2 too many, 6 missed
    assert found.given == pytest.approx(0.9)


def test_names_are_right_or_wrong_where_there_is_one() -> None:
    said = ["road"] * 4 + ["lap"] * 4 + [None] * 2
    shots = [shot(who=who, columns={"zone": said}) for who in PEOPLE]
    found = named_rightly(lambda one: (one.frames["zone"].to_list(), ["road"] * 10))(shots)
    assert found.interval.estimate == pytest.approx(0.5)
    assert found.given == pytest.approx(0.8)


def test_windows_are_held_against_the_mean_of_their_time() -> None:
    windows = {"breath": [(0.0, 4.0, 2.0), (4.0, 8.0, None)]}
    shots = [shot(who=who, windows=windows, curves={"rate": RISING}) for who in PEOPLE]
    found = error(of_windows("breath", mean_of("rate")), "1/min")(shots)
    assert found.interval.estimate == pytest.approx(0.5)  # the mean of 0, 1, 2, 3 is 1.5
    assert found.given == pytest.approx(0.5)


def test_a_bound_holds_only_where_the_whole_interval_does() -> None:
    shots = [
        shot(who=who, columns={"a": [v + k for v in RISING]}, curves={"a": RISING}) for k, who in enumerate(PEOPLE)
    ]
    measure = error(of_column("a", "a"), "deg")
    standings = [Asked(("heads",), measure, bound).of(shots).standing for bound in (at_most(20.0), at_most(2.6))]
    assert standings == ["holds", "undecided"]  # the mean error is 2.5
    assert Asked(("heads",), measure, at_least(20.0)).of(shots).standing == "fails"
    assert Asked(("heads",), measure).of(shots).standing is None


def test_only_shots_of_the_films_that_are_asked_for_count() -> None:
    right = shot(columns={"a": RISING}, curves={"a": RISING})
    wrong = shot(kind="looks", columns={"a": [0.0] * 10}, curves={"a": RISING})
    changed = shot(change="lamp", columns={"a": [0.0] * 10}, curves={"a": RISING})
    found = Asked(("heads",), error(of_column("a", "a"), "deg")).of([right, wrong, changed])
    assert (found.interval.estimate, found.interval.n) == (0.0, 10)


def test_a_name_may_stand_for_acts_and_for_amounts_and_they_are_kept_apart() -> None:
    rising_and_falling = [0.0, 0.0, 0.5, 1.0, 1.0, 0.5, 0.0, 0.0, 0.0, 0.0]
    one = shot(columns={"au12_share": RISING}, curves={"au12": rising_and_falling}, told={"au12": [(1.5, 5.5)]})
    said, known = of_unit("au12")(one)
    assert one.told("au12").tolist() == [[1.5, 5.5]]
    np.testing.assert_array_equal(known, [np.nan, np.nan, 0.5, 1.0, 1.0, 0.5, *[np.nan] * 4])
    np.testing.assert_array_equal(said, RISING)
