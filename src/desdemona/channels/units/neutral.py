"""The neutral face that action units are measured against, declared and never guessed in silence."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.units.readout import Evidence
from desdemona.channels.units.solve import UNIT_COUNT, solve_units, unexplained_share

Floats = NDArray[np.float64]

LEAST_NEUTRAL_FRAMES = 5
"""A neutral face is the median of at least so many frames: one alone has the network's jitter in it (our choice)."""


STRETCHES, MOST_COMPARED = 12, 400
"""In how many stretches a neutral face is sought, and by how many frames at most they are compared (our choice)."""


@dataclass(frozen=True, slots=True)
class OwnBaseline:
    """Neutral is the look of the recording that explains the others best by muscles, which pull and do not push.

    Of the looks of `STRETCHES` stretches of the recording the best is taken, and made steady as the median of the
    `share` of frames in which the least acts. A face that holds one expression all through has it taken for neutral.
    """

    share: float = 1 / 3


@dataclass(frozen=True, slots=True)
class GivenFrames:
    """Neutral is how the face looks from one time to another, which somebody declares to be neutral."""

    t_start_s: float
    t_end_s: float


@dataclass(frozen=True, slots=True)
class NoNeutral:
    """There is no neutral face; whatever needs one is withheld."""


Neutral = OwnBaseline | GivenFrames | NoNeutral


def take_neutral(t_s: Floats, evidence: Evidence, usable: NDArray[np.bool_], neutral: Neutral) -> Evidence | None:
    """Return the evidence of the neutral face (one frame), None where there is none or too few frames show it.

    `usable` (n,) says in which frames the whole face could be measured.
    """
    if isinstance(neutral, NoNeutral):
        return None
    shown = np.flatnonzero(usable)
    if isinstance(neutral, GivenFrames):
        shown = shown[(t_s[shown] >= neutral.t_start_s) & (t_s[shown] <= neutral.t_end_s)]
        return _median(evidence, shown) if shown.size >= LEAST_NEUTRAL_FRAMES else None
    if shown.size < LEAST_NEUTRAL_FRAMES:
        return None
    level = _best_look(evidence, shown)
    count = max(LEAST_NEUTRAL_FRAMES, round(neutral.share * shown.size))
    for _ in range(2):
        acting = solve_units(_picked(evidence, shown), level)[..., :UNIT_COUNT].sum(axis=(1, 2))
        level = _median(evidence, shown[np.argsort(acting, kind="stable")[:count]])
    return level


def _best_look(evidence: Evidence, shown: NDArray[np.intp]) -> Evidence:
    """Return the median look of the stretch that, taken for neutral, leaves the least of all others unexplained."""
    some = _picked(evidence, shown[:: max(1, shown.size // MOST_COMPARED)])
    stretches = np.array_split(shown, min(STRETCHES, shown.size // LEAST_NEUTRAL_FRAMES))
    looks = [_median(evidence, stretch) for stretch in stretches]
    return min(looks, key=lambda look: unexplained_share(some, look))


def _picked(evidence: Evidence, frames: NDArray[np.intp]) -> Evidence:
    return Evidence(evidence.units[frames], evidence.gap_mm[frames], evidence.head_deg[frames])


def _median(evidence: Evidence, frames: NDArray[np.intp]) -> Evidence:
    found = _picked(evidence, frames)
    units, gap, head = (
        np.median(values, axis=0, keepdims=True) for values in (found.units, found.gap_mm, found.head_deg)
    )
    return Evidence(units, gap, head)
