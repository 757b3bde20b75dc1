"""What a point becomes has the stated width, by its moments."""

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.manipulations.made import first_of, flat, light_of, texture


def spread_of(rgb: NDArray[np.uint8]) -> tuple[float, NDArray[np.float64]]:
    """Light, and the matrix of second moments (right, down) of its place."""
    light = light_of(rgb)[..., 1]
    rows, columns = np.mgrid[0 : light.shape[0], 0 : light.shape[1]].astype(float)
    total = light.sum()
    across, down = columns - (light * columns).sum() / total, rows - (light * rows).sum() / total
    mixed = (light * across * down).sum()
    return float(total), np.array([[(light * across**2).sum(), mixed], [mixed, (light * down**2).sum()]]) / total


def point(side: int) -> NDArray[np.uint8]:
    """Nine white pixels in black; their own second moment is 2/3 px² each way."""
    rgb = flat(0, side, side)
    rgb[side // 2 - 1 : side // 2 + 2, side // 2 - 1 : side // 2 + 2] = 255
    return rgb


@pytest.mark.parametrize("sigma", [0.7, 1.5, 4.0])
def test_blur_widens_a_point_by_its_sigma(sigma: float) -> None:
    light, moments = spread_of(first_of(f"blur={sigma}", point(61)))
    # faint tails fall below half a code of light, 1/6600 of white: 3 %
    np.testing.assert_allclose(np.diag(moments) - 2 / 3, sigma**2, rtol=0.03)
    assert light == pytest.approx(9.0, rel=0.01)


@pytest.mark.parametrize(("length", "direction"), [(9.0, 0.0), (9.0, 90.0), (12.5, 30.0), (20.0, -45.0)])
def test_motion_blur_is_a_streak_of_its_length_and_direction(length: float, direction: float) -> None:
    _, moments = spread_of(first_of(f"motion_blur={length},direction_deg={direction}", point(61)))
    spread, axes = np.linalg.eigh(moments - 2 / 3 * np.eye(2))
    # an even line of length L has the second moment L²/12; sharing points out among pixels adds up to 1/4 px² each way
    assert spread[1] == pytest.approx(length**2 / 12, rel=0.02, abs=0.5)
    assert spread[0] == pytest.approx(0.0, abs=0.3)
    along = np.degrees(np.arctan2(-axes[1, 1], axes[0, 1]))
    assert (along - direction + 90) % 180 - 90 == pytest.approx(0.0, abs=1.0)


@pytest.mark.parametrize("text", ["blur=3", "motion_blur=11,direction_deg=70"])
def test_blur_keeps_the_light(text: str) -> None:
    rgb = texture(80, 80)
    after = light_of(first_of(text, rgb))
    # borders repeat, so the light of the rim weighs a little more or less
    assert after.mean() == pytest.approx(light_of(rgb).mean(), rel=0.01)
    assert after.std() < 0.7 * light_of(rgb).std()
