import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desdemona.estimates.agreement import balanced_accuracy, cohen_kappa, precision_per_label, recall_per_label
from desdemona.estimates.clustered import clustered_ratio
from desdemona.estimates.clusters import Floats
from desdemona.estimates.confusions import (
    agreement_shares,
    beyond_label,
    clustered_confusions,
    even_precision_of,
    false_share_of,
    kappas,
    mean_recalls,
    precision_of,
    recall_of,
)
from desdemona.estimates.jackknife import jackknifed
from desdemona.estimates.moments import clustered_concordance, clustered_correlation
from desdemona.estimates.rank import concordance, pearson


def ratio(sums: Floats) -> Floats:
    return np.asarray(sums[:, 0] / sums[:, 1])


def test_a_ratio_of_sums_gets_the_interval_of_clustered_ratio() -> None:
    rng = np.random.default_rng(1)
    sums = np.stack([rng.normal(3, 1, 12), rng.integers(1, 9, 12).astype(np.float64)], 1)
    ours, theirs = jackknifed(sums, ratio, sums[:, 1]), clustered_ratio(sums[:, 0], sums[:, 1], np.arange(12))
    assert (ours.estimate, ours.low, ours.high) == pytest.approx((theirs.estimate, theirs.low, theirs.high), abs=1e-12)


@given(st.lists(st.lists(st.integers(0, 20), min_size=9, max_size=9), min_size=2, max_size=6))
def test_many_tables_at_once_are_each_table_alone(cells: list[list[int]]) -> None:
    tables = np.array(cells, np.float64).reshape(-1, 3, 3)
    for number, table in enumerate(tables):
        assert mean_recalls(tables)[number] == pytest.approx(balanced_accuracy(table), nan_ok=True)
        assert kappas(tables)[number] == pytest.approx(cohen_kappa(table), nan_ok=True, abs=1e-9)
        assert recall_of(1)(tables)[number] == pytest.approx(recall_per_label(table)[1], nan_ok=True)
        assert precision_of(2)(tables)[number] == pytest.approx(precision_per_label(table)[2], nan_ok=True)


def test_statistics_of_one_table_by_hand() -> None:
    table = np.array([[8.0, 2.0], [10.0, 30.0]])[None]
    assert agreement_shares(table) == pytest.approx([0.76])
    assert beyond_label(1)(table) == pytest.approx([0.76 - 0.8])
    assert even_precision_of(0)(table) == pytest.approx([0.8 / (0.8 + 0.25)])
    assert false_share_of(0)(table) == pytest.approx([0.25])


def test_balanced_accuracy_of_clustered_people_is_covered() -> None:
    rng = np.random.default_rng(2)
    covered = 0
    for _ in range(300):
        who, known = np.repeat(np.arange(10), 12), np.tile(np.arange(3), 40)
        own = rng.beta(0.7 * 4, 0.3 * 4, 10)[who]
        said = np.where(rng.random(120) < own, known, (known + 1) % 3)
        tables = clustered_confusions(who, known, said, np.ones(120), (10, 3))
        interval = jackknifed(tables, mean_recalls, tables.sum((1, 2)), scale="share")
        covered += interval.low is not None and interval.high is not None and interval.low <= 0.7 <= interval.high
    # .95 less three Monte Carlo errors of 300 audits (.0126 each) is .912
    assert covered / 300 >= 0.912


def test_nothing_one_unit_and_never_a_miss() -> None:
    assert jackknifed(np.zeros((3, 2)), ratio, np.zeros(3)).reason == "nothing was measured"
    tables = np.zeros((6, 2, 2))
    tables[:, 0, 0], tables[0, 1, 1] = 5, 5
    alone = jackknifed(tables, recall_of(1), tables.sum((1, 2)))
    assert (alone.estimate, alone.low, alone.reason) == (1.0, None, "it rests on a single unit")
    right = jackknifed(tables, agreement_shares, tables.sum((1, 2)), scale="share")
    assert right.low is not None
    assert 0.5 < right.low < right.estimate == right.high == 1.0  # type: ignore[operator]


def test_correlations_are_those_of_all_rows_with_an_interval_that_covers() -> None:
    rng = np.random.default_rng(3)
    covered = 0
    for _ in range(200):
        x = rng.normal(size=240)
        y, who = 0.8 * x + 0.6 * rng.normal(size=240), np.arange(240) // 12
        own = clustered_correlation(x, y, who)
        assert own.estimate == pytest.approx(pearson(x, y), abs=1e-10)
        covered += own.low is not None and own.high is not None and own.low <= 0.8 <= own.high
    assert covered / 200 >= 0.9  # .95 less three Monte Carlo errors (.0154 each)
    shifted = clustered_concordance(1e6 + x, 1e6 + 1 + y, who)
    assert shifted.estimate == pytest.approx(concordance(x, y + 1), abs=1e-6)
    assert clustered_correlation(x, np.ones(240), who).estimate is None
