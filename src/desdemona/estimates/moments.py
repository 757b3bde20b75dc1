"""Errors and correlations of quantities from sums per cluster, with intervals over clusters."""

import numpy as np
from numpy.typing import ArrayLike

from desdemona.estimates.clusters import Floats, cluster_codes, cluster_sums, measured_rows
from desdemona.estimates.interval import MINIMUM_CLUSTERS, Interval
from desdemona.estimates.jackknife import Statistic, jackknifed


def _moments(said: ArrayLike, known: ArrayLike, clusters: ArrayLike) -> Floats:
    """Return for each cluster n, Σx, Σy, Σx², Σy², Σxy, nd of the rows measured in both; shape (clusters, 7).

    Both are taken from their own mean, d apart, in units of their common spread, so that squares lose no digits.
    """
    x, y = np.asarray(said, np.float64), np.asarray(known, np.float64)
    keep = measured_rows(x, y)
    x, y = x[keep], y[keep]
    codes, count = cluster_codes(np.asarray(clusters)[keep])
    if not count:
        return np.zeros((0, 7))
    spread = max(float(np.std(np.concatenate([x, y]))), 1e-300)
    apart = np.full(x.size, (x.mean() - y.mean()) / spread)
    x, y = (x - x.mean()) / spread, (y - y.mean()) / spread
    return cluster_sums((np.ones(x.size), x, y, x * x, y * y, x * y, apart), codes, count)


def _central(sums: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the variances of both, their covariance, and the difference of their means; shape (m,) each."""
    n = sums[:, 0]
    mean_x, mean_y = sums[:, 1] / n, sums[:, 2] / n
    shift = mean_x - mean_y + sums[:, 6] / n
    return sums[:, 3] / n - mean_x**2, sums[:, 4] / n - mean_y**2, sums[:, 5] / n - mean_x * mean_y, shift


def _ratio(top: Floats, bottom: Floats) -> Floats:
    """Divide, giving NaN where the bottom is not clearly above zero."""
    out = np.full(top.shape, np.nan)
    np.divide(top, bottom, out=out, where=bottom > 1e-12)
    return out


def _concordance(sums: Floats) -> Floats:
    """Return Lin's concordance correlation of each row of sums."""
    x, y, xy, shift = _central(sums)
    return _ratio(2 * xy, x + y + shift**2)


def _pearson(sums: Floats) -> Floats:
    """Return the product-moment correlation of each row of sums."""
    x, y, xy, _ = _central(sums)
    return np.clip(_ratio(xy, np.sqrt(np.maximum(x, 0) * np.maximum(y, 0))), -1, 1)


def clustered_concordance(
    said: ArrayLike, known: ArrayLike, clusters: ArrayLike, *, minimum_clusters: int = MINIMUM_CLUSTERS
) -> Interval:
    """Return Lin's concordance correlation, -1..1, of arrays of shape (n,), with a jackknife interval (Lin 1989)."""
    return _correlation(_concordance, _moments(said, known, clusters), minimum_clusters)


def clustered_correlation(
    said: ArrayLike, known: ArrayLike, clusters: ArrayLike, *, minimum_clusters: int = MINIMUM_CLUSTERS
) -> Interval:
    """Return the product-moment correlation, -1..1, of arrays of shape (n,), with a jackknife interval."""
    return _correlation(_pearson, _moments(said, known, clusters), minimum_clusters)


def _correlation(statistic: Statistic, sums: Floats, minimum_clusters: int) -> Interval:
    """Put the interval around a correlation."""
    return jackknifed(sums, statistic, sums[:, 0], scale="correlation", minimum_clusters=minimum_clusters)
