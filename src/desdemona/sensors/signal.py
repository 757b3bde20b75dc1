"""What a sensor gave: values over time with a kind and a unit, and events; one clock with a video."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

Kind = Literal[
    "heart_rate",
    "ecg",
    "ppg",
    "skin_conductance",
    "skin_temperature",
    "oxygen_saturation",
    "respiration",
    "eeg",
    "vehicle_speed",
    "lane_position",
    "grade",
    "other",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""`other` is kept as it stands, with its own unit; nothing is measured from it."""

GAP_STEPS = 1.5
"""Two samples further apart than so many usual steps have a gap between them; our choice."""


@dataclass(frozen=True, slots=True, eq=False)
class Signal:
    """One sensor's values, float64 (n,), NaN where the sensor gave none.

    Either `rate_hz` is given, and value k was taken at `t_start_s` + k / `rate_hz`; or `rate_hz` is None and
    `uneven_s` (n,) holds the rising time of each value. Times are seconds on the recording's clock.
    """

    name: str
    kind: Kind
    unit: str
    values: Floats
    t_start_s: float = 0.0
    rate_hz: float | None = None
    uneven_s: Floats | None = None

    @property
    def times_s(self) -> Floats:
        """Return the time of each value, seconds (n,)."""
        if self.uneven_s is not None:
            return self.uneven_s
        return self.t_start_s + np.arange(self.values.size) / (self.rate_hz or 1.0)

    @property
    def t_end_s(self) -> float:
        """Return when the signal ends: one step after its last value, at the last value where times are uneven."""
        if self.uneven_s is not None:
            return float(self.uneven_s[-1]) if self.uneven_s.size else self.t_start_s
        return self.t_start_s + self.values.size / (self.rate_hz or 1.0)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was noted: when it began and ended (the same instant for a mark), and what was written."""

    t_start_s: float
    t_end_s: float
    label: str
    name: str = "stimulus"


@dataclass(frozen=True, slots=True, eq=False)
class SensorRecording:
    """All that one file of sensors held.

    `notices` are plain sentences about it: gaps, values that were not given, columns that were left out.
    """

    signals: tuple[Signal, ...]
    events: tuple[Event, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """How a sensor's time becomes a video's: video time = `offset_s` + sensor time × (1 + `drift_ppm` / 1,000,000)."""

    offset_s: float = 0.0
    drift_ppm: float = 0.0

    def to_video_s(self, sensor_s: float) -> float:
        """Return the video's time of an instant on the sensor's clock."""
        return self.offset_s + sensor_s * (1 + self.drift_ppm / 1e6)


def put_on_clock(recording: SensorRecording, clock: Clock) -> SensorRecording:
    """Return the recording with its times on the video's clock; no value is changed or made up."""
    return replace(
        recording,
        signals=tuple(_signal_on(signal, clock) for signal in recording.signals),
        events=tuple(
            replace(event, t_start_s=clock.to_video_s(event.t_start_s), t_end_s=clock.to_video_s(event.t_end_s))
            for event in recording.events
        ),
    )


def _signal_on(signal: Signal, clock: Clock) -> Signal:
    stretch = 1 + clock.drift_ppm / 1e6
    uneven_s = None if signal.uneven_s is None else clock.offset_s + signal.uneven_s * stretch
    rate_hz = None if signal.rate_hz is None else signal.rate_hz / stretch
    return replace(signal, t_start_s=clock.to_video_s(signal.t_start_s), rate_hz=rate_hz, uneven_s=uneven_s)


def usual_step_s(times_s: Floats) -> float:
    """Return the usual time from one sample to the next, the median; NaN for fewer than two."""
    return float(np.median(np.diff(times_s))) if times_s.size > 1 else np.nan


def gaps_of(times_s: Floats) -> NDArray[np.intp]:
    """Return after which samples a gap lies: the next comes later than `GAP_STEPS` usual steps."""
    return np.flatnonzero(np.diff(times_s) > GAP_STEPS * usual_step_s(times_s))


def to_even(signal: Signal) -> Signal:
    """Return the signal with evenly spaced values: straight lines between its own, NaN within gaps.

    Times that jitter around a steady rate are put on that rate (the median step). A signal that is even already is
    returned as it is, and so is one with fewer than two values.
    """
    if signal.uneven_s is None or signal.uneven_s.size < 2:
        return signal
    times_s = signal.uneven_s
    step_s = usual_step_s(times_s)
    even_s = times_s[0] + step_s * np.arange(int(np.floor((times_s[-1] - times_s[0]) / step_s + 1e-6)) + 1)
    values = np.interp(even_s, times_s, signal.values)
    before = np.clip(np.searchsorted(times_s, even_s, side="right") - 1, 0, times_s.size - 2)
    apart = times_s[before + 1] - times_s[before] > GAP_STEPS * step_s
    values[apart & (even_s > times_s[before]) & (even_s < times_s[before + 1])] = np.nan
    return replace(signal, values=values, t_start_s=float(times_s[0]), rate_hz=1 / step_s, uneven_s=None)


def of_kind(signals: Sequence[Signal], *kinds: Kind) -> tuple[Signal, ...]:
    """Return the signals that are of one of these kinds."""
    return tuple(signal for signal in signals if signal.kind in kinds)
