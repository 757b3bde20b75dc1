"""Which column of a sensor file is what: declared in a small YAML or on one line, or read from the columns' names.

::

    time: {column: Timestamp, unit: ms, zero: first}   # or: rate_hz: 100
    offset_s: 2.5                                      # sensor time 0 is this time of the video
    drift_ppm: 0
    decimal: ","
    columns:
      GSR_1: {kind: skin_conductance, unit: uS, name: left wrist}

On one line the same columns are `GSR_1=skin_conductance:uS, time=Timestamp:ms, rate_hz=100`. Without either, a column
says its unit itself: `EDA (µS)`, `ECG [mV]` or `heart_rate_bpm`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from desdemona.declared import Place, compose
from desdemona.errors import DeclarationError, UnknownName, UsageError
from desdemona.sensors.decoding import read_text
from desdemona.sensors.signal import KINDS, Clock, Kind
from desdemona.sensors.units import SCALES, spelt, units_of

TIME_UNITS: Mapping[str, float] = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9, "min": 60.0}
TIME_NAMES = ("t", "time", "timestamp", "seconds", "t_s", "time_s", "t_start_s", "onset", "elapsed")
Zero = Literal["given", "first"]

SPOKEN: tuple[tuple[str, Kind], ...] = (
    (r"ecg|ekg|electrocardiogram", "ecg"),
    (r"eeg", "eeg"),
    (r"ppg|bvp|pleth|plethysmograph|pulsewave|cardiac", "ppg"),
    (r"spo2|sao2|oxygen|oxygensaturation|saturation", "oxygen_saturation"),
    (r"eda|gsr|scl|skinconductance|conductance", "skin_conductance"),
    (r"temp|temperature|skintemperature|skintemp|skt", "skin_temperature"),
    (r"resp|rsp|respiration|respiratory|breath|breathing|belt", "respiration"),
    (r"hr|heartrate|pulserate|bpm", "heart_rate"),
    (r"speed|velocity|vehiclespeed|carspeed", "vehicle_speed"),
    (r"lane|laneposition|laneoffset|lateralposition|lateraloffset", "lane_position"),
    (r"grade|grades|mark|marks", "grade"),
)
"""What people call each kind; compared without case, blanks and underscores, and with the first word of a label."""


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds, and the name that its signal is to have."""

    kind: Kind
    unit: str
    name: str


@dataclass(frozen=True, slots=True)
class TimeColumn:
    """The column with the time of each row; with `zero` "first" the first row is time 0."""

    column: str
    unit: str = "s"
    zero: Zero = "given"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sensor file is read. Columns that are not named are left out; None of them named means all are guessed."""

    columns: Mapping[str, Column] = field(default_factory=dict)
    time: TimeColumn | None = None
    rate_hz: float | None = None
    clock: Clock = field(default_factory=Clock)
    decimal: Literal[".", ","] = "."


def load_layout(path: Path) -> Layout:
    """Read a layout file.

    Raises
    ------
    FileProblem
        When the file cannot be read.
    DeclarationError
        When a key, kind or unit is not known, or neither time nor rate can be used; all faults together.
    """
    top = compose(read_text(path).text, str(path))
    entries = top.keys("the layout", (), ("time", "rate_hz", "offset_s", "drift_ppm", "decimal", "columns"))
    numbers = {name: entries[name].number(name) for name in ("offset_s", "drift_ppm") if name in entries}
    rate_hz = _rate(entries["rate_hz"]) if "rate_hz" in entries else None
    decimal: Literal[".", ","] = "."
    if "decimal" in entries and entries["decimal"].choice("decimal", (".", ",")) == ",":
        decimal = ","
    columns = {}
    if "columns" in entries:
        columns = {name: _column(name, place) for name, place in entries["columns"].entries("columns").items()}
    time = _time(entries["time"]) if "time" in entries else None
    if time is not None and rate_hz is not None:
        entries["rate_hz"].fault("rate_hz and time cannot both be given; leave one out")
    if top.faults:
        raise DeclarationError(path, top.faults)
    clock = Clock(numbers.get("offset_s", 0.0), numbers.get("drift_ppm", 0.0))
    return Layout(columns, time, rate_hz, clock, decimal)


def _rate(place: Place) -> float:
    rate_hz = place.number("rate_hz")
    if rate_hz <= 0:
        place.fault(f"rate_hz is {rate_hz:g}; a rate is above 0")
    return rate_hz


def _time(place: Place) -> TimeColumn:
    entries = place.keys("time", ("column",), ("unit", "zero"))
    column = entries["column"].text("column of time") if "column" in entries else ""
    unit = entries["unit"].choice("unit of time", tuple(TIME_UNITS)) if "unit" in entries else "s"
    first = "zero" in entries and entries["zero"].choice("zero of time", ("given", "first")) == "first"
    return TimeColumn(column, unit, "first" if first else "given")


def _column(name: str, place: Place) -> Column:
    entries = place.keys(f"column '{name}'", ("kind",), ("unit", "name"))
    kind: Kind = entries["kind"].choice("kind", KINDS) if "kind" in entries else "other"
    unit = entries["unit"].text("unit") if "unit" in entries else ""
    if not unit and not SCALES[kind].free:
        place.fault(f"column '{name}' lacks 'unit'; {kind} is told in {', '.join(units_of(kind))}")
    elif not SCALES[kind].free and spelt(unit) not in {spelt(known) for known in units_of(kind)}:
        entries["unit"].unknown(f"unit of {kind}", unit, units_of(kind))
    return Column(kind, unit, entries["name"].text("name") if "name" in entries else name)


def layout_from_line(line: str) -> Layout:
    """Return the layout that one line says, such as `GSR=skin_conductance:uS, time=Timestamp:ms, rate_hz=100`.

    Raises
    ------
    UsageError
        When a part is not `column=kind:unit`, or a kind or unit is not known.
    """
    columns: dict[str, Column] = {}
    time: TimeColumn | None = None
    rate_hz: float | None = None
    for part in (part.strip() for part in line.split(",")):
        name, equals, value = part.rpartition("=")
        if not equals or not name or not value:
            raise UsageError(f"--map: '{part}' is not column=kind:unit, as in GSR=skin_conductance:uS")
        left, _, unit = value.partition(":")
        if name == "time":
            time = TimeColumn(left, _known_time_unit(unit or "s"))
        elif name == "rate_hz":
            rate_hz = _number_in_line(value)
        else:
            columns[name] = Column(_known_kind(left), _known_unit(_known_kind(left), unit), name)
    return Layout(columns, time, rate_hz)


def _number_in_line(value: str) -> float:
    try:
        rate_hz = float(value)
    except ValueError:
        rate_hz = 0.0
    if not 0 < rate_hz < 1e9:
        raise UsageError(f"--map: rate_hz={value} is no rate; write it in Hz, as in rate_hz=100")
    return rate_hz


def _known_time_unit(unit: str) -> str:
    if unit not in TIME_UNITS:
        raise UnknownName("unit of time", unit, TIME_UNITS)
    return unit


def _known_kind(word: str) -> Kind:
    for kind in KINDS:
        if kind == word:
            return kind
    raise UnknownName("kind of signal", word, KINDS)


def _known_unit(kind: Kind, unit: str) -> str:
    known = {spelt(name) for name in units_of(kind)}
    if not SCALES[kind].free and spelt(unit) not in known:
        raise UnknownName(f"unit of {kind}", unit, units_of(kind))
    return unit


def kind_of_name(name: str) -> Kind | None:
    """Return the kind that a column or channel is called after, or None when its name says none."""
    whole = re.sub(r"[\s_\-]", "", name).lower()
    first = re.split(r"[\s_\-.]", name.strip())[0].lower()
    for word in (whole, first, re.sub(r"\d+$", "", first)):
        for kind in KINDS:
            if kind != "other" and word == kind.replace("_", ""):
                return kind
        for pattern, kind in SPOKEN:
            if re.fullmatch(pattern, word):
                return kind
    return None


def guess_column(name: str) -> Column | None:
    """Return what a column's own name says of it, or None when it says no kind.

    The unit stands in brackets, or after the last underscore. It is empty where none is said.
    """
    bracketed = re.fullmatch(r"(.+?)\s*[\[(]([^\])]*)[\])]\s*", name)
    stem, unit = (bracketed[1], bracketed[2]) if bracketed else (name, "")
    if not bracketed and "_" in name:
        stem, unit = name.rsplit("_", 1)
        kind = kind_of_name(stem)
        known = kind is not None and spelt(unit) in {spelt(known) for known in units_of(kind)} - {"1", "points"}
        stem, unit = (stem, unit) if known else (name, "")
    kind = kind_of_name(stem)
    return None if kind is None else Column(kind, unit, stem.strip())


def guess_time(names: Sequence[str]) -> TimeColumn | None:
    """Return the column that is called after time, with the unit its name says, or None."""
    for name in names:
        bracketed = re.fullmatch(r"(.+?)\s*[\[(](\w+)[\])]\s*", name)
        stem, unit = (bracketed[1], bracketed[2].lower()) if bracketed else (name, "s")
        stem = stem.strip().lower()
        if stem.rpartition("_")[2] in TIME_UNITS and not bracketed:
            stem, _, unit = stem.rpartition("_")
        if stem in TIME_NAMES and unit in TIME_UNITS:
            return TimeColumn(name, unit)
    return None
