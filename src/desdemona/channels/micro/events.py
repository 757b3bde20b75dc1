"""A brief movement of the face, spotted: when it began, was largest and ended."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from desdemona.channels.tracks import EVENTS


@dataclass(frozen=True, slots=True)
class MicroEvent:
    """One brief movement: onset, apex and offset in seconds, and how strong it was in the unit of its channel."""

    onset_s: float
    apex_s: float
    offset_s: float
    strength: float


def event_table(channel: str, events: Sequence[MicroEvent]) -> pl.DataFrame:
    """Return events with the schema `EVENTS`: from onset to offset, the value being the strength."""
    return pl.DataFrame(
        {
            "channel": [channel] * len(events),
            "t_start_s": [one.onset_s for one in events],
            "t_end_s": [one.offset_s for one in events],
            "value": [one.strength for one in events],
        },
        schema=EVENTS,
    )
