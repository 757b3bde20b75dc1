"""The multiverse of a system: the choices of its assumed values under which a finding must stand.

A finding that flips between them is undecided, whatever it says at the central values (Steegen et al. 2016, multiverse
analysis).
"""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np

from desdemona.systems.stated import Assumed, Profile

MOST_COMBINATIONS = 27
"""Up to this many combinations of low, central and high are all taken."""
DESIGNED = 16
"""Universes of the space-filling design where all combinations would be too many."""


def universes(profile: Profile) -> tuple[Mapping[str, float], ...]:
    """Return the choices of assumed values to run, the central one first, without repeats.

    After the central values: each value alone at its low and at its high; then every combination of low, central and
    high where these are at most 27, else 16 universes of a fixed Latin hypercube (each range is cut into 16 equal
    slices and each slice is taken once), laid out by a rank-1 lattice. Nothing is drawn at random: the same profile
    always has the same universes.
    """
    assumed = profile.assumed
    central = {each.name: each.value for each in assumed}
    chosen = [central]
    for each in assumed:
        chosen += [{**central, each.name: each.low}, {**central, each.name: each.high}]
    chosen += all_combinations(assumed) if 3 ** len(assumed) <= MOST_COMBINATIONS else latin_hypercube(assumed)
    return tuple({tuple(universe.values()): universe for universe in chosen}.values())


def all_combinations(assumed: Sequence[Assumed]) -> list[dict[str, float]]:
    """Return every combination of low, central and high."""
    choices = [(each.low, each.value, each.high) for each in assumed]
    return [dict(zip((each.name for each in assumed), chosen, strict=True)) for chosen in product(*choices)]


def latin_hypercube(assumed: Sequence[Assumed]) -> list[dict[str, float]]:
    """Return `DESIGNED` universes that take each sixteenth of each range once.

    The order of the slices comes from multiples of the powers of the generalised golden ratio of the dimension, the
    positive root of x^(d+1) = x + 1 (Roberts 2018), which spreads the points evenly in all dimensions.
    """
    root = 2.0
    for _ in range(64):
        root = (1.0 + root) ** (1.0 / (len(assumed) + 1))
    steps = root ** -np.arange(1.0, len(assumed) + 1)
    points = (0.5 + np.outer(np.arange(1.0, DESIGNED + 1), steps)) % 1.0
    slices = points.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    shares = (slices + 0.5) / DESIGNED
    return [
        {each.name: each.low + float(share) * (each.high - each.low) for each, share in zip(assumed, row, strict=True)}
        for row in shares
    ]
