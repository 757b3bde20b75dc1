"""Differences between two sets of clustered observations."""

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from desdemona.estimates.clustered import clustered_share, critical_t, jackknife_variance
from desdemona.estimates.clusters import Floats, cluster_codes, cluster_sums, measured_rows
from desdemona.estimates.interval import MINIMUM_CLUSTERS, Interval, too_few_clusters, without_interval
from desdemona.estimates.share import newcombe


def clustered_difference(
    values: ArrayLike,
    first: ArrayLike,
    clusters: ArrayLike,
    *,
    level: float = 0.95,
    minimum_clusters: int = MINIMUM_CLUSTERS,
) -> Interval:
    """Return the mean of `values` where `first` is true minus the mean where it is false, over clusters.

    Arrays have shape (n,); NaN rows are left out. Where no cluster has rows on both sides the two means are
    independent: their jackknife variances add and t has Satterthwaite's degrees of freedom. Where some have, the
    difference itself is jackknifed over clusters. Each side needs `minimum_clusters`.
    """
    y, side = np.asarray(values, np.float64), np.asarray(first, np.bool_)
    keep = measured_rows(y)
    y, side = y[keep], side[keep]
    codes, count = cluster_codes(np.asarray(clusters)[keep])
    sums = cluster_sums((y * side, side, y * ~side, ~side), codes, count) if count else np.zeros((0, 4))
    sizes = int((sums[:, 1] > 0).sum()), int((sums[:, 3] > 0).sum())
    if min(sizes) == 0:
        return without_interval("one side has nothing measured", n=len(y), clusters=count)
    total = sums.sum(0)
    estimate = float(total[0] / total[1] - total[2] / total[3])
    if min(sizes) < minimum_clusters:
        reason = too_few_clusters(min(sizes), minimum_clusters) + " on each side"
        return without_interval(reason, n=len(y), clusters=count, estimate=estimate)
    variance, degrees = difference_variance(sums)
    reach = critical_t(level, degrees) * sqrt(variance)
    return Interval(estimate, estimate - reach, estimate + reach, len(y), count, level)


def difference_variance(sums: Floats) -> tuple[float, float]:
    """Return the variance of a difference of two ratios and its degrees of freedom.

    `sums` has shape (clusters, 4): numerator and denominator of the first side, then of the second.
    """
    has_first, has_second = sums[:, 1] > 0, sums[:, 3] > 0
    if bool((has_first & has_second).any()):
        rest = sums.sum(0) - sums
        without = rest[:, 0] / rest[:, 1] - rest[:, 2] / rest[:, 3]
        count = len(sums)
        return float((count - 1) / count * ((without - without.mean()) ** 2).sum()), count - 1.0
    a = jackknife_variance(sums[has_first, 0], sums[has_first, 1])
    b = jackknife_variance(sums[has_second, 2], sums[has_second, 3])
    below = a**2 / (has_first.sum() - 1) + b**2 / (has_second.sum() - 1)
    return a + b, float((a + b) ** 2 / below) if below > 0 else float(len(sums) - 2)


def clustered_share_difference(
    hits: ArrayLike,
    first: ArrayLike,
    clusters: ArrayLike,
    *,
    level: float = 0.95,
    minimum_clusters: int = MINIMUM_CLUSTERS,
) -> Interval:
    """Return the share of hits where `first` is true minus the share where it is false, over clusters.

    Sides without a common cluster get Newcombe's interval on their effective numbers, which does not collapse at
    0 or 1; sides that share clusters get `clustered_difference`, unless both shares are 0 or both 1 (then
    Newcombe's too).
    """
    y, side, labels = np.asarray(hits, np.float64), np.asarray(first, np.bool_), np.asarray(clusters)
    keep = measured_rows(y)
    y, side, labels = y[keep], side[keep], labels[keep]
    overlap: NDArray[np.bool_] = np.isin(labels[side], labels[~side])
    if y.size and bool(overlap.any()) and y.min() != y.max():
        return clustered_difference(y, side, labels, level=level, minimum_clusters=minimum_clusters)
    parts = [clustered_share(y[s], labels[s], level=level, minimum_clusters=minimum_clusters) for s in (side, ~side)]
    return newcombe(parts[0], parts[1])
