"""The head as a surface: how far from its middle it reaches in every direction, its slope and its hollows.

Head coordinates are mm: x towards the image's right, y up, z towards the camera, with the eyes' line at y = 0 and the
origin midway between the ears. A direction n (unit vector) has the map coordinates u = n_x / (1 + n_z),
v = n_y / (1 + n_z), a stereographic chart without trigonometry and without a seam in front.
"""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from scipy.ndimage import gaussian_filter1d

from desdemona.faces.cast import Identity
from desdemona.faces.colour import Picture, blurred
from desdemona.faces.relief import MM_PER_SAMPLE, bump, smooth_step
from desdemona.faces.wear import Wear, with_cloth

CHART_REACH = 1.75
"""Largest |u| and |v| of the chart: 120 degrees from straight ahead."""

CHART_SIZE = 512
"""Samples along each side of the chart of the shape (about 1.2 mm apart on the face)."""

MOUTH_Y_MM = -66.0
"""Height of the closed mouth."""


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """A head over the chart: `radius_mm` (n, n), `normal` (n, n, 3), `shade` (n, n) from 1, open to light, to 0."""

    radius_mm: Picture
    normal: Picture
    shade: Picture


def chart_directions(size: int) -> Picture:
    """Return the unit vectors (size, size, 3) of a chart's samples; v falls with the row, so up is up."""
    along = np.linspace(-CHART_REACH, CHART_REACH, size, dtype=np.float32)
    u, v = np.meshgrid(along, -along)
    squared = u * u + v * v
    return np.asarray(np.stack([2 * u, 2 * v, 1 - squared], axis=-1) / (1 + squared)[..., None])


def hair_share(identity: Identity, position: Picture, from_mm: Picture | float, to_mm: Picture | float) -> Picture:
    """Return how much of each surface point is hair: 0 up to `from_mm` inside the hairline, 1 from `to_mm` on."""
    x, y, z = position[..., 0], position[..., 1], position[..., 2]
    angles, heights = (np.array(part) for part in zip(*identity.hair.line, strict=True))
    fine = np.arange(0.0, 181.0)
    line = gaussian_filter1d(np.interp(fine, angles, heights), 2.0)
    slant = np.hypot(1.0, np.gradient(line) / np.radians(75.0))
    around = np.degrees(np.arctan2(np.abs(x), z))
    above = (y - np.interp(around, fine, line)) / np.interp(around, fine, slant)
    chin = smooth_step(-y, 40, 60) * smooth_step(np.abs(x), 50, 42)
    share = smooth_step(above.astype(np.float32), from_mm, to_mm) * (1 - chin)
    if identity.hair.fall_mm > 0:
        return share
    return share * (1 - smooth_step(ear_reach(position), 1.12, 0.95) * smooth_step(np.abs(x), 45, 58))


def _skull_mm(identity: Identity, n: Picture) -> Picture:
    """Return the radius of the smooth head without features: a superellipsoid that narrows to the jaw."""
    nx, ny, nz = n[..., 0], n[..., 1], n[..., 2]
    low = smooth_step(-ny, -0.05, 0.95)
    width = identity.head_width_mm / 2 * (1 - (0.13 - 0.6 * (identity.jaw - 1)) * low)
    height = identity.head_height_mm / 2 * np.where(ny > 0, 0.94, 0.985)
    depth = np.where(nz > 0, identity.head_depth_mm / 2 * 0.94, identity.head_depth_mm / 2 * 1.05)
    power = 2.3 + 0.45 * low
    total = (np.abs(nx) / width) ** power + (np.abs(ny) / height) ** power + (np.abs(nz) / depth) ** power
    return np.asarray(total ** (-1 / power), dtype=np.float32)


def _nose_mm(identity: Identity, x: Picture, y: Picture) -> Picture:
    side = identity.nose_width_mm / 2
    tip_y = -identity.nose_length_mm + 8
    along = smooth_step(y, tip_y - 8, tip_y + 1) * smooth_step(y, 14, -8)
    rise = np.clip((6 - y) / (6 - tip_y), 0, 1.05)
    ridge_width = 6.4 + (side * 0.40 - 3) * np.clip(rise, 0, 1) ** 2
    height = identity.bridge_mm + (identity.nose_height_mm - identity.bridge_mm) * rise
    ridge = height * along * np.exp(-(np.abs(x / (1.35 * ridge_width)) ** 2.6))
    tip = 4.0 * bump(x, y, (0, tip_y + 0.5), (7.0, 5.6))
    wings, grooves = np.zeros_like(x), np.zeros_like(x)
    for sign in (-1, 1):
        wings += 0.44 * identity.nose_height_mm * bump(x, y, (sign * side * 0.70, tip_y - 3.0), (4.6, 4.8))
        grooves += -1.8 * bump(x, y, (sign * side * 0.42, tip_y + 3.5), (2.0, 4.0))
        grooves += -2.0 * bump(x, y, (sign * (side + 2.6), tip_y - 1.0), (2.4, 6.0))
    return np.asarray(ridge + tip + wings + grooves, dtype=np.float32)


def _features_mm(identity: Identity, x: Picture, y: Picture) -> Picture:
    """Return what the face adds to the skull in front, in mm, over frontal coordinates."""
    eye_x = identity.eye_distance_mm / 2
    relief = _nose_mm(identity, x, y)
    for sign in (-1, 1):
        relief += -10.0 * bump(x, y, (sign * (eye_x - 2), 3), (14, 10))
        relief += 5.5 * bump(x, y, (sign * eye_x, -0.5), (10.5, 8))
        relief += 4.2 * bump(x, y, (sign * eye_x * 0.92, 20), (18, 6.5))
        relief += -3.0 * bump(x, y, (sign * 62, 26), (12, 20))
        relief += -3.0 * bump(x, y, (sign * 16, 0), (6, 8))
        relief += identity.cheek_mm * bump(x, y, (sign * 44, -30), (17, 16))
        relief += -4.0 * bump(x, y, (sign * 42, -60), (12, 15))
        relief += 1.8 * bump(x, y, (sign * identity.mouth_width_mm * 0.62, MOUTH_Y_MM - 3), (9, 14))
    upper = MOUTH_Y_MM + identity.upper_lip_mm * 0.5
    lower = MOUTH_Y_MM - identity.lower_lip_mm * 0.55
    relief += 7.0 * bump(x, y, (0, MOUTH_Y_MM + 4), (24, 19))
    relief += 2.6 * bump(x, y, (0, upper), (15, 3.4)) + 3.2 * bump(x, y, (0, lower), (14, 4.2))
    relief += -2.4 * bump(x, y, (0, MOUTH_Y_MM), (19, 1.9))
    relief += -3.6 * bump(x, y, (0, MOUTH_Y_MM - identity.lower_lip_mm - 6), (16, 4.5))
    relief += -1.7 * bump(x, y, (0, MOUTH_Y_MM + identity.upper_lip_mm + 5.5), (2.4, 5))
    relief += 15.0 * bump(x, y, (0, -93), (20 * identity.chin, 13)) + 2.0 * bump(x, y, (0, 48), (34, 22))
    return np.asarray(relief, dtype=np.float32)


def ear_reach(position: Picture) -> Picture:
    """Return 0 in the middle of an ear, 1 at its border; an ear reaches from the brow to the base of the nose."""
    y, z = position[..., 1], position[..., 2]
    return np.asarray(np.hypot((z + 6 + 0.25 * (y + 9)) / 15, (y + 9) / (29 + 2 * np.sign(y + 9))))


def _ears_mm(position: Picture) -> Picture:
    x, y, z = position[..., 0], position[..., 1], position[..., 2]
    off = ear_reach(position)
    stand = 6.5 + 5.5 * smooth_step(y, -36, 6)
    plate = smooth_step(off, 1.2, 0.45)
    rim = np.exp(-0.5 * ((off - 0.8) / 0.16) ** 2) * smooth_step(y, -28, -12)
    bowl = bump(z + 6 + 0.25 * (y + 9), y, (3, -12), (5.0, 8))
    return np.asarray(smooth_step(np.abs(x), 45, 58) * (stand * plate + 2.4 * rim - 6.0 * bowl), dtype=np.float32)


def _normals(position: Picture) -> Picture:
    down = cv2.Sobel(position, cv2.CV_32F, 0, 1, ksize=3)
    right = cv2.Sobel(position, cv2.CV_32F, 1, 0, ksize=3)
    normal = np.cross(right, -down)
    length = np.linalg.norm(normal, axis=-1, keepdims=True)
    return np.asarray(normal / np.maximum(length, 1e-6), dtype=np.float32)


def _hollows(radius: Picture) -> Picture:
    """Return how open each point is to the light: points lower than their surroundings are darker."""
    shade = np.ones_like(radius)
    for reach_mm, weight in ((3.5, 0.075), (8.0, 0.05), (20.0, 0.022)):
        shade -= weight * np.clip(blurred(radius, reach_mm / MM_PER_SAMPLE) - radius, -1.6, 7)
    return np.asarray(np.clip(shade, 0.4, 1.08), dtype=np.float32)


@lru_cache(maxsize=12)
def head_chart(identity: Identity, wearing: tuple[Wear, ...] = ()) -> Chart:
    """Return the head of one identity over the chart, with the cloth that it wears."""
    n: Picture = chart_directions(CHART_SIZE)
    skull = _skull_mm(identity, n)
    base = n * skull[..., None]
    front = smooth_step(n[..., 2], 0.05, 0.45)
    radius: Picture = skull + front * _features_mm(identity, base[..., 0], base[..., 1])
    if identity.hair.fall_mm == 0:
        radius = radius + _ears_mm(base)
    bare = n * radius[..., None]
    radius = blurred(radius + identity.hair.volume_mm * hair_share(identity, bare, 1.0, 13.0), 0.8)
    radius = with_cloth(radius, n, identity, wearing)
    position = np.asarray(n * radius[..., None], dtype=np.float32)
    return Chart(radius, _normals(position), _hollows(radius))
