"""Hands: a palm of four soft bones, four fingers of three, and a thumb."""

import numpy as np

from desdemona.faces.colour import Picture, as_colour
from desdemona.faces.lamps import Lamp
from desdemona.faces.relief import smooth_step
from desdemona.faces.view import Window
from desdemona.scenes.body import Arm
from desdemona.scenes.lens import Lens, Points, Vector
from desdemona.scenes.limb import Limb
from desdemona.scenes.shading import Colour, lit_sheet
from desdemona.scenes.solid import Bone, see_bones

# Along and across the hand from the wrist, mm of a grown-up hand 180 mm long; across is towards the thumb.
_KNUCKLES = ((86.0, 29.0), (90.0, 9.5), (86.0, -9.5), (78.0, -27.0))
_LENGTHS = (70.0, 79.0, 73.0, 57.0)
_RADII = (9.3, 9.6, 9.1, 8.0)
_PHALANGES = (0.47, 0.30, 0.23)
_BENDS_DEG = (70.0, 95.0, 55.0)


def _vector(point: Points) -> Vector:
    return float(point[0]), float(point[1]), float(point[2])


def hand_point(arm: Arm, size: float, along: float, across: float, out: float = 0.0) -> Points:
    """Return a point of the hand: mm along the fingers, across to the thumb and out of the palm, grown-up measures."""
    return np.asarray(arm.wrist + size * (along * arm.fingers + across * arm.thumb + out * arm.palm))


def hand_bones(arm: Arm, size: float, bare: bool = False) -> list[Bone]:
    """Return the bones of a hand of a size (1 is grown-up); `bare` with the wrist that runs over into the arm first."""
    bones = []
    if bare:
        back = arm.wrist + 46 * size * (arm.elbow - arm.wrist) / max(float(np.linalg.norm(arm.elbow - arm.wrist)), 1e-6)
        bones.append(Bone(_vector(back), _vector(hand_point(arm, size, 8, 0)), 25.5 * size, 22 * size))
    for (along, across), length, radius in zip(_KNUCKLES, _LENGTHS, _RADII, strict=True):
        root = hand_point(arm, size, 6, 0.52 * across)
        at = hand_point(arm, size, along, across, -2.0)
        bones.append(Bone(_vector(root), _vector(at), 17 * size, 12.5 * size))
        bones += _finger(arm, size, at, (across, length, radius))
    bones += _thumb(arm, size)
    return bones


def _finger(arm: Arm, size: float, at: Points, measures: tuple[float, float, float]) -> list[Bone]:
    across, length, radius = measures
    aside = np.radians(arm.spread * across * 0.42)
    ahead = np.cos(aside) * arm.fingers + np.sin(aside) * arm.thumb
    bend, bones = 0.0, []
    for part, (share, most_deg) in enumerate(zip(_PHALANGES, _BENDS_DEG, strict=True)):
        bend += np.radians(most_deg) * arm.curl
        step = size * length * share * (np.cos(bend) * ahead + np.sin(bend) * arm.palm)
        thin = radius * (1 - 0.07 * part)
        bones.append(Bone(_vector(at), _vector(at + step), thin * size, thin * 0.93 * size))
        at = at + step
    return bones


def _thumb(arm: Arm, size: float) -> list[Bone]:
    close = arm.curl
    points = [
        hand_point(arm, size, 16, 22, 4),
        hand_point(arm, size, 50, 46 - 12 * close, 8 + 16 * close),
        hand_point(arm, size, 76, 54 - 30 * close, 10 + 30 * close),
        hand_point(arm, size, 96, 56 - 44 * close, 10 + 36 * close),
    ]
    radii = (17.0, 12.0, 10.4, 8.6)
    return [
        Bone(_vector(points[i]), _vector(points[i + 1]), radii[i] * size, radii[i + 1] * size) for i in range(3)
    ]  # fmt: skip


def palm_colour(skin: Colour, shown: float) -> Colour:
    """Return the colour of a hand of which the palm (1) or the back (0) shows: palms have little melanin."""
    paler = tuple(
        part + shown * 0.45 * (max(part, goal) - part) for part, goal in zip(skin, (0.78, 0.56, 0.47), strict=True)
    )
    return paler[0], paler[1], paler[2]


def draw_hand(
    arm: Arm, size: float, skin: Colour, lamp: Lamp, lens: Lens, outer: Window, sleeved: bool = True
) -> Limb | None:
    """Return one hand, None where the lens does not see it; without a sleeve it runs over into the bare arm."""
    bones = hand_bones(arm, size, not sleeved)
    relief = see_bones(bones, lens, outer, 2.6 * size)
    if relief is None:
        return None
    shown = float(np.clip(1.6 * arm.palm[2], 0, 1)) * (1 - arm.curl)
    crease: Picture = relief.part.max(axis=0)
    hollow = np.float32(0.80) + np.float32(0.20) * crease
    fade = 1.0 if sleeved else 1 - relief.part[0] * smooth_step(relief.along[0], 0.75, 0.15)
    colour, flesh = as_colour(palm_colour(skin, shown)), np.ones_like(relief.cover)
    sheet = lit_sheet(relief.window, relief.cover * fade, colour, relief.normal, lamp, hollow, flesh)
    height = relief.spread([bone.start_mm[1] for bone in bones], [bone.end_mm[1] for bone in bones])
    return Limb(sheet, height, flesh)
