"""Several people in one recording, each by a fixed place: faces, and the signs of each body."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import cv2
import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.body.catalogue import BODY_SIGNS
from desdemona.channels.body.measure_body import (
    BodyLook,
    gather,
    keep_look,
    measure_signs,
    to_table,
)
from desdemona.channels.body.places import Seat, assign, find_faces, look_at_seats, place_seats
from desdemona.channels.body.pose import (
    OUTPUTS,
    BodySight,
    Pose,
    is_body,
    see_body,
    shoulder_width_px,
    square_below_face,
)
from desdemona.channels.body.sign import BodySign
from desdemona.channels.face.square import Square
from desdemona.channels.spotting import Spot
from desdemona.channels.tracks import EVENTS, WINDOWS
from desdemona.models.network import Network, load_network
from desdemona.recordings.recording import Frame, Recording, ignore_notice

CAVEAT = (
    "A seat is a place in the picture, not a person: when two people swap places, or one sits down where another sat, "
    "the number stays with the place. A front row that rises hides the row behind, and a face that comes into an empty "
    "place takes its number. Nothing that tells one person from another is computed."
)
SETTLING_LOOKS = 20
"""Seats are found in so many looks at the whole picture from the start on, where none are given (our choice)."""
LOOK_AROUND_LOOKS = 10
"""Every so many looks the whole picture is searched, to count faces at no seat."""
NO_FACE = "no face at this place"
SHOULDERS_SIDES = (1.0, 4.0)
"""Shoulders of a seat's body, narrowest and widest, in sides of its usual face (our choice; upright about 2)."""
NOSE_AT_FACE_SIDES = (0.6, 0.6, 0.6)
"""How far a body's nose may be from the seat's face: to each side, up and down, in sides of a face (our choice)."""
NOSE_AT_SEAT_SIDES = (1.2, 0.4, 2.5)
"""And, where no face is seen, from its usual place."""
REGION_SIDES = (2.0, 3.0, 4.0)
"""The part of the picture that is one seat's: to each side, up and down, in sides of a face."""
FACE_COVER = 1.2
"""How much of other seats' faces is washed out there, in sides. With both, shoulders and nose were within a quarter of
the shoulders' width of the truth for 86 of 90 looks at people of a full drawn classroom (38 of 90 without), the wrists
of these within .4 of it for 9 in 10."""

SEATS: dict[str, type[pl.DataType]] = {
    "seat": pl.Int64,
    "x_px": pl.Float64,
    "y_px": pl.Float64,
    "side_px": pl.Float64,
}


@dataclass(frozen=True, slots=True, eq=False)
class PeopleTables:
    """What was measured of several people; every table has the column `seat`.

    `seats` holds each place; `frames` one row a seat and frame looked at: `seat`, `frame`, `t_s`, `face_found`,
    `face_reason`, `face_x_px`, `face_y_px`, `face_size_px`, `face_score`, then the columns of `measure_signs`;
    `events` and `windows` are those of `Tracks` with the seat in front. `caveat` is what a seat must not be taken for.
    """

    item: str
    seats: pl.DataFrame
    frames: pl.DataFrame
    events: pl.DataFrame
    windows: pl.DataFrame
    notices: tuple[str, ...]
    caveat: str = CAVEAT


@dataclass(frozen=True, slots=True, eq=False)
class _FaceNetworks:
    near: Network
    far: Network


def measure_people(
    recording: Recording,
    *,
    item: str,
    seats: Sequence[Seat] | None = None,
    every_s: float = 1.0,
    signs: Sequence[BodySign] = BODY_SIGNS,
    progress: Callable[[int], None] | None = None,
) -> PeopleTables:
    """Measure several people of one recording, each by a fixed place.

    Parameters
    ----------
    seats
        The places, such as `places.seats_from_boxes` gives; found in the first looks if not given, which takes a pass
        over the recording's beginning.
    every_s
        Time from look to look in seconds; 0 looks at every frame. Signs that need more looks a second (writing,
        reading, sway) say so in place of a value.
    signs
        The body signs; none leaves the pose networks alone, and faces are all that is measured. Hands are where the
        pose network puts them: the hand networks do not see hands of a few
        pixels.

    Raises
    ------
    ModelError
        A model cannot be had.
    FileProblem
        The recording can no longer be read.
    """
    notices: list[str] = []
    faces = _FaceNetworks(load_network("face_detector"), load_network("face_detector_far"))
    bodies = load_network("pose", outputs=OUTPUTS) if signs else None
    placed = tuple(seats) if seats is not None else find_seats(recording, every_s=every_s, far=faces.far)
    rows: list[Mapping[str, object]] = []
    looks: dict[int, list[BodyLook]] = {seat.number: [] for seat in placed}
    sights: dict[int, BodySight] = {}
    unplaced = 0
    for count, frame in enumerate(_every(recording.frames(notices.append), every_s)):
        around = find_faces(faces.far, frame.rgb) if count % LOOK_AROUND_LOOKS == 0 else ()
        at = look_at_seats(faces.near, faces.far, frame.rgb, placed)
        unplaced = max(unplaced, len(around) - sum(spot is not None for spot in assign(around, placed)))
        for seat, face in zip(placed, at, strict=True):
            rows.append(_face_row(seat, frame, face))
            if bodies is not None:
                look, sights[seat.number] = _look_at_seat(bodies, frame, (seat, face), placed, sights.get(seat.number))
                looks[seat.number].append(look)
        if progress is not None:
            progress(frame.index + 1)
    if unplaced:
        notices.append(f"up to {unplaced} faces were seen at once that are at no seat; they are not measured")
    picture_px = (recording.width_px, recording.height_px)
    return _tables(item, placed, rows, looks if bodies is not None else {}, signs, picture_px, tuple(notices))


def find_seats(recording: Recording, *, every_s: float = 1.0, far: Network | None = None) -> tuple[Seat, ...]:
    """Return the places at which faces are in the first looks at a recording.

    Raises
    ------
    ModelError
        The model cannot be had.
    FileProblem
        The recording can no longer be read.
    """
    network = far if far is not None else load_network("face_detector_far")
    apart_s = max(every_s, 0.5)
    frames = islice(_every(recording.frames(ignore_notice), apart_s), SETTLING_LOOKS)
    return place_seats([find_faces(network, frame.rgb) for frame in frames])


def _every(frames: Iterator[Frame], every_s: float) -> Iterator[Frame]:
    """Yield the first frame and each that is at least `every_s` after the last one yielded."""
    due = -np.inf
    for frame in frames:
        if frame.t_s >= due - 1e-6:
            due = frame.t_s + every_s
            yield frame


def _face_row(seat: Seat, frame: Frame, face: Spot | None) -> Mapping[str, object]:
    row: dict[str, object] = {"seat": seat.number, "frame": frame.index, "t_s": frame.t_s, "face_found": 0}
    if face is None:
        return row | {"face_reason": NO_FACE}
    left, top, right, bottom = face.box_px
    return row | {
        "face_found": 1,
        "face_x_px": (left + right) / 2,
        "face_y_px": (top + bottom) / 2,
        "face_size_px": face.side_px,
        "face_score": face.score,
    }


_FACE_ROW: dict[str, type[pl.DataType]] = {
    "seat": pl.Int64,
    "frame": pl.Int64,
    "t_s": pl.Float64,
    "face_found": pl.Int64,
    "face_reason": pl.String,
    "face_x_px": pl.Float64,
    "face_y_px": pl.Float64,
    "face_size_px": pl.Float64,
    "face_score": pl.Float64,
}


def cut_out(rgb: NDArray[np.uint8], seat: Seat, others: Sequence[Seat]) -> tuple[NDArray[np.uint8], tuple[int, int]]:
    """Return the part of a picture round one seat with the faces of all other seats washed out, and its corner.

    A landmark network made for one person goes by faces: in a full classroom it takes a neighbour's or mixes two. So
    it is shown nothing but this seat, with no face in it but this one's.
    """
    aside, up, down = (sides * seat.side_px for sides in REGION_SIDES)
    height, width = rgb.shape[:2]
    left, right = _ends(seat.x_px - aside, seat.x_px + aside, width)
    top, bottom = _ends(seat.y_px - up, seat.y_px + down, height)
    region = rgb[top:bottom, left:right].copy()
    for other in others:
        if other.number == seat.number:
            continue
        half = FACE_COVER * other.side_px / 2
        columns = slice(*_ends(other.x_px - half - left, other.x_px + half - left, right - left))
        rows = slice(*_ends(other.y_px - half - top, other.y_px + half - top, bottom - top))
        face = region[rows, columns]
        if min(face.shape[:2]) > 3:
            coarse = cv2.resize(face, (2, 2), interpolation=cv2.INTER_AREA)
            region[rows, columns] = cv2.resize(coarse, (face.shape[1], face.shape[0]), interpolation=cv2.INTER_LINEAR)
    return region, (left, top)


def _ends(low: float, high: float, length: int) -> tuple[int, int]:
    return int(np.clip(low, 0, max(length - 1, 0))), int(np.clip(high, 1, length))


def _look_at_seat(
    pose: Network, frame: Frame, at: tuple[Seat, Spot | None], seats: Sequence[Seat], last: BodySight | None
) -> tuple[BodyLook, BodySight]:
    """Look for the body of a seat: the one followed, or below its face, or below where its face usually is.

    A body whose nose is not at the seat's face is not this seat's; nor, where there is no face, is one whose nose is
    not at the seat or below.
    """
    seat, face = at
    region, corner = cut_out(frame.rgb, seat, seats)
    x_px, y_px = seat.x_px - corner[0], seat.y_px - corner[1]
    if face is not None:
        left, top, right, bottom = face.box_px
        x_px, y_px = (left + right) / 2 - corner[0], (top + bottom) / 2 - corner[1]
    aside, up, down = NOSE_AT_FACE_SIDES if face is not None else NOSE_AT_SEAT_SIDES

    def sits_here(found: Pose) -> bool:
        x, y = found.points_px[0, :2]
        across, rise = abs(x - x_px) / seat.side_px, (y_px - y) / seat.side_px
        fits = SHOULDERS_SIDES[0] <= shoulder_width_px(found) / seat.side_px <= SHOULDERS_SIDES[1]
        return is_body(found) and fits and across <= aside and -down <= rise <= up

    def below(_rgb: NDArray[np.uint8]) -> tuple[Square, ...]:
        return (square_below_face(x_px, y_px, seat.side_px),)

    sight = see_body(below, pose, region, last, sits_here)
    look = keep_look(Frame(frame.index, frame.t_s, region), sight)
    beyond = ((look.joints_px < 0) | (look.joints_px > region.shape[1::-1])).any(axis=1)
    shown = np.where(beyond, np.float32(0), look.visibility)
    moved = look.joints_px + np.array(corner, dtype=np.float32)
    return replace(look, joints_px=moved.astype(np.float32), visibility=shown.astype(np.float32)), sight


def _tables(
    item: str,
    seats: Sequence[Seat],
    rows: Sequence[Mapping[str, object]],
    looks: Mapping[int, Sequence[BodyLook]],
    signs: Sequence[BodySign],
    picture_px: tuple[int, int],
    notices: tuple[str, ...],
) -> PeopleTables:
    flags = {name for sign in signs for name in sign.flags}
    frames = pl.DataFrame(rows, schema=_FACE_ROW, orient="row").sort("seat", "frame", maintain_order=True)
    events, windows, bodies = [], [], []
    for number, seen in looks.items():
        found = measure_signs(gather(seen, picture_px), signs)
        numbered = pl.lit(number, dtype=pl.Int64).alias("seat")
        bodies.append(to_table(found.columns, seen, flags).drop("frame", "t_s"))
        events.append(found.events.select(numbered, *EVENTS))
        windows.append(found.windows.select(numbered, *WINDOWS))
    if bodies and frames.height:
        frames = pl.concat([frames, pl.concat(bodies)], how="horizontal")
    return PeopleTables(
        item=item,
        seats=pl.DataFrame([(s.number, s.x_px, s.y_px, s.side_px) for s in seats], schema=SEATS, orient="row"),
        frames=frames,
        events=pl.concat([pl.DataFrame(schema={"seat": pl.Int64, **EVENTS}), *events]),
        windows=pl.concat([pl.DataFrame(schema={"seat": pl.Int64, **WINDOWS}), *windows]),
        notices=notices,
    )
