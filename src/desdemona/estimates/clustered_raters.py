"""Intraclass correlations of things that come in clusters, such as several recordings of a person.

The F intervals of `raters.intraclass` take things to be independent; with three things a person they cover in .92
instead of .95, with eight in .82. Here things are left out a cluster at a time (`jackknife.corrected_ends`), and where
raters are a sample too their own spread joins by the method of variance estimates recovery (Zou and Donner 2008).
"""

from functools import partial
from math import hypot
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtri

from desdemona.estimates.clusters import Floats, cluster_codes, cluster_sums
from desdemona.estimates.interval import MINIMUM_CLUSTERS, Interval, too_few_clusters, without_interval
from desdemona.estimates.jackknife import corrected_ends, leave_each_out
from desdemona.estimates.raters import Intraclass, stepped_up

Form = Literal["one way", "random", "fixed"]


def clustered_intraclass(
    ratings: ArrayLike,
    clusters: ArrayLike,
    *,
    level: float = 0.95,
    minimum_clusters: int = MINIMUM_CLUSTERS,
) -> Intraclass:
    """Return ICC(1,1), (2,1), (3,1), (1,k), (2,k) and (3,k) with intervals over clusters of things.

    `ratings` has shape (things, raters) and no gaps; things with a gap are left out. `clusters`, shape (things,), names
    the independent source of each thing; where things are independent every thing is its own. Source: McGraw and
    Wong 1996 for the six; for (2,1) the mean square between raters has a χ² with raters - 1 degrees of freedom.
    """
    x = np.asarray(ratings, np.float64)
    keep = np.isfinite(x).all(1)
    x, (codes, count), k = x[keep], cluster_codes(np.asarray(clusters)[keep]), x.shape[1]
    if len(x) < 3 or k < 2:
        none = without_interval("at least 3 things and 2 raters are needed", n=x.size, clusters=count)
        return Intraclass(none, none, none, none, none, none)
    y = x - x.mean()  # squares of what is far from zero would lose digits
    sums = cluster_sums((np.ones(len(y)), y.sum(1) ** 2, (y**2).sum(1), *y.T), codes, count)
    forms: tuple[Form, ...] = ("one way", "random", "fixed")
    one, random, fixed = (_interval(sums, form, level, minimum_clusters) for form in forms)
    return Intraclass(one, random, fixed, stepped_up(one, k), stepped_up(random, k), stepped_up(fixed, k))


def _interval(sums: Floats, form: Form, level: float, minimum: int) -> Interval:
    """Return one form with its interval; `sums` as in `_mean_squares`."""
    count, k = len(sums), sums.shape[1] - 3
    n = round(float(sums[:, 0].sum())) * k
    estimate, without = leave_each_out(sums, partial(_correlation, form=form))
    if not np.isfinite(estimate):
        return without_interval("nothing varies", n=n, clusters=count)
    if count < minimum:
        return without_interval(too_few_clusters(count, minimum), n=n, clusters=count, estimate=estimate)
    if not np.isfinite(without).all():
        return without_interval("it rests on a single unit", n=n, clusters=count, estimate=estimate)
    low, high = corrected_ends(estimate, without, level)
    if form == "random":
        few, many = (
            _with_raters_apart(sums, (k - 1) / float(chdtri(k - 1, p))) for p in (0.5 - level / 2, 0.5 + level / 2)
        )
        low, high = estimate - hypot(estimate - low, estimate - many), estimate + hypot(high - estimate, few - estimate)
    return Interval(estimate, max(low, -1 / (k - 1)), min(high, 1.0), n, count, level)


def _mean_squares(sums: Floats) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Return things, and mean squares between things, within them, between raters, and of the rest; shape (m,) each.

    `sums`, shape (m, 3 + raters), holds the number of things, the squares of their totals, the squares of all ratings
    and each rater's total.
    """
    n, k, by_rater = sums[:, 0], sums.shape[1] - 3, sums[:, 3:]
    middle = by_rater.sum(1) ** 2 / (n * k)
    between, raters = sums[:, 1] / k - middle, (by_rater**2).sum(1) / n - middle
    within = sums[:, 2] - sums[:, 1] / k
    rest = within - raters
    return n, between / (n - 1), within / (n * (k - 1)), raters / (k - 1), rest / ((n - 1) * (k - 1))


def _correlation(sums: Floats, form: Form, raters_apart: float = 1.0) -> Floats:
    """Return an intraclass correlation of each row of sums, raters' mean square multiplied by `raters_apart`."""
    n, between, within, raters, rest = _mean_squares(np.where(sums[:, :1] > 1, sums, np.nan))
    k = sums.shape[1] - 3
    error = within if form == "one way" else rest
    below = between + (k - 1) * error
    if form == "random":
        below = below + k * (raters * raters_apart - rest) / n
    out = np.full(len(sums), np.nan)
    np.divide(between - error, below, out=out, where=below > 1e-12 * sums[:, 2] / (n * k))
    return out


def _with_raters_apart(sums: Floats, factor: float) -> float:
    """Return ICC(2,1) of all clusters if raters differed by so much more."""
    return float(_correlation(sums.sum(0)[None], "random", factor)[0])
