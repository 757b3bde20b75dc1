import numpy as np
import pytest

from desdemona.faces.skin import melanin_factor, pulse_contrast


def test_the_pulse_falls_with_every_step_towards_darker_skin() -> None:
    factors = [melanin_factor(tone) for tone in range(1, 11)]
    assert factors[0] == 1.0
    assert np.all(np.diff(factors) < 0)
    assert 0.05 < factors[-1] < 0.2


def test_green_carries_most_of_the_pulse_then_blue_then_red() -> None:
    red, green, blue = pulse_contrast(1, 0.006)
    assert green == pytest.approx(0.006)
    assert green > blue > red
    assert red / green == pytest.approx(0.33 / 0.77)  # de Haan and van Leest 2014
