import numpy as np
import pytest
from tests.trials.made_up import item, tables_of

from desdemona.tables import Reading, Tables, Truth
from desdemona.trials.agreement.values import Rating, assess_value_agreement

RATING = Rating("valence", "perceived", 0.5, "points")


def rated(noise: float, *, people: int = 10, constant: bool = False, timed: bool = False) -> Tables:
    """Ten items a person, each rated by two people whose mean is the true valence; the system adds noise."""
    rng = np.random.default_rng(1)
    items, readings, truth = [], [], []
    for who in range(people):
        for n in range(10):
            row = item(who, scene=f"take{n}")
            items.append(row)
            name, value = str(row["item"]), float(rng.normal())
            start_s, end_s = (0.0, 2.0) if timed else (None, None)
            said = 0.0 if constant else value + noise * float(rng.normal())
            readings.append(Reading(name, start_s, end_s, "valence", "state", value=said))  # type: ignore[arg-type]
            for rater, off in (("r1", -0.4), ("r2", 0.4)):
                truth.append(Truth(name, start_s, end_s, "valence", value=value + off, source="perceived", rater=rater))  # type: ignore[arg-type]
    return tables_of(readings, items, truth)


@pytest.mark.parametrize("timed", [False, True])
def test_close_holds_by_error_and_by_concordance(timed: bool) -> None:
    error, concordance = assess_value_agreement(rated(0.2, timed=timed), RATING)
    assert (error.finding, concordance.finding) == ("holds", "holds")
    assert error.estimate == pytest.approx(0.16, abs=0.03)  # .2·√(2/π) = .1596, standard error .012
    assert (error.n, error.clusters, error.coverage) == (100, 10, 1.0)
    assert concordance.estimate == pytest.approx(0.98, abs=0.015)


def test_a_constant_near_the_mean_tells_nothing_apart() -> None:
    error, concordance = assess_value_agreement(rated(0, constant=True), Rating("valence", "perceived", 1.5, "points"))
    assert error.finding == "holds"
    assert concordance.finding == "fails"
    assert concordance.estimate == pytest.approx(0, abs=1e-12)
    assert "which forgives a wrong scale, is not defined" in concordance.words


def test_too_few_people_and_other_sources_are_no_answer() -> None:
    error, concordance = assess_value_agreement(rated(0.2, people=3), RATING)
    assert (error.finding, concordance.finding) == ("undecided", "undecided")
    assert "There are 3 independent units; this takes 5." in error.words
    (nothing, _) = assess_value_agreement(rated(0.2), Rating("valence", "self_report", 0.5, "points"))
    assert (nothing.estimate, nothing.coverage) == (None, 0.0)
    assert nothing.words.startswith("No reading of valence could be held against a value from source 'self_report'.")
