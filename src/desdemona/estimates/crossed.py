"""The two-way bootstrap: people and raters (or people and items) are both samples, and every row has one of each.

Rows of one person are alike, and so are those of one rater; drawing either alone takes the other for all there is. The
pigeonhole bootstrap draws people and raters each with replacement and weights a row by how often both were
drawn. But for a factor (C - 1)/C its variance is in the mean not too small; what single rows add to it is counted up to
three times. Source: Owen 2007; McCullagh 2000 for why nothing exact exists.
"""

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from desdemona.estimates.bootstrap import CHUNK, count_draws
from desdemona.estimates.clustered import critical_t
from desdemona.estimates.clusters import Codes, Floats, cluster_codes, cluster_sums, measured_rows
from desdemona.estimates.interval import MINIMUM_CLUSTERS, Interval, too_few_clusters, without_interval
from desdemona.estimates.jackknife import Statistic, jackknife


def crossed_sums(
    columns: Floats, people: ArrayLike, raters: ArrayLike, *, rng: np.random.Generator, resamples: int
) -> Floats:
    """Add up `columns`, shape (n, columns), in each two-way resample; return (resamples, columns).

    `people` and `raters`, shape (n,), name the two sources of each row; not every pair needs to occur.
    """
    (first, count), (second, other) = cluster_codes(people), cluster_codes(raters)
    order = np.argsort(second, kind="stable")
    first, columns = first[order], np.asarray(columns, np.float64)[order]
    starts = np.searchsorted(second[order], np.arange(other))
    block = max(1, CHUNK // max(len(first), 1))
    drawn = [
        _weighted(
            columns, first, starts, counts, np.concatenate(list(count_draws(other, rng=rng, resamples=len(counts))))
        )
        for all_counts in count_draws(count, rng=rng, resamples=resamples)
        for counts in np.array_split(all_counts, -(-len(all_counts) // block))
    ]
    return np.concatenate(drawn)


def _weighted(columns: Floats, people: Codes, starts: Codes, counts: Floats, others: Floats) -> Floats:
    """Add up rows, sorted by rater, weighted by how often their person and their rater were drawn."""
    weights = counts[:, people]
    sums = [(np.add.reduceat(weights * column, starts, axis=1) * others).sum(1) for column in columns.T]
    return np.stack(sums, axis=1)


def crossed_statistic(
    columns: Floats,
    statistic: Statistic,
    people: ArrayLike,
    raters: ArrayLike,
    *,
    rng: np.random.Generator,
    resamples: int = 2000,
    minimum_clusters: int = MINIMUM_CLUSTERS,
) -> Interval:
    """Return a statistic of sums of columns with the expanded percentile interval of the two-way bootstrap.

    `columns` has shape (n, columns), `statistic` takes sums of shape (m, columns) and returns (m,). The expansion is
    Student's t with Satterthwaite's degrees of freedom of people's and raters' jackknife variances, so that a few
    raters who differ widen it and a few who agree do not. The interval's `clusters` is the smaller of both numbers,
    which must reach `minimum_clusters`.
    """
    x = np.asarray(columns, np.float64)
    codes = [cluster_codes(names) for names in (people, raters)]
    n, fewest = len(x), min(count for _, count in codes)
    if n == 0:
        return without_interval("nothing was measured", n=0, clusters=0)
    parts = [jackknife(cluster_sums(list(x.T), own, count), statistic) for own, count in codes]
    estimate = parts[0][0]
    if not np.isfinite(estimate):
        return without_interval("not defined on these rows", n=n, clusters=fewest)
    if fewest < minimum_clusters:
        return without_interval(too_few_clusters(fewest, minimum_clusters), n=n, clusters=fewest, estimate=estimate)
    draws = statistic(crossed_sums(x, people, raters, rng=rng, resamples=resamples))
    if not np.isfinite([variance for _, variance in parts]).all() or np.isnan(draws).mean() > 0.05:
        return without_interval("it rests on a single unit", n=n, clusters=fewest, estimate=estimate)
    low, high = _expanded(draws, _degrees([variance for _, variance in parts], [count for _, count in codes]))
    return Interval(estimate, low, high, n, fewest)


def _degrees(variances: list[float], counts: list[int]) -> float:
    """Return Satterthwaite's degrees of freedom of a sum of variances."""
    below = sum(v**2 / (count - 1) for v, count in zip(variances, counts, strict=True))
    return sum(variances) ** 2 / below if below > 0 else min(counts) - 1.0


def _expanded(draws: Floats, degrees: float, level: float = 0.95) -> tuple[float, float]:
    """Return the percentile interval moved out to Student's t, as `bootstrap.expanded_ends`."""
    tail = float(ndtr(-sqrt((degrees + 1) / degrees) * critical_t(level, degrees)))
    low, high = np.nanquantile(draws, [tail, 1 - tail])
    return float(low), float(high)


def crossed_mean(
    values: ArrayLike,
    people: ArrayLike,
    raters: ArrayLike,
    *,
    rng: np.random.Generator,
    resamples: int = 2000,
    minimum_clusters: int = MINIMUM_CLUSTERS,
) -> Interval:
    """Return the mean of `values`, shape (n,), with the interval of `crossed_statistic`; a share is a mean of 0 and 1.

    `people` and `raters` have shape (n,); NaN rows are left out.
    """
    y = np.asarray(values, np.float64)
    keep = measured_rows(y)
    columns = np.stack([y[keep], np.ones(int(keep.sum()))], axis=1)
    return crossed_statistic(
        columns,
        _ratios,
        np.asarray(people)[keep],
        np.asarray(raters)[keep],
        rng=rng,
        resamples=resamples,
        minimum_clusters=minimum_clusters,
    )


def _ratios(sums: Floats) -> Floats:
    """Return the first column over the second, NaN where that is 0."""
    out = np.full(len(sums), np.nan)
    np.divide(sums[:, 0], sums[:, 1], out=out, where=sums[:, 1] > 0)
    return out
