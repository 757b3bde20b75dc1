"""The course of a phantom: everything that changes from picture to picture, worked out before the first is drawn."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from desdemona.faces.pose import FULL_JAW_MM
from desdemona.faces.skin import GAMMA, pulse_contrast
from desdemona.faces.sway import Sway
from desdemona.physiology.beats import draw_heart, heart_rng
from desdemona.physiology.blood import blood_at, ratio_of_ratios_at
from desdemona.physiology.breath import chest_at
from desdemona.physiology.inside import Direction
from desdemona.physiology.tremor import tremor_at
from desdemona.stimuli.motion import Motion, Times, frame_times, motion_of
from desdemona.stimuli.phantom import Phantom, Script
from desdemona.voices.mouth import mouth_opening

VOICED_OPENING = 0.45
"""Jaw opening of the most open vowel, as a share of the full opening; our choice, a yawn being 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """What a phantom does at `times_s` (n,): her motion, the blood in her skin, and small shifts of head and chest.

    `taken` (n, 3) is the share of each colour's code that blood takes from lit skin, None without a pulse; `sways` (n)
    is None where nothing trembles and nobody breathes.
    """

    times_s: Times
    motion: Motion
    taken: NDArray[np.float64] | None
    sways: tuple[Sway, ...] | None


def movement_of(script: Script, times_s: Times) -> Motion:
    """Return the phantom's poses at the given times, her voice's mouth and her tremor in them."""
    score = script.voice

    def mouth(at_s: Times) -> tuple[Times, Times]:
        opening = mouth_opening(score, at_s) if score else np.zeros_like(at_s)
        return VOICED_OPENING * opening, np.zeros_like(at_s)

    motion, inside = motion_of(script, times_s, mouth if score else None), script.inside
    jaw = np.maximum(tremor_at(inside, "jaw", "y", times_s) / -FULL_JAW_MM, 0)
    return replace(
        motion,
        head_yaw_deg=motion.head_yaw_deg + tremor_at(inside, "head", "yaw", times_s),
        head_pitch_deg=motion.head_pitch_deg + tremor_at(inside, "head", "pitch", times_s),
        head_roll_deg=motion.head_roll_deg + tremor_at(inside, "head", "roll", times_s),
        mouth_opening=np.clip(motion.mouth_opening + jaw, 0, 1),
    )


def course_of_phantom(phantom: Phantom) -> Course:
    """Return the course of a phantom over all her pictures."""
    script = phantom.script
    times_s = frame_times(script.duration_s, phantom.camera.rate_hz)
    taken = blood_taken(phantom, script, times_s)
    return Course(times_s, movement_of(script, times_s), taken, _sways(script, times_s))


def blood_taken(phantom: Phantom, script: Script, times_s: Times) -> NDArray[np.float64] | None:
    """Return the share (n, 3) of each colour's code that blood takes from the phantom's skin, None without a pulse."""
    inside = script.inside
    if not inside.pulse:
        return None
    heart = draw_heart(inside, script.duration_s, rng=heart_rng(phantom.seed))
    # a change of light by a share a changes its code by a / gamma
    contrast = np.tile(pulse_contrast(phantom.skin_tone, script.pulse_amplitude_share) / GAMMA, (len(times_s), 1))
    if inside.oxygen:
        contrast[:, 0] = contrast[:, 2] * ratio_of_ratios_at(inside, times_s)
    return np.asarray(contrast * blood_at(inside, heart, times_s)[:, None], dtype=np.float64)


def _sways(script: Script, times_s: Times) -> tuple[Sway, ...] | None:
    inside = script.inside
    shifts: tuple[Direction, ...] = ("x", "y", "z")
    trembles = any(tremor.part == "head" and tremor.direction in shifts for tremor in inside.tremors)
    if not trembles and not inside.breath:
        return None
    head = [tremor_at(inside, "head", direction, times_s) for direction in shifts]
    rows = zip(*head, chest_at(inside, times_s), strict=True)
    return tuple(Sway(*(float(value) for value in row)) for row in rows)
