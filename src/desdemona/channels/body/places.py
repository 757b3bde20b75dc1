"""People by their places: faces all over a wide picture, and the fixed seats they belong to; never who they are.

A seat is a place in the picture. Whoever sits there has its number; when two people swap places, the numbers stay with
the places. Nothing that could tell one person from another (no embedding, no description of a face) is computed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from desdemona.channels.face.detector import NEAR
from desdemona.channels.spotting import Layout, Spot, find_spots, merge_spots
from desdemona.models.network import Network

Floats = NDArray[np.float64]

FAR = Layout(grids=((48, 1),), least_score=0.5)
"""The full-range face detector: stride 4 over 192 pixels, one anchor a cell."""
TILES_PX = ((384, 96), (960, 240))
"""Sides of tiles and their least overlaps. In tiles of 384 px the full-range detector found all of 24 drawn and
photographed faces 24 px wide and 23 of 24 at 20 px; in tiles of 640 px 12 of 24. A face up to the overlap is whole in
one tile; those too large for all tiles are found in the whole picture."""
HELD_SHARE = 0.6
"""Of two boxes one of which holds this share of the other only the surer is a face (our choice): seen in two sizes of
tiles, one face has boxes of two sizes."""
LEAST_FACE_PX = 18.0
"""Smaller faces are not looked at."""
CROP_SIDES = 4.0
"""Side of the square in which the short-range detector looks for a seat's face, over the face's usual side."""
UP_SIDES = 1.5
"""Where it finds none, the full-range detector looks in a square so many sides higher, for who stands."""
REACH_SIDES = (1.0, 2.8, 1.5)
"""A seat reaches so many face sides from its middle to each side, up (who stands) and down (our choice). It reaches
over places behind it; whose face it is, `assign` settles among all seats together."""
LEAST_SHARE = 0.5
"""A face belongs to a seat that holds at least this share of it (our choice)."""
SAME_PLACE_SIDES = 0.8
"""Faces nearer together than this many face sides, at different times, were at one place (our choice)."""
LEAST_SEEN_SHARE = 0.3
"""A place is a seat when a face was there in this share of the looks (our choice): who walks by has no seat."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One place: its number from 1, the middle of where a face is there, and a face's usual longer side, in pixels."""

    number: int
    x_px: float
    y_px: float
    side_px: float

    @property
    def box_px(self) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom of where a face counts as this seat's."""
        across, up, down = (sides * self.side_px for sides in REACH_SIDES)
        return (self.x_px - across, self.y_px - up, self.x_px + across, self.y_px + down)


def seats_from_boxes(boxes_px: Sequence[tuple[float, float, float, float]]) -> tuple[Seat, ...]:
    """Return seats, numbered as given, from the boxes (left, top, right, bottom) of faces in their usual places."""
    return tuple(
        Seat(number, (left + right) / 2, (top + bottom) / 2, max(right - left, bottom - top))
        for number, (left, top, right, bottom) in enumerate(boxes_px, start=1)
    )


def find_faces(far: Network, rgb: NDArray[np.uint8]) -> tuple[Spot, ...]:
    """Return all faces of a wide picture from `LEAST_FACE_PX` up, the largest first, by tiles and the whole picture."""
    found = list(find_spots(far, FAR, rgb))
    height, width = rgb.shape[:2]
    for side, lap in TILES_PX:
        if max(height, width) <= side:
            continue
        for corner in product(_starts(width, side, lap), _starts(height, side, lap)):
            left, top = corner
            tile = rgb[top : top + side, left : left + side]
            inside = [spot for spot in find_spots(far, FAR, tile) if _whole(spot, corner, side, (width, height))]
            found += [_moved(spot, corner) for spot in inside]
    return _joined([spot for spot in found if spot.side_px >= LEAST_FACE_PX])


def look_at_seats(
    near: Network, far: Network, rgb: NDArray[np.uint8], seats: Sequence[Seat]
) -> tuple[Spot | None, ...]:
    """Return the face at each seat, None where there is none; looks round each seat only."""
    height, width = rgb.shape[:2]
    found: list[Spot] = []
    for seat in seats:
        for rise, network, layout in ((0.0, near, NEAR), (UP_SIDES, far, FAR)):
            half = max(CROP_SIDES * seat.side_px / 2, 16.0)
            middle_px = seat.y_px - rise * seat.side_px
            left, right = (int(np.clip(seat.x_px + way * half, 0, width)) for way in (-1, 1))
            top, bottom = (int(np.clip(middle_px + way * half, 0, height)) for way in (-1, 1))
            if min(right - left, bottom - top) < LEAST_FACE_PX:
                continue
            spots = find_spots(network, layout, rgb[top:bottom, left:right])
            found += [_moved(spot, (left, top)) for spot in spots]
            if any(_gap_to(seat, spot) < 1 for spot in found):
                break
    faces = _joined([spot for spot in found if spot.side_px >= LEAST_FACE_PX])
    return assign(faces, seats)


def assign(faces: Sequence[Spot], seats: Sequence[Seat]) -> tuple[Spot | None, ...]:
    """Return the face at each seat so that the faces' shares inside their seats, less their distances, add up highest.

    The assignment problem of Kuhn 1955, by scipy. No face is at two seats; a face with less than half of it inside a
    seat's box is not at that seat; of two that are, the nearer to its middle is.
    """
    at: list[Spot | None] = [None] * len(seats)
    if not faces or not seats:
        return tuple(at)
    gain = np.array([[_gain(face, seat) for face in faces] for seat in seats])
    for row, column in zip(*linear_sum_assignment(gain, maximize=True), strict=True):
        if gain[row, column] > 0:
            at[row] = faces[column]
    return tuple(at)


def place_seats(looks: Sequence[Sequence[Spot]]) -> tuple[Seat, ...]:
    """Return the seats at which faces were seen in looks at different times, numbered by rows from the upper left."""
    places: list[list[Spot]] = []
    for faces in looks:
        free = list(range(len(places)))
        for face in faces:
            near = [(_gap(face, places[index]), index) for index in free]
            gap, index = min(near, default=(np.inf, -1))
            if gap <= SAME_PLACE_SIDES:
                places[index].append(face)
                free.remove(index)
            else:
                places.append([face])
    least = max(1.0, LEAST_SEEN_SHARE * len(looks))
    kept = [
        np.median([(*_middle(face), face.side_px) for face in place], axis=0) for place in places if len(place) >= least
    ]
    return tuple(Seat(number, *map(float, seat)) for number, seat in enumerate(_by_rows(kept), start=1))


def _by_rows(places: Sequence[Floats]) -> list[Floats]:
    """Return places (x, y, side) row by row from the top, each from the left; a row is less than a face's side high."""
    rows: list[list[Floats]] = []
    for place in sorted(places, key=lambda place: float(place[1])):
        if rows and place[1] - rows[-1][0][1] < 0.75 * place[2]:
            rows[-1].append(place)
        else:
            rows.append([place])
    return [place for row in rows for place in sorted(row, key=lambda place: float(place[0]))]


def _gain(face: Spot, seat: Seat) -> float:
    left, top, right, bottom = face.box_px
    low_x, low_y, high_x, high_y = seat.box_px
    shared = max(0.0, min(right, high_x) - max(left, low_x)) * max(0.0, min(bottom, high_y) - max(top, low_y))
    share = shared / max((right - left) * (bottom - top), 1e-9)
    return 1 + share - min(_gap_to(seat, face), 4.0) / 4 if share >= LEAST_SHARE else 0.0


def _gap_to(seat: Seat, face: Spot) -> float:
    """Return how far a face is from a seat's middle, in the seat's sides of a face."""
    x, y = _middle(face)
    return float(np.hypot(x - seat.x_px, y - seat.y_px)) / seat.side_px


def _gap(face: Spot, place: Sequence[Spot]) -> float:
    """Return how far a face is from the last one at a place, in sides of the larger."""
    (x, y), (other_x, other_y) = _middle(face), _middle(place[-1])
    return float(np.hypot(x - other_x, y - other_y)) / max(face.side_px, place[-1].side_px)


def _middle(face: Spot) -> tuple[float, float]:
    left, top, right, bottom = face.box_px
    return (left + right) / 2, (top + bottom) / 2


def _starts(length: int, side: int, lap: int) -> list[int]:
    """Return where tiles begin along one side of the picture, evenly, overlapping by `lap` or more."""
    if length <= side:
        return [0]
    count = int(np.ceil((length - lap) / (side - lap)))
    return [round(index * (length - side) / (count - 1)) for index in range(count)]


def _whole(spot: Spot, corner: tuple[int, int], side: int, picture_px: tuple[int, int]) -> bool:
    """Tell whether a face in a tile is not cut by an edge of the tile that is inside the picture."""
    low, high = spot.box_px[:2], spot.box_px[2:]
    return not any(
        (near < 0 and start > 0) or (far > side and start + side < whole)
        for near, far, start, whole in zip(low, high, corner, picture_px, strict=True)
    )


def _moved(spot: Spot, corner: tuple[int, int]) -> Spot:
    x, y = corner
    left, top, right, bottom = spot.box_px
    return Spot(spot.score, (left + x, top + y, right + x, bottom + y), spot.points_px + np.array(corner))


def _joined(spots: Sequence[Spot]) -> tuple[Spot, ...]:
    """Return one spot a face, the largest first; of two of which one holds the other, the surer."""
    if not spots:
        return ()
    places = np.stack([np.concatenate([np.reshape(spot.box_px, (2, 2)), spot.points_px]) for spot in spots])
    kept: list[Spot] = []
    for spot in merge_spots(places, np.array([spot.score for spot in spots])):  # the surest first
        if all(_held_share(spot, other) < HELD_SHARE for other in kept):
            kept.append(spot)
    return tuple(sorted(kept, key=lambda spot: -spot.side_px))


def _held_share(one: Spot, other: Spot) -> float:
    """Return the part of the smaller of two boxes that is in the other."""
    first, second = np.reshape(one.box_px, (2, 2)), np.reshape(other.box_px, (2, 2))
    low, high = np.maximum(first[0], second[0]), np.minimum(first[1], second[1])
    smaller = min(np.prod(first[1] - first[0]), np.prod(second[1] - second[0]))
    return float(np.prod(np.clip(high - low, 0, None)) / max(smaller, 1e-9))
