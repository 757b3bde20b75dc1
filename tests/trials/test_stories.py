import numpy as np
import pytest
from tests.trials.made_up import item, tables_of

from desdemona.errors import UnknownName
from desdemona.tables import Reading, Tables
from desdemona.trials.controls import Control, assess_control
from desdemona.trials.flags import Flag
from desdemona.trials.telling_apart import Stories, assess_telling_apart

PEOPLE = range(12)
ATTENTION = Stories("attention", "scene", "listener", "daydreamer", "a listener from a daydreamer", alike=True)


def told(level_of: dict[str, list[float | None]]) -> Tables:
    """Twelve people, each in both scenes, with one attention level each; None is not measured."""
    items = [item(who, scene=scene) for who in PEOPLE for scene in level_of]
    readings = [
        Reading(
            str(item(who, scene=scene)["item"]),
            0.0,
            10.0,
            "attention",
            "state",
            value=levels[who],
            status="not_measured" if levels[who] is None else "ok",
        )
        for who in PEOPLE
        for scene, levels in level_of.items()
    ]
    return tables_of(readings, items)


def test_the_same_reading_in_every_pair_is_a_coin_exactly() -> None:
    same: list[float | None] = [0.5 + who / 100 for who in PEOPLE]
    (finding,) = assess_telling_apart(told({"listener": same, "daydreamer": same}), ATTENTION)
    assert (finding.estimate, finding.low, finding.high, finding.n) == (0.5, 0.5, 0.5, 12)
    assert finding.finding == "fails"
    assert "in 12 it was the same" in finding.words
    assert "by construction" in finding.words


def test_last_digits_of_a_mean_are_no_difference() -> None:
    same: list[float | None] = [0.5 + who / 100 for who in PEOPLE]
    nearly: list[float | None] = [0.5 + who / 100 + 1e-14 for who in PEOPLE]
    (finding,) = assess_telling_apart(told({"listener": nearly, "daydreamer": same}), ATTENTION)
    assert (finding.estimate, finding.low, finding.high) == (0.5, 0.5, 0.5)
    assert "in 12 it was the same" in finding.words


def test_an_output_that_follows_the_story_tells_it_apart() -> None:
    stories = Stories("attention", "scene", "listener", "daydreamer", "a listener from a daydreamer", bound=0.7)
    high = told({"listener": [0.9] * 12, "daydreamer": [0.2] * 12})
    (finding,) = assess_telling_apart(high, stories)
    # Wilson for 12 of 12 with t(11) for z: n = 12 · (1.96 / 2.20)² = 9.52, low end n / (n + 1.96²) = .712
    assert finding.estimate == 1.0
    assert finding.low == pytest.approx(0.712, abs=0.001)
    assert finding.finding == "holds"
    (turned,) = assess_telling_apart(told({"listener": [0.2] * 12, "daydreamer": [0.9] * 12}), stories)
    assert (turned.estimate, turned.finding) == (0.0, "fails")


def test_labels_count_by_the_share_of_time_they_are_said() -> None:
    items = [item(who, scene=scene) for who in PEOPLE for scene in ("listener", "daydreamer")]
    readings = [
        Reading(str(item(who, scene=scene)["item"]), 1.0 * k, 1.0 * k + 1, "state", "state", label=label)
        for who in PEOPLE
        for scene, labels in (("listener", "ffo"), ("daydreamer", "foo"))
        for k, label in enumerate(labels)
    ]
    stories = Stories("state", "scene", "listener", "daydreamer", "the two", labels=("f",))
    (finding,) = assess_telling_apart(tables_of(readings, items), stories)
    assert finding.estimate == 1.0  # two thirds against one third in every pair


def test_who_is_not_measured_counts_against_coverage() -> None:
    some: list[float | None] = [0.5 if who < 3 else None for who in PEOPLE]
    (finding,) = assess_telling_apart(told({"listener": some, "daydreamer": some}), ATTENTION)
    assert finding.finding == "undecided"
    assert finding.n == 3
    assert "Only 25 % of what was asked for was measured" in finding.words


def test_an_unknown_condition_is_named() -> None:
    with pytest.raises(UnknownName, match="story"):
        assess_telling_apart(
            told({"listener": [0.0] * 12, "daydreamer": [0.0] * 12}),
            Stories("attention", "story", "listener", "daydreamer", "the two"),
        )


@pytest.mark.parametrize(("flagged", "standing"), [(0, "undecided"), (9, "fails")])
def test_a_control_counts_who_is_flagged_for_nothing(flagged: int, standing: str) -> None:
    items = [item(who, scene=scene) for who in PEOPLE for scene in ("calm", "ill")]
    readings = [
        Reading(
            str(item(who, scene=scene)["item"]),
            0.0,
            10.0,
            "grade",
            "judgement",
            label="C" if scene == "ill" and who < flagged else "A",
        )
        for who in PEOPLE
        for scene in ("calm", "ill")
    ]
    flag = Flag("grade", ("C",), "scene", undeserved=("calm",), meaning="inattentive")
    (finding,) = assess_control(tables_of(readings, items), flag, Control("ill", "pupils who are ill", harms=("H12",)))
    assert finding.id == "in_use.grade.control.ill"
    assert finding.estimate == pytest.approx(flagged / 12)
    assert (finding.n, finding.finding, finding.harms) == (12, standing, ("H12",))
    assert f"flagged {flagged}" in finding.words
    assert np.isfinite(finding.high or np.nan)
