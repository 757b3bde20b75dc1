"""Soft solids: tapered capsules that grow into one another, with their slope to the light."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.faces.colour import Picture
from desdemona.faces.view import Window
from desdemona.scenes.lens import Lens, Points
from desdemona.scenes.sheet import is_empty, window_round


@dataclass(frozen=True, slots=True)
class Bone:
    """A tapered capsule in the room: two ends in mm, its radius at each, and how much it swells between (a share)."""

    start_mm: tuple[float, float, float]
    end_mm: tuple[float, float, float]
    start_radius_mm: float
    end_radius_mm: float
    swell: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Relief:
    """Bones as the camera sees them over a window (h, w).

    `cover` 0..1, `normal` (3, h, w) unit vectors in the camera's directions, `part` (n, h, w) how much of each pixel
    belongs to each bone, `along` (n, h, w) 0..1 from its start to its end, `past_mm` (h, w) how far beyond the end of
    the last bone, as it is seen, `scale` pixels for a mm.
    """

    window: Window
    cover: Picture
    normal: Picture
    part: Picture
    along: Picture
    past_mm: Picture
    scale: float

    def spread(self, starts: Sequence[float], ends: Sequence[float]) -> Picture:
        """Return a value (h, w) that runs from a start to an end along each bone."""
        first = np.asarray(starts, dtype=np.float32)[:, None, None]
        change = np.asarray(ends, dtype=np.float32)[:, None, None] - first
        return np.asarray((self.part * (first + self.along * change)).sum(axis=0))

    def tint(self, colours: Sequence[tuple[float, float, float]]) -> Picture:
        """Return colours (3, h, w) from one colour a bone."""
        return np.asarray(np.tensordot(np.asarray(colours, dtype=np.float32).T, self.part, axes=1), dtype=np.float32)


def ends_of(bones: Sequence[Bone]) -> tuple[Points, Points, NDArray[np.float64], NDArray[np.float64]]:
    """Return starts and ends (n, 3) and radii (n,) of bones."""
    return (
        np.array([bone.start_mm for bone in bones], dtype=np.float64),
        np.array([bone.end_mm for bone in bones], dtype=np.float64),
        np.array([bone.start_radius_mm for bone in bones], dtype=np.float64),
        np.array([bone.end_radius_mm for bone in bones], dtype=np.float64),
    )


def _stack(values: NDArray[np.float64]) -> Picture:
    return np.asarray(values, dtype=np.float32)[:, None, None]


def see_bones(bones: Sequence[Bone], lens: Lens, outer: Window, melt_mm: float) -> Relief | None:
    """Return bones as a lens sees them within an outer window, None where it sees none of them.

    `melt_mm` is over what distance neighbours grow into one another.
    """
    starts, ends, first_mm, last_mm = ends_of(bones)
    a, b = lens.project(starts), lens.project(ends)
    scale_a, scale_b = lens.scale(starts), lens.scale(ends)
    first, last = first_mm * scale_a, last_mm * scale_b
    scale = float(np.mean([scale_a, scale_b]))
    melt = max(melt_mm * scale, 0.25)
    swell = np.array([bone.swell for bone in bones])
    reach = float(max(first.max(), last.max()) * (1 + swell.max()) + 1.2 * melt + 1)
    window = window_round(np.concatenate([a, b]), reach, outer)
    if is_empty(window):
        return None
    columns = np.arange(window.left, window.left + window.width, dtype=np.float32)[None, None, :]
    rows = np.arange(window.top, window.top + window.height, dtype=np.float32)[None, :, None]
    across, down = _stack(b[:, 0] - a[:, 0]), _stack(b[:, 1] - a[:, 1])
    length = np.maximum(across * across + down * down, np.float32(1e-3))
    x, y = columns - _stack(a[:, 0]), rows - _stack(a[:, 1])
    along = (x * across + y * down) / length
    past = (along[-1] - 1) * np.sqrt(length[-1]) / np.float32(scale_b[-1])
    along = np.clip(along, 0, 1)
    radius = _stack(first) + along * _stack(last - first)
    if swell.any():
        radius = radius * (1 + _stack(4 * swell) * along * (1 - along))
    x, y = (x - along * across) / radius, (y - along * down) / radius
    off = x * x + y * y
    inside = radius * (1 - np.sqrt(off))
    front = np.sqrt(np.clip(1 - off, 0, 1))
    nearness = _stack((-lens.depth(starts)) * scale_a)
    nearer = _stack(-lens.depth(ends) * scale_b) - nearness
    height = nearness + along * nearer + radius * front + np.minimum(inside, 0) * 4
    part = _shares(height, melt)
    normal = np.stack([(part * x).sum(axis=0), -(part * y).sum(axis=0), (part * front).sum(axis=0)])
    normal /= np.maximum(np.sqrt((normal * normal).sum(axis=0)), 1e-4)
    most = inside.max(axis=0)
    joined = most + np.float32(melt) * np.log(np.exp((inside - most) / np.float32(melt)).sum(axis=0))
    grown = np.minimum(joined, most + np.float32(0.7 * melt))
    return Relief(window, np.clip(grown + 0.5, 0, 1), normal, part, along, past, scale)


def _shares(height: Picture, melt: float) -> Picture:
    """Return how much of each pixel belongs to each bone: the nearest one, softly."""
    over = cv2.exp(np.ascontiguousarray((height - height.max(axis=0)) * np.float32(1 / melt)).reshape(-1, 1))
    over = np.asarray(over, dtype=np.float32).reshape(height.shape)
    return np.asarray(over / over.sum(axis=0))
