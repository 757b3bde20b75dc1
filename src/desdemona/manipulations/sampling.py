"""Fewer pixels, fewer frames, other times."""

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np

from desdemona.manipulations.light import Light, light_to_picture, picture_to_light
from desdemona.manipulations.manipulation import Kind, Manipulation, Setting
from desdemona.manipulations.streams import Rgb, all_frames, each_picture, renumbered, sized
from desdemona.recordings.recording import Frame, Recording

_CLOCK_S = 0.001
"""Containers round times to a millisecond or finer; a frame that early counts as on time."""
_LEAST_STEP_S = 0.0001


def resized(light: Light, width_px: int, height_px: int) -> Light:
    """Return linear light at another size: means over areas where it shrinks, cubic curves where it grows."""
    shrinks = width_px <= light.shape[1] and height_px <= light.shape[0]
    how = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(light, (width_px, height_px), interpolation=how), dtype=np.uint16)


def _change_resolution(manipulation: Manipulation, recording: Recording) -> Recording:
    full = recording.width_px, recording.height_px
    width_px, height_px = (max(1, round(side * manipulation.amount)) for side in full)
    restored = manipulation.setting("restored") == 1

    def change(frame: Frame) -> Rgb:
        light = resized(picture_to_light(frame.rgb), width_px, height_px)
        return light_to_picture(resized(light, *full) if restored else light)

    changed = each_picture(recording, change)
    return changed if restored else sized(changed, width_px, height_px)


def _lower_frame_rate(manipulation: Manipulation, recording: Recording) -> Recording:
    step_s = 1.0 / manipulation.amount

    def kept(frames: Iterator[Frame]) -> Iterator[Frame]:
        due = 0
        for frame in frames:
            if frame.t_s >= due * step_s - _CLOCK_S:
                due = int((frame.t_s + _CLOCK_S) / step_s) + 1
                yield frame

    stated_hz = recording.rate_hz
    rate_hz = manipulation.amount if stated_hz is None else min(manipulation.amount, stated_hz)
    changed = all_frames(recording, lambda frames: renumbered(kept(frames)))
    return replace(changed, rate_hz=rate_hz, frame_count=None)


def _jitter_times(manipulation: Manipulation, recording: Recording) -> Recording:
    amount_s = manipulation.amount / 1000

    def moved(frames: Iterator[Frame]) -> Iterator[Frame]:
        rng, last_s = manipulation.rng(), -_LEAST_STEP_S
        for frame in frames:
            t_s = frame.t_s + amount_s * rng.uniform(-1.0, 1.0) if frame.index else 0.0
            last_s = max(t_s, last_s + _LEAST_STEP_S)
            yield replace(frame, t_s=last_s)

    return all_frames(recording, moved)


def _drop_frames(manipulation: Manipulation, recording: Recording) -> Recording:
    def kept(frames: Iterator[Frame]) -> Iterator[Frame]:
        rng = manipulation.rng()
        for frame in frames:
            if rng.random() >= manipulation.amount or frame.index == 0:
                yield frame

    return replace(all_frames(recording, lambda frames: renumbered(kept(frames))), frame_count=None)


def _repeat_frames(manipulation: Manipulation, recording: Recording) -> Recording:
    def shown(frames: Iterator[Frame]) -> Iterator[Frame]:
        rng, before = manipulation.rng(), None
        for frame in frames:
            if rng.random() >= manipulation.amount or before is None:
                before = frame.rgb
            yield replace(frame, rgb=before)

    return all_frames(recording, shown)


def _freeze(manipulation: Manipulation, recording: Recording) -> Recording:
    start_s = manipulation.setting("start_s")
    end_s = start_s + manipulation.amount

    def shown(frames: Iterator[Frame]) -> Iterator[Frame]:
        held: Rgb | None = None
        for frame in frames:
            if held is None or not start_s < frame.t_s < end_s:
                held = frame.rgb
            yield replace(frame, rgb=held)

    return all_frames(recording, shown)


RESOLUTION = Kind(
    name="resolution",
    amount=Setting("share", 0.01, 4.0, 0.5, "of each side"),
    neutral=1.0,
    about="Gives the pictures fewer pixels (means over areas) or more (cubic), in linear light.",
    truth="pixels_scaled",
    settings=(Setting("restored", 0, 1, 0, "brought back to the size before", whole=True),),
    pictures=_change_resolution,
)
FRAME_RATE = Kind(
    name="frame_rate",
    amount=Setting("hz", 0.1, 240.0, 15.0, "at most so many frames a second"),
    neutral=None,
    about="Keeps the first frame from each tick of a slower clock on, at its own true time.",
    pictures=_lower_frame_rate,
)
TIME_JITTER = Kind(
    name="time_jitter",
    amount=Setting("ms", 0.0, 500.0, 10.0, "the most a time is moved, evenly spread"),
    neutral=0.0,
    about="States every frame's time wrongly, by chance, earlier or later; the first stays, and so does the order.",
    pictures=_jitter_times,
    seeded=True,
)
DROPPED_FRAMES = Kind(
    name="dropped_frames",
    amount=Setting("share", 0.0, 0.99, 0.1, "of the frames"),
    neutral=0.0,
    about="Leaves out frames by chance, never the first; the others keep their true times.",
    pictures=_drop_frames,
    seeded=True,
)
REPEATED_FRAMES = Kind(
    name="repeated_frames",
    amount=Setting("share", 0.0, 0.99, 0.1, "of the frames"),
    neutral=0.0,
    about="Shows the picture before once more in place of frames chosen by chance.",
    pictures=_repeat_frames,
    seeded=True,
)
FROZEN = Kind(
    name="frozen",
    amount=Setting("s", 0.0, 3600.0, 2.0, "how long"),
    neutral=0.0,
    about="Shows one picture from a time on, for so long; what happens meanwhile is true and cannot be seen.",
    settings=(Setting("start_s", 0.0, 36_000.0, 1.0, "from when on"),),
    pictures=_freeze,
)
