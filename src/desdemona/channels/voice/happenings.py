"""The table of events: stretches of speech, pauses between them, whispers, fits of crying."""

from itertools import pairwise

import polars as pl

from desdemona.channels.tracks import EVENTS
from desdemona.channels.voice.hearing import STEP_S, STEPS_PER_S
from desdemona.channels.voice.judged import Judged
from desdemona.channels.voice.marks import runs

LONGEST_PAUSE_S = 3.0
"""A longer silence between two stretches is not a pause within speech."""

Row = tuple[str, float, float, float]


def to_events(judged: Judged) -> pl.DataFrame:
    """Return the events in order of time; the value is the length in seconds, of crying its bursts a minute."""
    speech = [(int(first), int(end)) for first, end in zip(*runs(judged.activity.active), strict=True)]
    rows = [_row("speech.stretch", first, end) for first, end in speech]
    gaps = [(before[1], after[0]) for before, after in pairwise(speech)]
    rows += [_row("voice.pause", first, end) for first, end in gaps if (end - first) * STEP_S <= LONGEST_PAUSE_S]
    rows += [_row("voice.whisper", s.first, s.end) for s in judged.activity.stretches if s.kind == "whisper"]
    for cry in judged.cries:
        channel, start_s, end_s, length_s = _row("voice.crying", cry.first, cry.end)
        rows.append((channel, start_s, end_s, 60.0 * cry.bursts / length_s))
    rows.sort(key=lambda row: (row[1], row[0]))
    return pl.DataFrame(rows, schema=EVENTS, orient="row")


def _row(channel: str, first: int, end: int) -> Row:
    return channel, first / STEPS_PER_S, end / STEPS_PER_S, (end - first) / STEPS_PER_S
