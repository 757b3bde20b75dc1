"""Blur of lens and motion, done on linear light as a lens does it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.manipulations.light import light_to_picture, picture_to_light
from desdemona.manipulations.manipulation import Kind, Manipulation, Setting
from desdemona.manipulations.streams import Rgb, each_picture
from desdemona.recordings.recording import Frame, Recording

_POINTS_PER_PX = 16


def defocused(rgb: Rgb, sigma_px: float) -> Rgb:
    """Return a picture blurred by a Gaussian; at the borders the last pixel goes on."""
    light = cv2.GaussianBlur(picture_to_light(rgb), (0, 0), sigma_px, borderType=cv2.BORDER_REPLICATE)
    return light_to_picture(np.asarray(light, dtype=np.uint16))


def streak(length_px: float, direction_deg: float) -> NDArray[np.float64]:
    """Return the trace of a point that moves evenly along a straight line: odd sides, sum 1, centred.

    `direction_deg` counts anticlockwise from the picture's right. Points on the line are shared out among the four
    pixels around them.
    """
    points = np.linspace(-0.5, 0.5, max(2, int(np.ceil(length_px * _POINTS_PER_PX))) + 1) * length_px
    angle = np.radians(direction_deg)
    across, down = points * np.cos(angle), -points * np.sin(angle)
    middle = int(np.ceil(length_px / 2)) + 1
    trace = np.zeros((2 * middle + 1, 2 * middle + 1))
    left, top = np.floor(across).astype(int), np.floor(down).astype(int)
    for step_x in (0, 1):
        for step_y in (0, 1):
            share_x = 1.0 - np.abs(across - left - step_x)
            share_y = 1.0 - np.abs(down - top - step_y)
            np.add.at(trace, (top + step_y + middle, left + step_x + middle), share_x * share_y)
    rows, columns = (int(np.ceil(np.abs(side).max() - 1e-9)) for side in (down, across))
    kept = trace[middle - rows : middle + rows + 1, middle - columns : middle + columns + 1]
    return np.asarray(kept / kept.sum(), dtype=np.float64)


def _defocus(manipulation: Manipulation, recording: Recording) -> Recording:
    return each_picture(recording, lambda frame: defocused(frame.rgb, manipulation.amount))


def _smear(manipulation: Manipulation, recording: Recording) -> Recording:
    trace = streak(manipulation.amount, manipulation.setting("direction_deg")).astype(np.float32)

    def change(frame: Frame) -> Rgb:
        light = cv2.filter2D(picture_to_light(frame.rgb), -1, trace, borderType=cv2.BORDER_REPLICATE)
        return light_to_picture(np.asarray(light, dtype=np.uint16))

    return each_picture(recording, change)


BLUR = Kind(
    name="blur",
    amount=Setting("px", 0.0, 50.0, 2.0, "standard deviation of the Gaussian"),
    neutral=0.0,
    about="Blurs every picture by a Gaussian, as a lens out of focus, in linear light.",
    pictures=_defocus,
)
MOTION_BLUR = Kind(
    name="motion_blur",
    amount=Setting("px", 0.0, 100.0, 8.0, "length of the streak"),
    neutral=0.0,
    about="Smears every picture evenly along a straight line, as a camera that moves while the shutter is open.",
    settings=(Setting("direction_deg", -180.0, 180.0, 0.0, "anticlockwise from the right"),),
    pictures=_smear,
)
