"""Shares of independent observations: Wilson, Newcombe, the rule of three."""

from math import ceil, hypot, sqrt

from scipy.special import ndtri

from desdemona.estimates.interval import Interval, without_interval


def critical_z(level: float) -> float:
    """Return the two-sided critical value of the normal distribution for a confidence `level` in 0..1."""
    return float(ndtri(0.5 + level / 2))


def wilson_ends(share: float, n: float, critical: float) -> tuple[float, float]:
    """Return the ends of Wilson's interval for a `share` of `n` observations; `n` may be an effective number.

    Source: Wilson 1927, as in Brown, Cai and DasGupta 2001.
    """
    a = critical**2 / n
    centre = (share + a / 2) / (1 + a)
    half = critical / (1 + a) * sqrt(share * (1 - share) / n + a / (4 * n))
    low = 0.0 if share <= 0 else max(0.0, centre - half)
    high = 1.0 if share >= 1 else min(1.0, centre + half)
    return low, high


def wilson(hits: int, n: int, *, level: float = 0.95) -> Interval:
    """Return the share `hits` / `n` of independent observations with Wilson's interval."""
    if n < 1:
        return without_interval("nothing was observed", n=0, clusters=0)
    low, high = wilson_ends(hits / n, n, critical_z(level))
    return Interval(hits / n, low, high, n, n, level, float(n))


def difference_ends(first: Interval, second: Interval) -> tuple[float, float] | None:
    """Return the ends of `first` minus `second` by `recovered_ends`; None where either has no interval.

    Both are independent estimates, shares or others.
    """
    a, low_a, high_a, b, low_b, high_b = first.estimate, first.low, first.high, second.estimate, second.low, second.high
    if a is None or low_a is None or high_a is None or b is None or low_b is None or high_b is None:
        return None
    return recovered_ends((a, low_a, high_a), (b, low_b, high_b))


def recovered_ends(first: tuple[float, float, float], second: tuple[float, float, float]) -> tuple[float, float]:
    """Return the ends of `first` minus `second` by the method of variance estimates recovery.

    Both are independent, each an estimate with its low and high end. Source: Newcombe 1998 (II), method 10, and
    Zou and Donner 2008 for intervals other than Wilson's.
    """
    (a, low_a, high_a), (b, low_b, high_b) = first, second
    return a - b - hypot(a - low_a, high_b - b), a - b + hypot(high_a - a, b - low_b)


def newcombe(first: Interval, second: Interval) -> Interval:
    """Return the difference of two independent shares, `first` minus `second`, with Newcombe's interval.

    The shares may come from `wilson` or, with clusters, from `clustered.clustered_share`; source as
    `difference_ends`.
    """
    n, clusters = first.n + second.n, first.clusters + second.clusters
    if first.estimate is None or second.estimate is None:
        return without_interval(first.reason or second.reason, n=n, clusters=clusters)
    estimate = first.estimate - second.estimate
    ends = difference_ends(first, second)
    if ends is None:
        return without_interval(first.reason or second.reason, n=n, clusters=clusters, estimate=estimate)
    return Interval(estimate, ends[0], ends[1], n, clusters, first.level)


def rule_of_three(n: float, *, level: float = 0.95) -> float:
    """Return the largest share that `n` independent observations without a hit leave plausible.

    It is the exact one-sided limit 1 - (1 - level)^(1/n), about 3/n at 95 %. Source: Hanley and Lippman-Hand
    1983.
    """
    return 1.0 if n <= 0 else float(1 - (1 - level) ** (1 / n))


def observations_for(upper: float, *, level: float = 0.95) -> int:
    """Return how many independent observations without a hit bring the upper end of Wilson's interval to `upper`."""
    return ceil(critical_z(level) ** 2 * (1 - upper) / upper - 1e-9)
