"""Frames out of a file: every decodable one, upright, at its true time, and one sentence where they end too soon."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
from av import VideoFrame
from av.container import InputContainer
from av.video.reformatter import Colorspace
from av.video.stream import VideoStream
from numpy.typing import NDArray

from desdemona.recordings.container import BROKEN, open_container, pictures_of
from desdemona.recordings.orientation import Orientation, orientation_of
from desdemona.recordings.recording import Frame, Notice

_UNSTATED = 2
_ASSUMED_RATE_HZ = 25.0
_TOLERATED_S = 1.0
"""How much sooner than stated the pictures may end: containers round, and a last frame may be held long."""
_LONGEST_PAUSE_S = 3600.0
_MICROSECONDS = 1_000_000


class _CutOff(Exception):
    """The pictures end before they should; the text is the reason."""


class _Clock:
    """Seconds since the first frame.

    The rule where a frame states no time, one that is not later than the frame before, or one more than an hour later
    (our choice; a damaged time is mostly years away): it is taken to come one frame of the stated rate (25 Hz where
    none is stated that makes sense) after the frame before. Frames after it whose own times fit are at those times
    again; where the clock itself has jumped, they keep their distance from it.
    """

    def __init__(self, stream: VideoStream) -> None:
        rate_hz = rate_of(stream) or _ASSUMED_RATE_HZ
        self.step_s = 1.0 / (rate_hz if rate_hz >= 1.0 / _LONGEST_PAUSE_S else _ASSUMED_RATE_HZ)
        self.guessed, self.moved = 0, 0
        self.end_s = 0.0  # of the last frame, also by its own time
        self._first: int | None = None
        self._base = stream.time_base or Fraction(1, 90_000)
        self._last_s = -self.step_s
        self._jumped_s = 0.0

    def tell(self, pts: int | None) -> float:
        if self._first is None:
            self._first = pts
        t_s = None if pts is None or self._first is None else float((pts - self._first) * self._base)
        self._last_s = self._fitting(t_s)
        self.end_s = max(self.end_s, max(self._last_s, t_s or 0.0) + self.step_s)
        return self._last_s

    def _fitting(self, stated_s: float | None) -> float:
        guessed_s = self._last_s + self.step_s
        if stated_s is not None:
            for jumped_s in dict.fromkeys((0.0, self._jumped_s)):
                if self._last_s < stated_s - jumped_s <= self._last_s + _LONGEST_PAUSE_S:
                    self.moved += jumped_s != 0.0
                    return stated_s - jumped_s
            self._jumped_s = stated_s - guessed_s
        self.guessed += 1
        return guessed_s

    @property
    def gone_s(self) -> float:
        """How long the pictures told so far last."""
        return self._last_s + self.step_s

    def doubts(self, count: int) -> str:
        """Return what must be said of the times of `count` frames, empty where nothing must."""
        if not self.guessed or count < 2:
            return ""
        kept = f"; {self.moved} after them keep their distance" if self.moved else ""
        return (
            f"{self.guessed} of {count} frames state no usable time; "
            f"each is taken to come {1000 * self.step_s:.1f} ms after the one before{kept}"
        )


def rate_of(stream: VideoStream) -> float | None:
    """Return the frame rate that the container states, None where it states none."""
    rate = stream.average_rate
    return float(rate) if rate else None


def decode_frames(path: Path, notice: Notice) -> Iterator[Frame]:
    """Yield every frame up to the end or the first damage, in order, holding one at a time.

    Times are true presentation times from the first frame's. A frame that states none, one not later than the frame
    before, or one more than an hour later, is taken to come one frame of the stated rate after it, and that is told.
    Pixels without a stated colour matrix are read as BT.709 from 720 lines on and as BT.601 below; transparency is
    dropped; pixels are taken to be square.

    Raises
    ------
    FileProblem
        The file cannot be opened as a recording.
    """
    with open_container(path) as container:
        stream = pictures_of(container, path)
        clock = _Clock(stream)
        count = 0
        try:
            for pts, rgb in _upright(_decoded(container, stream), path):
                yield Frame(count, clock.tell(pts), rgb)
                count += 1
            stated_s = _stated_end_s(container, stream)
            if stated_s is not None and stated_s > clock.end_s + _TOLERATED_S:
                raise _CutOff(f"the file states a length of {stated_s:.2f} s")
        except _CutOff as cut:
            notice(f"{path.name} is cut off after {count} frames ({clock.gone_s:.2f} s): {cut}")
        if doubts := clock.doubts(count):
            notice(f"{path.name}: {doubts}")


def to_rgb(frame: VideoFrame) -> NDArray[np.uint8]:
    """Return the picture as it is stored, as (height, width, 3) uint8 sRGB, rows without gaps."""
    unstated_hd = frame.colorspace == _UNSTATED and frame.height >= 720
    matrix = Colorspace.ITU709 if unstated_hd else None
    # One thread: for pictures of this size handing the work out costs more than it saves (0.41 to 0.24 ms at 480p).
    rgb = frame.to_ndarray(format="rgb24", src_colorspace=matrix, threads=1)
    return np.ascontiguousarray(rgb, np.uint8)  # PyAV gives a view with padded rows where the width asks for it


def _upright(frames: Iterator[VideoFrame], path: Path) -> Iterator[tuple[int | None, NDArray[np.uint8]]]:
    # The orientation is read once: it is one for the file, and asking a PyAV frame for it ties the frame into a
    # reference cycle, so that hundreds of pictures pile up before they are collected.
    orientation: Orientation | None = None
    stored: tuple[int, ...] = ()
    for frame in frames:
        try:
            rgb = to_rgb(frame)
        except BROKEN as error:
            raise _CutOff("the pixels of the next frame make no sense") from error
        if orientation is None:
            orientation, stored = orientation_of(frame, path), rgb.shape
        if rgb.shape != stored:
            sizes = f"{stored[1]} × {stored[0]} to {rgb.shape[1]} × {rgb.shape[0]}"
            raise _CutOff(f"the pictures change from {sizes} pixels there")
        yield frame.pts, orientation.apply(rgb)


def _decoded(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    packets, reason = 0, ""
    try:
        for packet in container.demux(stream):
            if packet.is_corrupt:
                reason = "the file ends, or is damaged, in the middle of the next frame"
                break
            packets += packet.size > 0
            yield from _undamaged(packet.decode())
    except BROKEN:
        reason = "the data of the next frame are damaged"
    if reason:
        yield from _held_back(stream)
        raise _CutOff(reason)
    if packets < stream.frames:  # packets, not pictures: an edit list may rightly hide some
        raise _CutOff(f"the file states {stream.frames} frames and holds {packets}")


def _undamaged(frames: Iterable[VideoFrame]) -> Iterator[VideoFrame]:
    for frame in frames:
        if frame.is_corrupt:
            raise _CutOff("the data of the next frame are damaged")
        yield frame


def _held_back(stream: VideoStream) -> Iterator[VideoFrame]:
    """Yield the good frames that the decoder holds back for their order of presentation."""
    try:
        yield from _undamaged(stream.decode(None))
    except BROKEN:
        return


def _stated_end_s(container: InputContainer, stream: VideoStream) -> float | None:
    """Return the length of the pictures where the container states it and states no number of frames."""
    if stream.frames:
        return None
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    clock = stream.metadata.get("DURATION", "").split(":")  # as Matroska writes it: hours, minutes, seconds
    try:
        return int(clock[0]) * 3600 + int(clock[1]) * 60 + float(clock[2])
    except (ValueError, IndexError):
        alone = len(container.streams) == 1 and container.duration is not None
        return container.duration / _MICROSECONDS if alone and container.duration else None
