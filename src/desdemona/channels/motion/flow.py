"""How the face is deformed: dense optical flow between nearby moments on the upright face, and its strain.

Both pictures of a pair are laid upright by the mesh of one frame, so that the jitter of the mesh is no movement. What
the head does as a whole (shift, turn and size in the picture) is fitted and taken out.
"""

from array import array
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.channels.motion.scaled import Scaled
from desdemona.channels.motion.shift import middle_of
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
_FIT_STRIDE, _OVAL_STRIDE = 8, 4


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
_INSIDE = np.concatenate([np.flatnonzero(mask) for mask in _MASKS])
_SIZES = np.array([np.count_nonzero(mask) for mask in _MASKS])
_STARTS = np.cumsum(_SIZES) - _SIZES
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

    def to_keep(self) -> dict[str, object]:
        """Return what must be known to go on."""
        return {"_rows": self._rows, "_held": self._held, "_waiting": self._waiting}

    def take(self) -> Floats:
        """Hand over what is kept of the frames since the last call, one row each; it is then no longer held."""
        table = np.array(self._rows, dtype=np.float64).reshape(-1, _WIDTH)
        self._rows = array("d")
        return table

    def put_back(self, taken: Sequence[Floats]) -> None:
        """Take back what was handed over, in order, before what came since."""
        self._rows = array("d", np.concatenate([*taken, self.take()]).tobytes())

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
        means = [mean for flow in (there, across) for mean in _means(strain_of(flow))]
        self._rows.extend([t_s, *means, directional_difference(there, across), head_mm])

    def _near(self, moment_s: float) -> Scaled | None:
        t_s, scaled = min(self._held, key=lambda entry: abs(entry[0] - moment_s))
        return scaled if abs(t_s - moment_s) <= LONGEST_GAP_S else None

    def _flow(self, one: NDArray[np.uint8], other: NDArray[np.uint8]) -> Flow:
        start = np.zeros((HEIGHT_PX, WIDTH_PX, 2), dtype=np.float32)
        return np.asarray(self._dis.calc(one, other, start), dtype=np.float32)


def without_head(flow: Flow) -> tuple[Flow, float]:
    """Return a flow (h, w, 2) in mm less its best shift, turn and scaling, and how far those moved the face.

    With places and flow as complex numbers the three are one line, flow = turn · place + shift, fitted by weighted
    least squares with Tukey's weights. The two halves of what is returned lie one after the other, not in turns.
    """
    seen = flow[_FIT_ROWS, _FIT_COLUMNS].astype(np.float64).view(np.complex128)[:, 0]
    weights = np.ones(len(_FIT_ROWS))
    turn = shift = 0j
    for _ in range(3):
        share = weights / weights.sum()
        middle, mean = share @ _FIT_PLACES, share @ seen
        off = _FIT_PLACES - middle
        weighted = share * off.conj()
        turn = complex((weighted @ (seen - mean)) / (weighted @ off).real)
        shift = complex(mean - turn * middle)
        rest = np.abs(seen - (turn * _FIT_PLACES + shift))
        scale = 4.685 * max(1.4826 * middle_of(rest), 0.02)
        weights = np.maximum(1 - (rest / scale) ** 2, 0) ** 2 + 1e-6
    left = np.stack([np.asarray(half, dtype=np.float32) for half in cv2.split(flow)])
    left[0] -= turn.real * _ACROSS + shift.real
    left[0] += turn.imag * _DOWN
    left[1] -= turn.imag * _ACROSS + shift.imag
    left[1] -= turn.real * _DOWN
    return left.transpose(1, 2, 0), float(np.abs(turn * _OVAL_PLACES + shift).mean())


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


def _means(strain: NDArray[np.float32]) -> list[float]:
    """Return the mean of a picture under each of the masks."""
    sums = np.add.reduceat(strain.reshape(-1)[_INSIDE], _STARTS, dtype=np.float64)
    return [float(mean) for mean in sums / _SIZES]


def directional_difference(there: Flow, across: Flow) -> float:
    """Return the main directional maximal difference of two flows (h, w, 2) in their unit (Wang et al. 2017).

    `there` goes from k before to now, `across` from k before to k after. In each of 6 × 6 blocks the main direction is
    the fullest quadrant of `there`; of its pixels the third with the largest difference in length, `there` less
    `across`, is averaged; of the blocks, again, the largest third. Blocks on the eyes are left out, which Wang et al.
    do not: lids would be all that is spotted.
    """
    (u, v), (other_u, other_v) = (_in_blocks(flow) for flow in (there, across))
    quadrant = 2 * (v < 0) + (u < 0)
    counts = np.stack([np.count_nonzero(quadrant == k, axis=1) for k in range(4)], axis=1)
    main = counts.argmax(axis=1)
    change = cv2.magnitude(u, v) - cv2.magnitude(other_u, other_v)
    change = np.where(quadrant == main[:, None], change, -np.inf)
    ordered = -np.sort(-change, axis=1)
    kept = np.maximum(np.round(counts.max(axis=1) / TOP_SHARE).astype(int), 1)
    ordered[np.arange(ordered.shape[1]) >= kept[:, None]] = 0
    blocks = np.sort(ordered.sum(axis=1) / kept)[::-1]
    return float(blocks[: max(round(len(blocks) / TOP_SHARE), 1)].mean())


def _in_blocks(flow: Flow) -> tuple[Flow, Flow]:
    """Return both halves of a flow at every other pixel of the blocks looked at, (blocks, pixels) each."""
    return flow[..., 0].reshape(-1)[_IN_BLOCKS], flow[..., 1].reshape(-1)[_IN_BLOCKS]


def _places_in_blocks() -> NDArray[np.int64]:
    """Return where every other pixel lies of the blocks that are on the face and off the eyes, (blocks, pixels)."""
    high, wide = HEIGHT_PX // BLOCKS, WIDTH_PX // BLOCKS

    def cut(picture: NDArray[Any]) -> NDArray[Any]:
        return picture[: high * BLOCKS, : wide * BLOCKS].reshape(BLOCKS, high, BLOCKS, wide).swapaxes(1, 2)

    eyes, oval = (cut(mask).mean(axis=(2, 3)).reshape(-1) for mask in (EYE_MASK, OVAL_MASK))
    places = cut(np.arange(HEIGHT_PX * WIDTH_PX).reshape(HEIGHT_PX, WIDTH_PX))[..., ::STRIDE, ::STRIDE]
    return np.asarray(places.reshape(BLOCKS * BLOCKS, -1)[(eyes < 0.35) & (oval > 0.6)])


_IN_BLOCKS = _places_in_blocks()
_DOWN = (np.arange(HEIGHT_PX, dtype=np.float32) - np.float32((HEIGHT_PX - 1) / 2))[:, None]
_ACROSS = (np.arange(WIDTH_PX, dtype=np.float32) - np.float32((WIDTH_PX - 1) / 2))[None]
_PLACES = _ACROSS + 1j * _DOWN.astype(np.float64)


def _every(stride: int) -> NDArray[np.bool_]:
    grid = np.zeros((HEIGHT_PX, WIDTH_PX), dtype=bool)
    grid[::stride, ::stride] = True
    return grid


_FIT_ROWS, _FIT_COLUMNS = np.nonzero(_every(_FIT_STRIDE) & OVAL_MASK & ~EYE_MASK & ~REGION_MASKS[4] & ~REGION_MASKS[5])
_FIT_PLACES = _PLACES[_FIT_ROWS, _FIT_COLUMNS]
_OVAL_PLACES = _PLACES[_every(_OVAL_STRIDE) & OVAL_MASK]


def region_column(region: str) -> str:
    """Return the frame column that holds a region's strain."""
    return f"face_strain_{region}_share"
