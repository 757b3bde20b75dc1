"""A drive: how fast the phantom's car goes and where in its lane, and what the car's own sensors tell of it.

Nothing of it is in the picture: a car is filmed from within, and what its windows show stands still.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.physiology.sensors import FRAME
from desdemona.sensors.signal import Signal
from desdemona.tables import Truth, to_truth

Floats = NDArray[np.float64]

BUS_HZ = 10.0
"""Values a second on the car's bus, common for both quantities; our choice."""
SPEED_NOISE_KMH = 0.2
LANE_NOISE_M = 0.02
"""Standard deviations of the noise of the car's sensors, without memory from value to value; our choice."""
LANE_MARGIN_M = 0.85
"""Half of what a lane of 3.5 m is wider than a car of 1.8 m; our choice."""
TRUTH_HZ = 100.0
"""Departures are told to a hundredth of a second."""
_BUS_STREAM = 3


@dataclass(frozen=True, slots=True)
class SpeedPoint:
    """How fast the car goes at an instant, km/h; straight lines join the points, and outside them it stays so fast."""

    t_s: float
    speed_kmh: float


@dataclass(frozen=True, slots=True)
class LanePoint:
    """Where the car's middle is at an instant: metres right of the lane's middle, negative to the left.

    Half a turn of a cosine joins the points, so that the car neither jumps nor turns on the spot; outside them it
    stays where it is.
    """

    t_s: float
    offset_m: float


@dataclass(frozen=True, slots=True)
class Drive:
    """What the car does. `lane_margin_m` is how far its middle may be off before a wheel is on the line."""

    speed: tuple[SpeedPoint, ...]
    lane: tuple[LanePoint, ...]
    lane_margin_m: float = LANE_MARGIN_M


def speed_at(drive: Drive, times_s: Floats) -> Floats:
    """Return the speed (n,) at the given times (n,), km/h."""
    points = drive.speed
    return np.interp(times_s, [point.t_s for point in points], [point.speed_kmh for point in points])


def lane_at(drive: Drive, times_s: Floats) -> Floats:
    """Return the place in the lane (n,) at the given times (n,), metres right of its middle."""
    begin_s = np.array([point.t_s for point in drive.lane])
    offset_m = np.array([point.offset_m for point in drive.lane])
    place = np.interp(times_s, begin_s, np.arange(begin_s.size, dtype=np.float64))
    before = np.minimum(place.astype(np.intp), max(begin_s.size - 2, 0))
    after = np.minimum(before + 1, begin_s.size - 1)
    share = (1 - np.cos(np.pi * (place - before))) / 2
    return np.asarray(offset_m[before] + share * (offset_m[after] - offset_m[before]), dtype=np.float64)


def vehicle_signals(drive: Drive, duration_s: float, seed: int) -> tuple[Signal, ...]:
    """Return what the car tells over its bus from time 0 on: `vehicle_speed` (km/h) and `lane_position` (m).

    Both have `BUS_HZ` values a second and the noise of their sensors; a car that stands tells no negative speed. The
    same seed gives the same bytes.
    """
    times_s = _ticks(duration_s, BUS_HZ)
    rng = np.random.default_rng([seed, _BUS_STREAM])
    speed_kmh = speed_at(drive, times_s) + rng.normal(0.0, SPEED_NOISE_KMH, times_s.size)
    offset_m = lane_at(drive, times_s) + rng.normal(0.0, LANE_NOISE_M, times_s.size)
    return (
        Signal("vehicle_speed", "vehicle_speed", "km/h", np.maximum(speed_kmh, 0.0), rate_hz=BUS_HZ),
        Signal("lane_position", "lane_position", "m", offset_m, rate_hz=BUS_HZ),
    )


def to_long(signals: Sequence[Signal]) -> pl.DataFrame:
    """Return signals as a table with a row a sample (schema `physiology.sensors.FRAME`)."""
    parts = [
        pl.DataFrame({"sensor": signal.name, "t_s": signal.times_s, "value": signal.values, "unit": signal.unit})
        for signal in signals
    ]
    return pl.concat([pl.DataFrame(schema=FRAME), *parts])


def departures_of(drive: Drive, duration_s: float) -> Iterator[tuple[float, float, float]]:
    """Give every stretch beyond the margin: its start and end (s), and the furthest place in it (m, left negative)."""
    times_s = _ticks(duration_s, TRUTH_HZ)
    offset_m = lane_at(drive, times_s)
    beyond = np.concatenate(([0], (np.abs(offset_m) > drive.lane_margin_m).astype(np.int8), [0]))
    starts, ends = np.flatnonzero(np.diff(beyond) == 1), np.flatnonzero(np.diff(beyond) == -1)
    for start, end in zip(starts, ends, strict=True):
        furthest_m = offset_m[start:end][np.abs(offset_m[start:end]).argmax()]
        yield float(times_s[start]), float(times_s[end - 1]), float(furthest_m)


def drive_truth(item: str, drive: Drive, duration_s: float) -> pl.DataFrame:
    """Return the truth table of a drive (schema `tables.TRUTH`, source "script"), without any sensor's noise.

    A row for each value on the bus of `vehicle.speed` (km/h) and `vehicle.lane_position` (m, left negative), and a row
    for each `vehicle.lane_departure`: from when to when, labelled by its side, with the furthest distance beyond the
    margin (m).
    """
    times_s = _ticks(duration_s, BUS_HZ)
    curves = (("vehicle.speed", speed_at(drive, times_s)), ("vehicle.lane_position", lane_at(drive, times_s)))
    rows = [
        Truth(item, float(t_s), float(t_s), output, value=float(value))
        for output, values in curves
        for t_s, value in zip(times_s, values, strict=True)
    ]
    for start_s, end_s, furthest_m in departures_of(drive, duration_s):
        side, beyond_m = "left" if furthest_m < 0 else "right", abs(furthest_m) - drive.lane_margin_m
        rows.append(Truth(item, start_s, end_s, "vehicle.lane_departure", side, beyond_m))
    return to_truth(rows)


def _ticks(duration_s: float, rate_hz: float) -> Floats:
    return np.arange(max(1, round(duration_s * rate_hz))) / rate_hz
