"""The mouth: lips, what shows between them, and the folds of a smile."""

from dataclasses import dataclass

import numpy as np

from desdemona.faces.cast import Identity
from desdemona.faces.colour import Picture, as_colour
from desdemona.faces.complexion import Palette
from desdemona.faces.head import MOUTH_Y_MM, smooth_step
from desdemona.faces.march import JAW_DROP_MM
from desdemona.faces.patch import Patch
from desdemona.faces.pose import Pose

SMILE_UP_MM = 7.0
"""How far a full smile raises the corners of the mouth."""

SMILE_OUT_MM = 6.5
"""How far a full smile moves each corner outwards."""


@dataclass(frozen=True, slots=True, eq=False)
class Lips:
    """The borders of the lips over a patch, as heights in mm, and `share`, 0 in the middle to 1 at the corners."""

    share: Picture
    upper_out: Picture
    upper_in: Picture
    lower_in: Picture
    lower_out: Picture
    corner_x_mm: float
    corner_y_mm: float


def lips_of(x_mm: Picture, identity: Identity, pose: Pose) -> Lips:
    """Return where the lips run at each x for a pose."""
    drop = JAW_DROP_MM * pose.mouth_opening
    corner_x = identity.mouth_width_mm / 2 + SMILE_OUT_MM * pose.smile - 3.0 * pose.mouth_opening
    corner_y = MOUTH_Y_MM + SMILE_UP_MM * pose.smile - 0.38 * drop
    share = np.clip(np.abs(x_mm) / corner_x, 0, 1)
    arc = 1 - share * share
    top, bottom = MOUTH_Y_MM + 1.5 * pose.mouth_opening, MOUTH_Y_MM - drop
    thin = (1 - 0.22 * pose.smile) * (1 - 0.25 * pose.mouth_opening)
    bow = 1.0 * np.exp(-(((np.abs(x_mm) - 6.5) / 4.0) ** 2)) - 0.9 * np.exp(-((x_mm / 2.6) ** 2))
    return Lips(
        share,
        corner_y + (top + identity.upper_lip_mm * thin - corner_y) * arc**0.85 + bow * arc,
        corner_y + (top - corner_y) * arc**0.8,
        corner_y + (bottom - corner_y) * arc**0.8,
        corner_y + (bottom - identity.lower_lip_mm * thin - corner_y) * arc**0.7,
        corner_x,
        corner_y,
    )


def paint_mouth(patch: Patch, identity: Identity, palette: Palette, pose: Pose) -> None:
    """Paint lips, mouth line, teeth and the folds beside the mouth."""
    lips = lips_of(patch.x_mm, identity, pose)
    _paint_folds(patch, lips, identity, pose)
    y = patch.y_mm
    between = (lips.share < 1).astype(np.float32)
    whole = smooth_step(lips.upper_out - y, -0.7, 0.9) * smooth_step(y - lips.lower_out, -0.9, 1.1) * between
    upper = patch.edge(y - (lips.upper_in + lips.lower_in) / 2)
    patch.lay(0.9 * whole, as_colour(palette.lips) * (1 - 0.1 * upper), skin=1.0)
    lower_middle = (lips.lower_in + 2 * lips.lower_out) / 3
    shine = np.exp(-0.5 * ((y - lower_middle) / 1.5) ** 2 - 0.5 * (patch.x_mm / 9) ** 2) * whole
    patch.shine(0.045 * shine)
    if pose.mouth_opening > 0.01:
        _paint_inside(patch, lips, between)
    line = np.exp(-0.5 * ((y - (lips.upper_in + lips.lower_in) / 2) / 0.75) ** 2)
    ends = 1 - smooth_step(np.abs(patch.x_mm) - lips.corner_x_mm, -1.0, 2.5)
    shut = 1 - smooth_step(pose.mouth_opening, 0.0, 0.05)
    patch.shade((0.78 * shut) * line * ends, (0.3, 0.2, 0.2))
    corner = np.hypot(np.abs(patch.x_mm) - lips.corner_x_mm, y - lips.corner_y_mm)
    patch.shade(0.45 * np.exp(-0.5 * (corner / 1.7) ** 2), (0.45, 0.35, 0.35))


def _paint_inside(patch: Patch, lips: Lips, between: Picture) -> None:
    y = patch.y_mm
    gap = np.minimum(patch.edge(lips.upper_in - y), patch.edge(y - lips.lower_in)) * between
    hollow = smooth_step(lips.upper_in - y, 0, 9)
    patch.lay(gap, as_colour((0.24, 0.10, 0.10)) * (1.15 - 0.55 * hollow))
    long = np.clip(0.36 * (lips.upper_in - lips.lower_in), 0.0, 7.0)
    tooth = np.clip(lips.upper_in - y, 0, 1) * smooth_step((long - (lips.upper_in - y)) / 1.6, 0.0, 1.0)
    tooth = tooth * gap * smooth_step(0.85 - lips.share, 0.0, 0.35)
    patch.lay(0.9 * tooth, as_colour((0.76, 0.73, 0.67)))
    tongue = smooth_step(y - lips.lower_in, 0.0, 3.0) * (1 - smooth_step(y - lips.lower_in, 5.0, 11.0))
    deep = smooth_step(lips.upper_in - lips.lower_in, 9, 18)
    patch.lay(0.8 * tongue * gap * deep, as_colour((0.52, 0.25, 0.25)))


def _paint_folds(patch: Patch, lips: Lips, identity: Identity, pose: Pose) -> None:
    side = np.abs(patch.x_mm)
    down = np.clip((-identity.nose_length_mm + 4 - patch.y_mm) / 34, -0.3, 1.4)
    start, end = identity.nose_width_mm / 2 + 3, lips.corner_x_mm + 9
    fold = start + np.clip(down, 0, None) ** 0.8 * (end - start)
    along = smooth_step(down, -0.1, 0.35) * (1 - smooth_step(down, 0.45, 1.0))
    depth = 0.10 + 0.30 * pose.smile
    off = side - fold
    shadow = np.exp(-0.5 * (off / np.where(off > 0, 1.6, 4.0)) ** 2)
    patch.shade(depth * along * shadow, (0.72, 0.64, 0.64))
    cheek = np.exp(-0.5 * (((side - 40) / 11) ** 2 + ((patch.y_mm + 36) / 8) ** 2))
    patch.shade(pose.smile * cheek, (1.04, 1.03, 1.03))
