"""The seven prototypes: each scores highest on its own units, and says nothing where a unit was not measured."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desdemona.systems.flows import FloatArray, Labels, Series
from desdemona.systems.parts.emfacs import (
    EMFACS_PARTS,
    PROTOTYPE_PARTS,
    PROTOTYPES,
    STRONGEST,
    Prototype,
    apply_prototype,
    apply_strongest,
)
from desdemona.systems.parts.part import Given

T_S = np.arange(60) / 10
FULL = 0.6
BY_NAME = {prototype.name: prototype for prototype in PROTOTYPES}
UNITS = ("au1", "au2", "au4", "au5", "au6", "au7", "au9", "au10", "au12", "au14", "au15", "au20", "au23_24", "au25",
         "au26", "au27")  # fmt: skip

OWN: Mapping[str, Mapping[str, float]] = {
    "happiness": {"au6": 1, "au12": 1},
    "sadness": {"au1": 1, "au4": 1, "au15": 1},
    "surprise": {"au1": 1, "au2": 1, "au5": 1, "au26": 1},
    "fear": {"au1": 1, "au2": 1, "au4": 1, "au5": 1, "au20": 1, "au25": 1},
    "anger": {"au4": 1, "au5": 1, "au7": 1, "au23_24": 1},
    "disgust": {"au9": 1},
    "contempt": {"au14_left": 1},
}
"""What a face does on both sides, or on one, that shows each prototype and nothing else."""


def score(prototype: Prototype, acting: Mapping[str, float | FloatArray], full_share: float = FULL) -> FloatArray:
    """Return a prototype's score over `T_S` of a face on which some units act, the others being measured as 0."""
    amounts: dict[str, float | FloatArray] = {}
    for unit in UNITS:
        for name in (unit, f"{unit}_left", f"{unit}_right"):
            amounts[name] = acting.get(name, acting.get(unit, 0.0))
    flows = {
        unit: Series(T_S, np.broadcast_to(np.asarray(amounts[unit], float), T_S.shape)) for unit in prototype.units
    }
    found = apply_prototype(prototype, Given(flows, {"full_share": full_share}))
    assert isinstance(found, Series)
    return found.value


def scores(acting: Mapping[str, float | FloatArray], full_share: float = FULL) -> dict[str, float]:
    return {prototype.name: float(score(prototype, acting, full_share)[0]) for prototype in PROTOTYPES}


@pytest.mark.parametrize("amount", [0.5, 0.8, 1.0])
@pytest.mark.parametrize("name", list(OWN))
def test_each_prototype_scores_highest_on_its_own_units(name: str, amount: float) -> None:
    found = scores({unit: amount * share for unit, share in OWN[name].items()})
    assert found[name] == pytest.approx(min(1.0, amount / FULL))
    others = [value for other, value in found.items() if other != name]
    assert found[name] > max(others) + 0.15 * found[name]


def test_a_face_at_rest_scores_nothing() -> None:
    assert set(scores({}).values()) == {0.0}


@given(st.sampled_from(sorted(BY_NAME)), st.floats(0, 1), st.floats(0, 1), st.sampled_from(UNITS))
def test_more_of_a_unit_never_lowers_a_score(name: str, less: float, more: float, unit: str) -> None:
    if BY_NAME[name].one_sided:
        return
    low, high = sorted((less, more))
    one, other = (score(BY_NAME[name], {**OWN[name], unit: amount})[0] for amount in (low, high))
    assert other >= one - 1e-12
    assert 0 <= one <= 1


def test_half_of_the_units_are_half_of_the_score() -> None:
    assert scores({"au12": 1})["happiness"] == pytest.approx(0.5)
    assert scores({"au1": 1, "au2": 1})["surprise"] == pytest.approx(0.5)
    assert scores({"au4": 0.3})["anger"] == pytest.approx(0.125)


def test_one_of_several_alternatives_is_enough_and_the_stronger_counts() -> None:
    base = {"au1": 1, "au2": 1, "au5": 1}
    assert scores({**base, "au27": 0.3})["surprise"] == pytest.approx(0.875)
    assert scores({**base, "au26": 0.6, "au27": 0.3})["surprise"] == pytest.approx(1.0)
    assert scores({"au10": 1.0})["disgust"] == scores({"au9": 1.0})["disgust"] == 1.0


@pytest.mark.parametrize(
    ("left", "right", "expected"), [(1.0, 0.0, 1.0), (0.0, 1.0, 1.0), (0.8, 0.8, 0.0), (0.6, 0.3, 0.5), (0.0, 0.0, 0.0)]
)
def test_contempt_is_of_one_side(left: float, right: float, expected: float) -> None:
    assert scores({"au14_left": left, "au14_right": right})["contempt"] == pytest.approx(expected)


@pytest.mark.parametrize("name", list(OWN))
def test_a_unit_not_measured_gives_no_score(name: str) -> None:
    for unit in BY_NAME[name].units:
        partly = np.where(np.arange(60) < 20, np.nan, 1.0)
        found = score(BY_NAME[name], {**OWN[name], unit: partly})
        assert np.isnan(found[:20]).all(), unit
        assert np.isfinite(found[20:]).all(), unit


def strongest(series: Mapping[str, FloatArray | float], **more: float) -> Labels:
    flows = {name: Series(T_S, np.broadcast_to(np.asarray(value, float), T_S.shape)) for name, value in series.items()}
    found = apply_strongest(Given(flows, {"window_s": 2.0, "least_score": 0.5, **more}, ("neutral",)))
    assert isinstance(found, Labels)
    return found


def test_the_strongest_is_said_where_it_is_strong_enough() -> None:
    first = np.repeat([0.9, 0.2, 0.2], 20)
    found = strongest({"happiness": first, "anger": np.repeat([0.1, 0.2, 0.7], 20)})
    assert found.label.tolist() == ["happiness", "neutral", "anger"]
    assert found.score == pytest.approx([0.9, 0.2, 0.7])


def test_where_one_was_hardly_measured_nothing_is_said() -> None:
    hidden = np.where(np.arange(60) < 15, np.nan, 0.1)
    found = strongest({"happiness": 0.9, "anger": hidden})
    assert found.label.tolist() == [None, "happiness", "happiness"]
    assert np.isnan(found.score[0])


def test_measured_half_of_the_time_is_enough() -> None:
    shown = np.where(np.arange(60) % 2 == 0, np.nan, 0.8)
    assert strongest({"happiness": shown, "anger": 0.0}).label.tolist() == ["happiness"] * 3


def test_every_part_is_described_and_takes_the_channels_columns() -> None:
    assert len({part.name for part in EMFACS_PARTS}) == 8
    for part in EMFACS_PARTS:
        assert part.about.endswith(".")
        assert part.source
    for part in PROTOTYPE_PARTS:
        assert "movements" in part.about
        assert {slot.name.rsplit("_left")[0].rsplit("_right")[0] for slot in part.slots} <= set(UNITS)
    assert STRONGEST.label_count == 1
