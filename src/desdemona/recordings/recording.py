"""A recording: pictures on one clock, with a provenance."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Notice = Callable[[str], None]
"""Called with one plain sentence when something about a recording must be said (it was cut off, say)."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One decoded picture.

    `index` counts decoded frames from 0. `t_s` is the true presentation time in seconds, from the first frame's.
    `rgb` has shape (height, width, 3), uint8, sRGB, upright (rotation metadata applied).
    """

    index: int
    t_s: float
    rgb: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a recording comes from and what may be done with it."""

    kind: Literal["phantom", "real"]
    source: str
    licence: str
    agreement: str
    permitted_use: str


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """Pictures on one clock, with a provenance.

    `frames(notice)` starts a fresh pass and yields every decodable frame in order; memory does not grow with the
    length. Damage ends the pass after the last good frame and is told through `notice`, never as an exception.
    `frame_count` and `rate_hz` are what the container states, None where it states nothing; neither is trusted for
    timing. `fingerprint` names the content: equal fingerprints are equal frames.
    """

    name: str
    provenance: Provenance
    width_px: int
    height_px: int
    rate_hz: float | None
    frame_count: int | None
    fingerprint: str
    frames: Callable[[Notice], Iterator[Frame]]


def ignore_notice(_text: str) -> None:
    """Drop a notice; for callers that look at the frames alone."""
