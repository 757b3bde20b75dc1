"""The sheet: a grid over the front of the face, on which movements and folds of skin are reckoned.

A sheet lies over the face with the mouth shut and everything at rest: x towards the image's right and y up, in mm, as
in head coordinates seen from the front. What is found on it is looked up for every pixel of a picture.
"""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from desdemona.faces.cast import Identity
from desdemona.faces.colour import Picture

LEFT_MM, TOP_MM = -80.0, 74.0
WIDE_MM, HIGH_MM = 160.0, 200.0

Zone = Literal["brow", "eye", "nose", "corner", "face"]
"""The feature that a movement or a fold belongs to; `corner` is that of the mouth."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid over the sheet: mm from one sample to the next, and how many there are across and down."""

    step_mm: float

    @property
    def size(self) -> tuple[int, int]:
        """Return the number of columns and rows."""
        return int(WIDE_MM / self.step_mm) + 1, int(HIGH_MM / self.step_mm) + 1

    @property
    def x_mm(self) -> Picture:
        """Return the place of each column."""
        return np.asarray(LEFT_MM + self.step_mm * np.arange(self.size[0]), dtype=np.float32)

    @property
    def y_mm(self) -> Picture:
        """Return the height of each row, the highest first."""
        return np.asarray(TOP_MM - self.step_mm * np.arange(self.size[1]), dtype=np.float32)

    def sample(self, found: Picture, x_mm: Picture, y_mm: Picture) -> Picture:
        """Return what was found (rows, columns, or with parts last) at places of the face; 0 beyond the sheet."""
        column = (x_mm - np.float32(LEFT_MM)) * np.float32(1 / self.step_mm)
        row = (np.float32(TOP_MM) - y_mm) * np.float32(1 / self.step_mm)
        return np.asarray(
            cv2.remap(found, column, row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0),
            dtype=np.float32,
        )


def anchor(zone: Zone, identity: Identity) -> tuple[float, float]:
    """Return how far a feature of this face lies from where the tables have it: outwards and up, in mm.

    The tables are drawn for eyes 62 mm apart, brows 18 mm over them, a nose of 33 by 47 mm and a mouth 50 mm wide.
    """
    apart = identity.eye_distance_mm / 2 - 31.0
    if zone == "brow":
        return apart, identity.brow_height_mm - 18.0
    if zone == "eye":
        return apart, 0.0
    if zone == "nose":
        return identity.nose_width_mm / 2 - 16.5, 47.0 - identity.nose_length_mm
    if zone == "corner":
        return identity.mouth_width_mm / 2 - 25.0, 0.0
    return 0.0, 0.0
