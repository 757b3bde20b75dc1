import numpy as np
import pytest
from numpy.typing import NDArray
from tests.channels.motion.staged import Staging, swing, watch

from desdemona.channels.motion.flow import FlowWatch, directional_difference, strain_of, without_head
from desdemona.channels.motion.upright import HEIGHT_PX, OVAL_MASK, WIDTH_PX

ROWS, COLUMNS = (part.astype(np.float32) for part in np.indices((HEIGHT_PX, WIDTH_PX)))


def flow(u: NDArray[np.float32], v: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.dstack([u, v]).astype(np.float32)


def test_strain_is_that_of_the_field_and_none_of_a_turn() -> None:
    middle = (slice(2, -2), slice(2, -2))
    stretched = strain_of(flow(0.05 * COLUMNS, 0 * ROWS))[middle]
    sheared = strain_of(flow(0.04 * ROWS, 0 * ROWS))[middle]
    turned = strain_of(flow(-0.03 * ROWS, 0.03 * COLUMNS))[middle]
    assert stretched == pytest.approx(np.full(stretched.shape, 0.05), abs=1e-4)
    assert sheared == pytest.approx(np.full(sheared.shape, 0.02 * np.sqrt(2)), abs=1e-4)
    assert turned == pytest.approx(np.zeros(turned.shape), abs=1e-4)


def test_what_the_head_does_as_a_whole_is_taken_out_and_told() -> None:
    own = flow(2 - 0.02 * (ROWS - 80) + 0.01 * (COLUMNS - 72), 1 + 0.02 * (COLUMNS - 72) + 0.01 * (ROWS - 80))
    bump = np.exp(-((ROWS - 130) ** 2 + (COLUMNS - 100) ** 2) / 200).astype(np.float32)
    rest, head_mm = without_head(own + flow(0 * ROWS, -2 * bump))
    assert np.hypot(*np.moveaxis(rest, 2, 0))[:100].max() < 0.05
    assert rest[130, 100, 1] == pytest.approx(-2, abs=0.05)
    assert head_mm == pytest.approx(np.hypot(*np.moveaxis(own, 2, 0))[OVAL_MASK].mean(), rel=0.02)


def test_the_directional_difference_is_large_for_there_and_back_alone() -> None:
    bump = 2 * np.exp(-((ROWS - 130) ** 2 + (COLUMNS - 72) ** 2) / 800).astype(np.float32)
    there, nothing = flow(0 * bump, -bump), flow(0 * bump, 0 * bump)
    assert directional_difference(there, nothing) > 0.4
    assert directional_difference(there, there) == pytest.approx(0, abs=1e-6)
    assert directional_difference(there, 2 * there) <= 0
    # of blocks that all show the same movement every top third is that movement
    assert directional_difference(flow(0 * bump + 1, 0 * bump), nothing) == pytest.approx(1)


def test_a_moving_head_strains_its_face_no_more_than_a_still_one() -> None:
    still = watch(Staging(1.5), "flow").flows
    moving = watch(Staging(1.5, head=swing(1.0, 1.0)), "flow").flows
    quiet, carried = (float(np.nanmedian(np.nan_to_num(one.strain).max(axis=1))) for one in (still, moving))
    assert quiet < 0.005
    assert carried < 0.01  # a smile of a tenth gives .02
    assert np.nanmax(moving.head_mm) > 0.8
    assert np.nanmax(still.head_mm) < 0.1


def test_every_frame_has_a_row_and_those_without_neighbours_nothing() -> None:
    flows = watch(Staging(1.0), "flow").flows
    assert flows.t_s == pytest.approx(np.arange(30) / 30)
    known = np.isfinite(flows.difference_mm)
    assert known[4:23].all()
    assert not known[:2].any()
    assert not known[-6:].any()
    assert FlowWatch().flows().strain.shape == (0, 6)
