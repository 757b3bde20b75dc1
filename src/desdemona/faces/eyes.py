"""Eyes and brows, drawn straight into the picture from the place of each pixel on the face."""

import numpy as np

from desdemona.faces.cast import Identity
from desdemona.faces.colour import Picture, as_colour
from desdemona.faces.complexion import Palette
from desdemona.faces.head import smooth_step
from desdemona.faces.patch import Patch
from desdemona.faces.pose import Pose

IRIS_REACH_MM = 12.0
"""From the point that the eye turns about to the disc of the iris: a gaze of angle a moves the iris by 12 mm × sin a.

A choice, the radius of the eye (Bekerman et al. 2014: 24 mm across), as gaze models take it; anatomy puts the iris seen
through the cornea some 10.5 mm before the turning point, so a real eye's iris moves an eighth less.
"""

IRIS_MM = 5.85
"""Radius of the iris (Rüfer et al. 2005: 11.7 mm across)."""

_PUPIL_MM = 1.9
_BALL_MM = float(np.hypot(IRIS_REACH_MM, IRIS_MM))
_EYE_UP_MM = 0.9
_SHARE_ABOVE = 0.56


def paint_eye(patch: Patch, side: int, identity: Identity, palette: Palette, pose: Pose) -> None:
    """Paint one eye (`side` -1 at the left of the picture, 1 at the right) with its lids, lashes and brow."""
    out = side * patch.x_mm - identity.eye_distance_mm / 2
    half = identity.eye_width_mm / 2
    share = np.clip(out / half, -1.25, 1.25)
    arc = np.clip(1 - share * share, 0, 1)
    tilt = identity.eye_tilt_mm * share
    above = identity.eye_height_mm * _SHARE_ABOVE
    below = identity.eye_height_mm - above
    low = tilt * 0.4 - below * arc**0.75
    high_open = tilt + above * arc**0.6 * (1 - 0.1 * share)
    low_shut = tilt * 0.4 - below * 0.8 * arc**0.75
    high = low_shut + pose.eye_opening * (high_open - low_shut)
    low = np.minimum(low, high)
    _paint_lids(patch, identity, share, (high, high_open), pose)
    inside = np.minimum(patch.edge(high - patch.y_mm), patch.edge(patch.y_mm - low)) * (np.abs(share) < 1)
    if pose.eye_opening > 0.02:
        _paint_eyeball(patch, out, share, high, inside, (side, palette, pose))
    _paint_lashes(patch, identity, share, (high, low), pose)
    paint_brow(patch, side, identity, palette, pose)


def _paint_lids(patch: Patch, identity: Identity, share: Picture, high: tuple[Picture, Picture], pose: Pose) -> None:
    edge, edge_open = high
    across = np.clip(1.15 - share * share, 0, 1)
    crease = edge_open + 3.4 * np.clip(1.2 - 0.5 * share * share, 0, 1) - 1.6 * (1 - pose.eye_opening)
    line = np.exp(-0.5 * ((patch.y_mm - crease) / 0.9) ** 2) * across
    patch.shade((0.3 * (0.45 + 0.55 * pose.eye_opening)) * line, (0.55, 0.42, 0.42))
    lid = smooth_step(patch.y_mm - edge, -0.5, 0.8) * smooth_step(crease - patch.y_mm, -1.0, 1.5) * across
    patch.shade(lid, (0.95, 0.9, 0.9))
    bag = np.exp(-0.5 * ((patch.y_mm + identity.eye_height_mm * 0.44 + 5.5) / 1.6) ** 2) * across
    patch.shade(0.10 * bag, (0.6, 0.5, 0.5))


def _paint_eyeball(
    patch: Patch,
    out: Picture,
    share: Picture,
    high: Picture,
    inside: Picture,
    who: tuple[int, Palette, Pose],
) -> None:
    side, palette, pose = who
    up = patch.y_mm - _EYE_UP_MM
    deep = np.sqrt(np.clip(_BALL_MM**2 - out * out - up * up, 0, None))
    yaw, pitch = np.radians(pose.gaze_yaw_deg) * side, np.radians(pose.gaze_pitch_deg)
    towards = (np.sin(yaw) * np.cos(pitch), np.sin(pitch), np.cos(yaw) * np.cos(pitch))
    along = out * float(towards[0]) + up * float(towards[1]) + deep * float(towards[2])
    from_axis = np.sqrt(np.clip(out * out + up * up + deep * deep - along * along, 0, None))
    from_axis = np.where(along > 0, from_axis, 99).astype(np.float32)
    white = as_colour((0.90, 0.885, 0.87)) * (1 - 0.16 * share * share)
    white[1:] *= 1 - 0.22 * smooth_step(-share, 0.72, 0.98)
    glow = 0.8 + 0.45 * smooth_step(from_axis, 1.8, 4.6) - 0.6 * smooth_step(from_axis, 4.6, 5.9)
    ball = white + patch.edge(IRIS_MM - from_axis) * (as_colour(palette.iris) * glow - white)
    ball += patch.edge(_PUPIL_MM - from_axis) * (np.float32(0.04) - ball)
    ball *= 0.58 + 0.42 * smooth_step(high - patch.y_mm, -0.3, 3.6)
    patch.lay(inside, ball)
    spark = np.hypot(side * out - 5.0 * float(towards[0]) * side - 1.7, up - 5.0 * float(towards[1]) - 2.1)
    patch.shine(0.75 * inside * patch.edge(0.9 - spark))


def _paint_lashes(patch: Patch, identity: Identity, share: Picture, lids: tuple[Picture, Picture], pose: Pose) -> None:
    high, low = lids
    reach = smooth_step(1.1 - np.abs(share), 0.0, 0.2)
    over = patch.y_mm - high
    thick = identity.lash_mm * (0.5 + 0.25 * (share + 1)) * 0.75
    upper = patch.edge(over + 0.5) * (1 - smooth_step(over - thick, -0.7, 0.9)) * reach
    patch.lay(0.85 * upper, as_colour((0.075, 0.06, 0.06)))
    under = low - patch.y_mm
    lower = patch.edge(under + 0.3) * (1 - smooth_step(under, 0.2, 1.2)) * reach
    patch.lay((0.12 + 0.25 * pose.eye_opening) * lower, as_colour((0.16, 0.11, 0.10)))


def paint_brow(patch: Patch, side: int, identity: Identity, palette: Palette, pose: Pose) -> None:
    """Paint one eyebrow: raised it goes up by 7 mm, lowered it goes down by 4 mm and inwards."""
    raised, lowered = max(pose.brow, 0.0), max(-pose.brow, 0.0)
    out = side * patch.x_mm + 2.5 * lowered
    share = (out - 11.5) / 41
    arch = identity.brow_arch_mm
    rise = arch * (1 - ((share - 0.62) / 0.62) ** 2) - np.where(share > 0.62, 5.5 * ((share - 0.62) / 0.38) ** 2, 0)
    middle = identity.brow_height_mm - 1 + rise + 7.0 * raised - (5.0 - 2.5 * share) * lowered
    thick = identity.brow_thickness_mm / 2 * np.clip(1.05 - 0.72 * np.clip(share, 0, 1.2) ** 2, 0.2, 1)
    off = np.abs(patch.y_mm - middle)
    cover = smooth_step(thick - off, -1.0, 1.3) * smooth_step(share, -0.04, 0.16) * smooth_step(1.04 - share, 0.0, 0.3)
    patch.lay(0.8 * cover, 0.75 * as_colour(palette.hair))
