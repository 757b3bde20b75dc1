from time import perf_counter

import numpy as np
import pytest

from desdemona.estimates.bootstrap import (
    bootstrap_mean,
    bootstrap_ratio,
    bootstrap_statistic,
    count_draws,
    percentile_ends,
    resampled_sums,
)
from desdemona.estimates.clustered import clustered_mean
from desdemona.estimates.rank import pearson


def test_every_resample_draws_as_many_clusters_as_there_are() -> None:
    blocks = list(count_draws(7, rng=np.random.default_rng(1), resamples=50))
    counts = np.concatenate(blocks)
    assert counts.shape == (50, 7)
    assert (counts.sum(1) == 7).all()


def test_resampled_sums_are_counts_times_sums() -> None:
    sums = np.random.default_rng(2).normal(size=(9, 3))
    drawn = resampled_sums(sums, rng=np.random.default_rng(3), resamples=20)
    counts = np.concatenate(list(count_draws(9, rng=np.random.default_rng(3), resamples=20)))
    assert drawn == pytest.approx(np.einsum("rc,ck->rk", counts, sums), abs=1e-12)


def test_the_spread_of_resampled_means_is_the_standard_error() -> None:
    values = np.random.default_rng(4).normal(size=200)
    drawn = resampled_sums(np.c_[values, np.ones(200)], rng=np.random.default_rng(5), resamples=4000)
    # a bootstrap of 4,000 has a relative error of 1/sqrt(8000) = 1.1 %; 4 % is above three of them
    assert (drawn[:, 0] / drawn[:, 1]).std() == pytest.approx(values.std() / np.sqrt(200), rel=0.04)


def test_the_same_seed_gives_the_same_interval() -> None:
    values, clusters = np.random.default_rng(6).normal(size=90), np.repeat(np.arange(9), 10)
    one, other = (bootstrap_mean(values, clusters, rng=np.random.default_rng(7)) for _ in range(2))
    assert one == other


def test_with_many_clusters_it_agrees_with_the_jackknife() -> None:
    rng = np.random.default_rng(8)
    clusters = np.repeat(np.arange(300), 4)
    values = rng.normal(size=1200) + rng.normal(size=300)[clusters]
    drawn = bootstrap_mean(values, clusters, rng=rng, resamples=4000)
    jack = clustered_mean(values, clusters)
    assert drawn.low is not None
    assert jack.low is not None
    # both ends within 5 % of the interval's width: Monte Carlo error of a 2.5 % point of 4,000 draws is 2 %
    width = 2 * ((jack.estimate or 0) - jack.low)
    assert drawn.low == pytest.approx(jack.low, abs=0.05 * width)


def test_few_clusters_are_not_promised_too_much() -> None:
    values = np.random.default_rng(9).normal(size=6)
    drawn = resampled_sums(np.c_[values, np.ones(6)], rng=np.random.default_rng(10), resamples=4000)
    low, high = percentile_ends(drawn[:, 0] / 6)
    wide = bootstrap_mean(values, np.arange(6), rng=np.random.default_rng(10), resamples=4000)
    assert wide.low is not None
    assert wide.high is not None
    assert wide.high - wide.low > 1.2 * (high - low)


def test_a_statistic_of_weights_agrees_with_the_ratio() -> None:
    rng = np.random.default_rng(11)
    values, clusters = rng.normal(size=60), np.repeat(np.arange(12), 5)
    by_weights = bootstrap_statistic(
        lambda w: float(w @ values / w.sum()), clusters, rng=np.random.default_rng(12), resamples=300
    )
    by_sums = bootstrap_mean(values, clusters, rng=np.random.default_rng(12), resamples=300)
    assert by_weights.low == pytest.approx(by_sums.low, abs=1e-12)
    assert by_weights.high == pytest.approx(by_sums.high, abs=1e-12)


def test_a_correlation_of_clustered_rows_has_an_interval() -> None:
    rng = np.random.default_rng(13)
    x = rng.normal(size=400)
    y = 0.8 * x + 0.6 * rng.normal(size=400)
    r = bootstrap_statistic(lambda w: pearson(x, y, w), np.repeat(np.arange(40), 10), rng=rng, resamples=500)
    assert r.low is not None
    assert r.high is not None
    assert r.low < 0.8 < r.high
    assert r.high - r.low < 0.12  # Fisher: 2 · 1.96 · .36/sqrt(397) = .07, expanded and clustered


def test_an_undefined_statistic_has_a_reason() -> None:
    clusters = np.arange(10)
    flat = bootstrap_statistic(lambda w: pearson(np.ones(10), np.ones(10), w), clusters, rng=np.random.default_rng(1))
    assert flat.reason == "the statistic is not defined on these rows"
    few = bootstrap_mean([1.0, 2.0], [1, 2], rng=np.random.default_rng(1))
    assert few.reason == "2 independent units, at least 5 are needed"
    none = bootstrap_ratio([np.nan], [1.0], [1], rng=np.random.default_rng(1))
    assert none.estimate is None


def test_a_million_rows_take_about_a_second() -> None:
    rng = np.random.default_rng(14)
    clusters, hits = rng.integers(0, 10_000, 1_000_000), rng.integers(0, 2, 1_000_000)
    started = perf_counter()
    share = bootstrap_mean(hits, clusters, rng=rng, resamples=1000)
    took_s = perf_counter() - started
    assert share.n == 1_000_000
    assert took_s < 5  # 0.15 s alone on one core; the rest is for a busy machine
