"""The head on its own: drawn by `faces` before nothing, moved and sized to where the body has it."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np

from desdemona.faces.backdrop import Backdrop
from desdemona.faces.camera import Camera
from desdemona.faces.cast import Identity
from desdemona.faces.colour import Picture, to_planes
from desdemona.faces.lamps import Lamp
from desdemona.faces.portrait import Bare, Stage, bare_head, draw_still, set_stage
from desdemona.faces.pose import Pose
from desdemona.faces.view import DISTANCE_MM, NECK_MM, SCALE_PX_PER_MM, Window, centre_px, focal_px
from desdemona.faces.wear import Wear
from desdemona.scenes.sheet import Sheet, blank, common, is_empty

FINE_BELOW_PX_PER_MM = 0.55
"""Heads smaller than this are drawn twice as large and halved: their features would be thinner than a pixel."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a head is: the pixel (column, row) that the joint with the neck is seen at, and pixels for a mm there."""

    joint_px: tuple[float, float]
    px_per_mm: float


@lru_cache(maxsize=64)
def _nothing(side_px: int) -> Backdrop:
    empty = np.zeros((side_px, side_px), np.float32)
    return Backdrop(np.zeros((3, side_px, side_px), np.float32), empty)


def head_stage(identity: Identity, skin_tone: int, lamp: Lamp, wearing: tuple[Wear, ...], px_per_mm: float) -> Stage:
    """Return the fixed parts of a head that will be drawn at about `px_per_mm`.

    Skin and hair lose the detail that so small a picture cannot hold; it would flicker as the head moves.
    """
    stage = set_stage(identity, skin_tone, lamp, Camera(8, 8), wearing)
    across_px = 0.9 * _drawn_scale(px_per_mm)
    fuzz = 0.35 / across_px - 0.35
    if fuzz <= 0.3:
        return stage
    return replace(stage, paint=np.asarray(cv2.GaussianBlur(stage.paint, (0, 0), fuzz), dtype=np.float32))


def _drawn_scale(px_per_mm: float) -> float:
    return px_per_mm * (2.0 if px_per_mm < FINE_BELOW_PX_PER_MM else 1.0)


class HeadKeeper:
    """The head as lit for the picture before, for pictures in which only eyes and lids move.

    What it gives is a pure function of what it is asked: the memory saves time and nothing else.
    """

    __slots__ = ("_bare", "_key", "_stage")

    def __init__(self) -> None:
        self._key: Hashable = None
        self._stage: Stage | None = None
        self._bare: Bare | None = None

    def bare_of(self, stage: Stage, side_px: int, pose: Pose) -> tuple[Stage, Bare]:
        """Return the stage of a head alone, `side_px` high and wide, and the head in a pose on it."""
        key = side_px, pose.of_head, pose.of_skin, id(stage)
        if self._stage is None or self._bare is None or key != self._key:
            self._stage = replace(stage, camera=Camera(side_px, side_px), backdrop=_nothing(side_px))
            self._bare = bare_head(self._stage, pose)
            self._key = key
        return self._stage, self._bare


def draw_head(stage: Stage, pose: Pose, spot: Spot, outer: Window, keeper: HeadKeeper | None = None) -> Sheet:
    """Return a head in a pose at a spot, on a sheet over the window that it falls in."""
    side = max(24, round(_drawn_scale(spot.px_per_mm) / SCALE_PX_PER_MM))
    own, bare = (keeper or HeadKeeper()).bare_of(stage, side, pose)
    still = draw_still(own, bare, pose)
    alpha = np.zeros((side, side), np.float32)
    alpha[bare.view.window.area] = bare.view.cover
    return _placed(still.rgb, still.skin, alpha, spot, outer)


def _placed(rgb: Picture, skin: Picture, alpha: Picture, spot: Spot, outer: Window) -> Sheet:
    side = alpha.shape[0]
    camera = Camera(side, side)
    column, row = centre_px(camera)
    joint_row = row - NECK_MM[1] * focal_px(camera) / (DISTANCE_MM - NECK_MM[2])
    factor = spot.px_per_mm / (SCALE_PX_PER_MM * side)
    left, top = spot.joint_px[0] - factor * column, spot.joint_px[1] - factor * joint_row
    reach = int(np.ceil(factor * side)) + 2
    window = common(Window(int(np.floor(left)), int(np.floor(top)), reach, reach), outer)
    if is_empty(window):
        return blank(window)
    shift = np.array([[factor, 0, left - window.left], [0, factor, top - window.top]])
    size = (window.width, window.height)
    layers = (cv2.merge([*rgb, alpha]), cv2.merge(list(skin)))
    if factor < 0.75:
        layers = (cv2.GaussianBlur(layers[0], (0, 0), 0.55), cv2.GaussianBlur(layers[1], (0, 0), 0.55))
    moved = [cv2.warpAffine(layer, shift, size, flags=cv2.INTER_LINEAR) for layer in layers]
    planes = to_planes(np.asarray(moved[0], dtype=np.float32))
    return Sheet(window, planes[:3], planes[3], to_planes(np.asarray(moved[1], dtype=np.float32)))
