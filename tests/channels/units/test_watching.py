"""Watching frame by frame: some at a time or all at once, with and without faces; shapes of mirrored faces."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.channels.faked import LIP_POINTS, PICTURE_PX, face, points_mm

from desdemona.channels.face.observed import Face, stack_faces
from desdemona.channels.units.cells import CELLS
from desdemona.channels.units.readout import MEASURES, turn_terms
from desdemona.channels.units.shape import GAP, SHAPE, measure_shape
from desdemona.channels.units.watching import UnitWatch, unit_columns

Cells = NDArray[np.float32]
NAMES = [name for name, _ in SHAPE]
RIGHT, LEFT = 0, 1


def cells(count: int) -> list[Cells]:
    rng = np.random.default_rng(5)
    return [rng.normal(0, 0.02, (2, len(CELLS))).astype(np.float32) for _ in range(count)]


def watch(several: Sequence[Face | None], kept: Sequence[Cells], steps: Sequence[int]) -> UnitWatch:
    """Show faces (None: no face) some at a time."""
    found, first = UnitWatch(), 0
    for step in steps:
        part = range(first, first + step)
        seen = [one for one in (several[n] for n in part) if one is not None]
        why = {region: [None if several[n] else "no face" for n in part] for region in ("brows", "eyes", "mouth")}
        found.see(
            np.array(part) / 10,
            stack_faces(seen, PICTURE_PX) if seen else None,
            [kept[n] if several[n] else None for n in part],
            why,
        )
        first += step
    return found


@pytest.mark.parametrize("steps", [[40], [1] * 40, [10, 10, 5, 15]])
def test_how_many_frames_at_a_time_makes_no_difference(steps: list[int]) -> None:
    several = [None if 18 <= n < 22 else face(lid_gap_mm=10 - 0.1 * n) for n in range(40)]
    kept = cells(40)
    once = unit_columns(watch(several, kept, [40]).watched(np.zeros(40)))
    found = unit_columns(watch(several, kept, steps).watched(np.zeros(40)))
    assert list(found) == list(once)
    for name, column in found.items():
        if isinstance(column, np.ndarray):
            assert column == pytest.approx(np.asarray(once[name]), abs=1e-9, nan_ok=True), name
            assert np.isnan(column[18:22]).all(), name
        else:
            assert list(column) == list(once[name])
            assert name == "units_neutral_reason" or list(column[18:22]) == ["no face"] * 4


def test_without_any_face_nothing_is_told() -> None:
    columns = unit_columns(watch([None] * 12, cells(12), [6, 6]).watched(np.full(12, np.nan)))
    shares = [np.asarray(column) for name, column in columns.items() if name.endswith("_share")]
    assert shares
    assert all(np.isnan(share).all() for share in shares)
    assert columns["units_eyes_reason"] == ["no face"] * 12
    assert columns["units_neutral_reason"] == ["neutral face not seen for long enough"] * 12


def test_a_still_face_shows_no_unit() -> None:
    kept = cells(1) * 50
    columns = unit_columns(watch([face()] * 50, kept, [50]).watched(np.zeros(50)))
    for name, column in columns.items():
        if isinstance(column, np.ndarray):
            assert np.nanmax(column) == 0, name


def test_shape_is_in_millimetres_and_the_heads_turn_changes_little() -> None:
    plain, wide = measure_shape(stack_faces([face(), face(points_mm(p13=(0, -60, 22)))], PICTURE_PX))
    assert plain[:, GAP] == pytest.approx(1.0, abs=0.05)  # lips of the faked face are 1 mm apart
    assert wide[:, GAP] == pytest.approx(7.0, abs=0.1)
    angle = np.radians(15)
    turn = np.array([[np.cos(angle), 0, np.sin(angle)], [0, 1, 0], [-np.sin(angle), 0, np.cos(angle)]])
    turned = measure_shape(stack_faces([face(rotation=turn)], PICTURE_PX))[0]
    rigid = [NAMES.index(name) for name in ("lip corner up", "inner brow up", "outer brow up", "lip middle above up")]
    assert turned[:, rigid] == pytest.approx(plain[:, rigid], abs=1.0)  # the fit's own error at 15 degrees


def test_a_raised_corner_is_seen_on_its_own_side() -> None:
    x, y, z = LIP_POINTS[291]
    raised = {f"p{index}": (x, y + 6.0, z) for index in (291,)}
    plain, smiling = measure_shape(stack_faces([face(), face(points_mm(**raised))], PICTURE_PX))
    corner = NAMES.index("lip corner up")
    assert smiling[LEFT, corner] - plain[LEFT, corner] == pytest.approx(2.0, abs=0.1)  # one of its three points
    assert smiling[RIGHT, corner] == pytest.approx(plain[RIGHT, corner], abs=0.05)


def test_every_measure_is_of_a_half_and_turns_are_mirrored() -> None:
    assert len(MEASURES) == len(SHAPE) + len(CELLS)
    assert {part for _, part in MEASURES} == {"upper", "lower", "both"}
    to_right, to_left = (turn_terms(np.array([[sign * 12.0, 4.0, 0.0]]), side) for sign, side in ((1, 1), (-1, 0)))
    assert to_right == pytest.approx(to_left)
