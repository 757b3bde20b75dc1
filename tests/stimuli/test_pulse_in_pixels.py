"""The scripted pulse against what is in the pixels, by Fourier sums of plain means."""

import numpy as np
import pytest
from tests.stimuli.filming import CHEEKS, FOREHEAD, WALL, Values, film, phantom_of, place_mean, swing_at

from desdemona.faces.skin import melanin_factor, pulse_contrast
from desdemona.physiology.heart import beat_wave
from desdemona.stimuli.render import render_phantom

RATE_HZ = 1.2
LOUD = 0.05
"""A pulse ten times as strong as any real one, so that a few seconds are enough to measure it to a per cent."""


def colours(tone: int, share: float, rate_bpm: float | None = 72.0, duration_s: float = 5.0) -> tuple[Values, Values]:
    phantom = phantom_of(duration_s=duration_s, tone=tone, share=share, rate_bpm=rate_bpm)
    pictures = film(render_phantom(phantom))
    return place_mean(pictures, FOREHEAD), place_mean(pictures, WALL)


def test_the_cheeks_beat_at_the_scripted_rate() -> None:
    pictures = film(render_phantom(phantom_of(duration_s=10.0, rate_bpm=96.0)))
    green = place_mean(pictures, CHEEKS)[:, 1]
    power = np.abs(np.fft.rfft((green - green.mean()) * np.hanning(len(green)), 8192)) ** 2
    rates_bpm = np.fft.rfftfreq(8192, 1 / 30) * 60
    band = (rates_bpm > 40) & (rates_bpm < 180)
    assert rates_bpm[band][power[band].argmax()] == pytest.approx(96.0, abs=0.5)  # 10 s: bins of 6 bpm, interpolated


def test_the_swing_is_the_scripted_share_of_reflectance_through_the_cameras_curve() -> None:
    skin, _ = colours(1, LOUD)
    beat = beat_wave(np.arange(1000) / 1000)
    sine = 2 * np.abs(np.fft.rfft(beat)[1]) / 1000
    assert swing_at(skin[:, 1], RATE_HZ, 30.0) == pytest.approx(LOUD / 2.2 * sine, rel=0.06)  # shine does not beat


def test_green_swings_most_then_blue_then_red_as_the_skin_says() -> None:
    skin, _ = colours(2, LOUD)
    red, green, blue = (swing_at(skin[:, channel], RATE_HZ, 30.0) for channel in range(3))
    expected = pulse_contrast(2, LOUD)
    assert red / green == pytest.approx(expected[0] / expected[1], rel=0.05)
    assert blue / green == pytest.approx(expected[2] / expected[1], rel=0.05)


def test_the_swing_falls_with_melanin() -> None:
    swings = [swing_at(colours(tone, LOUD)[0][:, 1], RATE_HZ, 30.0) for tone in (1, 5, 7, 9)]
    assert np.all(np.diff(swings) < 0)
    assert swings[1] / swings[0] == pytest.approx(melanin_factor(5), rel=0.08)  # shine takes a little more


def test_less_light_comes_back_when_there_is_more_blood() -> None:
    skin, _ = colours(1, LOUD)
    lit = skin[:, 1] - skin[:, 1].mean()
    assert -lit.min() > lit.max()  # the systolic peak is sharp and points down


def test_the_wall_does_not_beat() -> None:
    skin, wall = colours(1, LOUD)
    assert swing_at(wall[:, 1], RATE_HZ, 30.0) < 0.01 * swing_at(skin[:, 1], RATE_HZ, 30.0)


def test_without_pulse_nothing_beats() -> None:
    skin, _ = colours(1, LOUD, rate_bpm=None)
    # 2,800 pixels of noise 1.5 over 150 frames: a swing of about 1e-5; the weakest pulse of interest is 1e-3
    assert swing_at(skin[:, 1], RATE_HZ, 30.0) < 1e-4
