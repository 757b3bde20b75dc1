import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from desdemona.estimates.events import event_scores, match_events


def test_each_event_is_matched_once() -> None:
    pairs = match_events([[0.0, 1.0], [0.5, 1.5], [5.0, 6.0]], [[0.8, 0.9], [9.0, 9.5]])
    assert pairs.tolist() == [[0, 0]]


def test_tolerance_reaches_across_a_gap() -> None:
    assert match_events([[0.0, 1.0]], [[1.15, 1.3]]).shape == (0, 2)
    assert match_events([[0.0, 1.0]], [[1.15, 1.3]], tolerance=0.2).tolist() == [[0, 0]]


@st.composite
def apart(draw: st.DrawFn) -> list[list[float]]:
    edges = sorted(draw(st.lists(st.integers(0, 60), min_size=0, max_size=12, unique=True)))
    return [[float(a), float(b)] for a, b in zip(edges[::2], edges[1::2], strict=False)]


@given(apart(), apart())
def test_as_many_are_paired_as_can_be(found: list[list[float]], known: list[list[float]]) -> None:
    pairs = match_events(found, known)
    a, b = np.array(found).reshape(-1, 2), np.array(known).reshape(-1, 2)
    overlap = (a[:, None, 0] <= b[None, :, 1]) & (b[None, :, 0] <= a[:, None, 1])
    rows, columns = linear_sum_assignment(-overlap.astype(float))
    assert len(pairs) == overlap[rows, columns].sum()


def test_scores_by_hand() -> None:
    scores = event_scores([9, 8, 7, 9, 8, 9], [10, 8, 9, 9, 9, 10], [10, 10, 10, 10, 10, 10], range(6))
    assert scores.precision.estimate == pytest.approx(50 / 55, abs=1e-12)
    assert scores.recall.estimate == pytest.approx(50 / 60, abs=1e-12)
    assert scores.f1.estimate == pytest.approx(100 / 115, abs=1e-12)
    assert scores.f1.low is not None
    assert scores.f1.high is not None
    assert 0 < scores.f1.low < 100 / 115 < scores.f1.high < 1
    assert (scores.matched, scores.invented, scores.missed) == (50, 5, 10)


def test_nothing_known_and_nothing_found_is_no_score() -> None:
    assert event_scores([0, 0], [0, 0], [0, 0], [0, 1]).f1.estimate is None
