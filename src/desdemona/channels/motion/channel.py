"""A channel of movement: described like any other, measured from what was watched besides the face."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from desdemona.channels.channel import ClipMeasurement
from desdemona.channels.motion.watching import Watched, Wish
from desdemona.tables import Rung

MotionNeed = Literal["face", "skin", "shoulders", "background", "mouth", "brows"]


@dataclass(frozen=True, slots=True)
class MotionChannel:
    """One measurement of movement.

    As `channels.channel.Channel`: `needs` says what must be visible, `columns` are its frame columns (`flags` those
    that hold 0 or 1), `caveat` what it must not be taken for, `source` where the method stands. `wish` says what must
    be watched while the recording runs; `measure` works on what was. Channels may share one `measure`.
    """

    name: str
    unit: str
    rung: Rung
    needs: tuple[MotionNeed, ...]
    columns: tuple[str, ...]
    caveat: str
    source: str
    wish: Wish
    measure: Callable[[Watched], ClipMeasurement]
    flags: tuple[str, ...] = ()
