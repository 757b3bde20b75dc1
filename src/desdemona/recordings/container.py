"""Files opened through PyAV, with what can go wrong said in plain words."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream

from desdemona.errors import FileProblem

BROKEN = (av.FFmpegError, OSError, ValueError, ArithmeticError, LookupError, MemoryError)
"""What PyAV raises on data that make no sense, or that a disc can no longer give."""

# Formats that hold their own pictures and sound. Playlists and the like are left out: they make the reader open other
# files and addresses, which a recording must never do.
_FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,ogg,asf,nut,mxf,dv,ivf,yuv4mpegpipe,"
    "h264,hevc,m4v,mjpeg,gif,apng,wav,w64,flac,mp3,aac,aiff,au,caf,amr,"
    "png_pipe,jpeg_pipe,jpegls_pipe,j2k_pipe,jpegxl_pipe,webp_pipe,bmp_pipe,tiff_pipe,ppm_pipe,pgm_pipe,pbm_pipe,"
    "pam_pipe,qoi_pipe,exr_pipe"
)
_LARGEST_PX = 8192 * 8192
"""A picture that claims more is taken for damage; 8K video has half as many."""


def check_file(path: Path) -> None:
    """Refuse what is no readable file with something in it.

    Raises
    ------
    FileProblem
        It is missing, a folder, empty, or may not be read.
    """
    try:
        if path.is_dir():
            raise FileProblem(path, "is a folder, not a recording", "name the files in it")
        if not path.is_file():
            raise FileProblem(path, "is not a file" if path.exists() else "no such file")
        if path.stat().st_size == 0:
            raise FileProblem(path, "is empty (0 bytes)")
        with path.open("rb"):
            pass
    except (OSError, ValueError) as error:
        raise FileProblem(path, f"cannot be read ({reason_of(error)})") from error


def fingerprint_of(path: Path) -> str:
    """Return the SHA-256 of the file's bytes, read as a stream.

    Raises
    ------
    FileProblem
        The file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FileProblem(path, f"cannot be read ({reason_of(error)})") from error


def reason_of(error: Exception) -> str:
    """Return the reason that an error of the operating system or of PyAV gives, in lower case."""
    return str(getattr(error, "strerror", None) or error).lower()


@contextmanager
def open_container(path: Path) -> Iterator[InputContainer]:
    """Open a media file for the length of a `with` block.

    Raises
    ------
    FileProblem
        The file cannot be read or is no recording; says what it seems to be instead.
    """
    check_file(path)
    # A nameless file: no part of a path is then ever read as a pattern, a protocol or a hint of the format.
    with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0)), "rb") as file:
        # Pictures are looked at while a file is opened, so their size must be limited from the beginning.
        options = {"format_whitelist": _FORMATS, "max_pixels": str(_LARGEST_PX)}
        try:
            container = av.open(file, mode="r", options=options, metadata_errors="replace")
        except BROKEN as error:
            raise FileProblem(path, _what_it_is(path)) from error
        with container:
            yield container


def pictures_of(container: InputContainer, path: Path) -> VideoStream:
    """Return the stream of pictures, set to decode by slices; cover art of a sound file does not count.

    Slices rather than frames in parallel: as fast on two cores, less memory, and on damaged data the same frames come
    out on every machine.

    Raises
    ------
    FileProblem
        The file holds none, or its pictures are larger than 8192 × 8192.
    """
    streams = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    if not streams:
        held = "sound but no pictures" if container.streams.audio else "no pictures"
        raise FileProblem(path, f"holds {held}")
    stream = streams[0]
    if stream.codec_context is None:
        raise FileProblem(path, "its pictures are in a form that cannot be decoded here")
    if stream.width * stream.height > _LARGEST_PX:
        raise FileProblem(path, f"its pictures claim to be {stream.width} × {stream.height} pixels")
    stream.codec_context.options = {"max_pixels": str(_LARGEST_PX)}
    stream.thread_type = "SLICE"
    stream.codec_context.thread_count = 0
    return stream


def contents_of(path: Path) -> frozenset[Literal["pictures", "sound"]]:
    """Return what a media file holds; cover art of a sound file does not count as pictures.

    Raises
    ------
    FileProblem
        The file cannot be read or is no recording.
    """
    with open_container(path) as container:
        pictures = any(not stream.disposition & Disposition.attached_pic for stream in container.streams.video)
        held: list[Literal["pictures", "sound"]] = ["pictures"] if pictures else []
        return frozenset([*held, "sound"] if container.streams.audio else held)


def _what_it_is(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4096)
    if head[4:8] == b"ftyp" and not _has_index(path):
        return "is cut off or damaged: the index of its frames is missing, so none of them can be found"
    if head and all(byte >= 32 or byte in b"\t\n\r\f" for byte in head):
        return "holds text, not a recording"
    return "is not a video, picture or sound file that can be read, or is damaged at its beginning"


def _has_index(path: Path) -> bool:
    """Walk the boxes of an MP4 file, as ISO/IEC 14496-12 section 4.2 lays them out, and look for the movie box."""
    size, place = path.stat().st_size, 0
    with path.open("rb") as file:
        while place + 8 <= size:
            file.seek(place)
            header = file.read(16)
            length, kind = int.from_bytes(header[:4], "big"), header[4:8]
            if kind == b"moov":
                return place + length <= size
            if length == 1:
                length = int.from_bytes(header[8:16], "big")
            if length < 8:
                return False
            place += length
    return False
