"""What folds of the skin do to the light that the bare head was lit with."""

from dataclasses import dataclass

import cv2
import numpy as np

from desdemona.faces.colour import Picture, sized
from desdemona.faces.lamps import Lamp
from desdemona.faces.skin import GAMMA

Direction = tuple[float, float, float]
"""A unit vector in head coordinates."""

_SHINE_FALLS = 9.0
"""How much of the shine goes when the skin tilts off the mirror by 1: the slope of a lobe of about that power."""


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """A lit surface: `normal` three arrays (h, w), `direct` its cosine to the lamp, `hollow` how open it is."""

    normal: tuple[Picture, Picture, Picture]
    direct: Picture
    hollow: Picture


def relit(
    surface: Surface, relief: Picture, lamp: Lamp, toward_lamp: Direction, halfway: Direction
) -> tuple[Picture, Picture]:
    """Return the factors (h, w) on the codes of a surface, and on its shine, when it is folded.

    `relief` (h, w, 3) holds the slopes of the folds to the right and up, as heights towards the front of the face, and
    how much light they keep out; the surface may be at a lower resolution. With the surface z = f(x, y) and folds
    added to f, the normal (nx, ny, nz) becomes (nx - nz sx, ny - nz sy, nz), made unit again.
    """
    size = (relief.shape[1], relief.shape[0])
    nx, ny, nz = (sized(part, size) for part in surface.normal)
    direct, hollow = sized(surface.direct, size), sized(surface.hollow, size)
    right, up, dark = (np.ascontiguousarray(relief[..., part]) for part in range(3))
    np.maximum(nz, 0, out=nz)
    right *= nz
    up *= nz
    length = np.sqrt(1 + right * (right - 2 * nx) + up * (up - 2 * ny))
    lx, ly, _ = toward_lamp
    turned = np.maximum(direct - (right * np.float32(lx) + up * np.float32(ly)), 0) / length
    around, straight = lamp.ambient, 1 - lamp.ambient
    before = around * hollow + straight * direct
    after = (around * hollow + straight * turned) * (1 - dark) + 1e-4
    folded = np.asarray(cv2.pow(after / (before + np.float32(1e-4)), 1 / GAMMA), dtype=np.float32)
    tilt = right * np.float32(halfway[0]) + up * np.float32(halfway[1])
    return folded, np.clip(1 - _SHINE_FALLS * tilt - dark, 0.1, 2.5)
