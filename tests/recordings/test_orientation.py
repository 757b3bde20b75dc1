"""A display matrix becomes the right one of the eight ways a picture can lie."""

import numpy as np
import pytest

from desdemona.recordings.orientation import from_matrix

ONE = 1 << 16


@pytest.mark.parametrize(
    ("a", "b", "c", "d", "expected"),
    [
        (ONE, 0, 0, ONE, [[1, 2, 3], [4, 5, 6]]),
        (-ONE, 0, 0, ONE, [[3, 2, 1], [6, 5, 4]]),
        (ONE, 0, 0, -ONE, [[4, 5, 6], [1, 2, 3]]),
        (-ONE, 0, 0, -ONE, [[6, 5, 4], [3, 2, 1]]),
        (0, ONE, ONE, 0, [[1, 4], [2, 5], [3, 6]]),
        (0, ONE, -ONE, 0, [[4, 1], [5, 2], [6, 3]]),  # a quarter clockwise, as phones held upright write it
        (0, -ONE, ONE, 0, [[3, 6], [2, 5], [1, 4]]),
        (0, -ONE, -ONE, 0, [[6, 3], [5, 2], [4, 1]]),
    ],
)
def test_each_way_to_lie(a: int, b: int, c: int, d: int, expected: list[list[int]]) -> None:
    stored = np.repeat(np.array([[1, 2, 3], [4, 5, 6]], np.uint8)[..., None], 3, axis=2)
    upright = from_matrix(np.array([a, b, 0, c, d, 0, 0, 0, 1 << 30], np.int32)).apply(stored)
    assert upright[..., 0].tolist() == expected
