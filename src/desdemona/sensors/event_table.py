"""Events from a table: when each began, how long it lasted, what it was (BIDS `_events.tsv`, or a CSV like it)."""

import csv
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from desdemona.errors import FileProblem, TableError
from desdemona.sensors.decoding import read_text
from desdemona.sensors.signal import Event

BEGINS = ("onset", "t_start_s", "start", "start_s", "t_s", "time")
LASTS = ("duration", "duration_s")
ENDS = ("t_end_s", "end", "end_s", "offset")
LABELS = ("trial_type", "label", "stimulus", "event", "name", "value", "marker", "stim_file")
NOTHING = ("", "n/a", "N/A", "NA", "nan", "NaN")
MOST_FAULTS = 20


def load_events(path: Path) -> tuple[Event, ...]:
    """Load the events of a table with a header; times are seconds, events are sorted by their start.

    The onset stands in a column `onset` (or `t_start_s`, `start` …), a duration or end may stand beside it, and the
    label in `trial_type` (or `label`, `stimulus`, `event` …). An event without a duration is an instant.

    Raises
    ------
    FileProblem
        When the file cannot be read.
    TableError
        When there is no onset or label, a time is no number, or an event ends before it begins; all faults together.
    """
    try:
        rows = list(_rows(read_text(path).text))
    except csv.Error as error:
        raise FileProblem(path, f"cannot be read as a table ({error})") from None
    names = [name.strip() for name in rows[0][1]] if rows else []
    onset, label = _place(names, BEGINS), _place(names, LABELS)
    if onset is None or label is None:
        missing, known = ("onset", BEGINS) if onset is None else ("trial_type", LABELS)
        said = f"column '{missing}' is missing (or {', '.join(known[1:4])}); columns are {', '.join(names)}"
        raise TableError(path, [f"line 1: {said}"])
    faults: list[str] = []
    events = [_event(row, line, (onset, label), names, faults) for line, row in rows[1:] if row]
    if faults:
        more = [f"and {len(faults) - MOST_FAULTS:,} more"] if len(faults) > MOST_FAULTS else []
        raise TableError(path, faults[:MOST_FAULTS] + more)
    return tuple(sorted((event for event in events if event is not None), key=lambda event: event.t_start_s))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    lines = text.split("\n")
    separator = max("\t;,", key=lines[0].count)
    yield from enumerate(csv.reader(lines, delimiter=separator), start=1)


def _place(names: Sequence[str], known: Sequence[str]) -> int | None:
    small = [name.lower() for name in names]
    return next((small.index(name) for name in known if name in small), None)


def _event(
    row: Sequence[str], line: int, places: tuple[int, int], names: Sequence[str], faults: list[str]
) -> Event | None:
    if len(row) != len(names):
        faults.append(f"line {line}: has {len(row)} cells, not {len(names)}")
        return None
    start_s = _seconds(row, line, places[0], names, faults)
    lasts, ends = _place(names, LASTS), _place(names, ENDS)
    end_s = start_s
    if lasts is not None:
        end_s = start_s + _seconds(row, line, lasts, names, faults, empty=0.0)
    elif ends is not None:
        end_s = _seconds(row, line, ends, names, faults, empty=start_s)
    if end_s < start_s:
        faults.append(f"line {line}: the event ends at {end_s:g} s, before it begins at {start_s:g} s")
    return Event(start_s, end_s, row[places[1]].strip(), names[places[1]])


def _seconds(
    row: Sequence[str], line: int, at: int, names: Sequence[str], faults: list[str], empty: float = math.nan
) -> float:
    cell = row[at].strip()
    if cell in NOTHING and not math.isnan(empty):
        return empty
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        faults.append(f"line {line}, column '{names[at]}': '{cell}' is no time in seconds")
    return value
