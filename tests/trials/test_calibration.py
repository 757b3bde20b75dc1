import numpy as np
import polars as pl
import pytest
from tests.trials.test_groups import filled

from desdemona.tables import READINGS, TRUTH, Tables
from desdemona.trials.calibration import Sureness, assess_calibration
from desdemona.trials.finding import Finding


def scored(seed: int, too_sure: float, *, people: int = 40, each: int = 50, spread: float = 0.0) -> Tables:
    """Scores from .5 to .9; the label is right in the score less `too_sure`, the other way round in the far half."""
    rng = np.random.default_rng(seed)
    who = np.repeat(np.arange(people), each)
    score = rng.uniform(0.5, 0.9, who.size)
    far = who >= people // 2
    right = rng.random(who.size) < score - np.where(far, -1, 1) * too_sure + rng.normal(0, spread, people)[who]
    item = pl.Series("item", np.arange(who.size)).cast(pl.String)
    said = {"item": item, "output": "mood", "rung": "state", "label": "glad", "score": score, "status": "ok"}
    known = {"item": item, "output": "mood", "label": np.where(right, "glad", "sad"), "source": "perceived"}
    items = pl.DataFrame({"item": item, "subject": pl.Series(who).cast(pl.String)})
    people_of = pl.Series("subject", np.arange(people)).cast(pl.String)
    halves = np.where(np.arange(people) < people // 2, "near", "far")
    halves[0] = "lone"
    return Tables(
        filled(pl.DataFrame(said), READINGS),
        filled(pl.DataFrame(known), TRUTH),
        items,
        pl.DataFrame({"subject": people_of, "home": halves}),
    )


def by_part(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    return {f.id.split(".perceived.")[1]: f for f in findings}


def test_scores_that_are_what_they_say_hold() -> None:
    found = by_part(assess_calibration(scored(1, 0.0), Sureness("mood", "perceived")))
    assert (found["sureness"].finding, found["error"].finding) == ("holds", "holds")
    assert found["sureness"].estimate == pytest.approx(0, abs=0.03)  # standard error .01
    assert found["error"].estimate == pytest.approx(0, abs=0.03)
    assert (found["sureness"].n, found["sureness"].clusters) == (2000, 40)
    assert "the Brier score is 0.19" in found["error"].words


def test_the_error_of_calibrated_scores_of_different_people_is_not_mistaken_for_bad_calibration() -> None:
    squares = []
    for seed in range(40):
        error = by_part(assess_calibration(scored(seed, 0.0, spread=0.1), Sureness("mood", "perceived")))["error"]
        assert error.estimate is not None
        squares.append(error.estimate**2)
    # without taking the spread of people off it would be .1²/40 + .21/200 = .0013 on average
    assert np.mean(squares) < 0.0009


def test_groups_that_cancel_are_told_apart() -> None:
    found = by_part(assess_calibration(scored(2, 0.15), Sureness("mood", "perceived", across=("home",))))
    assert found["sureness"].estimate == pytest.approx(0, abs=0.03)  # 15 points up and 15 down
    assert found["sureness"].finding != "fails"
    assert found["sureness.home.near"].estimate == pytest.approx(0.15, abs=0.05)
    assert found["sureness.home.near"].finding == "fails"
    assert found["sureness.home.far"].finding == "holds"
    alone = found["sureness.home.lone"]
    assert (alone.estimate, alone.finding) == (None, "undecided")
    assert alone.words.startswith("home 'lone' has 1 person; at least 5 are needed.")


def test_a_system_that_is_always_sure_fails_both() -> None:
    tables = scored(3, 0.0)
    readings = tables.readings.with_columns(pl.lit(1.0).alias("score"))
    found = by_part(
        assess_calibration(Tables(readings, tables.truth, tables.items, tables.subjects), Sureness("mood", "perceived"))
    )
    assert found["sureness"].estimate == pytest.approx(0.3, abs=0.03)
    assert found["error"].estimate == pytest.approx(0.3, abs=0.03)
    assert (found["sureness"].finding, found["error"].finding) == ("fails", "fails")


def test_too_few_people_and_no_scores_are_no_answer() -> None:
    few = assess_calibration(scored(4, 0.0, people=4), Sureness("mood", "perceived"))
    assert {f.finding for f in few} == {"undecided"}
    tables = scored(4, 0.0)
    readings = tables.readings.with_columns(pl.lit(None, pl.Float64).alias("score"))
    none = assess_calibration(
        Tables(readings, tables.truth, tables.items, tables.subjects), Sureness("mood", "perceived")
    )
    assert [(f.estimate, f.finding) for f in none] == [(None, "undecided")] * 2
