"""Something in the way, at a known place."""

import numpy as np
from numpy.typing import NDArray

from desdemona.manipulations.manipulation import Kind, Manipulation, Setting
from desdemona.manipulations.streams import Rgb, each_picture
from desdemona.recordings.recording import Frame, Recording


def bar_mask(height_px: int, width_px: int, manipulation: Manipulation) -> NDArray[np.bool_]:
    """Return the pixels (height_px, width_px) that a `bar` covers: those whose middle lies in it."""
    upright = manipulation.setting("upright") == 1
    along = (np.arange(width_px if upright else height_px) + 0.5) / (width_px if upright else height_px)
    covered = np.abs(along - manipulation.setting("centre")) < manipulation.amount / 2
    return np.broadcast_to(covered if upright else covered[:, None], (height_px, width_px))


def blob_mask(height_px: int, width_px: int, manipulation: Manipulation) -> NDArray[np.bool_]:
    """Return the pixels (height_px, width_px) that a `blob` covers: those whose middle lies in the disc."""
    radius_px = manipulation.amount * min(height_px, width_px) / 2
    down = np.arange(height_px) + 0.5 - manipulation.setting("y") * height_px
    across = np.arange(width_px) + 0.5 - manipulation.setting("x") * width_px
    return np.asarray(down[:, None] ** 2 + across**2 < radius_px**2)


def _covered(recording: Recording, mask: NDArray[np.bool_], level: int) -> Recording:
    rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    box = (
        slice(rows.min(initial=mask.shape[0]), rows.max(initial=-1) + 1),
        slice(columns.min(initial=mask.shape[1]), columns.max(initial=-1) + 1),
    )
    hidden = mask[box]

    def change(frame: Frame) -> Rgb:
        rgb = frame.rgb.copy()
        rgb[box][hidden] = level
        return rgb

    return each_picture(recording, change)


def _cover_bar(manipulation: Manipulation, recording: Recording) -> Recording:
    mask = bar_mask(recording.height_px, recording.width_px, manipulation)
    return _covered(recording, mask, round(manipulation.setting("level")))


def _cover_blob(manipulation: Manipulation, recording: Recording) -> Recording:
    mask = blob_mask(recording.height_px, recording.width_px, manipulation)
    return _covered(recording, mask, round(manipulation.setting("level")))


_LEVEL = Setting("level", 0, 255, 40, "its grey, as a code of 8 bits", whole=True)

BAR = Kind(
    name="bar",
    amount=Setting("share", 0.0, 1.0, 0.15, "thickness, of the picture's height (width where upright)"),
    neutral=0.0,
    about="Covers the pictures with a grey bar from edge to edge.",
    settings=(
        Setting("centre", 0.0, 1.0, 0.5, "place of its middle, from top (from left where upright)"),
        Setting("upright", 0, 1, 0, "from top to bottom instead of from left to right", whole=True),
        _LEVEL,
    ),
    pictures=_cover_bar,
)
BLOB = Kind(
    name="blob",
    amount=Setting("share", 0.0, 3.0, 0.2, "diameter, of the picture's shorter side"),
    neutral=0.0,
    about="Covers the pictures with a grey disc.",
    settings=(
        Setting("x", 0.0, 1.0, 0.5, "place of its middle, from left to right"),
        Setting("y", 0.0, 1.0, 0.5, "place of its middle, from top to bottom"),
        _LEVEL,
    ),
    pictures=_cover_blob,
)
