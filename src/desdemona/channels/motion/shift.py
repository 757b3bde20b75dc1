"""How far a patch of the picture has moved, to a hundredth of a pixel: least squares on its own detail.

Lucas and Kanade 1981 in the inverse form of Baker and Matthews 2004, for a shift alone, with gain and level free (so a
lamp that brightens is no movement) and Tukey's weights (so a lid or a passing hand is none either).
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Picture = NDArray[np.float32]
Mask = NDArray[np.bool_]

MOST_POINTS = 2000
"""Of each region the points with the steepest slopes; they carry nearly all that is to be known of its shift."""
FEWEST_POINTS = 60
FINE_PX, COARSE_PX = 1.0, 13
"""Detail is what a Gaussian of the first leaves less the mean of a square of the second: noise and shading go."""
ROUNDS = 10
STILL_PX = 0.002
"""Rounds end when the last one moved by less."""
TUKEY = 4.685
"""Tukey's constant: 95 % efficient for Gaussian noise."""
KINSHIP = 4 * np.pi * FINE_PX**2
"""Pixels that share their noise after the Gaussian: what is known of the shift is worth that many times fewer."""


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """A region as it was: `points` (2, n) right and down in pixels, its detail there (n,), and the design (4, n)."""

    points: NDArray[np.int64]
    values: Floats
    design: Floats


@dataclass(frozen=True, slots=True)
class Shift:
    """Where a region went since its template: pixels right and down, their standard deviations, and how alike it is.

    `likeness` is the correlation of the detail then and now, 1 for the same region, about 0 for noise.
    """

    x_px: float
    y_px: float
    x_sd_px: float
    y_sd_px: float
    likeness: float


def detail_of(grey: NDArray[np.uint8]) -> Picture:
    """Return the detail of a grey picture (h, w): a band of sizes from about 2 to 13 pixels."""
    fine = cv2.sepFilter2D(grey, cv2.CV_32F, _GAUSSIAN, _GAUSSIAN)
    return np.asarray(cv2.subtract(fine, cv2.blur(fine, (COARSE_PX, COARSE_PX)), dst=fine), dtype=np.float32)


def take_template(detail: Picture, mask: Mask) -> Template | None:
    """Return the region under a mask (h, w) as a template, or None where it has too few points."""
    across = cv2.Sobel(detail, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8)
    down = cv2.Sobel(detail, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8)
    inside = np.flatnonzero(mask)
    if inside.size < FEWEST_POINTS:
        return None
    steep = (across * across + down * down).reshape(-1)[inside]
    if inside.size > MOST_POINTS:
        inside = inside[np.argpartition(steep, -MOST_POINTS)[-MOST_POINTS:]]
    row, column = np.divmod(inside, detail.shape[1])
    values = detail.reshape(-1)[inside].astype(np.float64)
    slopes = [np.asarray(part).reshape(-1)[inside].astype(np.float64) for part in (across, down)]
    return Template(
        points=np.stack([column, row]),
        values=values,
        design=np.stack([*slopes, values, np.ones_like(values)]),
    )


def find_shift(detail: Picture, template: Template, guess_px: tuple[float, float]) -> Shift:
    """Return the shift of a template in a picture's detail, near a guess; NaN where the region has no detail."""
    x, y = guess_px
    sampling = _Sampling(detail, template)
    here = sampling.at(x, y)
    weights = np.ones(here.size)
    normal = template.design @ template.design.T
    for _ in range(ROUNDS):
        rest = here - template.values
        weights = _tukey(rest - _solved(normal, template.design @ (weights * rest)) @ template.design)
        weighted = template.design * weights
        normal = weighted @ template.design.T
        step = _solved(normal, weighted @ rest)
        gain = max(1 + float(step[2]), 0.2)
        x, y = x - float(step[0]) / gain, y - float(step[1]) / gain
        here = sampling.at(x, y)
        if np.hypot(step[0], step[1]) < STILL_PX or not np.hypot(x - guess_px[0], y - guess_px[1]) < COARSE_PX:
            break
    return _judged(here, template, weights, normal, (x, y))


class _Sampling:
    """The detail of a picture at the points of a template, shifted.

    It is told by straight lines between pixels, the border going on outwards. All points share one fraction of a pixel;
    `cv2.remap` would round it to a 32nd. As long as the whole pixels stay the same they are not looked up again.
    """

    def __init__(self, detail: Picture, template: Template) -> None:
        self._detail, self._points = detail, template.points
        self._cell: tuple[int, int] | None = None
        self._corners = np.zeros((2, 2, 0), dtype=np.float32)

    def at(self, x_px: float, y_px: float) -> Floats:
        """Return the detail (n,) where the shift is so many pixels right and down."""
        left, top = math.floor(x_px), math.floor(y_px)
        if (left, top) != self._cell:
            self._cell, self._corners = (left, top), self._look_up(left, top)
        across, down = x_px - left, y_px - top
        rows = self._corners[:, 0] * (1 - across) + self._corners[:, 1] * across
        return np.asarray(rows[0] * (1 - down) + rows[1] * down, dtype=np.float64)

    def _look_up(self, left: int, top: int) -> Picture:
        """Return the four pixels around each point, (2, 2, n): above and below, each left and right."""
        height, width = self._detail.shape
        columns = np.minimum(np.maximum(self._points[0] + np.array([[left], [left + 1]]), 0), width - 1)
        rows = np.minimum(np.maximum(self._points[1] + np.array([[top], [top + 1]]), 0), height - 1) * width
        return np.asarray(self._detail.reshape(-1).take(rows[:, None] + columns), dtype=np.float32)


def middle_of(values: NDArray[np.floating]) -> float:
    """Return the median of a line of finite values; `numpy.median` takes longer to check them than to find it."""
    half = values.size // 2
    if values.size % 2:
        return float(np.partition(values, half)[half])
    ordered = np.partition(values, (half - 1, half))
    return (float(ordered[half - 1]) + float(ordered[half])) / 2


def _tukey(rest: Floats) -> Floats:
    scale = TUKEY * max(1.4826 * middle_of(np.abs(rest)), 1e-3)
    return np.asarray(np.maximum(1 - (rest / scale) ** 2, 0) ** 2)


def _solved(normal: Floats, right: Floats) -> Floats:
    """Solve four equations, or several sets of them; by OpenCV, since NumPy takes longer to ask."""
    return np.asarray(cv2.solve(_loaded(normal), right.reshape(4, -1))[1], dtype=np.float64).reshape(right.shape)


def _loaded(normal: Floats) -> Floats:
    return normal + _EYE * (1e-9 * max(float(normal.trace()), 1e-6))


_EYE = np.eye(4)
_GAUSSIAN = cv2.getGaussianKernel(9, FINE_PX, cv2.CV_32F)
"""As wide as OpenCV itself takes it for pictures of floats."""


def _judged(here: Floats, template: Template, weights: Floats, normal: Floats, at: tuple[float, float]) -> Shift:
    known = template.values - template.values.mean()
    seen = here - here.mean()
    power, shared = float(known @ known), float(known @ seen)
    size = float(np.sqrt(power * float(seen @ seen)))
    likeness = shared / size if size > 0 else 0.0
    rest = seen - (shared / max(power, 1e-9)) * known
    noise = float((weights * rest**2).sum() / max(float(weights.sum()) - 4, 1.0))
    spread = _solved(normal, _EYE) * noise * KINSHIP
    return Shift(at[0], at[1], float(np.sqrt(spread[0, 0])), float(np.sqrt(spread[1, 1])), likeness)
