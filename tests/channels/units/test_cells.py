"""Cells on pictures made by hand: dark lines where they lie, and a mirrored face that swaps its halves."""

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.channels.faked import PICTURE_PX, PX_PER_MM, face

from desdemona.channels.face.iris import Eyes
from desdemona.channels.face.mesh import Mesh
from desdemona.channels.face.square import Square
from desdemona.channels.units.cells import CELLS, look_at_cells
from desdemona.channels.units.readout import MEASURES
from desdemona.channels.units.upright import see_upright

RIGHT, LEFT = 0, 1
NAMES = [cell.name for cell in CELLS]
Picture = NDArray[np.uint8]


def plain(level: int = 150) -> Picture:
    return np.full((PICTURE_PX[1], PICTURE_PX[0], 3), level, dtype=np.uint8)


def seen(picture: Picture) -> NDArray[np.float64]:
    points = face().points_px
    nothing = np.zeros((2, 64, 64, 3), dtype=np.uint8)
    eyes = Eyes(face().contour_px, face().iris_px, nothing)
    mesh = Mesh(points, 1.0, Square(320, 240, 400, 0.0), nothing[0], points[:, :2])
    return look_at_cells(see_upright(picture, mesh, eyes))


def line(picture: Picture, x_mm: tuple[float, float], y_mm: tuple[float, float]) -> Picture:
    """Darken a box of the face, to the picture's right and up from the middle between the eyes."""
    across = [round(PICTURE_PX[0] / 2 + PX_PER_MM * x) for x in x_mm]
    down = [round(PICTURE_PX[1] / 2 - PX_PER_MM * y) for y in reversed(y_mm)]
    darkened = picture.copy()
    darkened[down[0] : down[1], across[0] : across[1]] = 110
    return darkened


def test_every_cell_has_a_name_of_its_own() -> None:
    assert len({name for name, _ in MEASURES}) == len(MEASURES)


def test_a_plain_face_has_no_folds_and_no_side() -> None:
    cells = seen(plain())
    folds = [cell.kind not in ("light", "red") for cell in CELLS]
    assert cells[:, folds] == pytest.approx(0, abs=1e-6)
    assert cells[RIGHT] == pytest.approx(cells[LEFT], abs=1e-6)


@pytest.mark.parametrize("level", [60, 150, 240])
def test_brightness_alone_moves_nothing(level: int) -> None:
    assert seen(plain(level)) == pytest.approx(seen(plain(150)), abs=0.05)  # 8 of 255 is added against noise


@pytest.mark.parametrize(
    ("x_mm", "y_mm", "raised", "not_raised"),
    [
        ((2, 22), (43, 45.5), "forehead level 10 44", "forehead level 10 38"),
        ((5, 7.5), (4, 24), "between the brows steep 6 19", "between the brows level 5 5"),
        ((14, 48), (-16.3, -14), "under the eye level 31 -15", "under the eye level 31 -26"),
    ],
)
def test_a_dark_line_is_seen_where_and_as_it_lies(
    x_mm: tuple[float, float], y_mm: tuple[float, float], raised: str, not_raised: str
) -> None:
    cells = seen(line(plain(), x_mm, y_mm))
    assert cells[LEFT, NAMES.index(raised)] > 0.04  # a line 30 % darker in a fifth of the box or more
    assert cells[LEFT, NAMES.index(not_raised)] < 0.01
    assert cells[RIGHT, NAMES.index(raised)] < 0.01


def test_a_mirrored_picture_swaps_the_halves() -> None:
    rng = np.random.default_rng(4)
    spots = np.kron(rng.integers(60, 220, (48, 64, 3)), np.ones((10, 10, 1))).astype(np.uint8)
    one, other = seen(spots), seen(np.ascontiguousarray(spots[:, ::-1]))
    # The picture's middle lies between two pixels, so a box may take in one row of pixels more or less.
    assert np.corrcoef(one[RIGHT], other[LEFT])[0, 1] > 0.97
    assert np.corrcoef(one[RIGHT], other[RIGHT])[0, 1] < 0.9
