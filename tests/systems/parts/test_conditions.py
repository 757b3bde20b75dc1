"""Conditions: levels and ranges include their ends, votes wait for what was not measured, clocks may differ."""

import itertools

import numpy as np
import pytest
from tests.systems.parts.made import NAN, T_S, applied, as_series, series

from desdemona.systems.flows import Series


def test_below_level_takes_the_level_itself() -> None:
    signal = Series(np.arange(4.0), np.array([0.1, 0.2, 0.3, NAN]))
    found = as_series(applied("below level", {"signal": signal}, level=0.2)).value
    assert found[:3].tolist() == [1.0, 1.0, 0.0]
    assert np.isnan(found[3])


def test_within_range_takes_both_ends() -> None:
    signal = Series(np.arange(6.0), np.array([-5.0, -4.0, 0.0, 3.0, 3.1, NAN]))
    found = as_series(applied("within range", {"signal": signal}, from_level=-4.0, to_level=3.0)).value
    assert found[:5].tolist() == [0.0, 1.0, 1.0, 1.0, 0.0]
    assert np.isnan(found[5])


def test_not_turns_round_what_was_measured() -> None:
    found = as_series(applied("not", {"condition": Series(np.arange(3.0), np.array([1.0, 0.0, NAN]))})).value
    assert found[:2].tolist() == [0.0, 1.0]
    assert np.isnan(found[2])


@pytest.mark.parametrize(
    ("part", "values", "expected"),
    [
        ("any of", {}, {"110": 1, "000": 0, "1nn": 1, "00n": NAN, "nnn": NAN}),
        ("all of", {}, {"111": 1, "110": 0, "11n": NAN, "0nn": 0, "nnn": NAN}),
        ("at least some of", {"least_count": 2.0}, {"110": 1, "100": 0, "11n": 1, "10n": NAN, "00n": 0, "nnn": NAN}),
    ],
)
def test_votes(part: str, values: dict[str, float], expected: dict[str, float]) -> None:
    for held, said in expected.items():
        inputs = {f"input {k}": series(NAN if one == "n" else float(one)) for k, one in enumerate(held)}
        found = as_series(applied(part, dict(inputs), (), **values)).value
        assert found == pytest.approx(np.full(T_S.shape, float(said)), nan_ok=True), held


def test_the_order_of_votes_does_not_matter() -> None:
    flows = {"a": series(1.0), "b": series(0.0), "c": series(NAN)}
    for order in itertools.permutations(flows):
        assert (as_series(applied("any of", {name: flows[name] for name in order})).value == 1.0).all()
        assert (as_series(applied("all of", {name: flows[name] for name in order})).value == 0.0).all()


def test_an_input_of_another_clock_is_taken_at_the_frames_of_the_first() -> None:
    """A voice in steps of 10 ms, over the first four seconds only, beside pictures at 10 Hz over ten."""
    steps = np.arange(400) / 100
    voice = Series(steps, np.where(steps < 2.0, 1.0, 0.0))
    found = as_series(applied("all of", {"pictures": series(1.0), "voice": voice}))
    assert found.t_s.tolist() == T_S.tolist()
    assert found.value[:40].tolist() == [1.0] * 20 + [0.0] * 20
    assert np.isnan(found.value[40:]).all(), "nobody listened after the fourth second"


def test_an_empty_input_is_not_measured_and_gives_no_clock() -> None:
    empty = Series(np.empty(0), np.empty(0))
    found = as_series(applied("any of", {"empty": empty, "pictures": series(1.0)}))
    assert found.value.tolist() == [1.0] * T_S.size
    assert as_series(applied("any of", {"empty": empty})).value.size == 0
