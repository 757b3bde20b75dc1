"""Where faces are: the short-range BlazeFace detector (Bazarevsky et al. 2019), decoded."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.channels.square import Square
from desdemona.models.network import Network

INPUT_PX = 128
LEAST_SCORE = 0.5
"""Detections below this are not looked at; 0.5 is what the model's own card uses."""
SAME_FACE_SHARE = 0.3
"""Two boxes that share more than this of their union are one face."""
_GRIDS = ((16, 2), (8, 6))
"""Cells a side and anchors a cell of the model's two feature maps: 16·16·2 + 8·8·6 = 896 anchors."""
_RIGHT_EYE, _LEFT_EYE = 0, 1


@dataclass(frozen=True, slots=True, eq=False)
class Detection:
    """One detected face.

    `box_px` is left, top, right, bottom; `points_px` (6, 2) right eye, left eye, nose tip, mouth, right ear, left ear
    (the person's own right and left); `score` is 0..1. Pixels of the picture; all may lie beyond its edge.
    """

    score: float
    box_px: tuple[float, float, float, float]
    points_px: NDArray[np.float64]

    @property
    def side_px(self) -> float:
        """Return the longer side of the box in pixels."""
        left, top, right, bottom = self.box_px
        return max(right - left, bottom - top)


def anchor_centres() -> NDArray[np.float64]:
    """Return the centres (896, 2) of the model's anchors, as shares of its input's side."""
    centres = []
    for cells, a_cell in _GRIDS:
        rows, columns = np.divmod(np.arange(cells * cells), cells)
        centres.append(np.repeat((np.stack([columns, rows], axis=1) + 0.5) / cells, a_cell, axis=0))
    return np.concatenate(centres)


_ANCHORS = anchor_centres()


def detect_faces(network: Network, rgb: NDArray[np.uint8]) -> tuple[Detection, ...]:
    """Return the faces in a picture, the largest first.

    Boxes of the same face are averaged by score (weighted non-maximum suppression, as the model's authors do: it
    halves the jitter of the box). Faces smaller than about a tenth of the picture's longer side are not found.
    """
    picture, scale = _letterbox(rgb)
    boxes, logits = network.run(picture)
    scores = 1 / (1 + np.exp(-np.clip(logits.reshape(-1).astype(np.float64), -100, 100)))
    likely = scores >= LEAST_SCORE
    raw = boxes.reshape(-1, 16)[likely].astype(np.float64)
    spots = raw.reshape(-1, 8, 2) / INPUT_PX
    anchors = _ANCHORS[likely]
    middle, half = spots[:, 0] + anchors, spots[:, 1] / 2
    places = np.concatenate(
        [(middle - half)[:, None], (middle + half)[:, None], spots[:, 2:] + anchors[:, None]], axis=1
    )
    found = _merge(places * (INPUT_PX / scale), scores[likely])
    return tuple(sorted(found, key=lambda detection: -detection.side_px))


def face_square(detection: Detection, enlargement: float) -> Square:
    """Return the upright square around a detected face, `enlargement` times the box's longer side."""
    left, top, right, bottom = detection.box_px
    across = detection.points_px[_LEFT_EYE] - detection.points_px[_RIGHT_EYE]
    return Square(
        (left + right) / 2, (top + bottom) / 2, enlargement * detection.side_px, float(np.arctan2(across[1], across[0]))
    )


def _letterbox(rgb: NDArray[np.uint8]) -> tuple[NDArray[np.float32], float]:
    """Return the network's input, the picture in its top left corner, and input pixels a picture pixel."""
    height, width = rgb.shape[:2]
    scale = INPUT_PX / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    picture = np.full((1, INPUT_PX, INPUT_PX, 3), -1, dtype=np.float32)
    picture[0, : size[1], : size[0]] = small * np.float32(1 / 127.5) - np.float32(1)
    return picture, scale


def _merge(places: NDArray[np.float64], scores: NDArray[np.float64]) -> list[Detection]:
    """Return one detection a face: places (n, 8, 2) are box corners and six points."""
    order = np.argsort(-scores, kind="stable")
    found = []
    while order.size:
        best = order[0]
        alike = _overlap(places[best, :2], places[order, :2]) > SAME_FACE_SHARE
        alike[0] = True
        group = order[alike]
        place = np.average(places[group], axis=0, weights=scores[group])
        (left, top), (right, bottom) = place[:2].tolist()
        found.append(Detection(float(scores[best]), (left, top, right, bottom), place[2:]))
        order = order[~alike]
    return found


def _overlap(box: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return intersection over union of one box (2, 2) with others (n, 2, 2)."""
    low, high = np.maximum(box[0], boxes[:, 0]), np.minimum(box[1], boxes[:, 1])
    shared = np.prod(np.clip(high - low, 0, None), axis=1)
    union = np.prod(box[1] - box[0]) + np.prod(boxes[:, 1] - boxes[:, 0], axis=1) - shared
    return np.asarray(shared / np.maximum(union, 1e-12))
