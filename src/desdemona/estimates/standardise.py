"""Direct standardisation: what two sides would differ by if they were made up alike."""

import numpy as np
from numpy.typing import ArrayLike

from desdemona.estimates.clustered import critical_t
from desdemona.estimates.clusters import Floats, cluster_codes, cluster_sums, measured_rows
from desdemona.estimates.interval import MINIMUM_CLUSTERS, Interval, too_few_clusters, without_interval


def standardised_difference(
    values: ArrayLike,
    first: ArrayLike,
    strata: ArrayLike,
    clusters: ArrayLike,
    *,
    level: float = 0.95,
    minimum_clusters: int = MINIMUM_CLUSTERS,
) -> Interval:
    """Return the mean where `first` is true minus the mean where it is false, at the same mixture of strata.

    Each stratum's difference counts by its share of all rows in strata that both sides have; `n` counts those rows.
    Arrays have shape (n,). The interval is the delete-one-cluster jackknife's. Source: Kitagawa 1955; Miettinen 1972.
    """
    y, side = np.asarray(values, np.float64), np.asarray(first, np.bool_)
    keep = measured_rows(y)
    y, side, who = y[keep], side[keep], np.asarray(clusters)[keep]
    strata_codes, stratum_count = cluster_codes(np.asarray(strata)[keep])
    codes, count = cluster_codes(who)
    if not y.size:
        return without_interval("nothing was measured", n=0, clusters=0)
    cell = codes * stratum_count + strata_codes
    sums = cluster_sums((y * side, side, y * ~side, ~side), cell, count * stratum_count)
    table = sums.reshape(count, stratum_count, 4)
    whole = table.sum(0)
    shared = (whole[:, 1] > 0) & (whole[:, 3] > 0)
    n = int(whole[shared][:, (1, 3)].sum())
    if not shared.any():
        return without_interval("no stratum has both sides", n=0, clusters=count)
    estimate = _difference(whole)
    sizes = [int((table[:, shared, i].sum(1) > 0).sum()) for i in (1, 3)]
    if min(sizes) < minimum_clusters:
        reason = too_few_clusters(min(sizes), minimum_clusters) + " on each side"
        return without_interval(reason, n=n, clusters=count, estimate=estimate)
    without = np.array([_difference(whole - own) for own in table])
    reach = critical_t(level, min(sizes) - 1) * np.sqrt((count - 1) / count * ((without - without.mean()) ** 2).sum())
    return Interval(estimate, float(estimate - reach), float(estimate + reach), n, count, level)


def _difference(whole: Floats) -> float:
    """Return the standardised difference from sums of shape (strata, 4)."""
    shared = (whole[:, 1] > 0) & (whole[:, 3] > 0)
    own = whole[shared]
    weight = own[:, 1] + own[:, 3]
    return float((weight / weight.sum()) @ (own[:, 0] / own[:, 1] - own[:, 2] / own[:, 3]))
