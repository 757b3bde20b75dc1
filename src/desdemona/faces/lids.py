"""The lids: where their edges run, exactly, for every pose."""

from dataclasses import dataclass

import numpy as np

from desdemona.faces.cast import Identity
from desdemona.faces.colour import Picture
from desdemona.faces.pose import Pose, units_at

IRIS_REACH_MM = 12.0
"""From the point that the eye turns about to the disc of the iris: a gaze of angle a moves the iris by 12 mm × sin a.

A choice, the radius of the eye (Bekerman et al. 2014: 24 mm across), as gaze models take it; anatomy puts the iris seen
through the cornea some 10.5 mm before the turning point, so a real eye's iris moves an eighth less.
"""

SHARE_ABOVE = 0.56
"""Share of the open eye's height that lies above the line between its corners."""

WIDENED_BY_5, NARROWED_BY_7, NARROWED_BY_6 = 0.24, 0.32, 0.16
"""Share of the open eye that a full unit 5 adds and full units 7 and 6 take away; our choice."""

_LIFT_BY_7, _LIFT_BY_6, _LIFT_SHUT = 0.17, 0.12, 0.12
"""Share of the open eye by which the lower lid rises in full units 7 and 6, and when the eye is shut."""

_FOLLOW_MM_PER_DEG = 0.045
"""How far both lids go up and down with the gaze, beside the upper lid's own fall in `Pose.eye_opening`."""


@dataclass(frozen=True, slots=True, eq=False)
class Lids:
    """The edges of the lids over some columns, in mm over the line of the eyes; `high_open` is the upper at rest."""

    high: Picture
    low: Picture
    high_open: Picture


def gaze_deg(pose: Pose, side: int) -> tuple[float, float]:
    """Return where one eye looks (`side` -1 left in the picture): yaw towards the image's right, pitch up."""
    return pose.gaze_yaw_deg - side * pose.vergence_deg, pose.gaze_pitch_deg


def opening_share(pose: Pose, side: int) -> float:
    """Return the drawn lid aperture of one eye over that of the same eye open at rest: 0 shut, 1 open.

    Above 1 the upper lid is raised (unit 5). At every column of the eye, the distance between the lids is this share
    of its distance at rest.
    """
    unit = units_at(pose, side)
    lifted = (1 + WIDENED_BY_5 * unit.au5) * (1 - NARROWED_BY_7 * unit.au7) * (1 - NARROWED_BY_6 * unit.au6)
    return pose.eye_opening * lifted * (1 - max(unit.au43, unit.au45))


def lids_of(out_mm: Picture, identity: Identity, pose: Pose, side: int) -> Lids:
    """Return the lids' edges at columns `out_mm`, counted outwards from the middle of the eye.

    The eyes of both sides mirror each other. Beyond the corners both edges lie on the line between them.
    """
    share = np.clip(out_mm / (identity.eye_width_mm / 2), -1.25, 1.25)
    arc = np.clip(1 - share * share, 0, 1)
    tilt = identity.eye_tilt_mm * share
    above = identity.eye_height_mm * SHARE_ABOVE
    below = identity.eye_height_mm - above
    round_above = arc**0.62
    bottom = tilt * 0.55 - below * arc**0.8 * (1 + 0.08 * share)
    top = tilt * 0.55 + above * round_above * (1 - 0.1 * share)
    unit, opening = units_at(pose, side), opening_share(pose, side)
    open_part = min(1.0, opening)
    lift = _LIFT_SHUT * (1 - open_part) + open_part * max(_LIFT_BY_7 * unit.au7, _LIFT_BY_6 * unit.au6)
    shift = _FOLLOW_MM_PER_DEG * pose.gaze_pitch_deg * open_part * round_above
    low = bottom + lift * (top - bottom) + shift
    return Lids(low + opening * (top - bottom), low, top + shift)


def pupil_column_mm(pose: Pose, side: int) -> float:
    """Return where the middle of the pupil lies, outwards from the middle of the eye."""
    return side * IRIS_REACH_MM * float(np.sin(np.radians(gaze_deg(pose, side)[0])))


def aperture_mm(identity: Identity, pose: Pose, side: int) -> float:
    """Return the drawn lid aperture in mm: upper less lower lid edge at the pupil's column, `side` -1 or 1.

    This is the geometry that is drawn, not a measurement of it: head coordinates, seen from straight ahead.
    """
    column = np.array([pupil_column_mm(pose, side)], dtype=np.float64)
    lids = lids_of(column, identity, pose, side)
    return float(lids.high[0] - lids.low[0])
