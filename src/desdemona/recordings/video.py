"""Recordings from files, and files from recordings."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from av.video.stream import VideoStream
from numpy.typing import NDArray

from desdemona.errors import FileProblem
from desdemona.files import write_whole
from desdemona.recordings.container import fingerprint_of, open_container, pictures_of, reason_of
from desdemona.recordings.decoding import decode_frames, rate_of
from desdemona.recordings.provenance import comment_of, phantom_comment, provenance_of
from desdemona.recordings.recording import Frame, Notice, Recording, ignore_notice
from desdemona.recordings.sound import Sound
from desdemona.recordings.soundtrack import Soundtrack

_TICKS_PER_S = 90_000
"""The clock of written clips: 23.976, 24, 25, 29.97, 30, 50 and 60 Hz are whole numbers of ticks."""


def open_recording(path: Path | str, provenance_text: str | None = None) -> Recording:
    """Open a video or a still picture whose provenance is known; decodes its first frame and no more.

    The provenance is `provenance_text` if given, else what a clip of a phantom written by `write_clip` carries, else
    the entry of the file in the `provenance.yaml` beside it. What a clip says of itself is not proof: anyone can
    write the same line into a file, and then answers for it.

    Raises
    ------
    FileProblem
        The file is missing, a folder, empty, unreadable, or holds no picture that can be decoded.
    ProvenanceError
        Nobody says where it comes from.
    DeclarationError
        The provenance.yaml beside it has faults.
    """
    path = Path(path)
    with open_container(path) as container:
        stream = pictures_of(container, path)
        rate_hz, stated = rate_of(stream), stream.frames or None
        comment = comment_of(container.metadata)
    provenance = provenance_of(path, provenance_text, comment)
    first = _first_frame(path)
    height_px, width_px = first.rgb.shape[:2]

    def frames(notice: Notice) -> Iterator[Frame]:
        return decode_frames(path, notice)

    return Recording(
        name=path.name,
        provenance=provenance,
        width_px=width_px,
        height_px=height_px,
        rate_hz=rate_hz,
        frame_count=stated,
        fingerprint=fingerprint_of(path),
        frames=frames,
    )


def write_clip(
    recording: Recording,
    path: Path | str,
    *,
    crf: int = 14,
    sound: Sound | None = None,
    notice: Notice = ignore_notice,
) -> None:
    """Write the pictures of a recording as H.264 in MP4, each at its own time (to 1/90000 s), with sound if given.

    The same pictures give the same bytes with the same build of the encoder. The file appears under its name only
    when it is whole. BT.709 at video range; 4:2:0, or 4:4:4 where a side is odd, which 4:2:0 cannot hold. The index
    stands in front, so a clip that is cut off later can be read up to the cut. A phantom's provenance is written
    into the file, where what is heard is a phantom's too.

    Parameters
    ----------
    crf
        The encoder's constant rate factor, 0 (largest file) to 51. Colour is kept finer than a player needs, so
        that a pulse survives; from 18 on it fades.
    sound
        Sound whose time 0 is that of the first picture. It is written as FLAC with 24 bits, without loss and without
        the lead-in of lossy codecs, each sample at its own time (see `soundtrack.steady_samples`); common browsers
        and players play it.

    Raises
    ------
    FileProblem
        The file cannot be written, is not named .mp4, or the recording has no frames.
    """
    path = Path(path)
    if path.suffix.lower() != ".mp4":
        raise FileProblem(path, "cannot be written", "a clip's name ends in .mp4")
    try:
        write_whole(path, lambda half: _write_frames(recording, sound, half, path, crf, notice))
    except av.FFmpegError as error:
        raise FileProblem(path, f"cannot be written ({reason_of(error)})") from error


def _first_frame(path: Path) -> Frame:
    notices: list[str] = []
    for frame in decode_frames(path, notices.append):
        return frame
    raise FileProblem(path, *_why_none(path))


def _why_none(path: Path) -> tuple[str, str]:
    """Return why no picture can be decoded, and what would mend it."""
    with path.open("rb") as file:
        head = file.read(21)
    if head[:4] == b"RIFF" and head[8:16] == b"WEBPVP8X" and head[-1] & 2:  # the container's flag of animation
        return "is an animated WebP, which cannot be decoded here", "convert it to GIF or MP4"
    return "no picture in it can be decoded", "it is empty, damaged, or larger than 8192 × 8192 pixels"


def _write_frames(recording: Recording, sound: Sound | None, half: Path, path: Path, crf: int, notice: Notice) -> None:
    frames = recording.frames(notice)
    first = next(frames, None)
    if first is None:
        raise FileProblem(path, f"cannot be written: '{recording.name}' has no frames")
    flags = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(f"file:{half}", "w", format="mp4", options=flags) as output:
        if recording.provenance.kind == "phantom" and (sound is None or sound.provenance.kind == "phantom"):
            output.metadata["comment"] = phantom_comment(recording.provenance)
        stream = _video_stream(output, first.rgb, recording.rate_hz, crf)
        track = None if sound is None else Soundtrack(sound, output, "flac", notice)
        last_tick = -1
        for frame in chain([first], frames):
            last_tick = _encode(output, stream, frame, last_tick)
            if track is not None:
                track.write_until(frame.t_s)
        output.mux(stream.encode(None))
        if track is not None:
            track.finish()


def _video_stream(output: OutputContainer, rgb: NDArray[np.uint8], rate_hz: float | None, crf: int) -> VideoStream:
    height_px, width_px = rgb.shape[:2]
    odd = height_px % 2 or width_px % 2
    stream = output.add_stream("libx264", rate=Fraction(rate_hz or 30).limit_denominator(1001) or 30)
    stream.width, stream.height = width_px, height_px
    stream.pix_fmt = "yuv444p" if odd else "yuv420p"
    stream.time_base = stream.codec_context.time_base = Fraction(1, _TICKS_PER_S)
    stream.codec_context.thread_count = 2  # stated, because the encoder's bytes depend on it
    stream.codec_context.colorspace = Colorspace.ITU709
    stream.codec_context.color_range = ColorRange.MPEG
    stream.codec_context.color_primaries = ColorPrimaries.BT709
    stream.codec_context.color_trc = ColorTrc.BT709
    # A pulse is a change of colour by less than one level. At its usual settings the encoder throws it away: of
    # amplitudes of 0.36, 0.72 and 0.36 levels in red, green and blue it left 0.40 in each at crf 16. With these, crf
    # 14 leaves 0.41, 0.71 and 0.35.
    stream.options = {"crf": str(crf), "preset": "veryfast", "x264-params": "mbtree=0:chroma-qp-offset=-12"}
    return stream


def _encode(output: OutputContainer, stream: VideoStream, frame: Frame, last_tick: int) -> int:
    picture = av.VideoFrame.from_ndarray(frame.rgb, format="rgb24").reformat(
        format=stream.pix_fmt, dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
    )
    tick = max(round(frame.t_s * _TICKS_PER_S), last_tick + 1)
    picture.pts, picture.time_base = tick, Fraction(1, _TICKS_PER_S)
    output.mux(stream.encode(picture))
    return tick
