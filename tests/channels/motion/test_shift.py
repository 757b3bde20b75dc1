import numpy as np
import pytest
from numpy.typing import NDArray
from tests.channels.motion.staged import SIDE_PX, still

from desdemona.channels.motion.shift import detail_of, find_shift, take_template
from desdemona.manipulations.framing import moved

MIDDLE = np.zeros((SIDE_PX, SIDE_PX), dtype=bool)
MIDDLE[64:152, 80:176] = True


def noisy(rgb: NDArray[np.uint8], seed: int, noise_dn: float = 1.5, gain: float = 1.0) -> NDArray[np.uint8]:
    grey = gain * rgb.astype(np.float64).mean(axis=2) + np.random.default_rng(seed).normal(0, noise_dn, rgb.shape[:2])
    return np.asarray(np.clip(np.rint(grey), 0, 255), dtype=np.uint8)


@pytest.mark.parametrize(("right", "down"), [(0.0, 0.0), (0.1, -0.25), (0.5, 0.5), (-1.75, 2.6), (3.0, -0.05)])
def test_a_shift_is_found_to_a_hundredth_of_a_pixel_and_within_its_interval(right: float, down: float) -> None:
    rgb = still(True)[0]
    template = take_template(detail_of(noisy(rgb, 1)), MIDDLE)
    assert template is not None
    found = find_shift(detail_of(noisy(moved(rgb, right, down), 2)), template, (0.0, 0.0))
    # noise of 1.5 steps on 2,000 steep points: standard deviation some 0.004 px
    assert abs(found.x_px - right) < 0.015
    assert abs(found.y_px - down) < 0.015
    assert abs(found.x_px - right) < 4 * found.x_sd_px
    assert 0.0005 < found.x_sd_px < 0.02
    assert found.likeness > 0.99


def test_a_brighter_lamp_is_no_movement() -> None:
    rgb = still(True)[0]
    template = take_template(detail_of(noisy(rgb, 1)), MIDDLE)
    assert template is not None
    found = find_shift(detail_of(noisy(rgb, 2, gain=1.2)), template, (0.0, 0.0))
    assert np.hypot(found.x_px, found.y_px) < 0.015


def test_a_hand_over_a_quarter_of_the_region_moves_it_by_less_than_a_twentieth_of_a_pixel() -> None:
    rgb = moved(still(True)[0], 0.4, 0.0)
    template = take_template(detail_of(noisy(still(True)[0], 1)), MIDDLE)
    rgb[64:152, 80:104] = 90
    assert template is not None
    found = find_shift(detail_of(noisy(rgb, 2)), template, (0.0, 0.0))
    assert abs(found.x_px - 0.4) < 0.05


def test_noise_is_like_nothing_that_was_there_before() -> None:
    grey = np.full((SIDE_PX, SIDE_PX, 3), 120, dtype=np.uint8)
    template = take_template(detail_of(noisy(grey, 1)), MIDDLE)
    assert template is not None
    assert abs(find_shift(detail_of(noisy(grey, 2)), template, (0.0, 0.0)).likeness) < 0.4


def test_a_region_of_a_few_pixels_is_no_template() -> None:
    few = np.zeros((SIDE_PX, SIDE_PX), dtype=bool)
    few[10:15, 10:15] = True
    assert take_template(detail_of(noisy(still(True)[0], 1)), few) is None
