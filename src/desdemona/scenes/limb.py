"""Arms in their sleeves."""

from dataclasses import dataclass

import numpy as np

from desdemona.faces.colour import Picture, as_colour
from desdemona.faces.lamps import Lamp
from desdemona.faces.relief import smooth_step
from desdemona.faces.view import Window
from desdemona.scenes.body import Arm
from desdemona.scenes.clothes import Clothes, fold
from desdemona.scenes.lens import Lens, Points, Vector
from desdemona.scenes.shading import Colour, lit_sheet
from desdemona.scenes.sheet import Sheet
from desdemona.scenes.solid import Bone, Relief, see_bones


def _vector(point: Points) -> Vector:
    return float(point[0]), float(point[1]), float(point[2])


def _skin_bones(arm: Arm, size: float) -> list[Bone]:
    """Return the bare arm under a short sleeve."""
    hem = arm.shoulder + 0.45 * (arm.elbow - arm.shoulder)
    return [
        Bone(_vector(hem), _vector(arm.elbow), 42 * size, 36 * size),
        Bone(_vector(arm.elbow), _vector(arm.wrist), 37 * size, 24 * size, 0.09),
    ]


def _cloth_bones(arm: Arm, size: float, long_sleeves: bool) -> list[Bone]:
    shoulder, elbow, wrist = arm.shoulder, arm.elbow, arm.wrist
    if not long_sleeves:
        hem = shoulder + 0.70 * (elbow - shoulder)
        return [Bone(_vector(shoulder), _vector(hem), 55 * size, 53 * size)]
    cuff = elbow + 0.98 * (wrist - elbow)
    return [
        Bone(_vector(shoulder), _vector(elbow), 55 * size, 43 * size),
        Bone(_vector(elbow), _vector(cuff), 43 * size, 30 * size, 0.05),
    ]


def _hem(relief: Relief, bone: Bone, lens: Lens) -> Picture:
    """Return 1 before the end of a sleeve and 0 beyond it; the end is a ring, round where it faces the camera.

    Only the last bone ends there: an upper arm seen beyond the cuff of a raised forearm stays whole.
    """
    start, end = np.array(bone.start_mm), np.array(bone.end_mm)
    seen = float(np.linalg.norm(np.subtract(*lens.project(np.array([start, end]))))) / float(lens.scale(end))
    flat = min(seen / max(float(np.linalg.norm(end - start)), 1e-6), 1.0)
    bulge = bone.end_radius_mm * float(np.sqrt(1 - flat * flat))
    soft = 0.7 / relief.scale
    return np.asarray(1 - relief.part[-1] * smooth_step(relief.past_mm - bulge, -soft, soft))


def _folds(relief: Relief, arm: Arm, clothes: Clothes, lens: Lens) -> Picture:
    """Return the slopes of a sleeve: creases across it on the inside of a bent elbow."""
    window = relief.window
    at, end = lens.project(np.array([arm.elbow, arm.wrist]))
    columns = (np.arange(window.width, dtype=np.float32) + np.float32(window.left - at[0])) / np.float32(relief.scale)
    rows = (np.arange(window.height, dtype=np.float32) + np.float32(window.top - at[1])) / np.float32(relief.scale)
    x, y = np.meshgrid(columns, -rows)
    angle = float(np.arctan2(-(end - at)[1], (end - at)[0]))
    near = np.exp(-0.5 * (x * x + y * y) / 90.0**2).astype(np.float32)
    across = np.float32(np.cos(angle)) * x + np.float32(np.sin(angle)) * y
    along = np.float32(-np.sin(angle)) * x + np.float32(np.cos(angle)) * y
    return fold(relief.normal, across * 1.5, along * 0.8, clothes.grain + 3 + arm.sign, 0.07 + 0.15 * near)


def _into_trunk(relief: Relief, arm: Arm, inward: Points, size: float, lens: Lens) -> Picture:
    """Return how much of each pixel (h, w) is arm and not yet trunk: the shoulder runs over into the chest."""
    window = relief.window
    at, end = lens.project(np.array([arm.shoulder, arm.shoulder + inward]))
    aim = (end - at) / max(float(np.linalg.norm(end - at)), 1e-6)
    by_mm = 1 / (float(lens.scale(arm.shoulder)) * size)
    columns = (np.arange(window.width, dtype=np.float32) + np.float32(window.left - at[0])) * np.float32(aim[0] * by_mm)
    rows = (np.arange(window.height, dtype=np.float32) + np.float32(window.top - at[1])) * np.float32(aim[1] * by_mm)
    depth = rows[:, None] + columns[None, :]
    near = relief.part[0] * smooth_step(relief.along[0], 0.42, 0.10)
    return np.asarray(1 - near * smooth_step(depth, -22, 34))


@dataclass(frozen=True, slots=True, eq=False)
class Limb:
    """An arm in cloth or skin: its picture, how high (h, w) in mm over the floor what it shows is, and its forearm.

    `fore` (h, w) is 1 where the picture is forearm and 0 where it is upper arm.
    """

    sheet: Sheet
    height: Picture
    fore: Picture


def draw_sleeve(
    arm: Arm, size: float, clothes: Clothes, lamp: Lamp, lens: Lens, outer: Window, inward: Points
) -> Limb | None:
    """Return a sleeve; None if unseen. `inward` is the direction from this shoulder to the other."""
    bones = _cloth_bones(arm, size, clothes.long_sleeves)
    relief = see_bones(bones, lens, outer, 9 * size)
    if relief is None:
        return None
    cover = relief.cover * _into_trunk(relief, arm, inward, size, lens) * _hem(relief, bones[-1], lens)
    rim = 1 - 0.14 * np.exp(-0.5 * ((relief.past_mm + 9 * size) / (2.4 * size)) ** 2) * relief.part[-1]
    colour = as_colour(clothes.shirt) * rim
    sheet = lit_sheet(relief.window, cover, colour, _folds(relief, arm, clothes, lens), lamp)
    fore = smooth_step(relief.part[1], 0.6, 0.9) if clothes.long_sleeves else np.zeros_like(cover)
    return Limb(sheet, _height(relief, bones), fore)


def draw_bare_arm(arm: Arm, size: float, skin: Colour, lamp: Lamp, lens: Lens, outer: Window) -> Limb | None:
    """Return the skin of an arm under a short sleeve; None if unseen."""
    bones = _skin_bones(arm, size)
    relief = see_bones(bones, lens, outer, 7 * size)
    if relief is None:
        return None
    flesh = np.ones_like(relief.cover)
    sheet = lit_sheet(relief.window, relief.cover, as_colour(skin), relief.normal, lamp, None, flesh)
    return Limb(sheet, _height(relief, bones), smooth_step(relief.part[1], 0.6, 0.9))


def _height(relief: Relief, bones: list[Bone]) -> Picture:
    return relief.spread([bone.start_mm[1] for bone in bones], [bone.end_mm[1] for bone in bones])
