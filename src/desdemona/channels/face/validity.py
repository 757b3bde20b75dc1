"""Which regions of a face can be measured, and why not: the face mesh itself never says so."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.face.observed import Faces
from desdemona.channels.face.patches import BLUR_PX, CONTRAST_SHARE, FLAT_SHARE

Flags = NDArray[np.bool_]
Judged = Iterator[tuple[str, Flags]]

REGIONS = ("eyes", "mouth", "brows")

LEAST_EYE_PX = 10.0
"""Least width of an eye: below it lid gaps are under 3 pixels, and blinks are missed."""
LEAST_MOUTH_PX = 14.0
LEAST_BROW_PX = 14.0
MOST_YAW_DEG, MOST_PITCH_DEG = 40.0, 30.0
"""Beyond these the far eye, mouth corner and brow are hidden or drawn in by the network."""
LEAST_LEVEL_DN = 12.0
"""Least mean brightness of the face, in 8-bit steps: below it there are fewer than a dozen steps of grey in it."""
MOST_FLAT_SHARE = 0.45
"""More of a region without any slope of brightness is covered. Open or closed eyes have at most .2, at a fifth of the
light .35; black, grey and skin-coloured bars have .7 to 1 on at least one eye."""
LEAST_BROW_CONTRAST = 0.16
"""Brows fainter than this, over the face's level, move without the network seeing it (measured: rank correlation with
the script under .1 at .13, over .9 from .29 on)."""
MOST_EYE_BLUR_PX = 5.5
"""A fifth of the eye's width in its 64 px picture; sharp eyes have 2 to 4, whatever their size, light and skin."""
MOST_MOUTH_BLUR_PX, MOST_BROW_BLUR_PX = 7.0, 7.0
"""In the 192 px picture of the face; sharp ones have 2 to 4, faint brows on dark skin up to 6.8."""

_EYES, _MOUTH, _BROWS = slice(0, 2), slice(2, 3), slice(3, 5)
_EYE_CORNERS = np.array([33, 133, 362, 263])
_MOUTH_POINTS = np.array([61, 291, 0, 17])
_BROW_POINTS = np.array([70, 107, 336, 300])


def judge_regions(faces: Faces) -> dict[str, list[str | None]]:
    """Return for eyes, mouth and brows one reason a face why it cannot be measured, None where it can.

    The first reason that applies is given. Of two eyes or brows both must be measurable.
    """
    judged = {"eyes": _judge_eyes(faces), "mouth": _judge_mouth(faces), "brows": _judge_brows(faces)}
    return {region: _first_reasons(len(faces), found) for region, found in judged.items()}


def _first_reasons(count: int, judged: Judged) -> list[str | None]:
    reasons: list[str | None] = [None] * count
    for reason, applies in judged:
        for index in np.flatnonzero(applies):
            reasons[index] = reasons[index] or reason
    return reasons


def _judge_eyes(faces: Faces) -> Judged:
    width = np.minimum(_span(faces, 33, 133), _span(faces, 362, 263))
    yield from _judge_place(faces, _EYE_CORNERS, width < LEAST_EYE_PX, "eyes too small")
    flat, _, blur = _worst(faces, _EYES)
    yield "eyes covered or without detail", flat > MOST_FLAT_SHARE
    yield "eyes blurred", blur > MOST_EYE_BLUR_PX


def _judge_mouth(faces: Faces) -> Judged:
    yield from _judge_place(faces, _MOUTH_POINTS, _span(faces, 61, 291) < LEAST_MOUTH_PX, "mouth too small")
    flat, _, blur = _worst(faces, _MOUTH)
    yield "mouth covered or without detail", flat > MOST_FLAT_SHARE
    yield "mouth blurred", blur > MOST_MOUTH_BLUR_PX


def _judge_brows(faces: Faces) -> Judged:
    width = np.minimum(_span(faces, 70, 107), _span(faces, 300, 336))
    yield from _judge_place(faces, _BROW_POINTS, width < LEAST_BROW_PX, "brows too small")
    flat, contrast, blur = _worst(faces, _BROWS)
    yield "brows covered or without detail", flat > MOST_FLAT_SHARE
    yield "brows too faint against the skin", contrast < LEAST_BROW_CONTRAST
    yield "brows blurred", blur > MOST_BROW_BLUR_PX


def _judge_place(faces: Faces, points: NDArray[np.intp], too_small: Flags, small_reason: str) -> Judged:
    yaw, pitch = np.abs(faces.head_deg[:, 0]), np.abs(faces.head_deg[:, 1])
    place = faces.points_px[:, points, :2]
    outside = (place < 0) | (place > np.array(faces.picture_px))
    yield "outside the picture", np.asarray(outside.any(axis=(1, 2)))
    yield small_reason, too_small
    yield "head turned away", np.logical_or(yaw > MOST_YAW_DEG, pitch > MOST_PITCH_DEG)
    yield "picture too dark", faces.level_dn < LEAST_LEVEL_DN


def _span(faces: Faces, one: int, other: int) -> NDArray[np.float64]:
    gap = faces.points_px[:, one, :2] - faces.points_px[:, other, :2]
    return np.asarray(np.linalg.norm(gap, axis=1), dtype=np.float64)


def _worst(faces: Faces, which: slice) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the largest flat share, least contrast and largest blur of the patches of a region."""
    patches = faces.patches[:, which]
    return (
        patches[:, :, FLAT_SHARE].max(axis=1),
        patches[:, :, CONTRAST_SHARE].min(axis=1),
        patches[:, :, BLUR_PX].max(axis=1),
    )
