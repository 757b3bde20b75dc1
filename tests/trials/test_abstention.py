from dataclasses import replace

import pytest
from tests.trials.made_up import item, tables_of

from desdemona.tables import Reading, Tables
from desdemona.trials.abstention import Silence, assess_abstention

STILL = Silence("still", ("photograph",), ("pulse",), shown="a still photograph", absent="pulse")


def still_tables(items: int, *, speaks: int = 0, windows: int = 2) -> Tables:
    """Photographs of people; the first few of them are given a pulse in every window."""
    rows = [item(who, null="photograph") for who in range(items)] + [item(99)]
    readings = [
        Reading(str(rows[who]["item"]), 10.0 * w, 10.0 * w + 10, "pulse", "signal", value=42.0)
        if who < speaks
        else Reading(str(rows[who]["item"]), 10.0 * w, 10.0 * w + 10, "pulse", "signal", status="not_measured")
        for who in range(items)
        for w in range(windows)
    ]
    readings.append(Reading(str(rows[-1]["item"]), 0.0, 10.0, "pulse", "signal", value=70.0))
    return tables_of(readings, rows)


def test_a_pulse_in_every_photograph_fails_even_with_three_of_them() -> None:
    (finding,) = assess_abstention(still_tables(3, speaks=3), STILL)
    assert (finding.estimate, finding.n, finding.clusters, finding.finding) == (1.0, 6, 3, "fails")
    assert finding.words.startswith(
        "Shown a still photograph, where there is no pulse, "
        "pulse gave an answer in 6 of 6 readings in 3 recordings (100 %;"
    )


def test_six_silent_photographs_are_not_yet_proof() -> None:
    (finding,) = assess_abstention(still_tables(6), STILL)
    assert (finding.estimate, finding.finding) == (0.0, "undecided")
    assert "73 independent silences are needed" in finding.words


def test_many_silent_photographs_hold() -> None:
    (finding,) = assess_abstention(still_tables(60), STILL)
    assert finding.finding == "holds"
    # 120 silences, design effect 1.3, t(59): 120/1.3 · .959 = 88.5; 3.8415/(88.5 + 3.8415) = 4.2 %
    assert finding.high == pytest.approx(0.0416, abs=5e-4)


def test_an_output_that_has_no_row_was_silent_and_other_items_do_not_count() -> None:
    tables = still_tables(6)
    empty = Tables(tables.readings.tail(1), tables.truth, tables.items, tables.subjects)
    (finding,) = assess_abstention(empty, STILL)
    assert (finding.n, finding.estimate) == (6, 0.0)


def test_no_null_item_is_undecided() -> None:
    (finding,) = assess_abstention(still_tables(0), STILL)
    assert (finding.estimate, finding.finding) == (None, "undecided")
    assert finding.words.startswith("No recording of a still photograph was among the items.")


def test_who_says_that_nothing_was_found_makes_nothing_up() -> None:
    rows = [item(who, null="photograph") for who in range(4)]
    labels = ("none", "none", "none", "angry")
    readings = [
        Reading(str(row["item"]), 0.0, 10.0, "mood", "state", label=label)
        for row, label in zip(rows, labels, strict=True)
    ]
    strict = Silence("life", ("photograph",), ("mood",), shown="a photograph", absent="living person")
    assert assess_abstention(tables_of(readings, rows), strict)[0].estimate == 1.0
    (finding,) = assess_abstention(tables_of(readings, rows), replace(strict, nothing=(("mood", "none"),)))
    assert finding.estimate == 0.25
    (finding,) = assess_abstention(tables_of(readings[:3], rows[:3]), replace(strict, nothing=(("mood", "none"),)))
    assert "mood was silent or said 'none' in all 3 readings" in finding.words
