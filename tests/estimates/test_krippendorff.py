from time import perf_counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from desdemona.estimates.clusters import Floats
from desdemona.estimates.krippendorff import (
    alpha_interval,
    alpha_nominal,
    alpha_ordinal,
    alpha_ratio,
    bootstrap_alpha,
)

NAN = np.nan
# Krippendorff 2011, "Computing Krippendorff's alpha-reliability", section C: four observers, twelve units
PUBLISHED = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
        [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    ]
).T


def counted(ratings: Floats) -> Floats:
    known = np.unique(ratings[np.isfinite(ratings)])
    return np.stack([(ratings == value).sum(1) for value in known], axis=1).astype(np.float64)


def test_the_published_example_to_its_three_digits() -> None:
    assert alpha_nominal(counted(PUBLISHED)) == pytest.approx(0.743, abs=5e-4)
    assert alpha_ordinal(PUBLISHED) == pytest.approx(0.815, abs=5e-4)
    assert alpha_interval(PUBLISHED) == pytest.approx(0.849, abs=5e-4)
    assert alpha_ratio(PUBLISHED) == pytest.approx(0.797, abs=5e-4)


RATINGS = arrays(np.float64, (7, 3), elements=st.one_of(st.just(NAN), st.integers(0, 4).map(float)))


def by_the_book(x: Floats) -> float:
    """Alpha for interval data from all pairs, as it is defined."""
    units = [unit[np.isfinite(unit)] for unit in x if np.isfinite(unit).sum() > 1]
    if not units:
        return NAN
    every = np.concatenate(units)
    n = len(every)
    observed = sum(((u[:, None] - u[None]) ** 2).sum() / (len(u) - 1) for u in units) / n
    expected = ((every[:, None] - every[None]) ** 2).sum() / (n * (n - 1))
    return float(1 - observed / expected) if expected > 0 else NAN


@given(RATINGS)
def test_sums_give_what_all_pairs_give(x: Floats) -> None:
    assert alpha_interval(x) == pytest.approx(by_the_book(x), abs=1e-9, nan_ok=True)


@given(RATINGS, st.floats(0.1, 10), st.floats(-5, 5))
def test_interval_alpha_forgives_scale_and_offset(x: Floats, scale: float, offset: float) -> None:
    assert alpha_interval(scale * x + offset) == pytest.approx(alpha_interval(x), abs=1e-7, nan_ok=True)


@given(RATINGS)
def test_ordinal_alpha_sees_only_the_order(x: Floats) -> None:
    assert alpha_ordinal(np.exp(x)) == pytest.approx(alpha_ordinal(x), abs=1e-9, nan_ok=True)


def test_the_interval_of_alpha_holds_the_estimate_and_needs_people() -> None:
    rng = np.random.default_rng(1)
    truth = rng.normal(size=200)
    x = truth[:, None] + rng.normal(size=(200, 4))
    who = np.repeat(np.arange(40), 5)
    alpha = bootstrap_alpha(x, who, names=False, rng=rng, resamples=500)
    assert alpha.low is not None
    assert alpha.high is not None
    # half of the variance is shared: alpha is .5, its interval with 40 people of five units about .4 to .6
    assert alpha.low < 0.5 < alpha.high
    assert alpha.high - alpha.low == pytest.approx(0.2, abs=0.08)
    assert alpha.estimate == pytest.approx(alpha_interval(x), abs=1e-12)
    few = bootstrap_alpha(x, who // 20, names=False, rng=rng)
    assert few.reason == "2 independent units, at least 5 are needed"


def test_ten_thousand_things_and_ten_raters_take_no_time() -> None:
    x = np.random.default_rng(2).normal(size=(10_000, 10))
    started = perf_counter()
    alpha = alpha_interval(x)
    assert perf_counter() - started < 1
    assert alpha == pytest.approx(0, abs=0.01)  # independent ratings; standard error about .003
