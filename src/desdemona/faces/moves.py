"""How skin moves over the face when action units act: in the plane of the face, in mm, smooth everywhere."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.faces.cast import Identity
from desdemona.faces.colour import Picture
from desdemona.faces.pose import Pose
from desdemona.faces.pulls import Pull, Pulls, pulls_of
from desdemona.faces.relief import smooth_step
from desdemona.faces.sheet import Grid, Zone, anchor

GRID = Grid(1.25)


@dataclass(frozen=True, slots=True)
class Move:
    """What a pull of 1 does to skin: a hill of displacement `by` around `at`, `size` its standard deviations, in mm.

    The first of each pair is outwards from the middle of the face, the second up.
    """

    pull: Pull
    zone: Zone
    at: tuple[float, float]
    size: tuple[float, float]
    by: tuple[float, float]


MOVES: tuple[Move, ...] = (
    Move("1", "brow", (11, 19), (12, 13), (0.3, 5.8)),
    Move("2", "brow", (38, 19), (15, 13), (0.0, 6.0)),
    Move("4 in", "brow", (12, 17), (13, 12), (-2.6, 0.0)),
    Move("4 down", "brow", (12, 17), (14, 12), (0.0, -4.6)),
    Move("4 down", "brow", (36, 17), (14, 12), (0.0, -2.4)),
    Move("6", "eye", (36, -23), (18, 9), (0.3, 3.4)),
    Move("6", "brow", (46, 13), (9, 8), (-0.6, -1.2)),
    Move("7", "eye", (31, -10), (13, 4.5), (-0.6, 1.3)),
    Move("9", "nose", (16, -41), (8, 9), (1.2, 3.8)),
    Move("9", "nose", (8, -20), (7, 10), (0.0, 2.4)),
    Move("9", "brow", (11, 16), (10, 10), (-1.2, -2.4)),
    Move("9", "face", (11, -57), (10, 6), (0.0, 1.4)),
    Move("10", "nose", (17, -42), (7, 7), (1.2, 1.4)),
    Move("10", "face", (12, -57), (11, 8), (0.0, 3.0)),
    Move("10", "face", (32, -38), (12, 10), (0.5, 1.8)),
    Move("12", "corner", (28, -66), (12, 12), (5.5, 6.0)),
    Move("12", "face", (38, -42), (15, 12), (1.6, 4.4)),
    Move("14", "corner", (28, -66), (9, 9), (1.4, 0.8)),
    Move("15", "corner", (26, -69), (11, 11), (0.4, -4.6)),
    Move("17", "face", (9, -91), (12, 9), (0.0, 2.8)),
    Move("20", "corner", (30, -68), (14, 13), (5.0, -1.6)),
    Move("23", "corner", (24, -66), (10, 9), (-2.4, 0.0)),
    Move("24", "corner", (24, -66), (10, 9), (-1.4, 0.0)),
    Move("25", "face", (0, -77), (15, 6), (0.0, -1.0)),
    Move("27", "face", (40, -54), (14, 16), (-1.6, -1.6)),
    Move("round", "corner", (25, -66), (12, 11), (-6.0, 0.0)),
    Move("spread", "corner", (28, -66), (13, 11), (4.0, 0.0)),
)
"""The sizes are our choice, within what landmarks of posed units show; a full unit 12 moves the corner by 9 mm."""

Points = NDArray[np.float64]


def displaced(points_mm: Points, identity: Identity, pose: Pose) -> Points:
    """Return where points of the skin (n, 2), x and y at rest, have moved to; the jaw is not in it.

    This is the exact truth of the drawing: the skin's colours, folds and brows move with it. Lids and lips have
    borders of their own (`lids.py`, `lips.py`).
    """
    moved = np.array(points_mm, dtype=np.float64)
    x, y = moved[:, 0].copy(), moved[:, 1].copy()
    fade = smooth_step(y, 54, 36)
    for side in (-1, 1):
        for move, amount in _acting(pulls_of(pose, side)):
            (at_x, at_y), (size_x, size_y) = _place(move, identity), move.size
            hill = amount * fade * np.exp(-0.5 * (((side * x - at_x) / size_x) ** 2 + ((y - at_y) / size_y) ** 2))
            moved[:, 0] += side * move.by[0] * hill
            moved[:, 1] += move.by[1] * hill
    return moved


def shift_map(identity: Identity, pose: Pose) -> Picture | None:
    """Return how far the skin at each place of the sheet has come (rows, columns, 2), right and up in mm.

    What is seen at a place p lay at p minus this when the face was at rest. None where nothing acts.
    """
    x, y = GRID.x_mm, GRID.y_mm
    fade = smooth_step(y, 54, 36)
    shift = np.zeros((len(y), len(x), 2), dtype=np.float32)
    moving = False
    for side in (-1, 1):
        for move, amount in _acting(pulls_of(pose, side)):
            (at_x, at_y), (size_x, size_y) = _place(move, identity), move.size
            across = np.exp(-0.5 * ((side * x - at_x) / size_x) ** 2)
            hill = np.outer(fade * np.exp(-0.5 * ((y - at_y) / size_y) ** 2), amount * across)
            for part, size in enumerate((side * move.by[0], move.by[1])):
                if size:
                    shift[..., part] += np.float32(size) * hill
            moving = True
    return _come_from(shift) if moving else None


def _come_from(shift: Picture) -> Picture:
    """Turn where skin goes to, told at rest, into where it came from, told at the place it has come to."""
    x, y = np.meshgrid(GRID.x_mm, GRID.y_mm)
    come = shift
    for _ in range(3):
        come = GRID.sample(shift, x - come[..., 0], y - come[..., 1])
    return come


def _acting(pulls: Pulls) -> list[tuple[Move, float]]:
    return [(move, pulls[move.pull]) for move in MOVES if move.pull in pulls]


def _place(move: Move, identity: Identity) -> tuple[float, float]:
    out, up = anchor(move.zone, identity)
    return move.at[0] + out, move.at[1] + up
