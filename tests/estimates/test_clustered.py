import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from desdemona.estimates.clustered import clustered_mean, clustered_ratio, clustered_share
from desdemona.estimates.clusters import cluster_codes
from desdemona.estimates.compared import clustered_difference, clustered_share_difference
from desdemona.estimates.interval import Interval
from desdemona.estimates.share import wilson


def ends(interval: Interval) -> tuple[float, float]:
    assert interval.low is not None
    assert interval.high is not None
    return interval.low, interval.high


def test_clusters_of_one_give_the_students_t_interval() -> None:
    values = np.random.default_rng(1).normal(3, 2, 12)
    ours = clustered_mean(values, np.arange(12))
    theirs = stats.t.interval(0.95, 11, values.mean(), stats.sem(values))
    # the jackknife of a mean is the standard error of the mean, exactly
    assert ends(ours) == pytest.approx(theirs, abs=1e-12)
    assert ours.estimate == pytest.approx(values.mean(), abs=1e-12)


def test_equal_clusters_give_the_t_interval_of_their_means() -> None:
    values = np.random.default_rng(2).normal(size=(8, 5))
    ours = clustered_mean(values.reshape(-1), np.repeat(np.arange(8), 5))
    means = values.mean(1)
    assert ends(ours) == pytest.approx(stats.t.interval(0.95, 7, means.mean(), stats.sem(means)), abs=1e-12)


def test_none_of_sixty_in_six_clusters_is_not_exactly_none() -> None:
    share = clustered_share(np.zeros(60), np.repeat(np.arange(6), 10))
    assert share.estimate == 0.0
    assert share.low == 0.0
    # design effect 1 + 9 · .3 = 3.7; (1.960/2.571)² = .5813; n = 60/3.7 · .5813 = 9.426; 3.8415/(9.426 + 3.8415)
    assert share.n_effective == pytest.approx(9.426, abs=2e-3)
    assert share.high == pytest.approx(0.28954, abs=1e-4)


def test_all_of_sixty_mirrors_none_of_sixty() -> None:
    clusters = np.repeat(np.arange(6), 10)
    none, every = clustered_share(np.zeros(60), clusters), clustered_share(np.ones(60), clusters)
    assert ends(every) == pytest.approx((1 - ends(none)[1], 1.0), abs=1e-12)


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 7)), min_size=20, max_size=60))
def test_a_clustered_share_holds_its_estimate_and_is_no_shorter_than_an_independent_one(
    rows: list[tuple[int, int]],
) -> None:
    hits, clusters = (np.array(x) for x in zip(*rows, strict=True))
    share = clustered_share(hits, clusters)
    if share.low is None or share.high is None or share.estimate is None:
        assert "needed" in share.reason
        return
    assert 0 <= share.low <= share.estimate <= share.high <= 1
    low, high = ends(wilson(int(hits.sum()), len(hits)))
    assert share.high - share.low >= high - low - 1e-12


def test_too_few_clusters_give_the_share_and_the_reason() -> None:
    share = clustered_share([1, 0, 1, 1], ["a", "a", "b", "c"])
    assert share == Interval(0.75, None, None, 4, 3, reason="3 independent units, at least 5 are needed")


def test_nothing_measured_is_no_zero() -> None:
    assert clustered_share([np.nan, np.nan], [1, 2]).estimate is None
    assert clustered_mean([], []).reason == "nothing was measured"


def test_rows_that_were_not_measured_are_left_out() -> None:
    values, clusters = np.array([1.0, 2, 3, 4, 5, 6, np.nan]), np.array([0, 1, 2, 3, 4, 5, 5])
    assert clustered_mean(values, clusters) == clustered_mean(values[:6], clusters[:6])


def test_a_positive_quantity_stays_positive() -> None:
    errors = np.array([0.1, 0.1, 0.2, 0.1, 9.0, 0.1])
    plain = clustered_mean(errors, np.arange(6))
    positive = clustered_mean(errors, np.arange(6), positive=True)
    assert ends(plain)[0] < 0
    assert ends(positive)[0] > 0
    assert positive.estimate == plain.estimate


@given(st.floats(0.01, 100))
def test_a_ratio_scales_with_its_numerator(factor: float) -> None:
    rng = np.random.default_rng(5)
    top, bottom, clusters = rng.normal(size=40), rng.uniform(1, 2, 40), np.repeat(np.arange(8), 5)
    once, scaled = clustered_ratio(top, bottom, clusters), clustered_ratio(top * factor, bottom, clusters)
    assert ends(scaled) == pytest.approx(tuple(factor * x for x in ends(once)), rel=1e-9)


def test_labels_of_any_kind_number_the_same_clusters() -> None:
    words, count = cluster_codes(["b", "a", "b", "c"])
    numbers, same = cluster_codes([1, 0, 1, 5])
    assert words.tolist() == numbers.tolist() == [1, 0, 1, 2]
    assert (count, same) == (3, 3)


def test_separate_clusters_give_welchs_t() -> None:
    rng = np.random.default_rng(7)
    a, b = rng.normal(1, 1, 9), rng.normal(0, 3, 14)
    ours = clustered_difference(np.r_[a, b], np.r_[np.ones(9), np.zeros(14)] > 0, np.arange(23))
    theirs = stats.ttest_ind(a, b, equal_var=False).confidence_interval()
    assert ends(ours) == pytest.approx((theirs.low, theirs.high), abs=1e-10)


def test_shared_clusters_of_two_give_the_paired_t() -> None:
    rng = np.random.default_rng(8)
    person = rng.normal(size=10)
    a, b = person + rng.normal(0.5, 0.1, 10), person + rng.normal(0, 0.1, 10)
    clusters = np.r_[np.arange(10), np.arange(10)]
    ours = clustered_difference(np.r_[a, b], np.r_[np.ones(10), np.zeros(10)] > 0, clusters)
    theirs = stats.ttest_rel(a, b).confidence_interval()
    assert ends(ours) == pytest.approx((theirs.low, theirs.high), abs=1e-10)


def test_a_difference_with_one_small_side_is_refused() -> None:
    ours = clustered_difference(np.arange(20.0), np.arange(20) < 1, np.arange(20))
    assert ours.low is None
    assert ours.reason == "1 independent unit, at least 5 are needed on each side"


def test_two_shares_at_zero_still_differ_by_something_possible() -> None:
    side = np.arange(40) < 20
    low, high = ends(clustered_share_difference(np.zeros(40), side, np.arange(40)))
    assert low == pytest.approx(-high, abs=1e-12)
    assert high > 0.1  # 20 people without a hit leave about 16 % possible on either side
