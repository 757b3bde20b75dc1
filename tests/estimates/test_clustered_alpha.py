from time import process_time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desdemona.estimates.clustered_alpha import ORDINAL_GROUPS, Metric, clustered_alpha
from desdemona.estimates.clusters import Codes, Floats
from desdemona.estimates.interval import Interval
from desdemona.estimates.jackknife import corrected_ends
from desdemona.estimates.krippendorff import alpha_interval, alpha_nominal, alpha_ordinal, alpha_ratio

ALPHAS = {"nominal": alpha_nominal, "ordinal": alpha_ordinal, "interval": alpha_interval, "ratio": alpha_ratio}
METRICS: tuple[Metric, ...] = ("nominal", "ordinal", "interval", "ratio")


def rated(seed: int, people: int = 12, each: int = 5, raters: int = 4) -> tuple[Floats, Codes]:
    """Positive ratings with gaps, some tied, and whose units they are of."""
    rng = np.random.default_rng(seed)
    who = np.repeat(np.arange(people), each)
    truth = rng.normal(size=people)[who] + rng.normal(size=len(who))
    x = np.asarray(np.round(np.exp(0.5 * truth[:, None] + 0.5 * rng.normal(size=(len(who), raters))), 1), np.float64)
    x[rng.random(x.shape) < 0.2] = np.nan
    return x, who


def tabled(metric: Metric, x: Floats) -> Floats:
    """The ratings as the metric takes them: as they are, or as counts of three names."""
    if metric != "nominal":
        return x
    name = np.digitize(x, [0.7, 1.5])
    return np.stack([((name == k) & np.isfinite(x)).sum(1) for k in range(3)], axis=1).astype(np.float64)


def ends(interval: Interval) -> tuple[float, float]:
    assert interval.low is not None
    assert interval.high is not None
    return interval.low, interval.high


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("seed", range(4))
def test_it_is_the_jackknife_that_leaves_people_out_one_by_one(metric: Metric, seed: int) -> None:
    x, who = rated(seed)
    table, alpha = tabled(metric, x), ALPHAS[metric]
    ours = clustered_alpha(table, who, metric=metric)
    assert ours.estimate == pytest.approx(alpha(table), abs=1e-12)
    low, high = corrected_ends(alpha(table), np.array([alpha(table[who != k]) for k in range(12)]), 0.95)
    assert ends(ours) == pytest.approx((low, min(high, 1.0)), abs=1e-9)


def ratio_by_the_book(x: Floats) -> float:
    """Alpha for ratios from all pairs, as it is defined."""
    units = [unit[np.isfinite(unit)] for unit in x if np.isfinite(unit).sum() > 1]
    every = np.concatenate(units) if units else np.zeros(0)

    def distances(v: Floats) -> float:
        total = v[:, None] + v
        return float((((v[:, None] - v) / np.where(total > 0, total, 1)) ** 2).sum())

    within, between = sum(distances(u) / (len(u) - 1) for u in units), distances(every)
    return float(1 - within * (len(every) - 1) / between) if between > 0 else np.nan


@given(st.integers(0, 10_000), st.sampled_from([1e-9, 0.01, 1.0, 20.0]))
def test_ratio_alpha_through_exponentials_is_that_of_all_pairs(seed: int, spread: float) -> None:
    rng = np.random.default_rng(seed)
    x = np.exp(spread * (rng.normal(size=(8, 1)) + rng.normal(size=(8, 3))))
    x[rng.random(x.shape) < 0.2] = np.nan
    x[rng.random(x.shape) < 0.1] = 0.0
    # differences of a billionth lose nine digits in either
    assert alpha_ratio(x) == pytest.approx(ratio_by_the_book(x), abs=1e-9 if spread > 1e-3 else 1e-5, nan_ok=True)


def test_ratio_alpha_forgives_the_unit_and_not_the_zero() -> None:
    x, _ = rated(9)
    assert alpha_ratio(1000 * x) == pytest.approx(alpha_ratio(x), abs=1e-12)
    assert alpha_ratio(x + 5) != pytest.approx(alpha_ratio(x), abs=0.01)
    assert np.isnan(alpha_ratio(np.where(x > 1, -x, x)))


def test_many_people_are_left_out_in_groups_and_say_the_same() -> None:
    x, who = rated(3, people=3 * ORDINAL_GROUPS, each=2)
    grouped = clustered_alpha(x, who, metric="ordinal")
    half = clustered_alpha(x[who < ORDINAL_GROUPS], who[who < ORDINAL_GROUPS], metric="ordinal")
    assert grouped.clusters == np.unique(who[np.isfinite(x).sum(1) > 1]).size
    widths = [ends(found)[1] - ends(found)[0] for found in (grouped, half)]
    assert widths[1] / widths[0] == pytest.approx(np.sqrt(3), rel=0.3)  # a third of the people; each is known to 10 %


def test_what_cannot_be_said_has_a_reason() -> None:
    x, who = rated(1)
    assert clustered_alpha(x, who // 4, metric="ordinal").reason == "3 independent units, at least 5 are needed"
    assert clustered_alpha(np.ones((9, 3)), np.arange(9), metric="ratio").reason == "every rating is the same"
    assert clustered_alpha(-x, who, metric="ratio").reason == "a rating is negative"
    assert clustered_alpha([[1.0, np.nan]], [1], metric="interval").reason == "no unit was rated twice"
    alone = np.ones((9, 3))
    alone[0] = [1, 2, 3]
    assert clustered_alpha(alone, np.arange(9), metric="interval").reason == "all but one unit rate alike"


@pytest.mark.parametrize("metric", ["ordinal", "interval", "ratio"])
def test_ten_thousand_things_with_an_interval_take_no_time(metric: Metric) -> None:
    rng = np.random.default_rng(2)
    x = np.exp(rng.normal(size=(10_000, 1)) + 0.7 * rng.normal(size=(10_000, 10)))
    started = process_time()
    found = clustered_alpha(x, np.arange(10_000), metric=metric)
    assert process_time() - started < 2  # .01 to .5 s of one core; the rest is for a slower one
    low, high = ends(found)
    assert high - low < 0.06
