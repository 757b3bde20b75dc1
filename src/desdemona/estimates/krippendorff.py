"""Krippendorff's alpha: agreement of any number of raters, with gaps, beyond what chance gives.

alpha = 1 - D_o / D_e with D_o the mean distance within units and D_e that between any two ratings. All levels need
only sums within each unit: nominal through counts of categories, interval through Σx and Σx², ordinal as interval on
midranks, since the ordinal distance is the squared difference of midranks, and ratio through sums of exponentials. So
nothing grows with the square of the number of distinct values. Intervals are in `clustered_alpha`. Source:
Krippendorff 2004, chapter 11.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from desdemona.estimates.bootstrap import expanded_ends, resampled_sums
from desdemona.estimates.clusters import Codes, Floats, cluster_codes, cluster_sums
from desdemona.estimates.interval import MINIMUM_CLUSTERS, Interval, too_few_clusters, without_interval
from desdemona.estimates.rank import midranks

STEP = 1 / 4
"""Step of ln λ in the integral of ratio distances; the trapezoid is off by 2 |Γ(2 + 2πi/STEP)|, about 5e-15."""


def alpha_nominal(counts: ArrayLike) -> float:
    """Return alpha for names from counts, shape (units, categories): how often each unit got each name.

    Units rated once do not count. NaN where fewer than two ratings can be paired or only one name was used.
    """
    c = np.asarray(counts, np.float64)
    return float(alphas(nominal_sums(c).sum(0)[None], names=True)[0])


def alpha_interval(ratings: ArrayLike) -> float:
    """Return alpha for quantities whose differences count, from ratings of shape (units, raters); NaN is no rating."""
    sums = interval_sums(np.asarray(ratings, np.float64)).sum(0)
    return float(alphas(sums[None], names=False)[0])


def alpha_ordinal(ratings: ArrayLike) -> float:
    """Return alpha for ranks, from ratings of shape (units, raters); NaN is no rating."""
    x = np.asarray(ratings, np.float64)
    given = np.isfinite(x) & (np.isfinite(x).sum(1) > 1)[:, None]
    ranks = np.full(x.shape, np.nan)
    ranks[given] = midranks(x[given])
    return alpha_interval(ranks)


def alpha_ratio(ratings: ArrayLike) -> float:
    """Return alpha for quantities with a true zero, from ratings of shape (units, raters); NaN is no rating.

    The distance is ((a - b) / (a + b))², 0 between two zeros. NaN also where a rating is negative.
    """
    return float(ratio_alphas(*ratio_sums(np.asarray(ratings, np.float64)))[0])


def ratio_sums(x: Floats, clusters: Codes | None = None) -> tuple[Floats, Floats]:
    """Return what ratio alpha needs of each cluster of units: shapes (clusters, 2) and (nodes, clusters, 3).

    The first holds disagreement and pairable ratings. Since ((a - b)/(a + b))² = ∫ λ (a - b)² exp(-λ(a + b)) dλ, the
    distance between any two ratings is an integral over products of sums: Σ e, Σ (x - c) e and Σ (x - c)² e with
    e = exp(-λx), which the second holds at each λ, times the square root of its weight. The trapezoid in ln λ with
    steps of 1/4 is right to 14 digits, so the time grows with the number of ratings and not with its square.
    `clusters` numbers each unit's cluster from 0 up without a gap; left out, all units are one.
    """
    codes = np.zeros(len(x), np.int64) if clusters is None else clusters
    order = np.argsort(codes, kind="stable")
    x, codes = x[order], codes[order]
    given = np.isfinite(x)
    given &= (given.sum(1) > 1)[:, None]
    m, count = given.sum(1).astype(np.float64), int(codes.max(initial=0)) + 1
    first = cluster_sums((_ratio_disagreement(x, given, m), m), codes, count)
    values = x[given]
    if values.size == 0 or values.max() <= 0 or values.min() < 0:
        return (first if values.min(initial=0) >= 0 else np.full_like(first, np.nan)), np.zeros((0, count, 3))
    ends = np.cumsum(first[:, 1]).astype(np.int64)
    rates = np.exp(np.arange(np.log(1e-7 / values.max()), np.log(40 / values[values > 0].min()) + STEP, STEP))
    return first, np.stack([_laplace_sums(values, ends, rate) for rate in rates])


def _ratio_disagreement(x: Floats, given: NDArray[np.bool_], m: Floats) -> Floats:
    """Return for each unit the distances of its pairs of ratings, added up and over m - 1."""
    own = np.zeros(len(x))
    for i in range(x.shape[1]):
        for j in range(i):
            both = given[:, i] & given[:, j]
            own[both] += 2 * _ratio_distance(x[both, i], x[both, j]) / (m[both] - 1)
    return own


def _laplace_sums(values: Floats, ends: Codes, rate: float) -> Floats:
    """Return Σ e, Σ (x - c) e and Σ (x - c)² e of each cluster at one λ, times λ √STEP; c is the mean under e.

    `values` are sorted by cluster, `ends` says where each ends.
    """
    e = np.exp(-rate * values)
    off = values - float((e * values).sum()) / float(e.sum())  # a dot product would wait for other threads
    off_e = off * e
    starts = np.concatenate([[0], ends[:-1]])
    sums = np.stack([_added_up(w, starts, ends) for w in (e, off_e, off * off_e)], axis=1)
    weighted: Floats = rate * np.sqrt(STEP) * sums
    return weighted


def _added_up(values: Floats, starts: Codes, ends: Codes) -> Floats:
    """Add up the values from each start to its end; 0 where there are none."""
    padded = np.append(values, 0.0)
    out: Floats = np.where(ends > starts, np.add.reduceat(padded, starts), 0.0)
    return out


def ratio_alphas(sums: Floats, nodes: Floats) -> Floats:
    """Return ratio alpha of each row of `ratio_sums`, shape (rows,)."""
    own, n = sums.T
    all_pairs = 2 * (nodes[..., 0] * nodes[..., 2] - nodes[..., 1] ** 2).sum(0)
    out = np.full(len(sums), np.nan)
    np.divide(own * (n - 1), all_pairs, out=out, where=all_pairs > 1e-26 * n**2)
    return 1 - out


def _ratio_distance(a: Floats, b: Floats) -> Floats:
    """Return ((a - b) / (a + b))², and 0 where both are 0."""
    total = np.asarray(a + b)
    out = np.zeros(total.shape)
    np.divide(a - b, total, out=out, where=total > 0)
    return out**2


def nominal_sums(c: Floats) -> Floats:
    """Return for each unit its disagreement, its pairable ratings, and those of each name; (units, 2 + categories)."""
    m = c.sum(1)
    paired = m > 1
    own = np.where(paired, (m**2 - (c**2).sum(1)) / np.maximum(m - 1, 1), 0.0)
    return np.column_stack([own, np.where(paired, m, 0.0), c * paired[:, None]])


def interval_sums(x: Floats) -> Floats:
    """Return for each unit its disagreement, its pairable ratings, their sum and sum of squares; (units, 4)."""
    given = np.isfinite(x)
    centre = float(x[given].mean()) if given.any() else 0.0
    m = given.sum(1).astype(np.float64)
    paired = m > 1
    y = np.where(given & paired[:, None], x - centre, 0.0)  # squares of what is far from zero would lose digits
    total, square = y.sum(1), (y**2).sum(1)
    own = np.where(paired, 2 * (m * square - total**2) / np.maximum(m - 1, 1), 0.0)
    return np.column_stack([own, np.where(paired, m, 0.0), total, square])


def alphas(sums: Floats, *, names: bool) -> Floats:
    """Return alpha for each row of added-up sums, shape (rows,)."""
    own, n, rest = sums[:, 0], sums[:, 1], sums[:, 2:]
    all_pairs = n**2 - (rest**2).sum(1) if names else 2 * (n * rest[:, 1] - rest[:, 0] ** 2)
    scale = n**2 if names else n * rest[:, 1]
    out = np.full(len(sums), np.nan)
    np.divide(own * (n - 1), all_pairs, out=out, where=all_pairs > 1e-12 * scale)
    return 1 - out


def bootstrap_alpha(
    table: ArrayLike,
    clusters: ArrayLike,
    *,
    names: bool,
    rng: np.random.Generator,
    resamples: int = 2000,
    minimum_clusters: int = MINIMUM_CLUSTERS,
) -> Interval:
    """Return alpha with the expanded percentile interval over clusters of units, shifted by twice its bias.

    `table` holds counts, shape (units, categories), when `names` is true (nominal), else ratings, shape (units,
    raters), whose differences count (interval). `clusters` has shape (units,): the independent source of each unit.
    The draws are lower than the estimate by about as much as the estimate is lower than the truth. With few clusters
    `clustered_alpha.clustered_alpha` covers better.
    """
    x = np.asarray(table, np.float64)
    sums = nominal_sums(x) if names else interval_sums(x)
    codes, count = cluster_codes(clusters)
    n = int(sums[:, 1].sum())
    if n == 0:
        return without_interval("no unit was rated twice", n=0, clusters=count)
    estimate = float(alphas(sums.sum(0)[None], names=names)[0])
    if not np.isfinite(estimate):
        return without_interval("every rating is the same", n=n, clusters=count)
    if count < minimum_clusters:
        return without_interval(too_few_clusters(count, minimum_clusters), n=n, clusters=count, estimate=estimate)
    each = cluster_sums(list(sums.T), codes, count)
    draws = alphas(resampled_sums(each, rng=rng, resamples=resamples), names=names)
    low, high = expanded_ends(draws, count)
    shift = 2 * (estimate - float(np.nanmean(draws)))
    return Interval(estimate, min(estimate, low + shift), min(max(estimate, high + shift), 1.0), n, count)
