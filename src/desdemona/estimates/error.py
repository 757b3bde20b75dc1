"""Errors of a quantity against its known value."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from desdemona.estimates.clustered import clustered_mean
from desdemona.estimates.clusters import Floats, cluster_codes, cluster_sums, measured_rows
from desdemona.estimates.interval import MINIMUM_CLUSTERS, Interval


def mean_absolute_error(
    said: ArrayLike, known: ArrayLike, clusters: ArrayLike, *, minimum_clusters: int = MINIMUM_CLUSTERS
) -> Interval:
    """Return the mean of |said - known| in their unit; arrays have shape (n,), NaN rows are left out."""
    error = np.abs(np.asarray(said, np.float64) - np.asarray(known, np.float64))
    return clustered_mean(error, clusters, positive=True, minimum_clusters=minimum_clusters)


def mean_absolute_percentage_error(
    said: ArrayLike, known: ArrayLike, clusters: ArrayLike, *, minimum_clusters: int = MINIMUM_CLUSTERS
) -> Interval:
    """Return the mean of |said - known| / |known| as a share; rows whose known value is 0 are left out."""
    a, b = np.asarray(said, np.float64), np.asarray(known, np.float64)
    relative = np.full(b.shape, np.nan)
    np.divide(np.abs(a - b), np.abs(b), out=relative, where=b != 0)
    return clustered_mean(relative, clusters, positive=True, minimum_clusters=minimum_clusters)


def root_mean_square_error(
    said: ArrayLike, known: ArrayLike, clusters: ArrayLike, *, minimum_clusters: int = MINIMUM_CLUSTERS
) -> Interval:
    """Return the root of the mean of (said - known)² in their unit; the interval is that of the mean square, rooted."""
    square = (np.asarray(said, np.float64) - np.asarray(known, np.float64)) ** 2
    mean = clustered_mean(square, clusters, positive=True, minimum_clusters=minimum_clusters)
    estimate, low, high = (None if x is None else sqrt(x) for x in (mean.estimate, mean.low, mean.high))
    return Interval(estimate, low, high, mean.n, mean.clusters, mean.level, reason=mean.reason)


def bias(
    said: ArrayLike, known: ArrayLike, clusters: ArrayLike, *, minimum_clusters: int = MINIMUM_CLUSTERS
) -> Interval:
    """Return the mean of said - known in their unit."""
    difference = np.asarray(said, np.float64) - np.asarray(known, np.float64)
    return clustered_mean(difference, clusters, minimum_clusters=minimum_clusters)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bias and the limits between which 95 % of the differences lie, in the unit of the quantity."""

    bias: Interval
    lower: float
    upper: float
    within_sd: float
    between_sd: float


def limits_of_agreement(
    said: ArrayLike, known: ArrayLike, clusters: ArrayLike, *, minimum_clusters: int = MINIMUM_CLUSTERS
) -> Limits:
    """Return bias and 95 % limits of agreement of repeated measurements of several clusters.

    The variance of one difference is that within clusters plus that between them. Arrays have shape (n,); NaN
    rows are left out; with fewer than two rows the limits are NaN. With one row a cluster it is the
    plain form. Source: Bland and Altman 1986 and 1999.
    """
    difference = np.asarray(said, np.float64) - np.asarray(known, np.float64)
    keep = measured_rows(difference)
    d, labels = difference[keep], np.asarray(clusters)[keep]
    middle = bias(d, np.zeros(d.shape), labels, minimum_clusters=minimum_clusters)
    within, between = variance_components(d, labels)
    reach = 1.96 * sqrt(within + between)
    centre = float("nan") if middle.estimate is None else middle.estimate
    return Limits(middle, centre - reach, centre + reach, sqrt(within), sqrt(between))


def variance_components(values: Floats, clusters: ArrayLike) -> tuple[float, float]:
    """Return the variance within clusters and between them, by one-way analysis of variance; never below zero.

    `values` has shape (n,). Source: Searle, Casella and McCulloch 1992.
    """
    codes, count = cluster_codes(clusters)
    if values.size < 2:
        return float("nan"), float("nan")
    if count in (1, values.size):
        return (float(values.var(ddof=1)), 0.0) if count == 1 else (0.0, float(values.var(ddof=1)))
    sums = cluster_sums((values, np.ones(values.size)), codes, count)
    means, sizes = sums[:, 0] / sums[:, 1], sums[:, 1]
    within = float(((values - means[codes]) ** 2).sum() / (values.size - count))
    mean_square = float((sizes * (means - values.mean()) ** 2).sum() / (count - 1))
    typical = (values.size - float((sizes**2).sum()) / values.size) / (count - 1)
    return within, max(0.0, (mean_square - within) / typical)
