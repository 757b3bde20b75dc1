import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desdemona.estimates.agreement import (
    accuracy,
    balanced_accuracy,
    clustered_agreement,
    cohen_kappa,
    confusion,
    f1_per_label,
    majority_share,
    precision_per_label,
    recall_per_label,
)

LABELS = ("anger", "fear", "joy")
NAMES = st.sampled_from(LABELS)


def test_a_confusion_has_the_truth_in_rows() -> None:
    table = confusion(["joy", "joy", "fear", "awe"], ["joy", "fear", "fear", "joy"], LABELS)
    assert table.tolist() == [[0, 0, 0], [0, 1, 1], [0, 0, 1]]
    assert accuracy(table) == pytest.approx(2 / 3)
    assert recall_per_label(table) == pytest.approx([np.nan, 0.5, 1], nan_ok=True)
    assert precision_per_label(table) == pytest.approx([np.nan, 1, 0.5], nan_ok=True)
    assert f1_per_label(table) == pytest.approx([np.nan, 2 / 3, 2 / 3], nan_ok=True)
    assert balanced_accuracy(table) == pytest.approx(0.75)
    assert majority_share(table) == pytest.approx(2 / 3)


def test_kappa_of_cohens_example() -> None:
    # Cohen 1960, table 1, as counts of 200: .70 observed, .41 by chance
    table = np.array([[88.0, 14, 18], [10, 40, 10], [2, 6, 12]])
    assert accuracy(table) == pytest.approx(0.70)
    assert cohen_kappa(table) == pytest.approx((0.70 - 0.41) / 0.59, abs=1e-12)


@given(st.lists(st.tuples(NAMES, NAMES), min_size=2, max_size=40))
def test_kappa_is_one_only_for_equal_namings_and_does_not_depend_on_direction(pairs: list[tuple[str, str]]) -> None:
    said, known = [a for a, _ in pairs], [b for _, b in pairs]
    one, other = cohen_kappa(confusion(said, known, LABELS)), cohen_kappa(confusion(known, said, LABELS))
    assert one == pytest.approx(other, abs=1e-12, nan_ok=True)
    if said == known and len(set(said)) > 1:
        assert one == pytest.approx(1)


def test_nothing_to_compare_is_not_a_number() -> None:
    empty = confusion([], [], LABELS)
    assert all(np.isnan(measure(empty)) for measure in (accuracy, balanced_accuracy, cohen_kappa, majority_share))


def test_clustered_agreement_holds_what_the_table_says() -> None:
    rng = np.random.default_rng(1)
    known = rng.choice(LABELS, 6000)
    said = np.where(rng.random(6000) < 0.7, known, rng.choice(LABELS, 6000))
    agreement = clustered_agreement(said, known, np.repeat(np.arange(60), 100), LABELS, rng=rng, resamples=400)
    table = confusion(said, known, LABELS)
    assert agreement.accuracy.estimate == pytest.approx(accuracy(table))
    assert agreement.kappa.estimate == pytest.approx(cohen_kappa(table))
    assert agreement.kappa.low is not None
    assert agreement.kappa.high is not None
    # .7 known, .3 drawn at random: kappa is .7; its standard error with 6,000 is .008
    assert agreement.kappa.estimate == pytest.approx(0.7, abs=0.025)
    assert agreement.kappa.low < cohen_kappa(table) < agreement.kappa.high
    assert agreement.kappa.high - agreement.kappa.low == pytest.approx(4 * 0.008, rel=0.3)
    assert agreement.recall[0].estimate == pytest.approx(recall_per_label(table)[0])
    assert agreement.precision[2].estimate == pytest.approx(precision_per_label(table)[2])


def test_clustered_agreement_with_few_people_refuses() -> None:
    agreement = clustered_agreement(["joy"], ["joy"], ["a"], LABELS, rng=np.random.default_rng(1))
    assert agreement.accuracy.low is None
    assert agreement.kappa.estimate is None
    assert agreement.balanced_accuracy.reason == "1 independent unit, at least 5 are needed"
