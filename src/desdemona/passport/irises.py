"""Gaze and head angles, from where the borders of both irises are seen.

On dark skin the white of the eye is all that is light around it: the border of the iris is where each line of the
picture falls below a fixed green code, to a fraction of a pixel.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from desdemona.faces.people import person
from desdemona.passport.stills import (
    CENTRE_SHARE,
    DISTANCE_MM,
    EYE_DEPTH_MM,
    FOCAL_SHARE,
    Picture,
    look,
    px_per_mm,
)
from desdemona.stimuli.phantom import Phantom

Floats = NDArray[np.float64]

WHITE_CODE = 78.0
"""Green code between the white of the eye and everything around it on this skin."""
REACH_MM = 12.0
"""From the point that the eye turns about to the iris, by the phantom's specification."""
IRIS_UP_MM = 0.9
"""Height of the irises over the line of the eyes."""
NECK_MM = np.array([0.0, -70.0, -20.0])
"""The joint that the head turns about, by the specification."""


def _borders(picture: Picture, column: float, row: float) -> Floats:
    """Return chords of an iris (n, 3): left end, row and right end, where the iris meets the white on both sides."""
    scale = px_per_mm(picture.shape[0], EYE_DEPTH_MM)
    top, left = int(row - 8 * scale), int(column - 15 * scale)
    part = picture[top : int(row + 8 * scale), left : int(column + 15 * scale), 1]
    middle, chords = int(column - left), []
    for number, line in enumerate(part):
        white = line > WHITE_CODE
        before = np.flatnonzero(white[: max(middle - int(2.5 * scale), 0)])
        after = np.flatnonzero(white[middle + int(2.5 * scale) :]) + middle + int(2.5 * scale)
        if not len(before) or not len(after):
            continue
        at, to = int(before[-1]), int(after[0])
        if white[at + 1] or white[to - 1] or max(middle - at, to - middle) > 8 * scale:
            continue
        start = at + (line[at] - WHITE_CODE) / (line[at] - line[at + 1])
        end = to - (line[to] - WHITE_CODE) / (line[to] - line[to - 1])
        chords.append((left + start, top + number, left + end))
    return np.array(chords)


def iris_at(picture: Picture, column: float, row: float) -> tuple[float, float, float]:
    """Return column, row and vertical radius (px) of the ellipse that an iris is seen as, looked for around a place.

    The square of a chord's length is a parabola over the rows with its top in the middle row; the chords' middles lie
    on a straight line. Both are fitted by least squares twice, the second time without the chords that lie furthest
    off, and all that three times, each time around the last place. NaN where the border cannot be seen.
    """
    half = float("nan")
    for _ in range(3):
        chords = _borders(picture, column, row)
        if len(chords) < 6:
            return float("nan"), float("nan"), float("nan")
        for _ in range(2):
            rows, middles, lengths = chords[:, 1], chords[:, [0, 2]].mean(axis=1), chords[:, 2] - chords[:, 0]
            bend = np.polynomial.Polynomial.fit(rows, lengths**2, 2)
            line = np.polynomial.Polynomial.fit(rows, middles, 1)
            off = np.abs(bend(rows) - lengths**2) / np.maximum(lengths, 1) + np.abs(line(rows) - middles)
            chords = chords[off <= 3 * max(float(np.median(off)), 0.2)]
        row = float(bend.deriv().roots()[0])
        column = float(line(row))
        crossings = bend.roots()
        half = float(np.ptp(crossings.real)) / 2 if np.isrealobj(crossings) else float("nan")
    return column, row, half


def turned(angles_deg: tuple[float, float, float], points_mm: Floats, size_px: int) -> Floats:
    """Return where points of a head are seen (n, 2), turned by yaw, pitch and roll about the neck.

    A nod first, then the turn, then the tilt; yaw positive towards the image's right, pitch up, roll clockwise.
    """
    yaw, pitch, roll = np.radians(angles_deg)
    x, y, z = (points_mm - NECK_MM).T
    y, z = y * np.cos(pitch) + z * np.sin(pitch), -y * np.sin(pitch) + z * np.cos(pitch)
    x, z = x * np.cos(yaw) + z * np.sin(yaw), -x * np.sin(yaw) + z * np.cos(yaw)
    x, y = x * np.cos(roll) + y * np.sin(roll), -x * np.sin(roll) + y * np.cos(roll)
    x, y, z = x + NECK_MM[0], y + NECK_MM[1], z + NECK_MM[2]
    scale = FOCAL_SHARE * size_px / (DISTANCE_MM - z)
    return np.column_stack([(size_px - 1) / 2 + x * scale, CENTRE_SHARE * size_px - y * scale])


def _irises(picture: Picture, near: Floats) -> Floats:
    return np.array([iris_at(picture, column, row)[:2] for column, row in near])


def eyes_of(identity: int) -> Floats:
    """Return the irises (2, 3; mm, head coordinates), left in the picture first, at their usual depth."""
    half = person(identity).eye_distance_mm / 2
    return np.array([(-half, IRIS_UP_MM, EYE_DEPTH_MM), (half, IRIS_UP_MM, EYE_DEPTH_MM)])


def shown_gaze_deg(phantom: Phantom, rest: Picture) -> tuple[float, float]:
    """Return yaw and pitch of the gaze from how far both irises have moved since `rest`, mean of the eyes."""
    picture = look(phantom)
    near = turned((0.0, 0.0, 0.0), eyes_of(phantom.identity), picture.shape[0])
    before = _irises(rest, near)
    after = np.array([_moved(picture, column, row) for column, row in before])
    moved_mm = (after - before).mean(axis=0) / px_per_mm(picture.shape[0], EYE_DEPTH_MM)
    right, down = np.degrees(np.arcsin(np.clip(moved_mm / REACH_MM, -1, 1))).tolist()
    return right, -down


def _moved(picture: Picture, column: float, row: float) -> tuple[float, float]:
    """Return where an iris has gone: the dark middle is searched along the eye, then its border fitted."""
    scale = px_per_mm(picture.shape[0], EYE_DEPTH_MM)
    starts = [(column + x * scale, row - y * scale) for y in (0, 2, -2) for x in (0, 2, -2, 4, -4)]
    darkest = min(starts, key=lambda at: _grey(picture, at, 1.5 * scale))
    found = iris_at(picture, *darkest)
    return found[0], found[1]


def _grey(picture: Picture, at: tuple[float, float], reach_px: float) -> float:
    column, row = at
    rows, columns = (slice(int(middle - reach_px), int(middle + reach_px) + 1) for middle in (row, column))
    return float(picture[rows, columns, 1].mean())


def shown_head_deg(phantom: Phantom, rest: Picture, near_deg: tuple[float, float, float]) -> Floats:
    """Return yaw, pitch and roll (3,) of a head, from its irises and those of the same head facing the camera.

    The depth of the eyes follows from how far apart they are seen at `rest`; then the three angles are those at which
    both irises come to lie where they are seen (least squares). `near_deg` is only where the irises are looked for.
    """
    size_px, eyes = rest.shape[0], eyes_of(phantom.identity)
    before = _irises(rest, turned((0.0, 0.0, 0.0), eyes, size_px))
    apart_mm, apart_px = eyes[1, 0] - eyes[0, 0], before[1, 0] - before[0, 0]
    scale = apart_px / apart_mm
    eyes[:, 2] = DISTANCE_MM - FOCAL_SHARE * size_px / scale
    eyes[:, 1] = (CENTRE_SHARE * size_px - before[:, 1].mean()) / scale
    seen = _irises(look(phantom), turned(near_deg, eyes, size_px))
    if not np.isfinite(seen).all():
        return np.full(3, np.nan)

    def off(angles: Floats) -> Floats:
        yaw, pitch, roll = angles.tolist()
        return (turned((yaw, pitch, roll), eyes, size_px) - seen).ravel()

    return np.asarray(least_squares(off, np.zeros(3)).x, dtype=np.float64)
