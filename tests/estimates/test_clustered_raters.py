import numpy as np
import pytest

from desdemona.estimates.clustered_raters import clustered_intraclass
from desdemona.estimates.clusters import Codes, Floats
from desdemona.estimates.interval import Interval
from desdemona.estimates.jackknife import corrected_ends
from desdemona.estimates.raters import intraclass

NAMES = ("one_way", "two_way_random", "two_way_fixed", "one_way_mean", "two_way_random_mean", "two_way_fixed_mean")


def rated(seed: int, people: int = 15, each: int = 6, spread: float = 0.5) -> tuple[Floats, Codes]:
    """Ratings by 5 raters of things, half of whose variance is between people."""
    rng = np.random.default_rng(seed)
    who = np.repeat(np.arange(people), each)
    truth = (rng.normal(size=people)[who] + rng.normal(size=len(who))) / np.sqrt(2)
    return truth[:, None] + spread * rng.normal(size=5) + rng.normal(size=(len(who), 5)), who


def width(interval: Interval) -> float:
    assert interval.low is not None
    assert interval.high is not None
    return interval.high - interval.low


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", range(3))
def test_estimates_are_those_of_independent_things(name: str, seed: int) -> None:
    x, who = rated(seed)
    ours, theirs = getattr(clustered_intraclass(x + 1e6, who), name), getattr(intraclass(x), name)
    assert ours.estimate == pytest.approx(theirs.estimate, abs=1e-7)
    assert ours.low < ours.estimate < ours.high


@pytest.mark.parametrize("name", ["one_way", "two_way_fixed"])
def test_it_is_the_jackknife_that_leaves_people_out_one_by_one(name: str) -> None:
    x, who = rated(4)
    estimate = getattr(intraclass(x), name).estimate
    without = np.array([getattr(intraclass(x[who != k]), name).estimate for k in range(15)])
    ours = getattr(clustered_intraclass(x, who), name)
    assert (ours.low, ours.high) == pytest.approx(corrected_ends(estimate, without, 0.95), abs=1e-9)


def test_things_of_few_people_say_less_and_independent_ones_as_much_as_the_f_interval() -> None:
    x, who = rated(5, people=60, each=8)
    f = intraclass(x).one_way
    assert width(clustered_intraclass(x, who).one_way) > 1.15 * width(f)
    rng = np.random.default_rng(6)
    alone = rng.normal(size=(300, 1)) + rng.normal(size=(300, 5))
    ours, theirs = clustered_intraclass(alone, np.arange(300)).one_way, intraclass(alone).one_way
    assert width(ours) == pytest.approx(width(theirs), rel=0.15)  # a variance of 300 is known to 8 %


def test_raters_who_are_a_sample_widen_their_interval_only() -> None:
    alike, apart = (clustered_intraclass(*rated(7, people=60, spread=spread)) for spread in (0.0, 1.0))
    assert width(apart.two_way_random) > 2 * width(alike.two_way_random)
    assert width(apart.two_way_fixed) == pytest.approx(width(alike.two_way_fixed), rel=1e-9)


def test_another_scale_and_offset_change_nothing() -> None:
    x, who = rated(8)
    one, other = (clustered_intraclass(y, who).two_way_random for y in (x, 7 - 3 * x))
    assert (one.estimate, one.low, one.high) == pytest.approx((other.estimate, other.low, other.high), abs=1e-9)


def test_what_cannot_be_said_has_a_reason() -> None:
    x, who = rated(1)
    assert clustered_intraclass(x[:2], who[:2]).one_way.reason == "at least 3 things and 2 raters are needed"
    few = clustered_intraclass(x, who // 5).two_way_random
    assert (few.low, few.reason) == (None, "3 independent units, at least 5 are needed")
    assert clustered_intraclass(np.ones((9, 3)), np.arange(9)).one_way.reason == "nothing varies"
    gaps = np.where(np.arange(x.size).reshape(x.shape) % 31 == 0, np.nan, x)
    whole = np.isfinite(gaps).all(1)
    assert clustered_intraclass(gaps, who) == clustered_intraclass(x[whole], who[whole])


def test_raters_who_do_not_agree_at_all_have_a_mean_that_is_not_told_below_minus_one() -> None:
    x = np.array([[k, -k] for k in (1.0, 2, 3, 4, 5, 6)])
    found = clustered_intraclass(x, np.arange(6))
    assert found.one_way.estimate == pytest.approx(-1)
    assert found.one_way_mean.estimate == found.one_way_mean.low == -1.0
