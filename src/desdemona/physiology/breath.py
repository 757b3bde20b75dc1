"""Breathing as it moves the chest, and the instants of the breaths."""

import numpy as np

from desdemona.physiology.heart import Floats
from desdemona.physiology.inside import Inside
from desdemona.physiology.scripted import breath_turns_at, depth_at, instants_of
from desdemona.physiology.straying import INSPIRATION_TURNS

FULL_BREATH_MM = 10.0
"""How far the chest wall comes forward in a breath of depth 1; our choice, quiet breathing being about half."""


def fill_at(inside: Inside, times_s: Floats) -> Floats:
    """Return how full the lungs are, 0 to 1 of the breath at hand: half a cosine in and a longer one out."""
    into = breath_turns_at(inside, times_s) % 1.0
    rising = 0.5 - 0.5 * np.cos(np.pi * into / INSPIRATION_TURNS)
    falling = 0.5 + 0.5 * np.cos(np.pi * (into - INSPIRATION_TURNS) / (1 - INSPIRATION_TURNS))
    return np.where(into < INSPIRATION_TURNS, rising, falling)


def chest_at(inside: Inside, times_s: Floats) -> Floats:
    """Return how far the chest wall stands forward of its place after breathing out, in mm."""
    return FULL_BREATH_MM * depth_at(inside, times_s) * fill_at(inside, times_s)


def breaths_of(inside: Inside, duration_s: float) -> Floats:
    """Return the instants at which breaths begin, in seconds; the first is 0. Empty where she does not breathe."""
    if not inside.breath:
        return np.empty(0)
    span_s = np.array([0.0, duration_s])
    count = int(np.ceil(breath_turns_at(inside, span_s)[1]))
    return instants_of(lambda times_s: breath_turns_at(inside, times_s), np.arange(float(count)), span_s)
