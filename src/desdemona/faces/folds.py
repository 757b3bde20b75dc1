"""Folds and bunched skin: what action units and age do to the relief of a face, for the light to show."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from desdemona.faces.cast import Identity
from desdemona.faces.colour import Picture
from desdemona.faces.fold_tables import AGE_CREASES, CREASES, REST, SWELLS, Crease, Swell
from desdemona.faces.pose import Pose
from desdemona.faces.pulls import Pull, pulls_of
from desdemona.faces.sheet import Grid, anchor

GRID = Grid(0.625)

_DARK_PER_MM = 0.34
"""How much of the light from around a fold of 1 mm keeps out; our choice."""


@dataclass(frozen=True, slots=True, eq=False)
class Relief:
    """A part of the sheet and what lies on it.

    `form` (rows, columns, 3) is the slope of the relief to the right and up (mm a mm), and how much darker its folds
    are (a share); it begins at `row` and `column` of the sheet.
    """

    form: Picture
    row: int
    column: int


def fold_depth(identity: Identity, crease: Crease) -> float:
    """Return the depth of a fold in mm when fully drawn: fine ones grow with the lines that age has drawn."""
    return crease.depth_mm * (0.45 + 1.1 * identity.lines if crease.fine else 0.85 + 0.3 * identity.lines)


def relief_map(identity: Identity, pose: Pose) -> Picture:
    """Return slopes and darkness (rows, columns, 3) of all folds of a face in a pose, over the sheet at rest."""
    relief = _resting(identity).copy()
    for side in (-1, 1):
        for pull, amount in pulls_of(pose, side).items():
            part = _relief_of(identity, pull)
            if part is not None:
                _add(relief, part, side, amount)
    return relief


def _add(relief: Picture, part: Relief, side: int, amount: float) -> None:
    rows, columns = part.form.shape[:2]
    down = slice(part.row, part.row + rows)
    if side > 0:
        relief[down, part.column : part.column + columns] += np.float32(amount) * part.form
        return
    right = relief.shape[1] - part.column
    turned = np.array([-amount, amount, amount], dtype=np.float32)
    relief[down, right - columns : right] += turned * part.form[:, ::-1]


@lru_cache(maxsize=64)
def _resting(identity: Identity) -> Picture:
    """Return the folds that a face has at rest: those beside the nose, and with age the others."""
    columns, rows = GRID.size
    relief = np.zeros((rows, columns, 3), dtype=np.float32)
    aged = [(crease, max(0.0, identity.lines - 0.25)) for crease in AGE_CREASES]
    for crease, share in [*((crease, 0.6 + 0.8 * identity.lines) for crease in REST), *aged]:
        if share > 0:
            part = _form([crease], [], identity)
            for side in (-1, 1):
                _add(relief, part, side, share)
    relief.setflags(write=False)
    return relief


@lru_cache(maxsize=240)
def _relief_of(identity: Identity, pull: Pull) -> Relief | None:
    """Return what a full pull does on the person's left half (x positive)."""
    creases = [crease for crease in CREASES if crease.pull == pull]
    swells = [swell for swell in SWELLS if swell.pull == pull]
    return _form(creases, swells, identity) if creases or swells else None


def _form(creases: list[Crease], swells: list[Swell], identity: Identity) -> Relief:
    height = np.zeros(GRID.size[::-1], dtype=np.float32)
    dark = np.zeros_like(height)
    for crease in creases:
        _draw_crease(height, dark, crease, identity)
    for swell in swells:
        out, up = anchor(swell.zone, identity)
        across = np.exp(-0.5 * ((GRID.x_mm - swell.at[0] - out) / swell.size[0]) ** 2)
        along = np.exp(-0.5 * ((GRID.y_mm - swell.at[1] - up) / swell.size[1]) ** 2)
        height += np.outer(along, np.float32(swell.height_mm) * across)
    slope_down, slope_right = np.gradient(height, GRID.step_mm)
    form = np.stack([slope_right, -slope_down, dark], axis=-1).astype(np.float32)
    return _cropped(form)


def _cropped(form: Picture) -> Relief:
    seen = np.abs(form).max(axis=-1) > 1e-3
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    area = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    return Relief(np.ascontiguousarray(form[area]), int(rows[0]), int(columns[0]))


def _draw_crease(height: Picture, dark: Picture, crease: Crease, identity: Identity) -> None:
    """Draw a fold: a groove with soft banks that gets shallow towards its ends."""
    course = _course(crease, identity)
    wide = 4.5 * crease.width_mm + 2.0
    rows = np.flatnonzero(np.abs(GRID.y_mm - course[:, 1].mean()) < np.ptp(course[:, 1]) / 2 + wide + 4)
    columns = np.flatnonzero(np.abs(GRID.x_mm - course[:, 0].mean()) < np.ptp(course[:, 0]) / 2 + wide + 4)
    x, y = np.meshgrid(GRID.x_mm[columns], GRID.y_mm[rows])
    squared = (x[..., None] - course[:, 0]) ** 2 + (y[..., None] - course[:, 1]) ** 2
    nearest = squared.argmin(axis=-1)
    off = np.sqrt(np.take_along_axis(squared, nearest[..., None], axis=-1)[..., 0]) / crease.width_mm
    part = nearest / (len(course) - 1)
    depth = fold_depth(identity, crease) * np.clip(4 * part * (1 - part), 0, 1) ** 0.6
    groove = np.exp(-0.5 * off * off)
    area = np.ix_(rows, columns)
    profile = depth * (groove - 0.38 * np.exp(-0.5 * (off / 2.4) ** 2))
    height[area] -= cv2.GaussianBlur(profile.astype(np.float32), (0, 0), 0.7)
    dark[area] += cv2.GaussianBlur((_DARK_PER_MM * depth * groove).astype(np.float32), (0, 0), 0.7)


def _course(crease: Crease, identity: Identity) -> Picture:
    """Return the course of a fold on this face as points (n, 2) half a mm apart, its corners rounded."""
    points = np.array(crease.points, dtype=np.float64)
    first, last = (np.array(anchor(zone, identity)) for zone in (crease.zone, crease.to))
    share = np.linspace(0, 1, len(points))[:, None]
    points = points + (1 - share) * first + share * last
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    fine = np.linspace(0, along[-1], max(8, int(along[-1] / 0.5)))
    course = np.stack([np.interp(fine, along, points[:, axis]) for axis in (0, 1)], axis=-1)
    for _ in range(6):
        course[1:-1] = (course[:-2] + 2 * course[1:-1] + course[2:]) / 4
    return np.asarray(course, dtype=np.float32)
