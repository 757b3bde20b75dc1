from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from tests.faces.posing import AMOUNTS, WHO, Values, both, units

from desdemona.faces.brows import brow_line
from desdemona.faces.folds import GRID as FOLDS
from desdemona.faces.folds import relief_map
from desdemona.faces.moves import GRID, displaced, shift_map
from desdemona.faces.pose import Pose

INNER, OUTER, WING, CHEEK, CHIN = (13.0, 18.0), (42.0, 18.0), (16.0, -41.0), (36.0, -24.0), (9.0, -91.0)


def moved(point: tuple[float, float], pose: Pose) -> Values:
    return np.asarray(displaced(np.array([point]), WHO, pose)[0] - point)


@pytest.mark.parametrize(
    ("unit", "point", "axis", "sign"),
    [
        ("au1", INNER, 1, 1),
        ("au2", OUTER, 1, 1),
        ("au4", INNER, 1, -1),
        ("au4", INNER, 0, -1),
        ("au6", CHEEK, 1, 1),
        ("au7", (31.0, -10.0), 1, 1),
        ("au9", WING, 1, 1),
        ("au9", INNER, 1, -1),
        ("au10", WING, 1, 1),
        ("au12", (28.0, -66.0), 1, 1),
        ("au14", (28.0, -66.0), 0, 1),
        ("au15", (26.0, -69.0), 1, -1),
        ("au17", CHIN, 1, 1),
        ("au20", (30.0, -68.0), 0, 1),
        ("au23", (24.0, -66.0), 0, -1),
        ("au24", (24.0, -66.0), 0, -1),
        ("au25", (0.0, -77.0), 1, -1),
    ],
)
def test_skin_moves_its_way_step_by_step(unit: str, point: tuple[float, float], axis: int, sign: int) -> None:
    steps = [sign * moved(point, both(**{unit: amount}))[axis] for amount in AMOUNTS]
    assert all(later > earlier for earlier, later in pairwise(steps))
    assert steps[-1] > 0.5  # mm: more than any noise of measuring


def test_raised_brows_rise_by_seven_millimetres() -> None:
    line = np.asarray(brow_line(WHO, 1), dtype=np.float64)
    rise = displaced(line, WHO, Pose(brow=1.0)) - line
    assert rise[:7, 1] == pytest.approx(7.0, abs=1.2)  # as the old single movement did, all along


def test_inner_and_outer_brow_go_apart() -> None:
    inner, outer = moved(INNER, both(au1=1.0)), moved(OUTER, both(au1=1.0))
    assert inner[1] > 4 * outer[1]
    inner, outer = moved(INNER, both(au2=1.0)), moved(OUTER, both(au2=1.0))
    assert outer[1] > 3 * inner[1]


@pytest.mark.parametrize("unit", ["au1", "au2", "au4", "au6", "au9", "au10", "au12", "au14", "au15", "au17", "au20"])
def test_one_half_moves_without_the_other(unit: str) -> None:
    pose = Pose(left=units(**{unit: 1.0}))
    for x, y in (INNER, OUTER, WING, CHEEK, (28.0, -66.0), CHIN):
        own, other = (np.hypot(*moved((side * x, y), pose)) for side in (1, -1))
        assert other <= 0.35 * np.hypot(*moved((x, y), both(**{unit: 1.0}))) + 1e-9
        assert own >= other
    mirrored = moved((-28.0, -66.0), Pose(right=units(**{unit: 1.0})))
    assert mirrored * (-1, 1) == pytest.approx(moved((28.0, -66.0), pose))


def test_the_map_of_the_drawing_is_the_inverse_of_the_movement() -> None:
    pose = both(au1=1.0, au2=1.0, au9=1.0, au12=1.0, au20=0.5, au17=1.0)
    points = np.array([(x, y) for x in (-40.0, -12.0, 3.0, 28.0) for y in (-92.0, -66.0, -40.0, -10.0, 18.0, 30.0)])
    now = displaced(points, WHO, pose)
    shift = shift_map(WHO, pose)
    assert shift is not None
    x, y = (now[:, axis].astype(np.float32).reshape(1, -1) for axis in (0, 1))
    back = now - GRID.sample(shift, x, y)[0]
    assert np.abs(back - points).max() < 0.25  # mm: a third of a pixel at 512


def test_no_fold_of_the_map_turns_over() -> None:
    everything = both(au1=1, au2=1, au6=1, au9=1, au10=1, au12=1, au17=1, au25=1)
    shift = shift_map(WHO, everything)
    assert shift is not None
    across, down = np.gradient(shift[..., 0], GRID.step_mm, axis=1), -np.gradient(shift[..., 1], GRID.step_mm, axis=0)
    assert across.max() < 0.95
    assert down.max() < 0.95


def test_nothing_moves_at_rest() -> None:
    assert shift_map(WHO, Pose()) is None
    assert moved((28.0, -66.0), Pose()).tolist() == [0.0, 0.0]


def darkness_at(pose: Pose, x: float, y: float) -> float:
    at = (np.array([[x]], np.float32), np.array([[y]], np.float32))
    return float(FOLDS.sample(relief_map(WHO, pose), *at)[0, 0, 2])


@pytest.mark.parametrize(
    ("unit", "x", "y"),
    [
        ("au1", 8.0, 44.5),
        ("au2", 32.0, 45.5),
        ("au4", 6.5, 14.0),
        ("au6", 56.0, -1.0),
        ("au9", 7.5, -7.0),
        ("au10", 22.5, -43.5),
        ("au12", 27.0, -53.5),
        ("au14", 31.5, -66.0),
        ("au15", 30.0, -75.0),
        ("au17", 5.0, -82.0),
        ("au20", 36.0, -68.0),
    ],
)
def test_folds_deepen_with_the_unit_on_its_side_only(unit: str, x: float, y: float) -> None:
    depths = [darkness_at(Pose(left=units(**{unit: amount})), x, y) for amount in AMOUNTS]
    assert np.all(np.diff(depths) > 0.005)
    if x > 10:
        assert darkness_at(Pose(left=units(**{unit: 1.0})), -x, y) == pytest.approx(darkness_at(Pose(), -x, y))


def test_age_draws_fine_folds_deeper() -> None:
    brows = both(au1=1.0, au2=1.0)
    young, old = (np.abs(relief_map(replace(WHO, lines=lines), brows)).sum() for lines in (0.0, 1.0))
    assert old > 1.8 * young
