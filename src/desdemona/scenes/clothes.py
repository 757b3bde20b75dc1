"""What a body wears: colours, length of sleeves, and the soft folds of cloth."""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from desdemona.faces.cast import Identity
from desdemona.faces.colour import Picture, blurred
from desdemona.scenes.shading import Colour

TILES = 8
"""How many ways cloth can fall."""
FOLD_TILE, FOLD_MM = 192, 720.0
"""Samples a side of the tile of folds, and its size on the cloth."""

_TROUSERS: tuple[Colour, ...] = ((0.20, 0.23, 0.30), (0.25, 0.24, 0.23), (0.17, 0.18, 0.20))


@dataclass(frozen=True, slots=True)
class Clothes:
    """Shirt and trousers, codes over 255; `long_sleeves` or such that end above the elbow."""

    shirt: Colour
    trousers: Colour
    long_sleeves: bool
    grain: int


def clothes_of(identity: Identity) -> Clothes:
    """Return the clothes of an identity: its shirt's colour; every third wears short sleeves."""
    red, green, blue = (part / 255 for part in identity.shirt_rgb)
    return Clothes((red, green, blue), _TROUSERS[identity.grain % 3], identity.grain % 3 != 1, identity.grain)


@cache
def _fold_slopes(grain: int) -> Picture:
    """Return the slopes (n, n, 2) of hanging folds: ridges that run down and inwards from the shoulders."""
    rng = np.random.default_rng([31, grain])
    size = FOLD_TILE
    height = np.zeros((size, size), np.float32)
    for across, along, depth in ((5.0, 26.0, 1.0), (2.6, 12.0, 0.35)):
        coarse = blurred(rng.standard_normal((size, size), dtype=np.float32), across, along)
        height += depth * across * coarse / coarse.std()
    lean = np.linspace(-1, 1, size, dtype=np.float32)
    columns, rows = np.meshgrid(np.arange(size, dtype=np.float32), np.arange(size, dtype=np.float32))
    drawn = cv2.remap(height, columns + 0.35 * lean * rows, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    slopes = np.stack([cv2.Sobel(drawn, cv2.CV_32F, 1, 0), cv2.Sobel(drawn, cv2.CV_32F, 0, 1)], axis=-1)
    return np.asarray(slopes / slopes.std(), dtype=np.float32)


def fold(normal: Picture, x_mm: Picture, y_mm: Picture, grain: int, depth: Picture | float) -> Picture:
    """Return slopes (3, h, w) with folds of a depth (0..1) laid over; `x_mm`, `y_mm` are places on the cloth."""
    by_mm = np.float32(FOLD_TILE / FOLD_MM)
    middle = np.float32(FOLD_TILE / 2)
    slopes = cv2.remap(
        _fold_slopes(grain % TILES), middle + by_mm * x_mm, middle - by_mm * y_mm, cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )  # fmt: skip
    folded = normal.copy()
    folded[0] -= depth * slopes[..., 0]
    folded[1] += depth * slopes[..., 1]
    return np.asarray(folded / np.sqrt((folded * folded).sum(axis=0)), dtype=np.float32)
