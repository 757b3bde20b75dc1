import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desdemona.channels.face.square import Square, cut_square, to_picture

PLACE = st.floats(-50, 250)
ANGLE = st.floats(-3, 3)


@given(PLACE, PLACE, st.floats(20, 300), ANGLE, st.booleans())
def test_middle_of_the_crop_is_the_middle_of_the_square(
    x: float, y: float, side: float, angle: float, mirrored: bool
) -> None:
    middle = np.array([[96, 96, 5]], dtype=np.float32)
    placed = to_picture(middle, Square(x, y, side, angle), 192, mirrored=mirrored)
    assert placed[0, :2] == pytest.approx((x, y), abs=1e-3)  # float32 of coordinates of some hundreds
    assert placed[0, 2] == pytest.approx(5 * side / 192, rel=1e-4)


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("angle_rad", [0.0, 0.4, -1.2])
def test_a_bright_spot_is_found_again_where_it_was(angle_rad: float, mirrored: bool) -> None:
    picture = np.zeros((200, 200, 3), dtype=np.uint8)
    picture[70:74, 120:124] = 255  # its middle is at (122, 72) in coordinates where pixel i reaches from i to i + 1
    square = Square(110, 80, 100, angle_rad)
    crop = cut_square(picture, square, 200, mirrored=mirrored).astype(np.float64)[..., 0]
    rows, columns = np.indices(crop.shape) + 0.5
    spot = np.array([[(crop * columns).sum(), (crop * rows).sum(), 0]], dtype=np.float32) / crop.sum()
    # Half a pixel off would be a systematic error in every landmark; 0.1 px is the sampling of a 4 px spot.
    assert to_picture(spot, square, 200, mirrored=mirrored)[0, :2] == pytest.approx((122, 72), abs=0.1)


def test_beyond_the_picture_is_black() -> None:
    crop = cut_square(np.full((10, 10, 3), 200, dtype=np.uint8), Square(0, 0, 20, 0), 20)
    assert crop[:9, :9].max() == 0
    assert crop[12:18, 12:18].min() == 200
