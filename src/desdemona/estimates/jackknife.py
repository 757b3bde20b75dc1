"""The delete-one-cluster jackknife of any smooth function of sums: no draws, so the same answer every time.

A million rows enter as one row of sums a cluster. A share stays within 0 and 1 by Wilson's interval on the number of
independent observations that would give its variance, a correlation within -1 and 1 by Fisher's transformation;
the critical value is Student's t with clusters - 1 degrees of freedom, fewer for shares and ratios of variances where
few clusters carry the variance (`clustered.effective_degrees`). Source: Efron and Stein 1981; Korn and Graubard
1998 for the effective number.
"""

from collections.abc import Callable
from math import atanh, sqrt, tanh
from typing import Literal

import numpy as np

from desdemona.estimates.clustered import (
    BOUNDARY_CORRELATION,
    ShareSpread,
    critical_t,
    effective_degrees,
    jackknife_spread,
)
from desdemona.estimates.clusters import Floats
from desdemona.estimates.interval import MINIMUM_CLUSTERS, Interval, too_few_clusters, without_interval

Statistic = Callable[[Floats], Floats]
"""Takes sums of shape (m, …) and returns one number for each of the m, NaN where it is not defined."""
Scale = Literal["plain", "share", "correlation"]


def jackknife(sums: Floats, statistic: Statistic) -> tuple[float, float]:
    """Return the statistic of all clusters and its variance; `sums` has shape (clusters, …), one row a cluster."""
    estimate, without = leave_each_out(sums, statistic)
    return estimate, jackknife_spread(without)


def leave_each_out(sums: Floats, statistic: Statistic) -> tuple[float, Floats]:
    """Return the statistic of all clusters and that without each, shape (clusters,); `sums` as for `jackknife`."""
    whole = sums.sum(0)
    without = np.asarray(statistic(whole - sums), np.float64) if len(sums) > 1 else np.full(len(sums), np.nan)
    return float(statistic(whole[None])[0]), without


def corrected_ends(estimate: float, without: Floats, level: float) -> tuple[float, float]:
    """Return the t interval around an estimate less its jackknife bias, for ratios of variances (alpha, ICC).

    `without`, shape (clusters,), holds the estimates without each cluster. A variance between few people is estimated
    too low, so the ratio is biased; Fisher's transformation was tried and covers less. Degrees of freedom are
    `effective_degrees`, at most (clusters + 1) / 2 (our choice: 6 to 10 clusters then cover .92 to .96 and not .90 to
    .94). The interval always holds the estimate. Source: Quenouille 1956.
    """
    bias = (without.size - 1) * float(without.mean() - estimate)
    degrees = min(effective_degrees(without), (without.size + 1) / 2)
    reach = critical_t(level, degrees) * sqrt(jackknife_spread(without))
    return min(estimate, estimate - bias - reach), max(estimate, estimate - bias + reach)


def jackknifed(
    sums: Floats,
    statistic: Statistic,
    totals: Floats,
    *,
    scale: Scale = "plain",
    level: float = 0.95,
    minimum_clusters: int = MINIMUM_CLUSTERS,
) -> Interval:
    """Return a statistic of sums with its interval over clusters.

    `totals`, shape (clusters,), counts the observations of each cluster; clusters without any are left out.
    """
    seen = totals > 0
    sums, totals = sums[seen], totals[seen]
    n, count = round(float(totals.sum())), len(totals)
    if not count:
        return without_interval("nothing was measured", n=0, clusters=0)
    estimate, without = leave_each_out(sums, statistic)
    if not np.isfinite(estimate):
        return without_interval("not defined on these rows", n=n, clusters=count)
    if count < minimum_clusters:
        return without_interval(too_few_clusters(count, minimum_clusters), n=n, clusters=count, estimate=estimate)
    if not np.isfinite(without).all():
        return without_interval("it rests on a single unit", n=n, clusters=count, estimate=estimate)
    low, high = _ends(estimate, without, totals, scale, level)
    return Interval(estimate, low, high, n, count, level)


def _ends(estimate: float, without: Floats, totals: Floats, scale: Scale, level: float) -> tuple[float, float]:
    """Return the ends of the interval on the scale that the statistic lives on."""
    variance = jackknife_spread(without)
    if scale == "share":
        return _share_ends(estimate, without, totals, level)
    reach = critical_t(level, len(totals) - 1) * sqrt(variance)
    if scale == "correlation" and abs(estimate) < 1:
        reach /= 1 - estimate**2
        return tanh(atanh(estimate) - reach), tanh(atanh(estimate) + reach)
    return estimate - reach, estimate + reach


def _share_ends(share: float, without: Floats, totals: Floats, level: float) -> tuple[float, float]:
    """Return Wilson's interval on the effective number of observations, as `clustered.clustered_share` has it."""
    share, n, variance = min(max(share, 0.0), 1.0), float(totals.sum()), jackknife_spread(without)
    if 1e-12 < share < 1 - 1e-12 and variance > 0:
        effect, degrees = n * variance / (share * (1 - share)), effective_degrees(without)
    else:
        effect = 1 + (float((totals**2).sum()) / n - 1) * BOUNDARY_CORRELATION
        degrees = without.size - 1.0
    return ShareSpread(share, n, effect, degrees).ends(level)
