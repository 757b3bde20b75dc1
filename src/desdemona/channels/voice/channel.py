"""A voice channel: one measurement of sound, described by a value."""

from dataclasses import dataclass
from typing import Literal

from desdemona.tables import Rung

Need = Literal["sound", "speech", "voice", "transcript"]
Kind = Literal["series", "events", "windows"]


@dataclass(frozen=True, slots=True)
class VoiceChannel:
    """One measurement of a voice.

    `needs` says what must be heard. A series is the frame column `columns[0]`; events and windows are the rows of
    their tables that bear the channel's name, and `columns` are then the frame columns that tell when such an event
    could have been heard, or belong to it. `flags` are those of the columns that hold 0 or 1. `caveat` is what it must
    not be taken for, `source` where the method stands. All channels are measured in one pass.
    """

    name: str
    unit: str
    rung: Rung
    needs: tuple[Need, ...]
    columns: tuple[str, ...]
    caveat: str
    source: str
    kind: Kind
    flags: tuple[str, ...] = ()
