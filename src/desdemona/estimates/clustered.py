"""Shares, means and ratios of clustered observations, with intervals that cover also with few clusters.

The variance is the delete-one-cluster jackknife of the ratio of sums and the critical value Student's t with
clusters - 1 degrees of freedom. A share gets Wilson's interval on its effective number of observations (Korn and
Graubard 1998, with Wilson's in place of the exact one) and fewer degrees where few clusters carry its variance; a
quantity above zero gets the interval on its logarithm.
`benchmarks/coverage.py` prints how often nominal 95 % intervals cover in simulated audits, and
`tests/estimates/test_coverage.py` holds them to bounds.
"""

from dataclasses import dataclass
from math import exp, sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from desdemona.estimates.clusters import Floats, cluster_codes, cluster_sums, measured_rows
from desdemona.estimates.interval import MINIMUM_CLUSTERS, Interval, too_few_clusters, without_interval
from desdemona.estimates.share import critical_z, wilson_ends

BOUNDARY_CORRELATION = 0.3
"""Assumed correlation within a cluster where none can be estimated because every row, or no row, is a hit."""


def critical_t(level: float, degrees: float) -> float:
    """Return the two-sided critical value of Student's t."""
    return float(stdtrit(degrees, 0.5 + level / 2))


def left_out(numerators: Floats, denominators: Floats) -> Floats:
    """Return Σnumerators / Σdenominators without each cluster, shape (clusters,)."""
    return np.asarray((numerators.sum() - numerators) / (denominators.sum() - denominators))


def jackknife_spread(without: Floats) -> float:
    """Return the jackknife variance of an estimate from the estimates without each cluster, shape (clusters,)."""
    count = without.size
    return float((count - 1) / count * ((without - without.mean()) ** 2).sum())


def jackknife_variance(numerators: Floats, denominators: Floats) -> float:
    """Return the variance of Σnumerators / Σdenominators over clusters, by leaving out one cluster at a time."""
    if numerators.size < 2 or bool((denominators.sum() - denominators <= 0).any()):
        return float("nan")
    return jackknife_spread(left_out(numerators, denominators))


def effective_degrees(without: Floats) -> float:
    """Return the degrees of freedom of a jackknife variance, 2 to clusters - 1.

    `without`, shape (clusters,), holds the estimates without each cluster. Where few clusters carry the variance it is
    itself unsure: with kurtosis κ its own relative variance is (κ - 1) / C, which is that of 2C / (κ - 1) degrees
    of freedom. Source: Satterthwaite 1946, with the sample's kurtosis.
    """
    count, off = without.size, without - without.mean()
    square = float((off**2).sum())
    if count < 4 or square**2 < 1e-300:
        return max(count - 1.0, 1.0)
    excess = count * float((off**4).sum()) / square**2 - 1
    return min(max(2 * count / excess, 2.0), count - 1.0) if excess > 0 else count - 1.0


def _sums(top: ArrayLike, bottom: ArrayLike, clusters: ArrayLike) -> tuple[Floats, int]:
    """Return (clusters, 2) sums of the rows measured in both, without empty clusters, and the number of rows."""
    top_, bottom_ = np.asarray(top, np.float64), np.asarray(bottom, np.float64)
    keep = measured_rows(top_, bottom_)
    codes, count = cluster_codes(np.asarray(clusters)[keep])
    sums = cluster_sums((top_[keep], bottom_[keep]), codes, count) if count else np.zeros((0, 2))
    return sums[sums[:, 1] > 0], int(keep.sum())


def clustered_share(
    hits: ArrayLike,
    clusters: ArrayLike,
    *,
    totals: ArrayLike | None = None,
    level: float = 0.95,
    minimum_clusters: int = MINIMUM_CLUSTERS,
) -> Interval:
    """Return the share of hits with a Wilson interval on the effective number of observations.

    Parameters
    ----------
    hits
        Shape (n,): 0 or 1 a row, or the number of hits a row where `totals` is given. NaN rows are left out.
    clusters
        Shape (n,): which independent unit each row comes from.
    totals
        Shape (n,): observations a row stands for, 1 each if left out. F1 is the share 2·TP of 2·TP + FP + FN.
    level, minimum_clusters
        Confidence of the interval; fewer clusters than the minimum give an estimate without interval.
    """
    ones = np.ones(np.asarray(hits).shape[0]) if totals is None else totals
    sums, rows = _sums(hits, ones, clusters)
    count = len(sums)
    n = round(float(sums[:, 1].sum())) if totals is not None else rows
    if n == 0:
        return without_interval("nothing was measured", n=0, clusters=0)
    share = float(sums[:, 0].sum() / sums[:, 1].sum())
    if count < minimum_clusters:
        return without_interval(too_few_clusters(count, minimum_clusters), n=n, clusters=count, estimate=share)
    effective = share_spread(sums[:, 0], sums[:, 1]).effective(level)
    low, high = wilson_ends(share, effective, critical_z(level))
    return Interval(share, low, high, n, count, level, effective)


@dataclass(frozen=True, slots=True)
class ShareSpread:
    """What the interval of a clustered share rests on: the share, its rows, design effect and degrees of freedom."""

    share: float
    n: float
    design_effect: float
    degrees: float

    def effective(self, level: float) -> float:
        """Return how many independent observations tell as much about the share, at most `n`.

        The factor (t/z)² is Korn and Graubard's, for few degrees of freedom.
        """
        return self.n / max(self.design_effect * (critical_t(level, self.degrees) / critical_z(level)) ** 2, 1.0)

    def ends(self, level: float) -> tuple[float, float]:
        """Return Wilson's interval on the effective number of observations."""
        return wilson_ends(self.share, self.effective(level), critical_z(level))


def share_spread(hits: Floats, totals: Floats) -> ShareSpread:
    """Return the design effect of a share and its degrees of freedom from sums per cluster, shape (clusters,).

    The design effect (Kish 1965) is the jackknife variance over the binomial one; at a share of 0 or 1 it is
    1 + (m - 1) · BOUNDARY_CORRELATION with m the mean cluster size that a row sees. Degrees of freedom are
    `effective_degrees`.
    """
    n, share, count = float(totals.sum()), float(hits.sum() / totals.sum()), hits.size
    if 1e-12 < share < 1 - 1e-12 and count > 1:
        without = left_out(hits, totals)
        effect = jackknife_spread(without) / (share * (1 - share) / n)
        return ShareSpread(share, n, effect, effective_degrees(without))
    effect = 1 + (float((totals**2).sum()) / n - 1) * BOUNDARY_CORRELATION
    return ShareSpread(share, n, effect, max(count - 1.0, 1.0))


def clustered_ratio(
    numerators: ArrayLike,
    denominators: ArrayLike,
    clusters: ArrayLike,
    *,
    positive: bool = False,
    level: float = 0.95,
    minimum_clusters: int = MINIMUM_CLUSTERS,
) -> Interval:
    """Return Σnumerators / Σdenominators with a jackknife t interval over clusters.

    Arrays have shape (n,); rows with a NaN are left out. `positive` puts the interval on the logarithm, for
    quantities that cannot be negative (an absolute error); it then stays above zero and covers skewed errors
    better.
    """
    sums, n = _sums(numerators, denominators, clusters)
    count = len(sums)
    if count == 0:
        return without_interval("nothing was measured", n=n, clusters=0)
    estimate = float(sums[:, 0].sum() / sums[:, 1].sum())
    if count < minimum_clusters:
        return without_interval(too_few_clusters(count, minimum_clusters), n=n, clusters=count, estimate=estimate)
    error = sqrt(jackknife_variance(sums[:, 0], sums[:, 1]))
    reach = critical_t(level, count - 1) * error
    if positive and estimate > 0:
        factor = exp(min(reach / estimate, 50.0))
        return Interval(estimate, estimate / factor, estimate * factor, n, count, level)
    return Interval(estimate, estimate - reach, estimate + reach, n, count, level)


def clustered_mean(
    values: ArrayLike,
    clusters: ArrayLike,
    *,
    positive: bool = False,
    level: float = 0.95,
    minimum_clusters: int = MINIMUM_CLUSTERS,
) -> Interval:
    """Return the mean of `values`, shape (n,), over rows, with the interval of `clustered_ratio`."""
    ones = np.ones(np.asarray(values).shape[0])
    return clustered_ratio(values, ones, clusters, positive=positive, level=level, minimum_clusters=minimum_clusters)
