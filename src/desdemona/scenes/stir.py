"""Small movements of a body that sits still: breath that lifts the chest, tremor of trunk, head and hands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from desdemona.faces.sway import SHOULDERS_UP_SHARE
from desdemona.scenes.lens import Points, Vector
from desdemona.scenes.spells import eased

_STILL: Vector = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Stir:
    """How far a body is from its place at one instant, mm.

    `chest_mm` is how far the chest has come forward with the breath; the others are shifts to the image's right, up and
    towards the camera: `torso_mm` of the trunk with everything on it, `head_mm` and the person's own hands beyond that.
    """

    chest_mm: float = 0.0
    torso_mm: Vector = _STILL
    head_mm: Vector = _STILL
    left_hand_mm: Vector = _STILL
    right_hand_mm: Vector = _STILL


AT_REST = Stir()


class StirTrack(Protocol):
    """How a body stirs over time: a pure function of time."""

    def stirs_at(self, times_s: NDArray[np.float64]) -> Iterator[Stir]:
        """Yield one stir for each time (n,), seconds."""
        ...


def trunk_shift(stir: Stir, height_mm: float) -> Points:
    """Return how far (3,) a point of the trunk at a height over the seat is shifted, mm.

    Breath brings the chest forward by its whole amount and lifts the shoulders by `SHOULDERS_UP_SHARE` of it; belly and
    hip stay, and so does the head, to which the neck gives way. Where it fades out is our choice.
    """
    lifted = eased((height_mm - 250) / 230) * (1 - eased((height_mm - 600) / 95))
    ahead = eased((height_mm - 150) / 250) * (1 - eased((height_mm - 460) / 80))
    shaken = eased((height_mm - 60) / 190)
    breath = stir.chest_mm * np.array([0.0, SHOULDERS_UP_SHARE * lifted, ahead])
    return np.asarray(breath + shaken * np.array(stir.torso_mm))
