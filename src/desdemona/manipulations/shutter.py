"""What happens while a picture is taken: lamps that flicker, and rows that are read one after the other."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from desdemona.manipulations.light import FULL_LIGHT, LIGHT_OF_CODES, light_to_picture, picture_to_light, with_tables
from desdemona.manipulations.manipulation import Kind, Manipulation, Setting
from desdemona.manipulations.streams import Rgb, all_frames, each_picture
from desdemona.recordings.recording import Frame, Recording


def flicker_gains(manipulation: Manipulation, t_s: float, height_px: int) -> NDArray[np.float64]:
    """Return what the linear light of each row (height_px,) of the frame at `t_s` is multiplied with.

    The lamp shines as 1 + m cos(2πft + φ), with m the depth and f the lamp's frequency (twice the mains'). A row
    takes the mean over its exposure e, which begins at t + r·y/h with r the time to read all h rows, so its gain is

        1 + m · sin(πfe)/(πfe) · cos(2πf(t + r·y/h + e/2) + φ).

    Frames at a rate F show it at |f - nF| for the whole n that makes it least: 100 Hz seen at 30 Hz flickers at
    10 Hz, at 25 Hz not at all; an exposure of a whole number of periods shows none.
    """
    lamp_hz, exposure_s = manipulation.setting("lamp_hz"), manipulation.setting("exposure_ms") / 1000
    readout_s = manipulation.setting("readout_ms") / 1000
    middle_s = t_s + readout_s * np.arange(height_px) / height_px + exposure_s / 2
    phase = 2 * np.pi * lamp_hz * middle_s + np.radians(manipulation.setting("phase_deg"))
    return np.asarray(1.0 + manipulation.amount * np.sinc(lamp_hz * exposure_s) * np.cos(phase), dtype=np.float64)


def _flicker(manipulation: Manipulation, recording: Recording) -> Recording:
    by_rows = manipulation.setting("readout_ms") > 0

    def change(frame: Frame) -> Rgb:
        if not by_rows:
            return with_tables(frame.rgb, LIGHT_OF_CODES * flicker_gains(manipulation, frame.t_s, 1)[0])
        gains = flicker_gains(manipulation, frame.t_s, len(frame.rgb)).astype(np.float32)
        light = picture_to_light(frame.rgb) * gains[:, None, None]
        return light_to_picture(np.minimum(np.rint(light, out=light), FULL_LIGHT).astype(np.uint16))

    return each_picture(recording, change)


def _between(before: Frame, after: Frame, readout_s: float) -> Rgb:
    rows = len(before.rgb)
    shares = readout_s * np.arange(rows) / rows / (after.t_s - before.t_s)
    weights = np.minimum(shares, 1.0).astype(np.float32)[:, None, None]
    mixed = before.rgb + weights * (after.rgb.astype(np.float32) - before.rgb)
    return np.asarray(np.rint(mixed), dtype=np.uint8)


def _roll(manipulation: Manipulation, recording: Recording) -> Recording:
    readout_s = manipulation.amount / 1000

    def rolled(frames: Iterator[Frame]) -> Iterator[Frame]:
        before: Frame | None = None
        for frame in frames:
            if before is not None:
                yield replace(before, rgb=_between(before, frame, readout_s))
            before = frame
        if before is not None:
            yield before

    return all_frames(recording, rolled)


FLICKER = Kind(
    name="flicker",
    amount=Setting("share", 0.0, 1.0, 0.2, "depth of the lamp's swing about its mean"),
    neutral=0.0,
    about="Lights the scene by a lamp that flickers with the mains, seen through exposure, frame rate and rows read "
    "one by one.",
    settings=(
        Setting("lamp_hz", 1.0, 1000.0, 100.0, "of the light: 100 for mains of 50 Hz, 120 for 60 Hz"),
        Setting("exposure_ms", 0.0, 1000.0, 4.0, "how long each row gathers light"),
        Setting("readout_ms", 0.0, 1000.0, 0.0, "from the first row to the last"),
        Setting("phase_deg", -360.0, 360.0, 0.0, "of the lamp at time 0"),
    ),
    pictures=_flicker,
)
ROLLING_SHUTTER = Kind(
    name="rolling_shutter",
    amount=Setting("ms", 0.0, 1000.0, 15.0, "from the first row to the last"),
    neutral=0.0,
    about="Reads the rows one after the other: each lower row is shown later, mixed from its frame and the next. Good "
    "for slow motion and light; what moves far between two frames shows twice. The last frame stays.",
    pictures=_roll,
)
