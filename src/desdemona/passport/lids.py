"""Lid closure, from how much white shows between the drawn lids.

The phantom looks aside, so that one column of each eye holds nothing but white between two dark lids. Where the green
code crosses a fixed level above and below, to a fraction of a pixel, are the lids' edges in that column.
"""

from collections.abc import Iterator
from functools import cache

import numpy as np

from desdemona.faces.people import person
from desdemona.passport.row import Group, Row, Tolerance, worst_of
from desdemona.passport.stills import (
    EYE_DEPTH_MM,
    Picture,
    column_of,
    held,
    holding,
    look,
    look_at,
    px_per_mm,
    row_of,
)
from desdemona.stimuli.phantom import Act, Phantom

SIZE_PX = 1440
"""A pixel is 0.24 mm on the eye."""
WHITE_CODE = 78.0
"""Green code between the darkest white and the lightest lid on skin tones 9 and 10."""
ASIDE_DEG, OFF_MM = 30.0, -3.0
"""How far she looks aside, and the column looked at, outwards from the middle of each eye."""
PEOPLE = ((3, 9), (10, 10), (13, 9))
"""Identity and skin tone of those measured; dark skin lets the white stand out."""
WITHIN = Tolerance("apart", 0.02, ours=False)

MEANS = "white between the lids, one column"


def white_mm(picture: Picture, identity: int, side: int) -> float:
    """Return the height of the white in one column of an eye (`side` -1 at the left of the picture), in mm."""
    own, scale = person(identity), px_per_mm(picture.shape[0], EYE_DEPTH_MM)
    column = round(column_of(picture, side * own.eye_distance_mm / 2 + OFF_MM, EYE_DEPTH_MM))
    top, bottom = (int(row_of(picture, y, EYE_DEPTH_MM)) for y in (12.0, -9.0))
    line = picture[top:bottom, column - 1 : column + 2, 1].mean(axis=1)
    bright = np.flatnonzero(line > WHITE_CODE)
    if not len(bright):
        return 0.0
    run = max(np.split(bright, np.flatnonzero(np.diff(bright) > 1) + 1), key=len)
    first, last = int(run[0]), int(run[-1])
    above = (line[first] - WHITE_CODE) / (line[first] - line[first - 1])
    below = (line[last] - WHITE_CODE) / (line[last] - line[last + 1])
    return float(last + below - (first - above)) / scale


@cache
def _open_mm(identity: int, tone: int, size_px: int, side: int) -> float:
    """Return the white in the same column while the eye is open."""
    return white_mm(look_at((("gaze_yaw", ASIDE_DEG),), identity, tone, size_px), identity, side)


def shown_closures(phantom: Phantom) -> tuple[float, float]:
    """Return how far the lids of each eye of a phantom who looks aside are shut, 0..1 of the same eye open.

    Negative where they are wider open than at rest. The eye at the left of the picture comes first.
    """
    who, tone, size_px = phantom.identity, phantom.skin_tone, phantom.camera.height_px
    now = look(phantom)
    left, right = (1 - white_mm(now, who, side) / _open_mm(who, tone, size_px, side) for side in (-1, 1))
    return left, right


def closing(*acts: Act, identity: int, tone: int) -> Phantom:
    """Return a phantom who looks aside and does something with her lids."""
    return holding(*held(("gaze_yaw", ASIDE_DEG)), *acts, identity=identity, tone=tone, size_px=SIZE_PX)


def closure_row(cause: str, asked: float, phantom: Phantom) -> Row:
    """Return how far the lids are shut in the pixels beside what was asked, for the eye that is further off."""
    found = max(shown_closures(phantom), key=lambda closure: abs(closure - asked))
    return Row(cause, asked, found, "of eye height", WITHIN, MEANS, 3)


_OTHERS = (
    ("au5", 1.0, -0.24),
    ("au6", 1.0, 0.16),
    ("au7", 1.0, 0.32),
    ("au43", 0.6, 0.6),
    ("au45", 0.6, 0.6),
    ("glance_down", 0.4, 0.18),
    ("glance_down", 1.0, 0.45),
)
"""What else moves the lids, how much of it, and the closure that the phantom's specification gives for it."""


def _rows() -> Iterator[Row]:
    for share in (0.1, 0.25, 0.5, 0.75, 0.9, 1.0):
        shut = held(("eyes_closed", share))
        of_all = [closure_row("", share, closing(*shut, identity=who, tone=tone)) for who, tone in PEOPLE]
        yield worst_of(of_all, f"eyes_closed {share:g}, worst of six eyes")
    identity, tone = PEOPLE[0]
    blink = Act("blink", 1.8, 2.4, 1.0, onset_s=0.1, offset_s=0.1)
    yield closure_row("blink at its apex", 1.0, closing(blink, identity=identity, tone=tone))
    for cause, amount, share in _OTHERS:
        phantom = closing(*held((cause, amount)), identity=identity, tone=tone)
        yield closure_row(f"{cause.replace('au', 'AU')} {amount:g}", share, phantom)


def lid_group() -> Group:
    """Return lid closure as asked and as shown."""
    return Group(
        "Lids",
        f"Pictures {SIZE_PX} px high of people {', '.join(f'{who} (tone {tone})' for who, tone in PEOPLE)}, looking "
        f"{ASIDE_DEG:g}° aside: {-OFF_MM:g} mm off the middle of each eye only white lies between the lids. "
        "Closure is counted from that column's own white at rest; negative is wider open. The eye "
        "that is furthest off counts. AU5, 6 and 7 and a glance down are asked for what the phantom's specification "
        "gives them: a lid follows an eye that looks down by 1.8 % of its height a degree, and that is no blink.",
        tuple(_rows()),
    )
