"""Differential item functioning: whether two groups of equal ability answer one item differently."""

from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from desdemona.estimates.clusters import cluster_codes
from desdemona.estimates.share import critical_z


@dataclass(frozen=True, slots=True)
class CommonOdds:
    """The odds ratio common to all strata with its interval, the test that it is 1, and ETS's delta."""

    odds_ratio: float
    low: float
    high: float
    p_value: float
    delta: float
    strata: int


def mantel_haenszel(hit: ArrayLike, first: ArrayLike, strata: ArrayLike, *, level: float = 0.95) -> CommonOdds:
    """Return the odds of a hit where `first` is true over those where it is false, within strata.

    Arrays have shape (n,); rows are taken to be independent. The test has the continuity correction; delta is
    -2.35 ln(odds ratio). All NaN where no stratum can say. Source: Mantel and Haenszel 1959; interval by Robins,
    Breslow and Greenland 1986; Holland and Thayer 1988.
    """
    y, side = np.asarray(hit, np.bool_), np.asarray(first, np.bool_)
    codes, count = cluster_codes(strata)
    cells = (side & y, side & ~y, ~side & y, ~side & ~y)
    a, b, c, d = (np.asarray(np.bincount(codes, cell, count), np.float64) for cell in cells)
    n = a + b + c + d
    keep = (n > 1) & (a + b > 0) & (c + d > 0) & (a + c > 0) & (b + d > 0)
    a, b, c, d, n = (v[keep] for v in (a, b, c, d, n))
    r, s = a * d / n, b * c / n
    if not n.size or r.sum() == 0 or s.sum() == 0:
        nan = float("nan")
        return CommonOdds(nan, nan, nan, nan, nan, int(n.size))
    odds = float(r.sum() / s.sum())
    p, q = (a + d) / n, (b + c) / n
    variance = (
        (p * r).sum() / (2 * r.sum() ** 2)
        + (p * s + q * r).sum() / (2 * r.sum() * s.sum())
        + (q * s).sum() / (2 * s.sum() ** 2)
    )
    factor = exp(critical_z(level) * sqrt(float(variance)))
    expected = (a + b) * (a + c) / n
    spread = (a + b) * (c + d) * (a + c) * (b + d) / (n**2 * (n - 1))
    square = max(0.0, abs(float((a - expected).sum())) - 0.5) ** 2 / float(spread.sum())
    return CommonOdds(odds, odds / factor, odds * factor, float(chdtrc(1, square)), -2.35 * log(odds), int(n.size))
