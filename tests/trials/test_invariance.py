import pytest
from tests.trials.made_up import item, mood, tables_of

from desdemona.errors import TableError, UnknownName
from desdemona.tables import Reading, Tables
from desdemona.trials.invariance import Change, assess_invariance

LAMP = Change("light", "even", "the lamp")
PEOPLE = range(10)


def lamp_tables(*, moved: int = 0, lost: int = 0) -> Tables:
    """Ten people in even and left light, five windows each; in left light some are read otherwise, some not at all."""
    items = [item(who, light) for who in PEOPLE for light in ("even", "left")]
    items.append(item(0, "left", null="photograph"))
    readings = [mood(item(who)["item"], window, "calm") for who in PEOPLE for window in range(5)]
    for who in PEOPLE:
        label = None if who < lost else "tense" if who < lost + moved else "calm"
        readings += [mood(item(who, "left")["item"], window, label) for window in range(5)]
    return tables_of(readings, items)


def test_nothing_moves_when_nothing_differs_yet_ten_people_cannot_prove_it() -> None:
    moved, lost = assess_invariance(lamp_tables(), LAMP)
    assert (moved.id, moved.estimate, moved.n, moved.clusters) == ("invariance.light.mood.moved", 0.0, 50, 10)
    # design effect 1 + 4 · .3, t(9) = 2.262: 50/2.2 · (1.96/2.262)² = 17.06 effective pairs leave 18 % possible
    assert moved.high == pytest.approx(0.1838, abs=1e-3)
    assert (moved.finding, lost.finding) == ("undecided", "undecided")


def test_a_label_that_hangs_on_the_lamp_fails() -> None:
    moved, _ = assess_invariance(lamp_tables(moved=6), LAMP)
    assert moved.estimate == pytest.approx(0.6, abs=1e-12)
    assert moved.finding == "fails"
    assert moved.words.startswith(
        "Of 50 pairs of readings in which only the lamp changed, the label of mood moved in 30 (60 %; 95 % interval "
    )


def test_people_who_are_no_longer_processed_are_a_finding_of_their_own() -> None:
    moved, lost = assess_invariance(lamp_tables(moved=2, lost=5), LAMP)
    assert moved.coverage == pytest.approx(0.5)
    assert moved.estimate == pytest.approx(0.4, abs=1e-12)
    assert lost.estimate == pytest.approx(0.5, abs=1e-12)
    assert lost.finding == "fails"
    assert lost.words.startswith("Of 50 readings of mood before the change, 25 could not be had when only the lamp")


def test_a_window_without_any_row_is_lost_too() -> None:
    tables = lamp_tables()
    left = tables.readings.get_column("item").str.ends_with("left") & (tables.readings.get_column("t_start_s") < 30)
    fewer = Tables(tables.readings.filter(~left), tables.truth, tables.items, tables.subjects)
    _, lost = assess_invariance(fewer, LAMP)
    assert lost.estimate == pytest.approx(0.6, abs=1e-12)


def test_another_face_is_compared_across_people_and_clustered_by_the_other_one() -> None:
    items = [item(who) for who in PEOPLE]
    readings = [mood(row["item"], 0, "calm" if who % 2 else "tense") for who, row in enumerate(items)]
    moved, _ = assess_invariance(tables_of(readings, items), Change("identity", "0", "the face"))
    assert (moved.n, moved.clusters) == (9, 9)
    assert moved.estimate == pytest.approx(5 / 9, abs=1e-12)


def test_values_move_by_a_share_of_their_scale() -> None:
    items = [item(who, light) for who in PEOPLE for light in ("even", "left")]
    readings = [
        Reading(str(row["item"]), 0.0, 10.0, "tension", "state", value=50.0 if row["light"] == "even" else 70.0 + who)
        for who, row in enumerate(items)
    ]
    tables = tables_of(readings, items)
    moved, _ = assess_invariance(tables, Change("light", "even", "the lamp", scales={"tension": (0, 100)}))
    # items alternate even, left: who is 1, 3, … 19, mean 10
    assert moved.estimate == pytest.approx(0.3, abs=1e-12)
    assert (moved.unit, moved.finding) == ("share of the scale", "fails")
    with pytest.raises(TableError, match="run from 50 to 89, its scale from 0 to 1; declare the scale"):
        assess_invariance(tables, LAMP)


def test_events_are_compared_once_an_item() -> None:
    items = [item(who, light) for who in PEOPLE for light in ("even", "left")]
    readings = [
        Reading(str(row["item"]), 1.0 + who / 7, 1.5 + who / 7, "alarm", "judgement", label="beep")
        for who, row in enumerate(items)
        if row["light"] == "even" or who < 10
    ]
    readings += [mood(row["item"], 0, "calm") for row in items]
    change = Change("light", "even", "the lamp", outputs=("alarm",), events=("alarm",))
    moved, lost = assess_invariance(tables_of(readings, items), change)
    assert (moved.n, moved.estimate, moved.coverage) == (10, 0.5, 1.0)
    assert lost.estimate == 0.0


def test_an_unknown_condition_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="unknown condition 'lite'; did you mean 'light'"):
        assess_invariance(lamp_tables(), Change("lite", "even", "the lamp"))


def test_no_pair_is_undecided_and_not_zero() -> None:
    tables = lamp_tables()
    moved, lost = assess_invariance(tables, Change("light", "candle", "the lamp"))
    assert (moved.estimate, lost.estimate, moved.finding) == (None, None, "undecided")
