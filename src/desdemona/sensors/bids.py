"""Physiological recordings as BIDS has them: `_physio.tsv.gz` with its `.json`, and `_events.tsv` beside it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from desdemona.errors import FileProblem
from desdemona.sensors.decoding import read_text
from desdemona.sensors.event_table import load_events
from desdemona.sensors.layout import Column, Layout, guess_column
from desdemona.sensors.numbers import Form, read_numbers
from desdemona.sensors.signal import SensorRecording, Signal, put_on_clock
from desdemona.sensors.table import make_signal
from desdemona.sensors.times import Timing

KEYS = ("SamplingFrequency", "StartTime", "Columns")


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What the `.json` says: samples a second, time of the first, the columns, and their units where they are said."""

    rate_hz: float
    t_start_s: float
    columns: tuple[str, ...]
    units: Mapping[str, str]


def load_bids_physio(path: Path, layout: Layout | None = None) -> SensorRecording:
    """Load a `_physio.tsv.gz` (or `_stim.tsv.gz`, or unpacked) with its sidecar, and the events that stand beside it.

    Columns called `cardiac` are PPG and `respiratory` the belt, as the standard names them; others by their names. The
    layout's columns and clock come first.

    Raises
    ------
    FileProblem
        When a file cannot be read, or the sidecar is missing or says no rate, start or columns.
    TableError
        When a cell is no number or a line is broken.
    """
    layout = layout or Layout()
    sidecar = read_sidecar(_beside(path, ".json"))
    form = Form(sidecar.columns, "\t", ".", header_lines=0)
    blocks = [values for _, values in read_numbers(path, form, sidecar.columns)]
    if not blocks:
        raise FileProblem(path, "has no rows")
    values = np.concatenate(blocks)
    timing = Timing(sidecar.t_start_s, sidecar.rate_hz, None)
    signals: list[Signal] = []
    notices: list[str] = []
    left: list[str] = []
    for at, name in enumerate(sidecar.columns):
        column = layout.columns.get(name) or _column(name, sidecar)
        if column is None:
            left.append(name)
            continue
        signal, said = make_signal(path, name, column, values[:, at], timing)
        signals.append(signal)
        notices.extend(said)
    if left:
        notices.append(f"columns left out: {', '.join(left)}")
    events_path = _events_beside(path)
    events = load_events(events_path) if events_path.is_file() else ()
    return put_on_clock(SensorRecording(tuple(signals), events, tuple(notices)), layout.clock)


def _stem(path: Path) -> str:
    return path.name.removesuffix(".gz").removesuffix(".tsv")


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(_stem(path) + ending)


def _events_beside(path: Path) -> Path:
    """Return where the events of the same run stand: the name without its `recording-` part."""
    parts = [part for part in _stem(path).split("_")[:-1] if not part.startswith("recording-")]
    return path.with_name("_".join([*parts, "events.tsv"]))


def _column(name: str, sidecar: Sidecar) -> Column | None:
    guessed = guess_column(name)
    if guessed is None or guessed.unit or name not in sidecar.units:
        return guessed
    return Column(guessed.kind, sidecar.units[name], guessed.name)


def read_sidecar(path: Path) -> Sidecar:
    """Read the sidecar of a physiological recording.

    Raises
    ------
    FileProblem
        When it is missing, no JSON, or a key is missing or cannot be.
    """
    if not path.is_file():
        raise FileProblem(path, "no such file", f"BIDS wants it beside the values, with {', '.join(KEYS)}")
    try:
        said = json.loads(read_text(path).text)
    except json.JSONDecodeError as error:
        raise FileProblem(path, f"line {error.lineno}: no JSON ({error.msg})") from None
    except (RecursionError, ValueError):
        raise FileProblem(path, "no JSON that can be read (too deep, or a number too long)") from None
    if not isinstance(said, dict):
        raise FileProblem(path, "is no JSON object", f"it must say {', '.join(KEYS)}")
    missing = [key for key in KEYS if key not in said]
    if missing:
        raise FileProblem(path, f"lacks {', '.join(missing)}", f"it must say {', '.join(KEYS)}")
    rate_hz, start_s = (_number(path, said, key) for key in KEYS[:2])
    if rate_hz <= 0:
        raise FileProblem(path, f"SamplingFrequency is {rate_hz:g}; it is above 0")
    return Sidecar(rate_hz, start_s, _names(path, said["Columns"]), _units(said))


def _number(path: Path, said: Mapping[str, object], key: str) -> float:
    value = said[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e15:
        raise FileProblem(path, f"{key} is {value!r}, not a number")
    return float(value)


def _names(path: Path, columns: object) -> tuple[str, ...]:
    if not isinstance(columns, list) or not columns or not all(isinstance(name, str) for name in columns):
        raise FileProblem(path, "Columns must be a list of names")
    twice = [name for name in columns if columns.count(name) > 1]
    if twice:
        raise FileProblem(path, f"Columns names '{twice[0]}' twice")
    return tuple(columns)


def _units(said: Mapping[str, object]) -> dict[str, str]:
    units = {}
    for name, about in said.items():
        unit = about.get("Units") if isinstance(about, dict) else None
        if isinstance(unit, str):
            units[name] = unit
    return units
