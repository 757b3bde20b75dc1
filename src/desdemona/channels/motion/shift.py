"""How far a patch of the picture has moved, to a hundredth of a pixel: least squares on its own detail.

Lucas and Kanade 1981 in the inverse form of Baker and Matthews 2004, for a shift alone, with gain and level free (so a
lamp that brightens is no movement) and Tukey's weights (so a lid or a passing hand is none either).
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.linalg.lapack import dgesv

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
    """A region as it was: `points` (n, 2) right and down in pixels, its detail there (n,), and the design (n, 4)."""

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
    fine = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), FINE_PX)
    return np.asarray(fine - cv2.blur(fine, (COARSE_PX, COARSE_PX)), dtype=np.float32)


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
        points=np.column_stack([column, row]),
        values=values,
        design=np.column_stack([*slopes, values, np.ones_like(values)]),
    )


def find_shift(detail: Picture, template: Template, guess_px: tuple[float, float]) -> Shift:
    """Return the shift of a template in a picture's detail, near a guess; NaN where the region has no detail."""
    x, y = guess_px
    here = _sampled(detail, template, x, y)
    weights = np.ones(here.size)
    normal = template.design.T @ template.design
    for _ in range(ROUNDS):
        rest = here - template.values
        weights = _tukey(rest - template.design @ _solved(normal, template.design.T @ (weights * rest)))
        weighted = template.design * weights[:, None]
        normal = weighted.T @ template.design
        step = _solved(normal, weighted.T @ rest)
        gain = max(1 + float(step[2]), 0.2)
        x, y = x - float(step[0]) / gain, y - float(step[1]) / gain
        here = _sampled(detail, template, x, y)
        if np.hypot(step[0], step[1]) < STILL_PX or not np.hypot(x - guess_px[0], y - guess_px[1]) < COARSE_PX:
            break
    return _judged(here, template, weights, normal, (x, y))


def _sampled(detail: Picture, template: Template, x_px: float, y_px: float) -> Floats:
    """Return the detail at the shifted points by straight lines between pixels, the border going on outwards.

    All points share one fraction of a pixel; `cv2.remap` would round it to a 32nd.
    """
    height, width = detail.shape
    left, top = int(np.floor(x_px)), int(np.floor(y_px))
    across, down = x_px - left, y_px - top
    column, row = template.points[:, 0] + left, template.points[:, 1] + top
    columns = [np.minimum(np.maximum(column + k, 0), width - 1) for k in (0, 1)]
    rows = [np.minimum(np.maximum(row + k, 0), height - 1) * width for k in (0, 1)]
    flat = detail.reshape(-1)
    upper, lower = (flat[r + columns[0]] * (1 - across) + flat[r + columns[1]] * across for r in rows)
    return np.asarray(upper * (1 - down) + lower * down, dtype=np.float64)


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
    """Solve four equations, or several sets of them; by LAPACK itself, since NumPy takes longer to ask."""
    return np.asarray(dgesv(_loaded(normal), right)[2])


def _loaded(normal: Floats) -> Floats:
    return normal + _EYE * (1e-9 * max(float(normal.trace()), 1e-6))


_EYE = np.eye(4)


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
