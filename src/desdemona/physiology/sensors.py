"""Contact sensors on a phantom: tracks that match the same beats and breaths as the picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from desdemona.physiology.beats import Heart, draw_heart, heart_rng
from desdemona.physiology.blood import FINGER_DELAY_S, blood_at, saturation_at
from desdemona.physiology.brain import eeg_of
from desdemona.physiology.breath import chest_at
from desdemona.physiology.ecg import ecg_of
from desdemona.physiology.heart import Floats
from desdemona.physiology.inside import Inside
from desdemona.physiology.skin import conductance_at, temperature_at

Sensor = Literal["ecg", "ppg", "respiration", "oxygen", "skin_conductance", "skin_temperature", "eeg"]

UNITS: dict[Sensor, str] = {
    "ecg": "mV",
    "ppg": "1",
    "respiration": "mm",
    "oxygen": "%",
    "skin_conductance": "µS",
    "skin_temperature": "°C",
    "eeg": "µV",
}
"""Units; the finger's PPG has none: peak to trough is about 1."""

RATES_HZ: dict[Sensor, float] = {
    "ecg": 500.0,
    "ppg": 100.0,
    "respiration": 25.0,
    "oxygen": 1.0,
    "skin_conductance": 10.0,
    "skin_temperature": 4.0,
    "eeg": 256.0,
}
"""Samples a second, common for such sensors; our choice."""

FRAME: dict[str, type[pl.DataType]] = {
    "sensor": pl.String,
    "t_s": pl.Float64,
    "value": pl.Float64,
    "unit": pl.String,
}


@dataclass(frozen=True, slots=True, eq=False)
class SensorTrack:
    """What one sensor gives: evenly spaced values from time 0, without noise of its own."""

    name: Sensor
    unit: str
    rate_hz: float
    values: Floats

    @property
    def times_s(self) -> Floats:
        """Return the time of each value."""
        return np.arange(len(self.values)) / self.rate_hz


def _carried(inside: Inside) -> list[Sensor]:
    """Return the sensors that have something to say; heart and breath always do, if only that there is none."""
    said: dict[Sensor, bool] = {
        "oxygen": bool(inside.oxygen),
        "skin_conductance": bool(inside.skin_conductance),
        "skin_temperature": bool(inside.skin_temperature),
        "eeg": bool(inside.bands),
    }
    return [name for name in UNITS if said.get(name, True)]


def _values_of(name: Sensor, inside: Inside, heart: Heart, times_s: Floats) -> Floats:
    match name:
        case "ecg":
            return ecg_of(heart, times_s)
        case "ppg":
            return blood_at(inside, heart, times_s, FINGER_DELAY_S)
        case "respiration":
            return chest_at(inside, times_s)
        case "oxygen":
            return saturation_at(inside, times_s)
        case "skin_conductance":
            return conductance_at(inside, times_s)
        case _:
            return temperature_at(inside, times_s)


def contact_sensors(
    inside: Inside, duration_s: float, rates_hz: Mapping[Sensor, float], seed: int
) -> dict[str, SensorTrack]:
    """Return the tracks of all contact sensors, by name; `rates_hz` overrides `RATES_HZ` where it names a sensor.

    ECG, finger PPG and respiration belt are always there (flat without pulse or breath), the others where the phantom
    has points for them. The same seed gives the beats of `beats_of`, and the EEG the same bytes.

    Raises
    ------
    UsageError
        When the EEG's rate is too low or the recording too short for it (see `brain.eeg_of`).
    """
    heart = draw_heart(inside, duration_s, rng=heart_rng(seed))
    tracks: dict[str, SensorTrack] = {}
    for name in _carried(inside):
        rate_hz = rates_hz.get(name, RATES_HZ[name])
        if name == "eeg":
            values = eeg_of(inside, duration_s, rate_hz, rng=np.random.default_rng([seed, 2]))
        else:
            values = _values_of(name, inside, heart, np.arange(round(duration_s * rate_hz)) / rate_hz)
        tracks[name] = SensorTrack(name, UNITS[name], rate_hz, values)
    return tracks


def to_long(tracks: Mapping[str, SensorTrack]) -> pl.DataFrame:
    """Return tracks as one table with a row a sample (schema `FRAME`), each sensor at its own rate."""
    parts = [
        pl.DataFrame({"sensor": track.name, "t_s": track.times_s, "value": track.values, "unit": track.unit})
        for track in tracks.values()
    ]
    return pl.concat([pl.DataFrame(schema=FRAME), *parts])


def to_wide(tracks: Mapping[str, SensorTrack]) -> pl.DataFrame:
    """Return tracks as one table with a row a time and a column a sensor, null where a sensor has no sample then."""
    wide = to_long(tracks).drop("unit").pivot(on="sensor", index="t_s", values="value")
    return wide.sort("t_s")
