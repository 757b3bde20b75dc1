"""Agreement of the same number of raters on each of many things: Fleiss' kappa and intraclass correlations."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtri

from desdemona.estimates.clusters import Floats
from desdemona.estimates.interval import Interval, without_interval


def fleiss_kappa(counts: ArrayLike) -> float:
    """Return Fleiss' kappa from counts of shape (things, categories); NaN where only one category was used.

    Things need not be rated equally often: each gives its own share of agreeing pairs, and those rated once are left
    out. Source: Fleiss 1971.
    """
    c = np.asarray(counts, np.float64)
    c = c[c.sum(1) > 1]
    if not len(c):
        return float("nan")
    m = c.sum(1)
    agreeing = float((((c**2).sum(1) - m) / (m * (m - 1))).mean())
    chance = float(((c.sum(0) / c.sum()) ** 2).sum())
    return (agreeing - chance) / (1 - chance) if chance < 1 else float("nan")


@dataclass(frozen=True, slots=True)
class Intraclass:
    """The six intraclass correlations: one rating or the mean of k; other raters, random raters, these raters."""

    one_way: Interval
    two_way_random: Interval
    two_way_fixed: Interval
    one_way_mean: Interval
    two_way_random_mean: Interval
    two_way_fixed_mean: Interval


def intraclass(ratings: ArrayLike, *, level: float = 0.95) -> Intraclass:
    """Return ICC(1,1), (2,1), (3,1), (1,k), (2,k) and (3,k) with their F intervals.

    `ratings` has shape (things, raters) and no gaps; things with a gap are left out. The things are taken to be
    independent; where several come from one person see `clustered_raters.clustered_intraclass`. The interval of (2,1)
    is too short where few raters differ as much as things do: with five raters and 60 things it covers .92.
    Source: Shrout and Fleiss 1979; McGraw and Wong 1996 (agreement for random raters, consistency for fixed ones).
    """
    x = np.asarray(ratings, np.float64)
    x = x[np.isfinite(x).all(1)]
    n, k = x.shape
    if n < 3 or k < 2:
        none = without_interval("at least 3 things and 2 raters are needed", n=n * k, clusters=n)
        return Intraclass(none, none, none, none, none, none)
    between, within, raters, rest = mean_squares(x)
    one = _one_way(between, within, n, k, level)
    fixed = _fixed(between, rest, n, k, level)
    random = _random(between, raters, rest, n, k, level)
    return Intraclass(one, random, fixed, stepped_up(one, k), stepped_up(random, k), stepped_up(fixed, k))


def mean_squares(x: Floats) -> tuple[float, float, float, float]:
    """Return the mean squares between things, within things, between raters, and of the rest."""
    n, k = x.shape
    things, raters, mean = x.mean(1), x.mean(0), x.mean()
    between = k * float(((things - mean) ** 2).sum())
    within = float(((x - things[:, None]) ** 2).sum())
    by_rater = n * float(((raters - mean) ** 2).sum())
    rest = within - by_rater
    return between / (n - 1), within / (n * (k - 1)), by_rater / (k - 1), rest / ((n - 1) * (k - 1))


def stepped_up(single: Interval, k: int) -> Interval:
    """Return the reliability of the mean of `k` ratings from that of one (Spearman and Brown 1910).

    It is not told below -1, where it runs to minus infinity: below 0 it says only that raters do not agree.
    """
    e, low, high = (
        None if x is None else k * x / (1 + (k - 1) * x) if x > -1 / (2 * k - 1) else -1.0
        for x in (single.estimate, single.low, single.high)
    )
    return Interval(e, low, high, single.n, single.clusters, single.level, reason=single.reason)


def _quantile(degrees: float, other: float, level: float) -> float:
    """Return the upper quantile of F at the two-sided level."""
    return float(fdtri(degrees, other, 0.5 + level / 2))


def _from_f(f: float, low_f: float, high_f: float, n: int, k: int, level: float) -> Interval:
    """Return (F - 1) / (F + k - 1) for a ratio of mean squares and for the ends of its interval."""
    if not np.isfinite(f):
        return without_interval("nothing varies within things", n=n * k, clusters=n, estimate=None)
    e, low, high = ((x - 1) / (x + k - 1) for x in (f, low_f, high_f))
    return Interval(e, low, high, n * k, n, level)


def _one_way(between: float, within: float, n: int, k: int, level: float) -> Interval:
    """Return ICC(1,1): every thing has raters of its own."""
    f = between / within if within > 0 else float("nan")
    low = f / _quantile(n - 1, n * (k - 1), level)
    return _from_f(f, low, f * _quantile(n * (k - 1), n - 1, level), n, k, level)


def _fixed(between: float, rest: float, n: int, k: int, level: float) -> Interval:
    """Return ICC(3,1): these raters and no others, their offsets forgiven."""
    f = between / rest if rest > 0 else float("nan")
    degrees = (n - 1) * (k - 1)
    low = f / _quantile(n - 1, degrees, level)
    return _from_f(f, low, f * _quantile(degrees, n - 1, level), n, k, level)


def _random(between: float, raters: float, rest: float, n: int, k: int, level: float) -> Interval:
    """Return ICC(2,1): raters drawn at random, their offsets counted as disagreement."""
    below = between + (k - 1) * rest + k * (raters - rest) / n
    if below <= 0 or rest <= 0:
        return without_interval("nothing varies within things", n=n * k, clusters=n)
    icc = (between - rest) / below
    a, b = k * icc / (n * (1 - icc)), 1 + k * icc * (n - 1) / (n * (1 - icc))
    degrees = (a * raters + b * rest) ** 2 / ((a * raters) ** 2 / (k - 1) + (b * rest) ** 2 / ((n - 1) * (k - 1)))
    lower, upper = _quantile(n - 1, degrees, level), _quantile(degrees, n - 1, level)
    both = k * raters + (k * n - k - n) * rest
    low = n * (between - lower * rest) / (lower * both + n * between)
    high = n * (upper * between - rest) / (both + n * upper * between)
    return Interval(icc, low, high, n * k, n, level)
