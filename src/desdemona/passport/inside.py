"""What goes on inside, found again in pixels: pulse, oxygen, breathing, tremor."""

from collections.abc import Iterator

import numpy as np

from desdemona.faces.skin import GAMMA, pulse_contrast
from desdemona.passport.films import (
    EYES,
    FOREHEAD,
    HEAD,
    RATE_HZ,
    SHOULDERS,
    SIZE_PX,
    WALL,
    Floats,
    colours,
    filmed,
    greys,
    head_px_per_mm,
    shifts_px,
    sine_of,
    turns_per_s,
)
from desdemona.passport.irises import NECK_MM
from desdemona.passport.row import Group, Row, Tolerance
from desdemona.passport.seated import seated_rows
from desdemona.passport.stills import EYE_DEPTH_MM, px_per_mm
from desdemona.physiology.beats import draw_heart, heart_rng
from desdemona.physiology.blood import blood_at
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import BreathPoint, Inside, OxygenPoint, Tremor, Variability
from desdemona.stimuli.phantom import Phantom

FULL_BREATH_MM, SHOULDERS_UP_SHARE = 10.0, 0.35
"""By specification: how far a full breath brings the chest forward, and what share of it the shoulders rise."""
RATIO_AT_97, PERCENT_PER_RATIO = 0.33 / 0.53, 25.0
"""By specification: ratio of ratios, red to blue, at 97 % saturation, and its slope."""

_WAVE = Tolerance("at_least", 0.99, ours=False)
_RATE = Tolerance("apart", 0.2)
_HZ = Tolerance("apart", 0.05, ours=False)
_AMPLITUDE = Tolerance("share", 0.05, ours=False)
_SKIN = "mean colour of the forehead's pixels"
_SHIFT = "shift of the head's pixels, gradient equation"


def beating(rate_bpm: float, *, tone: int = 3, duration_s: float = 10.0, uneven: bool = False) -> Phantom:
    """Return a phantom with a pulse and nothing else."""
    inside = Inside(pulse=(PulsePoint(0.0, rate_bpm),), variability=Variability(50.0) if uneven else None)
    return filmed(inside, duration_s, tone=tone)


def asked_wave(asked: Phantom) -> Floats:
    """Return the wave that a phantom's script asks for at the times of her pictures."""
    script = asked.script
    times_s = np.arange(round(script.duration_s * RATE_HZ)) / RATE_HZ
    return blood_at(script.inside, draw_heart(script.inside, script.duration_s, rng=heart_rng(asked.seed)), times_s)


def wave_row(cause: str, asked: Phantom, shown: Phantom) -> Row:
    """Return how the green of skin goes with the wave that was asked: more blood, less light."""
    green = colours(shown, FOREHEAD)[:, 1]
    found = float(np.corrcoef(-green, asked_wave(asked))[0, 1]) if np.ptp(green) else 0.0
    return Row(cause, 1.0, found, "correlation", _WAVE, f"green, {_SKIN}", 4)


def rate_row(asked_bpm: float, shown: Phantom) -> Row:
    """Return the rate of the wave in the green of skin: how often its strongest sine turns."""
    green = colours(shown, FOREHEAD)[:, 1]
    found = 60 * sine_of(green, 0.5, 4.0)[0]
    return Row(f"pulse {asked_bpm:g} bpm", asked_bpm, found, "bpm", _RATE, f"lock-in, {_SKIN}")


def size_row(tone: int) -> Row:
    """Return the pulse's size in green, peak to trough over the mean of linear light, beside what was asked."""
    green = colours(beating(72.0, tone=tone), FOREHEAD)[:, 1] / 255
    light = green**GAMMA
    asked = 100 * float(pulse_contrast(tone, 0.006)[1])
    found = 100 * float(np.ptp(light) / light.mean())
    return Row(f"pulse size, tone {tone}", asked, found, "% of light", Tolerance("share", 0.1), _SKIN, 3)


def _still_row() -> Row:
    wall = colours(beating(72.0), WALL)
    return Row(
        "no pulse on the wall",
        0.0,
        float(np.ptp(wall, axis=0).max()),
        "codes",
        Tolerance("at_most", 0.0),
        "mean colour of the wall",
    )


def oxygen_row(percent: float, shown: Phantom) -> Row:
    """Return the pulse of red over that of blue, each over its mean, beside what a saturation asks for."""
    skin = colours(shown, FOREHEAD)
    asked = RATIO_AT_97 + (97.0 - percent) / PERCENT_PER_RATIO
    wave = asked_wave(shown)
    swing = np.array([np.polyfit(wave, skin[:, plane] / skin[:, plane].mean(), 1)[0] for plane in (0, 2)])
    return Row(
        f"oxygen {percent:g} %", asked, float(swing[0] / swing[1]), "red : blue", Tolerance("share", 0.05), _SKIN, 3
    )


def breathing(rate_per_min: float, depth: float, duration_s: float = 20.0) -> Phantom:
    """Return a phantom who breathes and does nothing else."""
    return filmed(Inside(breath=(BreathPoint(0.0, rate_per_min, depth),)), duration_s)


def breath_rows(rate_per_min: float, depth: float, shown: Phantom) -> Iterator[Row]:
    """Give rate and size of breathing in the shoulders' pixels."""
    rise_mm = -shifts_px(greys(shown, SHOULDERS))[:, 1] / head_px_per_mm()
    told, means = f"breath {rate_per_min:g} a minute, depth {depth:g}", "shift of the shoulders' pixels"
    yield Row(f"{told}: rate", rate_per_min, 60 * turns_per_s(rise_mm), "a minute", Tolerance("apart", 0.3), means)
    asked_mm = FULL_BREATH_MM * depth * SHOULDERS_UP_SHARE
    yield Row(f"{told}: rise", asked_mm, float(np.ptp(rise_mm)), "mm", Tolerance("share", 0.1), means)


def trembling(tremor: Tremor) -> Phantom:
    """Return a phantom who trembles and does nothing else."""
    return filmed(Inside(tremors=(tremor,)), tremor.t_end_s)


def tremor_rows(asked: Tremor, shown: Phantom) -> Iterator[Row]:
    """Give frequency and amplitude of a tremor of the head, from the shift of its pixels.

    A shift to a side (x) or up (y) is that of the whole head in mm, a turn (yaw) or a nod (pitch) that of the eyes,
    which are 102 mm before the joint, in degrees.
    """
    turn = asked.direction in ("yaw", "pitch")
    moved = shifts_px(greys(shown, EYES if turn else HEAD)[15:-15])[:, 0 if asked.direction in ("x", "yaw") else 1]
    found_hz, found_px = sine_of(moved)
    lever_px = np.radians(1.0) * (EYE_DEPTH_MM - NECK_MM[2]) * px_per_mm(SIZE_PX, EYE_DEPTH_MM)
    unit, per_unit = ("°", float(lever_px)) if turn else ("mm", head_px_per_mm())
    told = f"tremor {asked.direction} {asked.frequency_hz:g} Hz, {asked.amplitude:g} {unit}"
    yield Row(f"{told}: frequency", asked.frequency_hz, found_hz, "Hz", _HZ, _SHIFT, 3)
    yield Row(f"{told}: amplitude", asked.amplitude, found_px / per_unit, unit, _AMPLITUDE, _SHIFT, 3)


_TREMORS = (
    Tremor("head", "x", 5.0, 0.3, 0.0, 7.0),
    Tremor("head", "x", 9.3, 0.15, 0.0, 7.0),
    Tremor("head", "y", 3.2, 0.4, 0.0, 7.0),
    Tremor("head", "y", 12.0, 0.05, 0.0, 7.0),
    Tremor("head", "yaw", 5.0, 0.3, 0.0, 7.0),
    Tremor("head", "pitch", 4.0, 0.4, 0.0, 7.0),
)


def _rows() -> Iterator[Row]:
    for tone in (1, 3, 5, 7, 9, 10):
        steady = beating(72.0, tone=tone)
        yield wave_row(f"pulse wave, tone {tone}", steady, steady)
    uneven = beating(64.0, uneven=True, duration_s=20.0)
    yield wave_row("pulse wave, SDNN 50 ms", uneven, uneven)
    for rate_bpm in (45.0, 72.0, 110.0, 180.0):
        yield rate_row(rate_bpm, beating(rate_bpm, duration_s=20.0))
    for tone in (1, 5, 10):
        yield size_row(tone)
    yield _still_row()
    for percent in (98.0, 90.0, 80.0):
        inside = Inside(pulse=(PulsePoint(0.0, 72.0),), oxygen=(OxygenPoint(0.0, percent),))
        yield oxygen_row(percent, filmed(inside, 10.0, tone=1, share=0.02))
    for rate_per_min, depth in ((15.0, 0.5), (24.0, 0.9)):
        yield from breath_rows(rate_per_min, depth, breathing(rate_per_min, depth))
    for tremor in _TREMORS:
        yield from tremor_rows(tremor, trembling(tremor))
    yield from seated_rows(
        15.0, 0.9, (Tremor("head", "x", 5.0, 0.3, 0.0, 3.5), Tremor("torso", "x", 8.0, 0.3, 0.0, 3.5))
    )


def inside_group() -> Group:
    """Return pulse, oxygen, breathing and tremor as asked and as shown."""
    return Group(
        "Inside",
        "Person 0 at 480 px and 30 pictures a second, without sensor noise, a pulse of 0.6 % (2 % for oxygen). The "
        "wave that was asked is the script's, drawn before any picture; the pixels are rounded to whole codes. Shine "
        "lies over the skin and has no pulse, so that the size in the pixels stays below what the skin has: by a "
        "quarter on tone 10, where the row is left to fail. At a desk: person 3, 1280 × 720, a pixel is 1.8 mm at her "
        "shoulders and 1.7 mm at her face, hence 10 %.",
        tuple(_rows()),
    )
