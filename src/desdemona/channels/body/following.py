"""Where to look for the same thing in the next frame, without trembling."""

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.face.square import Square

STILL_SHIFT_SHARE, STILL_SIZE_SHARE, STILL_TURN_RAD = 0.05, 0.1, 0.1
"""A square that moved, grew and turned by less than this (shift and growth over its side) stays where it was.

A landmark network's points depend a little on where in its input a body lies. When the square follows the points, and
the points the square, both tremble: on three photographs under video noise at H.264, by 2 to 4 % of the shoulders'
width at nose and shoulders. With this rest the same points tremble by 0.1 to 0.7 %."""


def resting_square(last: Square, new: Square) -> Square:
    """Return the last square as long as the new one hardly differs, else the new one."""
    shift = float(np.hypot(new.x_px - last.x_px, new.y_px - last.y_px)) / max(last.side_px, 1e-9)
    size = abs(new.side_px / max(last.side_px, 1e-9) - 1)
    turn = abs(float(np.angle(np.exp(1j * (new.angle_rad - last.angle_rad)))))
    still = shift < STILL_SHIFT_SHARE and size < STILL_SIZE_SHARE and turn < STILL_TURN_RAD
    return last if still else new


def tilt_rad(low: NDArray[np.float64], high: NDArray[np.float64]) -> float:
    """Return how far the way from a low point to a high one is turned clockwise from straight up in the picture."""
    across, down = (high - low).tolist()
    return float(np.arctan2(across, -down))
