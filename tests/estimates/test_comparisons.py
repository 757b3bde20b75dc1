import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from desdemona.estimates.calibration import brier, calibration_bins, calibration_error
from desdemona.estimates.compared import clustered_difference
from desdemona.estimates.equivalence import compare_with_margin
from desdemona.estimates.interval import Interval, without_interval
from desdemona.estimates.item_bias import mantel_haenszel
from desdemona.estimates.multiplicity import benjamini_hochberg, holm
from desdemona.estimates.paired import delong, mcnemar
from desdemona.estimates.power import design_effect, minimum_detectable_difference, observations_per_side
from desdemona.estimates.standardise import standardised_difference


def test_mcnemar_is_the_exact_sign_test_on_what_differs() -> None:
    first, second = np.r_[np.ones(12), np.zeros(4), np.ones(30)], np.r_[np.zeros(12), np.ones(4), np.ones(30)]
    paired = mcnemar(first, second)
    assert paired.p_value == pytest.approx(stats.binomtest(12, 16, 0.5).pvalue, abs=1e-12)
    assert paired.difference.estimate == pytest.approx(8 / 46)
    assert paired.difference.low is not None
    assert paired.difference.low == pytest.approx(0.0, abs=0.03)
    assert mcnemar([True], [True]).p_value == 1.0


def test_delong_of_one_score_is_the_variance_of_mann_whitney() -> None:
    rng = np.random.default_rng(1)
    y = rng.random(300) < 0.4
    score, noise = rng.normal(size=300) + y, rng.normal(size=300)
    paired = delong(score, noise, y)
    a, b = score[y], score[~y]
    assert paired.difference.estimate == pytest.approx(
        stats.mannwhitneyu(a, b).statistic / (a.size * b.size)
        - stats.mannwhitneyu(noise[y], noise[~y]).statistic / (a.size * b.size),
        abs=1e-12,
    )
    assert paired.p_value < 1e-4
    same = delong(score, score, y)
    assert (same.difference.estimate, same.p_value) == (0.0, 1.0)


def test_delong_agrees_with_a_bootstrap_of_rows() -> None:
    rng = np.random.default_rng(2)
    y = np.arange(200) < 80
    one, other = rng.normal(size=200) + y, rng.normal(size=200) + 0.7 * y
    interval = delong(one, other, y).difference
    draws = []
    for _ in range(300):
        pick = np.r_[rng.integers(0, 80, 80), rng.integers(80, 200, 120)]
        draws.append(delong(one[pick], other[pick], y).difference.estimate)
    assert interval.low is not None
    assert interval.high is not None
    # the relative error of a standard deviation from 300 draws is 4 %
    assert (interval.high - interval.low) / 3.92 == pytest.approx(np.std(np.array(draws, np.float64)), rel=0.15)


def test_three_verdicts() -> None:
    def around(middle: float, reach: float) -> Interval:
        return Interval(middle, middle - reach, middle + reach, 9, 9)

    assert compare_with_margin(around(0.01, 0.03), around(0.01, 0.025), 0.05) == "equivalent"
    assert compare_with_margin(around(0.2, 0.1), around(0.2, 0.08), 0.05) == "different"
    assert compare_with_margin(around(0.05, 0.1), around(0.05, 0.08), 0.05) == "can't tell"
    none = without_interval("too few", n=1, clusters=1)
    assert compare_with_margin(none, none, 0.05) == "can't tell"


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_benjamini_hochberg_is_scipys(p: list[float]) -> None:
    assert benjamini_hochberg(p) == pytest.approx(stats.false_discovery_control(p), abs=1e-12)
    assert (holm(p) >= benjamini_hochberg(p) - 1e-12).all()


def test_holm_by_hand() -> None:
    # .01·4, .02·3, max(.03·2, .06), max(.04, .06)
    assert holm([0.04, 0.01, np.nan, 0.03, 0.02]) == pytest.approx([0.06, 0.04, np.nan, 0.06, 0.06], nan_ok=True)


def test_holm_with_weights_by_hand() -> None:
    # p / w: .0125, .05, .15; .0125·1, max(.05·.2, …), .15·.1 (what is left of the weights: 1, .2, .1)
    assert holm([0.01, 0.005, 0.015], [0.8, 0.1, 0.1]) == pytest.approx([0.0125, 0.0125, 0.015])
    alike = holm([0.04, 0.01, 0.03], [2.0, 2.0, 2.0])
    assert alike == pytest.approx(holm([0.04, 0.01, 0.03]))


def test_planning_and_what_could_be_seen_agree() -> None:
    n = observations_per_side(0.2, 0.1)
    assert n == pytest.approx(291, abs=1)  # (1.960 + .8416)² · (.16 + .21) / .01 = 290.4
    assert minimum_detectable_difference(n, n, share=0.2) == pytest.approx(0.1, abs=1e-3)
    assert design_effect(10, 0.3) == pytest.approx(3.7)
    assert observations_per_side(0.2, 0.1, effect=design_effect(10, 0.3)) == pytest.approx(1075, abs=1)


def test_standardising_removes_a_difference_of_mixture_only() -> None:
    rng = np.random.default_rng(3)
    first = rng.random(4000) < 0.5
    hard = rng.random(4000) < np.where(first, 0.8, 0.2)
    score = np.where(hard, 0.3, 0.7) + rng.normal(0, 0.1, 4000)
    who = np.arange(4000) // 20
    plain = clustered_difference(score, first, who)
    alike = standardised_difference(score, first, hard, who)
    assert plain.estimate == pytest.approx(-0.24, abs=0.02)  # .6 more hard ones, .4 lower each
    assert alike.estimate == pytest.approx(0, abs=0.01)
    assert alike.low is not None
    assert alike.high is not None
    assert alike.low < 0 < alike.high
    assert standardised_difference(score, first, first, who).reason == "no stratum has both sides"


def test_a_perfectly_calibrated_system_has_no_error_once_debiased() -> None:
    rng = np.random.default_rng(4)
    stated = rng.random(20_000)
    happened = rng.random(20_000) < stated
    assert calibration_error(stated, happened) < 0.012  # plain would be about sqrt(15 · .17/20000) = .011 too high
    assert calibration_error(stated**2, happened) == pytest.approx(np.sqrt(1 / 30), abs=0.02)  # E(p - p²)² = 1/30
    assert brier(stated, happened) == pytest.approx(1 / 6, abs=0.01)
    assert calibration_bins(stated, happened).count.sum() == 20_000
    assert np.isnan(calibration_error([], []))


def test_one_stated_value_makes_one_bin() -> None:
    bins = calibration_bins(np.full(50, 0.5), np.arange(50) < 10)
    assert (bins.stated.tolist(), bins.observed.tolist(), bins.count.tolist()) == ([0.5], [0.2], [50.0])


def test_mantel_haenszel_agrees_with_scipys_conditional_odds_ratio() -> None:
    rng = np.random.default_rng(5)
    stratum = rng.integers(0, 4, 6000)
    first = rng.random(6000) < 0.5
    logit = -1 + 0.5 * stratum + 0.7 * first
    hit = rng.random(6000) < 1 / (1 + np.exp(-logit))
    common = mantel_haenszel(hit, first, stratum)
    assert common.odds_ratio == pytest.approx(np.exp(0.7), rel=0.15)  # standard error of the logarithm about .054
    assert common.low < common.odds_ratio < common.high
    assert common.p_value < 1e-6
    table = [[int((s & h).sum()) for h in (hit, ~hit)] for s in (first, ~first)]
    single = mantel_haenszel(hit, first, np.zeros(6000))
    expected = stats.contingency.odds_ratio(table, kind="sample").statistic
    assert single.odds_ratio == pytest.approx(expected, rel=1e-9)
