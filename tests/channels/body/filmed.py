"""Recordings of drawn scenes: people whose posture, joints and faces are known."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from desdemona.recordings.recording import Frame, Notice, Provenance, Recording
from desdemona.scenes.draw import draw_scenes
from desdemona.scenes.scene import Scene

PHANTOM = Provenance("phantom", "drawn", "none", "nobody", "tests")


def film(scene: Scene, times_s: Sequence[float]) -> list[NDArray[np.uint8]]:
    """Draw a scene at some times."""
    drawn = (picture.rgb for picture in draw_scenes(scene, times_s))
    return [np.ascontiguousarray(np.rint(rgb).astype(np.uint8).transpose(1, 2, 0)) for rgb in drawn]


def recorded(pictures: Sequence[NDArray[np.uint8]], rate_hz: float) -> Recording:
    """Return pictures as a recording."""
    height, width = pictures[0].shape[:2]

    def frames(_notice: Notice) -> Iterator[Frame]:
        for index, rgb in enumerate(pictures):
            yield Frame(index, index / rate_hz, rgb)

    return Recording("drawn", PHANTOM, width, height, rate_hz, len(pictures), "drawn", frames)
