"""Cells: small boxes on a face whose light, redness or folds tell of action units, the same on both halves.

Where each unit's folds run is told by Ekman, Friesen and Hager (2002); the boxes are laid by eye, our choice.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.units.upright import ANCHORS, HEIGHT_PX, KINDS, WIDTH_PX, Anchor, Kind, UprightFace

Part = Literal["upper", "lower", "both"]
"""Which half of a face's units a measure tells of: those of brows and eyes, of nose and mouth, or both."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One box: what is averaged in it, its middle outwards and up from an anchor, and half its size, in mm."""

    region: str
    kind: Kind
    anchor: Anchor
    at_mm: tuple[float, float]
    half_mm: tuple[float, float]
    part: Part

    @property
    def name(self) -> str:
        """Return the name under which weights of this cell are kept."""
        return f"{self.region} {self.kind} {self.at_mm[0]:g} {self.at_mm[1]:g}"


_LINES: tuple[Kind, ...] = ("level", "rising", "falling")
_NASOLABIAL = ((19, -39), (24, -48), (29, -57), (33, -65))

CELLS: tuple[Cell, ...] = (
    *(Cell("iris", "light", "iris", (0, y), (3, 1), "upper") for y in (8, 6, 4, 2, 0, -2, -4, -6)),
    *(
        Cell("under the eye", kind, "face", (31, y), (9, 1.5), "upper")
        for kind in ("light", "level")
        for y in (-9, -12, -15, -18, -22, -26, -31)
    ),
    *(
        Cell("crow's feet", kind, "face", (x, 0), (3, 8), "upper")
        for kind in ("light", "steep", *_LINES)
        for x in (53, 59)
    ),
    *(Cell("beside the eye", "light", "face", (50, y), (4, 3), "upper") for y in (-8, 5)),
    *(Cell("between the brows", "steep", "face", (x, y), (3, 5), "upper") for x in (6, 11) for y in (11, 19)),
    *(Cell("between the brows", "level", "face", (5, y), (5, 3), "upper") for y in (5, -1)),
    *(Cell("between the brows", "light", "face", (x, y), (3, 4), "upper") for x in (2, 8) for y in (3, 12, 20)),
    *(Cell("forehead", "level", "face", (x, y), (10, 3), "upper") for x in (10, 32) for y in (38, 44, 50)),
    *(Cell("nose root", kind, "face", (6, y), (4, 4), "both") for kind in ("light", *_LINES) for y in (-7, -14)),
    *(Cell("cheek", "light", "face", (38, y), (6, 4), "both") for y in (-38, -46)),
    *(
        Cell("beside the nose", kind, "face", at, (4, 5), "lower")
        for kind in ("light", "steep", "rising", "falling")
        for at in _NASOLABIAL
    ),
    *(Cell("nose", "light", "face", (x, y), (4, 2), "lower") for x in (8, 17) for y in (-43, -50, -54)),
    *(
        Cell("lip corner", kind, "lip corner", (x, 0), (2, 5), "lower")
        for kind in ("light", "steep")
        for x in (2, 6, 10)
    ),
    *(
        Cell("below the lip corner", kind, "lip corner", (3, y), (4, 3), "lower")
        for kind in ("light", "steep", "rising", "falling")
        for y in (-6, -11)
    ),
    Cell("above the lip corner", "light", "lip corner", (3, 7), (4, 3), "lower"),
    *(
        Cell("under the lip", kind, "lower lip", (7, y), (9, 2), "lower")
        for kind in ("light", "level")
        for y in (-3, -6, -9, -13)
    ),
    *(Cell("chin", "furrowed", "lower lip", (8, y), (8, 3), "lower") for y in (-17, -23)),
    *(Cell("chin", "level", "face", (7, y), (9, 2), "lower") for y in (-79, -83, -87)),
    *(Cell("chin", "light", "face", (7, y), (9, 2), "lower") for y in (-79, -83, -88, -94)),
    *(
        Cell("lips", kind, "mouth", (6, y), (6, 1), "lower")
        for kind in ("light", "red")
        for y in (12, 10, 8, 6, 4, 2, 0, -2, -4, -6, -8, -10, -12, -15)
    ),
    *(Cell("lips aside", "light", "mouth", (18, y), (3, 1), "lower") for y in (4, 2, 0, -2, -4, -6)),
    *(Cell("around the lips", "steep", "mouth", (9, y), (9, 2), "lower") for y in (9, -11)),
)

_AT, _HALF = (np.array([getattr(cell, field) for cell in CELLS], dtype=np.float64) for field in ("at_mm", "half_mm"))
_ANCHOR = np.array([ANCHORS.index(cell.anchor) for cell in CELLS])
_MIRRORED: dict[Kind, Kind] = {"rising": "falling", "falling": "rising"}
_KIND = np.array([[KINDS.index(_MIRRORED.get(cell.kind, cell.kind)) for cell in CELLS] for _ in range(2)])
_KIND[1] = [KINDS.index(cell.kind) for cell in CELLS]
_SIDE = np.array([-1.0, 1.0])


def look_at_cells(upright: UprightFace) -> NDArray[np.float64]:
    """Return the mean in every cell (2, cells) of the right and of the left half of a face, as `Kind` says."""
    middle = upright.anchors_px[:, _ANCHOR] + np.stack(
        [_SIDE[:, None] * _AT[None, :, 0], np.broadcast_to(-_AT[:, 1], (2, len(CELLS)))], axis=-1
    )
    most = np.array([WIDTH_PX, HEIGHT_PX])
    low, high = (np.clip(np.rint(middle + sign * _HALF), 0, most).astype(np.int64) for sign in (-1, 1))
    (left, top), (right, bottom) = (np.moveaxis(edge, -1, 0) for edge in (low, high))
    sums = upright.sums
    total = sums[_KIND, bottom, right] - sums[_KIND, top, right] - sums[_KIND, bottom, left] + sums[_KIND, top, left]
    return np.asarray(total / np.maximum((right - left) * (bottom - top), 1), dtype=np.float64)
