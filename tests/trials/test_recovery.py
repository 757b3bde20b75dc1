import numpy as np
import pytest
from tests.trials.made_up import item, tables_of

from desdemona.errors import TableError
from desdemona.tables import Reading, Tables, Truth
from desdemona.trials.act_recovery import Act
from desdemona.trials.recovery import Quantity, assess_recovery

PEOPLE = range(8)
PULSE = Quantity("pulse", bound=3.0, unit="bpm")


def pulse_tables(off_bpm: float, *, lost: int = 0) -> Tables:
    """Eight people, one truth a second from 60 bpm up, three 10 s windows read with an offset that grows by person."""
    items = [item(who) for who in PEOPLE]
    readings, truth = [], []
    for who in PEOPLE:
        name = str(items[who]["item"])
        truth += [Truth(name, float(t), float(t), "pulse", value=60.0 + t) for t in range(31)]
        for window in range(3):
            start_s = 10.0 * window
            if who < lost:
                readings.append(Reading(name, start_s, start_s + 10, "pulse", "signal", status="not_measured"))
            else:
                value = 65.0 + start_s + off_bpm * (1 + who / 10)
                readings.append(Reading(name, start_s, start_s + 10, "pulse", "signal", value=value))
    return tables_of(readings, items, truth)


def test_a_window_is_held_against_the_mean_of_the_truth_over_it() -> None:
    (finding,) = assess_recovery(pulse_tables(2.0), PULSE)
    # truth over [0, 10] at whole seconds is 65: so the errors are 2·(1 + who/10), mean 2·1.35
    assert finding.estimate == pytest.approx(2.7, abs=1e-9)
    assert finding.finding == "undecided"
    assert finding.high is not None
    assert finding.high > 3
    assert (finding.n, finding.clusters, finding.unit) == (24, 8, "bpm")
    assert finding.words.startswith("Over 24 readings of 8 people, pulse was off by 2.7 bpm on average (95 %")
    assert "2.7 bpm above the truth" in finding.words


@pytest.mark.parametrize(("off_bpm", "standing"), [(0.5, "holds"), (-0.5, "holds"), (20.0, "fails")])
def test_close_holds_and_far_fails(off_bpm: float, standing: str) -> None:
    (finding,) = assess_recovery(pulse_tables(off_bpm), PULSE)
    assert finding.finding == standing


def test_what_was_not_measured_lowers_the_coverage_and_can_forbid_an_answer() -> None:
    (some,) = assess_recovery(pulse_tables(0.1, lost=2), PULSE)
    assert some.coverage == pytest.approx(0.75)
    assert some.finding == "holds"
    (few,) = assess_recovery(pulse_tables(0.1, lost=2), Quantity("pulse", 3.0, "bpm", coverage_required=0.8))
    assert few.finding == "undecided"
    assert "Only 75 % of what was asked for was measured; 80 % is required." in few.words


def test_an_item_that_was_never_read_lowers_the_coverage_too() -> None:
    tables = pulse_tables(0.1)
    readings = tables.readings.filter(~tables.readings.get_column("item").str.contains("talk-7"))
    (finding,) = assess_recovery(Tables(readings, tables.truth, tables.items, tables.subjects), PULSE)
    assert finding.coverage == pytest.approx(21 / 22)
    assert finding.clusters == 7


def test_too_few_people_are_refused_with_the_number() -> None:
    (finding,) = assess_recovery(pulse_tables(0.1, lost=5), Quantity("pulse", 3.0, "bpm", coverage_required=0.1))
    assert finding.finding == "undecided"
    assert finding.low is None
    assert "There are 3 independent units; this takes 5." in finding.words


def test_an_output_that_nobody_read_is_undecided_with_no_number() -> None:
    (finding,) = assess_recovery(pulse_tables(0.1), Quantity("breath", 1.0, "per min"))
    assert (finding.estimate, finding.finding, finding.coverage) == (None, "undecided", 0.0)


def test_instants_take_the_nearest_known_instant() -> None:
    items = [item(who) for who in PEOPLE]
    truth = [Truth(str(i["item"]), t / 10, t / 10, "yaw", value=float(t)) for i in items for t in range(20)]
    readings = [
        Reading(str(i["item"]), t / 10 + 0.02, t / 10 + 0.02, "yaw", "signal", value=t + 1.0)
        for i in items
        for t in range(20)
    ]
    (finding,) = assess_recovery(tables_of(readings, items, truth), Quantity("yaw", 2.0, "deg"))
    assert finding.estimate == pytest.approx(1.0, abs=1e-9)
    assert (finding.n, finding.coverage) == (160, 1.0)


def test_order_forgives_the_scale_within_each_person() -> None:
    rng = np.random.default_rng(1)
    items = [item(who) for who in PEOPLE]
    openness = rng.random((8, 40))
    truth = [
        Truth(str(items[w]["item"]), t / 10, t / 10, "eye", value=float(openness[w, t]))
        for w in PEOPLE
        for t in range(40)
    ]
    readings = [
        Reading(str(items[w]["item"]), t / 10, t / 10, "ear", "signal", value=float(w + (w + 1) * openness[w, t] ** 3))
        for w in PEOPLE
        for t in range(40)
    ]
    wanted = Quantity("ear", 0.8, "", compare="order", truth_output="eye")
    (finding,) = assess_recovery(tables_of(readings, items, truth), wanted)
    assert finding.estimate == pytest.approx(1.0, abs=1e-12)
    assert finding.finding == "holds"


def test_an_output_that_never_moves_follows_nothing() -> None:
    items = [item(who) for who in PEOPLE]
    truth = [Truth(str(i["item"]), float(t), float(t), "eye", value=float(t)) for i in items for t in range(9)]
    readings = [
        Reading(str(i["item"]), float(t), float(t), "eye", "signal", value=1.0) for i in items for t in range(9)
    ]
    (finding,) = assess_recovery(tables_of(readings, items, truth), Quantity("eye", 0.8, "", compare="order"))
    assert (finding.estimate, finding.finding) == (0.0, "fails")


def blink_tables(*, invented: int = 0, missed: int = 0, blind: bool = False) -> Tables:
    """Eight people with ten blinks each; the first few of each are missed, some are invented in between."""
    items = [item(who) for who in PEOPLE]
    readings, truth = [], []
    for row in items:
        name = str(row["item"])
        truth += [Truth(name, float(t), t + 0.25, "blink") for t in range(1, 11)]
        readings += [Reading(name, t + 0.1, t + 0.3, "blink", "sign", label="blink") for t in range(1 + missed, 11)]
        readings += [Reading(name, 20.0 + t, 20.2 + t, "blink", "sign", label="blink") for t in range(invented)]
        if blind:
            readings.append(Reading(name, 0.0, 6.5, "blink", "sign", status="not_measured"))
    return tables_of(readings, items, truth)


def test_all_blinks_found_and_none_invented_holds() -> None:
    (finding,) = assess_recovery(blink_tables(), Act("blink"))
    assert (finding.estimate, finding.finding, finding.n) == (1.0, "holds", 80)
    assert finding.words.startswith("Of 80 known acts 'blink' 80 were found (100 %; 95 % interval ")


def test_missed_and_invented_blinks_are_told() -> None:
    (finding,) = assess_recovery(blink_tables(invented=5, missed=4), Act("blink"))
    # 6 of 10 found, 5 of 11 invented: F1 = 12/(10 + 11)
    assert finding.estimate == pytest.approx(12 / 21, abs=1e-12)
    assert finding.finding == "fails"
    assert "Of 80 known acts 'blink' 48 were found" in finding.words
    assert "40 acts were found that never happened" in finding.words


def test_acts_during_blind_stretches_count_as_not_covered_and_not_as_missed() -> None:
    (finding,) = assess_recovery(blink_tables(missed=6, blind=True), Act("blink", coverage_required=0.3))
    assert finding.coverage == pytest.approx(0.4)
    assert finding.estimate == 1.0


def test_windows_that_touch_are_one_act() -> None:
    items = [item(who) for who in PEOPLE]
    truth = [Truth(str(i["item"]), 2.0, 7.0, "yawn") for i in items]
    readings = [
        Reading(str(i["item"]), float(t), t + 1.0, "yawn", "sign", label="yes" if 2 <= t < 7 else "none")
        for i in items
        for t in range(10)
    ]
    (finding,) = assess_recovery(tables_of(readings, items, truth), Act("yawn"))
    assert finding.estimate == 1.0
    assert finding.n == 8


def test_a_bad_table_tells_all_its_faults_at_once() -> None:
    readings = [
        Reading("talk-0-even", 3.0, 1.0, "pulse", "signal", value=1.0),
        Reading("talk-0-even", 0.0, 1.0, "pulse", "guess", value=1.0),  # type: ignore[arg-type]
        Reading("talk-0-even", 0.0, 1.0, "pulse", "signal"),
    ]
    with pytest.raises(TableError) as error:
        assess_recovery(tables_of(readings, [item(0)]), PULSE)
    assert str(error.value).splitlines() == [
        "readings: row 2: rung 'guess' is none of signal, sign, state, judgement",
        "readings: row 3: status 'ok' but there is neither label nor value",
        "readings: row 1: t_end_s 1.0 is before t_start_s",
    ]


def test_a_missing_column_is_named() -> None:
    tables = pulse_tables(0.0)
    broken = Tables(tables.readings.rename({"value": "values"}), tables.truth, tables.items, tables.subjects)
    with pytest.raises(TableError, match="readings: column 'value' is missing; did 'values' mean it"):
        assess_recovery(broken, PULSE)
