"""What a phantom wears on her head: glasses, sunglasses, a headscarf, a mask, a hat.

Cloth changes the shape of the head and lies over skin and hair; glasses stand before the face in a plane of their own,
so they shift against it when the head turns. Nothing worn has a pulse.
"""

from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from desdemona.faces.cast import HAIRLINES, Identity
from desdemona.faces.colour import Picture, as_colour, blurred
from desdemona.faces.relief import MM_PER_SAMPLE, smooth_step

Wear = Literal["glasses", "sunglasses", "headscarf", "mask", "hat"]
"""What can be worn; several at a time."""

Points = tuple[Picture, Picture, Picture]

GLASSES_Z_MM = 104.0
"""The plane that the glasses stand in, from the middle of the head."""

_THICK_MM: dict[Wear, float] = {"headscarf": 7.0, "hat": 8.0, "mask": 2.5}
SCARF = (0.36, 0.43, 0.49)
"""Colour of the headscarf, codes over 255."""

_CLOTH: dict[Wear, tuple[float, float, float]] = {
    "headscarf": SCARF,
    "hat": (0.33, 0.27, 0.26),
    "mask": (0.66, 0.77, 0.82),
}


def under_cloth(identity: Identity, wearing: tuple[Wear, ...]) -> Identity:
    """Return who is under the cloth: a headscarf holds all hair back."""
    if "headscarf" not in wearing:
        return identity
    return replace(identity, hair=replace(identity.hair, line=HAIRLINES["back"], volume_mm=4.0, fall_mm=0.0))


def cloth_share(worn: Wear, identity: Identity, point: Points) -> Picture:
    """Return how much of each point of the head (x, y, z in mm) a piece of cloth covers, 0..1."""
    x, y, z = point
    if worn == "headscarf":
        opening = np.hypot(x / (0.43 * identity.head_width_mm), (y + 21) / (0.405 * identity.head_height_mm))
        return np.maximum(smooth_step(opening, 0.985, 1.015), smooth_step(-z, -35, -20))
    if worn == "hat":
        edge = 50 - 0.20 * np.clip(92 - z, 0, 200)
        return smooth_step(y - edge, -1.0, 1.0)
    if worn == "mask":
        side = np.abs(x)
        top = -14 - 0.012 * side**1.75
        bottom = -0.52 * identity.head_height_mm + 0.004 * side**2
        sheet = smooth_step(top - y, -1.0, 1.0) * smooth_step(y - bottom, -1.0, 1.0) * smooth_step(66 - side, -1.0, 1.0)
        loop = np.minimum(np.abs(y + 20 + 0.25 * (side - 66)), np.abs(y + 62 - 0.9 * (side - 66)))
        return np.maximum(sheet, smooth_step(1.3 - loop, -0.4, 0.4) * (side > 64) * smooth_step(z, -12, 0))
    return np.zeros_like(x)


def with_cloth(radius_mm: Picture, directions: Picture, identity: Identity, wearing: tuple[Wear, ...]) -> Picture:
    """Return the head over its chart with cloth drawn taut over it."""
    for worn in wearing:
        if worn not in _THICK_MM:
            continue
        x, y, z = (directions[..., axis] * radius_mm for axis in range(3))
        share = blurred(cloth_share(worn, identity, (x, y, z)), 1.2)
        taut = np.maximum(blurred(radius_mm, 7.0 / MM_PER_SAMPLE), radius_mm - 1.0)
        radius_mm = radius_mm + share * (taut + _THICK_MM[worn] - radius_mm)
    return radius_mm


def worn_over(
    wearing: tuple[Wear, ...], identity: Identity, point: Points, outlook: NDArray[np.float64], soft_mm: float
) -> Picture:
    """Return what is worn over each pixel: (4, h, w), red, green, blue codes over 255 and the share covered.

    `point` are places on the head in mm, `outlook` (3,) the direction to the camera in head coordinates, `soft_mm` the
    size of a pixel on the face.
    """
    over = np.zeros((4, *point[0].shape), dtype=np.float32)
    for worn in wearing:
        if worn in _CLOTH:
            _lay(over, cloth_share(worn, identity, point), _cloth(worn, point))
        else:
            _lay_glasses(over, worn == "sunglasses", identity, point, outlook, soft_mm)
    return over


def _lay(over: Picture, cover: Picture, colour: Picture) -> None:
    over[:3] += cover * (colour - over[:3])
    over[3] += cover * (1 - over[3])


def _cloth(worn: Wear, point: Points) -> Picture:
    """Return the colour of a cloth with its folds, pleats or ribs, (3, h, w)."""
    x, y, z = point
    if worn == "mask":
        pattern = 1 - 0.10 * np.exp(-0.5 * (((y + 52 + 0.002 * x * x) % 13 - 6.5) / 1.1) ** 2)
    elif worn == "hat":
        pattern = (
            1 + 0.10 * np.sin(np.arctan2(x, z) * 70) - 0.12 * np.exp(-0.5 * ((y - 66 + 0.2 * (92 - z)) / 1.5) ** 2)
        )
    else:
        along = np.hypot(x, y + 16)
        pattern = 1 + 0.05 * np.sin(along * 0.33 + 0.02 * y) + 0.04 * np.sin(along * 0.11 - x * 0.05)
    return np.asarray(as_colour(_CLOTH[worn]) * pattern, dtype=np.float32)


def _lay_glasses(
    over: Picture, dark: bool, identity: Identity, point: Points, outlook: NDArray[np.float64], soft_mm: float
) -> None:
    x, y, z = point
    lean = (GLASSES_Z_MM - z) / max(float(outlook[2]), 0.2)
    across, up = x + lean * float(outlook[0]), y + lean * float(outlook[1])
    half, tall = 0.38 * identity.eye_distance_mm, 21.0 if dark else 18.5
    side = np.abs(across) - identity.eye_distance_mm / 2 - 1.0
    off = (np.abs(side / half) ** 3.2 + np.abs((up + 2.5) / tall) ** 3.2) ** (1 / 3.2)
    inside_mm = (1 - off) * tall
    rim_mm = 1.3 - np.abs(inside_mm + 0.6)
    bridge_mm = 1.2 - np.abs(up - 4 - 3 * (1 - (across / 9) ** 2))
    between = np.abs(across) < identity.eye_distance_mm / 2 - half + 2
    arm_mm = 1.7 - np.abs(y - 4 - 0.02 * (z - 90))
    beside = (np.abs(x) > 0.43 * identity.head_width_mm) & (z > -12) & (inside_mm < 0)
    frame_mm = np.maximum(rim_mm, np.where(between, bridge_mm, np.where(beside, arm_mm, -9)))
    lens = np.clip(inside_mm / soft_mm + 0.5, 0, 1)
    streak = np.abs(side + 0.9 * up - 6)
    if dark:
        sky = 0.10 * smooth_step(up, -6, 18) * as_colour((0.8, 0.9, 1.0))
        _lay(over, 0.93 * lens, as_colour((0.055, 0.05, 0.05)) + sky)
    else:
        _lay(over, (0.04 + 0.16 * smooth_step(streak, 4.0, 2.0)) * lens, as_colour((0.86, 0.9, 0.94)))
    _lay(over, np.clip(frame_mm / soft_mm + 0.5, 0, 1), as_colour((0.09, 0.075, 0.07)))
