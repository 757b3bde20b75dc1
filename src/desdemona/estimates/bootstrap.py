"""The cluster bootstrap: draw whole clusters again and again, and look how far the estimate moves.

A ratio of sums needs only each cluster's sums, so a resample is a row of counts times a small table. Intervals
are *expanded percentile* ones (Hesterberg 2015): the percentile is moved out by sqrt(C/(C-1)) · t(C-1) so that
few clusters do not promise too much; `percentile_ends` is the plain one. With C clusters of 5 to 30 the
jackknife t intervals of `clustered` cover better for shares and alike for means; use this module for everything
that is not a ratio of sums, and to propagate draws.
"""

from collections.abc import Callable, Iterator
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from desdemona.estimates.clustered import critical_t
from desdemona.estimates.clusters import Floats, cluster_codes, cluster_sums, measured_rows
from desdemona.estimates.interval import MINIMUM_CLUSTERS, Interval, too_few_clusters, without_interval

CHUNK = 1_000_000
"""Cluster draws held in memory at a time."""


def count_draws(clusters: int, *, rng: np.random.Generator, resamples: int) -> Iterator[Floats]:
    """Yield blocks of shape (b, clusters): how often each cluster was drawn in each of b resamples."""
    block = max(1, CHUNK // max(clusters, 1))
    for start in range(0, resamples, block):
        rows = min(block, resamples - start)
        drawn = rng.integers(0, clusters, size=(rows, clusters))
        drawn += np.arange(rows)[:, None] * clusters
        counts: NDArray[np.int64] = np.bincount(drawn.reshape(-1), minlength=rows * clusters)
        yield counts.reshape(rows, clusters).astype(np.float64)


def resampled_sums(sums: Floats, *, rng: np.random.Generator, resamples: int) -> Floats:
    """Add up `sums`, shape (clusters, columns), in each resample of clusters; return (resamples, columns)."""
    blocks = [counts @ sums for counts in count_draws(len(sums), rng=rng, resamples=resamples)]
    return np.concatenate(blocks)


def resampled_statistic(
    statistic: Callable[[Floats], float], clusters: ArrayLike, *, rng: np.random.Generator, resamples: int
) -> Floats:
    """Return a statistic of row weights in each resample of clusters, shape (resamples,).

    `statistic` takes weights, shape (n,), that say how often each row is in the resample (all 1 in the data as
    they are); it may return NaN where it is not defined.
    """
    codes, count = cluster_codes(clusters)
    blocks = count_draws(count, rng=rng, resamples=resamples)
    return np.array([statistic(row[codes]) for counts in blocks for row in counts], np.float64)


def percentile_ends(draws: Floats, level: float = 0.95) -> tuple[float, float]:
    """Return the plain percentile interval of `draws`, NaN left out; it is too short with few clusters."""
    low, high = np.nanquantile(draws, [0.5 - level / 2, 0.5 + level / 2])
    return float(low), float(high)


def expanded_ends(draws: Floats, clusters: int, level: float = 0.95) -> tuple[float, float]:
    """Return the percentile interval of `draws` expanded for a small number of clusters (Hesterberg 2015)."""
    tail = float(ndtr(-sqrt(clusters / (clusters - 1)) * critical_t(level, clusters - 1)))
    low, high = np.nanquantile(draws, [tail, 1 - tail])
    return float(low), float(high)


def bootstrap_ratio(
    numerators: ArrayLike,
    denominators: ArrayLike,
    clusters: ArrayLike,
    *,
    rng: np.random.Generator,
    resamples: int = 2000,
    minimum_clusters: int = MINIMUM_CLUSTERS,
) -> Interval:
    """Return Σnumerators / Σdenominators with the expanded percentile interval over clusters.

    Arrays have shape (n,); rows with a NaN are left out; fewer than `minimum_clusters` give no interval.
    """
    top, bottom = np.asarray(numerators, np.float64), np.asarray(denominators, np.float64)
    keep = measured_rows(top, bottom)
    codes, count = cluster_codes(np.asarray(clusters)[keep])
    n = int(keep.sum())
    sums = cluster_sums((top[keep], bottom[keep]), codes, count) if count else np.zeros((0, 2))
    if count == 0 or sums[:, 1].sum() == 0:
        return without_interval("nothing was measured", n=n, clusters=0)
    estimate = float(sums[:, 0].sum() / sums[:, 1].sum())
    if count < minimum_clusters:
        return without_interval(too_few_clusters(count, minimum_clusters), n=n, clusters=count, estimate=estimate)
    drawn = resampled_sums(sums, rng=rng, resamples=resamples)
    drawn = drawn[drawn[:, 1] != 0]
    low, high = expanded_ends(drawn[:, 0] / drawn[:, 1], count)
    return Interval(estimate, low, high, n, count)


def bootstrap_mean(
    values: ArrayLike,
    clusters: ArrayLike,
    *,
    rng: np.random.Generator,
    resamples: int = 2000,
    minimum_clusters: int = MINIMUM_CLUSTERS,
) -> Interval:
    """Return the mean of `values`, shape (n,), with the interval of `bootstrap_ratio`; a share is a mean of 0 and 1."""
    ones = np.ones(np.asarray(values).shape[0])
    return bootstrap_ratio(values, ones, clusters, rng=rng, resamples=resamples, minimum_clusters=minimum_clusters)


def bootstrap_statistic(
    statistic: Callable[[Floats], float],
    clusters: ArrayLike,
    *,
    rng: np.random.Generator,
    resamples: int = 2000,
    minimum_clusters: int = MINIMUM_CLUSTERS,
) -> Interval:
    """Return any statistic of weighted rows (a correlation, an AUC) with the expanded percentile interval.

    `statistic` is as in `resampled_statistic`. Resamples in which it is not defined are left out; where it is
    undefined in more than one in twenty there is no interval.
    """
    labels = np.asarray(clusters)
    n, count = labels.shape[0], cluster_codes(labels)[1]
    if n == 0:
        return without_interval("nothing was measured", n=0, clusters=0)
    estimate = float(statistic(np.ones(n)))
    if not np.isfinite(estimate):
        return without_interval("the statistic is not defined on these rows", n=n, clusters=count)
    if count < minimum_clusters:
        return without_interval(too_few_clusters(count, minimum_clusters), n=n, clusters=count, estimate=estimate)
    draws = resampled_statistic(statistic, labels, rng=rng, resamples=resamples)
    if np.isnan(draws).mean() > 0.05:
        reason = "the statistic is not defined in more than one resample in twenty"
        return without_interval(reason, n=n, clusters=count, estimate=estimate)
    low, high = expanded_ends(draws, count)
    return Interval(estimate, low, high, n, count)
