"""Annotations of an EDF+ file: the start of each data record, and what was noted when.

Every list (TAL) is an onset with sign, perhaps 0x15 and a duration, 0x14, texts each ended by 0x14, and a zero
(EDF+, Kemp and Olivan 2003, section 2.2.2).
"""

import math
import re
from collections.abc import Iterator

from desdemona.sensors.signal import Event

ONSET = re.compile(rb"([+-]\d+(?:\.\d*)?)(?:\x15(\d+(?:\.\d*)?))?\x14")


def marks_of(record: bytes) -> tuple[float, list[Event], int]:
    """Return the record's own start (NaN where it says none), its events, and how many lists could not be read."""
    start_s, events, bad = math.nan, [], 0
    for place, held in enumerate(part for part in record.split(b"\x00") if part):
        found = ONSET.match(held)
        if found is None:
            bad += 1
            continue
        onset_s, lasts_s = float(found[1]), float(found[2] or 0)
        texts = held[found.end() :].split(b"\x14")
        if place == 0 and texts[0] == b"":
            start_s = onset_s
        events += list(_events(texts, onset_s, lasts_s))
    return start_s, events, bad


def _events(texts: list[bytes], onset_s: float, lasts_s: float) -> Iterator[Event]:
    for text in texts:
        label = text.decode("utf-8", errors="replace").strip()
        if label:
            yield Event(onset_s, onset_s + lasts_s, label, "annotation")
