"""Light is multiplied exactly as much as was said."""

import numpy as np
import pytest
from tests.manipulations.made import first_of, flat, light_of, texture

from desdemona.manipulations.light import LIGHT_OF_CODES, glow_chromaticity, light_to_picture, picture_to_light

EVERY_CODE = np.repeat(np.arange(256, dtype=np.uint8).reshape(16, 16, 1), 3, axis=2)


@pytest.mark.parametrize("stops", [-3.0, -1.0, -0.25, 0.5, 1.0])
def test_brightness_multiplies_linear_light_by_a_power_of_two(stops: float) -> None:
    grey = texture(64, 64)
    dim = (grey // 3 + 60).astype(np.uint8)  # 60 to 145: one stop up stays below white
    after = light_of(first_of(f"brightness={stops}", dim))
    # rounding to codes is even both ways: over 12,288 values the mean keeps within 0.3 %, 1 % at the darkest
    assert after.mean() / light_of(dim).mean() == pytest.approx(2.0**stops, rel=0.01)


def test_too_much_light_is_white() -> None:
    assert first_of("brightness=4", flat(200)).min() == 255


def test_clipping_cuts_the_highlights_and_leaves_the_rest() -> None:
    after = first_of("exposure_clipping=1", EVERY_CODE)
    half = light_of(EVERY_CODE) <= 0.5
    np.testing.assert_array_equal(after[half], EVERY_CODE[half])
    # half the light is code 187.5 of sRGB
    assert set(after[~half].tolist()) == {188}


def chromaticity(rgb: np.ndarray) -> tuple[float, float]:
    """CIE x, y of the mean light; the matrix of sRGB's primaries and D65, derived in the test's own way."""
    x_y = np.array([[0.64, 0.33], [0.30, 0.60], [0.15, 0.06]])
    primaries = np.array([[x / y, 1.0, (1 - x - y) / y] for x, y in x_y]).T
    white = np.array([0.3127 / 0.3290, 1.0, (1 - 0.3127 - 0.3290) / 0.3290])
    xyz = primaries * np.linalg.solve(primaries, white) @ light_of(rgb).reshape(-1, 3).mean(0)
    return float(xyz[0] / xyz.sum()), float(xyz[1] / xyz.sum())


@pytest.mark.parametrize("kelvin", [2800.0, 3200.0, 4500.0, 9000.0])
def test_colour_temperature_is_what_mccamy_reads_from_grey(kelvin: float) -> None:
    x, y = chromaticity(first_of(f"colour_temperature={kelvin}", flat(110)))
    n = (x - 0.3320) / (0.1858 - y)
    read = 449 * n**3 + 3525 * n**2 + 6823.3 * n + 5520.33  # McCamy 1992
    # sRGB's white lies beside the black body's line, and codes are whole: 5 %
    assert read == pytest.approx(kelvin, rel=0.05)


def test_glowing_bodies_have_their_known_colours() -> None:
    # CIE illuminant A is a black body of 2856 K: 0.4476, 0.4074; at 6504 K the line passes 0.3135, 0.3237
    # the cubics are a fit, good to 0.0006 here; 0.001 is some 10 K at 2856 K
    assert glow_chromaticity(2856) == pytest.approx((0.4476, 0.4074), abs=1e-3)
    assert glow_chromaticity(6504) == pytest.approx((0.3135, 0.3237), abs=1e-3)


def test_another_lamp_keeps_the_luminance_of_grey() -> None:
    after = light_of(first_of("colour_temperature=3200", flat(90))).reshape(-1, 3).mean(0)
    # a code is 1.7 % of light at 90
    assert after @ [0.2126, 0.7152, 0.0722] == pytest.approx(light_of(flat(90)).mean(), rel=0.01)


def test_the_lamp_that_is_white_already_changes_nothing() -> None:
    np.testing.assert_array_equal(first_of("colour_temperature=5000,white_k=5000", EVERY_CODE), EVERY_CODE)


def test_white_balance_moves_red_against_blue() -> None:
    after = light_of(first_of("white_balance=0.5,green_stops=-0.25", flat(120))).reshape(-1, 3).mean(0)
    gains = after / light_of(flat(120)).mean()
    np.testing.assert_allclose(np.log2(gains), [0.5, -0.25, -0.5], atol=0.02)  # half a code at 110


def test_light_and_back_is_the_same_picture() -> None:
    np.testing.assert_array_equal(light_to_picture(picture_to_light(EVERY_CODE)), EVERY_CODE)
    np.testing.assert_allclose(LIGHT_OF_CODES, light_of(EVERY_CODE)[..., 0].ravel(), atol=1e-12)
