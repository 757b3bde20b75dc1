import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, norm

from desdemona.estimates.interval import Interval
from desdemona.estimates.share import newcombe, observations_for, rule_of_three, wilson


@given(st.integers(1, 500), st.data())
def test_wilson_is_scipys_wilson(n: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, n))
    ours = wilson(hits, n)
    theirs = binomtest(hits, n).proportion_ci(0.95, method="wilson")
    # scipy writes the same equation in another order; only rounding differs
    assert ours.low == pytest.approx(theirs.low, abs=1e-12)
    assert ours.high == pytest.approx(theirs.high, abs=1e-12)


def test_none_of_sixty_leaves_six_percent() -> None:
    share = wilson(0, 60)
    assert (share.estimate, share.low) == (0.0, 0.0)
    # z²/(n + z²) = 3.8415/63.8415, exact
    assert share.high == pytest.approx(0.060172, abs=1e-6)


def test_nothing_observed_has_a_reason() -> None:
    assert wilson(0, 0) == Interval(None, None, None, 0, 0, reason="nothing was observed")


def test_newcombe_gives_the_published_example() -> None:
    # Newcombe 1998 (II), table II: 56/70 against 48/80, method 10: 0.0524 to 0.3339
    difference = newcombe(wilson(56, 70), wilson(48, 80))
    assert difference.estimate == pytest.approx(0.2, abs=1e-12)
    assert difference.low == pytest.approx(0.0524, abs=5e-5)
    assert difference.high == pytest.approx(0.3339, abs=5e-5)


@given(st.integers(1, 80), st.integers(1, 80), st.data())
def test_newcombe_changes_sign_with_the_order(n: int, m: int, data: st.DataObject) -> None:
    a, b = wilson(data.draw(st.integers(0, n)), n), wilson(data.draw(st.integers(0, m)), m)
    one, other = newcombe(a, b), newcombe(b, a)
    assert one.low is not None
    assert other.high is not None
    assert one.low == pytest.approx(-other.high, abs=1e-12)


def test_newcombe_without_one_side_says_why() -> None:
    assert newcombe(wilson(1, 2), wilson(0, 0)).reason == "nothing was observed"


def test_rule_of_three_is_three_over_n() -> None:
    # 1 - 0.05^(1/300) = .009936; "3/n" is .01
    assert rule_of_three(300) == pytest.approx(0.009936, abs=1e-6)
    assert rule_of_three(0) == 1.0


@given(st.floats(0.001, 0.9))
def test_observations_for_is_the_least_number_that_does(upper: float) -> None:
    n = observations_for(upper)
    z = norm.ppf(0.975)
    assert z**2 / (n + z**2) <= upper + 1e-9  # Wilson's upper end with no hit
    assert n == 1 or z**2 / (n - 1 + z**2) > upper - 1e-9


def test_seventy_three_silences_say_at_most_five_percent() -> None:
    assert observations_for(0.05) == 73
