"""Which way up a picture is meant to be seen, from the metadata of its file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

import numpy as np
from av import VideoFrame
from av.buffer import Buffer
from numpy.typing import NDArray

_EXIF = re.compile(rb"(?:Exif\0\0|eXIf|EXIF....)(?:Exif\0\0)?(II\*\0|MM\0\*)", re.DOTALL)
_ORIENTATION_TAG = 0x0112
_SEARCHED_BYTES = 1 << 18


@dataclass(frozen=True, slots=True)
class Orientation:
    """What makes a stored picture upright: first swap rows and columns, then reverse rows, then columns."""

    transposed: bool = False
    upside_down: bool = False
    mirrored: bool = False

    def apply(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return the picture upright; the same array where nothing is to be done."""
        if self == Orientation():
            return rgb
        turned = rgb.swapaxes(0, 1) if self.transposed else rgb
        return np.ascontiguousarray(turned[:: -1 if self.upside_down else 1, :: -1 if self.mirrored else 1])


_BY_EXIF = {
    1: Orientation(),
    2: Orientation(mirrored=True),
    3: Orientation(upside_down=True, mirrored=True),
    4: Orientation(upside_down=True),
    5: Orientation(transposed=True),
    6: Orientation(transposed=True, mirrored=True),
    7: Orientation(transposed=True, upside_down=True, mirrored=True),
    8: Orientation(transposed=True, upside_down=True),
}
"""The eight values of the orientation tag (Exif 2.3, section 4.6.4)."""


def orientation_of(frame: VideoFrame, path: Path) -> Orientation:
    """Return the orientation that a decoded frame's metadata state; upright where they state none."""
    try:
        display = cast("Mapping[str, Buffer]", frame.side_data).get("DISPLAYMATRIX")
    except ValueError:  # PyAV 18 cannot list a frame's metadata where Exif is among them
        return _exif_orientation(path) or _quarter_turns(frame.rotation)
    return Orientation() if display is None else from_matrix(np.frombuffer(bytes(display), np.int32))


def from_matrix(display: NDArray[np.int32]) -> Orientation:
    """Return the nearest right angle to a display matrix.

    The matrix is x' = a x + c y, y' = b x + d y, written a b u c d v … (ISO/IEC 14496-12, section 6.2.2).
    """
    a, b, _, c, d = (int(value) for value in display[:5])
    if abs(b) > abs(a):
        return Orientation(transposed=True, upside_down=b < 0, mirrored=c < 0)
    return Orientation(upside_down=d < 0, mirrored=a < 0)


def _quarter_turns(counter_clockwise_deg: int) -> Orientation:
    return _BY_EXIF[(1, 8, 3, 6)[round(counter_clockwise_deg / 90) % 4]]


def _exif_orientation(path: Path) -> Orientation | None:
    """Read the orientation tag in the first directory of a still picture's Exif block (TIFF 6.0, section 2)."""
    with path.open("rb") as file:
        content = file.read(_SEARCHED_BYTES)
        file.seek(max(file.tell(), path.stat().st_size - _SEARCHED_BYTES))
        content += file.read()  # WebP keeps it at the end
    found = _EXIF.search(content)
    if found is None:
        return None
    block = content[found.start(1) :]
    order: Literal["little", "big"] = "little" if block[:2] == b"II" else "big"

    def number(place: int, size: int) -> int:
        return int.from_bytes(block[place : place + size], order)

    start = number(4, 4)
    for entry in range(start + 2, start + 2 + 12 * number(start, 2), 12):
        if number(entry, 2) == _ORIENTATION_TAG:
            return _BY_EXIF.get(number(entry + 8, 2))
    return None
