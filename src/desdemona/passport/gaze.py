"""Gaze, head and the size of the iris, as asked and as the irises show them."""

from collections.abc import Iterator

from desdemona.passport.irises import eyes_of, iris_at, shown_gaze_deg, shown_head_deg, turned
from desdemona.passport.row import Group, Row, Tolerance, worst_of
from desdemona.passport.stills import EYE_DEPTH_MM, Picture, held, holding, look_at, px_per_mm
from desdemona.stimuli.phantom import Phantom

SIZE_PX = 1440
IDENTITY, TONE = 10, 9
"""Who is measured."""
WITHIN = Tolerance("apart", 0.5)

Angles = tuple[float, float, float]
_LOOKS = ((10.0, 0.0), (-15.0, 0.0), (20.0, 0.0), (0.0, 10.0), (0.0, -10.0), (0.0, -25.0), (-10.0, 5.0))
_TURNS: tuple[Angles, ...] = (
    (10.0, 0.0, 0.0),
    (-20.0, 0.0, 0.0),
    (30.0, 0.0, 0.0),
    (35.0, 0.0, 0.0),
    (0.0, -15.0, 0.0),
    (0.0, 25.0, 0.0),
    (0.0, 0.0, -30.0),
    (15.0, -10.0, 10.0),
)
_HEAD = ("head_yaw", "head_pitch", "head_roll")


def gazing(yaw_deg: float, pitch_deg: float) -> Phantom:
    """Return the phantom who is measured, looking somewhere with her head still."""
    return holding(
        *held(("gaze_yaw", yaw_deg), ("gaze_pitch", pitch_deg)), identity=IDENTITY, tone=TONE, size_px=SIZE_PX
    )


def turning(angles_deg: Angles) -> Phantom:
    """Return the phantom who is measured with her head turned by yaw, pitch and roll."""
    acts = held(*zip(_HEAD, angles_deg, strict=True))
    return holding(*acts, identity=IDENTITY, tone=TONE, size_px=SIZE_PX)


def rest_picture() -> Picture:
    """Return the phantom who is measured, facing the camera."""
    return look_at((), IDENTITY, TONE, SIZE_PX)


def gaze_rows(asked: tuple[float, float], phantom: Phantom, rest: Picture) -> Iterator[Row]:
    """Give one row for each angle of a gaze: yaw and pitch in degrees."""
    told = f"gaze {asked[0]:+g}°, {asked[1]:+g}°"
    for name, want, found in zip(("yaw", "pitch"), asked, shown_gaze_deg(phantom, rest), strict=True):
        yield Row(f"{told}: {name}", want, found, "°", WITHIN, "shift of both irises")


def head_rows(asked: Angles, phantom: Phantom, rest: Picture) -> Iterator[Row]:
    """Give one row for each angle of a head: yaw, pitch and roll in degrees."""
    told = f"head {asked[0]:+g}°, {asked[1]:+g}°, {asked[2]:+g}°"
    for name, want, found in zip(("yaw", "pitch", "roll"), asked, shown_head_deg(phantom, rest, asked), strict=True):
        yield Row(f"{told}: {name}", want, float(found), "°", WITHIN, "places of both irises")


def _iris_row(rest: Picture) -> Row:
    near = turned((0.0, 0.0, 0.0), eyes_of(IDENTITY), SIZE_PX)
    scale = px_per_mm(SIZE_PX, EYE_DEPTH_MM)
    high = [2 * iris_at(rest, column, row)[2] / scale for column, row in near]
    return Row("iris at rest", 11.7, sum(high) / 2, "mm high", Tolerance("share", 0.05), "ellipse through its border")


def _told(rows: list[Row], what: str) -> Iterator[Row]:
    """Give the rows of angles that were asked for, and one of all those that were not."""
    yield from (row for row in rows if row.asked)
    yield worst_of((row for row in rows if not row.asked), f"{what}: angles not asked for")


def gaze_group() -> Group:
    """Return gaze, head angles and iris as asked and as shown."""
    rest = rest_picture()
    looks = [row for asked in _LOOKS for row in gaze_rows(asked, gazing(*asked), rest)]
    turns = [row for asked in _TURNS for row in head_rows(asked, turning(asked), rest)]
    return Group(
        "Gaze and head",
        f"Person {IDENTITY} (tone {TONE}) {SIZE_PX} px high. A gaze of angle a moves the iris by 12 mm × sin a; head "
        "angles are those at which both irises come to lie where they are seen, about a joint 70 mm below and 20 mm "
        "behind the middle of the head. Each picture answers for all its angles; one that was not asked for is asked "
        "to be 0, and of those the furthest off stands here. Turned further than 20° to the left of the picture the "
        "white of the far eye lies in shade, and its border cannot be fitted: that is where this measure ends, not the "
        "drawing.",
        (_iris_row(rest), *_told(looks, "gaze"), *_told(turns, "head")),
    )
