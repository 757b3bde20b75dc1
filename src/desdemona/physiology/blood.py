"""Blood in the skin: its wave at a place, and what its oxygen does to the colours of the pulse."""

import numpy as np

from desdemona.physiology.beats import Heart, turns_at
from desdemona.physiology.breath import fill_at
from desdemona.physiology.heart import Floats, beat_wave, line_at
from desdemona.physiology.inside import Inside
from desdemona.physiology.scripted import depth_at

FACE_DELAY_S = 0.15
FINGER_DELAY_S = 0.22
"""From the R wave to the foot of the wave in the face and in a fingertip; our choices, fixed at every rate."""

BREATH_IN_PULSE_SHARE = 0.1
"""How far full breaths raise and lower the size of the wave around its mean; our choice."""

RESTING_SATURATION_PERCENT = 97.0
RESTING_RATIO = 0.33 / 0.53
"""The saturation of a phantom without points of oxygen, and the pulse of red over that of blue in her skin then, from
the normalised blood-volume vector of de Haan and van Leest 2014."""

PERCENT_PER_RATIO = 25.0
"""Slope of the calibration line: the 110 - 25 R of textbooks on pulse oximeters, moved to meet the resting point.
Our choice: the real line belongs to one device and one light, and a camera without its own has none."""


def blood_at(inside: Inside, heart: Heart, times_s: Floats, delay_s: float = FACE_DELAY_S) -> Floats:
    """Return the blood volume in the skin at a place: mean 0 and peak to trough 1 over a beat, 0 without a pulse.

    Breathing in makes the wave smaller, breathing out larger, by up to `BREATH_IN_PULSE_SHARE` at full depth.
    """
    if not inside.pulse:
        return np.zeros_like(times_s)
    swing = depth_at(inside, times_s) * (1 - 2 * fill_at(inside, times_s))
    return beat_wave(turns_at(heart, times_s - delay_s)) * (1 + BREATH_IN_PULSE_SHARE * swing)


def saturation_at(inside: Inside, times_s: Floats) -> Floats:
    """Return the oxygen saturation in percent, NaN where the phantom has no points of it."""
    points = inside.oxygen
    return line_at([point.t_s for point in points], [point.saturation_percent for point in points], times_s)


def ratio_of_ratios_at(inside: Inside, times_s: Floats) -> Floats:
    """Return the pulse of red over its mean, divided by that of blue, which the saturation implies for drawn skin.

    Multiply the blue pulse contrast of the skin by it to have the red one. It is `RESTING_RATIO` without points.
    """
    if not inside.oxygen:
        return np.full(np.shape(times_s), RESTING_RATIO)
    return RESTING_RATIO + (RESTING_SATURATION_PERCENT - saturation_at(inside, times_s)) / PERCENT_PER_RATIO
