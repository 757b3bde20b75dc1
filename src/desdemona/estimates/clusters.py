"""Sums per cluster: all that a ratio of sums needs to know about a million rows."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


def cluster_codes(clusters: ArrayLike) -> tuple[Codes, int]:
    """Give the clusters numbers from 0 up and return each row's number, shape (n,), with C.

    `clusters` holds any sortable labels. Whole numbers that are already small are not sorted, which is what makes
    a million rows cheap.
    """
    labels = np.asarray(clusters)
    if labels.size == 0:
        return np.zeros(0, np.int64), 0
    if labels.dtype.kind in "iu" and labels.min() >= 0 and labels.max() <= 4 * labels.size:
        seen = np.bincount(labels) > 0
        return (np.cumsum(seen) - 1)[labels].astype(np.int64), int(seen.sum())
    known, codes = np.unique(labels, return_inverse=True)
    return codes.reshape(-1).astype(np.int64), len(known)


def cluster_sums(columns: Sequence[ArrayLike], codes: Codes, count: int) -> Floats:
    """Add up each column, shape (n,), within each cluster; return shape (clusters, columns)."""
    return np.stack([np.bincount(codes, np.asarray(c, np.float64), count) for c in columns], axis=1)


def measured_rows(*columns: ArrayLike) -> NDArray[np.bool_]:
    """Return which rows are finite in every column, shape (n,)."""
    keep = np.ones(np.asarray(columns[0]).shape[0], np.bool_)
    for column in columns:
        keep &= np.isfinite(np.asarray(column, np.float64))
    return keep
