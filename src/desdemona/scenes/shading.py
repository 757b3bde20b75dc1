"""Light on soft solids and flat things: the lamp of the scene, Lambert's law, and what is laid on a sheet."""

import cv2
import numpy as np

from desdemona.faces.colour import Picture, as_colour
from desdemona.faces.lamps import Lamp
from desdemona.faces.light import shade_code, toward
from desdemona.faces.view import Window
from desdemona.scenes.lens import Lens, Points
from desdemona.scenes.sheet import Sheet, is_empty, window_round

Colour = tuple[float, float, float]


def lambert(lamp: Lamp, normal: Picture) -> Picture:
    """Return the cosine to the lamp, 0 where it is behind, of unit vectors (3, h, w)."""
    x, y, z = (np.float32(part) for part in toward(lamp))
    return np.asarray(np.clip(normal[0] * x + normal[1] * y + normal[2] * z, 0, 1))


def lit_sheet(
    window: Window, cover: Picture, colour: Picture, normal: Picture, lamp: Lamp, hollow: Picture | None = None,
    flesh: Picture | None = None,
) -> Sheet:  # fmt: skip
    """Return a surface in the lamp's light.

    `colour` (3, h, w) or (3, 1, 1) codes over 255, `normal` (3, h, w), `hollow` (h, w) from 1, open, to 0, in a corner
    that no light reaches, `flesh` (h, w) the share that is skin.
    """
    open_share = np.float32(0.62) + np.float32(0.38) * normal[2]
    if hollow is not None:
        open_share = open_share * hollow
    direct = lambert(lamp, normal) * (1 if hollow is None else hollow)
    shade = shade_code(lamp, np.ascontiguousarray(direct), np.ascontiguousarray(open_share))
    rgb = shade * (colour * np.float32(255)) * cover
    skin = rgb * flesh if flesh is not None else np.zeros_like(rgb)
    return Sheet(window, np.asarray(rgb, np.float32), np.asarray(cover, np.float32), np.asarray(skin, np.float32))


def flat_shade(lamp: Lamp, normal: tuple[float, float, float]) -> Picture:
    """Return the factors (3, 1, 1) of the light on a flat thing that faces a direction."""
    facing = np.asarray(normal, dtype=np.float32) / np.linalg.norm(normal)
    direct = lambert(lamp, facing.reshape(3, 1, 1).astype(np.float32))
    return shade_code(lamp, direct, np.full((1, 1), 0.62 + 0.38 * max(float(facing[2]), 0.0), np.float32))


def polygon_cover(points_px: Points, window: Window) -> Picture:
    """Return the cover (h, w) of a polygon (n, 2) over a window, its border one pixel soft."""
    fine = 16
    mask = np.zeros((window.height, window.width), np.uint8)
    corners = np.round((points_px - (window.left, window.top)) * fine).astype(np.int32)
    cv2.fillPoly(mask, [corners], 255, lineType=cv2.LINE_AA, shift=4)
    return np.asarray(mask * np.float32(1 / 255))


def plate(
    corners_mm: Points, colour: Colour, lamp: Lamp, lens: Lens, outer: Window, facing: tuple[float, float, float],
    soft: float = 0.0,
) -> Sheet | None:  # fmt: skip
    """Return a flat plate with given corners (n, 3) in the room, None where the lens does not see it.

    `soft` lets the light fall off down the plate, as a share.
    """
    seen = lens.project(np.asarray(corners_mm))
    window = window_round(seen, 1.0, outer)
    if is_empty(window):
        return None
    cover = polygon_cover(seen, window)
    fall = 1 - np.float32(soft) * np.linspace(0, 1, window.height, dtype=np.float32)[:, None]
    rgb = 255 * as_colour(colour) * flat_shade(lamp, facing) * fall * cover
    return Sheet(window, rgb.astype(np.float32), cover, np.zeros_like(rgb, dtype=np.float32))
