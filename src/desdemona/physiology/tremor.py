"""Tremor and vibration of known frequency and amplitude."""

import numpy as np

from desdemona.physiology.heart import Floats
from desdemona.physiology.inside import Direction, Inside, Part, Tremor

RAMP_S = 0.5
"""A vibration grows and dies within this time, or a quarter of its length where that is less; our choice."""


def _swing(tremor: Tremor, times_s: Floats) -> Floats:
    length_s = tremor.t_end_s - tremor.t_start_s
    ramp_s = min(RAMP_S, length_s / 4)
    into_s, left_s = times_s - tremor.t_start_s, tremor.t_end_s - times_s
    grown = np.clip(np.minimum(into_s, left_s) / ramp_s, 0, 1)
    return np.asarray(
        tremor.amplitude * (0.5 - 0.5 * np.cos(np.pi * grown)) * np.sin(2 * np.pi * tremor.frequency_hz * into_s)
    )


def tremor_at(inside: Inside, part: Part, direction: Direction, times_s: Floats) -> Floats:
    """Return how far a part is displaced in one direction: mm for shifts, degrees for angles; vibrations add up."""
    return sum(
        (_swing(tremor, times_s) for tremor in inside.tremors if tremor.part == part and tremor.direction == direction),
        start=np.zeros_like(times_s),
    )
