"""Crying: long high bursts of voice, one after another with a breath between. A sound, not a feeling."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.voice.hearing import STEPS_PER_S
from desdemona.channels.voice.marks import runs
from desdemona.channels.voice.voicing import Voicing

F0_HZ = (280.0, 800.0)
"""Cries of infants lie about 400 to 600 Hz (Michelsson and Michelsson 1999); the margins are our choice."""
LEAST_BURST_STEPS, MOST_BURST_STEPS = 40, 500
"""0.4 to 5 s of voice without a break: a word's voice seldom lasts so long."""
BRIDGED_STEPS = 4
MOST_GAP_STEPS = 150
LEAST_BURSTS = 2
LEAST_BURST_SHARE = 0.8
MOST_NUCLEI_PER_S = 2.2
"""Nearly all of the voice in a fit is in its bursts, and a burst is no string of syllables: those come at 3 a second
and more, with short ones between the long."""


@dataclass(frozen=True, slots=True)
class Cry:
    """A fit of crying from one step to before another, and how many bursts it has."""

    first: int
    end: int
    bursts: int


def find_cries(voicing: Voicing, nuclei: NDArray[np.int64]) -> tuple[Cry, ...]:
    """Return the fits of crying: two or more long high bursts of voice, not more than 1.5 s between them."""
    filled = voicing.voiced.copy()
    for first, end in zip(*runs(~filled), strict=True):
        if first > 0 and end < len(filled) and end - first <= BRIDGED_STEPS:
            filled[first:end] = True
    bursts = [
        (int(first), int(end))
        for first, end in zip(*runs(filled), strict=True)
        if LEAST_BURST_STEPS <= end - first <= MOST_BURST_STEPS
        and F0_HZ[0] <= np.nanmedian(voicing.f0_hz[first:end]) <= F0_HZ[1]
        and _count(nuclei, first, end) <= max(1.0, MOST_NUCLEI_PER_S * (end - first) / STEPS_PER_S)
    ]
    fits: list[Cry] = []
    for first, end in bursts:
        if fits and first - fits[-1].end <= MOST_GAP_STEPS:
            fits[-1] = Cry(fits[-1].first, end, fits[-1].bursts + 1)
        else:
            fits.append(Cry(first, end, 1))
    return tuple(fit for fit in fits if fit.bursts >= LEAST_BURSTS and _is_mostly_bursts(fit, filled, bursts))


def _is_mostly_bursts(fit: Cry, filled: NDArray[np.bool_], bursts: list[tuple[int, int]]) -> bool:
    inside = sum(end - first for first, end in bursts if fit.first <= first < fit.end)
    return bool(inside >= LEAST_BURST_SHARE * filled[fit.first : fit.end].sum())


def _count(nuclei: NDArray[np.int64], first: int, end: int) -> int:
    return int(np.sum((nuclei >= first) & (nuclei < end)))
