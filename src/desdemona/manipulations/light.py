"""Pictures as light: sRGB codes to linear light and back (IEC 61966-2-1), and the colour of glowing bodies."""

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.manipulations.streams import Rgb

Numbers = NDArray[np.float64]
Light = NDArray[np.uint16]
"""Linear light in whole numbers, 0 to `FULL_LIGHT`; fine enough that every code comes back as itself."""

FULL_LIGHT = 65_535
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
"""What red, green and blue of sRGB add to luminance (ITU-R BT.709)."""
_XYZ_TO_RGB = np.array(
    [[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]],
)
"""CIE XYZ to linear sRGB (IEC 61966-2-1)."""


def to_light(codes: Numbers) -> Numbers:
    """Return linear light 0..1 of codes 0..255."""
    shares = codes / 255.0
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def to_codes(light: Numbers) -> Numbers:
    """Return codes 0..255, unrounded, of linear light, which is cut to 0..1 first."""
    held = np.clip(light, 0.0, 1.0)
    return 255.0 * np.where(held <= 0.0031308, 12.92 * held, 1.055 * held ** (1 / 2.4) - 0.055)


LIGHT_OF_CODES: Numbers = to_light(np.arange(256.0))
_LIGHT = np.rint(FULL_LIGHT * LIGHT_OF_CODES).astype(np.uint16)
_CODES = np.rint(to_codes(np.arange(FULL_LIGHT + 1.0) / FULL_LIGHT)).astype(np.uint8)


def picture_to_light(rgb: Rgb) -> Light:
    """Return the linear light of a picture."""
    return np.asarray(cv2.LUT(rgb, _LIGHT), dtype=np.uint16).reshape(rgb.shape)


def light_to_picture(light: Light) -> Rgb:
    """Return a picture of linear light, rounded to the nearest code."""
    return np.asarray(np.take(_CODES, light), dtype=np.uint8)


def with_tables(rgb: Rgb, light: Numbers) -> Rgb:
    """Return a picture each of whose codes is replaced by the code of another light.

    `light` has shape (256,), or (256, 3) for red, green and blue apart: the new light of each code.
    """
    codes = np.rint(to_codes(light)).astype(np.uint8)
    table = np.ascontiguousarray(codes.reshape(256, 1, 3)) if codes.ndim == 2 else codes
    return np.asarray(cv2.LUT(rgb, table), dtype=np.uint8).reshape(rgb.shape)


def glow_chromaticity(temperature_k: float) -> tuple[float, float]:
    """Return CIE 1931 x, y of a black body of 1667 to 25,000 K.

    The cubic fit of Kim and others, "Design of advanced color temperature control system for HDTV applications",
    Journal of the Korean Physical Society 41, 2002.
    """
    t = 1e3 / temperature_k
    if temperature_k <= 4000:
        x = -0.2661239 * t**3 - 0.2343589 * t**2 + 0.8776956 * t + 0.179910
    else:
        x = -3.0258469 * t**3 + 2.1070379 * t**2 + 0.2226347 * t + 0.240390
    if temperature_k <= 2222:
        y = -1.1063814 * x**3 - 1.34811020 * x**2 + 2.18555832 * x - 0.20219683
    elif temperature_k <= 4000:
        y = -0.9549476 * x**3 - 1.37418593 * x**2 + 2.09137015 * x - 0.16748867
    else:
        y = 3.0817580 * x**3 - 5.87338670 * x**2 + 3.75112997 * x - 0.37001483
    return x, y


def glow_rgb(temperature_k: float) -> Numbers:
    """Return linear red, green and blue (3,) of a black body of 1667 to 25,000 K, of luminance 1; none below 0."""
    x, y = glow_chromaticity(temperature_k)
    xyz = np.array([x / y, 1.0, (1.0 - x - y) / y])
    return np.asarray(np.maximum(_XYZ_TO_RGB @ xyz, 0.0), dtype=np.float64)
