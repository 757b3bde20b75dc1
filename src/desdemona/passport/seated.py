"""Breath and tremor of a body at a desk, from the line of its shoulder and the shift of its pixels."""

from collections.abc import Iterator

import numpy as np

from desdemona.faces.camera import Camera
from desdemona.passport.films import RATE_HZ, Floats, Place, greys, shifts_px, sine_of, turns_per_s
from desdemona.passport.row import Row, Tolerance
from desdemona.physiology.inside import BreathPoint, Inside, Tremor
from desdemona.scenes.scene import Scene, Seat
from desdemona.scenes.spells import Spell
from desdemona.stimuli.phantom import Phantom, Script

PX_PER_MM = 0.551
"""At the shoulders of a grown-up at the desk, 1280 × 720, by the scene's specification."""
SHOULDER_LINE: Place = (slice(385, 440), slice(560, 600))
"""Where wall, above, meets the cloth of one shoulder."""
_PLACES: dict[str, Place] = {"head": (slice(260, 390), slice(585, 695)), "torso": (slice(400, 500), slice(510, 770))}
_FULL_BREATH_UP_MM = 3.5
_BREATH_HZ = 7.5
"""Pictures a second are enough for a breath; two of them and a bit are drawn."""


def seated(inside: Inside, duration_s: float, rate_hz: float = RATE_HZ) -> Phantom:
    """Return a phantom who sits at a desk, before a camera without noise, and does nothing but breathe or tremble."""
    seat = Seat(3, 5, spells=(Spell("listening", 0.0, 2 * duration_s),))
    script = Script("seated", "for the passport", duration_s, inside=inside, scene=Scene("desk", (seat,)))
    return Phantom("seated", 3, 5, "even", script, Camera(1280, 720, rate_hz, 0.0))


def line_rows(pictures: Floats) -> Floats:
    """Return the row (n,) at which the light upper part of pictures (n, h, w) meets the dark lower, mean of columns."""
    found = []
    for picture in pictures:
        level = (picture[:4].mean() + picture[-4:].mean()) / 2
        first = np.argmax(picture < level, axis=0)
        across = np.arange(picture.shape[1])
        above, below = picture[first - 1, across], picture[first, across]
        found.append(float(np.mean(first - (level - below) / (above - below))))
    return np.array(found)


def seated_rows(rate_per_min: float, depth: float, tremors: tuple[Tremor, ...]) -> Iterator[Row]:
    """Give rate and rise of a seated body's breath, and frequency and amplitude of its tremors."""
    breath = Inside(breath=(BreathPoint(0.0, rate_per_min, depth),))
    phantom = seated(breath, round(130 / rate_per_min, 1), _BREATH_HZ)
    rise_mm = -line_rows(greys(phantom, SHOULDER_LINE)) / PX_PER_MM
    told, means = "at a desk, breath", "line of the shoulder"
    rate = Tolerance("apart", 0.3)
    yield Row(f"{told}: rate", rate_per_min, 60 * turns_per_s(rise_mm, _BREATH_HZ), "a minute", rate, means)
    asked_mm = _FULL_BREATH_UP_MM * depth
    yield Row(f"{told}: rise", asked_mm, float(np.ptp(rise_mm)), "mm", Tolerance("share", 0.1), means)
    for tremor in tremors:
        shown = seated(Inside(tremors=(tremor,)), tremor.t_end_s)
        moved = shifts_px(greys(shown, _PLACES[tremor.part])[15:-15])[:, 0]
        found_hz, found_px = sine_of(moved)
        told, means = f"at a desk, {tremor.part} trembles", "shift of its pixels, gradient equation"
        hertz = Tolerance("apart", 0.05, ours=False)
        yield Row(f"{told}: frequency", tremor.frequency_hz, found_hz, "Hz", hertz, means, 3)
        size = Tolerance("share", 0.1)
        yield Row(f"{told}: amplitude", tremor.amplitude, found_px / PX_PER_MM, "mm", size, means, 3)
