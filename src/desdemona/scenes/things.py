"""Things in hands and on desks: phone, pen, cigarette, book, paper."""

import cv2
import numpy as np

from desdemona.faces.lamps import Lamp
from desdemona.faces.view import Window
from desdemona.scenes.body import Arm
from desdemona.scenes.hand import hand_point
from desdemona.scenes.lens import Lens, Points, Vector
from desdemona.scenes.postures import Held
from desdemona.scenes.shading import Colour, flat_shade, lit_sheet, plate, polygon_cover
from desdemona.scenes.sheet import Sheet, is_empty, lay, window_round
from desdemona.scenes.solid import Bone, see_bones

_PHONE: Colour = (0.10, 0.11, 0.13)
_SCREEN: Colour = (0.30, 0.36, 0.44)
_CORNERS = ((-73.0, -35.0), (-73.0, 35.0), (73.0, 35.0), (73.0, -35.0))
_PAGE: Colour = (0.93, 0.92, 0.88)
_INK: Colour = (0.55, 0.55, 0.57)


def _vector(point: Points) -> Vector:
    return float(point[0]), float(point[1]), float(point[2])


def _stick(
    start: Points, end: Points, radius_mm: float, colour: Colour, lamp: Lamp, lens: Lens, outer: Window
) -> Sheet | None:
    relief = see_bones([Bone(_vector(start), _vector(end), radius_mm, radius_mm * 0.8)], lens, outer, 0.5)
    if relief is None:
        return None
    return lit_sheet(relief.window, relief.cover, np.array(colour, np.float32).reshape(3, 1, 1), relief.normal, lamp)


def _on_phone(arm: Arm, size: float, half_mm: float, aside_mm: float, out_mm: float) -> Points:
    """Return a point of the phone, which lies along the fingers, mm from its middle."""
    return hand_point(arm, size, 100 + half_mm, 6 + aside_mm, out_mm)


def draw_phone(arm: Arm, size: float, lamp: Lamp, lens: Lens, outer: Window) -> Sheet | None:
    """Return a phone in a hand: 146 by 70 by 9 mm, its screen away from the palm."""
    corners = np.array([_on_phone(arm, size, half, aside, out) for half, aside in _CORNERS for out in (19.0, 28.0)])
    seen = lens.project(corners)
    window = window_round(seen, 2.0, outer)
    if is_empty(window):
        return None
    hull = cv2.convexHull(seen.astype(np.float32))[:, 0].astype(np.float64)
    cover = polygon_cover(hull, window)
    rgb = 255 * np.array(_PHONE, np.float32).reshape(3, 1, 1) * flat_shade(lamp, (0, 0.3, 1)) * cover
    sheet = Sheet(window, np.asarray(rgb, np.float32), cover, np.zeros_like(rgb, dtype=np.float32))
    facing = arm.palm
    if facing[2] > 0.1:
        screen = np.array([_on_phone(arm, size, 0.94 * half, 0.88 * aside, 28.5) for half, aside in _CORNERS])
        shown = plate(screen, _SCREEN, lamp, lens, outer, (0, 0.2, 1), 0.3)
        if shown is not None:
            lay(sheet, shown)
    return sheet


def pen_ends(arm: Arm, size: float) -> tuple[Points, Points]:
    """Return tip and end of the pen that a hand holds."""
    tip = hand_point(arm, size, 128, 30, 44)
    end = hand_point(arm, size, 40, 62, -58)
    return tip, end


def cigarette_ends(arm: Arm, size: float) -> tuple[Points, Points]:
    """Return the mouth end and the burning end of the cigarette between a hand's first two fingers."""
    return hand_point(arm, size, 145, 18, 50), hand_point(arm, size, 145, 18, -36)


def draw_held(thing: Held, arm: Arm, size: float, lamp: Lamp, lens: Lens, outer: Window) -> list[Sheet]:
    """Return what a hand holds, piece by piece."""
    if thing == "phone":
        phone = draw_phone(arm, size, lamp, lens, outer)
        return [phone] if phone is not None else []
    if thing == "pen":
        tip, end = pen_ends(arm, size)
        pieces = [
            _stick(tip, tip + 0.12 * (end - tip), 2.2 * size, (0.75, 0.72, 0.66), lamp, lens, outer),
            _stick(tip + 0.1 * (end - tip), end, 4.6 * size, (0.16, 0.24, 0.46), lamp, lens, outer),
        ]
    else:
        mouth, fire = cigarette_ends(arm, size)
        pieces = [
            _stick(mouth, mouth + 0.3 * (fire - mouth), 4.2 * size, (0.80, 0.60, 0.36), lamp, lens, outer),
            _stick(mouth + 0.3 * (fire - mouth), fire, 4.2 * size, (0.95, 0.94, 0.92), lamp, lens, outer),
            _stick(mouth + 0.96 * (fire - mouth), fire, 4.3 * size, (0.85, 0.33, 0.16), lamp, lens, outer),
        ]
    return [piece for piece in pieces if piece is not None]


def thing_box(thing: Held, arm: Arm, size: float) -> Points:
    """Return points (n, 3) that hold a thing in a hand."""
    if thing == "phone":
        return np.array([_on_phone(arm, size, half, aside, 24.0) for half, aside in _CORNERS])
    return np.array(pen_ends(arm, size) if thing == "pen" else cigarette_ends(arm, size))


def draw_book(origin: Points, size: float, lamp: Lamp, lens: Lens, outer: Window) -> list[Sheet]:
    """Return an open book on a desk; `origin` is the middle of the desk's near edge of the sitter, in the room."""
    found: list[Sheet | None] = []
    for sign in (-1, 1):
        cover = _quad(origin, size, (0, sign * 156), (118, 342), (3.0, 3.0))
        found.append(plate(cover, (0.30, 0.20, 0.22), lamp, lens, outer, (0, 1, 0.2)))
        page = _quad(origin, size, (0, sign * 148), (124, 334), (12.0, 5.0))
        found.append(plate(page, _PAGE, lamp, lens, outer, (sign * 0.22, 1, 0.2)))
        for line in range(9):
            z = 146 + 19.0 * line
            stroke = _quad(origin, size, (sign * 18, sign * 132), (z, z + 4.5), (11.5, 6.0))
            found.append(plate(stroke, _INK, lamp, lens, outer, (sign * 0.22, 1, 0.2)))
    return [sheet for sheet in found if sheet is not None]


def draw_paper(origin: Points, size: float, lamp: Lamp, lens: Lens, outer: Window) -> list[Sheet]:
    """Return a sheet of paper with a few written lines on a desk."""
    sheet = plate(_quad(origin, size, (-104, 106), (150, 440), (2.0, 2.0)), _PAGE, lamp, lens, outer, (0, 1, 0.2))
    lines = [
        plate(
            _quad(origin, size, (-84, 20 + 60 * (line % 2)), (z, z + 4), (2.5, 2.5)),
            _INK,
            lamp,
            lens,
            outer,
            (0, 1, 0.2),
        )
        for line, z in enumerate(range(410, 300, -24))
    ]
    return [piece for piece in (sheet, *lines) if piece is not None]


def _quad(
    origin: Points,
    size: float,
    across: tuple[float, float],
    ahead: tuple[float, float],
    heights_mm: tuple[float, float],
) -> Points:
    """Return the corners (4, 3) of a quad on the desk; its height goes from the first to the second across."""
    (x0, x1), (z0, z1), (y0, y1) = across, ahead, heights_mm
    return np.asarray(origin + size * np.array([(x0, y0, z0), (x1, y1, z0), (x1, y1, z1), (x0, y0, z1)]))
