import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from desdemona.estimates.bootstrap import bootstrap_mean
from desdemona.estimates.clusters import Floats
from desdemona.estimates.confusions import kappas
from desdemona.estimates.paired import paired_bootstrap, paired_mean


def test_a_difference_of_means_is_the_mean_of_differences() -> None:
    rng = np.random.default_rng(1)
    who = np.repeat(np.arange(20), 6)
    one, other = rng.normal(size=20)[who] + rng.normal(size=(2, 120))
    paired = paired_mean(one, other, who, rng=np.random.default_rng(2)).difference
    alone = bootstrap_mean(one - other, who, rng=np.random.default_rng(2))
    # the same draws of the same people: only rounding differs
    assert (paired.estimate, paired.low, paired.high) == pytest.approx(
        (alone.estimate, alone.low, alone.high), abs=1e-12
    )


def test_with_many_independent_rows_it_is_the_paired_t_test() -> None:
    rng = np.random.default_rng(3)
    one = rng.normal(size=400)
    other = one + 0.5 * rng.normal(size=400) + 0.06
    theirs = stats.ttest_rel(one, other)
    ours = paired_mean(one, other, np.arange(400), rng=rng, resamples=20_000)
    assert ours.difference.low == pytest.approx(theirs.confidence_interval().low, abs=0.004)  # 4 % of the width
    assert ours.difference.high == pytest.approx(theirs.confidence_interval().high, abs=0.004)
    assert ours.p_value == pytest.approx(theirs.pvalue, abs=0.01)  # near .01: Monte Carlo error .001


def test_what_is_hard_for_both_cancels() -> None:
    rng = np.random.default_rng(4)
    who = np.repeat(np.arange(30), 10)
    hard = rng.normal(size=30)[who]
    one, other = hard + 0.1 * rng.normal(size=300), hard - 0.2 + 0.1 * rng.normal(size=300)
    found = paired_mean(one, other, who, rng=rng)
    assert found.difference.low is not None
    assert found.difference.high is not None
    assert found.difference.low < 0.2 < found.difference.high
    assert found.difference.high - found.difference.low < 0.05  # 4 · .1 √(2/300) = .033; each alone is known to ±.37
    assert found.p_value < 0.005  # the least that 2,000 draws and 30 people can say is .003


@given(st.integers(0, 1000))
def test_swapping_the_two_turns_the_interval_round(seed: int) -> None:
    rng = np.random.default_rng(seed)
    tables = rng.integers(1, 9, (2, 8, 2, 2)).astype(np.float64)
    totals = tables[0].sum((1, 2))

    def compare(one: Floats, other: Floats) -> tuple[float, ...]:
        found = paired_bootstrap(one, other, kappas, totals, rng=np.random.default_rng(seed), resamples=200)
        assert found.difference.estimate is not None
        assert found.difference.low is not None
        assert found.difference.high is not None
        return found.difference.estimate, found.difference.low, found.difference.high, found.p_value

    there, back = compare(tables[0], tables[1]), compare(tables[1], tables[0])
    assert back == pytest.approx((-there[0], -there[2], -there[1], there[3]), abs=1e-9)


def test_the_p_value_reaches_five_percent_where_the_interval_reaches_zero() -> None:
    rng = np.random.default_rng(6)
    one = rng.normal(size=40)
    other = one + rng.normal(size=40)
    plain = paired_mean(one, other, np.arange(40), rng=np.random.default_rng(7), resamples=20_000).difference
    assert plain.low is not None
    moved = paired_mean(one - plain.low, other, np.arange(40), rng=np.random.default_rng(7), resamples=20_000)
    assert moved.difference.low == pytest.approx(0, abs=1e-9)
    assert moved.p_value == pytest.approx(0.05, abs=0.002)


def test_a_system_beside_itself_does_not_differ_and_little_is_refused() -> None:
    hits, who = np.tile([1.0, 0, 1, 1], 10), np.repeat(np.arange(10), 4)
    same = paired_mean(hits, hits, who, rng=np.random.default_rng(1))
    assert (same.difference.low, same.difference.high, same.p_value) == (0.0, 0.0, 1.0)
    few = paired_mean(hits, hits, who // 5, rng=np.random.default_rng(1))
    assert few.difference.reason == "2 independent units, at least 5 are needed"
    none = paired_mean([np.nan], [1.0], [1], rng=np.random.default_rng(1))
    assert none.difference.reason == "nothing was measured"
    assert np.isnan(none.p_value)
