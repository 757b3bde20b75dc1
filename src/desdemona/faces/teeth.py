"""What is seen between parted lips: the dark, tongue, gums and two rows of teeth."""

import numpy as np

from desdemona.faces.colour import Picture, as_colour
from desdemona.faces.head import MOUTH_Y_MM
from desdemona.faces.lips import Lips
from desdemona.faces.patch import Patch
from desdemona.faces.pose import Pose
from desdemona.faces.relief import smooth_step

_TOOTH_ENDS_MM = (0.0, 8.4, 14.8, 21.6, 27.0, 31.0)
"""Where one upper tooth ends and the next begins, from the middle: crowns 8.4, 6.4 and then narrower as seen."""
_LOWER_ENDS_MM = (0.0, 5.4, 11.0, 17.0, 22.5, 27.0)
_TEETH_BEHIND_MM, _TONGUE_BEHIND_MM = 5.0, 16.0
_ENAMEL = as_colour((0.83, 0.775, 0.715))
_GUM = as_colour((0.62, 0.33, 0.33))


def paint_inside(patch: Patch, lips: Lips, pose: Pose) -> None:
    """Paint the inside of the mouth where the lips are apart.

    Upper teeth stay with the skull, lower teeth and tongue go with the jaw; all of it lies behind the lips and shifts
    against them when the head turns.
    """
    y = patch.y_mm
    open_mm = lips.upper_in - lips.lower_in
    gap = np.minimum(_within(patch, lips.upper_in, 1), _within(patch, lips.lower_in, -1))
    (left, _), (right, _) = lips.corners
    ends = patch.edge(np.minimum(patch.x_mm - left, right - patch.x_mm) - patch.soft_mm / 2)  # no step at the corners
    gap = gap * np.clip(open_mm * (2 / patch.soft_mm), 0, 1) * ends
    deep = smooth_step(lips.upper_in - y, 0.0, 10.0) * smooth_step(y - lips.lower_in, -2.0, 6.0)
    inside = np.array(as_colour((0.20, 0.085, 0.08)) * (1 - 0.55 * deep), dtype=np.float32)
    _lay(inside, *_tongue(patch, pose))
    right, up = patch.outlook.behind(_TEETH_BEHIND_MM)
    x, height = patch.x_mm + right, y + up
    _lay_row(inside, patch, _LOWER_ENDS_MM, (x, MOUTH_Y_MM - 1.6 - 0.92 * pose.drop_mm + 0.004 * x * x - height))
    _lay_row(inside, patch, _TOOTH_ENDS_MM, (x, height - (MOUTH_Y_MM - 3.4 + 0.0045 * x * x)))
    # lips keep the light out, most of all near the corners
    inside *= 0.45 + 0.55 * smooth_step(lips.upper_in - y, -0.5, 3.0)
    inside *= 1 - 0.55 * smooth_step(lips.share, 0.5, 1.0)
    patch.lay(gap, inside)


def _within(patch: Patch, border_mm: Picture, sign: int) -> Picture:
    """Return 0..1 across the border of a lip, one pixel wide also where it is steep."""
    steep = np.gradient(border_mm, axis=1) * (1 / patch.soft_mm) if border_mm.shape[1] > 1 else 0.0
    return patch.edge(sign * (border_mm - patch.y_mm) / np.hypot(1.0, steep))


def _lay(under: Picture, cover: Picture, colour: Picture) -> None:
    under += cover * (colour - under)


def _tongue(patch: Patch, pose: Pose) -> tuple[Picture, Picture]:
    right, up = patch.outlook.behind(_TONGUE_BEHIND_MM)
    x, y = patch.x_mm + right, patch.y_mm + up
    top = MOUTH_Y_MM - 5.0 - 0.50 * pose.drop_mm
    rise = top - 0.011 * x * x + 0.8 * (1 - np.exp(-0.5 * (x / 2.2) ** 2)) - y
    shade = 0.62 + 0.38 * smooth_step(rise, 0.0, 7.0)
    return smooth_step(rise, -1.2, 1.2), as_colour((0.66, 0.33, 0.33)) * shade


def _lay_row(under: Picture, patch: Patch, ends_mm: tuple[float, ...], place: tuple[Picture, Picture]) -> None:
    """Lay a row of teeth; `place` is x and how far towards the gum from the biting edge, in mm."""
    x, over = place
    side = np.abs(x)
    near = np.min([np.abs(side - end) for end in ends_mm], axis=0)
    fine = float(np.clip(1.5 - 0.8 * patch.soft_mm, 0, 1))
    edge = over - 0.5 * np.exp(-0.5 * (near / 0.7) ** 2)
    enamel = _ENAMEL * (1 - 0.30 * fine * np.exp(-0.5 * (near / 0.45) ** 2)) * (1 - 0.0006 * side * side)
    enamel *= 0.93 + 0.07 * smooth_step(over, 0.0, 3.0)
    colour = enamel + smooth_step(over - 9.0 + 1.2 * np.exp(-0.5 * (near / 1.2) ** 2), -0.5, 0.7) * (_GUM - enamel)
    _lay(under, np.asarray(patch.edge(edge) * (side < ends_mm[-1])), colour)
