"""What a face holds all through: told where it is like drawn faces, never where it is not."""

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.channels.units.made import amounts, watched

from desdemona.channels.units.amounts import measure_amounts
from desdemona.channels.units.held import MOST_SHARE, held_amounts, without_held
from desdemona.channels.units.neutral import GivenFrames, OwnBaseline
from desdemona.channels.units.readout import UNITS, Evidence, load_readouts

Floats = NDArray[np.float64]
UPPER, LOWER = 0, 1
SMILE = UNITS.index("au12")


def looks(acting: Floats, build: float = 0.0, seed: int = 0) -> Evidence:
    """Return the evidence of a drawn person's face, her build `build` standard deviations from the mean one."""
    rng, halves = np.random.default_rng(seed), []
    for readout in load_readouts():
        own = readout.neutral + build * np.linalg.cholesky(readout.spread) @ rng.normal(size=len(UNITS))
        halves.append(acting @ readout.leaks + own)
    return Evidence(np.stack(halves, axis=2), np.full(len(acting), 1.0), np.zeros((len(acting), 3)))


@pytest.mark.parametrize(("unit", "half"), [("au12", LOWER), ("au15", LOWER), ("au4", UPPER)])
def test_what_a_mean_face_holds_is_found(unit: str, half: int) -> None:
    found = held_amounts(looks(amounts(1, **{unit: 1.0})))
    assert found[half, UNITS.index(unit)] == pytest.approx(1.0, abs=0.01)  # exact but for rounding in the table
    found[half, UNITS.index(unit)] = 0
    assert not found.any()


@pytest.mark.parametrize("seed", range(20))
def test_neutral_faces_of_any_build_hold_nothing_and_smiles_are_found(seed: int) -> None:
    assert not held_amounts(looks(amounts(1), build=1.0, seed=seed)).any()
    found = held_amounts(looks(amounts(1, au12=1.0), build=1.0, seed=seed))
    assert found[LOWER, SMILE] == pytest.approx(1.0, abs=0.4)  # builds differ by .1 to .15 of a smile


def test_a_face_unlike_all_drawn_ones_tells_nothing() -> None:
    strange = looks(amounts(1, au12=1.0), build=8.0)
    assert not held_amounts(strange).any()
    assert without_held(strange).units == pytest.approx(strange.units)
    assert not held_amounts(looks(amounts(1, au12=MOST_SHARE + 0.5)))[LOWER].any()


def test_a_smile_held_all_through_is_told_against_the_own_neutral_and_not_against_a_given_one() -> None:
    clip = watched(looks(amounts(60, au12=0.9)))
    assert measure_amounts(clip, OwnBaseline()).shares["au12"] == pytest.approx(0.9, abs=0.1)
    assert measure_amounts(clip, GivenFrames(0.0, 5.0)).shares["au12"].max() < 0.05
