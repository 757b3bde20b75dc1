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
from desdemona.faces.head import MOUTH_Y_MM, chart_directions, ear_reach, hair_share, head_chart
from desdemona.faces.relief import bump, smooth_step
from desdemona.faces.skin import skin_code

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
    red, green, blue = skin_code(skin_tone)
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
    """Return the light and dark of strands of hair around 1: fine strands in coarser locks, and a band of shine."""
    curl = identity.hair.curl
    strands = np.ones((PAINT_SIZE, PAINT_SIZE), dtype=np.float32)
    for across, depth in ((0.8 + 0.8 * curl, 0.13), (3.0 + 1.5 * curl, 0.16)):
        grain = blurred(rng.standard_normal(strands.shape, dtype=np.float32), across, across * (1.2 + 18 * (1 - curl)))
        strands += depth * grain / grain.std()
    rise = chart_directions(PAINT_SIZE)[..., 1]
    shine = np.exp(-0.5 * ((rise - 0.80 - 0.05 * (strands - 1)) / 0.07) ** 2)
    return np.asarray(np.clip(strands, 0.35, 1.8) * (1 + (0.45 - 0.3 * curl) * shine), dtype=np.float32)


def _hairline_mm(curl: float, rng: np.random.Generator) -> Picture:
    """Return by how many mm strands reach over the hairline, place by place."""
    fine = blurred(rng.standard_normal((PAINT_SIZE, PAINT_SIZE), dtype=np.float32), 0.9, 3.0 * (1 - curl) + 0.9)
    coarse = blurred(rng.standard_normal((PAINT_SIZE, PAINT_SIZE), dtype=np.float32), 4.0, 7.0)
    return np.asarray(1.5 * fine / fine.std() + 1.2 * coarse / coarse.std(), dtype=np.float32)


def _flush(identity: Identity, position: Picture) -> Picture:
    """Return where blood shows more than elsewhere, as a share that green loses: cheeks, tip of nose, chin, lids."""
    x, y = position[..., 0], position[..., 1]
    flush = 0.10 * bump(x, y, (0, -42), (11, 9)) + 0.05 * bump(x, y, (0, -95), (16, 12))
    for sign in (-1, 1):
        flush += 0.11 * bump(x, y, (sign * 41, -34), (17, 14))
        flush += 0.06 * bump(x, y, (sign * identity.eye_distance_mm / 2, -4), (17, 10))
    flush += 0.10 * smooth_step(ear_reach(position), 1.1, 0.8) * smooth_step(np.abs(x), 55, 66)
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


def _beard(identity: Identity, position: Picture, rng: np.random.Generator) -> Picture:
    """Return the share of each point that is beard: jaw, chin and upper lip, in short hairs."""
    x, y, z = position[..., 0], position[..., 1], position[..., 2]
    side = np.abs(x)
    cheek = smooth_step(-36 - 0.75 * np.clip(58 - side, 0, 36) - y, -3, 6) * smooth_step(z, -12, 12)
    moustache = bump(x, y, (0, MOUTH_Y_MM + 8), (19, 3.6))
    under_lip = smooth_step(MOUTH_Y_MM - 9 - y, -2, 3) * smooth_step(40 - side, -8, 8)
    free = 1 - bump(x, y, (0, MOUTH_Y_MM - 2), (22, 6.5)) * (1 - moustache)
    grain = blurred(rng.standard_normal((PAINT_SIZE, PAINT_SIZE), dtype=np.float32), 0.5, 0.9)
    hairs = np.clip(identity.beard * (0.85 + 0.3 * grain / grain.std()), 0, 1)
    where = np.maximum(np.maximum(cheek, under_lip) * free, np.clip(1.3 * moustache, 0, 1))
    return np.asarray(where * hairs, dtype=np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class _Pattern:
    """What is painted on one identity in any skin tone, all (n, n).

    `flush` is what blood takes of the green, `depth` how open a place is to light (in hollows the light that comes
    back has been through more skin and is redder), `tone` and `strands` the light and dark of skin and hair around 1,
    `hair` the share of hair.
    """

    flush: Picture
    depth: Picture
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
    over = _hairline_mm(identity.hair.curl, rng)
    hair = hair_share(identity, position, -2.0 + over, 2.4 + over)
    cast = 1 - 0.22 * hair_share(identity, position, -17.0, 1.0)
    depth = np.clip(sized(head_chart(identity).shade, (PAINT_SIZE, PAINT_SIZE)), 0.4, 1.0)
    tone = (1 + mottle) * (1 - _nostrils(identity, position)) * cast
    hair = np.maximum(hair, _beard(identity, position, rng)) if identity.beard > 0 else hair
    return _Pattern(_flush(identity, position), depth, tone, hair, strands)


@lru_cache(maxsize=6)
def painted_chart(identity: Identity, skin_tone: int) -> Picture:
    """Return the head's colours over the chart: (n, n, 4), red, green, blue and the share of bare skin."""
    palette = palette_of(identity, skin_tone)
    pattern = _pattern(identity)
    bare = pattern.tone * (1 - pattern.hair)
    hairy = pattern.strands * pattern.hair
    planes = [
        palette.skin[channel] * bare * pattern.depth**bleed * (1 - weight * pattern.flush)
        + palette.hair[channel] * hairy
        for channel, (weight, bleed) in enumerate(((0.10, -0.18), (1.0, 0.04), (0.95, 0.12)))
    ]
    return np.asarray(cv2.merge([*planes, 1 - pattern.hair]), dtype=np.float32)
