"""Where palms, bodies and faces are: single-shot detectors of the BlazeFace family, decoded.

The detectors of Bazarevsky et al. 2019 and their kin lay one or more square grids over their input; each cell has some
anchors at its centre, and each anchor answers with a score, a box and a few points, all as shifts from that centre in
pixels of the input (the anchors have no size of their own).
"""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.models.network import Network

Floats = NDArray[np.float64]

SAME_THING_SHARE = 0.3
"""Two boxes that share more than this of their union show one thing (the value of the models' own graphs)."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How one detector's answers lie: cells a side and anchors a cell of each of its grids, and its least score."""

    grids: tuple[tuple[int, int], ...]
    least_score: float


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """One detected thing.

    `box_px` is left, top, right, bottom, `points_px` (k, 2) are the detector's own points; pixels of the picture, all
    may lie beyond its edge. `score` is 0..1.
    """

    score: float
    box_px: tuple[float, float, float, float]
    points_px: Floats

    @property
    def side_px(self) -> float:
        """Return the longer side of the box in pixels."""
        left, top, right, bottom = self.box_px
        return max(right - left, bottom - top)


@cache
def anchor_centres(layout: Layout) -> Floats:
    """Return the centres (n, 2) of a detector's anchors, as shares of its input's side, in the order it answers."""
    centres = []
    for cells, a_cell in layout.grids:
        rows, columns = np.divmod(np.arange(cells * cells), cells)
        centres.append(np.repeat((np.stack([columns, rows], axis=1) + 0.5) / cells, a_cell, axis=0))
    return np.concatenate(centres)


def find_spots(network: Network, layout: Layout, rgb: NDArray[np.uint8]) -> tuple[Spot, ...]:
    """Return what a detector finds in a picture, the largest first.

    Boxes of one thing are averaged by score (weighted non-maximum suppression, as the models' authors do: it halves the
    jitter of the box).
    """
    side = network.input_shape[1]
    picture, scale = _letterbox(rgb, side, network.model.input_range)
    raw, logits = network.run(picture)
    scores = 1 / (1 + np.exp(-np.clip(logits.reshape(-1).astype(np.float64), -100, 100)))
    likely = scores >= layout.least_score
    shifts = raw.reshape(scores.size, -1, 2)[likely].astype(np.float64) / side
    anchors = anchor_centres(layout)[likely]
    middle, half = shifts[:, 0] + anchors, shifts[:, 1] / 2
    places = np.concatenate(
        [(middle - half)[:, None], (middle + half)[:, None], shifts[:, 2:] + anchors[:, None]], axis=1
    )
    found = merge_spots(places * (side / scale), scores[likely])
    return tuple(sorted(found, key=lambda spot: -spot.side_px))


def merge_spots(places: Floats, scores: Floats) -> list[Spot]:
    """Return one spot a thing from overlapping answers: places (n, 2 + k, 2) are two box corners and k points."""
    order = np.argsort(-scores, kind="stable")
    found = []
    while order.size:
        best = order[0]
        alike = overlap(places[best, :2], places[order, :2]) > SAME_THING_SHARE
        alike[0] = True
        group = order[alike]
        place = np.average(places[group], axis=0, weights=scores[group])
        (left, top), (right, bottom) = place[:2].tolist()
        found.append(Spot(float(scores[best]), (left, top, right, bottom), place[2:]))
        order = order[~alike]
    return found


def overlap(box: Floats, boxes: Floats) -> Floats:
    """Return intersection over union of one box (2, 2) of corners with others (n, 2, 2)."""
    low, high = np.maximum(box[0], boxes[:, 0]), np.minimum(box[1], boxes[:, 1])
    shared = np.prod(np.clip(high - low, 0, None), axis=1)
    union = np.prod(box[1] - box[0]) + np.prod(boxes[:, 1] - boxes[:, 0], axis=1) - shared
    return np.asarray(shared / np.maximum(union, 1e-12))


def _letterbox(rgb: NDArray[np.uint8], side: int, to: tuple[float, float]) -> tuple[NDArray[np.float32], float]:
    """Return the network's input, the picture in its top left corner on black, and input pixels a picture pixel."""
    height, width = rgb.shape[:2]
    scale = side / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    low, high = to
    picture = np.full((1, side, side, 3), low, dtype=np.float32)
    picture[0, : size[1], : size[0]] = small * np.float32((high - low) / 255) + np.float32(low)
    return picture, scale
