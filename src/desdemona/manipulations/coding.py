"""What coding for storage or transport takes away: coded and decoded again in memory."""

from collections import deque
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain

import av
import cv2
import numpy as np
from av.packet import Packet
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream

from desdemona.manipulations.manipulation import Kind, Manipulation, Setting
from desdemona.manipulations.streams import Rgb, all_frames, each_picture
from desdemona.recordings.recording import Frame, Recording

_ASSUMED_RATE_HZ = 30.0
_PIXELS = "yuv420p"


def as_jpeg(rgb: Rgb, quality: int) -> Rgb:
    """Return a picture as it comes back from a baseline JPEG of this quality (0..100, libjpeg's scale)."""
    flags = [cv2.IMWRITE_JPEG_QUALITY, quality]
    _, coded = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), flags)
    back = np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), dtype=np.uint8)
    return np.asarray(cv2.cvtColor(back, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def new_encoder(
    rgb: Rgb, rate_hz: float, *, crf: int | None = None, bit_rate: int | None = None
) -> av.VideoCodecContext:
    """Return an H.264 encoder (x264, preset medium, 4:2:0, BT.709 at video range) for pictures of this size."""
    encoder = av.VideoCodecContext.create("libx264", "w")
    height_px, width_px = rgb.shape[:2]
    encoder.width, encoder.height, encoder.pix_fmt = width_px + width_px % 2, height_px + height_px % 2, _PIXELS
    rate = Fraction(rate_hz).limit_denominator(1001)
    encoder.framerate, encoder.time_base = rate, 1 / rate
    encoder.colorspace, encoder.color_range = Colorspace.ITU709, ColorRange.MPEG
    encoder.thread_count = 2  # stated, because the encoder's bytes depend on it
    encoder.options = {"preset": "medium"} | ({} if crf is None else {"crf": str(crf)})
    if bit_rate is not None:
        encoder.bit_rate = bit_rate
    return encoder


def encoded(pictures: Iterable[Rgb], encoder: av.VideoCodecContext) -> Iterator["Packet[VideoStream]"]:
    """Yield the packets of pictures, numbered from 0 in units of the encoder's frame; odd sides grow by a pixel."""
    for number, rgb in enumerate(pictures):
        height_px, width_px = rgb.shape[:2]
        even = cv2.copyMakeBorder(rgb, 0, height_px % 2, 0, width_px % 2, cv2.BORDER_REPLICATE)
        picture = av.VideoFrame.from_ndarray(np.asarray(even, dtype=np.uint8), format="rgb24").reformat(
            format=_PIXELS, dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
        )
        picture.pts, picture.time_base = number, encoder.time_base
        yield from encoder.encode(picture)
    yield from encoder.encode(None)


def decoded(packets: Iterable["Packet[VideoStream]"], width_px: int, height_px: int) -> Iterator[Rgb]:
    """Yield the pictures of H.264 packets in their order of presentation, cut to a size."""
    decoder = av.VideoCodecContext.create("h264", "r")
    decoder.thread_count = 1
    for packet in chain(packets, [None]):
        for picture in decoder.decode(packet):
            rgb = picture.to_ndarray(
                format="rgb24", src_colorspace=Colorspace.ITU709, src_color_range=ColorRange.MPEG, threads=1
            )
            yield np.ascontiguousarray(rgb[:height_px, :width_px])


def _through_h264(recording: Recording, crf: int | None, bit_rate: int | None) -> Recording:
    rate_hz = recording.rate_hz or _ASSUMED_RATE_HZ

    def change(frames: Iterator[Frame]) -> Iterator[Frame]:
        first = next(frames, None)
        if first is None:
            return
        waiting = deque([(first.index, first.t_s)])

        def pictures() -> Iterator[Rgb]:
            yield first.rgb
            for frame in frames:
                waiting.append((frame.index, frame.t_s))
                yield frame.rgb

        height_px, width_px = first.rgb.shape[:2]
        packets = encoded(pictures(), new_encoder(first.rgb, rate_hz, crf=crf, bit_rate=bit_rate))
        for rgb in decoded(packets, width_px, height_px):
            yield Frame(*waiting.popleft(), rgb)

    return all_frames(recording, change)


def _to_jpeg(manipulation: Manipulation, recording: Recording) -> Recording:
    quality = round(manipulation.amount)
    return each_picture(recording, lambda frame: as_jpeg(frame.rgb, quality))


def _to_crf(manipulation: Manipulation, recording: Recording) -> Recording:
    return _through_h264(recording, round(manipulation.amount), None)


def _to_bit_rate(manipulation: Manipulation, recording: Recording) -> Recording:
    return _through_h264(recording, None, round(1000 * manipulation.amount))


JPEG = Kind(
    name="jpeg",
    amount=Setting("quality", 1.0, 100.0, 50.0, "libjpeg's scale", whole=True),
    neutral=None,
    about="Codes every picture as JPEG of this quality (colour at half resolution) and decodes it.",
    pictures=_to_jpeg,
)
H264 = Kind(
    name="h264",
    amount=Setting("crf", 0.0, 51.0, 28.0, "constant rate factor; higher is coarser", whole=True),
    neutral=None,
    about="Codes the pictures as H.264 at this constant rate factor (x264, preset medium, 4:2:0) and decodes them. "
    "The encoder takes the frames as evenly spaced; their times stay.",
    pictures=_to_crf,
)
BIT_RATE = Kind(
    name="bit_rate",
    amount=Setting("kbit_per_s", 5.0, 100_000.0, 300.0, "mean over the clip, at its stated frame rate"),
    neutral=None,
    about="Codes the pictures as H.264 at this mean bit rate (x264, preset medium, 4:2:0) and decodes them. "
    "The encoder takes the frames as evenly spaced; their times stay.",
    pictures=_to_bit_rate,
)
