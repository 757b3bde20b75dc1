from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.faces.posing import AMOUNTS, WHO, both, units

from desdemona.faces.lips import (
    SMILE_OUT_MM,
    SMILE_UP_MM,
    corner_mm,
    corner_raise_share,
    lip_gap_mm,
    lips_of,
    parting_share,
)
from desdemona.faces.pose import Pose
from desdemona.faces.units import ActionUnits

MIDDLE = np.zeros(1)


def corner_out(pose: Pose) -> float:
    return corner_mm(WHO, pose, 1)[0]


def corner_up(pose: Pose) -> float:
    return corner_mm(WHO, pose, 1)[1]


def red_mm(pose: Pose) -> float:
    lips = lips_of(MIDDLE, WHO, pose)
    return float(lips.upper_out[0] - lips.upper_in[0] + lips.lower_in[0] - lips.lower_out[0])


def line_mm(pose: Pose) -> float:
    lips = lips_of(MIDDLE, WHO, pose)
    return float(lips.upper_in[0] + lips.lower_in[0]) / 2


def upper_mm(pose: Pose) -> float:
    return float(lips_of(MIDDLE, WHO, pose).upper_in[0])


def gap_mm(pose: Pose) -> float:
    return lip_gap_mm(WHO, pose)


@pytest.mark.parametrize(
    ("unit", "measure", "sign"),
    [
        ("au9", upper_mm, 1),
        ("au10", upper_mm, 1),
        ("au10", gap_mm, 1),
        ("au12", corner_up, 1),
        ("au12", corner_out, 1),
        ("au14", corner_out, 1),
        ("au15", corner_up, -1),
        ("au17", line_mm, 1),
        ("au20", corner_out, 1),
        ("au23", red_mm, -1),
        ("au23", corner_out, -1),
        ("au24", red_mm, -1),
        ("au25", gap_mm, 1),
        ("au26", gap_mm, 1),
        ("au27", gap_mm, 1),
    ],
)
def test_every_unit_of_the_mouth_moves_the_lips_its_way_step_by_step(
    unit: str, measure: Callable[[Pose], float], sign: int
) -> None:
    steps = [measure(both(**{unit: amount})) for amount in AMOUNTS]
    assert np.all(sign * np.diff(steps) > 0)


def test_a_full_smile_moves_the_corners_as_far_as_it_says() -> None:
    rest, smile = corner_mm(WHO, Pose(), 1), corner_mm(WHO, Pose(smile=1.0), 1)
    assert smile[0] - rest[0] == pytest.approx(SMILE_OUT_MM)
    assert smile[1] - rest[1] == pytest.approx(SMILE_UP_MM)
    assert smile == corner_mm(WHO, both(au12=1.0), 1)


def test_shut_lips_stay_shut_where_nothing_parts_them() -> None:
    for unit in ("au12", "au14", "au15", "au17", "au20", "au23", "au24"):
        assert lip_gap_mm(WHO, both(**{unit: 1.0})) <= 0.7, unit  # stretched lips part by a hair


@given(
    amounts=st.dictionaries(
        st.sampled_from(["au9", "au10", "au12", "au15", "au17", "au20", "au23", "au24", "au25", "au27"]),
        st.floats(0, 1),
    ),
    spread=st.floats(-1, 1),
)
def test_lips_never_cross(amounts: dict[str, float], spread: float) -> None:
    across = np.linspace(-35, 35, 71)
    lips = lips_of(across, WHO, Pose(mouth_spread=spread, left=ActionUnits(**amounts)))
    assert np.all(lips.upper_in >= lips.lower_in - 1e-4)
    assert np.all(lips.upper_out >= lips.upper_in - 1e-4)
    assert np.all(lips.lower_in >= lips.lower_out - 1e-4)


def test_one_side_leaves_the_other_corner_where_it_is() -> None:
    rest, crooked = Pose(), Pose(left=units(au12=1.0, au10=1.0, au20=0.5))
    assert corner_mm(WHO, crooked, -1) == corner_mm(WHO, rest, -1)
    assert corner_mm(WHO, crooked, 1)[0] > corner_mm(WHO, rest, 1)[0] + 5
    far = np.array([-20.0])
    for border in ("upper_out", "upper_in", "lower_in", "lower_out"):
        assert getattr(lips_of(far, WHO, crooked), border) == pytest.approx(getattr(lips_of(far, WHO, rest), border))


def test_a_half_smile_bends_the_lips_without_a_step() -> None:
    across = np.linspace(-30, 30, 601)
    lips = lips_of(across, WHO, Pose(left=units(au12=1.0, au25=1.0, au10=1.0), right=units(au15=1.0)))
    inner = np.abs(across) < 22
    for border in (lips.upper_out, lips.upper_in, lips.lower_in, lips.lower_out):
        assert np.abs(np.diff(border[inner])).max() < 0.2  # mm from one tenth of a mm to the next


def test_the_shares_of_truth_are_those_of_the_old_words() -> None:
    for amount in AMOUNTS:
        assert parting_share(WHO, Pose(mouth_opening=amount)) == pytest.approx(amount, abs=1e-6)
        assert corner_raise_share(WHO, Pose(smile=amount, mouth_opening=0.6), 1) == pytest.approx(amount, abs=1e-6)


def test_speech_rounds_and_spreads_the_lips() -> None:
    round_mm, rest_mm, spread_mm = (corner_out(Pose(mouth_spread=spread)) for spread in (-1.0, 0.0, 1.0))
    assert round_mm + 3 < rest_mm < spread_mm - 3
    assert red_mm(Pose(mouth_spread=-1.0)) > red_mm(Pose())
