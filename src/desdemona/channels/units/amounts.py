"""Amounts of action units over a recording, against a stated neutral, with a reason wherever one is withheld."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.units.neutral import Neutral, NoNeutral, take_neutral
from desdemona.channels.units.readout import UNITS, Evidence
from desdemona.channels.units.solve import solve_units

Floats = NDArray[np.float64]
Reasons = list[str | None]

MOST_YAW_DEG, MOST_PITCH_DEG = 20.0, 17.0
"""A head that is turned farther away from its neutral pose changes the face's look more than small units do."""
LEAST_SHARE = 0.05
"""Amounts below this are 0: the network's jitter on a still face gives so much (measured)."""
SHUT_SHARE = 0.6
"""With the lids more closed than this the units that widen or tighten them cannot be seen."""
BLINK_EDGE_S = 0.12
"""The lids are still on their way so long before and after what is told as a blink."""
FULL_GAP_MM = 24.0
"""How far the lips part when the jaw is all the way down, as the mesh follows it (measured)."""
FULL_26, BEGIN_27 = 0.5, 0.2
"""Units 26 and 27 are one joint and told apart by how far (Ekman, Friesen and Hager 2002): 26 is full half-way down,
27 begins a fifth of the way down; the shares are our choice."""
PARTED_GAP_MM = 4.0
"""Lips so far apart by the jaw are fully parted (unit 25 is scored with 26 and 27)."""

_OF_REGION: dict[str, tuple[str, ...]] = {
    "brows": ("au1", "au2", "au4"),
    "eyes": ("au5", "au6", "au7", "au43", "au45"),
    "mouth": ("au9", "au10", "au12", "au14", "au15", "au17", "au20", "au23_24", "au25", "au26", "au27"),
}
NEEDS: dict[str, str] = {unit: region for region, units in _OF_REGION.items() for unit in units}
"""What must be seen for each unit."""
WITHOUT_NEUTRAL = ("au26", "au27")
"""These need no neutral: lips that touch are zero on every face."""
MIDLINE = ("au17", "au23_24", "au25", "au26", "au27")
"""Units of the middle, told once; the others have a left and a right."""


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """What action units are told from, n frames.

    `evidence` is NaN where there is no face, `why` says for brows, eyes and mouth why they cannot be measured (None
    where they can), `blinking` (n,) is 1 within a blink, 0 outside, NaN where it is not known.
    """

    t_s: Floats
    evidence: Evidence
    why: Mapping[str, Sequence[str | None]]
    blinking: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """Amounts of every unit: `shares[unit]` (n, 2), right then left, NaN where withheld; `why[region]` says why.

    Traces are in them (see `without_traces`).
    """

    shares: Mapping[str, Floats]
    why: Mapping[str, Reasons]


def measure_amounts(watched: Watched, neutral: Neutral) -> Amounts:
    """Return how much each unit acts, 0..1 of a full movement as drawn."""
    evidence, count = watched.evidence, len(watched.evidence)
    level = take_neutral(watched.t_s, evidence, _usable(watched) & (watched.blinking != 1), neutral)
    if level is None:
        jaw = np.clip(evidence.gap_mm / FULL_GAP_MM, 0, 1)
        shares = {unit: np.full((count, 2), np.nan) for unit in NEEDS}
        turn = evidence.head_deg
    else:
        solved = solve_units(evidence, level)
        jaw = solved[:, :, UNITS.index("jaw")].mean(axis=1)
        shares = _told(solved, jaw, near_blinks(watched.t_s, watched.blinking))
        turn = evidence.head_deg - level.head_deg
    shares |= {
        "au26": _both(np.clip(jaw / FULL_26, 0, 1)),
        "au27": _both(np.clip((jaw - BEGIN_27) / (1 - BEGIN_27), 0, 1)),
    }
    why = {region: _reasons(reasons, turn) for region, reasons in watched.why.items()}
    for unit, values in shares.items():
        known = np.array([reason is None for reason in why[NEEDS[unit]]], dtype=bool)
        values[~known] = np.nan
    return Amounts(shares, _with_neutral(why, level is None, isinstance(neutral, NoNeutral)))


def without_traces(shares: Floats) -> Floats:
    """Return shares in which what is too little to be told from none is 0."""
    with np.errstate(invalid="ignore"):
        return np.where(shares < LEAST_SHARE, 0.0, shares)


def near_blinks(t_s: Floats, blinking: Floats) -> Floats:
    """Return 1 within `BLINK_EDGE_S` of a frame within a blink, else `blinking` as it is."""
    blinks = t_s[blinking == 1]
    after = np.searchsorted(blinks, t_s)
    ends = np.concatenate([[-np.inf], blinks, [np.inf]])
    near = np.minimum(t_s - ends[after], ends[after + 1] - t_s) <= BLINK_EDGE_S + 1e-9
    return np.where(near & np.isfinite(blinking), 1.0, blinking)


def _usable(watched: Watched) -> NDArray[np.bool_]:
    """Return which frames may show the neutral face: all regions are seen that are seen half of the time at least."""
    face = np.asarray(np.isfinite(watched.evidence.units).all(axis=(1, 2, 3)), dtype=np.bool_)
    usable = face.copy()
    for reasons in watched.why.values():
        seen = np.array([reason is None for reason in reasons], dtype=bool)
        if 2 * (seen & face).sum() >= face.sum():
            usable &= seen
    return usable


def _both(values: Floats) -> Floats:
    return np.repeat(values[:, None], 2, axis=1)


def _told(solved: Floats, jaw: Floats, blinking: Floats) -> dict[str, Floats]:
    """Return the units as they are told: lips tightened or pressed together, closed eyes apart from blinks."""
    raw = {unit: solved[:, :, index] for index, unit in enumerate(UNITS)}
    told = {unit: np.clip(raw[unit], 0, 1) for unit in NEEDS if unit in raw}
    parted = np.maximum(raw["au25"].mean(axis=1), jaw * FULL_GAP_MM / PARTED_GAP_MM)
    told["au25"] = _both(np.clip(parted, 0, 1))
    told["au17"] = _both(told["au17"].mean(axis=1))
    told["au23_24"] = _both(np.clip((raw["au23"] + raw["au24"]).mean(axis=1), 0, 1))
    shut, blink = told["au43"], blinking[:, None]
    for unit in ("au5", "au7"):
        told[unit] = np.where((shut > SHUT_SHARE) | (blink == 1), np.nan, told[unit])
    told["au45"] = np.where(blink == 1, shut, 0 * blink)
    told["au43"] = np.where(blink == 1, 0.0, shut + 0 * blink)
    return told


def _reasons(reasons: Sequence[str | None], turn: Floats) -> Reasons:
    with np.errstate(invalid="ignore"):
        away = (np.abs(turn[:, 0]) > MOST_YAW_DEG) | (np.abs(turn[:, 1]) > MOST_PITCH_DEG)
    return [reason or ("head turned away" if far else None) for reason, far in zip(reasons, away, strict=True)]


def _with_neutral(why: Mapping[str, Reasons], none: bool, declared: bool) -> dict[str, Reasons]:
    """Return the reasons of regions; of `neutral` why everything that needs one is withheld."""
    reason = None if not none else "no neutral face declared" if declared else "neutral face not seen for long enough"
    count = len(next(iter(why.values()), []))
    return {**why, "neutral": [reason] * count}
