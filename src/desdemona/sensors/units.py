"""The unit that each kind of signal is kept in, what other units become, and values that no such sensor gives."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from desdemona.errors import UnknownName
from desdemona.sensors.signal import Floats, Kind

Line = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Scale:
    """One kind's unit, the lines (factor, then offset) by which other units become it, and the range of values.

    `plausible` is the range that the middle value must lie in, or half the span of the middle 90 % where the signal
    `swings` around nothing; None where any number may stand. Of a `free` kind only the shape is used, so that a unit of
    the device's own, or none, will do.
    """

    unit: str
    others: Mapping[str, Line]
    plausible: tuple[float, float] | None
    free: bool = False
    swings: bool = False


SCALES: Mapping[Kind, Scale] = {
    "heart_rate": Scale("bpm", {"1/min": (1, 0), "/min": (1, 0), "beats/min": (1, 0), "hz": (60, 0)}, (20, 250)),
    "ecg": Scale("mV", {"µv": (1e-3, 0), "v": (1e3, 0)}, (0.005, 20), free=True, swings=True),
    "ppg": Scale("1", {}, None, free=True),
    "skin_conductance": Scale("µS", {"ns": (1e-3, 0), "ms": (1e3, 0), "s": (1e6, 0)}, (0, 100)),
    "skin_temperature": Scale("°C", {"k": (1, -273.15), "°f": (5 / 9, -160 / 9)}, (5, 50)),
    "oxygen_saturation": Scale("%", {"share": (100, 0)}, (40, 100)),
    "respiration": Scale("1", {}, None, free=True),
    "eeg": Scale("µV", {"nv": (1e-3, 0), "mv": (1e3, 0), "v": (1e6, 0)}, (0.05, 1000), swings=True),
    "vehicle_speed": Scale("km/h", {"m/s": (3.6, 0), "mph": (1.609344, 0), "kn": (1.852, 0)}, (-50, 400)),
    "lane_position": Scale("m", {"cm": (0.01, 0), "mm": (0.001, 0), "ft": (0.3048, 0)}, (-20, 20)),
    "grade": Scale("points", {}, None, free=True),
    "other": Scale("1", {}, None, free=True),
}
"""Ranges are our choice: wider than any person or road, narrow enough to tell one unit from the next."""

LOOKED_AT = 100_000
"""Of more values than so many, every second, third and so on is looked at; our choice, to save memory."""

SAME = {
    "degc": "°c",
    "c": "°c",
    "celsius": "°c",
    "degf": "°f",
    "f": "°f",
    "kelvin": "k",
    "percent": "%",
    "pct": "%",
    "kmh": "km/h",
    "kph": "km/h",
    "ms-1": "m/s",
    "us": "µs",
    "umho": "µs",
    "µmho": "µs",
    "usiemens": "µs",
    "microsiemens": "µs",
    "microsiemen": "µs",
    "uv": "µv",
    "microvolt": "µv",
    "millivolt": "mv",
    "volt": "v",
    "arbitrary": "1",
    "a.u.": "1",
    "au": "1",
    "n/a": "1",
    "": "1",
}


def spelt(unit: str) -> str:
    """Return a unit's spelling in one form: no blanks, small letters, the micro sign."""
    plain = unit.strip().lower().replace(" ", "").replace("μ", "µ").replace("º", "°")
    return SAME.get(plain, plain)


def to_known_unit(kind: Kind, unit: str, values: Floats) -> tuple[Floats, str]:
    """Return values in the unit of their kind, and that unit.

    A kind of which only the shape is used keeps a unit that is not known.

    Raises
    ------
    UnknownName
        When the unit is not one of this kind.
    """
    scale = SCALES[kind]
    said = spelt(unit)
    if said == spelt(scale.unit):
        return values, scale.unit
    if said in scale.others:
        factor, offset = scale.others[said]
        return values * factor + offset, scale.unit
    if scale.free:
        return values, unit.strip() or "1"
    raise UnknownName(f"unit of {kind}", unit, units_of(kind))


def units_of(kind: Kind) -> tuple[str, ...]:
    """Return the units that are known for a kind, its own first."""
    return (SCALES[kind].unit, *SCALES[kind].others)


def implausible(kind: Kind, unit: str, values: Floats) -> str | None:
    """Say why values in their known unit cannot be what they are said to be, or None.

    Where another unit would bring them into the kind's range, that unit is named.
    """
    scale = SCALES[kind]
    some = values[:: max(1, values.size // LOOKED_AT)]
    finite = some[np.isfinite(some)]
    if scale.plausible is None or not finite.size or spelt(unit) != spelt(scale.unit):
        return None
    low, high = scale.plausible
    size = float(np.ptp(np.quantile(finite, [0.05, 0.95])) / 2 if scale.swings else np.median(finite))
    if low <= size <= high or (scale.swings and size == 0):
        return None
    fitting = [name for name, (factor, offset) in scale.others.items() if low <= size * factor + offset <= high]
    hint = f"; is the unit {fitting[0]}?" if fitting else ""
    what = "swing" if scale.swings else "middle value"
    return f"{what} of {size:.4g} {scale.unit} is no {kind} ({low:g} to {high:g} {scale.unit}){hint}"
