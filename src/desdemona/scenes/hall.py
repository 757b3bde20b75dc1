"""Two places of officials: the hall of a border with its queue and counter, and the room of an interrogation."""

import numpy as np

from desdemona.faces.camera import Camera
from desdemona.faces.colour import Picture, as_colour, blurred
from desdemona.faces.lamps import Lamp
from desdemona.faces.view import Window
from desdemona.scenes.lens import Lens, Vector, aimed
from desdemona.scenes.plates import Plate, box, floor, full_sheet, lay_plates, side
from desdemona.scenes.shading import Colour
from desdemona.scenes.sheet import Sheet, blank

STAND_MM = 790.0
"""Where the seat coordinates of someone who stands begin: as high as a grown-up's seat would be under the hip."""
PLACES_MM: tuple[Vector, ...] = (
    (0.0, STAND_MM, 0.0),
    (-560.0, STAND_MM - 36.0, -900.0),
    (520.0, STAND_MM + 22.0, -1500.0),
    (-130.0, STAND_MM - 14.0, -2250.0),
    (1050.0, STAND_MM - 58.0, -2700.0),
    (-1350.0, STAND_MM + 12.0, -3100.0),
)
"""Where the people of a queue stand, from the counter on; the line bends. Some are taller, some shorter: our choice."""
COUNTER_MM, COUNTER_FAR_MM = 1090.0, 235.0
"""Height of the counter over the floor, and how far before the first person it begins."""

_FAR, _WIDE, _HIGH = -7200.0, 5200.0, 3500.0
_FLOOR: Colour = (0.60, 0.60, 0.58)
_WALL: Colour = (0.74, 0.75, 0.75)
_PILLAR: Colour = (0.66, 0.67, 0.68)
_POST: Colour = (0.30, 0.31, 0.33)
_BELT: Colour = (0.24, 0.30, 0.44)
_TOP: Colour = (0.44, 0.39, 0.34)
_GLASS: Colour = (0.70, 0.80, 0.86)


def queue_lens(camera: Camera, zoom: float) -> Lens:
    """Return the camera over the counter: the first person from the waist up."""
    size, far_mm, tall_mm = (camera.width_px, camera.height_px), 1650.0, 770.0
    middle = 1362.0 + 90.0 * (1 - 1 / zoom)
    return aimed(size, zoom * camera.height_px * far_mm / tall_mm, (0.0, 1760.0, far_mm), (0.0, middle, 0.0))


def interrogation_lens(camera: Camera, zoom: float) -> Lens:
    """Return the camera of the one who asks, across the table: from the waist up."""
    size, far_mm, tall_mm = (camera.width_px, camera.height_px), 1560.0, 850.0
    middle = 985.0 + 110.0 * (1 - 1 / zoom)
    return aimed(size, zoom * camera.height_px * far_mm / tall_mm, (0.0, 1230.0, far_mm), (0.0, middle, 0.0))


def draw_hall(camera: Camera, lens: Lens, lamp: Lamp) -> Picture:
    """Return the hall without people: floor, walls, pillars, lamps, a board without words, and belts on posts."""
    near = lens.position_mm[2] - 700.0
    plates: list[Plate] = [
        (floor((-_WIDE, _WIDE), (_FAR, near)), _FLOOR, (0, 1, 0.45), -0.12),
        (floor((-_WIDE, _WIDE), (_FAR, near), _HIGH), (0.78, 0.78, 0.77), (0, 0.2, 0.5), 0.0),
        (box((-_WIDE, _WIDE), (0, _HIGH), _FAR), _WALL, (0, 0, 1), 0.12),
        (side(-_WIDE, (0, _HIGH), (_FAR, near)), (0.70, 0.71, 0.72), (1, 0, 0.5), 0.1),
        (side(_WIDE, (0, _HIGH), (_FAR, near)), (0.69, 0.69, 0.70), (-1, 0, 0.5), 0.1),
        (box((-_WIDE, _WIDE), (0, 130), _FAR + 2), (0.45, 0.45, 0.46), (0, 0, 1), 0.0),
        (box((-3400, -700), (0, 2300), _FAR + 4), (0.58, 0.60, 0.62), (0, 0, 1), 0.1),
        *((box((-3340 + 660 * n, -2740 + 660 * n), (40, 2240), _FAR + 6), _GLASS, (0, 0, 1), 0.25) for n in range(4)),
        (box((300, 2700), (2350, 2950), _FAR + 300), (0.22, 0.27, 0.38), (0, 0, 1), 0.05),
        *_pillars(),
        *_lamps(near),
        *_belts(),
    ]
    base = np.broadcast_to(255 * as_colour(_WALL) * 0.6, (3, camera.height_px, camera.width_px))
    sheet = full_sheet(np.array(base, dtype=np.float32))
    lay_plates(sheet, lamp, lens, plates)
    return np.stack([blurred(plane, 0.0030 * camera.height_px) for plane in sheet.rgb])


def _pillars() -> list[Plate]:
    found: list[Plate] = []
    for x, z in ((-2500.0, -5200.0), (3050.0, -5200.0), (-2900.0, -2600.0), (3000.0, -2600.0)):
        found.append((box((x - 230, x + 230), (0, _HIGH), z), _PILLAR, (0, 0, 1), 0.1))
        inner = x - np.sign(x) * 230
        found.append((side(inner, (0, _HIGH), (z - 460, z)), (0.56, 0.57, 0.58), (-np.sign(x), 0, 0.5), 0.1))
    return found


def _lamps(near: float) -> list[Plate]:
    return [
        (floor((x - 240, x + 240), (z - 700, z + 700), _HIGH - 5), (0.98, 0.98, 0.95), (0, 0.4, 1), 0.0)
        for x in (-2600.0, 0.0, 2600.0)
        for z in np.arange(_FAR + 1000, near - 900, 1900.0)
    ]


def _belts() -> list[Plate]:
    """Return a belt on posts behind the queue and one on each side of it."""
    posts = [(x, -3900.0) for x in (-2000.0, -700.0, 600.0, 1900.0)]
    found: list[Plate] = [(box((-2000, 1900), (880, 935), -3895.0), _BELT, (0, 0, 1), 0.0)]
    for x in (-2000.0, 1900.0):
        found.append((side(x, (880, 935), (-3900, -1300)), _BELT, (-np.sign(x), 0, 0.6), 0.0))
        posts += [(x, -2600.0), (x, -1300.0)]
    for x, z in posts:
        found.append((floor((x - 150, x + 150), (z - 150, z + 150), 12.0), _POST, (0, 1, 0.4), 0.0))
        found.append((box((x - 28, x + 28), (0, 960), z), _POST, (0, 0, 1), 0.1))
    return found


def draw_counter(lens: Lens, lamp: Lamp) -> Sheet:
    """Return the counter as it stands before everyone in the queue, with its raised edge towards them."""
    sheet = blank(Window(0, 0, lens.width_px, lens.height_px))
    near, far = lens.position_mm[2] - 350.0, COUNTER_FAR_MM
    lay_plates(
        sheet,
        lamp,
        lens,
        [
            (floor((-3000, 3000), (far, near), COUNTER_MM), _TOP, (0, 0.75, 0.66), -0.1),
            (floor((-3000, 3000), (far, far + 34), COUNTER_MM + 4), (0.60, 0.60, 0.60), (0, 0.8, 0.6), 0.0),
        ],
    )
    return sheet


def draw_bare_room(camera: Camera, lens: Lens, lamp: Lamp) -> Picture:
    """Return the wall behind someone who is questioned: plain, painted darker up to the shoulder, lit from above."""
    plates: list[Plate] = [
        (box((-4000, 4000), (1120, 3200), -900.0), (0.66, 0.68, 0.66), (0, 0, 1), 0.16),
        (box((-4000, 4000), (-400, 1120), -900.0), (0.50, 0.54, 0.53), (0, 0, 1), 0.22),
        (box((-4000, 4000), (1112, 1128), -899.0), (0.42, 0.45, 0.44), (0, 0, 1), 0.0),
    ]
    sheet = full_sheet(np.zeros((3, camera.height_px, camera.width_px), np.float32))
    lay_plates(sheet, lamp, lens, plates)
    across = np.linspace(-1, 1, camera.width_px, dtype=np.float32)[None, :] * camera.width_px / camera.height_px
    down = np.linspace(0, 1, camera.height_px, dtype=np.float32)[:, None]
    pool = 1.06 - 0.10 * across**2 * (0.4 + down)
    return np.stack([blurred(plane * pool, 0.0035 * camera.height_px) for plane in sheet.rgb])
