"""Sensor values from a comma- or tab-separated table with a header."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from desdemona.errors import FileProblem, TableError, UnknownName, unknown_name_text
from desdemona.sensors.layout import TIME_UNITS, Column, Layout, TimeColumn, guess_column, guess_time
from desdemona.sensors.numbers import look_at_form, read_numbers
from desdemona.sensors.signal import Floats, SensorRecording, Signal, put_on_clock
from desdemona.sensors.times import Timing, timing_of
from desdemona.sensors.units import SCALES, implausible, to_known_unit, units_of

MOST_VALUES = 500_000_000
"""Values that one file may hold in memory, 4 GB; our choice."""


def load_table(path: Path, layout: Layout | None = None) -> SensorRecording:
    """Load the signals of a table: CSV or TSV, also packed (`.gz`), with a column of times or a stated rate.

    Without a layout the columns' names must say what they are (see `layout`). Text is read a block at a time; what is
    held is 8 bytes a value.

    Raises
    ------
    FileProblem
        When the file cannot be read, has no rows or no signal in it, or holds values that no such sensor gives.
    TableError
        When a named column is missing, a cell is no number, a line is broken, or time goes back.
    """
    layout = layout or Layout()
    form = look_at_form(path, layout.decimal)
    time = None if layout.rate_hz is not None else layout.time or guess_time(form.names)
    columns, left_out = _columns_of(path, form.names, layout, time)
    if time is None and layout.rate_hz is None:
        raise FileProblem(path, "has no column of times", "name one, or give rate_hz")
    wanted = [*([time.column] if time else []), *columns]
    values, first_line = _held(path, list(read_numbers(path, form, wanted)))
    timing = _timing(path, layout, time, values, first_line)
    signals, notices = _signals(path, columns, values[:, 1:] if time else values, timing)
    loaded = SensorRecording(signals, (), (*left_out, *timing.notices, *notices))
    return put_on_clock(loaded, layout.clock)


def _held(path: Path, blocks: list[tuple[int, Floats]]) -> tuple[Floats, int]:
    if not blocks:
        raise FileProblem(path, "has no rows")
    return np.concatenate([values for _, values in blocks]), blocks[0][0]


def _columns_of(
    path: Path, names: Sequence[str], layout: Layout, time: TimeColumn | None
) -> tuple[Mapping[str, Column], tuple[str, ...]]:
    """Return the columns to read and a sentence about those that are not."""
    asked = [*layout.columns, *([time.column] if time else [])]
    missing = [f"line 1: {unknown_name_text('column', name, names)}" for name in asked if name not in names]
    if missing:
        raise TableError(path, missing)
    if layout.columns:
        return layout.columns, ()
    others = [name for name in names if time is None or name != time.column]
    guessed = {name: guess_column(name) for name in others}
    found = {name: column for name, column in guessed.items() if column is not None}
    if not found:
        raise FileProblem(path, f"no column is known by its name ({', '.join(others[:6])})", "say what they are")
    unsaid = [name for name, column in found.items() if not column.unit and not SCALES[column.kind].free]
    if unsaid:
        units = ", ".join(units_of(found[unsaid[0]].kind))
        raise FileProblem(path, f"column '{unsaid[0]}' has no unit", f"write it as '{unsaid[0]} (…)': {units}")
    left = [name for name in others if name not in found]
    return found, (f"columns left out: {', '.join(left)}",) if left else ()


def _timing(path: Path, layout: Layout, time: TimeColumn | None, values: Floats, first_line: int) -> Timing:
    if time is None:
        return Timing(0.0, layout.rate_hz, None)
    times_s = values[:, 0] * TIME_UNITS[time.unit]
    if time.zero == "first":
        times_s = (values[:, 0] - values[0, 0]) * TIME_UNITS[time.unit]
    return timing_of(path, times_s, first_line, time.column)


def _signals(
    path: Path, columns: Mapping[str, Column], values: Floats, timing: Timing
) -> tuple[tuple[Signal, ...], tuple[str, ...]]:
    signals: list[Signal] = []
    notices: list[str] = []
    for at, (name, column) in enumerate(columns.items()):
        signal, said = make_signal(path, name, column, values[:, at], timing)
        signals.append(signal)
        notices.extend(said)
    return tuple(signals), tuple(notices)


def make_signal(
    path: Path, place: str, column: Column, values: Floats, timing: Timing
) -> tuple[Signal, tuple[str, ...]]:
    """Return a signal in its kind's unit, with sentences about values that were not given; `values` is made use of.

    Raises
    ------
    FileProblem
        When the unit is not one of its kind, or the values cannot be in that unit.
    """
    try:
        known, unit = to_known_unit(column.kind, column.unit, values)
    except UnknownName as error:
        raise FileProblem(path, f"'{place}': {error}") from None
    wrong = implausible(column.kind, unit, known)
    if wrong:
        raise FileProblem(path, f"'{place}': {wrong}")
    held = np.ascontiguousarray(known)
    missing = ~np.isfinite(held)
    held[missing] = np.nan
    lost = int(missing.sum())
    notices = (f"'{place}': {lost:,} of {held.size:,} values are missing",) if lost else ()
    return Signal(column.name, column.kind, unit, held, timing.t_start_s, timing.rate_hz, timing.uneven_s), notices
