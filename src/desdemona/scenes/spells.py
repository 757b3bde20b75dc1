"""Spells of a posture over time, and how much of each posture there is at an instant."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.scenes.postures import POSTURES, REST, PlaceName, PostureName, Side

BLEND_S = 0.8
"""How long a body takes from one posture to the next; our choice."""


@dataclass(frozen=True, slots=True)
class Spell:
    """One posture from an instant to another.

    `side` is the person's own hand for postures that have one. `rate_hz` is how often a pen or a cigarette moves there
    and back in a second; None for the posture's usual rate.
    """

    posture: PostureName
    t_start_s: float
    t_end_s: float
    side: Side = "right"
    rate_hz: float | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """How much (0..1) of one spell there is at an instant; `spell` is None for the posture of the place."""

    posture: PostureName
    side: Side
    rate_hz: float
    amount: float


def eased(part: float) -> float:
    """Return 0 below 0, 1 above 1 and a smooth course between that starts and ends at rest."""
    part = min(max(part, 0.0), 1.0)
    return part * part * part * (part * (6 * part - 15) + 10)


def shares_at(spells: tuple[Spell, ...], place: PlaceName, t_s: float) -> tuple[Share, ...]:
    """Return the postures at an instant; their amounts are positive and add up to 1.

    A change begins where the new spell begins and takes `BLEND_S`; the posture of the first instant is there from the
    start. Where no spell is, the place's own posture is.
    """
    found: list[Share] = []
    for spell in spells:
        came = 1.0 if spell.t_start_s <= 0 else eased((t_s - spell.t_start_s) / BLEND_S)
        amount = came - eased((t_s - spell.t_end_s) / BLEND_S)
        if amount > 0:
            rate_hz = POSTURES[spell.posture].rate_hz if spell.rate_hz is None else spell.rate_hz
            found.append(Share(spell.posture, spell.side, rate_hz, amount))
    rest = 1.0 - sum(share.amount for share in found)
    if rest > 1e-12:
        found.append(Share(REST[place], "right", POSTURES[REST[place]].rate_hz, rest))
    return tuple(found)


def posture_at(spells: tuple[Spell, ...], place: PlaceName, t_s: float) -> tuple[PostureName, Side]:
    """Return the posture and side that a script names for an instant, whatever of the one before is still there."""
    for spell in spells:
        if spell.t_start_s <= t_s < spell.t_end_s:
            return spell.posture, spell.side
    return REST[place], "right"


def stroke(phase: float) -> NDArray[np.float64]:
    """Return where a pen is (across, along, up; mm) in its stroke: once there and back as the phase grows by 1.

    Up and down by 3 mm at the stated rate, and slowly along a line of 60 mm.
    """
    turn = 2 * np.pi * phase
    line = 30 * np.cos(2 * np.pi * phase / 40)
    return np.array([line + 1.5 * np.sin(turn), 3.0 * np.cos(turn), 0.0])


def draw_share(phase: float) -> float:
    """Return how far the hand is at the mouth (0..1): there for a fifth of each period, in between down."""
    part = phase % 1.0
    return eased(part / 0.22) - eased((part - 0.42) / 0.22)
