"""Noise is as strong as said, new in every frame, and the same for the same seed."""

import numpy as np
import pytest
from tests.manipulations.made import changed, first_of, flat, light_of, still


@pytest.mark.parametrize("sigma", [1.0, 2.5, 8.0])
def test_noise_has_the_stated_spread(sigma: float) -> None:
    noise = first_of(f"sensor_noise={sigma}", flat(128, 200, 200)).astype(float) - 128
    # rounding to whole codes adds 1/12; 120,000 draws estimate a spread within 0.2 %, 1 % is five times that
    assert noise.std() == pytest.approx(np.sqrt(sigma**2 + 1 / 12), rel=0.01)
    assert noise.mean() == pytest.approx(0.0, abs=5 * sigma / np.sqrt(noise.size) + 0.002)


def test_noise_is_new_in_each_frame_pixel_and_colour() -> None:
    first, second = (frame.rgb.astype(float) - 128 for frame in changed("sensor_noise=5", still(flat(128, 99, 99), 2)))
    pairs = [(first, second), (first[..., 0], first[..., 1]), (first[1:], first[:-1])]
    for one, other in pairs:
        # of 9801 pairs or more the correlation is within 0.05 by five standard errors
        assert np.corrcoef(one.ravel(), other.ravel())[0, 1] == pytest.approx(0.0, abs=0.05)


def test_seeds_differ() -> None:
    one, other = (first_of(f"sensor_noise=3,seed={seed}", flat(128)) for seed in (1, 2))
    assert (one != other).mean() > 0.5


@pytest.mark.parametrize(("code", "electrons"), [(60, 500.0), (120, 500.0), (200, 500.0), (120, 5000.0)])
def test_shot_noise_is_that_of_counted_electrons(code: int, electrons: float) -> None:
    light = light_of(flat(code)).mean()
    counts = light_of(first_of(f"shot_noise={electrons},read_electrons=3", flat(code, 300, 300))) * electrons
    # mean and variance of the count; 270,000 draws give the variance within 1.5 % (five standard errors), rounding
    # to codes adds less than 1 % here, bending of the curve by the noise 2 %
    assert counts.mean() == pytest.approx(light * electrons, rel=0.01)
    step = (light_of(flat(code + 1)).mean() - light_of(flat(code - 1)).mean()) / 2 * electrons
    assert counts.var() - step**2 / 12 == pytest.approx(light * electrons + 9, rel=0.04)
