"""From evidence to amounts: what units, none of them negative, explain how a face differs from its neutral."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.units.readout import HALVES, UNITS, Evidence, load_readouts, turn_terms

Floats = NDArray[np.float64]

UNIT_COUNT = UNITS.index("jaw")
"""The first so many of `UNITS` are action units."""
UPPER = frozenset(UNITS.index(unit) for unit in ("au1", "au2", "au4", "au5", "au6", "au7", "au43"))
"""Taken from the upper half's readout; all others from the lower half's."""
PRIOR, LOOK_PRIOR = 1.0, 8.0
"""Weight of a prior that nothing acts, a full unit weighing as one standard deviation, and of one that the eyes look
ahead, or lids that tighten pass for a look (our choice)."""
_PRIORS = np.diag([LOOK_PRIOR if unit.startswith("look") else PRIOR for unit in UNITS])
SWEEPS = 40
"""Rounds of coordinate descent; after 40 amounts move by less than .001."""


def solve_units(evidence: Evidence, neutral: Evidence) -> Floats:
    """Return how much each of `UNITS` acts (n, 2, units), 1 being a full one, from the evidence less the neutral's.

    Least squares under the covariance of everything else with amounts of 0 or more (Lawson and Hanson 1974), each half
    of each side for itself; what the head's turn away from the neutral one does on average is taken off. NaN in gives
    NaN out.
    """
    found = np.empty((len(evidence), 2, len(UNITS)))
    upper = np.array([unit in UPPER for unit in range(len(UNITS))])
    for side, half, speaks, leaks in _halves(evidence, neutral):
        own = upper if HALVES[half] == "upper" else ~upper
        found[:, side, own] = solve_nonnegative(speaks, leaks)[:, own]
    return found


def unexplained_share(evidence: Evidence, neutral: Evidence) -> float:
    """Return how much of what speaks for units in these faces, 0..1, is left unexplained by units that only pull.

    Units that could push as well would explain it all. A neutral face leaves little; where a smile is taken for
    neutral, a face at rest is one of units that push.
    """
    left = whole = 0.0
    for _, _, speaks, leaks in _halves(evidence, neutral):
        amounts = solve_nonnegative(speaks, leaks)
        free = np.linalg.solve(leaks, speaks.T).T
        told = float((amounts * speaks).sum() - 0.5 * ((amounts @ leaks) * amounts).sum())
        either_way = 0.5 * float((free * speaks).sum())
        left, whole = left + either_way - told, whole + either_way
    return left / whole if whole > 0 else 0.0


def _halves(evidence: Evidence, neutral: Evidence) -> Iterator[tuple[int, int, Floats, Floats]]:
    """Give side, half, the evidence beyond the neutral's (n, units), and how it leaks with the prior."""
    turn = evidence.head_deg - neutral.head_deg
    for side in (0, 1):
        terms = turn_terms(turn, side)
        for half, readout in enumerate(load_readouts()):
            speaks = evidence.units[:, side, half] - neutral.units[:, side, half] - terms @ readout.turns
            yield side, half, speaks, readout.leaks + _PRIORS


def solve_nonnegative(speaks: Floats, leaks: Floats) -> Floats:
    """Return the amounts a >= 0 (n, units) that minimise a·leaks·a / 2 - speaks·a, for every row of `speaks` alone."""
    amounts = np.where(np.isfinite(speaks), 0.0, np.nan)
    for _ in range(SWEEPS):
        for unit in range(len(leaks)):
            push = (speaks[:, unit] - amounts @ leaks[:, unit]) / leaks[unit, unit]
            amounts[:, unit] = np.maximum(0.0, amounts[:, unit] + push)
    return amounts
