"""Two ways of answering, compared on the same things: McNemar's test, DeLong's, and the paired bootstrap.

The first two take things to be independent; the bootstrap draws clusters of them (people), both answers together.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import bdtr, ndtr, ndtri, stdtr

from desdemona.estimates.bootstrap import expanded_ends, resampled_sums
from desdemona.estimates.clusters import Floats, cluster_codes, cluster_sums, measured_rows
from desdemona.estimates.interval import MINIMUM_CLUSTERS, Interval, too_few_clusters, without_interval
from desdemona.estimates.jackknife import Statistic
from desdemona.estimates.rank import area_under_curve, midranks
from desdemona.estimates.share import critical_z


@dataclass(frozen=True, slots=True)
class Paired:
    """The difference first minus second with its interval, and the probability of one so large by chance."""

    difference: Interval
    p_value: float


def mcnemar(first_right: ArrayLike, second_right: ArrayLike, *, level: float = 0.95) -> Paired:
    """Compare two shares of right answers to the same independent things.

    Arrays are boolean, shape (n,). The test is the exact one on the things that only one of the two got right; the
    interval is the adjusted Wald one. Source: McNemar 1947; Bonett and Price 2012.
    """
    a, b = np.asarray(first_right, np.bool_), np.asarray(second_right, np.bool_)
    n = a.size
    if n == 0:
        return Paired(without_interval("nothing was observed", n=0, clusters=0), float("nan"))
    only_first, only_second = int((a & ~b).sum()), int((~a & b).sum())
    fewer, either = min(only_first, only_second), only_first + only_second
    p_value = min(1.0, 2 * float(bdtr(fewer, either, 0.5))) if either else 1.0
    p, q = (only_first + 1) / (n + 2), (only_second + 1) / (n + 2)
    reach = critical_z(level) * sqrt((p + q - (p - q) ** 2) / (n + 2))
    low, high = max(-1.0, p - q - reach), min(1.0, p - q + reach)
    return Paired(Interval((only_first - only_second) / n, low, high, n, n, level), p_value)


def delong(first: ArrayLike, second: ArrayLike, positive: ArrayLike, *, level: float = 0.95) -> Paired:
    """Compare the areas under the curve of two scores of the same independent things.

    `first` and `second` are scores, `positive` is boolean, each of shape (n,). Source: DeLong, DeLong and
    Clarke-Pearson 1988, by midranks as Sun and Xu 2014.
    """
    y = np.asarray(positive, np.bool_)
    scores = [np.asarray(s, np.float64) for s in (first, second)]
    if min(int(y.sum()), int((~y).sum())) < 2:
        reason = "at least 2 positive and 2 negative things are needed"
        return Paired(without_interval(reason, n=y.size, clusters=y.size), float("nan"))
    above, below = (np.stack(parts) for parts in zip(*(placements(s, y) for s in scores), strict=True))
    covariance = np.cov(above) / above.shape[1] + np.cov(below) / below.shape[1]
    difference = area_under_curve(scores[0], y) - area_under_curve(scores[1], y)
    error = sqrt(max(0.0, float(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])))
    if error < 1e-12:
        same = abs(difference) < 1e-12
        return Paired(Interval(difference, difference, difference, y.size, y.size, level), 1.0 if same else 0.0)
    reach = critical_z(level) * error
    interval = Interval(difference, difference - reach, difference + reach, y.size, y.size, level)
    return Paired(interval, float(2 * ndtr(-abs(difference) / error)))


def placements(score: Floats, positive: ArrayLike) -> tuple[Floats, Floats]:
    """Return for each positive the share of negatives below it, and for each negative that of positives above it."""
    y = np.asarray(positive, np.bool_)
    ranks = midranks(score)
    m, n = int(y.sum()), int((~y).sum())
    above = (ranks[y] - midranks(score[y])) / n
    below = 1 - (ranks[~y] - midranks(score[~y])) / m
    return above, below


def paired_bootstrap(
    first: Floats,
    second: Floats,
    statistic: Statistic,
    totals: Floats,
    *,
    rng: np.random.Generator,
    resamples: int = 2000,
    minimum_clusters: int = MINIMUM_CLUSTERS,
) -> Paired:
    """Compare any statistic of sums of two ways of answering, over the same clusters.

    `first` and `second`, of the same shape (clusters, …), are the sums of each way on the same rows, such as confusions
    or hits beside rows; `statistic` takes sums of shape (m, …) and returns (m,). `totals`, shape (clusters,), counts
    the rows. Every resample draws clusters once for both, so what makes a cluster hard for both cancels. The interval
    is the expanded percentile one (Hesterberg 2015), the p value one less the highest level at which it leaves out 0;
    draws cannot show it smaller than about 2 / resamples.
    """
    seen = totals > 0
    sums = np.stack([first[seen], second[seen]], axis=1)
    count, shape, n, nan = len(sums), sums.shape[2:], round(float(totals.sum())), float("nan")
    if not count:
        return Paired(without_interval("nothing was measured", n=0, clusters=0), nan)
    estimate = float(np.subtract(*statistic(sums.sum(0))))
    if not np.isfinite(estimate):
        return Paired(without_interval("not defined on these rows", n=n, clusters=count), nan)
    if count < minimum_clusters:
        reason = too_few_clusters(count, minimum_clusters)
        return Paired(without_interval(reason, n=n, clusters=count, estimate=estimate), nan)
    drawn = resampled_sums(sums.reshape(count, -1), rng=rng, resamples=resamples)
    one, other = np.moveaxis(drawn.reshape(resamples, 2, *shape), 1, 0)
    draws = statistic(one) - statistic(other)
    if np.isnan(draws).mean() > 0.05:
        reason = "the statistic is not defined in more than one resample in twenty"
        return Paired(without_interval(reason, n=n, clusters=count, estimate=estimate), nan)
    low, high = expanded_ends(draws, count)
    return Paired(Interval(estimate, low, high, n, count), _expanded_p_value(draws[np.isfinite(draws)], count))


def _expanded_p_value(draws: Floats, clusters: int) -> float:
    """Return the two-sided probability that the expanded percentile interval of this level just reaches 0."""
    beyond = min(int((draws <= 0).sum()), int((draws >= 0).sum()))
    tail = min((beyond + 1) / (draws.size + 1), 0.5)
    return float(2 * stdtr(clusters - 1, float(ndtri(tail)) * sqrt((clusters - 1) / clusters)))


def paired_mean(
    first: ArrayLike,
    second: ArrayLike,
    clusters: ArrayLike,
    *,
    rng: np.random.Generator,
    resamples: int = 2000,
    minimum_clusters: int = MINIMUM_CLUSTERS,
) -> Paired:
    """Compare the means, or with 0 and 1 the shares, of two answers to the same rows, over clusters of rows.

    Arrays have shape (n,); a row that either did not answer (NaN) is left out. The interval is `paired_bootstrap`'s.
    """
    a, b = np.asarray(first, np.float64), np.asarray(second, np.float64)
    keep = measured_rows(a, b)
    codes, count = cluster_codes(np.asarray(clusters)[keep])
    sums = cluster_sums((a[keep], b[keep], np.ones(int(keep.sum()))), codes, count) if count else np.zeros((0, 3))
    return paired_bootstrap(
        sums[:, [0, 2]],
        sums[:, [1, 2]],
        lambda x: np.asarray(x[:, 0] / x[:, 1]),
        sums[:, 2],
        rng=rng,
        resamples=resamples,
        minimum_clusters=minimum_clusters,
    )
