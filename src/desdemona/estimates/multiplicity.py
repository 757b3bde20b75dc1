"""Many questions at once: probabilities adjusted so that chance finds are not told as finds."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from desdemona.estimates.clusters import Floats


def holm(p_values: ArrayLike, weights: ArrayLike | None = None) -> Floats:
    """Return p values, shape (n,), adjusted so that any false find among all is as rare as promised.

    `weights` (n,), above 0, say how much of what may be spent each question has; alike where they are left out. NaN
    stays NaN and does not count. Source: Holm 1979, section 3 for weights.
    """
    p = np.asarray(p_values, np.float64)
    weight = np.ones_like(p) if weights is None else np.asarray(weights, np.float64)
    out = np.full(p.shape, np.nan)
    known = np.flatnonzero(np.isfinite(p))
    order = known[np.argsort(p[known] / weight[known], kind="stable")]
    left = np.cumsum(weight[order][::-1])[::-1]
    out[order] = np.minimum(np.maximum.accumulate(p[order] / weight[order] * left), 1.0) if len(order) else p[order]
    return out


def benjamini_hochberg(p_values: ArrayLike) -> Floats:
    """Return p values, shape (n,), adjusted so that of all finds the promised share at most is false.

    NaN stays NaN and does not count. Source: Benjamini and Hochberg 1995.
    """
    return _adjusted(p_values, lambda p: np.minimum.accumulate((p * len(p) / np.arange(1, len(p) + 1))[::-1])[::-1])


def _adjusted(p_values: ArrayLike, adjust: Callable[[Floats], Floats]) -> Floats:
    """Apply an adjustment to the p values in ascending order and put them back in place."""
    p = np.asarray(p_values, np.float64)
    out = np.full(p.shape, np.nan)
    known = np.flatnonzero(np.isfinite(p))
    order = known[np.argsort(p[known], kind="stable")]
    out[order] = np.minimum(adjust(p[order]), 1.0) if len(order) else p[order]
    return out
