"""The delete-one-cluster jackknife of any smooth function of sums: no draws, so the same answer every time.

A million rows enter as one row of sums a cluster. A share stays within 0 and 1 by Wilson's interval on the number of
independent observations that would give its variance, a correlation within -1 and 1 by Fisher's transformation;
the critical value is Student's t with clusters - 1 degrees of freedom. Source: Efron and Stein 1981; Korn and Graubard
1998 for the effective number.
"""

from collections.abc import Callable
from math import atanh, sqrt, tanh
from typing import Literal

import numpy as np

from desdemona.estimates.clustered import BOUNDARY_CORRELATION, critical_t
from desdemona.estimates.clusters import Floats
from desdemona.estimates.interval import MINIMUM_CLUSTERS, Interval, too_few_clusters, without_interval
from desdemona.estimates.share import critical_z, wilson_ends

Statistic = Callable[[Floats], Floats]
"""Takes sums of shape (m, …) and returns one number for each of the m, NaN where it is not defined."""
Scale = Literal["plain", "share", "correlation"]


def jackknife(sums: Floats, statistic: Statistic) -> tuple[float, float]:
    """Return the statistic of all clusters and its variance; `sums` has shape (clusters, …), one row a cluster."""
    whole = sums.sum(0)
    estimate = float(statistic(whole[None])[0])
    count = len(sums)
    if count < 2:
        return estimate, float("nan")
    without = statistic(whole - sums)
    return estimate, float((count - 1) / count * ((without - without.mean()) ** 2).sum())


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
    estimate, variance = jackknife(sums, statistic)
    if not np.isfinite(estimate):
        return without_interval("not defined on these rows", n=n, clusters=count)
    if count < minimum_clusters:
        return without_interval(too_few_clusters(count, minimum_clusters), n=n, clusters=count, estimate=estimate)
    if not np.isfinite(variance):
        return without_interval("it rests on a single unit", n=n, clusters=count, estimate=estimate)
    low, high = _ends(estimate, variance, totals, scale, level)
    return Interval(estimate, low, high, n, count, level)


def _ends(estimate: float, variance: float, totals: Floats, scale: Scale, level: float) -> tuple[float, float]:
    """Return the ends of the interval on the scale that the statistic lives on."""
    t = critical_t(level, len(totals) - 1)
    if scale == "share":
        return _share_ends(estimate, variance, totals, t, critical_z(level))
    if scale == "correlation" and abs(estimate) < 1:
        reach = t * sqrt(variance) / (1 - estimate**2)
        return tanh(atanh(estimate) - reach), tanh(atanh(estimate) + reach)
    return estimate - t * sqrt(variance), estimate + t * sqrt(variance)


def _share_ends(share: float, variance: float, totals: Floats, t: float, z: float) -> tuple[float, float]:
    """Return Wilson's interval on the effective number of observations, as `clustered.clustered_share` has it."""
    share, n = min(max(share, 0.0), 1.0), float(totals.sum())
    if 1e-12 < share < 1 - 1e-12 and variance > 0:
        effective = min(n, share * (1 - share) / variance)
    else:
        effective = n / (1 + (float((totals**2).sum()) / n - 1) * BOUNDARY_CORRELATION)
    return wilson_ends(share, effective * (z / t) ** 2, z)
