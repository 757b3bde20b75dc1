"""Raters among themselves: known answers of FER+ and CREMA-D, and made-up votes."""

import numpy as np
import polars as pl
import pytest
from tests.trials.crema_d import DATA, crema_d, needs_data
from tests.trials.made_up import item, tables_of

from desdemona.datasets.ferplus import load_ferplus
from desdemona.estimates.raters import fleiss_kappa
from desdemona.tables import Tables, Truth
from desdemona.trials.finding import Finding
from desdemona.trials.raters import Voting, assess_raters


def votes(cast: list[tuple[int, ...]], people: int = 10) -> Tables:
    """Each case has so many votes for a, b and c; cases belong to people in turn."""
    items = [item(n % people, scene=f"case{n}") for n in range(len(cast))]
    truth = [
        Truth(str(row["item"]), 0.0, 1.0, "mood", label, source="perceived", count=count)
        for row, counts in zip(items, cast, strict=True)
        for label, count in zip("abc", counts, strict=True)
    ]
    return tables_of([], items, truth)


def by_part(found: tuple[Finding, ...]) -> dict[str, Finding]:
    return {f.id.rsplit(".", 1)[1]: f for f in found}


@pytest.mark.skipif(not (DATA / "ferplus").is_dir(), reason="the published FER+ votes are not here")
def test_known_answers_of_fer_plus() -> None:
    found = by_part(assess_raters(load_ferplus(DATA / "ferplus"), Voting("emotion")))
    assert found["kappa"].estimate == pytest.approx(0.51506, abs=5e-6)
    assert found["majority"].estimate == pytest.approx(0.7406, abs=5e-5)
    assert found["ties"].estimate == pytest.approx(0.0495, abs=5e-5)
    assert {f.n for f in found.values()} == {35_887}
    assert {name: f.finding for name, f in found.items()} == {"kappa": "fails", "majority": "holds", "ties": "holds"}
    assert found["kappa"].words.startswith(
        "On 35,887 cases with 9 to 10 votes each, people agree about emotion at a kappa"
    )
    assert "tie between labels in 1,7" in found["ties"].words  # 4.95 % of 35,887 are 1,776


@needs_data
@pytest.mark.parametrize(("output", "alpha"), [("voice", 0.2811), ("face", 0.4582), ("both", 0.4967)])
def test_known_answers_of_crema_d(output: str, alpha: float) -> None:
    found = by_part(assess_raters(crema_d(), Voting(f"emotion.{output}")))
    assert f"Krippendorff's alpha, which allows for few votes, is {alpha:.4f}." in found["kappa"].words
    assert {f.clusters for f in found.values()} == {91}
    assert found["kappa"].finding == "fails"


def test_as_many_votes_as_there_are() -> None:
    rng = np.random.default_rng(1)
    cast = [tuple(int(n) for n in rng.multinomial(int(m), (0.7, 0.2, 0.1))) for m in rng.integers(2, 8, 200)]
    found = by_part(assess_raters(votes(cast), Voting("mood")))
    counts = np.array(cast, np.float64)
    assert found["kappa"].estimate == pytest.approx(fleiss_kappa(counts), abs=1e-12)
    assert found["majority"].estimate == pytest.approx((counts.max(1) / counts.sum(1)).mean(), abs=1e-12)
    assert found["ties"].estimate == pytest.approx(((counts == counts.max(1, keepdims=True)).sum(1) > 1).mean())
    assert {f.clusters for f in found.values()} == {10}
    assert "with 2 to 7 votes each" in found["kappa"].words


def test_one_vote_is_no_agreement_and_one_label_no_kappa() -> None:
    alone = by_part(assess_raters(votes([(1, 0, 0), (0, 1, 0)]), Voting("mood")))
    assert {f.estimate for f in alone.values()} == {None}
    assert alone["kappa"].words.startswith("No case has votes of two or more people about mood.")
    same = by_part(assess_raters(votes([(5, 0, 0)] * 20), Voting("mood")))
    assert (same["kappa"].estimate, same["kappa"].finding) == (None, "undecided")
    assert same["majority"].estimate == 1.0


def test_few_people_are_no_answer() -> None:
    found = assess_raters(votes([(4, 1, 0), (1, 4, 0)] * 10, people=4), Voting("mood"))
    assert {f.finding for f in found} == {"undecided"}


def test_rows_of_raters_count_like_counts() -> None:
    tables = votes([(3, 2, 0), (0, 4, 1)] * 10)
    rows = tables.truth.filter(pl.col("count") > 0)
    rows = rows.select(pl.exclude("count").repeat_by("count")).explode(tables.truth.drop("count").columns)
    rows = rows.with_columns(count=pl.lit(None, pl.Int64)).select(tables.truth.columns)
    one, other = (
        assess_raters(tables, Voting("mood")),
        assess_raters(Tables(tables.readings, rows, tables.items, tables.subjects), Voting("mood")),
    )
    assert one == other
