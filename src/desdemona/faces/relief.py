"""Hills and slopes: what shapes and paints are put together from."""

import numpy as np

from desdemona.faces.colour import Picture

MM_PER_SAMPLE = 1.25
"""Distance between two samples of the chart on the front of the face."""


def bump(x: Picture, y: Picture, at: tuple[float, float], size: tuple[float, float]) -> Picture:
    """Return a Gaussian hill of height 1 at `at` with standard deviations `size`."""
    off = ((x - at[0]) / size[0]) ** 2 + ((y - at[1]) / size[1]) ** 2
    return np.asarray(np.exp(-0.5 * off), dtype=np.float32)


def smooth_step(value: Picture | float, low: Picture | float, high: Picture | float) -> Picture:
    """Return 0 below `low`, 1 above `high` and a cubic course between (reversed where low > high)."""
    part = np.clip((value - low) / (high - low), 0, 1)
    return np.asarray(part * part * (3 - 2 * part), dtype=np.float32)
