"""The readout: from shape and cells to evidence for action units, by weights found on drawn people.

A measure changes with several units, with the head's turn and the light, and differently from person to person. With
S the mean change that each full unit makes (units × measures) and C the covariance of all else, S C⁻¹ x is the
sufficient evidence for the units in a change x of the measures (generalised least squares; Aitken 1935), and S C⁻¹ Sᵀ
how the evidence for one unit leaks into that for another. `benchmarks/action_units.py` finds both on people drawn at
random, none of whom is in the cast, and writes them to `readout.csv`. Upper and lower face are read apart, so that a
covered mouth does not move the brows.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.face.observed import Faces
from desdemona.channels.units.cells import CELLS, Part
from desdemona.channels.units.shape import GAP, SHAPE, measure_shape

Floats = NDArray[np.float64]
Half = Literal["upper", "lower"]

UNITS = (
    "au1", "au2", "au4", "au5", "au6", "au7", "au9", "au10", "au12", "au14",
    "au15", "au17", "au20", "au23", "au24", "au25", "au43", "jaw", "look up", "look down",
)  # fmt: skip
"""What is read, in order; a dropped jaw and eyes that look up or down by 20 degrees only to set them apart."""
HALVES: tuple[Half, ...] = ("upper", "lower")
MEASURES: tuple[tuple[str, Part], ...] = (*SHAPE, *((cell.name, cell.part) for cell in CELLS))
"""All measures of one side, in order."""
TURN_TERMS = 5
TABLE = Path(__file__).with_name("readout.csv")


@dataclass(frozen=True, slots=True, eq=False)
class Readout:
    """The readout of half a face: `weights` (units, measures), `leaks` (units, units), `turns` (terms, units)."""

    weights: Floats
    leaks: Floats
    turns: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What speaks for each unit in n faces, before any neutral is taken off; NaN where there is no face.

    `units` (n, 2, halves, units), right side before left, `HALVES` and `UNITS` in order. `gap_mm` (n,) is the gap
    between the lips, `head_deg` (n, 3) yaw, pitch, roll.
    """

    units: Floats
    gap_mm: Floats
    head_deg: Floats

    def __len__(self) -> int:
        """Return the number of faces."""
        return len(self.units)


def part_of(half: Half) -> NDArray[np.intp]:
    """Return which of the `MEASURES` a half of the face is read from."""
    return np.flatnonzero([part in ("both", half) for _, part in MEASURES])


def gather_evidence(faces: Faces, cells: Floats) -> Evidence:
    """Return the evidence in faces, `cells` (n, 2, cells) being what `look_at_cells` saw of each."""
    shape = measure_shape(faces)
    measures = np.concatenate([shape, cells], axis=2)
    units = np.stack([measures @ readout.weights.T for readout in load_readouts()], axis=2)
    return Evidence(units, shape[:, 0, GAP], faces.head_deg)


def no_evidence(count: int) -> Evidence:
    """Return the evidence of frames without a face."""
    return Evidence(
        np.full((count, 2, len(HALVES), len(UNITS)), np.nan), np.full(count, np.nan), np.full((count, 3), np.nan)
    )


def turn_terms(turn_deg: Floats, side: int) -> Floats:
    """Return what a turn (n, 3) away from the neutral one does to a side (0 right, 1 left): (n, `TURN_TERMS`)."""
    aside, nod = turn_deg[:, 0] * (1 if side else -1), turn_deg[:, 1]
    return np.stack([aside, nod, aside**2 / 10, nod**2 / 10, np.abs(aside)], axis=1) / 10


@cache
def load_readouts() -> tuple[Readout, ...]:
    """Return the readouts of `HALVES`."""
    tables: dict[tuple[str, str], Floats] = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            values = np.array([float(row[unit]) for unit in UNITS])
            tables[row["half"], row["row"]] = values
    return tuple(_readout(tables, half) for half in HALVES)


def _readout(tables: dict[tuple[str, str], Floats], half: Half) -> Readout:
    weights = np.zeros((len(UNITS), len(MEASURES)))
    for index in part_of(half):
        weights[:, index] = tables[half, MEASURES[index][0]]
    leaks = np.array([tables[half, f"leak of {unit}"] for unit in UNITS])
    turns = np.array([tables[half, f"turn {term}"] for term in range(TURN_TERMS)])
    return Readout(weights, leaks, turns)


def write_readouts(path: Path, readouts: tuple[Readout, ...]) -> None:
    """Write readouts as a table that `load_readouts` reads, six digits each."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["half", "row", *UNITS])
        for half, readout in zip(HALVES, readouts, strict=True):
            named = [(MEASURES[index][0], readout.weights[:, index]) for index in part_of(half)]
            named += [(f"leak of {unit}", row) for unit, row in zip(UNITS, readout.leaks, strict=True)]
            named += [(f"turn {term}", row) for term, row in enumerate(readout.turns)]
            out.writerows([half, name, *(f"{value:.6g}" for value in row)] for name, row in named)
