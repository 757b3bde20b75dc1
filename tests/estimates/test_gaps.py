import numpy as np
import pytest

from desdemona.estimates.clusters import Floats
from desdemona.estimates.compared import clustered_share_difference
from desdemona.estimates.gaps import gap_of, standardised_gap_of
from desdemona.estimates.standardise import standardised_difference


def people(seed: int, share: float, clusters: int, each: int) -> Floats:
    """Hits and rows of each cluster, whose own shares differ by a standard deviation of .1."""
    rng = np.random.default_rng(seed)
    own = np.clip(rng.normal(share, 0.1, clusters), 0, 1)
    return np.stack([rng.binomial(each, own), np.full(clusters, each)], axis=1).astype(np.float64)


def beside(first: Floats, second: Floats) -> Floats:
    return np.block([[first, np.zeros_like(first)], [np.zeros_like(second), second]])


def test_the_gap_of_sums_is_that_of_the_rows() -> None:
    first, second = people(1, 0.4, 12, 30), people(2, 0.6, 20, 30)
    gap = gap_of(beside(first, second), share=True, minimum_clusters=5)
    hits = np.concatenate([np.arange(30) < k for k in (*first[:, 0], *second[:, 0])])
    rows = clustered_share_difference(hits, np.arange(hits.size) < 360, np.repeat(np.arange(32), 30))
    ours = gap.interval()
    assert (ours.estimate, ours.low, ours.high) == pytest.approx((rows.estimate, rows.low, rows.high), abs=1e-12)
    assert (gap.clusters, gap.n) == ((12, 20), 960)


def test_the_p_value_and_the_interval_say_the_same() -> None:
    reached = 0
    for seed in range(60):
        gap = gap_of(beside(people(seed, 0.3, 9, 12), people(seed + 500, 0.5, 14, 12)), share=True, minimum_clusters=5)
        for level in (0.9, 0.95, 0.999):
            interval = gap.interval(level)
            assert interval.low is not None
            assert interval.high is not None
            assert interval.low < gap.estimate < interval.high
            if gap.p_value < 1 - level - 1e-6:  # called different, so zero must be outside
                reached += 1
                assert not interval.low <= 0 <= interval.high
    assert reached > 50


def test_a_small_side_that_is_lucky_gets_the_longer_end_towards_the_middle() -> None:
    lucky, many = np.array([[1.0, 10.0]] + [[0.0, 10.0]] * 7), people(3, 0.3, 60, 10)
    gap = gap_of(beside(lucky, many), share=True, minimum_clusters=5).interval()
    assert gap.estimate is not None
    assert gap.low is not None
    assert gap.high is not None
    assert gap.high - gap.estimate > 1.5 * (gap.estimate - gap.low)  # 1 of 80 may well be 10 %, but never below none


def test_never_among_few_is_not_never() -> None:
    none, some = np.array([[0.0, 3.0]] * 6), np.array([[1.0, 3.0]] * 5 + [[0.0, 3.0]])
    gap = gap_of(beside(none, none), share=True, minimum_clusters=5)
    assert gap.estimate == 0
    assert gap.variance > 0.003
    assert gap.p_value == 1.0
    assert gap_of(beside(some, none), share=True, minimum_clusters=5).p_value > 0.01


def test_the_share_of_false_finds_is_as_promised_and_the_interval_covers() -> None:
    false = covered = 0
    for seed in range(400):
        gap = gap_of(beside(people(seed, 0.3, 10, 12), people(seed + 1000, 0.3, 8, 12)), share=True, minimum_clusters=5)
        false += gap.p_value < 0.05
        planted = gap_of(
            beside(people(seed, 0.6, 10, 12), people(seed + 1000, 0.4, 8, 12)), share=True, minimum_clusters=5
        ).interval()
        covered += planted.low is not None and planted.high is not None and planted.low <= 0.2 <= planted.high
    # three Monte Carlo errors of 400 are .033
    assert false / 400 <= 0.083
    assert covered / 400 >= 0.917


def test_standardised_is_that_of_the_rows_and_a_stratum_of_one_side_is_left_out() -> None:
    rng = np.random.default_rng(5)
    who, stratum = np.repeat(np.arange(40), 10), rng.integers(0, 3, 400)
    side = who < 20
    y = (rng.random(400) < 0.3 + 0.2 * stratum).astype(np.float64)
    rows = standardised_difference(y, side, stratum, who)
    sums = np.zeros((40, 4, 4))
    np.add.at(sums, (who, stratum, np.where(side, 0, 2)), y)
    np.add.at(sums, (who, stratum, np.where(side, 1, 3)), 1)
    sums[:20, 3, 0], sums[:20, 3, 1] = 1, 1  # nobody on the other side
    gap = standardised_gap_of(sums, share=True, minimum_clusters=5)
    assert gap.estimate == pytest.approx(rows.estimate, abs=1e-12)
    assert gap.n == 400
    ours = gap.interval()
    assert ours.low is not None
    assert ours.high is not None
    assert rows.low is not None
    assert rows.high is not None
    # each side's own variance and degrees of freedom, against one jackknife with the fewer of them
    assert ours.high - ours.low == pytest.approx(rows.high - rows.low, rel=0.1)
    assert standardised_gap_of(sums[:, 3:], share=True, minimum_clusters=5).reason == "no stratum has both sides"


def test_too_few_on_a_side_give_no_interval() -> None:
    gap = gap_of(beside(people(1, 0.4, 4, 9), people(2, 0.4, 9, 9)), share=True, minimum_clusters=5)
    assert np.isfinite(gap.estimate)
    assert gap.interval().low is None
    assert gap.reason == "4 independent units, at least 5 are needed on each side"
    assert np.isnan(gap.p_value)
