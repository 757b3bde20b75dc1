"""What stands behind the head: neck, shoulders, shirt, hair that falls, and a plain wall."""

from dataclasses import dataclass

import numpy as np

from desdemona.faces.camera import Camera
from desdemona.faces.cast import Identity
from desdemona.faces.colour import Picture, as_colour, blurred
from desdemona.faces.complexion import Palette
from desdemona.faces.lamps import Lamp
from desdemona.faces.light import shade_code, toward
from desdemona.faces.relief import smooth_step
from desdemona.faces.view import DISTANCE_MM, centre_px, focal_px
from desdemona.faces.wear import SCARF

_WALL = as_colour((0.66, 0.67, 0.69))


@dataclass(frozen=True, slots=True, eq=False)
class Backdrop:
    """The picture without the head: `rgb` (3, h, w) in codes 0..255, and `skin` (h, w), the share of bare skin."""

    rgb: Picture
    skin: Picture


def _plane(camera: Camera) -> tuple[Picture, Picture, float]:
    scale = focal_px(camera) / DISTANCE_MM
    column, row = centre_px(camera)
    x = (np.arange(camera.width_px, dtype=np.float32) - column) / scale
    y = (row - np.arange(camera.height_px, dtype=np.float32)) / scale
    across, up = np.meshgrid(x, y)
    return across.astype(np.float32), up.astype(np.float32), 1 / scale


def wall_of(camera: Camera, lamp: Lamp) -> Picture:
    """Return the plain wall in the lamp's light, (3, h, w) in codes 0..255."""
    x, y, _ = _plane(camera)
    level = shade_code(lamp, np.full(x.shape, 0.75, np.float32), np.ones_like(x))
    sway = 1 - 0.10 * np.hypot(x / 260, (y - 40) / 260) ** 2
    return (255 * _WALL * level * sway).astype(np.float32)


def backdrop_of(identity: Identity, palette: Palette, lamp: Lamp, camera: Camera, veiled: bool = False) -> Backdrop:
    """Return everything behind the head, lit by the lamp; `veiled` when a headscarf hides neck and hair."""
    x, y, soft = _plane(camera)
    side = np.abs(x)
    rgb = wall_of(camera, lamp)
    skin = np.zeros_like(x)
    neck_half = 46 + 9 * (identity.jaw - 1) / 0.1 + 10 * smooth_step(-y, 118, 160)
    slope = -138 - 0.36 * np.clip(side - 50, 0, None) - 0.0016 * np.clip(side - 95, 0, None) ** 2
    inside = np.maximum(smooth_step(neck_half - side, -soft, soft) * (y < -60), smooth_step(slope - y, -soft, soft))
    turn = np.clip(x / neck_half * 0.8, -1, 1)
    light = _lambert(lamp, turn, np.full_like(x, -0.12))
    hollow = 0.5 + 0.5 * smooth_step(-y, 108, 150)
    flesh = as_colour(palette.skin) * as_colour((1, 0.985, 0.985))
    tint = 255 * flesh * shade_code(lamp, light * hollow, hollow)
    rgb += inside * (tint - rgb)
    skin += inside
    neckline = -156 - 26 * np.sqrt(np.clip(1 - (x / 66) ** 2, 0, 1)) + 18 * smooth_step(side, 50, 72)
    shirt = smooth_step(slope - y, -soft, soft) * smooth_step(neckline - y, -soft, soft)
    cloth = as_colour(identity.shirt_rgb) / 255
    fall = _lambert(lamp, np.clip(x / 230, -1, 1), np.clip((y + 210) / 90, 0, 0.7))
    tint = 255 * cloth * shade_code(lamp, fall, np.full_like(x, 0.95))
    rgb += shirt * (tint - rgb)
    skin *= 1 - shirt
    if veiled:
        skin *= 1 - _lay_scarf(rgb, (x, y), lamp)
    elif identity.hair.fall_mm > 0:
        skin *= 1 - _lay_hair(rgb, (x, y), identity, palette, lamp)
    return Backdrop(rgb.astype(np.float32), skin.astype(np.float32))


def _lambert(lamp: Lamp, nx: Picture, ny: Picture) -> Picture:
    nz = np.sqrt(np.clip(1 - nx * nx - ny * ny, 0, 1))
    lx, ly, lz = toward(lamp)
    return np.asarray(np.clip(lx * nx + ly * ny + lz * nz, 0, 1), dtype=np.float32)


def _lay_scarf(rgb: Picture, place: tuple[Picture, Picture], lamp: Lamp) -> Picture:
    """Lay the ends of a headscarf over neck and chest and return their share of each pixel."""
    x, y = place
    side = np.abs(x)
    wide = 72 + 26 * smooth_step(-y, 90, 190)
    low = -208 + 0.004 * side**2 + 6 * np.sin(0.05 * x)
    inside = smooth_step(wide - side, -1.5, 1.5) * smooth_step(y - low, -1.5, 1.5) * smooth_step(-y, 20, 40)
    folds = 1 + 0.06 * np.sin(0.11 * y + 0.0011 * x * x) + 0.03 * np.sin(0.21 * y - 0.0016 * x * x)
    light = _lambert(lamp, np.clip(x / wide * 0.85, -1, 1), np.full_like(x, 0.1)) * 0.9
    hollow = 0.55 + 0.45 * smooth_step(-y, 105, 160)
    tint = 255 * as_colour(SCARF) * folds * shade_code(lamp, light * hollow, hollow)
    rgb += inside * (tint - rgb)
    return inside.astype(np.float32)


def _lay_hair(
    rgb: Picture, place: tuple[Picture, Picture], identity: Identity, palette: Palette, lamp: Lamp
) -> Picture:
    """Lay hair that falls beside the neck into the picture and return its share of each pixel."""
    x, y = place
    side, end = np.abs(x), identity.hair.fall_mm + 40
    half = identity.head_width_mm / 2 + identity.hair.volume_mm - 12
    below = np.clip((10 - y) / (end + 10), 0, 1)
    edge = half + 12 * np.sin(np.pi * below**0.8) - 6 * smooth_step(below, 0.75, 1.0)
    tip = end + 5 * np.sin(side * 0.35) - 0.004 * (side - 62) ** 2
    inside = smooth_step(edge - side, -1.5, 1.5) * smooth_step(y + tip, -5, 5) * smooth_step(10 - y, 0, 30)
    inside *= smooth_step(side - 47 - 4 * np.sin(y * 0.03), -3, 3) * (y < -60) + (y >= -60)
    rng = np.random.default_rng(3)
    grain = rng.standard_normal((1, x.shape[1]), dtype=np.float32).repeat(x.shape[0], axis=0)
    strands = 1 + 0.12 * blurred(grain, 1.2)
    light = _lambert(lamp, np.clip(x / edge * 0.9, -1, 1), np.zeros_like(x)) * 0.9
    tint = 255 * as_colour(palette.hair) * strands * shade_code(lamp, light, light * 0 + 0.8)
    rgb += inside * (tint - rgb)
    return inside.astype(np.float32)
