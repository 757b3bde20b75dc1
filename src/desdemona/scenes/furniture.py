"""Desks and chairs, car seats, a steering wheel and a child's seat."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from desdemona.faces.colour import Picture, as_colour, blurred
from desdemona.faces.lamps import Lamp
from desdemona.faces.view import Window
from desdemona.scenes.body import Body
from desdemona.scenes.build import DESK_MM
from desdemona.scenes.lens import Lens, Points, Vector
from desdemona.scenes.shading import Colour, lit_sheet, plate
from desdemona.scenes.sheet import Sheet, blank, lay, window_round
from desdemona.scenes.solid import Bone, see_bones

WOOD: Colour = (0.72, 0.61, 0.49)
PANEL: Colour = (0.52, 0.45, 0.38)
CHAIR: Colour = (0.33, 0.40, 0.46)
SEAT: Colour = (0.27, 0.27, 0.29)
STEEL: Colour = (0.42, 0.42, 0.44)
STRAP: Colour = (0.16, 0.16, 0.18)
SHELL: Colour = (0.38, 0.40, 0.45)
PAD: Colour = (0.50, 0.54, 0.60)
BUCKLE: Colour = (0.52, 0.16, 0.14)
TABLE: Colour = (0.58, 0.57, 0.54)
TABLE_RIM: Colour = (0.40, 0.39, 0.38)
MICROPHONE: Colour = (0.15, 0.15, 0.16)

DESK_FAR_MM = 118.0
"""Where the desk begins before a grown-up sitter."""
TABLE_NEAR_MM = 1150.0
"""How far towards the camera the table of an interrogation reaches."""
WHEEL_MIDDLE: Vector = (0.0, 292.0, 405.0)
WHEEL_RADIUS_MM, WHEEL_TILT_DEG = 186.0, 24.0


def _bones(origin: Points, size: float, rows: Sequence[tuple[Vector, Vector, float, float]]) -> list[Bone]:
    bones = []
    for start, end, first, last in rows:
        a, b = origin + size * np.array(start), origin + size * np.array(end)
        bones.append(Bone((a[0], a[1], a[2]), (b[0], b[1], b[2]), first * size, last * size))
    return bones


def soft_thing(
    bones: list[Bone], colour: Colour, lamp: Lamp, lens: Lens, outer: Window, melt_mm: float, dark: float = 1.0
) -> Sheet | None:
    """Return an upholstered thing of one colour."""
    relief = see_bones(bones, lens, outer, melt_mm)
    if relief is None:
        return None
    hollow = np.full(relief.cover.shape, dark, np.float32)
    return lit_sheet(relief.window, relief.cover, as_colour(colour), relief.normal, lamp, hollow)


def draw_chair(origin: Points, size: float, lamp: Lamp, lens: Lens, outer: Window) -> Sheet | None:
    """Return the back of a chair: a plate with round corners."""
    half, low, high, corner = 190.0, 150.0, 455.0, 60.0
    turns = np.radians(np.arange(0.0, 360.0, 15.0))
    side, above = np.sign(np.cos(turns) + 1e-9), np.sign(np.sin(turns) + 1e-9)
    x = side * (half - corner) + corner * np.cos(turns)
    y = (low + high) / 2 + above * ((high - low) / 2 - corner) + corner * np.sin(turns)
    corners = origin + size * np.stack([x, y, np.full_like(x, -150.0)], axis=1)
    return plate(corners, CHAIR, lamp, lens, outer, (0, 0.1, 1), 0.35)


def draw_desk(origin: Points, size: float, lamp: Lamp, lens: Lens, outer: Window, half_mm: float = 360.0) -> Sheet:
    """Return a desk with a closed front."""
    top, near, far = DESK_MM, 640.0, DESK_FAR_MM

    def at(*corners: Vector) -> Points:
        return np.asarray(origin + size * np.array(corners, dtype=np.float64))

    front = at(
        (-half_mm + 25, top - 26, near - 8),
        (half_mm - 25, top - 26, near - 8),
        (half_mm - 25, -430, near - 8),
        (-half_mm + 25, -430, near - 8),
    )
    pieces = [
        plate(front, PANEL, lamp, lens, outer, (0, 0.15, 1), 0.45),
        plate(at((-half_mm, top, far), (half_mm, top, far), (half_mm, top, near), (-half_mm, top, near)),
              WOOD, lamp, lens, outer, (0, 0.75, 0.66), -0.06),
        plate(at((-half_mm, top, near), (half_mm, top, near), (half_mm, top - 28, near), (-half_mm, top - 28, near)),
              (0.62, 0.52, 0.41), lamp, lens, outer, (0, 0.1, 1)),
    ]  # fmt: skip
    ends = at(
        (-half_mm, top, far),
        (half_mm, top, far),
        (-half_mm, -430, near),
        (half_mm, -430, near),
        (-half_mm, top, near),
        (half_mm, top, near),
    )
    sheet = blank(window_round(lens.project(ends), 2.0, outer))
    for piece in pieces:
        if piece is not None:
            lay(sheet, piece)
    return sheet


def draw_table(origin: Points, size: float, lamp: Lamp, lens: Lens, outer: Window, half_mm: float) -> Sheet:
    """Return a bare table that reaches from before the sitter to under the camera, with its edge towards the sitter."""
    top, near, far = DESK_MM, TABLE_NEAR_MM, DESK_FAR_MM + 40

    def at(*corners: Vector) -> Points:
        return np.asarray(origin + size * np.array(corners, dtype=np.float64))

    sheet = blank(outer)
    board = at((-half_mm, top, far), (half_mm, top, far), (half_mm, top, near), (-half_mm, top, near))
    rim = at((-half_mm, top, far), (half_mm, top, far), (half_mm, top, far + 12), (-half_mm, top, far + 12))
    for piece in (
        plate(board, TABLE, lamp, lens, outer, (0, 0.75, 0.66), 0.10),
        plate(rim, TABLE_RIM, lamp, lens, outer, (0, 0.9, 0.4)),
    ):
        if piece is not None:
            lay(sheet, piece)
    stem = [((-520.0, top + 9, 318.0), (-440.0, top + 9, 318.0), 15.0, 15.0)]
    neck = [((-480.0, top + 15, 318.0), (-468.0, top + 105, 300.0), 4.5, 4.0)]
    neck += [((-468.0, top + 105, 300.0), (-436.0, top + 160, 262.0), 4.0, 4.0)]
    head = [((-436.0, top + 160, 262.0), (-418.0, top + 180, 240.0), 10.0, 12.0)]
    for rows, melt in ((stem, 3.0), (neck, 1.0), (head, 2.0)):
        piece = soft_thing(_bones(origin, size, rows), MICROPHONE, lamp, lens, outer, melt * size)
        if piece is not None:
            lay(sheet, piece)
    return sheet


def draw_car_seat(origin: Points, size: float, lamp: Lamp, lens: Lens, outer: Window) -> Sheet:
    """Return the back and the head rest of a car's seat."""
    back = [
        ((0.0, 130.0, -160.0), (0.0, 480.0, -180.0), 205.0, 176.0),
        ((0.0, 80.0, -150.0), (0.0, 90.0, -150.0), 205.0, 205.0),
    ]
    bolsters = [((sign * 186.0, 40.0, -120.0), (sign * 158.0, 540.0, -150.0), 58.0, 50.0) for sign in (-1, 1)]
    rest = [
        ((-74.0, 770.0, -150.0), (74.0, 770.0, -150.0), 74.0, 74.0),
        ((-66.0, 812.0, -152.0), (66.0, 812.0, -152.0), 66.0, 66.0),
    ]
    posts = [((sign * 52.0, 640.0, -165.0), (sign * 52.0, 720.0, -160.0), 9.0, 9.0) for sign in (-1, 1)]
    sheet = blank(outer)
    for rows, colour, melt in (
        (posts, (0.42, 0.42, 0.44), 2.0),
        (back, SEAT, 26.0),
        (bolsters, SEAT, 20.0),
        (rest, SEAT, 22.0),
    ):
        piece = soft_thing(_bones(origin, size, rows), colour, lamp, lens, outer, melt * size)
        if piece is not None:
            lay(sheet, piece)
    return sheet


def draw_belt(
    body: Body, points: Sequence[Vector], wide_mm: float, lamp: Lamp, lens: Lens, outer: Window,
    colour: Colour = STRAP,
) -> Sheet | None:  # fmt: skip
    """Return a strap over the trunk through points of it, seat coordinates."""
    places = [body.on_trunk(point) for point in points]
    half = wide_mm / 2 * body.build.body
    bones = [Bone((a[0], a[1], a[2]), (b[0], b[1], b[2]), half, half) for a, b in pairwise(places)]
    relief = see_bones(bones, lens, outer, 2.0 * body.build.body)
    if relief is None:
        return None
    flatter = relief.normal.copy()
    flatter[:2] *= np.float32(0.35)
    flatter /= np.sqrt((flatter * flatter).sum(axis=0))
    return lit_sheet(relief.window, relief.cover, as_colour(colour), flatter, lamp)


def wheel_point(angle_deg: float, origin: Points, size: float) -> Points:
    """Return a point of the steering wheel's rim; 0 is on the image's right, 90 at the top."""
    angle, tilt = np.radians([angle_deg, WHEEL_TILT_DEG])
    off = np.array([np.cos(angle), np.sin(angle) * np.cos(tilt), np.sin(angle) * np.sin(tilt)])
    return np.asarray(origin + size * (np.array(WHEEL_MIDDLE) + WHEEL_RADIUS_MM * off))


def draw_wheel(origin: Points, size: float, lamp: Lamp, lens: Lens, outer: Window) -> Sheet | None:
    """Return a steering wheel as seen from the dashboard: rim, spokes and the back of the hub."""
    rim = [wheel_point(angle, origin, size) for angle in np.arange(0.0, 361.0, 9.0)]
    middle = origin + size * np.array(WHEEL_MIDDLE)
    bones = [Bone((a[0], a[1], a[2]), (b[0], b[1], b[2]), 14 * size, 14 * size) for a, b in pairwise(rim)]
    for angle in (8.0, 172.0, 270.0):
        end = wheel_point(angle, origin, size)
        bones.append(Bone((middle[0], middle[1], middle[2]), (end[0], end[1], end[2]), 26 * size, 13 * size))
    bones.append(Bone((middle[0], middle[1], middle[2]), (middle[0], middle[1] - 8, middle[2]), 62 * size, 62 * size))
    return soft_thing(bones, (0.20, 0.20, 0.22), lamp, lens, outer, 0.6 * size)


def draw_child_seat(origin: Points, size: float, lamp: Lamp, lens: Lens, outer: Window) -> Sheet:
    """Return the shell of a child's seat with its cushions, behind the child; a child's seat is not to its scale."""
    shell = [((sign * 170.0, 60.0, -60.0), (sign * 140.0, 700.0, -120.0), 92.0, 92.0) for sign in (-1, 1)]
    shell += [((0.0, 120.0, -130.0), (0.0, 600.0, -140.0), 214.0, 196.0)]
    pad = [((0.0, 120.0, -100.0), (0.0, 560.0, -110.0), 150.0, 140.0)]
    pad += [((sign * 176.0, 520.0, -20.0), (sign * 166.0, 640.0, -40.0), 62.0, 62.0) for sign in (-1, 1)]
    sheet = blank(outer)
    for rows, colour, melt in ((shell, SHELL, 30.0), (pad, PAD, 24.0)):
        piece = soft_thing(_bones(origin, size, rows), colour, lamp, lens, outer, melt * size)
        if piece is not None:
            lay(sheet, piece)
    return sheet


def soft_blotches(shape: tuple[int, int], size_px: float, rng: np.random.Generator) -> Picture:
    """Return soft noise (h, w) of mean 0 and deviation 1, for what is seen out of focus."""
    noise = blurred(rng.standard_normal(shape, dtype=np.float32), max(size_px, 0.5))
    return np.asarray((noise - noise.mean()) / max(float(noise.std()), 1e-6), dtype=np.float32)
