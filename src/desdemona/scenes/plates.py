"""Flat pieces of which rooms are built: walls, floors and boards, laid on one sheet that fills the picture."""

from collections.abc import Sequence

import numpy as np

from desdemona.faces.colour import Picture
from desdemona.faces.lamps import Lamp
from desdemona.faces.view import Window
from desdemona.scenes.lens import Lens, Points, Vector
from desdemona.scenes.shading import Colour, plate
from desdemona.scenes.sheet import Sheet, lay

Plate = tuple[Points, Colour, Vector, float]
"""Corners (n, 3) in the room, colour, the direction that it faces, and how much the light falls off down it."""


def full_sheet(rgb: Picture) -> Sheet:
    """Return a sheet over the whole picture (3, h, w) that nothing shows through."""
    height, width = rgb.shape[1:]
    return Sheet(Window(0, 0, width, height), rgb, np.ones((height, width), np.float32), np.zeros_like(rgb))


def lay_plates(sheet: Sheet, lamp: Lamp, lens: Lens, plates: Sequence[Plate]) -> None:
    """Lay plates on a sheet, one after the other."""
    for corners, colour, facing, soft in plates:
        piece = plate(corners, colour, lamp, lens, sheet.window, facing, soft)
        if piece is not None:
            lay(sheet, piece)


def box(x: tuple[float, float], y: tuple[float, float], z: float) -> Points:
    """Return the corners (4, 3) of an upright rectangle that faces the camera."""
    return np.array([(x[0], y[1], z), (x[1], y[1], z), (x[1], y[0], z), (x[0], y[0], z)])


def floor(x: tuple[float, float], z: tuple[float, float], y: float = 0.0) -> Points:
    """Return the corners (4, 3) of a level rectangle."""
    return np.array([(x[0], y, z[0]), (x[1], y, z[0]), (x[1], y, z[1]), (x[0], y, z[1])])


def side(x: float, y: tuple[float, float], z: tuple[float, float]) -> Points:
    """Return the corners (4, 3) of an upright rectangle that runs away from the camera."""
    return np.array([(x, y[1], z[0]), (x, y[1], z[1]), (x, y[0], z[1]), (x, y[0], z[0])])
