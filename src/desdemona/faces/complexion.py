"""The colours of skin and hair all over the head, before any light falls on them.

Colours are camera codes over 255 (see `skin.GAMMA`): a product of factors in light stays a product in codes, so colour
and shading can be kept apart and multiplied.
"""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from desdemona.faces.cast import Identity
from desdemona.faces.colour import Picture, blurred, sized
from desdemona.faces.head import bump, chart_directions, hair_share, head_chart
from desdemona.faces.tones import SKIN_TONES

PAINT_SIZE = 704
"""Samples along each side of the painted chart (about 0.9 mm apart on the face)."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one face, codes over 255: skin, lips, lids, brows and the rest that features need."""

    skin: tuple[float, float, float]
    lips: tuple[float, float, float]
    hair: tuple[float, float, float]
    iris: tuple[float, float, float]
    lightness: float


def palette_of(identity: Identity, skin_tone: int) -> Palette:
    """Return the colours of an identity in a skin tone; lips are redder skin, with less of a step on dark skin."""
    red, green, blue = (part / 255 for part in SKIN_TONES[skin_tone - 1].rgb)
    lightness = (red + green + blue) / 3
    step = np.interp(lightness, [0.12, 0.5, 0.9], [0.5, 0.8, 1.0])
    lips = (
        red * (1.32 - 0.46 * step) + 0.03,
        green * (1.12 - 0.52 * step),
        blue * (1.14 - 0.51 * step),
    )
    hair = tuple(part / 255 * float(np.interp(lightness, [0.15, 0.5], [0.62, 1.0])) for part in identity.hair.rgb)
    iris = tuple(part / 255 for part in identity.iris_rgb)
    return Palette((red, green, blue), lips, (hair[0], hair[1], hair[2]), (iris[0], iris[1], iris[2]), lightness)


def _mottle(sigma: float, rng: np.random.Generator) -> Picture:
    grain = blurred(rng.standard_normal((PAINT_SIZE, PAINT_SIZE), dtype=np.float32), sigma)
    return np.asarray(grain / grain.std(), dtype=np.float32)


def _strands(identity: Identity, rng: np.random.Generator) -> Picture:
    """Return the light and dark of strands of hair, mean 1."""
    grain = rng.standard_normal((PAINT_SIZE, PAINT_SIZE), dtype=np.float32)
    along = 1.5 + 16 * (1 - identity.hair.curl)
    grain = blurred(grain, 1.0 + 1.2 * identity.hair.curl, along)
    return np.asarray(1 + 0.14 * grain / grain.std(), dtype=np.float32)


def _flush(identity: Identity, position: Picture) -> Picture:
    """Return where blood shows more than elsewhere, as a share that green loses: cheeks, tip of nose, chin, lids."""
    x, y = position[..., 0], position[..., 1]
    flush = 0.068 * bump(x, y, (0, -40), (10, 9)) + 0.042 * bump(x, y, (0, -95), (16, 12))
    for sign in (-1, 1):
        flush += 0.085 * bump(x, y, (sign * 41, -32), (16, 14))
        flush += 0.03 * bump(x, y, (sign * identity.eye_distance_mm / 2, -4), (17, 10))
    return flush


def _nostrils(identity: Identity, position: Picture) -> Picture:
    x, y = position[..., 0], position[..., 1]
    low = -identity.nose_length_mm
    side = identity.nose_width_mm / 2
    holes = sum(bump(x, y, (sign * side * 0.42, low + 1.0), (3.0, 1.5)) for sign in (-1, 1))
    under = bump(x, y, (0, low - 1.5), (side * 0.75, 2.2))
    wings = sum(bump(x, y, (sign * side * 1.02, low + 6), (1.5, 5.0)) for sign in (-1, 1))
    dark = 0.68 * np.asarray(holes) + 0.10 * under + 0.13 * np.asarray(wings)
    return np.asarray(np.clip(dark, 0, 0.8), dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class _Pattern:
    """What is painted on one identity in any skin tone, all (n, n).

    `flush` is what blood takes of the green, `tone` and `strands` the light and dark of skin and hair around 1, `hair`
    the share of hair.
    """

    flush: Picture
    tone: Picture
    hair: Picture
    strands: Picture


@lru_cache(maxsize=6)
def _pattern(identity: Identity) -> _Pattern:
    rng = np.random.default_rng([7, identity.grain])
    radius = sized(head_chart(identity).radius_mm, (PAINT_SIZE, PAINT_SIZE))
    position = np.asarray(chart_directions(PAINT_SIZE) * radius[..., None])
    mottle = 0.010 * _mottle(2.0, rng) + 0.010 * _mottle(9.0, rng)
    strands = _strands(identity, rng)
    hair = np.clip(hair_share(identity, position, -1.2, 1.8) * (0.9 + 0.1 * strands), 0, 1)
    return _Pattern(_flush(identity, position), (1 + mottle) * (1 - _nostrils(identity, position)), hair, strands)


@lru_cache(maxsize=6)
def painted_chart(identity: Identity, skin_tone: int) -> Picture:
    """Return the head's colours over the chart: (n, n, 4), red, green, blue and the share of bare skin."""
    palette = palette_of(identity, skin_tone)
    pattern = _pattern(identity)
    bare = pattern.tone * (1 - pattern.hair)
    hairy = pattern.strands * pattern.hair
    planes = [
        palette.skin[channel] * bare * (1 - weight * pattern.flush) + palette.hair[channel] * hairy
        for channel, weight in enumerate((0.25, 1.0, 0.95))
    ]
    return np.asarray(cv2.merge([*planes, 1 - pattern.hair]), dtype=np.float32)
