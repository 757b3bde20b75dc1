"""Krippendorff's alpha: agreement of any number of raters, with gaps, beyond what chance gives.

alpha = 1 - D_o / D_e with D_o the mean distance within units and D_e that between any two ratings. All levels but
ratio need only sums within each unit: nominal through counts of categories, interval through Σx and Σx², and ordinal
as interval on midranks, since the ordinal distance is the squared difference of midranks. So nothing grows with the
square of the number of distinct values. Source: Krippendorff 2004, chapter 11.
"""

import numpy as np
from numpy.typing import ArrayLike

from desdemona.estimates.bootstrap import expanded_ends, resampled_sums
from desdemona.estimates.clusters import Floats, cluster_codes, cluster_sums
from desdemona.estimates.interval import MINIMUM_CLUSTERS, Interval, too_few_clusters, without_interval
from desdemona.estimates.rank import midranks

BLOCK = 2048
"""Distinct values compared at a time, for ratios."""


def alpha_nominal(counts: ArrayLike) -> float:
    """Return alpha for names from counts, shape (units, categories): how often each unit got each name.

    Units rated once do not count. NaN where fewer than two ratings can be paired or only one name was used.
    """
    c = np.asarray(counts, np.float64)
    return float(_alphas(_nominal_sums(c).sum(0)[None], names=True)[0])


def alpha_interval(ratings: ArrayLike) -> float:
    """Return alpha for quantities whose differences count, from ratings of shape (units, raters); NaN is no rating."""
    sums = _interval_sums(np.asarray(ratings, np.float64)).sum(0)
    return float(_alphas(sums[None], names=False)[0])


def alpha_ordinal(ratings: ArrayLike) -> float:
    """Return alpha for ranks, from ratings of shape (units, raters); NaN is no rating."""
    x = np.asarray(ratings, np.float64)
    given = np.isfinite(x) & (np.isfinite(x).sum(1) > 1)[:, None]
    ranks = np.full(x.shape, np.nan)
    ranks[given] = midranks(x[given])
    return alpha_interval(ranks)


def alpha_ratio(ratings: ArrayLike) -> float:
    """Return alpha for quantities with a true zero, from ratings of shape (units, raters) that are not negative.

    The distance is ((a - b) / (a + b))², 0 between two zeros. Distinct values are compared block by block, so memory
    stays small, but the time grows with their square.
    """
    x = np.asarray(ratings, np.float64)
    present = np.isfinite(x)
    x, present = x[present.sum(1) > 1], present[present.sum(1) > 1]
    within = sum(
        float(np.nansum(_ratio_distance(x[:, i], x[:, j]) / (present.sum(1) - 1)))
        for i in range(x.shape[1])
        for j in range(x.shape[1])
        if i != j
    )
    known, count = np.unique(x[present], return_counts=True)
    blocks = range(0, len(known), BLOCK)
    between = sum(
        float(count[b : b + BLOCK] @ _ratio_distance(known[b : b + BLOCK, None], known[None]) @ count) for b in blocks
    )
    n = int(present.sum())
    return 1 - within * (n - 1) / between if between > 0 else float("nan")


def _ratio_distance(a: Floats, b: Floats) -> Floats:
    """Return ((a - b) / (a + b))², and 0 where both are 0."""
    total = np.asarray(a + b)
    out = np.where(np.isnan(total), np.nan, 0.0)
    np.divide(a - b, total, out=out, where=total > 0)
    return out**2


def _nominal_sums(c: Floats) -> Floats:
    """Return for each unit its disagreement, its pairable ratings, and those of each name; (units, 2 + categories)."""
    m = c.sum(1)
    paired = m > 1
    own = np.where(paired, (m**2 - (c**2).sum(1)) / np.maximum(m - 1, 1), 0.0)
    return np.column_stack([own, np.where(paired, m, 0.0), c * paired[:, None]])


def _interval_sums(x: Floats) -> Floats:
    """Return for each unit its disagreement, its pairable ratings, their sum and sum of squares; (units, 4)."""
    given = np.isfinite(x)
    centre = float(x[given].mean()) if given.any() else 0.0
    m = given.sum(1).astype(np.float64)
    paired = m > 1
    y = np.where(given & paired[:, None], x - centre, 0.0)  # squares of what is far from zero would lose digits
    total, square = y.sum(1), (y**2).sum(1)
    own = np.where(paired, 2 * (m * square - total**2) / np.maximum(m - 1, 1), 0.0)
    return np.column_stack([own, np.where(paired, m, 0.0), total, square])


def _alphas(sums: Floats, *, names: bool) -> Floats:
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
    """Return alpha with the expanded percentile interval over clusters of units.

    `table` holds counts, shape (units, categories), when `names` is true (nominal), else ratings, shape (units,
    raters), whose differences count (interval). `clusters` has shape (units,): the independent source of each unit.
    """
    x = np.asarray(table, np.float64)
    sums = _nominal_sums(x) if names else _interval_sums(x)
    codes, count = cluster_codes(clusters)
    n = int(sums[:, 1].sum())
    if n == 0:
        return without_interval("no unit was rated twice", n=0, clusters=count)
    estimate = float(_alphas(sums.sum(0)[None], names=names)[0])
    if not np.isfinite(estimate):
        return without_interval("every rating is the same", n=n, clusters=count)
    if count < minimum_clusters:
        return without_interval(too_few_clusters(count, minimum_clusters), n=n, clusters=count, estimate=estimate)
    each = cluster_sums(list(sums.T), codes, count)
    draws = _alphas(resampled_sums(each, rng=rng, resamples=resamples), names=names)
    low, high = expanded_ends(draws, count)
    return Interval(estimate, low, high, n, count)
