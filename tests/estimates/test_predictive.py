import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desdemona.estimates.interval import Interval
from desdemona.estimates.predictive import (
    break_even_prevalence,
    expected_counts,
    negative_predictive_value,
    positive_predictive_value,
)
from desdemona.estimates.share import wilson

BEST = Interval(1.0, 1.0, 1.0, 0, 0)


def test_the_textbook_case() -> None:
    # sensitivity .9, specificity .95, one in a hundred: .009/(.009 + .0495) = 15.4 %
    assert float(positive_predictive_value(0.9, 0.95, 0.01)) == pytest.approx(0.153846, abs=1e-6)
    assert float(negative_predictive_value(0.9, 0.95, 0.01)) == pytest.approx(0.9405 / 0.9415, abs=1e-12)


@given(st.floats(0.01, 1), st.floats(0, 0.99), st.floats(0.05, 0.95))
def test_at_break_even_the_promised_share_of_flags_is_right(se: float, sp: float, ppv: float) -> None:
    prevalence = break_even_prevalence(se, sp, ppv=ppv)
    assert float(positive_predictive_value(se, sp, prevalence)) == pytest.approx(ppv, abs=1e-9)


def test_nobody_flagged_has_no_predictive_value() -> None:
    assert np.isnan(positive_predictive_value(0.0, 1.0, 0.1))
    assert np.isnan(break_even_prevalence(0.0, 1.0))


def test_counts_of_ten_thousand() -> None:
    counts = expected_counts(wilson(90, 100), wilson(95, 100), 0.01, rng=np.random.default_rng(1))
    assert counts.true_positives == pytest.approx(90, abs=1e-9)
    assert counts.false_positives == pytest.approx(495, abs=1e-9)
    assert counts.false_negatives == pytest.approx(10, abs=1e-9)
    # specificity alone, .888 to .978 by Wilson, moves it from 7.5 to 29 %; the draws must lie about there
    assert counts.low == pytest.approx(0.08, abs=0.015)
    assert counts.high == pytest.approx(0.32, abs=0.05)


def test_an_assumed_sensitivity_leaves_only_the_specificity_uncertain() -> None:
    counts = expected_counts(BEST, wilson(50, 50), 0.001, rng=np.random.default_rng(1))
    assert counts.ppv == 1.0
    assert counts.low < 0.05  # 50 of 50 leaves a false alarm share of 3 to 7 % possible: 1 in 1000 drowns in it


def test_an_unknown_specificity_has_no_interval() -> None:
    counts = expected_counts(BEST, wilson(0, 0), 0.1, rng=np.random.default_rng(1))
    assert np.isnan(counts.ppv)
    assert np.isnan(counts.low)
