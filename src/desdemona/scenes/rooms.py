"""Places without people: where the camera stands, where the seats are, and what is behind them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from desdemona.faces.backdrop import wall_of
from desdemona.faces.camera import Camera
from desdemona.faces.colour import Picture, as_colour, blurred
from desdemona.faces.lamps import Lamp
from desdemona.scenes.furniture import draw_car_seat, soft_blotches
from desdemona.scenes.hall import (
    PLACES_MM,
    draw_bare_room,
    draw_counter,
    draw_hall,
    interrogation_lens,
    queue_lens,
)
from desdemona.scenes.lens import Lens, Points, Vector, aimed
from desdemona.scenes.plates import Plate, box, floor, full_sheet, lay_plates, side
from desdemona.scenes.postures import PlaceName
from desdemona.scenes.shading import Colour, plate, polygon_cover
from desdemona.scenes.sheet import Sheet, lay

ROWS, COLUMNS = 5, 6
CLASSROOM_SEATS = ROWS * COLUMNS
ROW_STEP_MM, FLOOR_TO_SEAT_MM = 970.0, 430.0


@dataclass(frozen=True, slots=True)
class Room:
    """A place: how many seats it has, and how large its camera sees the first of them."""

    name: PlaceName
    about: str
    seats: int


ROOMS: tuple[Room, ...] = (
    Room("desk", "A desk before a plain wall, the camera opposite.", 1),
    Room("driver_seat", "The driver's seat, seen from the dashboard: belt, steering wheel, window on one side.", 1),
    Room("child_seat", "A child's seat in the back of a car, seen from the seat in front.", 1),
    Room("classroom", "Five rows of six desks, seen from above the board.", CLASSROOM_SEATS),
    Room("queue", "A queue at a border: the first before the counter, seen from over it.", len(PLACES_MM)),
    Room("interrogation", "A chair at a table, a bare wall, the camera where the one who asks would sit.", 1),
)
"""Every place."""
OFFICIAL: dict[PlaceName, tuple[Callable[[Camera, float], Lens], Callable[[Camera, Lens, Lamp], Picture]]] = {
    "queue": (queue_lens, draw_hall),
    "interrogation": (interrogation_lens, draw_bare_room),
}
"""Places of officials: their cameras, and what is behind the people there."""


def seat_origin(place: PlaceName, slot: int) -> Vector:
    """Return where the middle of a seat is in the room, mm; slots of the classroom count row by row from the front.

    Raises `ValueError` for a seat that the place does not have.
    """
    seats = next(room.seats for room in ROOMS if room.name == place)
    if not 0 <= slot < seats:
        raise ValueError(f"the {place} has the seats 0 to {seats - 1}, not {slot}")
    if place == "queue":
        return PLACES_MM[slot]
    if place != "classroom":
        return (0.0, FLOOR_TO_SEAT_MM, 0.0)
    row, column = divmod(slot, COLUMNS)
    aisle = 130.0 * (column // 2 - 1)
    return ((column - 2.5) * 640.0 + aisle + 60.0 * (row % 2), FLOOR_TO_SEAT_MM, -ROW_STEP_MM * row)


def lens_of(place: PlaceName, camera: Camera, zoom: float = 1.0) -> Lens:
    """Return the camera of a place for a size of picture; a zoom above 1 shows less, larger."""
    size, seat = (camera.width_px, camera.height_px), FLOOR_TO_SEAT_MM
    if place == "classroom":
        return aimed(size, zoom * 0.675 * camera.width_px, (0.0, 2950.0, 3250.0), (0.0, 760.0, -1500.0))
    if place in OFFICIAL:
        return OFFICIAL[place][0](camera, zoom)
    far_mm, tall_mm, bottom_mm, rise_mm = {
        "desk": (2400.0, 1290.0, 70.0, 260.0),
        "driver_seat": (1080.0, 960.0, 70.0, 80.0),
        "child_seat": (1000.0, 620.0, 30.0, 130.0),
    }[place]
    middle = seat + bottom_mm + tall_mm / 2 / zoom
    return aimed(size, zoom * camera.height_px * far_mm / tall_mm, (0.0, middle + rise_mm, far_mm), (0.0, middle, 0.0))


def draw_room(place: PlaceName, camera: Camera, lens: Lens, lamp: Lamp) -> Picture:
    """Return the place without people and without what stands before them, (3, h, w) in codes 0..255."""
    if place == "desk":
        return wall_of(camera, lamp)
    if place in OFFICIAL:
        return OFFICIAL[place][1](camera, lens, lamp)
    rng = np.random.default_rng([17, len(place)])
    if place == "classroom":
        return _classroom(camera, lens, lamp, rng)
    return _car(place, camera, lens, lamp, rng)


def draw_before(place: PlaceName, lens: Lens, lamp: Lamp) -> Sheet | None:
    """Return what stands before everybody, None where nothing does that is not a person's own."""
    return draw_counter(lens, lamp) if place == "queue" else None


def _classroom(camera: Camera, lens: Lens, lamp: Lamp, rng: np.random.Generator) -> Picture:
    """Return floor, walls, windows on the left, and a board and pictures at the back."""
    far, wide, high = -5150.0, 3500.0, 3300.0
    near = lens.position_mm[2] - 700.0
    wall: Colour = (0.73, 0.73, 0.70)
    plates: list[Plate] = [
        (floor((-wide, wide), (far, near)), (0.56, 0.52, 0.47), (0, 1, 0.45), -0.1),
        (box((-wide, wide), (0, high), far), wall, (0, 0, 1), 0.06),
        (side(-wide, (0, high), (far, near)), (0.70, 0.71, 0.70), (1, 0, 0.5), 0.1),
        (side(wide, (0, high), (far, near)), (0.70, 0.69, 0.66), (-1, 0, 0.5), 0.1),
        (box((-wide, wide), (0, 110), far), (0.50, 0.48, 0.45), (0, 0, 1), 0.0),
        (box((-2700, -1300), (950, 2050), far + 4), (0.55, 0.44, 0.34), (0, 0, 1), 0.0),
        (box((-2650, -1350), (1000, 2000), far + 6), (0.42, 0.50, 0.46), (0, 0, 1), 0.12),
        (box((-700, 200), (1050, 1950), far + 4), (0.80, 0.79, 0.74), (0, 0, 1), 0.05),
        (box((-640, 140), (1110, 1890), far + 6), (0.60, 0.68, 0.76), (0, 0, 1), -0.2),
        (box((900, 2900), (110, 1150), far + 300), (0.58, 0.49, 0.40), (0, 0, 1), 0.2),
        (box((1100, 1650), (1450, 2150), far + 4), (0.78, 0.72, 0.60), (0, 0, 1), 0.1),
        (box((1950, 2500), (1450, 2150), far + 4), (0.66, 0.56, 0.52), (0, 0, 1), 0.1),
    ]
    for shelf in range(3):
        low = 150.0 + 340 * shelf
        edge = 940.0
        while edge < 2780:
            book = float(rng.uniform(30, 80))
            tall = float(rng.uniform(200, 290))
            tone = rng.uniform(0.35, 0.72, 3) * 0.6 + 0.22
            colour = (float(tone[0]), float(tone[1]), float(tone[2]))
            plates.append((box((edge, edge + book), (low, low + tall), far + 302), colour, (0, 0, 1), 0.1))
            edge += book + float(rng.uniform(1, 26))
    for pane in range(4):
        z = far + 700 + 1500 * pane
        plates.append((side(-wide + 4, (1050, 2750), (z, z + 1150)), (0.93, 0.92, 0.88), (0.3, 0, 1), 0.0))
        plates.append((side(-wide + 8, (1110, 2690), (z + 50, z + 1100)), (0.86, 0.93, 1.0), (0, 0.3, 1), 0.10))
    base = np.broadcast_to(255 * as_colour(wall) * 0.6, (3, camera.height_px, camera.width_px))
    sheet = full_sheet(np.array(base, dtype=np.float32))
    lay_plates(sheet, lamp, lens, plates)
    return np.stack([blurred(plane, 0.0009 * camera.height_px) for plane in sheet.rgb])


def _car(place: PlaceName, camera: Camera, lens: Lens, lamp: Lamp, rng: np.random.Generator) -> Picture:
    """Return the inside of a car: dark lining, a bright window on the image's right, the rear window behind."""
    seat = FLOOR_TO_SEAT_MM
    lining: Colour = (0.34, 0.34, 0.35)
    tall, wide = camera.height_px, camera.width_px
    down = np.linspace(0, 1, tall, dtype=np.float32)[:, None]
    outside = as_colour((0.80, 0.87, 0.95)) * (1 - 0.25 * down) + np.zeros((3, tall, wide), np.float32)
    hills = np.clip((down - 0.34 - 0.025 * soft_blotches((tall, wide), tall / 12, rng)) * 14, 0, 1)
    green = as_colour((0.46, 0.53, 0.40)) * (1 + 0.10 * soft_blotches((tall, wide), tall / 26, rng))
    outside = outside + hills * (green - outside)
    outside = 255 * outside * np.float32(np.clip(0.55 + 0.45 * lamp.level / 0.88, 0.3, 1.05))
    base = 255 * as_colour(lining) * np.float32(max(lamp.level, 0.05) ** 0.45) * (1.0 - 0.35 * down)
    roof = np.clip(1.6 - 11 * down + 1.2 * np.linspace(-1, 1, wide, dtype=np.float32) ** 2, 0, 1)
    inside = base * (1 + 0.35 * roof * (1 - down)) + np.zeros_like(outside)
    sheet = full_sheet(np.array(inside, dtype=np.float32))
    if place == "driver_seat":
        holes = [box((-560, 110), (seat + 500, seat + 800), -1500), _slanted_window(410, 820, seat)]
        holes.append(_slanted_window(410, 820, seat) * (-1, 1, 1) - (700, 0, 0))
    else:
        holes = [box((-520, 380), (seat + 470, seat + 760), -900), _slanted_window(360, 700, seat)]
    for hole in holes:
        seen = lens.project(hole)
        frame = seen + 0.03 * tall * np.sign(seen - seen.mean(axis=0))
        rim = blurred(polygon_cover(frame, sheet.window), 0.004 * tall)
        sheet.rgb[...] *= 1 - 0.45 * rim
        cover = blurred(polygon_cover(seen, sheet.window), 0.0025 * tall)
        sheet.rgb[...] += cover * (outside - sheet.rgb)
    door = _slanted_door(seat)
    for sign, shift in ((1, 0), (-1, -700)):
        piece = plate(
            door * (sign, 1, 1) + (shift, 0, 0), (0.24, 0.24, 0.25), lamp, lens, sheet.window, (-sign, 0, 1), 0.3
        )
        if piece is not None and (sign > 0 or place == "driver_seat"):
            lay(sheet, piece)
    beside = np.array([-740.0, seat, -90.0])
    if place == "driver_seat":
        lay(sheet, draw_car_seat(beside, 1.0, lamp, lens, sheet.window))
    return sheet.rgb


def _slanted_door(seat: float) -> Points:
    return np.array([(485, seat + 395, -600), (530, seat + 365, 420), (470, seat - 300, 420), (450, seat - 300, -600)])


def _slanted_window(near_x: float, top: float, seat: float) -> Points:
    return np.array(
        [
            (near_x - 10, seat + top, -560),
            (near_x + 30, seat + top + 40, 420),
            (near_x + 90, seat + 420, 420),
            (near_x + 60, seat + 450, -620),
        ]
    )
