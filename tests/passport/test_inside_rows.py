"""What goes on inside is found within its tolerance, and a phantom with something else inside fails."""

from dataclasses import replace

import numpy as np
import pytest

from desdemona.passport.films import filmed, sine_of, turns_per_s
from desdemona.passport.inside import (
    beating,
    breath_rows,
    breathing,
    oxygen_row,
    rate_row,
    trembling,
    tremor_rows,
    wave_row,
)
from desdemona.passport.seated import line_rows, seated_rows
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import Direction, Inside, OxygenPoint, Tremor


def test_a_rate_of_72_is_found_and_75_fails() -> None:
    assert rate_row(72.0, beating(72.0, duration_s=15.0)).within
    wrong = rate_row(72.0, beating(75.0, duration_s=15.0))
    assert not wrong.within
    assert wrong.found == pytest.approx(75.0, abs=0.2)


@pytest.mark.parametrize("tone", [2, 10])
def test_the_wave_is_the_scripts_and_that_of_another_rate_fails(tone: int) -> None:
    asked = beating(72.0, tone=tone)
    assert wave_row("wave", asked, asked).within
    assert not wave_row("wave", asked, beating(75.0, tone=tone)).within
    assert not wave_row("wave", asked, filmed(Inside(), 10.0, tone=tone)).within


def test_a_wave_upside_down_or_half_a_beat_late_fails() -> None:
    asked = beating(60.0)
    late = replace(
        asked, script=replace(asked.script, inside=Inside(pulse=(PulsePoint(0.0, 90.0), PulsePoint(1.0, 60.0))))
    )
    assert wave_row("wave", asked, late).found < 0.9


def test_oxygen_is_found_and_another_saturation_fails() -> None:
    inside = Inside(pulse=(PulsePoint(0.0, 72.0),), oxygen=(OxygenPoint(0.0, 88.0),))
    shown = filmed(inside, 6.0, tone=1, share=0.02)
    assert oxygen_row(88.0, shown).within
    assert not oxygen_row(92.0, shown).within


def test_breath_is_found_and_a_shallower_quicker_one_fails() -> None:
    assert all(row.within for row in breath_rows(20.0, 0.6, breathing(20.0, 0.6, 10.0)))
    assert not any(row.within for row in breath_rows(20.0, 0.6, breathing(22.0, 0.5, 10.0)))


@pytest.mark.parametrize(("direction", "amplitude"), [("x", 0.2), ("yaw", 0.3)])
def test_a_tremor_is_found_and_another_fails(direction: Direction, amplitude: float) -> None:
    asked = Tremor("head", direction, 6.0, amplitude, 0.0, 3.5)
    assert all(row.within for row in tremor_rows(asked, trembling(asked)))
    other = replace(asked, frequency_hz=6.2, amplitude=1.1 * amplitude)
    assert not any(row.within for row in tremor_rows(asked, trembling(other)))


def test_sines_and_turns_of_known_signals() -> None:
    times_s = np.arange(300) / 30
    signal = 5.0 + 0.7 * np.sin(2 * np.pi * 3.217 * times_s + 0.4)
    hz, amplitude = sine_of(signal)
    assert hz == pytest.approx(3.217, abs=0.002)
    assert amplitude == pytest.approx(0.7, rel=0.01)
    assert turns_per_s(signal) == pytest.approx(3.217, rel=0.01)
    assert np.isnan(turns_per_s(np.ones(30)))


def test_a_body_at_a_desk_breathes_as_asked() -> None:
    assert all(row.within for row in seated_rows(40.0, 0.9, ()))


def test_the_line_between_light_and_dark_is_found_to_a_fraction_of_a_row() -> None:
    rows = np.arange(40)[:, None] * np.ones((1, 6))
    pictures = np.stack([200 - 150 * np.clip(rows - at, 0, 1) for at in (20.0, 20.3, 21.5)])
    assert line_rows(pictures) == pytest.approx([20.5, 20.8, 22.0], abs=0.1)  # a straight line between two rows
