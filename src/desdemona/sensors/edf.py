"""Sensor values and annotations from EDF, EDF+ and BDF files, a few records at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desdemona.errors import FileProblem, UnknownName
from desdemona.sensors.edf_header import EdfHeader, EdfSignal, read_header
from desdemona.sensors.edf_marks import marks_of
from desdemona.sensors.layout import Column, Layout, kind_of_name
from desdemona.sensors.signal import Event, Floats, SensorRecording, Signal, put_on_clock
from desdemona.sensors.table import make_signal
from desdemona.sensors.times import Timing
from desdemona.sensors.units import SCALES, spelt, units_of

BLOCK_BYTES = 4 << 20
"""How much of a file is held as bytes at once; our choice."""
LONGEST_BREAK_SHARE = 4.0
"""Breaks of an EDF+D file may make its signals at most so many times longer; our choice, to bound memory."""


@dataclass(slots=True, eq=False)
class _Marks:
    """What the annotations said so far."""

    starts_s: list[float] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    bad: int = 0


def load_edf(
    path: Path, layout: Layout | None = None, *, between_s: tuple[float, float] | None = None
) -> SensorRecording:
    """Load the signals and annotations of an EDF, EDF+ or BDF file.

    The kind of each signal comes from its label, or from the layout's columns (by label), which then choose the
    signals. `between_s` reads only the records that touch a stretch, counted without breaks, so that a file of any
    length is read in parts; times stay those of the whole file. Breaks of an EDF+D file are NaN. Memory: 8 bytes a
    value and one block.

    Raises
    ------
    FileProblem
        When the file cannot be read, is broken off or no EDF, or holds values that no such sensor gives.
    UnknownName
        When the layout names a label that is not in the file.
    """
    layout = layout or Layout()
    header = read_header(path)
    chosen, notices = _chosen(path, header, layout.columns)
    first, last = _records_between(header, between_s)
    held, marks = _read(path, header, chosen, (first, last))
    origin_s = marks.starts_s[0] if marks.starts_s and np.isfinite(marks.starts_s[0]) else first * header.record_s
    if header.broken_off:
        held, said = _with_breaks(path, header, chosen, held, np.array(marks.starts_s))
        notices = (*notices, *said)
    signals = []
    for (signal, column), values in zip(chosen, held, strict=True):
        timing = Timing(origin_s, signal.samples / header.record_s, None)
        made, said = make_signal(path, signal.label, column, values, timing)
        signals.append(made)
        notices = (*notices, *said)
    if marks.bad:
        notices = (*notices, f"{marks.bad:,} annotations could not be read")
    return put_on_clock(SensorRecording(_named_apart(signals), tuple(marks.events), notices), layout.clock)


def _chosen(
    path: Path, header: EdfHeader, columns: Mapping[str, Column]
) -> tuple[list[tuple[EdfSignal, Column]], tuple[str, ...]]:
    numbers = [signal for signal in header.signals if not signal.is_annotations]
    labels = [signal.label for signal in numbers]
    for name in columns:
        if name not in labels:
            raise UnknownName(f"label in {path}", name, labels)
    if numbers and not header.record_s:
        raise FileProblem(path, "byte 244: a record is said to last 0 s, but there are signals in it")
    if columns:
        return [(signal, columns[signal.label]) for signal in numbers if signal.label in columns], ()
    chosen = [(signal, _column_of(signal)) for signal in numbers]
    strange = [signal.label for signal, column in chosen if column.kind == "other"]
    return chosen, (f"signals of no known kind: {', '.join(strange)}",) if strange else ()


def _column_of(signal: EdfSignal) -> Column:
    """Return what a label says; a signal of a unit that its kind does not have stays `other`."""
    kind = kind_of_name(signal.label)
    if kind is None or not (SCALES[kind].free or spelt(signal.unit) in {spelt(unit) for unit in units_of(kind)}):
        return Column("other", signal.unit, signal.label)
    return Column(kind, signal.unit, signal.label)


def _records_between(header: EdfHeader, between_s: tuple[float, float] | None) -> tuple[int, int]:
    if between_s is None or not header.record_s:
        return 0, header.records
    first = int(np.floor(between_s[0] / header.record_s))
    last = int(np.ceil(between_s[1] / header.record_s))
    return min(max(first, 0), header.records), min(max(last, 0), header.records)


def _read(
    path: Path, header: EdfHeader, chosen: Sequence[tuple[EdfSignal, Column]], records: tuple[int, int]
) -> tuple[list[Floats], _Marks]:
    count = records[1] - records[0]
    held = [np.empty(count * signal.samples) for signal, _ in chosen]
    marks = _Marks()
    notes = next((signal for signal in header.signals if signal.is_annotations), None)
    done = 0
    for block in _blocks(path, header, records):
        samples = _samples(block, header)
        for values, (signal, _) in zip(held, chosen, strict=True):
            part = samples[:, signal.first : signal.first + signal.samples]
            values[done * signal.samples : (done + len(samples)) * signal.samples] = (
                part.ravel() * signal.gain + signal.offset
            )
        if notes is not None:
            _note(block, header, notes, marks)
        done += len(samples)
    return held, marks


def _blocks(path: Path, header: EdfHeader, records: tuple[int, int]) -> Iterator[bytes]:
    at_once = max(1, BLOCK_BYTES // header.record_bytes)
    try:
        with path.open("rb") as file:
            file.seek(header.header_bytes + records[0] * header.record_bytes)
            for first in range(records[0], records[1], at_once):
                block = file.read(min(at_once, records[1] - first) * header.record_bytes)
                if len(block) % header.record_bytes:
                    raise FileProblem(path, f"breaks off within record {first + len(block) // header.record_bytes + 1}")
                yield block
    except OSError as error:
        raise FileProblem(path, f"can no longer be read ({error.strerror})") from None


def _samples(block: bytes, header: EdfHeader) -> NDArray[np.int32]:
    """Return the digital values of a block, (records, samples)."""
    if header.sample_bytes == 2:
        return np.frombuffer(block, dtype="<i2").reshape(-1, header.record_samples).astype(np.int32)
    three = np.frombuffer(block, dtype=np.uint8).reshape(-1, 3)
    four = np.zeros((len(three), 4), dtype=np.uint8)
    four[:, 1:] = three
    return four.view("<i4").reshape(-1, header.record_samples).astype(np.int32) >> 8


def _note(block: bytes, header: EdfHeader, notes: EdfSignal, marks: _Marks) -> None:
    first, length = notes.first * header.sample_bytes, notes.samples * header.sample_bytes
    for start in range(0, len(block), header.record_bytes):
        start_s, events, bad = marks_of(block[start + first : start + first + length])
        marks.starts_s.append(start_s)
        marks.events += events
        marks.bad += bad


def _with_breaks(
    path: Path,
    header: EdfHeader,
    chosen: Sequence[tuple[EdfSignal, Column]],
    held: Sequence[Floats],
    starts_s: Floats,
) -> tuple[list[Floats], tuple[str, ...]]:
    """Return the values with NaN where records are apart, and a sentence about the breaks."""
    if not starts_s.size:
        return list(held), ()
    wrong = np.flatnonzero(~np.isfinite(starts_s))
    if wrong.size:
        raise FileProblem(path, f"record {wrong[0] + 1} does not say when it begins, as EDF+D must")
    back = np.flatnonzero(np.diff(starts_s) < header.record_s * 0.999)
    if back.size:
        at = int(back[0]) + 1
        raise FileProblem(
            path, f"record {at + 1} begins at {starts_s[at]:g} s, before record {at} ends: time goes back"
        )
    lasts_s = starts_s[-1] + header.record_s - starts_s[0]
    if lasts_s > LONGEST_BREAK_SHARE * header.record_s * starts_s.size:
        raise FileProblem(path, f"its breaks make it {lasts_s:,.0f} s long", "cut it into parts at its longest breaks")
    widened = []
    for values, (signal, _) in zip(held, chosen, strict=True):
        rate_hz = signal.samples / header.record_s
        spread = np.full(round(lasts_s * rate_hz), np.nan)
        places = np.rint((starts_s - starts_s[0]) * rate_hz).astype(np.intp)
        index = (places[:, None] + np.arange(signal.samples)).ravel()
        spread[np.clip(index, 0, spread.size - 1)] = values
        widened.append(spread)
    breaks = int((np.diff(starts_s) > header.record_s * 1.001).sum())
    return widened, (f"{breaks} breaks of together {lasts_s - header.record_s * starts_s.size:.3g} s",)


def _named_apart(signals: Sequence[Signal]) -> tuple[Signal, ...]:
    """Return the signals with a number after each name that stood before."""
    seen: dict[str, int] = {}
    named = []
    for signal in signals:
        seen[signal.name] = seen.get(signal.name, 0) + 1
        count = seen[signal.name]
        named.append(signal if count == 1 else replace(signal, name=f"{signal.name} {count}"))
    return tuple(named)
