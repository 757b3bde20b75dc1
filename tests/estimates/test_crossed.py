from time import process_time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desdemona.estimates.bootstrap import bootstrap_mean
from desdemona.estimates.clusters import Codes, Floats
from desdemona.estimates.confusions import kappas
from desdemona.estimates.crossed import crossed_mean, crossed_statistic, crossed_sums
from desdemona.estimates.interval import Interval


def table(people: int, raters: int) -> tuple[Codes, Codes]:
    """Who and by whom, for a table without gaps."""
    who, by = np.indices((people, raters)).reshape(2, -1)
    return who, by


def ends(interval: Interval) -> tuple[float, float]:
    assert interval.low is not None
    assert interval.high is not None
    return interval.low, interval.high


def exact_variance(x: Floats) -> float:
    """Variance of the two-way resampled mean of a full table, from the moments of multinomial counts.

    E[w w'] = I + (1 - 1/R) J for counts w of R drawn R times, and the counts of both ways are independent.
    """
    people, raters = x.shape
    ww = np.eye(people) + (1 - 1 / people)
    vv = np.eye(raters) + (1 - 1 / raters)
    return float(np.einsum("ij,kl,ik,jl", x, x, ww, vv) / x.size**2 - x.mean() ** 2)


def test_the_spread_of_draws_is_what_the_moments_of_counts_say() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(9, 1)) + rng.normal(size=6) + rng.normal(size=(9, 6))
    columns = np.stack([x.reshape(-1), np.ones(x.size)], axis=1)
    drawn = crossed_sums(columns, *table(9, 6), rng=rng, resamples=20_000)
    assert drawn[:, 1] == pytest.approx(54, abs=1e-9)  # a full table stays full
    # the relative error of a variance of 20,000 draws is 1 %, more where tails are heavy: 4 %
    assert drawn[:, 0].var() / 54**2 == pytest.approx(exact_variance(x), rel=0.04)
    assert drawn[:, 0].mean() / 54 == pytest.approx(x.mean(), abs=4 * np.sqrt(exact_variance(x) / 20_000))


@given(st.permutations(range(24)))
def test_the_order_of_rows_does_not_matter(order: list[int]) -> None:
    who, by = table(6, 4)
    columns = np.arange(24.0)[:, None]
    one = crossed_sums(columns, who, by, rng=np.random.default_rng(1), resamples=5)
    other = crossed_sums(columns[order], who[order], by[order], rng=np.random.default_rng(1), resamples=5)
    assert one == pytest.approx(other, abs=1e-9)


def test_gaps_in_the_table_keep_their_weights() -> None:
    who, by, x = np.array([0, 0, 1, 2, 2]), np.array([0, 2, 1, 0, 2]), np.array([1.0, 10, 100, 1000, 10000])
    drawn = crossed_sums(x[:, None], who, by, rng=np.random.default_rng(4), resamples=500)[:, 0]
    digits = np.stack([drawn // 10.0**k % 10 for k in range(5)], axis=1)  # each row's weight; all are below 10
    assert set(np.unique(digits)) <= {0, 1, 2, 3, 4, 6, 9}  # products of two counts of 0 to 3
    assert (digits[:, 0] * digits[:, 4] == digits[:, 1] * digits[:, 3]).all()  # w0 v0 · w2 v2 = w0 v2 · w2 v0


def test_raters_who_differ_widen_what_people_alone_would_say() -> None:
    rng = np.random.default_rng(5)
    who, by = table(40, 8)
    values = rng.normal(size=8)[by] + rng.normal(size=320)
    both = ends(crossed_mean(values, who, by, rng=rng))
    alone = ends(bootstrap_mean(values, who, rng=rng))
    # raters' mean has a standard error of 1/√8 = .35, rows' of 1/√320 = .06
    assert both[1] - both[0] > 4 * (alone[1] - alone[0])


def test_raters_who_agree_do_not_cost_the_few_degrees_of_their_number() -> None:
    rng = np.random.default_rng(6)
    who, by = table(60, 5)
    values = rng.normal(size=60)[who] + 0.1 * rng.normal(size=300)
    both, alone = (ends(x) for x in (crossed_mean(values, who, by, rng=rng), bootstrap_mean(values, who, rng=rng)))
    assert both[1] - both[0] == pytest.approx(alone[1] - alone[0], rel=0.1)  # two Monte Carlo errors of 2.5 % each


def test_any_statistic_of_sums_and_what_is_too_little() -> None:
    rng = np.random.default_rng(7)
    who, by = table(30, 6)
    cell = rng.choice(4, 180, p=[0.4, 0.1, 0.1, 0.4])  # kappa .6
    columns = (cell[:, None] == np.arange(4)).astype(np.float64)
    kappa = crossed_statistic(columns, lambda x: kappas(x.reshape(-1, 2, 2)), who, by, rng=rng)
    low, high = ends(kappa)
    assert low < 0.6 < high
    assert (kappa.n, kappa.clusters) == (180, 6)
    few = crossed_mean(np.ones(8), *table(4, 2), rng=rng)
    assert (few.estimate, few.reason) == (1.0, "2 independent units, at least 5 are needed")
    assert crossed_mean([np.nan], [1], [1], rng=rng).reason == "nothing was measured"


def test_the_same_seed_gives_the_same_interval_and_a_hundred_thousand_rows_take_seconds() -> None:
    rng = np.random.default_rng(8)
    values = rng.normal(size=100_000)
    who, by = rng.integers(0, 5000, 100_000), rng.integers(0, 40, 100_000)
    started = process_time()
    one = crossed_mean(values, who, by, rng=np.random.default_rng(9), resamples=200)
    assert process_time() - started < 3  # .4 s of one core; the rest is for a slower one
    assert one == crossed_mean(values, who, by, rng=np.random.default_rng(9), resamples=200)
