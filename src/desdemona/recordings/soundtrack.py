"""Sound into files: WAV alone, or the lossless track of a clip."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from numpy.typing import NDArray

from desdemona.errors import FileProblem
from desdemona.files import write_whole
from desdemona.recordings.container import reason_of
from desdemona.recordings.provenance import phantom_comment
from desdemona.recordings.recording import Notice, ignore_notice
from desdemona.recordings.sound import Sound

_LAYOUTS = {1: "mono", 2: "stereo", 3: "3.0", 4: "4.0", 5: "5.0", 6: "5.1", 7: "6.1", 8: "7.1"}
_FULL_SCALE = 2.0**23
"""24 bits: a sample comes back within 2⁻²⁴ of full scale."""
_TOLERATED_S = 0.002
"""Times of blocks that stray less than this are the rounding of a container's clock, not a gap."""
_SILENCE_SAMPLES = 65_536
_MOST_SILENCE_S = 3600

Samples = NDArray[np.float32]


def steady_samples(sound: Sound, notice: Notice) -> Iterator[Samples]:
    """Yield the samples (n, channels) of one pass without gaps, the first of them at time 0 of the sound's clock.

    What the sound has before time 0 is left out; where it has a gap (or starts later) there is silence, so that all
    the rest keeps its time, up to an hour of silence in all (our choice): longer gaps are closed up, for a damaged time
    is mostly years away. All of it is told.
    """
    due, silent, dropped = 0, 0, 0
    closed, closed_in_all = 0, 0
    for block in sound.blocks(notice):
        gap = round(block.t_s * sound.rate_hz) - due
        if abs(gap - closed) <= abs(gap):
            gap -= closed
        else:
            closed = 0  # it was one block that lay far off, not all that followed
        if due and abs(gap) <= _TOLERATED_S * sound.rate_hz:
            gap = 0
        if silent + gap > _MOST_SILENCE_S * sound.rate_hz:
            closed, closed_in_all, gap = closed + gap, closed_in_all + gap, 0
        if gap > 0:
            yield from _silence(gap, sound.channel_count)
        samples = block.samples[-gap:] if gap < 0 else block.samples
        silent, dropped = silent + max(gap, 0), dropped + len(block.samples) - len(samples)
        due += max(gap, 0) + len(samples)
        if len(samples):
            yield samples
    _tell_of_gaps(sound, (silent, dropped, closed_in_all), notice)


def _tell_of_gaps(sound: Sound, counts: tuple[int, int, int], notice: Notice) -> None:
    silence, overlap = "of silence stand where it has no sound", "that overlap are left out"
    closed = "without sound are left out, and what comes after them is so much earlier"
    for count, told in zip(counts, (silence, overlap, closed), strict=True):
        if count:
            notice(f"{sound.name}: {1000 * count / sound.rate_hz:.1f} ms {told}")


def write_sound(sound: Sound, path: Path | str, *, notice: Notice = ignore_notice) -> None:
    """Write sound as WAV, 24-bit whole numbers; the same sound gives the same bytes.

    The first sample of the file is at time 0 of the sound's clock (see `steady_samples`). What is louder than full
    scale is cut to it and told. A phantom's provenance is written into the file, which appears under its name only
    when it is whole.

    Raises
    ------
    FileProblem
        The file cannot be written, is not named .wav, or there is no sound in it.
    """
    path = Path(path)
    if path.suffix.lower() != ".wav":
        raise FileProblem(path, "cannot be written", "the name of a sound file ends in .wav")
    try:
        write_whole(path, lambda half: _write_wav(sound, half, path, notice))
    except av.FFmpegError as error:
        raise FileProblem(path, f"cannot be written ({reason_of(error)})") from error


class Soundtrack:
    """One pass of sound on its way into a container that is being written, in step with the pictures."""

    def __init__(self, sound: Sound, output: OutputContainer, codec: str, notice: Notice) -> None:
        self._sound, self._output, self._notice = sound, output, notice
        self._samples = steady_samples(sound, notice)
        self._next = next(self._samples, None)
        self._written, self._cut = 0, 0
        self._stream = None if self._next is None else _sound_stream(sound, output, codec)

    @property
    def is_empty(self) -> bool:
        """Whether the sound holds no sample at all; no track is made for it."""
        return self._stream is None

    def write_until(self, t_s: float) -> None:
        """Write all samples before `t_s` seconds, in whole blocks."""
        while self._stream is not None and self._next is not None and self._written < t_s * self._sound.rate_hz:
            self._output.mux(self._stream.encode(self._frame(self._next)))
            self._written += len(self._next)
            self._next = next(self._samples, None)

    def finish(self) -> None:
        """Write what is left, and tell what was too loud."""
        self.write_until(np.inf)
        if self._stream is not None:
            self._output.mux(self._stream.encode(None))
        if self._cut:
            self._notice(f"{self._sound.name}: {self._cut} samples were louder than full scale and are cut to it")

    def _frame(self, samples: Samples) -> av.AudioFrame:
        whole = np.rint(samples.astype(np.float64) * _FULL_SCALE)
        held = np.clip(whole, -_FULL_SCALE, _FULL_SCALE - 1)
        self._cut += int(np.count_nonzero(np.abs(whole - held) > 1))
        packed = np.ascontiguousarray(held.astype(np.int32) << 8).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, format="s32", layout=_LAYOUTS[samples.shape[1]])
        frame.sample_rate, frame.pts = self._sound.rate_hz, self._written
        frame.time_base = Fraction(1, self._sound.rate_hz)
        return frame


def _sound_stream(sound: Sound, output: OutputContainer, codec: str) -> AudioStream:
    if sound.channel_count not in _LAYOUTS:
        problem = f"cannot be written with {sound.channel_count} channels of sound"
        raise FileProblem(sound.name, problem, f"at most {max(_LAYOUTS)} can")
    stream = output.add_stream(codec, rate=sound.rate_hz, layout=_LAYOUTS[sound.channel_count])
    if not isinstance(stream, AudioStream):
        raise TypeError(codec)
    stream.codec_context.format = av.AudioFormat("s32")
    return stream


def _write_wav(sound: Sound, half: Path, path: Path, notice: Notice) -> None:
    with av.open(f"file:{half}", "w", format="wav", options={"fflags": "+bitexact"}) as output:
        if sound.provenance.kind == "phantom":
            output.metadata["comment"] = phantom_comment(sound.provenance)
        track = Soundtrack(sound, output, "pcm_s24le", notice)
        if track.is_empty:
            raise FileProblem(path, f"cannot be written: '{sound.name}' has no samples")
        track.finish()


def _silence(count: int, channels: int) -> Iterator[Samples]:
    for start in range(0, count, _SILENCE_SAMPLES):
        yield np.zeros((min(_SILENCE_SAMPLES, count - start), channels), np.float32)
