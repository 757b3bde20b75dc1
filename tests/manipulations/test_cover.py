"""What covers lies where it was put, is as large as it was said, and changes nothing else."""

import numpy as np
import pytest
from tests.manipulations.made import first_of, texture

RGB = np.maximum(texture(60, 80), 1)


def test_bar_covers_its_rows() -> None:
    after = first_of("bar=0.2,centre=0.5,level=0", RGB)
    hidden = (after == 0).all(axis=(1, 2))
    np.testing.assert_array_equal(np.flatnonzero(hidden), np.arange(24, 36))
    np.testing.assert_array_equal(after[~hidden], RGB[~hidden])


def test_upright_bar_covers_its_columns() -> None:
    after = first_of("bar=0.25,centre=0,upright=1,level=0", RGB)
    np.testing.assert_array_equal(np.flatnonzero((after == 0).all(axis=(0, 2))), np.arange(10))


def test_blob_has_its_area_and_place() -> None:
    after = first_of("blob=0.5,x=0.25,y=0.5,level=0", RGB)
    rows, columns = np.nonzero((after == 0).all(axis=2))
    assert len(rows) == pytest.approx(np.pi * 15**2, rel=0.02)  # whole pixels along a rim of 94
    assert (columns.mean() + 0.5, rows.mean() + 0.5) == pytest.approx((20.0, 30.0), abs=0.01)


def test_a_whole_bar_hides_everything() -> None:
    assert set(first_of("bar=1,level=77", RGB).ravel().tolist()) == {77}


@pytest.mark.parametrize("text", ["bar=0.001", "blob=0.001"])
def test_too_thin_to_hold_the_middle_of_a_pixel_covers_none(text: str) -> None:
    np.testing.assert_array_equal(first_of(text, RGB), RGB)
