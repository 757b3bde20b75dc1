"""How two orders go together: correlations and the area under the curve, each also on weighted rows.

`weights`, shape (n,), say how often a row counts; so every function here can be handed to
`bootstrap.bootstrap_statistic`. Each returns NaN where it is not defined (nothing varies, a class is missing).
"""

import numpy as np
from numpy.typing import ArrayLike

from desdemona.estimates.clusters import Floats


def _weights(values: Floats, weights: ArrayLike | None) -> Floats:
    """Return the weights given, or 1 for each row."""
    return np.ones(values.shape) if weights is None else np.asarray(weights, np.float64)


def midranks(values: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Return the rank of each value, shape (n,), ties sharing their mean rank; with no weights they run 1 … n."""
    x = np.asarray(values, np.float64)
    w = _weights(x, weights)
    _, codes = np.unique(x, return_inverse=True)
    tied = np.asarray(np.bincount(codes, w), np.float64)
    ranks: Floats = (np.cumsum(tied) - tied / 2 + 0.5)[codes]
    return ranks


def pearson(first: ArrayLike, second: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return the product-moment correlation, -1..1, of two arrays of shape (n,)."""
    x, y = np.asarray(first, np.float64), np.asarray(second, np.float64)
    w = _weights(x, weights)
    total = w.sum()
    if x.size < 2 or total <= 0:
        return float("nan")
    dx, dy = x - (w @ x) / total, y - (w @ y) / total
    below = np.sqrt((w @ dx**2) * (w @ dy**2))
    scale = total * (np.abs(x).max() + 1e-300) * (np.abs(y).max() + 1e-300)
    return float(np.clip((w * dx) @ dy / below, -1.0, 1.0)) if below > 1e-13 * scale else float("nan")


def spearman(first: ArrayLike, second: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return the rank correlation, -1..1, of two arrays of shape (n,); ties share their mean rank."""
    return pearson(midranks(first, weights), midranks(second, weights), weights)


def concordance(first: ArrayLike, second: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return Lin's concordance correlation, -1..1: a correlation that also pays for a wrong scale or offset.

    Source: Lin 1989, with the variance divided by n, as he wrote it.
    """
    x, y = np.asarray(first, np.float64), np.asarray(second, np.float64)
    w = _weights(x, weights)
    total = w.sum()
    if total <= 0:
        return float("nan")
    mean_x, mean_y = (w @ x) / total, (w @ y) / total
    dx, dy = x - mean_x, y - mean_y
    below = (w @ dx**2 + w @ dy**2) / total + (mean_x - mean_y) ** 2
    return float(2 * ((w * dx) @ dy) / total / below) if below > 0 else float("nan")


def area_under_curve(score: ArrayLike, positive: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return the chance that a positive row scores above a negative one, a tie counting half; 0..1.

    `positive` is boolean, shape (n,). Source: Hanley and McNeil 1982, by ranks.
    """
    x, y = np.asarray(score, np.float64), np.asarray(positive, np.bool_)
    w = _weights(x, weights)
    above, below = w[y].sum(), w[~y].sum()
    if above <= 0 or below <= 0:
        return float("nan")
    ranks = midranks(x, w) - 0.5
    return float(((w[y] @ ranks[y]) / above - above / 2) / below)


def somers_d(said: ArrayLike, known: ArrayLike) -> float:
    """Return how surely a higher known value comes with a higher said one, -1..1, over pairs of rows (shape (n,)).

    Pairs with the same known value are not asked for, so long stretches in which nothing changes neither help nor
    harm, as they would a rank correlation. NaN where the known value never changes. Source: Somers 1962; counted
    through Kendall's tau-b, which is the same difference of pairs over another number of them.
    """
    x, y = np.asarray(known, np.float64), np.asarray(said, np.float64)
    pairs = x.size * (x.size - 1) / 2
    same_known, same_said = (float((c * (c - 1) / 2).sum()) for c in (_counts(x), _counts(y)))
    if pairs == same_known:
        return float("nan")
    if pairs == same_said:
        return 0.0
    from scipy.stats import kendalltau

    tau = float(kendalltau(x, y).statistic)
    return tau * float(np.sqrt((pairs - same_said) / (pairs - same_known)))


def _counts(values: Floats) -> Floats:
    """Return how often each value occurs."""
    return np.asarray(np.unique(values, return_counts=True)[1], np.float64)
