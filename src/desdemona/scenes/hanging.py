"""What hangs from a head: long hair behind and beside the neck, and the ends of a headscarf."""

import numpy as np

from desdemona.faces.cast import Identity
from desdemona.faces.colour import Picture, as_colour, blurred
from desdemona.faces.lamps import Lamp
from desdemona.faces.portrait import Stage
from desdemona.faces.view import Window
from desdemona.faces.wear import SCARF
from desdemona.scenes.body import Body
from desdemona.scenes.lens import Lens, Points, Vector
from desdemona.scenes.shading import lit_sheet
from desdemona.scenes.sheet import Sheet
from desdemona.scenes.solid import Bone, Relief, see_bones


def _vector(point: Points) -> Vector:
    return float(point[0]), float(point[1]), float(point[2])


def _fallen(body: Body, at: Vector, low_mm: float, floor_mm: float, out_mm: float = 0.0) -> tuple[Vector, Vector]:
    """Return both ends of a lock that hangs straight down from a point of the head to `low_mm` below the eyes."""
    start = body.on_head(at)
    drop = body.build.head * (low_mm + at[1])
    end = start + np.array([body.build.head * out_mm, -drop, 0.0])
    end[1] = max(end[1], floor_mm)
    start[1] = max(start[1], end[1] + 5)
    return _vector(start), _vector(end)


def _strands(relief: Relief, grain: int) -> Picture:
    """Return the light and dark of strands over a relief, (h, w) around 1, along its bones."""
    rng = np.random.default_rng([5, grain])
    width = relief.window.width
    fine = blurred(rng.standard_normal((1, width + 8), dtype=np.float32), max(0.5 * relief.scale, 0.35))
    strands = 1 + 0.10 * fine / max(float(fine.std()), 1e-6)
    return np.asarray(np.clip(strands[:, :width], 0.7, 1.35))


def _draw(bones: list[Bone], stage: Stage, lamp: Lamp, lens: Lens, outer: Window, hollow: float) -> Sheet | None:
    relief = see_bones(bones, lens, outer, 10 * bones[0].start_radius_mm / 40)
    if relief is None:
        return None
    colour = as_colour(stage.palette.hair) * _strands(relief, stage.identity.grain)
    dark = np.full(relief.cover.shape, hollow, np.float32)
    return lit_sheet(relief.window, relief.cover, colour, relief.normal, lamp, dark)


def hair_behind(body: Body, stage: Stage, lens: Lens, outer: Window, floor_mm: float) -> Sheet | None:
    """Return long hair behind neck and shoulders; `floor_mm` is what it comes to lie on."""
    identity = stage.identity
    if identity.hair.fall_mm <= 0 or "headscarf" in stage.wearing:
        return None
    size = body.build.head
    half = identity.head_width_mm / 2 + identity.hair.volume_mm
    end = identity.hair.fall_mm + 26
    bones = []
    for sign in (-1, 1):
        start, low = _fallen(body, (sign * (half - 42), -12, -40), end, floor_mm)
        bones.append(Bone(start, low, 42 * size, 40 * size))
    return _draw(bones, stage, stage.lamp, lens, outer, 0.62)


def hair_beside(body: Body, stage: Stage, lens: Lens, outer: Window, floor_mm: float) -> Sheet | None:
    """Return the locks that fall beside the neck, before the shoulders."""
    identity = stage.identity
    if identity.hair.fall_mm <= 0 or "headscarf" in stage.wearing:
        return None
    size = body.build.head
    half = _half(identity)
    end = identity.hair.fall_mm + 36
    bones = []
    for sign in (-1, 1):
        start, low = _fallen(body, (sign * (half - 21), -8, 2), end, floor_mm, sign * -3)
        bones.append(Bone(start, low, 21 * size, 9 * size, 0.14))
        start, low = _fallen(body, (sign * (half - 26), -8, -22), end + 8, floor_mm, sign * 2)
        bones.append(Bone(start, low, 22 * size, 12 * size, 0.12))
    return _draw(bones, stage, stage.lamp, lens, outer, 0.9)


def _half(identity: Identity) -> float:
    return identity.head_width_mm / 2 + identity.hair.volume_mm - 4


def scarf_ends(body: Body, stage: Stage, lens: Lens, outer: Window) -> Sheet | None:
    """Return the part of a headscarf that lies round the neck and on the chest."""
    if "headscarf" not in stage.wearing:
        return None
    size = 0.5 * (body.build.head + body.build.body)
    middle = body.on_head((0.0, -78.0, 0.0))
    chest = body.on_trunk((0.0, 545.0, 30.0))
    bones = [
        Bone(_vector(middle), _vector(0.3 * middle + 0.7 * chest), 62 * size, 70 * size),
        *(
            Bone(
                _vector(0.3 * middle + 0.7 * chest),
                _vector(body.on_trunk((sign * 62, 520.0, 36.0))),
                66 * size,
                46 * size,
            )
            for sign in (-1, 1)
        ),
    ]
    relief = see_bones(bones, lens, outer, 22 * size)
    if relief is None:
        return None
    rows = np.arange(relief.window.height, dtype=np.float32)[:, None] / np.float32(relief.scale * size)
    columns = np.arange(relief.window.width, dtype=np.float32)[None, :] / np.float32(relief.scale * size)
    bow = (columns - columns.mean()) ** 2
    folds = 1 + 0.06 * np.sin(0.15 * rows - 0.0022 * bow) + 0.03 * np.sin(0.31 * rows - 0.003 * bow)
    hollow = np.clip(0.72 + 0.28 * relief.spread([0, 1, 1], [1, 1, 1]), 0, 1)
    return lit_sheet(
        relief.window, relief.cover, as_colour(SCARF) * folds.astype(np.float32), relief.normal, stage.lamp, hollow
    )
