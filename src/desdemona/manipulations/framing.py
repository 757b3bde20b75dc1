"""Where the camera looks: cut, mirrored, turned, shaken, drifting."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.manipulations.manipulation import Kind, Manipulation, Setting
from desdemona.manipulations.streams import Rgb, each_picture, sized
from desdemona.recordings.recording import Frame, Recording

_LINES = 16
"""Sines that make up a band of shaking."""


def moved(rgb: Rgb, right_px: float, down_px: float) -> Rgb:
    """Return a picture whose content is moved by any fraction of a pixel; at the borders the last pixel goes on.

    Between pixels by cubic convolution (Keys 1981, a = -1/2).
    """
    across, kernel_x = _cubic(-right_px)
    down, kernel_y = _cubic(-down_px)
    height_px, width_px = rgb.shape[:2]
    top, first, last, bottom = _reach(height_px, down)
    left, start, stop, right = _reach(width_px, across)
    part = rgb[first:last, start:stop]
    wide = cv2.copyMakeBorder(part, top, bottom, left, right, cv2.BORDER_REPLICATE)
    done = cv2.sepFilter2D(wide, -1, kernel_x, kernel_y, anchor=(1, 1), borderType=cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(done[1 : height_px + 1, 1 : width_px + 1], dtype=np.uint8)


def _reach(side_px: int, offset: int) -> tuple[int, int, int, int]:
    """Return what to repeat before, the first and last + 1 to take, and what to repeat after, of pixels in a row.

    Together they are the pixels from `offset` - 1 to `offset` + `side_px` + 1, the outermost repeated beyond.
    """
    start = min(max(offset - 1, -side_px - 2), side_px - 1)
    end = start + side_px + 3
    first, last = max(start, 0), min(end, side_px)
    return first - start, first, last, end - last


def _cubic(place: float) -> tuple[int, NDArray[np.float32]]:
    whole = int(np.floor(place))
    f = place - whole
    weights = (
        -0.5 * f**3 + f**2 - 0.5 * f,
        1.5 * f**3 - 2.5 * f**2 + 1.0,
        -1.5 * f**3 + 2.0 * f**2 + 0.5 * f,
        0.5 * f**3 - 0.5 * f**2,
    )
    return whole, np.array(weights, dtype=np.float32)


def shake_path(manipulation: Manipulation, times_s: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the displacement (n, 2) in pixels, right and down, that a `shake` gives at these times.

    One sine of amplitude A and frequency f each way, with phases by the seed; with a `width_hz` w, 16 sines spread
    evenly over f - w/2 to f + w/2 of amplitude A/4 each. Either way the root mean square is A/√2.
    """
    middle_hz, width_hz = manipulation.setting("frequency_hz"), manipulation.setting("width_hz")
    count = _LINES if width_hz else 1
    lines_hz = middle_hz + width_hz * ((np.arange(count) + 0.5) / count - 0.5)
    phases = manipulation.rng().uniform(0.0, 2 * np.pi, (2, count))
    angles = 2 * np.pi * np.multiply.outer(np.asarray(times_s, dtype=np.float64), lines_hz)
    sines = np.sin(angles[:, None, :] + phases).sum(axis=2)
    return np.asarray(manipulation.amount / np.sqrt(count) * sines, dtype=np.float64)


def _shake(manipulation: Manipulation, recording: Recording) -> Recording:
    def change(frame: Frame) -> Rgb:
        right_px, down_px = shake_path(manipulation, [frame.t_s])[0]
        return moved(frame.rgb, float(right_px), float(down_px))

    return each_picture(recording, change)


def _drift(manipulation: Manipulation, recording: Recording) -> Recording:
    angle = np.radians(manipulation.setting("direction_deg"))
    right, down = float(np.cos(angle)) * manipulation.amount, -float(np.sin(angle)) * manipulation.amount
    return each_picture(recording, lambda frame: moved(frame.rgb, right * frame.t_s, down * frame.t_s))


def _crop(manipulation: Manipulation, recording: Recording) -> Recording:
    def cut(side_px: int, at: float) -> slice:
        kept = max(1, round(side_px * (1.0 - manipulation.amount)))
        start = round((side_px - kept) * at)
        return slice(start, start + kept)

    rows = cut(recording.height_px, manipulation.setting("y"))
    columns = cut(recording.width_px, manipulation.setting("x"))
    changed = each_picture(recording, lambda frame: np.ascontiguousarray(frame.rgb[rows, columns]))
    return sized(changed, columns.stop - columns.start, rows.stop - rows.start)


def _mirror(_manipulation: Manipulation, recording: Recording) -> Recording:
    return each_picture(recording, lambda frame: np.asarray(cv2.flip(frame.rgb, 1), dtype=np.uint8))


def turned(rgb: Rgb, clockwise_deg: float) -> Rgb:
    """Return a picture turned about its middle, by straight lines between pixels; the border goes on outwards."""
    height_px, width_px = rgb.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width_px - 1) / 2, (height_px - 1) / 2), -clockwise_deg, 1.0)
    size = (width_px, height_px)
    done = cv2.warpAffine(rgb, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(done, dtype=np.uint8)


def _rotate(manipulation: Manipulation, recording: Recording) -> Recording:
    return each_picture(recording, lambda frame: turned(frame.rgb, manipulation.amount))


CROP = Kind(
    name="crop",
    amount=Setting("share", 0.0, 0.99, 0.1, "of each side cut away"),
    neutral=0.0,
    about="Cuts away a share of each side; x and y say where the rest lies, 0 at the left or top, 1 at the other end.",
    settings=(
        Setting("x", 0.0, 1.0, 0.5, "place from left to right"),
        Setting("y", 0.0, 1.0, 0.5, "place from top to bottom"),
    ),
    pictures=_crop,
)
MIRROR = Kind(
    name="mirror",
    amount=Setting("yes_no", 0, 1, 1, "1 mirrors", whole=True),
    neutral=0.0,
    about="Swaps left and right.",
    truth="mirrored",
    pictures=_mirror,
)
ROTATION = Kind(
    name="rotation",
    amount=Setting("degrees", -45.0, 45.0, 5.0, "clockwise"),
    neutral=0.0,
    about="Turns the pictures about their middle; corners that come into view repeat the border.",
    truth="rolled",
    pictures=_rotate,
)
SHAKE = Kind(
    name="shake",
    amount=Setting("px", 0.0, 200.0, 3.0, "amplitude: √2 times the root mean square each way"),
    neutral=0.0,
    about="Moves the pictures to and fro, right-left and up-down, as a camera held in the hand or on a moving car.",
    settings=(
        Setting("frequency_hz", 0.0, 120.0, 5.0, "middle of its spectrum"),
        Setting("width_hz", 0.0, 120.0, 0.0, "width of its spectrum, flat; 0 for one sine"),
    ),
    pictures=_shake,
    seeded=True,
)
DRIFT = Kind(
    name="drift",
    amount=Setting("px_per_s", -500.0, 500.0, 5.0, "speed"),
    neutral=0.0,
    about="Moves the pictures evenly along a straight line, as a camera that sags or pans.",
    settings=(Setting("direction_deg", -180.0, 180.0, 0.0, "anticlockwise from the right"),),
    pictures=_drift,
)
