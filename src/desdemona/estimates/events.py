"""Events in time: which of those found were there, and which of those that were there were found."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from desdemona.estimates.clustered import clustered_share
from desdemona.estimates.interval import MINIMUM_CLUSTERS, Interval

Matches = NDArray[np.int64]


def match_events(found: ArrayLike, known: ArrayLike, *, tolerance: float = 0.0) -> Matches:
    """Pair found with known events that overlap, each at most once; return indices, shape (pairs, 2).

    `found` and `known` have shape (n, 2): start and end of each event; `tolerance`, in the same unit, is how far
    apart two may lie and still count as overlapping. Both are walked in order of time; where the events of one
    kind do not overlap each other this pairs as many as can be paired.
    """
    a = np.asarray(found, np.float64).reshape(-1, 2)
    b = np.asarray(known, np.float64).reshape(-1, 2)
    order_a, order_b = np.lexsort((a[:, 1], a[:, 0])), np.lexsort((b[:, 1], b[:, 0]))
    i = j = 0
    pairs: list[tuple[int, int]] = []
    while i < len(a) and j < len(b):
        x, y = a[order_a[i]], b[order_b[j]]
        if x[0] <= y[1] + tolerance and y[0] <= x[1] + tolerance:
            pairs.append((int(order_a[i]), int(order_b[j])))
            i, j = i + 1, j + 1
        elif x[1] < y[1]:
            i += 1
        else:
            j += 1
    return np.array(pairs, np.int64).reshape(-1, 2)


@dataclass(frozen=True, slots=True)
class EventScores:
    """How well events were found: three shares with their intervals, and the counts behind them."""

    precision: Interval
    recall: Interval
    f1: Interval
    matched: int
    invented: int
    missed: int


def event_scores(
    matched: ArrayLike,
    found: ArrayLike,
    known: ArrayLike,
    clusters: ArrayLike,
    *,
    minimum_clusters: int = MINIMUM_CLUSTERS,
) -> EventScores:
    """Return precision, recall and F1 from counts a recording, each of shape (n,), clustered.

    F1 = 2J / (1 + J) with J = matched / (found + known - matched), a share of events that were found or there; so
    F1 gets the interval of J, carried over.
    """
    m, f, k = (np.asarray(x, np.float64) for x in (matched, found, known))
    precision, recall, jaccard = (
        clustered_share(m, clusters, totals=t, minimum_clusters=minimum_clusters) for t in (f, k, f + k - m)
    )
    ends = (None if x is None else 2 * x / (1 + x) for x in (jaccard.estimate, jaccard.low, jaccard.high))
    estimate, low, high = ends
    f1 = Interval(estimate, low, high, jaccard.n, jaccard.clusters, jaccard.level, jaccard.n_effective, jaccard.reason)
    hits = int(m.sum())
    return EventScores(precision, recall, f1, hits, int(f.sum()) - hits, int(k.sum()) - hits)
