"""The mouth: how far the lips are apart, and where its corners are, from its pixels."""

from collections.abc import Iterator

import cv2
import numpy as np

from desdemona.passport.row import Group, Row, Tolerance, worst_of
from desdemona.passport.stills import (
    LIP_DEPTH_MM,
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

SIZE_PX = 960
PEOPLE = ((0, 3), (10, 3), (40, 2))
"""Identity and skin tone of those measured."""
FULL_GAP_MM = 29.5
"""Between the lips of a fully open mouth: the jaw sinks by 28 mm, the upper lip rises by 1.5 mm."""
SMILE_MM = (6.5, 7.0)
"""Outwards and up: what a full smile does to each corner, by the phantom's specification."""

_GAP = Tolerance("apart", 0.03)
_CORNER = Tolerance("apart", 1.0)
_LINE_DARKNESS = 0.22
"""Share by which the line between the lips is darker than what is 1.5 mm above or below."""


def gap_mm(picture: Picture) -> float:
    """Return the distance between the lips in the middle of the mouth.

    It is what lies between the lips' last bright red above and their first below, on light skin: teeth, tongue and the
    dark behind them all have less red in them than lips there. 0 where nothing is dark.
    """
    middle, scale = (picture.shape[1] - 1) / 2, px_per_mm(picture.shape[0], LIP_DEPTH_MM)
    top, bottom = int(row_of(picture, -62.5, LIP_DEPTH_MM)), int(row_of(picture, -106.0, LIP_DEPTH_MM))
    red = picture[top:bottom, int(middle - 1) : int(middle + 3), 0].mean(axis=1)
    level = 0.86 * float(np.median(red[: int(1.5 * scale)]))
    inside = np.flatnonzero(red < level)
    if not len(inside):
        return 0.0
    run = max(np.split(inside, np.flatnonzero(np.diff(inside) > 1) + 1), key=len)
    first, last = int(run[0]), int(run[-1])
    if first == 0 or last == len(red) - 1:
        return float("nan")
    above = (level - red[first]) / (red[first - 1] - red[first])
    below = (level - red[last]) / (red[last + 1] - red[last])
    return float(last + below - (first - above)) / scale


def corner_mm(picture: Picture, side: int) -> tuple[float, float]:
    """Return the corner of the shut mouth (`side` -1 left in the picture), right of the middle and up, in mm.

    It is where the dark line between the lips ends.
    """
    scale = px_per_mm(picture.shape[0], LIP_DEPTH_MM)
    top, bottom = int(row_of(picture, -46.0, LIP_DEPTH_MM)), int(row_of(picture, -80.0, LIP_DEPTH_MM))
    green = picture[top:bottom, :, 1]
    around = cv2.morphologyEx(green, cv2.MORPH_CLOSE, np.ones((int(3 * scale) | 1, 1)))
    darker = np.asarray((around - green) / around)
    _, pieces = cv2.connectedComponents((darker > _LINE_DARKNESS).astype(np.uint8))
    middle = int(column_of(picture, 0.0, LIP_DEPTH_MM))
    crossing = [number for number in np.unique(pieces[:, middle - 3 : middle + 4]) if number]
    if not crossing:
        return float("nan"), float("nan")
    line = max(crossing, key=lambda number: np.count_nonzero(pieces == number))
    rows, columns = np.nonzero(pieces == line)
    end = columns.max() if side > 0 else columns.min()
    near = np.abs(columns - end) <= 0.6 * scale
    row = np.average(rows[near], weights=darker[rows[near], columns[near]]) + top
    return (
        float(end - column_of(picture, 0.0, LIP_DEPTH_MM)) / scale,
        float(row_of(picture, 0.0, LIP_DEPTH_MM) - row) / scale,
    )


def opening(*acts: Act, who: tuple[int, int]) -> Phantom:
    """Return a phantom who holds something with her mouth; `who` is identity and skin tone."""
    return holding(*acts, identity=who[0], tone=who[1], size_px=SIZE_PX)


def gap_row(cause: str, asked: float, phantom: Phantom) -> Row:
    """Return the gap of the lips over that of a fully open mouth beside what was asked."""
    found = gap_mm(look(phantom)) / FULL_GAP_MM
    return Row(cause, asked, found, "of full opening", _GAP, "run without the lips' red, middle column", 3)


def corner_rows(cause: str, asked_mm: tuple[float, float], phantom: Phantom) -> Iterator[Row]:
    """Give one row each for how far the corners of the mouth have gone out and up, mean of both corners."""
    rest, now = look_at((), phantom.identity, phantom.skin_tone, phantom.camera.height_px), look(phantom)
    moved = np.array([np.subtract(corner_mm(now, side), corner_mm(rest, side)) * (side, 1) for side in (-1, 1)])
    for name, want, found in zip(("out", "up"), asked_mm, moved.mean(axis=0), strict=True):
        yield Row(f"{cause}: corners {name}", want, float(found), "mm", _CORNER, "end of the line between the lips")


def _rows() -> Iterator[Row]:
    for share in (0.25, 0.5, 0.75, 1.0):
        acts = held(("mouth_open", share))
        yield worst_of((gap_row("", share, opening(*acts, who=who)) for who in PEOPLE), f"mouth_open {share:g}")
    yield gap_row("yawn at its widest", 0.9, opening(Act("yawn", 0.0, 4.2, 0.9), who=PEOPLE[0]))
    for share in (0.5, 1.0):
        asked = SMILE_MM[0] * share, SMILE_MM[1] * share
        of_all = [tuple(corner_rows("", asked, opening(*held(("smile", share)), who=who))) for who in PEOPLE]
        for rows, way in zip(zip(*of_all, strict=True), ("out", "up"), strict=True):
            yield worst_of(rows, f"smile {share:g}: corners {way}")


def mouth_group() -> Group:
    """Return the mouth as asked and as shown."""
    return Group(
        "Mouth",
        f"Pictures {SIZE_PX} px high of people {', '.join(f'{who} (tone {tone})' for who, tone in PEOPLE)}. A fully "
        f"open mouth is {FULL_GAP_MM:g} mm open; a full smile moves each corner {SMILE_MM[0]:g} mm out and "
        f"{SMILE_MM[1]:g} mm up, counted from the same face at rest. Whoever is furthest off stands here. The gap is "
        "measured on people whose lips are brighter than the tongue; on others red does not tell the two apart.",
        tuple(_rows()),
    )
