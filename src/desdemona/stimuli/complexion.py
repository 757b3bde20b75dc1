"""The colours of skin and hair all over the head, before any light falls on them.

Colours are camera codes over 255 (see `skin.GAMMA`): a product of factors in light stays a product in codes, so colour
and shading can be kept apart and multiplied.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from desdemona.stimuli.cast import IDENTITIES, SKIN_TONES, Identity
from desdemona.stimuli.colour import Picture, blurred, sized
from desdemona.stimuli.head import bump, chart_directions, hair_share, head_chart

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


def _paint_skin(identity: Identity, palette: Palette, position: Picture, rng: np.random.Generator) -> Picture:
    x, y = position[..., 0], position[..., 1]
    red = sum(bump(x, y, (sign * 41, -32), (16, 14)) for sign in (-1, 1)) + 0.8 * bump(x, y, (0, -40), (10, 9))
    red = np.asarray(red, dtype=np.float32) + 0.5 * bump(x, y, (0, -95), (16, 12))
    lids = sum(bump(x, y, (sign * identity.eye_distance_mm / 2, -4), (17, 10)) for sign in (-1, 1))
    mottle = 0.010 * _mottle(2.0, rng) + 0.010 * _mottle(9.0, rng)
    flush = 0.085 * red + 0.03 * np.asarray(lids, dtype=np.float32)
    skin = np.empty((*x.shape, 3), dtype=np.float32)
    for channel, weight in enumerate((0.25, 1.0, 0.95)):
        skin[..., channel] = palette.skin[channel] * (1 - weight * flush) * (1 + mottle)
    return skin


def _nostrils(identity: Identity, position: Picture) -> Picture:
    x, y = position[..., 0], position[..., 1]
    low = -identity.nose_length_mm
    side = identity.nose_width_mm / 2
    holes = sum(bump(x, y, (sign * side * 0.42, low + 1.0), (3.0, 1.5)) for sign in (-1, 1))
    under = bump(x, y, (0, low - 1.5), (side * 0.75, 2.2))
    wings = sum(bump(x, y, (sign * side * 1.02, low + 6), (1.5, 5.0)) for sign in (-1, 1))
    dark = 0.68 * np.asarray(holes) + 0.10 * under + 0.13 * np.asarray(wings)
    return np.asarray(np.clip(dark, 0, 0.8), dtype=np.float32)


@lru_cache(maxsize=8)
def painted_chart(identity_index: int, skin_tone: int) -> Picture:
    """Return the head's colours over the chart: (n, n, 4), red, green, blue and the share of bare skin."""
    identity = IDENTITIES[identity_index]
    palette = palette_of(identity, skin_tone)
    rng = np.random.default_rng([7, identity_index])
    radius = sized(head_chart(identity_index).radius_mm, (PAINT_SIZE, PAINT_SIZE))
    position = chart_directions(PAINT_SIZE) * radius[..., None]
    skin = _paint_skin(identity, palette, position, rng) * (1 - _nostrils(identity, position)[..., None])
    hair = hair_share(identity, position, -1.2, 1.8)
    strands = _strands(identity, rng)
    hair = np.clip(hair * (0.9 + 0.1 * strands), 0, 1)
    colour = np.asarray(palette.hair, dtype=np.float32) * strands[..., None]
    painted = np.empty((PAINT_SIZE, PAINT_SIZE, 4), dtype=np.float32)
    painted[..., :3] = skin * (1 - hair[..., None]) + colour * hair[..., None]
    painted[..., 3] = 1 - hair
    return painted
