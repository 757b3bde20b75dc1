"""Frames and blocks changed on their way, one at a time, a fresh pass each time."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from desdemona.recordings.recording import Frame, Notice, Recording
from desdemona.recordings.sound import Block, Sound
from desdemona.recordings.soundtrack import steady_samples

Rgb = NDArray[np.uint8]
"""A picture (height, width, 3), sRGB codes."""
Samples = NDArray[np.float32]
"""Sound (samples, channels), full scale ±1."""


def each_picture(recording: Recording, change: Callable[[Frame], Rgb]) -> Recording:
    """Return the recording with every picture changed for itself, all of them to one size; times stay."""

    def frames(notice: Notice) -> Iterator[Frame]:
        for frame in recording.frames(notice):
            yield Frame(frame.index, frame.t_s, change(frame))

    return replace(recording, frames=frames)


def all_frames(recording: Recording, change: Callable[[Iterator[Frame]], Iterable[Frame]]) -> Recording:
    """Return the recording with its stream of frames changed; `change` starts afresh on every pass."""
    return replace(recording, frames=lambda notice: iter(change(recording.frames(notice))))


def renumbered(frames: Iterable[Frame]) -> Iterator[Frame]:
    """Yield frames with their numbers counted anew from 0."""
    for index, frame in enumerate(frames):
        yield frame if frame.index == index else replace(frame, index=index)


def sized(recording: Recording, width_px: int, height_px: int) -> Recording:
    """Return the recording with another size stated."""
    return replace(recording, width_px=width_px, height_px=height_px)


def each_block(sound: Sound, start: Callable[[Notice], Callable[[Samples], Samples]]) -> Sound:
    """Return the sound with every block changed, its length and time kept; `start` begins a pass."""

    def blocks(notice: Notice) -> Iterator[Block]:
        change = start(notice)
        for block in sound.blocks(notice):
            yield Block(block.t_s, change(block.samples))

    return replace(sound, blocks=blocks)


def all_samples(sound: Sound, rate_hz: int, change: Callable[[Iterator[Samples]], Iterable[Samples]]) -> Sound:
    """Return the sound with its stream of samples changed, from time 0 on and without gaps, at a rate of its own.

    Gaps become silence, and what lies before time 0 is left out (`soundtrack.steady_samples`); both are told.
    """

    def blocks(notice: Notice) -> Iterator[Block]:
        done = 0
        for samples in change(steady_samples(sound, notice)):
            if len(samples):
                yield Block(done / rate_hz, samples)
                done += len(samples)

    return replace(sound, rate_hz=rate_hz, blocks=blocks)


def in_chunks(samples: Iterable[Samples], count: int) -> Iterator[Samples]:
    """Yield the same samples in chunks of `count`, the last one shorter."""
    held: list[Samples] = []
    length = 0
    for block in samples:
        held.append(block)
        length += len(block)
        if length >= count:
            joined = np.concatenate(held)
            whole = length - length % count
            yield from np.split(joined[:whole], whole // count)
            held, length = [joined[whole:]], length - whole
    if length:
        yield np.concatenate(held)
