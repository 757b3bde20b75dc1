"""Krippendorff's alpha of any level of measurement with a jackknife interval over clusters of units.

No draws: the same answer every time. Alpha is one less a ratio of variances, so it is biased low and its variance is
unsure where people are few; `jackknife.corrected_ends` takes care of both.
"""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from desdemona.estimates.clusters import Codes, Floats, cluster_codes, cluster_sums
from desdemona.estimates.interval import MINIMUM_CLUSTERS, Interval, too_few_clusters, without_interval
from desdemona.estimates.jackknife import corrected_ends
from desdemona.estimates.krippendorff import alphas, interval_sums, nominal_sums, ratio_alphas, ratio_sums

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
ORDINAL_GROUPS = 200
"""Ranks change with every cluster left out; more clusters than this are left out in as many groups (our choice)."""


def clustered_alpha(
    table: ArrayLike,
    clusters: ArrayLike,
    *,
    metric: Metric,
    level: float = 0.95,
    minimum_clusters: int = MINIMUM_CLUSTERS,
) -> Interval:
    """Return Krippendorff's alpha, at most 1, with its interval over clusters.

    Parameters
    ----------
    table
        Ratings of shape (units, raters), NaN where there is none; for `nominal` counts of shape (units, categories).
    clusters
        Shape (units,): the independent source of each unit.
    metric
        What a difference of two ratings means. Source: Krippendorff 2004, chapter 11; the jackknife as
        `jackknife.corrected_ends`.
    level, minimum_clusters
        Confidence of the interval; fewer clusters with a unit rated twice than the minimum give no interval.
    """
    x = np.asarray(table, np.float64)
    pairable = (x.sum(1) if metric == "nominal" else np.isfinite(x).sum(1)) > 1
    x = x[pairable]
    codes, count = cluster_codes(np.asarray(clusters)[pairable])
    n = int(x.sum() if metric == "nominal" else np.isfinite(x).sum())
    if n == 0:
        return without_interval("no unit was rated twice", n=0, clusters=0)
    estimate, without = _left_out(x, codes, count, metric)
    if not np.isfinite(estimate):
        return without_interval(_undefined(x, metric), n=n, clusters=count)
    if count < minimum_clusters:
        return without_interval(too_few_clusters(count, minimum_clusters), n=n, clusters=count, estimate=estimate)
    if not np.isfinite(without).all():
        return without_interval("all but one unit rate alike", n=n, clusters=count, estimate=estimate)
    low, high = corrected_ends(estimate, without, level)
    return Interval(estimate, low, min(high, 1.0), n, count, level)


def _undefined(x: Floats, metric: Metric) -> str:
    """Say why there is no alpha."""
    return "a rating is negative" if metric == "ratio" and np.nanmin(x) < 0 else "every rating is the same"


def _left_out(x: Floats, codes: Codes, count: int, metric: Metric) -> tuple[float, Floats]:
    """Return alpha and that without each cluster, shape (clusters,), or without each group of clusters."""
    if metric == "ordinal":
        return _ordinal_left_out(x, codes % ORDINAL_GROUPS, min(count, ORDINAL_GROUPS))
    if metric == "ratio":
        sums, nodes = ratio_sums(x, codes)
        whole, every = sums.sum(0), nodes.sum(1)
        estimate = ratio_alphas(whole[None], every[:, None])
        return float(estimate[0]), ratio_alphas(whole - sums, every[:, None] - nodes)
    own = nominal_sums(x) if metric == "nominal" else interval_sums(x)
    each = cluster_sums(list(own.T), codes, count)
    names, whole = metric == "nominal", each.sum(0)
    return float(alphas(whole[None], names=names)[0]), alphas(whole - each, names=names)


def _ordinal_left_out(x: Floats, codes: Codes, count: int) -> tuple[float, Floats]:
    """Return alpha and that without each cluster, whose values all ranks are taken without."""
    given = np.isfinite(x)
    known, place = np.unique(x[given], return_inverse=True)
    at = np.zeros(x.shape, np.int64)
    at[given] = place
    tied = np.bincount(place, minlength=len(known)).astype(np.float64)
    m = given.sum(1).astype(np.float64)

    def alpha(keep: Codes, left: Floats) -> float:
        ranks = np.cumsum(left) - left / 2 - left.sum() / 2
        y = np.where(given[keep], ranks[at[keep]], 0.0)
        total, square, rated = y.sum(1), (y**2).sum(1), m[keep]
        own = 2 * (rated * square - total**2) / (rated - 1)
        sums = np.array([[own.sum(), rated.sum(), total.sum(), square.sum()]])
        return float(alphas(sums, names=False)[0])

    def without(cluster: int) -> float:
        mine = codes == cluster
        gone = np.bincount(at[mine][given[mine]], minlength=len(known))
        return alpha(np.flatnonzero(~mine), tied - gone)

    return alpha(np.arange(len(x)), tied), np.array([without(c) for c in range(count)] if count > 1 else [np.nan])
