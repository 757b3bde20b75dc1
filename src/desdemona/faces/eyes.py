"""Eyes and their lids, drawn straight into the picture from the place of each pixel on the face."""

from dataclasses import dataclass

import numpy as np

from desdemona.faces.brows import paint_brow
from desdemona.faces.cast import Identity
from desdemona.faces.colour import Picture, as_colour
from desdemona.faces.complexion import Palette
from desdemona.faces.lids import IRIS_REACH_MM, Lids, gaze_deg, lids_of, opening_share
from desdemona.faces.patch import Patch
from desdemona.faces.pose import Pose, units_at
from desdemona.faces.relief import smooth_step

IRIS_MM = 5.85
"""Radius of the iris (Rüfer et al. 2005: 11.7 mm across)."""

_CORNEA_MM = 7.8
_CORNEA_REACH_MM = 5.0
_BALL_MM = float(np.hypot(IRIS_REACH_MM, IRIS_MM))
_EYE_UP_MM = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class _Eye:
    """One eye while it is painted: places outwards from its middle (`out`, and `share` of its half width), its lids."""

    side: int
    out: Picture
    share: Picture
    lids: Lids
    opening: float


def paint_eye(patch: Patch, side: int, identity: Identity, palette: Palette, pose: Pose) -> None:
    """Paint one eye (`side` -1 at the left of the picture, 1 at the right) with its lids, lashes and brow."""
    out = side * patch.x_mm - identity.eye_distance_mm / 2
    share = np.clip(out / (identity.eye_width_mm / 2), -1.25, 1.25)
    eye = _Eye(side, out, share, lids_of(out, identity, pose, side), opening_share(pose, side))
    paint_brow(patch, side, identity, palette)
    _paint_lids(patch, identity, eye, pose)
    high, low = eye.lids.high, eye.lids.low
    inside = np.minimum(patch.edge(high - patch.y_mm), patch.edge(patch.y_mm - low)) * (np.abs(share) < 1)
    inside *= np.clip((high - low) * (2 / patch.soft_mm), 0, 1)
    if eye.opening > 0:
        _paint_eyeball(patch, eye, inside, palette, pose)
    _paint_rims(patch, eye)
    _paint_lashes(patch, identity, eye)


def _paint_lids(patch: Patch, identity: Identity, eye: _Eye, pose: Pose) -> None:
    unit, lids, share = units_at(pose, eye.side), eye.lids, eye.share
    across = np.clip(1.15 - share * share, 0, 1)
    shut = 1 - min(eye.opening, 1.0)
    lifted = 0.9 * max(unit.au1, unit.au2) - 1.5 * unit.au4 - 0.8 * unit.au9 - 0.9 * unit.au5
    crease = lids.high_open + (3.3 + lifted) * np.clip(1.2 - 0.5 * share * share, 0, 1) - 1.2 * shut
    off = patch.y_mm - crease
    line = np.exp(-0.5 * (off / np.where(off > 0, 1.3, 0.75)) ** 2) * across
    patch.shade((0.36 * (1 - 0.6 * shut)) * line, (0.58, 0.44, 0.42))
    lid = smooth_step(patch.y_mm - lids.high, -0.5, 0.8) * smooth_step(-off, -1.0, 1.5) * across
    patch.shade(lid, (0.95, 0.9, 0.9))
    # a lid that has come down is a ball under skin: lit on its middle, turned away above its lashes
    over = patch.y_mm - lids.high
    round_lid = np.exp(-0.5 * ((over - 0.42 * (lids.high_open - lids.high) - 1.0) / 2.6) ** 2)
    patch.shade((shut * lid) * round_lid, (1.07, 1.06, 1.05))
    patch.shade((0.35 * shut * lid) * smooth_step(2.2 - over, 0.0, 2.2), (0.78, 0.7, 0.7))
    bag = np.exp(-0.5 * ((patch.y_mm - lids.low + 5.2) / 1.6) ** 2) * across
    patch.shade((0.08 + 0.10 * identity.lines) * bag, (0.6, 0.5, 0.5))


def _paint_eyeball(patch: Patch, eye: _Eye, inside: Picture, palette: Palette, pose: Pose) -> None:
    """Paint the white with the caruncle in its inner corner, iris, pupil, the lids' shadow and the lamp in it."""
    up = patch.y_mm - _EYE_UP_MM
    towards = _axis(eye.side, pose)
    deep = np.sqrt(np.clip(_BALL_MM**2 - eye.out * eye.out - up * up, 0, None))
    along = eye.out * towards[0] + up * towards[1] + deep * towards[2]
    from_axis = np.sqrt(np.clip(eye.out * eye.out + up * up + deep * deep - along * along, 0, None))
    from_axis = np.where(along > 0, from_axis, 99).astype(np.float32)
    ball = _white(eye.share)
    angle = np.arctan2(up - IRIS_REACH_MM * towards[1], eye.out - IRIS_REACH_MM * towards[0])
    ball += patch.edge(IRIS_MM - from_axis) * (_iris(palette, from_axis, angle, pose.pupil_mm / 2) - ball)
    ball += patch.edge(pose.pupil_mm / 2 - from_axis) * (as_colour((0.035, 0.03, 0.03)) - ball)
    below, above = eye.lids.high - patch.y_mm, patch.y_mm - eye.lids.low
    ball *= 0.52 + 0.48 * smooth_step(below, -0.4, 3.8)
    ball *= 0.86 + 0.14 * smooth_step(above, 0.0, 1.6)
    patch.lay(inside, ball)
    hx, hy, _ = patch.outlook.halfway
    spark_out = eye.out - _CORNEA_REACH_MM * towards[0] - _CORNEA_MM * eye.side * hx
    spark_up = up - _CORNEA_REACH_MM * towards[1] - _CORNEA_MM * hy
    spark = np.hypot(spark_out, spark_up)
    window = np.exp(-0.5 * ((spark_out + 0.4) / 2.2) ** 2 - 0.5 * ((spark_up - 0.6) / 1.5) ** 2)
    shine = 0.62 * patch.edge(0.85 - spark) + 0.09 * window * patch.edge(IRIS_MM - from_axis)
    patch.shine(inside * shine * smooth_step(below, 0.0, 0.8))


def _axis(side: int, pose: Pose) -> tuple[float, float, float]:
    """Return where an eye looks: outwards, up and ahead."""
    yaw_deg, pitch_deg = gaze_deg(pose, side)
    yaw, pitch = np.radians(yaw_deg) * side, np.radians(pitch_deg)
    return float(np.sin(yaw) * np.cos(pitch)), float(np.sin(pitch)), float(np.cos(yaw) * np.cos(pitch))


def _white(share: Picture) -> Picture:
    """Return the white of an eye: warmer and darker towards the corners, pink at the inner one."""
    white = as_colour((0.83, 0.81, 0.795)) * (1 - 0.20 * share * share)
    white[1:] *= 1 - 0.07 * share * share
    caruncle = smooth_step(-share, 0.76, 0.92)
    white += caruncle * (as_colour((0.70, 0.42, 0.39)) - white)
    return np.asarray(white, dtype=np.float32)


def _iris(palette: Palette, from_axis: Picture, angle: Picture, pupil_mm: float) -> Picture:
    """Return the iris: fibres from the pupil outwards, a lighter ring near the pupil, a dark border."""
    fibres = np.sin(23 * angle + 2.1 * np.sin(5 * angle)) + 0.7 * np.sin(41 * angle + 1.3 * from_axis)
    part = np.clip((from_axis - pupil_mm) / (IRIS_MM - pupil_mm), 0, 1)
    glow = 0.92 + 0.30 * smooth_step(part, 0.02, 0.4) - 0.10 * smooth_step(part, 0.4, 0.8)
    glow += 0.075 * fibres * smooth_step(part, 0.0, 0.2)
    glow *= 1 - 0.62 * smooth_step(part, 0.74, 1.0)
    glow *= 1 + 0.16 * np.sin(-angle)  # light that came in from above leaves below
    return np.asarray(as_colour(palette.iris) * glow, dtype=np.float32)


def _paint_rims(patch: Patch, eye: _Eye) -> None:
    """Paint the thickness of the lids: a wet, light rim below and a thin dark one above."""
    share, low = eye.share, eye.lids.low
    reach = smooth_step(1.02 - np.abs(share), 0.0, 0.15) * min(1.0, 4 * eye.opening)
    under = low - patch.y_mm
    rim = patch.edge(under) * (1 - smooth_step(under, 0.35, 1.3)) * reach
    patch.shade(0.75 * rim, (1.03, 0.82, 0.80))
    wet = np.exp(-0.5 * ((patch.y_mm - low - 0.25) / 0.35) ** 2) * reach
    patch.shine(0.05 * wet)


def _paint_lashes(patch: Patch, identity: Identity, eye: _Eye) -> None:
    share, lids = eye.share, eye.lids
    reach = smooth_step(1.1 - np.abs(share), 0.0, 0.2)
    over = patch.y_mm - lids.high
    shut = 1 - min(eye.opening, 1.0)
    fine = float(np.clip(1.3 - patch.soft_mm, 0, 1))
    fan = np.sin(24 * share - (2.2 + 2.0 * share) * over) * np.sin(9 * share + 1.0)
    thick = identity.lash_mm * (0.40 + 0.20 * (share + 1) + 0.16 * fine * fan)
    hang = float(smooth_step(eye.opening, 0.06, 0.0))  # lashes of shut lids hang over the line between the lids
    past = np.where(over > 0, over, -over * (1.4 - 0.7 * hang))
    upper = patch.edge(np.where(over > 0, over, over + 0.9 * hang)) * (1 - smooth_step(past - thick, -0.7, 0.9)) * reach
    patch.lay(0.86 * upper, as_colour((0.075, 0.06, 0.06)))
    under = lids.low - patch.y_mm
    wisps = 0.7 + 0.3 * fine * np.sin(30 * share + 3.0 * under)
    lower = patch.edge(under - 0.7) * (1 - smooth_step(under, 0.9, 1.0 + 0.6 * identity.lash_mm)) * reach
    patch.lay((0.30 * (1 - 0.6 * shut)) * wisps * lower * smooth_step(share, -0.6, 0.2), as_colour((0.16, 0.11, 0.10)))
