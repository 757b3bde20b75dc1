"""Neck, shoulders, chest and hips, in skin and cloth."""

from typing import Literal

import numpy as np

from desdemona.faces.colour import Picture, as_colour, blurred
from desdemona.faces.lamps import Lamp
from desdemona.faces.relief import smooth_step
from desdemona.faces.view import Window
from desdemona.scenes.body import Body
from desdemona.scenes.build import HIP_MM
from desdemona.scenes.clothes import Clothes, fold
from desdemona.scenes.lens import Lens, Vector
from desdemona.scenes.shading import Colour, lit_sheet, polygon_cover
from desdemona.scenes.sheet import Sheet, blank, is_empty, lay, window_round
from desdemona.scenes.solid import Bone, Relief, see_bones

Legs = Literal["under the desk", "standing", "to the floor", "ahead"]
"""Where legs are: not seen, straight down to the knee, straight down to the shoes, or towards the camera."""
SHOE: Colour = (0.15, 0.14, 0.14)


def _bone(body: Body, start: Vector, end: Vector, radii: tuple[float, float]) -> Bone:
    size = body.build.body
    a, b = body.on_trunk(start), body.on_trunk(end)
    return Bone(_vector(a), _vector(b), size * radii[0], size * radii[1])


def _vector(point: np.ndarray) -> Vector:
    return float(point[0]), float(point[1]), float(point[2])


def _yoke(body: Body) -> list[Bone]:
    bones = []
    for arm in body.arms.values():
        sign = arm.sign
        joint = _vector(arm.shoulder)
        size = body.build.body
        bones.append(_bone(body, (sign * 30, 590, -10), (sign * 118, 566, -6), (44, 47)))
        bones.append(Bone(_vector(body.on_trunk((sign * 60, 535, 0))), joint, 78 * size, 52 * size))
    return bones


def _flesh(body: Body, skin: Colour, lamp: Lamp, lens: Lens, outer: Window) -> Sheet | None:
    """Return neck and collar bones, in the shade of the chin."""
    build = body.build
    half = 50 * (0.35 * build.head + 0.65 * build.body) * (1 + 0.1 * build.young)
    low, high = body.neck_base, body.head_joint
    chin = high + 0.25 * build.head * (body.trunk @ np.array([0.0, 70.0, 0.0]))
    bones = [
        Bone(_vector(low), _vector(chin), half * 1.06, half * 0.98),
        *(_bone(body, (sign * 20, 586, -4), (sign * 110, 560, 0), (48, 46)) for sign in (-1, 1)),
        _bone(body, (0, 560, 30), (0, 500, 40), (70, 70)),
    ]
    relief = see_bones(bones, lens, outer, 16 * build.body)
    if relief is None:
        return None
    up = relief.spread([0, *[0] * 3], [1, 0, 0, 0])
    hollow = 1 - 0.42 * smooth_step(up, 0.15, 0.75)
    return lit_sheet(
        relief.window, relief.cover, as_colour(skin) * as_colour((1, 0.985, 0.985)), relief.normal, lamp, hollow,
        np.ones_like(relief.cover),
    )  # fmt: skip


def _on_cloth(body: Body, lens: Lens, relief: Relief) -> tuple[Picture, Picture, float]:
    """Return where pixels lie on the chest, mm across and up from between the shoulders, and pixels for a mm."""
    window, size = relief.window, body.build.body
    middle, left, up = (body.on_trunk(point) for point in ((0, 540, 0), (100, 540, 0), (0, 640, 0)))
    at, side, above = lens.project(np.array([middle, left, up]))
    basis = np.linalg.inv(np.stack([side - at, above - at], axis=1) / 100 + 1e-6 * np.eye(2))
    columns = np.arange(window.width, dtype=np.float32)[None, :] + np.float32(window.left - at[0])
    rows = np.arange(window.height, dtype=np.float32)[:, None] + np.float32(window.top - at[1])
    (a, b), (c, d) = basis.astype(np.float32)
    return a * columns + b * rows, c * columns + d * rows, float(np.linalg.norm(side - at)) / 100 / max(size, 0.1)


def trunk_bones(body: Body) -> list[Bone]:
    """Return shoulders, chest and belly."""
    return [
        *_yoke(body),
        _bone(body, (-52, 470, 4), (-28, 330, 6), (116, 112)),
        _bone(body, (52, 470, 4), (28, 330, 6), (116, 112)),
        _bone(body, (-36, 300, 6), (-48, 20, 6), (108, 116)),
        _bone(body, (36, 300, 6), (48, 20, 6), (108, 116)),
    ]


def _shirt(body: Body, clothes: Clothes, lamp: Lamp, lens: Lens, outer: Window) -> Sheet | None:
    relief = see_bones(trunk_bones(body), lens, outer, 30 * body.build.body)
    if relief is None:
        return None
    across, up, _ = _on_cloth(body, lens, relief)
    soft = 1.2 / relief.scale
    half, tall, middle = 63.0, 90.0, 96.0
    above = np.minimum(up - middle, 0) / tall
    ring = half * (1 - np.sqrt((across / half) ** 2 + above**2))
    open_neck = smooth_step(ring, -soft, soft)
    cover = relief.cover * (1 - open_neck) * smooth_step(up + 500, -soft, soft)
    waist = smooth_step(-up, 40, 330)
    normal = fold(relief.normal, across, up, clothes.grain, 0.05 + 0.11 * waist)
    rim = 1 - 0.16 * np.exp(-0.5 * ((ring + 9) / 2.2) ** 2)
    edge = smooth_step(-ring, -1, 9)
    hollow = (0.80 + 0.20 * edge) * (1 - 0.25 * waist)
    return lit_sheet(relief.window, cover, as_colour(clothes.shirt) * rim, normal, lamp, hollow)


def _legs(body: Body, clothes: Clothes, lamp: Lamp, lens: Lens, outer: Window, ahead: bool) -> Sheet | None:
    """Return hips and thighs of someone who stands, or thighs and knees of someone who sits and is seen from ahead."""
    if ahead:
        bones = [_bone(body, (sign * 66, 74, 60), (sign * 118, 82, 400), (84, 66)) for sign in (-1, 1)]
        bones += [_bone(body, (sign * 118, 82, 400), (sign * 112, -230, 430), (64, 48)) for sign in (-1, 1)]
    else:
        bones = [_bone(body, (sign * 70, 90, 0), (sign * 85, -420, 10), (102, 74)) for sign in (-1, 1)]
    relief = see_bones(bones, lens, outer, 12 * body.build.body)
    if relief is None:
        return None
    across, up, _ = _on_cloth(body, lens, relief)
    normal = fold(relief.normal, across, up, clothes.grain + 1, 0.08)
    return lit_sheet(relief.window, relief.cover, as_colour(clothes.trousers), normal, lamp)


def _whole_legs(body: Body, clothes: Clothes, lamp: Lamp, lens: Lens, outer: Window) -> list[Sheet | None]:
    """Return the shoes, and trousers from the hip to the floor."""
    floor = HIP_MM[1] - float(body.hip[1]) / body.build.body
    trousers, shoes = [], []
    for sign in (-1, 1):
        knee, ankle = (sign * 88.0, floor / 2 + 45, 14.0), (sign * 96.0, floor + 80, 0.0)
        trousers += [_bone(body, (sign * 68, 90, 0), knee, (90, 68)), _bone(body, knee, ankle, (68, 56))]
        shoes.append(_bone(body, (sign * 98, floor + 34, 4), (sign * 108, floor + 28, 130), (44, 38)))
    pieces: list[Sheet | None] = [_floor_shadow(body, lens, outer)]
    for bones, colour in ((shoes, SHOE), (trousers, clothes.trousers)):
        relief = see_bones(bones, lens, outer, 9 * body.build.body)
        if relief is None:
            continue
        across, up, _ = _on_cloth(body, lens, relief)
        normal = fold(relief.normal, across, up, clothes.grain + 1, 0.08 if colour != SHOE else 0.0)
        pieces.append(lit_sheet(relief.window, relief.cover, as_colour(colour), normal, lamp))
    return pieces


def _floor_shadow(body: Body, lens: Lens, outer: Window) -> Sheet | None:
    """Return the shadow at the feet, soft and round."""
    turns = np.radians(np.arange(0.0, 360.0, 20.0))
    feet = np.array([body.hip[0], 2.0, body.hip[2] + 40.0])
    rim = feet + np.stack([270 * np.cos(turns), np.zeros_like(turns), 190 * np.sin(turns)], axis=1)
    seen, soft_px = lens.project(rim), 60.0 * float(lens.scale(feet))
    window = window_round(seen, 2 * soft_px, outer)
    if is_empty(window):
        return None
    dark = np.float32(0.38) * blurred(polygon_cover(seen, window), max(soft_px, 0.5))
    nothing = np.zeros((3, *dark.shape), np.float32)
    return Sheet(window, nothing, np.asarray(dark, np.float32), nothing.copy())


def draw_trunk(body: Body, clothes: Clothes, skin: Colour, lamp: Lamp, lens: Lens, outer: Window, legs: Legs) -> Sheet:
    """Return neck and trunk on one sheet, over the window that they fall in."""
    pieces: list[Sheet | None] = [
        *(_whole_legs(body, clothes, lamp, lens, outer) if legs == "to the floor" else ()),
        _legs(body, clothes, lamp, lens, outer, False) if legs == "standing" else None,
        _flesh(body, skin, lamp, lens, outer),
        _shirt(body, clothes, lamp, lens, outer),
        _legs(body, clothes, lamp, lens, outer, True) if legs == "ahead" else None,
    ]
    sheet = blank(outer)
    for piece in pieces:
        if piece is not None:
            lay(sheet, piece)
    return sheet
