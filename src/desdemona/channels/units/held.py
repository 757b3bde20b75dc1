"""What a face holds all through, told by how neutral faces of drawn people differ from one another.

Within one recording a unit that never lets go cannot be told from the person's build. But builds differ only so much:
evidence beyond the neutral faces' mean that units explain far better than builds do is taken for units. A face that is
unlike all drawn ones tells nothing here; real faces seen so far are of that kind, and keep what they hold for neutral.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.units.readout import HALVES, UNITS, Evidence, Readout, load_readouts, straight_evidence
from desdemona.channels.units.solve import UPPER

Floats = NDArray[np.float64]

LEAST_SIGMAS = 4.5
"""By how many standard deviations of neutral faces a unit must better the explanation (our choice, by 24 drawn people
whom the tables of the benchmark leave out)."""
MOST_HELD, MOST_SHARE = 3, 1.5
"""So many units at most are held in half a face, none by more than this."""
MOST_LEFT = 40.0
"""Squared distance from the neutral faces' mean, in their own standard deviations, up to which what is left is a face
as drawn."""
EXTRA_SPREAD = 0.05
"""By how much each variance is raised: neutral faces differ by more than those who were drawn show."""
_LOOKS = frozenset(unit for unit in range(len(UNITS)) if UNITS[unit].startswith("look"))
_OWN = {"upper": UPPER | _LOOKS, "lower": frozenset(range(len(UNITS))) - UPPER - _LOOKS}


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Units that explain a face, by how much each, and the squared distance that is left."""

    units: tuple[int, ...]
    amounts: Floats
    left: float


def held_amounts(level: Evidence) -> Floats:
    """Return how much of each unit is held in each half (halves, units) of a face that is taken for neutral (n = 1)."""
    found = np.zeros((len(HALVES), len(UNITS)))
    for index, readout in enumerate(load_readouts()):
        own = sorted(_OWN[HALVES[index]])
        away = straight_evidence(level, index, readout.turns)[0] - readout.neutral
        fit = _explain(away, readout, own)
        if fit.left <= MOST_LEFT and (fit.amounts <= MOST_SHARE).all():
            found[index, list(fit.units)] = fit.amounts
    return found


def without_held(level: Evidence) -> Evidence:
    """Return the face that is taken for neutral without what it holds."""
    held = held_amounts(level)
    away = np.stack([amounts @ readout.leaks for amounts, readout in zip(held, load_readouts(), strict=True)])
    return Evidence(level.units - away, level.gap_mm, level.head_deg)


def _explain(away: Floats, readout: Readout, own: list[int]) -> Fit:
    """Return the units, taken one after the other, that explain evidence beyond the neutral faces' mean."""
    spread = readout.spread + EXTRA_SPREAD * np.diag(np.diag(readout.spread))
    precision: Floats = np.linalg.inv(spread).astype(np.float64)
    best = Fit((), np.zeros(0), float(away @ precision @ away))
    for _ in range(MOST_HELD):
        fits = [_fit(away, readout.leaks, precision, (*best.units, unit)) for unit in own if unit not in best.units]
        better = min((fit for fit in fits if (fit.amounts > 0).all()), key=lambda fit: fit.left, default=best)
        if best.left - better.left < LEAST_SIGMAS**2:
            break
        best = better
    return best


def _fit(away: Floats, leaks: Floats, precision: Floats, units: tuple[int, ...]) -> Fit:
    acts = leaks[list(units)]
    amounts: Floats = np.linalg.solve(acts @ precision @ acts.T, acts @ precision @ away).astype(np.float64)
    rest = away - amounts @ acts
    return Fit(units, amounts, float(rest @ precision @ rest))
