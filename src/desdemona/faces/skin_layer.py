"""Where the skin that a camera sees lies at rest, so that colours, hairs and folds go with it when it moves."""

from dataclasses import dataclass

from desdemona.faces.cast import Identity
from desdemona.faces.colour import Picture
from desdemona.faces.moves import GRID, shift_map
from desdemona.faces.pose import Pose
from desdemona.faces.relief import smooth_step
from desdemona.faces.view import View

SOFT_BELOW_MM, BONE_ABOVE_MM = -40.0, -22.0
"""Below the first height the form of the face goes with the skin, above the second skin slides over bone."""


@dataclass(frozen=True, slots=True, eq=False)
class SkinPlaces:
    """For every point of a view, at half the resolution, x and y in mm with the mouth shut.

    `rest_x`, `rest_y`: where its skin lies when nothing acts; `form_x`, `form_y`: whose form it has taken on.
    """

    rest_x: Picture
    rest_y: Picture
    form_x: Picture
    form_y: Picture


def skin_places(view: View, identity: Identity, pose: Pose) -> SkinPlaces:
    """Return where the skin of a view comes from in a pose."""
    x, y = view.point[0], view.shut_y_mm
    shift = shift_map(identity, pose)
    if shift is None:
        return SkinPlaces(x, y, x, y)
    come = GRID.sample(shift, x, y)
    soft = smooth_step(y, BONE_ABOVE_MM, SOFT_BELOW_MM)
    right, up = come[..., 0], come[..., 1]
    return SkinPlaces(x - right, y - up, x - soft * right, y - soft * up)
