"""Valence and arousal: their ends, what moves them, and units that were not measured."""

import numpy as np
import pytest
from tests.systems.parts.made import NAN, applied, as_series, series

from desdemona.systems.flows import Flow

VALENCE = ("au6", "au12", "au4", "au9", "au10", "au15")
AROUSAL = ("au1", "au2", "au5", "au20", "au25", "au26")


def scored(part: str, units: tuple[str, ...], shown: dict[str, float], full_share: float = 0.5) -> float:
    flows: dict[str, Flow] = {unit: series(shown.get(unit, 0.0)) for unit in units}
    values = set(as_series(applied(part, flows, full_share=full_share)).value.tolist())
    return values.pop() if len(values) == 1 else NAN


@pytest.mark.parametrize(
    ("shown", "valence"),
    [
        ({}, 0.0),
        ({"au6": 1.0, "au12": 1.0}, 1.0),
        ({"au12": 0.25}, 0.25),
        ({"au4": 1.0}, -1.0),
        ({"au4": 0.25, "au9": 0.1, "au15": 0.2}, -0.5),
        ({"au6": 0.5, "au12": 0.5, "au4": 0.5}, 0.0),
        ({"au6": -0.3}, 0.0),
    ],
)
def test_valence(shown: dict[str, float], valence: float) -> None:
    assert scored("valence from units", VALENCE, shown) == pytest.approx(valence)


@pytest.mark.parametrize(
    ("shown", "arousal"), [({}, 0.0), (dict.fromkeys(AROUSAL, 0.5), 1.0), ({"au25": 2.0, "au26": 0.25}, 0.25)]
)
def test_arousal(shown: dict[str, float], arousal: float) -> None:
    assert scored("arousal from units", AROUSAL, shown) == pytest.approx(arousal)


@pytest.mark.parametrize(("part", "units"), [("valence from units", VALENCE), ("arousal from units", AROUSAL)])
def test_a_unit_that_is_not_measured_leaves_nothing_said(part: str, units: tuple[str, ...]) -> None:
    for missing in units:
        flows: dict[str, Flow] = {unit: series(NAN if unit == missing else 0.5) for unit in units}
        assert np.isnan(as_series(applied(part, flows, full_share=0.5)).value).all(), missing
