"""How the face is deformed: dense optical flow between nearby moments on the upright face, and its strain.

Both pictures of a pair are laid upright by the mesh of one frame, so that the jitter of the mesh is no movement. What
the head does as a whole (shift, turn and size in the picture) is fitted and taken out.
"""

from array import array
from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.channels.motion.scaled import Scaled
from desdemona.channels.motion.upright import (
    EYE_MASK,
    HEIGHT_PX,
    OVAL_MASK,
    REGION_MASKS,
    WIDTH_PX,
    lay_flat,
    upright_affine,
)

Floats = NDArray[np.float64]
Flow = NDArray[np.float32]

LAG_S = 0.2
"""The moments compared lie so far before and after: half the length of a brief movement (MDMD takes half the mean
length of the expressions sought; micro-expressions last up to 0.5 s)."""
LONGEST_GAP_S = 0.12
"""A frame stands for a moment no further away than this."""
FINEST_SCALE = 2
"""Flow is worked out for every fourth pixel and smoothed between. A bump 14 mm wide (standard deviation) then reads
under half its height, where with 1 it reads three quarters, but stands out from the noise nearly twice as far, at a
quarter of the time."""
BLOCKS = 6
"""Blocks a side (Wang et al. 2017: 6 × 6 of the face)."""
TOP_SHARE = 3
"""One over the share of largest differences that counts, of a block's pixels and of the blocks (Wang et al. 2017)."""
STRIDE = 2
"""Every so many pixels of a block are looked at: flow is smooth over more."""
_FIT_STRIDE = 8


@dataclass(frozen=True, slots=True, eq=False)
class Flows:
    """What moved in the face around each frame; NaN where there was no face before and after.

    `strain` (n, 6) is the mean strain magnitude in each of `FACE_REGIONS` since `LAG_S` before, `strain_across` (n, 6)
    that from `LAG_S` before to `LAG_S` after; `difference_mm` (n,) is the main directional maximal difference,
    `head_mm` (n,) how far the head went as a whole in the first of the two; `eyes` and `eyes_across` (n,) the strain
    around the eyes, by which a blink is known.
    """

    t_s: Floats
    strain: Floats
    strain_across: Floats
    difference_mm: Floats
    head_mm: Floats
    eyes: Floats
    eyes_across: Floats


_MASKS = (*REGION_MASKS, EYE_MASK)
_WIDTH = 2 * len(_MASKS) + 3
_NOTHING = (np.nan,) * (_WIDTH - 1)


class FlowWatch:
    """Compares each frame with those before and after; give it every frame in order.

    It holds the frames of about `2 * LAG_S`, and no more.
    """

    def __init__(self) -> None:
        self._rows = array("d")
        self._held: deque[tuple[float, Scaled | None]] = deque()
        self._waiting: deque[tuple[float, Scaled | None]] = deque()
        self._dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
        self._dis.setFinestScale(FINEST_SCALE)

    def see(self, t_s: float, scaled: Scaled | None) -> None:
        """Take one frame in, with its face or None."""
        self._held.append((t_s, scaled))
        self._waiting.append((t_s, scaled))
        while self._waiting and self._waiting[0][0] <= t_s - LAG_S:
            self._measure(*self._waiting.popleft())
        while self._held and self._held[0][0] < t_s - 2 * LAG_S - LONGEST_GAP_S:
            self._held.popleft()

    def flows(self) -> Flows:
        """Return what was measured, and nothing for the last moments, which have no frames after them."""
        rows = array("d", self._rows)
        for t_s, _ in self._waiting:
            rows.extend([t_s, *_NOTHING])
        table = np.array(rows, dtype=np.float64).reshape(-1, _WIDTH)
        since, across = table[:, 1 : 1 + len(_MASKS)], table[:, 1 + len(_MASKS) : -2]
        return Flows(
            t_s=table[:, 0],
            strain=since[:, :-1],
            strain_across=across[:, :-1],
            difference_mm=table[:, -2],
            head_mm=table[:, -1],
            eyes=since[:, -1],
            eyes_across=across[:, -1],
        )

    def _measure(self, t_s: float, scaled: Scaled | None) -> None:
        before, after = (self._near(t_s + lag) for lag in (-LAG_S, LAG_S))
        if scaled is None or before is None or after is None:
            self._rows.extend([t_s, *_NOTHING])
            return
        affine = upright_affine(scaled.points)
        first, middle, last = (lay_flat(one.grey, affine) for one in (before, scaled, after))
        there, head_mm = without_head(self._flow(first, middle))
        across, _ = without_head(self._flow(first, last))
        strain = [strain_of(flow) for flow in (there, across)]
        means = [float(part[mask].mean()) for part in strain for mask in _MASKS]
        self._rows.extend([t_s, *means, directional_difference(there, across), head_mm])

    def _near(self, moment_s: float) -> Scaled | None:
        t_s, scaled = min(self._held, key=lambda entry: abs(entry[0] - moment_s))
        return scaled if abs(t_s - moment_s) <= LONGEST_GAP_S else None

    def _flow(self, one: NDArray[np.uint8], other: NDArray[np.uint8]) -> Flow:
        start = np.zeros((HEIGHT_PX, WIDTH_PX, 2), dtype=np.float32)
        return np.asarray(self._dis.calc(one, other, start), dtype=np.float32)


def without_head(flow: Flow) -> tuple[Flow, float]:
    """Return a flow (h, w, 2) in mm less its best shift, turn and scaling, and how far those moved the face."""
    seen = flow[_FIT_ROWS, _FIT_COLUMNS].astype(np.float64)
    right = np.concatenate([seen[:, 0], seen[:, 1]])
    weights = np.ones(len(_FIT_ROWS))
    solution = np.zeros(4)
    for _ in range(3):
        both = np.concatenate([weights, weights])
        weighted = _FIT_DESIGN * both[:, None]
        solution = np.linalg.solve(weighted.T @ _FIT_DESIGN, weighted.T @ right)
        rest = np.hypot(*(right - _FIT_DESIGN @ solution).reshape(2, -1))
        scale = 4.685 * max(1.4826 * float(np.median(rest)), 0.02)
        weights = np.clip(1 - (rest / scale) ** 2, 0, None) ** 2 + 1e-6
    a, b, x, y = solution
    rigid_x = (a * _ACROSS - b * _DOWN + x).astype(np.float32)
    rigid_y = (b * _ACROSS + a * _DOWN + y).astype(np.float32)
    return flow - np.dstack([rigid_x, rigid_y]), float(np.hypot(rigid_x, rigid_y)[OVAL_MASK].mean())


def strain_of(flow: Flow) -> NDArray[np.float32]:
    """Return the magnitude (h, w) of the strain of a flow: no unit.

    ε = ½(∇u + ∇uᵀ) (Shreve et al. 2011); magnitude √(εxx² + εyy² + 2εxy²) (Liong et al. 2014). Slopes are taken over
    a Sobel kernel, 2 mm wide.
    """
    u, v = (np.ascontiguousarray(flow[..., k]) for k in (0, 1))
    u_x, v_x = (cv2.Sobel(part, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8) for part in (u, v))
    u_y, v_y = (cv2.Sobel(part, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8) for part in (u, v))
    shear = (np.asarray(u_y) + np.asarray(v_x)) / 2
    return np.asarray(np.sqrt(np.asarray(u_x) ** 2 + np.asarray(v_y) ** 2 + 2 * shear**2), dtype=np.float32)


def directional_difference(there: Flow, across: Flow) -> float:
    """Return the main directional maximal difference of two flows (h, w, 2) in their unit (Wang et al. 2017).

    `there` goes from k before to now, `across` from k before to k after. In each of 6 × 6 blocks the main direction is
    the fullest quadrant of `there`; of its pixels the third with the largest difference in length, `there` less
    `across`, is averaged; of the blocks, again, the largest third. Blocks on the eyes are left out, which Wang et al.
    do not: lids would be all that is spotted.
    """
    one, other = (_in_blocks(flow) for flow in (there, across))
    quadrant = 2 * (one[..., 1] < 0) + (one[..., 0] < 0)
    counts = np.stack([(quadrant == k).sum(axis=1) for k in range(4)], axis=1)
    main = counts.argmax(axis=1)
    change = np.hypot(one[..., 0], one[..., 1]) - np.hypot(other[..., 0], other[..., 1])
    change = np.where(quadrant == main[:, None], change, -np.inf)
    ordered = -np.sort(-change, axis=1)
    kept = np.maximum(np.round(counts.max(axis=1) / TOP_SHARE).astype(int), 1)
    ordered[np.arange(ordered.shape[1]) >= kept[:, None]] = 0
    blocks = np.sort(ordered.sum(axis=1) / kept)[::-1]
    return float(blocks[: max(round(len(blocks) / TOP_SHARE), 1)].mean())


def _in_blocks(flow: Flow) -> Flow:
    high, wide = HEIGHT_PX // BLOCKS, WIDTH_PX // BLOCKS
    cut = flow[: high * BLOCKS, : wide * BLOCKS].reshape(BLOCKS, high, BLOCKS, wide, 2)[:, ::STRIDE, :, ::STRIDE]
    return np.asarray(cut.transpose(0, 2, 1, 3, 4).reshape(BLOCKS * BLOCKS, -1, 2)[_CLEAR])


def _clear_blocks() -> NDArray[np.bool_]:
    """Say which blocks lie on the face and off the eyes."""
    high, wide = HEIGHT_PX // BLOCKS, WIDTH_PX // BLOCKS

    def share(mask: NDArray[np.bool_]) -> Floats:
        cut = mask[: high * BLOCKS, : wide * BLOCKS].reshape(BLOCKS, high, BLOCKS, wide)
        return np.asarray(cut.mean(axis=(1, 3)).reshape(-1))

    return np.asarray((share(EYE_MASK) < 0.35) & (share(OVAL_MASK) > 0.6))


_CLEAR = _clear_blocks()
_DOWN, _ACROSS = (
    part - (size - 1) / 2 for part, size in zip(np.indices((HEIGHT_PX, WIDTH_PX)), (160, 144), strict=True)
)
_GRID = np.zeros((HEIGHT_PX, WIDTH_PX), dtype=bool)
_GRID[::_FIT_STRIDE, ::_FIT_STRIDE] = True
_FIT_ROWS, _FIT_COLUMNS = np.nonzero(_GRID & OVAL_MASK & ~EYE_MASK & ~REGION_MASKS[4] & ~REGION_MASKS[5])
_AT_X, _AT_Y = _ACROSS[_FIT_ROWS, _FIT_COLUMNS], _DOWN[_FIT_ROWS, _FIT_COLUMNS]
_ONE, _NIL = np.ones_like(_AT_X), np.zeros_like(_AT_X)
_FIT_DESIGN = np.concatenate(
    [np.stack([_AT_X, -_AT_Y, _ONE, _NIL], axis=1), np.stack([_AT_Y, _AT_X, _NIL, _ONE], axis=1)]
)


def region_column(region: str) -> str:
    """Return the frame column that holds a region's strain."""
    return f"face_strain_{region}_share"
