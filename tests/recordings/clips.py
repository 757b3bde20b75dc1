"""Small media files made on the fly."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

from desdemona.recordings.recording import Frame, Notice, Provenance, Recording

SHARED_CLIPS = Path(__file__).parents[2].parent / "shared" / "data" / "clips"
TEXT = "made for this test; CC0; nobody is in it; testing"


def ramp(width: int, height: int, shade: int = 0) -> NDArray[np.uint8]:
    """A picture that is unlike its mirror images: red grows to the right, green downwards."""
    rgb = np.full((height, width, 3), shade, np.uint8)
    rgb[..., 0] = np.linspace(0, 250, width)[None, :]
    rgb[..., 1] = np.linspace(0, 250, height)[:, None]
    return rgb


def write_video(
    path: Path,
    pictures: Sequence[NDArray[np.uint8]],
    *,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    ticks_ms: Sequence[int] | None = None,
    turned_deg: float = 0.0,
) -> Path:
    """Write pictures with times in milliseconds (25 Hz where none are given)."""
    with av.open(str(path), "w", options={"movflags": "faststart"} if path.suffix == ".mp4" else {}) as output:
        stream = output.add_stream(codec, rate=25)
        assert isinstance(stream, VideoStream)
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = pix_fmt
        stream.time_base = stream.codec_context.time_base = Fraction(1, 1000)
        if codec == "libx264":
            stream.options = {"crf": "1", "g": "8"}
        if turned_deg:
            stream.set_display_rotation(turned_deg)
        for index, rgb in enumerate(pictures):
            picture = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            picture.pts = ticks_ms[index] if ticks_ms else 40 * index
            picture.time_base = Fraction(1, 1000)
            output.mux(stream.encode(picture))
        output.mux(stream.encode(None))
    return path


def write_still(path: Path, pixels: NDArray[np.uint8], pix_fmt: str, codec: str = "png") -> Path:
    """Write one picture in its own pixel format."""
    context = av.CodecContext.create(codec, "w")
    assert isinstance(context, av.VideoCodecContext)
    picture = av.VideoFrame.from_ndarray(pixels, format=pix_fmt)
    context.height, context.width, context.pix_fmt = picture.height, picture.width, pix_fmt
    context.time_base = Fraction(1, 25)
    packets = [*context.encode(picture), *context.encode(None)]
    path.write_bytes(b"".join(bytes(packet) for packet in packets))
    return path


def write_sound(path: Path, samples: NDArray[np.int16], rate_hz: int, layout: str = "stereo") -> Path:
    """Write 16-bit samples, shape (samples, channels), as WAV."""
    with av.open(str(path), "w") as output:
        stream = output.add_stream("pcm_s16le", rate=rate_hz, layout=layout)
        block = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout=layout)
        block.sample_rate, block.pts = rate_hz, 0
        output.mux(stream.encode(block))
        output.mux(stream.encode(None))
    return path


def in_memory(pictures: Sequence[NDArray[np.uint8]], times_s: Sequence[float], kind: str = "phantom") -> Recording:
    def frames(_notice: Notice) -> "list[Frame]":
        return [Frame(i, t_s, rgb) for i, (t_s, rgb) in enumerate(zip(times_s, pictures, strict=True))]

    return Recording(
        name="made",
        provenance=Provenance("phantom" if kind == "phantom" else "real", "rendered", "CC0", "nobody", "any"),
        width_px=pictures[0].shape[1],
        height_px=pictures[0].shape[0],
        rate_hz=None,
        frame_count=len(pictures),
        fingerprint="made",
        frames=lambda notice: iter(frames(notice)),
    )
