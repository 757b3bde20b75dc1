"""Two ways of answering, compared on the same things: McNemar's test and DeLong's."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import bdtr, ndtr

from desdemona.estimates.clusters import Floats
from desdemona.estimates.interval import Interval, without_interval
from desdemona.estimates.rank import area_under_curve, midranks
from desdemona.estimates.share import critical_z


@dataclass(frozen=True, slots=True)
class Paired:
    """The difference first minus second with its interval, and the probability of one so large by chance."""

    difference: Interval
    p_value: float


def mcnemar(first_right: ArrayLike, second_right: ArrayLike, *, level: float = 0.95) -> Paired:
    """Compare two shares of right answers to the same independent things.

    Arrays are boolean, shape (n,). The test is the exact one on the things that only one of the two got right; the
    interval is the adjusted Wald one. Source: McNemar 1947; Bonett and Price 2012.
    """
    a, b = np.asarray(first_right, np.bool_), np.asarray(second_right, np.bool_)
    n = a.size
    if n == 0:
        return Paired(without_interval("nothing was observed", n=0, clusters=0), float("nan"))
    only_first, only_second = int((a & ~b).sum()), int((~a & b).sum())
    fewer, either = min(only_first, only_second), only_first + only_second
    p_value = min(1.0, 2 * float(bdtr(fewer, either, 0.5))) if either else 1.0
    p, q = (only_first + 1) / (n + 2), (only_second + 1) / (n + 2)
    reach = critical_z(level) * sqrt((p + q - (p - q) ** 2) / (n + 2))
    low, high = max(-1.0, p - q - reach), min(1.0, p - q + reach)
    return Paired(Interval((only_first - only_second) / n, low, high, n, n, level), p_value)


def delong(first: ArrayLike, second: ArrayLike, positive: ArrayLike, *, level: float = 0.95) -> Paired:
    """Compare the areas under the curve of two scores of the same independent things.

    `first` and `second` are scores, `positive` is boolean, each of shape (n,). Source: DeLong, DeLong and
    Clarke-Pearson 1988, by midranks as Sun and Xu 2014.
    """
    y = np.asarray(positive, np.bool_)
    scores = [np.asarray(s, np.float64) for s in (first, second)]
    if min(int(y.sum()), int((~y).sum())) < 2:
        reason = "at least 2 positive and 2 negative things are needed"
        return Paired(without_interval(reason, n=y.size, clusters=y.size), float("nan"))
    above, below = (np.stack(parts) for parts in zip(*(placements(s, y) for s in scores), strict=True))
    covariance = np.cov(above) / above.shape[1] + np.cov(below) / below.shape[1]
    difference = area_under_curve(scores[0], y) - area_under_curve(scores[1], y)
    error = sqrt(max(0.0, float(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])))
    if error < 1e-12:
        same = abs(difference) < 1e-12
        return Paired(Interval(difference, difference, difference, y.size, y.size, level), 1.0 if same else 0.0)
    reach = critical_z(level) * error
    interval = Interval(difference, difference - reach, difference + reach, y.size, y.size, level)
    return Paired(interval, float(2 * ndtr(-abs(difference) / error)))


def placements(score: Floats, positive: ArrayLike) -> tuple[Floats, Floats]:
    """Return for each positive the share of negatives below it, and for each negative that of positives above it."""
    y = np.asarray(positive, np.bool_)
    ranks = midranks(score)
    m, n = int(y.sum()), int((~y).sum())
    above = (ranks[y] - midranks(score[y])) / n
    below = 1 - (ranks[~y] - midranks(score[~y])) / m
    return above, below
