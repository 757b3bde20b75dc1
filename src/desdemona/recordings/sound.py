"""The sound of a recording, as a stream of blocks on the clock of its pictures."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition
from numpy.typing import NDArray

from desdemona.errors import FileProblem
from desdemona.recordings.container import BROKEN, fingerprint_of, open_container
from desdemona.recordings.provenance import comment_of, provenance_of
from desdemona.recordings.recording import Notice, Provenance

_RATES_HZ = (1000, 768_000)
"""Recorders take more than the first and at most the second (our choice); what states another rate is damaged."""
_MOST_A_SECOND = 1_600_000
"""Samples of all channels, as in 8 channels of 192 kHz: some 20 s of them are held at a time."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A stretch of sound.

    `t_s` is the time of its first sample in seconds, from the first picture's where the file has pictures, else from
    the first sample's. `samples` has shape (samples, channels), float32, full scale ±1.
    """

    t_s: float
    samples: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """Sound on one clock, with a provenance.

    `blocks(notice)` starts a fresh pass and yields every decodable block in order; memory does not grow with the
    length. Damage ends the pass after the last good block and is told through `notice`, never as an exception.
    """

    name: str
    provenance: Provenance
    rate_hz: int
    channel_count: int
    fingerprint: str
    blocks: Callable[[Notice], Iterator[Block]]


def open_sound(path: Path | str, provenance_text: str | None = None) -> Sound:
    """Open the first sound track of a file whose provenance is known, as `open_recording` does its pictures.

    Raises
    ------
    FileProblem
        The file is missing, a folder, empty, unreadable, or holds no sound that can be decoded; or its sound states a
        rate that no recorder has, or more samples a second than can be held.
    ProvenanceError
        Nobody says where it comes from.
    DeclarationError
        The provenance.yaml beside it has faults.
    """
    path = Path(path)
    with open_container(path) as container:
        stream = _sound_of(container, path)
        rate_hz, channel_count = stream.rate, stream.channels
        comment = comment_of(container.metadata)
    provenance = provenance_of(path, provenance_text, comment)

    def blocks(notice: Notice) -> Iterator[Block]:
        return _decode_blocks(path, notice)

    return Sound(path.name, provenance, rate_hz, channel_count, fingerprint_of(path), blocks)


def _sound_of(container: InputContainer, path: Path) -> AudioStream:
    if not container.streams.audio:
        raise FileProblem(path, "holds no sound")
    stream = container.streams.audio[0]
    if stream.codec_context is None or not stream.rate or not stream.channels:
        raise FileProblem(path, "its sound is in a form that cannot be decoded here")
    if not _RATES_HZ[0] <= stream.rate <= _RATES_HZ[1] or stream.rate * stream.channels > _MOST_A_SECOND:
        stated = f"{stream.rate} samples a second (channels: {stream.channels})"
        raise FileProblem(path, f"its sound states {stated}, which cannot be measured", "see whether it is damaged")
    return stream


def _decode_blocks(path: Path, notice: Notice) -> Iterator[Block]:
    with open_container(path) as container:
        stream = _sound_of(container, path)
        zero_s = _pictures_start_s(container)
        end_s = 0.0
        for start_s, samples in _decoded(container, stream, path, notice):
            if zero_s is None:
                zero_s = start_s or 0.0
            t_s = end_s if start_s is None else start_s - zero_s
            end_s = t_s + len(samples) / stream.rate
            yield Block(t_s, samples)


def _decoded(
    container: InputContainer, stream: AudioStream, path: Path, notice: Notice
) -> Iterator[tuple[float | None, NDArray[np.float32]]]:
    length_s, rate_hz, channels = 0.0, stream.rate, stream.channels
    reason = ""
    try:
        for packet in container.demux(stream):
            if packet.is_corrupt:
                reason = "the file ends, or is damaged, in the middle of the next block"
                break
            for frame in packet.decode():
                samples = to_samples(frame)
                if frame.sample_rate != rate_hz or samples.shape[1] != channels:
                    raise ValueError
                yield frame.time, samples
                length_s += len(samples) / rate_hz
    except BROKEN:
        reason = "the data of the next block are damaged"
    if reason:
        notice(f"{path.name}: the sound is cut off after {length_s:.2f} s: {reason}")


def to_samples(frame: av.AudioFrame) -> NDArray[np.float32]:
    """Return a block as (samples, channels) float32, full scale ±1; whole numbers are scaled by their range."""
    raw = frame.to_ndarray()
    samples = raw.T if frame.format.is_planar else raw.reshape(frame.samples, -1)
    if samples.dtype == np.uint8:
        return ((samples.astype(np.float32) - 128.0) / 128.0).astype(np.float32)
    if samples.dtype.kind == "i":
        full_scale = 2.0 ** (8 * samples.dtype.itemsize - 1)
        return np.ascontiguousarray(samples / full_scale, dtype=np.float32)
    with np.errstate(over="ignore"):  # damaged numbers of 64 bits may lie beyond those of 32
        return np.ascontiguousarray(samples, dtype=np.float32)


def _pictures_start_s(container: InputContainer) -> float | None:
    for stream in container.streams.video:
        cover_art = stream.disposition & Disposition.attached_pic
        if not cover_art and stream.start_time is not None and stream.time_base is not None:
            return float(stream.start_time * stream.time_base)
    return None
