"""The mouth: the red of the lips, the line between them, and what shows when they part."""

import numpy as np

from desdemona.faces.cast import Identity
from desdemona.faces.colour import as_colour
from desdemona.faces.complexion import Palette
from desdemona.faces.lips import Lips, lips_of
from desdemona.faces.patch import Patch
from desdemona.faces.pose import Pose, units_at
from desdemona.faces.relief import smooth_step
from desdemona.faces.teeth import paint_inside


def paint_mouth(patch: Patch, identity: Identity, palette: Palette, pose: Pose) -> None:
    """Paint the lips and what is seen between them."""
    lips = lips_of(patch.x_mm, identity, pose)
    _paint_red(patch, lips, palette)
    middle = int(np.argmin(lips.share.min(axis=0))) if lips.share.size else 0
    if lips.share.size and float((lips.upper_in - lips.lower_in)[:, middle].max()) > 0.02:
        paint_inside(patch, lips, pose)
    _paint_line(patch, lips, 1 - float(smooth_step(pose.jaw_opening, 0.1, 0.5)))
    _paint_corners(patch, lips, pose)


def _paint_red(patch: Patch, lips: Lips, palette: Palette) -> None:
    y, x = patch.y_mm, patch.x_mm
    between = (lips.share < 1).astype(np.float32)
    border = smooth_step(lips.upper_out - y, -0.7, 0.9) * smooth_step(y - lips.lower_out, -1.0, 1.3)
    whole = border * between * smooth_step(1 - lips.share, 0.0, 0.04)
    middle = (lips.upper_in + lips.lower_in) / 2
    upper = patch.edge(y - middle)
    fine = float(np.clip(1.2 - 1.3 * patch.soft_mm, 0, 1))
    wander = 1.9 * np.sin(0.37 * x) + 0.8 * np.sin(0.9 * y + x)
    grain = 1 + 0.016 * fine * np.sin(3.1 * x + wander) * np.sin(0.61 * x + 1)
    # the red rolls inwards: darker towards the line between the lips, lighter where the lower lip is full
    inward = smooth_step(np.abs(y - middle), 3.0, 0.0)
    red = as_colour(palette.lips) * (grain * (1 - 0.11 * upper) * (1 - 0.10 * inward))
    patch.lay(0.88 * whole, red, skin=1.0)
    full = (lips.lower_in + 2 * lips.lower_out) / 3
    thick = np.clip((lips.lower_in - lips.lower_out) / 3.2, 0.4, 3.0)
    hx, hy, _ = patch.outlook.halfway
    place = ((y - full - 2.0 * (hy - 0.15)) / thick) ** 2 + ((x - 14 * hx) / 9) ** 2
    patch.shine(0.05 * np.exp(-0.5 * place) * whole * grain)
    rim = np.exp(-0.5 * ((y - lips.upper_out - 0.5) / 0.8) ** 2) * between * smooth_step(1 - lips.share, 0.05, 0.4)
    patch.shade(0.35 * rim, (1.07, 1.07, 1.07))
    under = np.exp(-0.5 * ((y - lips.lower_out + 2.4) / 1.7) ** 2) * smooth_step(1 - lips.share, 0.0, 0.45)
    patch.shade(0.35 * under, (0.82, 0.76, 0.76))


def _paint_line(patch: Patch, lips: Lips, weight: float) -> None:
    """Paint the line between closed lips; where they part it gives way to what is behind them."""
    y = patch.y_mm
    apart = lips.upper_in - lips.lower_in
    line = np.exp(-0.5 * ((y - (lips.upper_in + lips.lower_in) / 2) / 0.62) ** 2)
    soft = np.exp(-0.5 * ((y - (lips.upper_in + lips.lower_in) / 2) / 1.5) ** 2)
    (left, _), (right, _) = lips.corners
    beyond = np.maximum(patch.x_mm - right, left - patch.x_mm)
    ends = 1 - smooth_step(beyond, -1.0, 2.2)
    shut = weight * (1 - smooth_step(apart, 0.0, 1.2)) * ends
    patch.shade((0.68 * shut) * line, (0.28, 0.18, 0.18))
    patch.shade((0.20 * shut) * soft, (0.6, 0.5, 0.5))


def _paint_corners(patch: Patch, lips: Lips, pose: Pose) -> None:
    """Paint the small shadows in which the lips end; pulled corners are deeper."""
    for side, (x, y) in zip((-1, 1), lips.corners, strict=True):
        unit = units_at(pose, side)
        pulled = max(unit.au12, unit.au14, unit.au20, unit.au15)
        right, up = (patch.x_mm - x - 0.3 * side) / (1.5 + 0.5 * pulled), (patch.y_mm - y) / (1.5 + 0.8 * pulled)
        pit = np.exp(-0.5 * (right * right + up * up))
        patch.shade((0.36 + 0.14 * pulled) * (1 - 0.7 * pose.jaw_opening) * pit, (0.48, 0.38, 0.38))


def mouth_reach_mm(identity: Identity, pose: Pose) -> tuple[float, float, float, float]:
    """Return a box (left, right, bottom, top in mm) that all that is painted of the mouth lies in."""
    across = np.linspace(-40, 40, 33)
    lips = lips_of(across, identity, pose)
    half = max(-lips.corners[0][0], lips.corners[1][0]) + 8.0
    return -half, half, float(lips.lower_out.min()) - 9.0, float(lips.upper_out.max()) + 5.0
