"""Whether stated probabilities are what they say."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from desdemona.estimates.clusters import Floats


@dataclass(frozen=True, slots=True)
class Bins:
    """Stated probability and observed share in bins of equally many rows; each of shape (bins,)."""

    stated: Floats
    observed: Floats
    count: Floats


def brier(stated: ArrayLike, happened: ArrayLike) -> float:
    """Return the mean of (stated - happened)², 0..1; 0 is perfect. Source: Brier 1950, for two outcomes."""
    p, y = np.asarray(stated, np.float64), np.asarray(happened, np.float64)
    return float(((p - y) ** 2).mean()) if p.size else float("nan")


def calibration_bins(stated: ArrayLike, happened: ArrayLike, *, bins: int = 15) -> Bins:
    """Sort rows into bins of equally many by stated probability, equal values together; fewer where values repeat."""
    p, y = np.asarray(stated, np.float64), np.asarray(happened, np.float64)
    edges = np.unique(np.quantile(p, np.linspace(0, 1, bins + 1)[1:-1])) if p.size else np.zeros(0)
    codes = np.searchsorted(edges, p, "left")
    count = np.bincount(codes, minlength=len(edges) + 1).astype(np.float64)
    full = count > 0
    sums = [np.asarray(np.bincount(codes, v, len(edges) + 1), np.float64)[full] for v in (p, y)]
    return Bins(sums[0] / count[full], sums[1] / count[full], count[full])


def calibration_error(stated: ArrayLike, happened: ArrayLike, *, bins: int = 15) -> float:
    """Return the root mean square distance of stated probability and observed share, debiased; 0..1.

    The plain estimate is above zero for a perfectly calibrated system, only because bins are small; from each bin's
    square the variance of its share, y(1 - y)/(n - 1), is taken off. Bins of one row are left out. Source: Kumar,
    Liang and Ma 2019.
    """
    table = calibration_bins(stated, happened, bins=bins)
    use = table.count > 1
    n, y = table.count[use], table.observed[use]
    if not n.size:
        return float("nan")
    square = (table.stated[use] - y) ** 2 - y * (1 - y) / (n - 1)
    return sqrt(max(0.0, float((n / n.sum()) @ square)))
