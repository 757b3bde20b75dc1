import numpy as np
import polars as pl
import pytest
from tests.trials.made_up import item, tables_of

from desdemona.tables import Reading, Tables
from desdemona.trials.in_use import Flag, assess_in_use

PEOPLE = range(20)
TENSE = Flag("level", ("inspect",), "scene", undeserved=("calm", "stairs"), meaning="lying")


def level_tables(*, flagged: int, drowsy_flagged: int | None = None) -> Tables:
    """Twenty people, calm and after stairs; the first few are flagged after stairs."""
    items = [item(who, scene=scene) for who in PEOPLE for scene in ("calm", "stairs", "drowsy")]
    readings = []
    for who in PEOPLE:
        for scene, flags in (("calm", 0), ("stairs", flagged), ("drowsy", drowsy_flagged)):
            if flags is None:
                continue
            for window in range(3):
                label = "inspect" if who < flags and window == 1 else "normal"
                name = str(item(who, scene=scene)["item"])
                readings.append(Reading(name, 10.0 * window, 10.0 * window + 10, "level", "judgement", label=label))
    return tables_of(readings, items)


def test_any_flag_on_somebody_who_does_not_deserve_one_is_false() -> None:
    answer = assess_in_use(level_tables(flagged=8), TENSE, rng=np.random.default_rng(1))
    false, worth = answer.findings
    assert false.estimate == pytest.approx(0.2)
    assert (false.n, false.clusters, false.finding) == (40, 20, "fails")
    assert "level flagged 8 (20 %; 95 % interval" in false.words
    assert "that would be 2,000 false flags" in false.words
    # best case: 10 of 10,000 rightly, .2 · 9990 = 1998 wrongly
    assert worth.estimate == pytest.approx(10 / 2008, abs=1e-9)
    assert worth.finding == "fails"
    assert worth.words.startswith(
        "Even if everyone were flagged who deserves it, then where one person in 1,000 is lying, 1,998"
    )


def test_the_picture_runs_from_one_in_ten_to_one_in_100000() -> None:
    answer = assess_in_use(level_tables(flagged=8), TENSE, rng=np.random.default_rng(1))
    first, last = answer.rows[0], answer.rows[-1]
    assert (first.prevalence, last.prevalence) == (0.1, 0.00001)
    assert first.ppv == pytest.approx(0.1 / (0.1 + 0.9 * 0.2), abs=1e-9)
    assert first.true_flags + first.missed == pytest.approx(1000, abs=1e-9)
    assert all(row.low <= row.ppv <= row.high for row in answer.rows)
    # half right where p = .2/(.2 + 1)
    assert answer.break_even == pytest.approx(1 / 6, abs=1e-9)


def test_a_known_condition_gives_a_measured_sensitivity() -> None:
    flag = Flag("level", ("inspect",), "scene", undeserved=("calm",), deserved=("drowsy",), meaning="drowsy")
    answer = assess_in_use(level_tables(flagged=0, drowsy_flagged=15), flag, rng=np.random.default_rng(1))
    assert answer.sensitivity.estimate == pytest.approx(0.75)
    assert answer.specificity.estimate == 1.0
    assert answer.findings[1].words.startswith("Where one person in 1,000 is drowsy, 0 of 10,000 people")
    assert answer.findings[1].finding == "undecided"


def test_the_same_seed_gives_the_same_findings() -> None:
    one, other = (assess_in_use(level_tables(flagged=3), TENSE, rng=np.random.default_rng(5)) for _ in range(2))
    assert one == other


def test_nobody_judged_is_undecided() -> None:
    flag = Flag("level", ("inspect",), "scene", undeserved=("asleep",), meaning="lying")
    answer = assess_in_use(level_tables(flagged=3), flag, rng=np.random.default_rng(1))
    assert [finding.finding for finding in answer.findings] == ["undecided", "undecided"]
    assert answer.break_even is None


def test_silence_of_an_event_output_is_no_flag() -> None:
    tables = level_tables(flagged=8)
    alarms = tables.readings.filter(tables.readings.get_column("label") == "inspect")
    other = tables.readings.with_columns(pl.lit("mood").alias("output"))
    only = Tables(pl.concat([alarms, other]), tables.truth, tables.items, tables.subjects)
    flag = Flag("level", ("inspect",), "scene", undeserved=("calm", "stairs"), meaning="lying", events=True)
    false = assess_in_use(only, flag, rng=np.random.default_rng(1)).findings[0]
    assert false.estimate == pytest.approx(0.2)
    assert false.coverage == 1.0


def test_an_item_that_an_event_output_could_mostly_not_see_is_not_judged() -> None:
    items = [item(who, scene="calm") for who in range(10)]
    names = [str(row["item"]) for row in items]
    readings = [Reading(name, 0.0, 10.0, "mood", "state", label="calm") for name in names]
    readings += [Reading(names[0], 0.0, 9.0, "alarm", "judgement", status="not_measured")]
    readings += [Reading(names[1], 0.0, 3.0, "alarm", "judgement", status="not_measured")]
    readings += [Reading(names[2], 1.0, 2.0, "alarm", "judgement", label="beep")]
    flag = Flag("alarm", ("beep",), "scene", undeserved=("calm",), meaning="asleep", events=True)
    false = assess_in_use(tables_of(readings, items), flag, rng=np.random.default_rng(1)).findings[0]
    assert (false.n, false.coverage) == (9, 0.9)
    assert false.estimate == pytest.approx(1 / 9)
