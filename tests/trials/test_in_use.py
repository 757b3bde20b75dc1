import numpy as np
import polars as pl
import pytest
from tests.trials.made_up import item, tables_of

from desdemona.errors import UsageError
from desdemona.tables import Reading, Tables, Truth
from desdemona.trials.flagged_again import assess_flagged_again
from desdemona.trials.flags import Flag
from desdemona.trials.in_use import assess_in_use
from desdemona.trials.thresholds import assess_moved_threshold

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


LIAR = Flag("verdict", ("deceptive",), meaning="deceptive", source="outcome", prevalence=0.01, looks_per_day=2000)


def verdicts(
    *, people: int = 40, each: int = 10, own: bool = False, scores: bool = False, ranks: bool = False
) -> Tables:
    """Half of all people lie in half of their items; found in 80 %, and 20 % of the rest are flagged.

    `own` flags every honest look of a fifth of the people in place of a fifth of the looks of all. With `scores`, flags
    that are right have scores of .7 to 1 and wrong ones of .5 to .8; with `ranks`, looks without a flag have some too.
    """
    rng = np.random.default_rng(3)
    items, readings, truth = [], [], []
    for who in range(people):
        for n in range(each):
            row = item(who, scene=f"answer{n}")
            name, lies = str(row["item"]), who % 2 == 0 and n % 2 == 0
            singled = who % 5 == 0 if own else rng.random() < 0.2
            flagged = rng.random() < 0.8 if lies else singled
            sure = (0.7 if lies else 0.5) + 0.3 * rng.random() if flagged else 0.5 * rng.random()
            score = float(sure) if scores and (flagged or ranks) else None
            label = "deceptive" if flagged else "truthful"
            items.append(row)
            readings.append(Reading(name, 0.0, 1.0, "verdict", "judgement", label=label, score=score))
            truth.append(Truth(name, 0.0, 1.0, "verdict", "deceptive" if lies else "truthful", source="outcome"))
    return tables_of(readings, items, truth)


def test_the_truth_of_each_reading_says_who_deserved_it() -> None:
    answer = assess_in_use(verdicts(), LIAR, rng=np.random.default_rng(1))
    false, worth = answer.findings
    # 100 lies and 300 honest looks: standard errors .04 and .023
    assert answer.sensitivity.estimate == pytest.approx(0.8, abs=0.1)
    assert false.estimate == pytest.approx(0.2, abs=0.06)
    assert (false.n, false.clusters, false.finding, false.unit) == (300, 40, "fails", "share of readings")
    assert worth.id == "in_use.verdict.worth"
    assert worth.estimate == pytest.approx(0.01 * 0.8 / (0.01 * 0.8 + 0.99 * 0.2), abs=0.015)
    assert worth.finding == "fails"
    expected = 9900 * (false.estimate or 0.0)
    assert f"{expected:,.0f} of 10,000 people would be flagged wrongly" in worth.words
    assert f"At 2,000 looks a day that is {expected / 5:.0f} false and" in worth.words
    assert "of them are false for each right one" in worth.words
    assert "Half of them are right only where at least " in worth.words


def test_a_flag_that_declares_nobody_is_told() -> None:
    with pytest.raises(UsageError, match="declare the condition or the source"):
        assess_in_use(verdicts(), Flag("verdict", ("deceptive",)), rng=np.random.default_rng(1))


def test_a_log_of_events_is_held_against_the_whole_item() -> None:
    items = [item(who, scene=scene) for who in range(20) for scene in ("calm", "lying")]
    names = [str(row["item"]) for row in items]
    truth = [Truth(n, 0.0, 60.0, "alarm", "beep" if "lying" in n else "none", source="outcome") for n in names]
    readings = [Reading(n, 0.0, 60.0, "mood", "state", label="calm") for n in names]
    readings += [Reading(n, 20.0, 21.0, "alarm", "judgement", label="beep") for n in names[:20]]
    flag = Flag("alarm", ("beep",), source="outcome", events=True)
    answer = assess_in_use(tables_of(readings, items, truth), flag, rng=np.random.default_rng(1))
    assert (answer.sensitivity.estimate, answer.specificity.estimate) == (0.5, 0.5)
    assert answer.findings[0].unit == "share of people"


def test_a_raised_threshold_costs_half_of_the_found_and_spares_the_rest() -> None:
    (finding,) = assess_moved_threshold(verdicts(scores=True), LIAR, rng=np.random.default_rng(1))
    # half of the lies are flagged from .7 + .3·(1 - .5/.8) = .81 up (76 % found: .80), above every false flag
    assert finding.estimate == pytest.approx(1.0)
    assert "it finds 50 % and flags 0 %" in finding.words
    assert "From a score of 0.80" in finding.words
    assert "the threshold can only be raised" in finding.words
    assert "it finds 90 %" not in finding.words  # 80 % are found at the most
    assert finding.coverage == 1.0


def test_scores_that_are_ranks_let_the_threshold_fall_too() -> None:
    (finding,) = assess_moved_threshold(verdicts(scores=True, ranks=True), LIAR, rng=np.random.default_rng(1))
    assert "it finds 90 %" in finding.words
    assert "only be raised" not in finding.words
    assert assess_moved_threshold(verdicts(), LIAR, rng=np.random.default_rng(1)) == ()


def test_scores_that_say_nothing_do_not_help() -> None:
    tables = verdicts(people=80, scores=True)
    noise = np.random.default_rng(4).random(tables.readings.height)
    blind = Tables(tables.readings.with_columns(score=pl.Series(noise)), tables.truth, tables.items, tables.subjects)
    (finding,) = assess_moved_threshold(blind, LIAR, rng=np.random.default_rng(1))
    assert finding.finding == "fails"
    assert finding.estimate == pytest.approx(0.01 * 0.5 / (0.01 * 0.5 + 0.99 * 0.2 * 0.5 / 0.8), abs=0.02)


@pytest.mark.parametrize(("own", "more", "standing"), [(False, 0.0, "holds"), (True, 0.8, "fails")])
def test_the_same_people_are_flagged_again_or_not(own: bool, more: float, standing: str) -> None:
    (finding,) = assess_flagged_again(verdicts(people=120, own=own), LIAR)
    # all looks of a fifth of the people: flagged again surely, where a fifth of all looks is; else a chance of .2 both
    assert finding.estimate == pytest.approx(more, abs=0.05)
    assert finding.finding == standing
    assert finding.words.startswith(
        "Of 120 people not deceptive who were looked at twice or more (7.5 times on average)"
    )


def test_one_look_a_person_cannot_tell_who_is_flagged_again() -> None:
    (finding,) = assess_flagged_again(verdicts(each=1), LIAR)
    assert (finding.finding, finding.estimate) == ("undecided", None)
    assert finding.words.startswith("Nobody who is not deceptive was looked at twice.")
