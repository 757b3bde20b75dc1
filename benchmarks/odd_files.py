"""Odd media files of every kind, made from a drawn face and patterns: sizes, rates, codecs, clocks, sounds, rubbish.

Each kind is a name and a function that writes one file into a folder and returns its path. No real person is in them.
"""

import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, partial
from pathlib import Path

import av
import cv2
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream
from numpy.typing import NDArray

from desdemona.faces.camera import Camera
from desdemona.recordings.recording import ignore_notice
from desdemona.stimuli.phantom import Act, Phantom, Script
from desdemona.stimuli.render import render_phantom

Pictures = Sequence[NDArray[np.uint8]]
Make = Callable[[Path], Path]
"""Writes one file into a folder and returns its path."""
Patch = tuple[bytes, int, bytes]
"""A mark in a file, how far behind its beginning to write, and what."""
SIZE_PX = (192, 144)


@dataclass(frozen=True, slots=True)
class Look:
    """How pictures are written: `size_px` is width and height, `ticks_ms` their times where the rate does not say."""

    codec: str = "ffv1"
    pix_fmt: str = "yuv444p"
    size_px: tuple[int, int] = SIZE_PX
    count: int = 12
    rate_hz: Fraction = Fraction(25)
    ticks_ms: tuple[int, ...] = ()
    turned_deg: float = 0.0
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hum:
    """How sound is written: `what` is a tone, silence, noise, or numbers that are none."""

    codec: str = "pcm_s16le"
    rate_hz: int = 16_000
    layout: str = "mono"
    length_s: float = 0.5
    what: str = "tone"


@cache
def drawn() -> tuple[NDArray[np.uint8], ...]:
    """Return a second of a drawn face who blinks once, 24 pictures."""
    script = Script("odd", "Blinks once.", 1.0, (Act("blink", 0.2, 0.45),))
    phantom = Phantom("odd", 0, 4, "even", script, Camera(*SIZE_PX, 24))
    return tuple(frame.rgb for frame in render_phantom(phantom).frames(ignore_notice))


def pictures_of(size_px: tuple[int, int], count: int) -> Pictures:
    """Return the drawn face at another size, back and forth."""
    ready = drawn()
    order = [*range(len(ready)), *range(len(ready) - 2, 0, -1)]
    chosen = [ready[order[index % len(order)]] for index in range(count)]
    if size_px == SIZE_PX:
        return chosen
    return [np.asarray(cv2.resize(one, size_px, interpolation=cv2.INTER_AREA), np.uint8) for one in chosen]


def samples_of(hum: Hum, channels: int) -> NDArray[np.float64]:
    """Return samples (n, channels) within ±1, or not numbers at all where that is what is asked for."""
    t_s = np.arange(round(hum.length_s * hum.rate_hz)) / hum.rate_hz
    lone = np.ones((1, channels))
    if hum.what == "silence":
        return lone * np.zeros((t_s.size, 1))
    if hum.what == "tone":
        tones = [np.sin(2 * np.pi * 150 * harmonic * t_s) / harmonic for harmonic in range(1, 8)]
        return np.asarray(lone * 0.2 * np.sum(tones, axis=0)[:, None])
    rng = np.random.default_rng(1)
    noise = rng.uniform(-1, 1, (t_s.size, channels))
    if hum.what == "not numbers":
        noise[::7], noise[1::7], noise[2::7] = np.nan, np.inf, -np.inf
    if hum.what == "huge":
        noise *= 1e300
    return noise


def write_media(folder: Path, name: str, look: Look | None, hum: Hum | None = None) -> Path:
    """Write pictures, sound, or both into a container that the name's ending says."""
    path = folder / name
    with av.open(str(path), "w") as output:
        pictures = None if look is None else _picture_stream(output, look)
        sound = None if hum is None else _sound_stream(output, hum)
        output.start_encoding()
        if look is not None and pictures is not None:
            _write_pictures(output, pictures, look)
        if hum is not None and sound is not None:
            _write_hum(output, sound, hum)
    return path


def _picture_stream(output: OutputContainer, look: Look) -> VideoStream:
    stream = output.add_stream(look.codec, rate=look.rate_hz)
    if not isinstance(stream, VideoStream):
        raise TypeError(look.codec)
    stream.width, stream.height = look.size_px
    stream.pix_fmt = look.pix_fmt
    if look.ticks_ms:
        stream.time_base = stream.codec_context.time_base = Fraction(1, 1000)
    stream.options = dict(look.options)
    if look.turned_deg:
        stream.set_display_rotation(look.turned_deg)
    return stream


def _sound_stream(output: OutputContainer, hum: Hum) -> AudioStream:
    stream = output.add_stream(hum.codec, rate=hum.rate_hz, layout=hum.layout)
    if not isinstance(stream, AudioStream):
        raise TypeError(hum.codec)
    return stream


def _write_pictures(output: OutputContainer, stream: VideoStream, look: Look) -> None:
    for index, rgb in enumerate(pictures_of(look.size_px, look.count)):
        picture = av.VideoFrame.from_ndarray(rgb, format="rgb24")
        picture.pts = look.ticks_ms[index] if look.ticks_ms else index
        picture.time_base = Fraction(1, 1000) if look.ticks_ms else 1 / look.rate_hz
        output.mux(stream.encode(picture))
    output.mux(stream.encode(None))


def _write_hum(output: OutputContainer, stream: AudioStream, hum: Hum) -> None:
    samples = samples_of(hum, stream.codec_context.layout.nb_channels)
    block = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="dbl", layout=hum.layout)
    block.sample_rate, block.pts, block.time_base = hum.rate_hz, 0, Fraction(1, hum.rate_hz)
    resampler = av.AudioResampler(format=stream.codec_context.format, layout=hum.layout, rate=hum.rate_hz)
    fifo = av.AudioFifo()
    for part in resampler.resample(block):
        fifo.write(part)
    size = stream.codec_context.frame_size or 1024
    while (whole := fifo.read(size)) is not None:
        output.mux(stream.encode(whole))
    rest = fifo.read(0, partial=True)
    if rest is not None:
        output.mux(stream.encode(rest))
    output.mux(stream.encode(None))


def write_still(folder: Path, name: str, codec: str, pix_fmt: str, size_px: tuple[int, int] = SIZE_PX) -> Path:
    """Write one picture as a file of its own."""
    context = av.CodecContext.create(codec, "w")
    if not isinstance(context, av.VideoCodecContext):
        raise TypeError(codec)
    picture = av.VideoFrame.from_ndarray(pictures_of(size_px, 1)[0], format="rgb24").reformat(format=pix_fmt)
    context.width, context.height, context.pix_fmt = picture.width, picture.height, pix_fmt
    context.time_base = Fraction(1, 25)
    path = folder / name
    path.write_bytes(b"".join(bytes(packet) for packet in [*context.encode(picture), *context.encode(None)]))
    return path


def write_bytes(folder: Path, name: str, content: bytes) -> Path:
    """Write a file of these bytes."""
    path = folder / name
    path.write_bytes(content)
    return path


def write_joined(folder: Path, name: str, makes: Sequence[Make]) -> Path:
    """Write several files of one kind end to end, as if they were one."""
    return write_bytes(folder, name, b"".join(make(folder).read_bytes() for make in makes))


def write_patched(folder: Path, name: str, make: Make, patches: Sequence[Patch]) -> Path:
    """Write a file with other bytes so far behind the first place where a mark stands."""
    content = bytearray(make(folder).read_bytes())
    for mark, behind, instead in patches:
        place = content.index(mark) + behind
        content[place : place + len(instead)] = instead
    return write_bytes(folder, name, bytes(content))


def write_own_times(
    folder: Path, name: str, times_ms: Sequence[int | None], size_px: Sequence[tuple[int, int]]
) -> Path:
    """Write JPEG pictures whose times and sizes are as given, whatever sense they make."""
    path = folder / name
    with av.open(str(path), "w", options={"avoid_negative_ts": "disabled"}) as output:
        stream = output.add_stream("mjpeg", rate=25)
        if not isinstance(stream, VideoStream):
            raise TypeError(name)
        stream.width, stream.height, stream.pix_fmt = *size_px[0], "yuvj420p"
        stream.time_base = Fraction(1, 1000)
        for index, time_ms in enumerate(times_ms):
            size = size_px[index % len(size_px)]
            still = write_still(folder, "part.jpg", "mjpeg", "yuvj420p", size)
            packet = av.Packet(still.read_bytes())
            packet.pts, packet.dts, packet.time_base = time_ms, index - 10_000, Fraction(1, 1000)
            packet.stream, packet.is_keyframe = stream, True
            output.mux(packet)
            still.unlink()
    return path


def write_folder(folder: Path, name: str) -> Path:
    """Make a folder that is called like a file."""
    path = folder / name
    path.mkdir()
    return path


def png_of_zeros(width_px: int, height_px: int) -> bytes:
    """Return a small PNG of a black picture of any size, whatever memory it takes to see it."""
    rows = zlib.compressobj(9)
    row = bytes(1 + (width_px + 7) // 8)
    packed = b"".join(rows.compress(row) for _ in range(height_px)) + rows.flush()

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width_px, height_px, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def write_black(folder: Path, name: str, side_px: int) -> Path:
    """Write a square black PNG."""
    return write_bytes(folder, name, png_of_zeros(side_px, side_px))


def wav_of(rate_hz: int, channels: int, samples: int = 2000, stated_bytes: int | None = None) -> bytes:
    """Return 16-bit WAV that states any rate and number of channels."""
    content = bytes(2 * channels * samples)
    stated = len(content) if stated_bytes is None else stated_bytes
    a_second, block = (rate_hz * channels * 2) & 0xFFFFFFFF, (channels * 2) & 0xFFFF
    head = struct.pack("<HHIIHH", 1, channels, rate_hz, a_second, block, 16)
    riff = b"WAVEfmt " + struct.pack("<I", len(head)) + head + b"data" + struct.pack("<I", stated)
    return b"RIFF" + struct.pack("<I", (len(riff) + stated) & 0xFFFFFFFF) + riff + content


LOSSLESS = Look()
H264 = Look("libx264", "yuv420p", options={"g": "6"})
MP4, MKV, AVI = "x.mp4", "x.mkv", "x.avi"


def _ticks(*ms: int) -> Look:
    return Look("libx264", "yuv420p", count=len(ms), ticks_ms=ms, options={"bf": "0"})


def _sizes() -> dict[str, Make]:
    kinds: dict[str, Make] = {}
    sides = [(1, 1), (1, 2), (2, 1), (3, 5), (7, 7), (17, 31), (1, 480), (480, 1), (4096, 2), (2, 4096), (161, 121)]
    for width, height in [*sides, (640, 480), (1920, 1080)]:
        look = Look("png", "rgb24", (width, height), 6)  # no other codec takes one row or column
        kinds[f"{width}×{height} video"] = partial(write_media, name="x.mov", look=look)
    for width, height in [(1, 1), (1, 8192), (8192, 1), (3840, 2160), (7680, 4320)]:
        still = partial(write_still, name="x.png", codec="png", pix_fmt="rgb24", size_px=(width, height))
        kinds[f"{width}×{height} still"] = still
    large = Look("libx264", "yuv420p", options={"preset": "ultrafast"})
    for width, height, count in [(3840, 2160, 6), (7680, 4320, 1), (7680, 4320, 6)]:
        look = Look(large.codec, large.pix_fmt, (width, height), count, options=large.options)
        kinds[f"{width}×{height}, {count} frames"] = partial(write_media, name=MP4, look=look)
    for side in (8192, 8193, 30_000):
        kinds[f"{side}×{side} black PNG"] = partial(write_black, name="x.png", side_px=side)
    return kinds


def _rates() -> dict[str, Make]:
    kinds: dict[str, Make] = {}
    rates = {"1/10": 8, "1/4": 20, "1/2": 24, "1": 12, "2": 60, "5": 20, "24000/1001": 24}
    rates |= {"120": 120, "240": 240, "1000": 200}
    for rate, count in rates.items():
        look = Look("libx264", "yuv420p", count=count, rate_hz=Fraction(rate))
        kinds[f"{rate} frames a second"] = partial(write_media, name=MP4, look=look)
    day_ms = 86_400_000
    clocks = {
        "uneven": (0, 33, 100, 101, 400, 1500, 1540, 1580, 1613, 1640),
        "a pause of 5 minutes": (0, 40, 80, 120, 300_120, 300_160, 300_200),
        "a pause of 50 minutes": (0, 40, 80, 120, 3_000_120, 3_000_160, 3_000_200),
        "a pause of a day": (0, 40, 80, 120, 160, day_ms, day_ms + 40, day_ms + 80),
        "a pause of 20 days": (0, 40, 80, 120, 160, 20 * day_ms, 20 * day_ms + 40),
        "starts after a week": tuple(7 * day_ms + 40 * k for k in range(8)),
        "a picture an hour": tuple(3_600_000 * k for k in range(8)),
    }
    for name, ticks in clocks.items():
        kinds[name] = partial(write_media, name=MP4, look=_ticks(*ticks))
    size = [SIZE_PX]
    own: dict[str, tuple[int | None, ...]] = {
        "all at the same time": (40,) * 8,
        "times before zero": tuple(-400 + 40 * k for k in range(12)),
        "times that go back": (0, 40, 80, 20, 60, 100, 0, 40, 80, 120),
        "times that repeat": (0, 0, 40, 40, 80, 80, 120, 120),
        "far ahead, then back": (0, 40, 80, 2**40, 160, 200),
        "for ever ahead": (0, 40, 80, 2**40, 2**41, 2**42),
    }
    for name, times in own.items():
        if min(time_ms or 0 for time_ms in times) >= 0:  # NUT cannot hold times before zero
            kinds[name] = partial(write_own_times, name="x.nut", times_ms=times, size_px=size)
        kinds[f"{name} (Matroska)"] = partial(write_own_times, name=MKV, times_ms=times, size_px=size)
    return kinds


def _codecs() -> dict[str, Make]:
    own = {
        "libvpx": {"auto-alt-ref": "0"},
        "libx265": {"preset": "ultrafast", "x265-params": "log-level=none"},
        "libsvtav1": {"preset": "11"},
    }
    written = (
        "libx264 yuv420p10le x.mp4,libx264 yuv444p x.mov,libx264 gray x.mp4,libx264 yuv422p10le x.mkv,"
        "libx265 yuv420p x.mp4,libx265 yuv420p10le x.mp4,libx265 yuv444p12le x.mkv,libx265 gray x.mp4,"
        "mpeg4 yuv420p x.avi,mpeg2video yuv420p x.ts,mpeg2video yuv420p x.mpg,mjpeg yuvj420p x.avi,"
        "libvpx yuva420p x.webm,libvpx-vp9 yuv420p x.webm,libsvtav1 yuv420p10le x.mp4,prores_ks yuva444p10le x.mov,"
        "ffv1 yuva420p x.mkv,ffv1 bgra x.mkv,ffv1 gray x.mkv,ffv1 gray10le x.mkv,ffv1 yuv444p16le x.nut,"
        "ffv1 gbrp10le x.mkv,rawvideo rgb24 x.avi,rawvideo gray x.nut,rawvideo yuv420p x.y4m,huffyuv rgb24 x.avi,"
        "qtrle argb x.mov,cinepak rgb24 x.avi,flv yuv420p x.flv,wmv2 yuv420p x.asf,gif rgb8 x.gif,gif gray x.gif,"
        "apng rgba x.apng,libwebp_anim bgra x.webp,libx264 yuv420p x.h264,libx265 yuv420p x.hevc,libx264 yuv420p x.ts"
    )
    kinds: dict[str, Make] = {}
    for one in written.split(","):
        codec, pix_fmt, name = one.split()
        look = Look(codec, pix_fmt, options=own.get(codec, {}))
        kinds[f"{codec} {pix_fmt} {Path(name).suffix}"] = partial(write_media, name=name, look=look)
    stills = (
        "png rgba x.png,png gray16be x.png,png monob x.png,png ya8 x.png,mjpeg yuvj420p x.jpg,libwebp bgra x.webp,"
        "bmp rgb8 x.bmp,tiff rgb48le x.tiff,jpeg2000 rgb24 x.jp2,qoi rgba x.qoi,exr gbrpf32le x.exr,ppm rgb24 x.ppm,"
        "jpegls rgb24 x.jls,gif rgb8 x.gif"
    )
    for one in stills.split(","):
        codec, pix_fmt, name = one.split()
        kinds[f"{codec} {pix_fmt} still"] = partial(write_still, name=name, codec=codec, pix_fmt=pix_fmt)
    return kinds


def _turned() -> dict[str, Make]:
    kinds: dict[str, Make] = {}
    for degrees in (90, 180, 270, 45):
        look = Look("libx264", "yuv420p", turned_deg=degrees)
        kinds[f"turned by {degrees} degrees"] = partial(write_media, name=MP4, look=look)
    for name, value in {"nought": 0, "the largest": 0x7FFFFFFF, "the smallest": 0x80000000}.items():
        matrix = (b"tkhd", 44, struct.pack(">9I", *[value] * 9))
        kinds[f"a matrix of {name} numbers"] = partial(write_patched, name=MP4, make=PLAIN, patches=[matrix])
    return kinds


def _sounds() -> dict[str, Make]:
    kinds: dict[str, Make] = {}
    written = {
        "silent": ("x.mp4", H264, Hum("aac", 48_000, "stereo", what="silence")),
        "8 channels": ("x.mp4", H264, Hum("flac", 48_000, "7.1")),
        "8 channels of noise": (MKV, H264, Hum("pcm_s16le", 48_000, "7.1", what="noise")),
        "sound longer than the pictures": (MKV, H264, Hum("libopus", 48_000, "mono", 3.0)),
        "sound shorter than the pictures": (MP4, H264, Hum("libmp3lame", 44_100, "stereo", 0.05)),
        "sound only, called MP4": (MP4, None, Hum("aac", 44_100)),
        "MP3": ("x.mp3", None, Hum("libmp3lame", 44_100)),
        "Opus": ("x.ogg", None, Hum("libopus", 48_000, "stereo")),
        "FLAC": ("x.flac", None, Hum("flac", 96_000, "stereo")),
        "A-law": ("x.wav", None, Hum("pcm_alaw", 8000)),
        "8-bit": ("x.wav", None, Hum("pcm_u8", 8000)),
        "64-bit floats": ("x.wav", None, Hum("pcm_f64le", 44_100, "stereo")),
        "not numbers": ("x.wav", None, Hum("pcm_f32le", what="not numbers")),
        "huge numbers": ("x.wav", None, Hum("pcm_f64le", what="huge")),
        "10 samples": ("x.wav", None, Hum(length_s=0.000625)),
        "telephone, AMR": ("x.amr", None, Hum("libopencore_amrnb", 8000)),
        "AIFF": ("x.aiff", None, Hum("pcm_s16be", 22_050)),
        "CAF, lossless": ("x.caf", None, Hum("alac", 44_100)),
        "surround, AC-3": (MKV, H264, Hum("ac3", 48_000, "5.1")),
    }
    for name, (file, look, hum) in written.items():
        kinds[f"sound: {name}"] = partial(write_media, name=file, look=look, hum=hum)
    rates = (1, 7, 100, 1000, 4001, 11_025, 192_000, 768_000, 12_345_678, 0x7FFFFFFF, 0xFFFFFFFF)
    for rate in rates:
        kinds[f"sound: {rate} samples a second"] = partial(write_bytes, name="x.wav", content=wav_of(rate, 1))
    for channels in (0, 9, 64, 255, 65_535):
        content = wav_of(16_000, channels, 400)
        kinds[f"sound: {channels} channels"] = partial(write_bytes, name="x.wav", content=content)
    kinds["sound: states 4 GB"] = partial(write_bytes, name="x.wav", content=wav_of(16_000, 1, 2000, 0xFFFFFFF0))
    kinds["sound: no samples"] = partial(write_bytes, name="x.wav", content=wav_of(16_000, 1, 0))
    return kinds


def _rubbish() -> dict[str, Make]:
    noise = np.random.default_rng(9).integers(0, 256, 50_000, np.uint8).tobytes()
    contents = {
        "empty": (MP4, b""),
        "one byte": (MP4, b"\0"),
        "zeros": (MP4, bytes(200_000)),
        "noise": (MP4, noise),
        "noise, called AVI": (AVI, noise),
        "text": (MP4, b"These are only words, and not moving pictures.\n" * 50),
        "a page": ("x.webm", b"<!doctype html><title>404</title><p>Not found</p>"),
        "a playlist": (MP4, b"#EXTM3U\n#EXTINF:10,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n"),
        "a list of files": (MKV, b"ffconcat version 1.0\nfile x.mp4\n"),
        "a drawing": ("x.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
        "an archive": (MP4, b"PK\x03\x04" + noise[:3000]),
        "a document": (MP4, b"%PDF-1.7\n" + noise[:3000]),
        "a header and no more": (MP4, b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41"),
        "half a PNG": ("x.png", png_of_zeros(64, 64)[:50]),
        "a GIF of 65535 × 65535": ("x.gif", b"GIF89a\xff\xff\xff\xff\x80\0\0" + b"\0\0\0\xff\xff\xff" + b";"),
    }
    kinds: dict[str, Make] = {
        name: partial(write_bytes, name=file, content=content) for name, (file, content) in contents.items()
    }
    kinds["a folder"] = partial(write_folder, name=MP4)
    kinds["no frames"] = partial(write_media, name=MKV, look=Look("libx264", "yuv420p", count=0))
    kinds["no frames, but sound"] = partial(write_media, name=MKV, look=Look(count=0), hum=Hum())
    return kinds


def _sewn() -> dict[str, Make]:
    """Return files that are sewn together from parts that do not fit."""
    other = Look("libx264", "yuv420p", (96, 72))
    small, large = (partial(write_media, name="part.h264", look=look) for look in (other, H264))
    ts_small, ts_large = (partial(write_media, name="part.ts", look=look) for look in (other, H264))
    stated = (b"stts", 8, struct.pack(">III", 1, 0x7FFFFFFF, 1))
    longer = (b"stts", 12, struct.pack(">II", 12, 0x7FFFFFFF))
    still = (b"stts", 12, struct.pack(">II", 12, 0))
    base = (b"mdhd", 16, struct.pack(">I", 1))
    sizes = (b"avc1", 4 + 24, struct.pack(">HH", 60_000, 60_000))
    patched = {"states too many times": stated, "each picture for ever": longer, "each picture no time": still}
    patched |= {"a clock of one second": base, "states a huge picture": sizes}
    kinds: dict[str, Make] = {
        name: partial(write_patched, name=MP4, make=PLAIN, patches=[patch]) for name, patch in patched.items()
    }
    kinds["changes size, H.264"] = partial(write_joined, name="x.h264", makes=[large, small])
    kinds["changes size, transport stream"] = partial(write_joined, name="x.ts", makes=[ts_large, ts_small])
    times = tuple(40 * k for k in range(10))
    two = [SIZE_PX, (96, 72)]
    kinds["changes size with each picture"] = partial(write_own_times, name=MKV, times_ms=times, size_px=two)
    return kinds


PLAIN = partial(write_media, name="part.mp4", look=H264)


def odd_kinds() -> dict[str, Make]:
    """Return all kinds by their names."""
    return {**_sizes(), **_rates(), **_codecs(), **_turned(), **_sounds(), **_sewn(), **_rubbish()}
