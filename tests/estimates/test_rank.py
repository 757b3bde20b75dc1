import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from desdemona.estimates.clusters import Floats
from desdemona.estimates.rank import area_under_curve, concordance, midranks, pearson, somers_d, spearman

VALUES = arrays(np.float64, 12, elements=st.integers(-5, 5).map(float))


@given(VALUES)
def test_midranks_are_scipys(x: Floats) -> None:
    assert midranks(x) == pytest.approx(stats.rankdata(x), abs=1e-12)


@given(VALUES, VALUES)
def test_correlations_are_scipys(x: Floats, y: Floats) -> None:
    if len(set(x)) == 1 or len(set(y)) == 1:
        assert np.isnan(pearson(x, y))
        return
    assert pearson(x, y) == pytest.approx(stats.pearsonr(x, y).statistic, abs=1e-9)
    assert spearman(x, y) == pytest.approx(stats.spearmanr(x, y).statistic, abs=1e-9)


@given(VALUES, VALUES, arrays(np.int64, 12, elements=st.integers(0, 3)))
def test_weights_are_repeated_rows(x: Floats, y: Floats, weights: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
    again_x, again_y = np.repeat(x, weights), np.repeat(y, weights)
    for measure in (pearson, spearman, concordance):
        expected = measure(again_x, again_y)
        assert measure(x, y, weights) == pytest.approx(expected, abs=1e-9, nan_ok=True)
    assert area_under_curve(x, y > 0, weights) == pytest.approx(
        area_under_curve(again_x, again_y > 0), abs=1e-9, nan_ok=True
    )


@given(VALUES, arrays(np.bool_, 12))
def test_area_is_the_share_of_pairs_in_the_right_order(
    score: Floats, positive: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> None:
    a, b = score[positive][:, None], score[~positive][None]
    expected = ((a > b) + 0.5 * (a == b)).mean() if a.size and b.size else np.nan
    assert area_under_curve(score, positive) == pytest.approx(expected, abs=1e-12, nan_ok=True)


def test_concordance_pays_for_an_offset_that_a_correlation_forgives() -> None:
    x = np.array([1.0, 2, 3, 4])
    assert pearson(x, x + 1) == pytest.approx(1, abs=1e-12)
    # Lin 1989: 2·1.25 / (1.25 + 1.25 + 1) = .714286
    assert concordance(x, x + 1) == pytest.approx(2.5 / 3.5, abs=1e-12)


def test_somers_d_by_counting_pairs() -> None:
    rng = np.random.default_rng(5)
    known = rng.integers(0, 4, 60).astype(np.float64)
    said = known + rng.normal(0, 1.5, 60).round(1)
    side = np.sign(known[:, None] - known[None, :])
    expected = (side * np.sign(said[:, None] - said[None, :])).sum() / np.abs(side).sum()
    assert somers_d(said, known) == pytest.approx(expected, abs=1e-12)


def test_somers_d_does_not_mind_stretches_in_which_nothing_changes() -> None:
    known = np.concatenate([np.zeros(200), np.linspace(0, 1, 20)])
    said = known * 0.1 + np.random.default_rng(6).normal(0, 0.002, 220)
    assert somers_d(said, known) > 0.95
    assert somers_d(np.zeros(5), np.arange(5.0)) == 0.0
    assert np.isnan(somers_d(np.arange(5.0), np.zeros(5)))
