"""The same numbers from packages that other people wrote; each is skipped where its package is not installed.

scipy is always here. `pip install statsmodels scikit-learn krippendorff` brings the others.
"""

from types import ModuleType

import numpy as np
import pytest
from scipy import stats

from desdemona.estimates.agreement import (
    accuracy,
    balanced_accuracy,
    cohen_kappa,
    confusion,
    f1_per_label,
    precision_per_label,
    recall_per_label,
)
from desdemona.estimates.bootstrap import bootstrap_mean
from desdemona.estimates.calibration import brier
from desdemona.estimates.clusters import Codes, Floats
from desdemona.estimates.item_bias import mantel_haenszel
from desdemona.estimates.krippendorff import alpha_interval, alpha_nominal, alpha_ordinal, alpha_ratio
from desdemona.estimates.multiplicity import benjamini_hochberg, holm
from desdemona.estimates.paired import delong, mcnemar
from desdemona.estimates.rank import area_under_curve, somers_d
from desdemona.estimates.raters import fleiss_kappa, intraclass, mean_squares
from desdemona.estimates.share import newcombe, wilson

LABELS = ("anger", "fear", "joy")
SEEDS = range(5)


def peer(name: str) -> ModuleType:
    """Return a package, or skip the test with the reason."""
    found: ModuleType = pytest.importorskip(name, reason=f"{name} is not installed; it is a peer to compare with")
    return found


def namings(seed: int, size: int = 200) -> tuple[Codes, Codes]:
    """Said and known labels that agree in about two thirds."""
    rng = np.random.default_rng(seed)
    known = rng.integers(0, 3, size)
    return np.where(rng.random(size) < 0.5, known, rng.integers(0, 3, size)), known


def scores(seed: int, size: int = 150) -> tuple[Floats, Floats, Codes]:
    """Two scores of the same things in tenths, so that some are tied, and which things are positive."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 2, size)
    one, other = (np.clip(np.round(0.5 + 0.2 * (y - 0.5) + 0.2 * rng.normal(size=size), 1), 0, 1) for _ in range(2))
    return one, other, y


def rated(seed: int, raters: int = 4) -> Floats:
    """Ratings of 40 things that share half their variance."""
    rng = np.random.default_rng(seed)
    return np.asarray(rng.normal(size=(40, 1)) + 0.3 * rng.normal(size=raters) + rng.normal(size=(40, raters)))


@pytest.mark.parametrize(("hits", "n"), [(0, 20), (1, 20), (7, 31), (499, 500), (12, 12)])
def test_wilson_is_statsmodels(hits: int, n: int) -> None:
    low, high = peer("statsmodels.stats.proportion").proportion_confint(hits, n, method="wilson")
    ours = wilson(hits, n)
    assert (ours.low, ours.high) == pytest.approx((low, high), abs=1e-12)


@pytest.mark.parametrize(("a", "m", "b", "n"), [(56, 70, 48, 80), (0, 10, 3, 12), (9, 10, 3, 10), (5, 56, 0, 29)])
def test_newcombe_is_statsmodels(a: int, m: int, b: int, n: int) -> None:
    compare = peer("statsmodels.stats.proportion").confint_proportions_2indep
    ours = newcombe(wilson(a, m), wilson(b, n))
    assert (ours.low, ours.high) == pytest.approx(compare(a, m, b, n, method="newcomb", compare="diff"), abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_kappas_are_those_of_statsmodels_and_sklearn(seed: int) -> None:
    said, known = namings(seed)
    ours = cohen_kappa(confusion([LABELS[k] for k in said], [LABELS[k] for k in known], LABELS))
    assert ours == pytest.approx(peer("sklearn.metrics").cohen_kappa_score(known, said), abs=1e-12)
    table = np.bincount(known * 3 + said, minlength=9).reshape(3, 3)
    agreement = peer("statsmodels.stats.inter_rater")
    assert ours == pytest.approx(agreement.cohens_kappa(table).kappa, abs=1e-12)
    counts = np.random.default_rng(seed).multinomial(6, [0.5, 0.3, 0.2], 40)
    assert fleiss_kappa(counts) == pytest.approx(agreement.fleiss_kappa(counts), abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_shares_of_a_confusion_are_sklearns(seed: int) -> None:
    metrics = peer("sklearn.metrics")
    said, known = namings(seed)
    table = confusion([LABELS[k] for k in said], [LABELS[k] for k in known], LABELS)
    theirs = metrics.precision_recall_fscore_support(known, said)
    ours = (precision_per_label(table), recall_per_label(table), f1_per_label(table))
    assert np.stack(ours) == pytest.approx(np.stack(theirs[:3]), abs=1e-12)
    assert accuracy(table) == pytest.approx(metrics.accuracy_score(known, said), abs=1e-12)
    assert balanced_accuracy(table) == pytest.approx(metrics.balanced_accuracy_score(known, said), abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_auc_and_brier_are_sklearns(seed: int) -> None:
    metrics = peer("sklearn.metrics")
    score, _, y = scores(seed)
    assert area_under_curve(score, y) == pytest.approx(metrics.roc_auc_score(y, score), abs=1e-12)
    assert brier(score, y) == pytest.approx(metrics.brier_score_loss(y, score), abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_auc_and_somers_d_are_scipys(seed: int) -> None:
    score, other, y = scores(seed)
    above, below = score[y == 1], score[y == 0]
    u = stats.mannwhitneyu(above, below).statistic
    assert area_under_curve(score, y) == pytest.approx(u / (above.size * below.size), abs=1e-12)
    assert somers_d(score, other) == pytest.approx(stats.somersd(other, score).statistic, abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_mcnemar_is_statsmodels_exact_test(seed: int) -> None:
    rng = np.random.default_rng(seed)
    a, b = rng.random(80) < 0.7, rng.random(80) < 0.6
    table = np.array([[(a & b).sum(), (a & ~b).sum()], [(~a & b).sum(), (~a & ~b).sum()]])
    theirs = peer("statsmodels.stats.contingency_tables").mcnemar(table, exact=True)
    assert mcnemar(a, b).p_value == pytest.approx(theirs.pvalue, abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_delong_is_the_covariance_of_all_pairs(seed: int) -> None:
    one, other, y = scores(seed)
    wins = [
        (s[y == 1][:, None] > s[y == 0]) + 0.5 * (s[y == 1][:, None] == s[y == 0]) for s in (one, other)
    ]  # every positive against every negative, as the paper has it
    rows, columns = (np.cov(np.stack([w.mean(axis) for w in wins])) for axis in (1, 0))
    covariance = rows / (y == 1).sum() + columns / (y == 0).sum()
    error = np.sqrt(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])
    difference = wins[0].mean() - wins[1].mean()
    ours = delong(one, other, y)
    assert ours.difference.estimate == pytest.approx(difference, abs=1e-12)
    assert ours.difference.high == pytest.approx(difference + stats.norm.ppf(0.975) * error, abs=1e-12)
    assert ours.p_value == pytest.approx(2 * stats.norm.sf(abs(difference) / error), abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_adjusted_probabilities_are_scipys_and_statsmodels(seed: int) -> None:
    p = np.random.default_rng(seed).beta(0.4, 2, 25)
    assert benjamini_hochberg(p) == pytest.approx(stats.false_discovery_control(p), abs=1e-12)
    adjust = peer("statsmodels.stats.multitest").multipletests
    assert holm(p) == pytest.approx(adjust(p, method="holm")[1], abs=1e-12)
    assert benjamini_hochberg(p) == pytest.approx(adjust(p, method="fdr_bh")[1], abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_mantel_haenszel_is_statsmodels(seed: int) -> None:
    rng = np.random.default_rng(seed)
    stratum, side = rng.integers(0, 4, 400), rng.random(400) < 0.4
    hit = rng.random(400) < 0.3 + 0.1 * stratum + 0.1 * side
    ours = mantel_haenszel(hit, side, stratum)
    cells = (side & hit, side & ~hit, ~side & hit, ~side & ~hit)
    tables = [np.array([(cell & (stratum == k)).sum() for cell in cells]).reshape(2, 2) for k in range(4)]
    theirs = peer("statsmodels.stats.contingency_tables").StratifiedTable(tables)
    assert ours.odds_ratio == pytest.approx(theirs.oddsratio_pooled, rel=1e-12)
    assert (ours.low, ours.high) == pytest.approx(theirs.oddsratio_pooled_confint(), rel=1e-9)
    assert ours.p_value == pytest.approx(theirs.test_null_odds(correction=True).pvalue, abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_way_icc_is_scipys_f(seed: int) -> None:
    x = rated(seed)
    f = stats.f_oneway(*x).statistic
    ours = intraclass(x).one_way
    assert ours.estimate == pytest.approx((f - 1) / (f + x.shape[1] - 1), abs=1e-12)
    low = f / stats.f.ppf(0.975, len(x) - 1, x.size - len(x))
    assert ours.low == pytest.approx((low - 1) / (low + x.shape[1] - 1), abs=1e-10)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_way_icc_has_the_mean_squares_of_statsmodels(seed: int) -> None:
    formula, frame = peer("statsmodels.formula.api"), peer("pandas").DataFrame
    x = rated(seed)
    thing, rater = (index.reshape(-1) for index in np.indices(x.shape))
    fitted = formula.ols("y ~ C(thing) + C(rater)", frame({"y": x.reshape(-1), "thing": thing, "rater": rater})).fit()
    table = peer("statsmodels.stats.anova").anova_lm(fitted)
    between, by_rater, rest = (table.sum_sq / table.df).to_numpy()
    ours = mean_squares(x)
    assert (ours[0], ours[2], ours[3]) == pytest.approx((between, by_rater, rest), rel=1e-9)
    n, k = x.shape
    both = (between - rest) / (between + (k - 1) * rest + k * (by_rater - rest) / n)  # McGraw and Wong 1996, ICC(A,1)
    assert intraclass(x).two_way_random.estimate == pytest.approx(both, abs=1e-10)
    assert intraclass(x).two_way_fixed_mean.estimate == pytest.approx((between - rest) / between, abs=1e-10)


@pytest.mark.parametrize("seed", SEEDS)
def test_alpha_of_every_level_is_the_krippendorff_packages(seed: int) -> None:
    alpha = peer("krippendorff").alpha
    rng = np.random.default_rng(seed)
    x = np.round(np.exp(rng.normal(size=(30, 1)) + 0.5 * rng.normal(size=(30, 4))), 1)
    x[rng.random(x.shape) < 0.2] = np.nan
    assert alpha_ordinal(x) == pytest.approx(alpha(x.T, level_of_measurement="ordinal"), abs=1e-10)
    assert alpha_interval(x) == pytest.approx(alpha(x.T, level_of_measurement="interval"), abs=1e-10)
    assert alpha_ratio(x) == pytest.approx(alpha(x.T, level_of_measurement="ratio"), abs=1e-10)
    counts = rng.multinomial(5, [0.6, 0.3, 0.1], 30)
    assert alpha_nominal(counts) == pytest.approx(alpha(value_counts=counts, level_of_measurement="nominal"), abs=1e-10)


def test_the_bootstrap_of_rows_spreads_as_scipys() -> None:
    values = np.random.default_rng(3).exponential(size=60)
    theirs = stats.bootstrap((values,), np.mean, n_resamples=4000, method="percentile", rng=np.random.default_rng(1))
    ours = bootstrap_mean(values, np.arange(60), rng=np.random.default_rng(2), resamples=4000)
    assert ours.low is not None
    assert ours.high is not None
    plain = theirs.confidence_interval
    # expanded by sqrt(60/59) · t(59)/z = 1.0295; Monte Carlo error of each width is 2 %
    assert (ours.high - ours.low) / (plain.high - plain.low) == pytest.approx(1.0295, abs=0.05)
