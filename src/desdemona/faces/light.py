"""How much light reaches a surface, as a factor on its camera code."""

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.faces.colour import Picture, as_colour
from desdemona.faces.lamps import Lamp
from desdemona.faces.skin import GAMMA


def shade_code(lamp: Lamp, direct: Picture, open_share: Picture) -> Picture:
    """Return the factors (3, h, w) on a surface's codes under a lamp.

    `direct` (h, w) is the cosine to the lamp, `open_share` (h, w) how open the place is to the light from around. Light
    is added up in linear light and taken to the power 1 / gamma, so the product with a colour's code is exact.
    """
    tint = as_colour(lamp.rgb)
    around = np.sqrt(tint) * np.float32(lamp.ambient * lamp.level)
    straight = tint * np.float32((1 - lamp.ambient) * lamp.level)
    light = open_share * around + direct * straight
    planes, rows, columns = light.shape
    code = cv2.pow(light.reshape(planes * rows, columns), 1 / GAMMA)
    return np.asarray(code, dtype=np.float32).reshape(planes, rows, columns)


def toward(lamp: Lamp) -> NDArray[np.float64]:
    """Return the unit vector to the lamp (x right, y up, z towards the camera)."""
    direction = np.asarray(lamp.direction, dtype=np.float64)
    return direction / np.linalg.norm(direction)


def gloss_code(lamp: Lamp, mirror: Picture, skin_code: Picture) -> Picture:
    """Return what the shine of skin adds to its code, over 255, from the cosine of its tilt off a mirror (Blinn 1977).

    Skin of any tone reflects the same few per cent of the light at its surface, so shine lifts the code of dark skin
    (`skin_code`, lit, over 255) far more than that of light skin.
    """
    tilt = np.clip(mirror, 0, 1)
    broad = tilt**6
    light = np.float32(lamp.level) * (0.022 * broad + 0.035 * broad**4)
    return np.asarray(cv2.pow(skin_code**GAMMA + light, 1 / GAMMA) - skin_code, dtype=np.float32)
