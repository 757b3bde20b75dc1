import numpy as np
import pytest

from desdemona.faces.skin import (
    MELANIN_RANGE,
    WAVELENGTHS_NM,
    melanin_factor,
    melanin_of,
    oxygen_ratio,
    pulse_contrast,
    skin_code,
    skin_reflectance,
)


def test_the_pulse_falls_with_every_step_towards_darker_skin() -> None:
    factors = [melanin_factor(tone) for tone in range(1, 11)]
    assert factors[0] == 1.0
    assert np.all(np.diff(factors) < 0)
    assert 0.3 < factors[-1] < 0.6  # of the light that was in the skin; shine dilutes it further


def test_green_carries_most_of_the_pulse_then_blue_then_red() -> None:
    red, green, blue = pulse_contrast(1, 0.006)
    assert green == pytest.approx(0.006)
    assert green > blue > red
    assert red / green == pytest.approx(0.33 / 0.77, abs=0.03)  # de Haan and van Leest 2014, another camera
    assert blue / green == pytest.approx(0.53 / 0.77, abs=0.03)


def test_each_tone_has_more_melanin_and_reflects_less_in_every_colour() -> None:
    melanin = [melanin_of(tone) for tone in range(1, 11)]
    assert melanin[0] == pytest.approx(MELANIN_RANGE[0])
    assert melanin[-1] == pytest.approx(MELANIN_RANGE[1])
    assert np.all(np.diff(melanin) > 0)
    codes = np.array([skin_code(tone) for tone in range(1, 11)])
    assert np.all(np.diff(codes, axis=0) < 0)
    assert codes.max() < 1.0


def test_reflectance_has_the_bands_of_oxygenated_blood_in_green() -> None:
    light = skin_reflectance(0.013, oxygen=1.0)
    at = {int(nm): float(value) for nm, value in zip(WAVELENGTHS_NM, light, strict=True)}
    assert at[540] < at[560] > at[580]  # the W of oxyhaemoglobin
    assert at[650] > 1.3 * at[560]
    assert np.all((light > 0) & (light < 1))


def test_more_oxygen_means_a_smaller_ratio_of_red_to_blue() -> None:
    ratios = [oxygen_ratio(share) for share in (0.7, 0.8, 0.9, 1.0)]
    assert np.all(np.diff(ratios) < 0)
