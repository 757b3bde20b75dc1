import numpy as np
import pytest

from desdemona.estimates.raters import fleiss_kappa, intraclass

# Shrout and Fleiss 1979, table 2: six targets, four judges
TABLE_2 = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], np.float64)


def test_the_six_correlations_of_shrout_and_fleiss() -> None:
    icc = intraclass(TABLE_2)
    # table 4 of the paper, to its two digits
    assert icc.one_way.estimate == pytest.approx(0.17, abs=0.005)
    assert icc.two_way_random.estimate == pytest.approx(0.29, abs=0.005)
    assert icc.two_way_fixed.estimate == pytest.approx(0.71, abs=0.006)
    assert icc.one_way_mean.estimate == pytest.approx(0.44, abs=0.005)
    assert icc.two_way_random_mean.estimate == pytest.approx(0.62, abs=0.005)
    assert icc.two_way_fixed_mean.estimate == pytest.approx(0.91, abs=0.005)


def test_their_intervals_are_those_of_the_r_package_psych() -> None:
    icc = intraclass(TABLE_2)
    known = {"one_way": (-0.133, 0.723), "two_way_random": (0.019, 0.761), "two_way_fixed": (0.342, 0.946)}
    for name, (low, high) in known.items():
        interval = getattr(icc, name)
        assert interval.low == pytest.approx(low, abs=1e-3)
        assert interval.high == pytest.approx(high, abs=1e-3)


def test_an_offset_between_raters_matters_only_for_absolute_agreement() -> None:
    x = np.arange(10.0)[:, None] + np.array([0.0, 3.0]) + np.random.default_rng(1).normal(0, 0.1, (10, 2))
    icc = intraclass(x)
    assert icc.two_way_fixed.estimate == pytest.approx(1, abs=0.01)
    # variance of 0..9 is 9.17, of the offset 4.5: .67
    assert icc.two_way_random.estimate == pytest.approx(9.17 / (9.17 + 4.5), abs=0.02)


def test_too_little_has_a_reason() -> None:
    assert intraclass(np.zeros((2, 5))).one_way.reason == "at least 3 things and 2 raters are needed"


def test_fleiss_kappa_of_his_own_kind_of_table() -> None:
    # the worked table of ten subjects and fourteen raters that goes with Fleiss 1971: kappa .210
    counts = [
        [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ]  # fmt: skip
    assert fleiss_kappa(counts) == pytest.approx(0.210, abs=5e-4)
    assert np.isnan(fleiss_kappa([[3, 0], [3, 0]]))
