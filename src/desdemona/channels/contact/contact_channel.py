"""A contact channel: one measurement from one kind of sensor, described by the same value that computes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from desdemona.sensors.signal import Kind, Signal
from desdemona.tables import Rung


@dataclass(frozen=True, slots=True)
class Window:
    """What was measured over one stretch: a value, with an interval where there is one, or why there is none."""

    t_start_s: float
    t_end_s: float
    value: float | None
    reason: str | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One event that was found, with its value in the channel's unit (None where it has none) and a label."""

    t_start_s: float
    t_end_s: float
    value: float | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What one channel found in one signal."""

    windows: tuple[Window, ...] = ()
    events: tuple[Occurrence, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What must be known besides the signals.

    `lane_margin_m` is how far the vehicle's middle may be from the middle of the lane before a wheel is on the line:
    half of lane less vehicle width. None where nobody has said it; then departures are withheld.
    """

    lane_margin_m: float | None = None


Measure = Callable[[Signal, Settings], Mapping[str, Findings]]
"""Measures one signal; the findings go by the names of the channels that share the measure."""


@dataclass(frozen=True, slots=True)
class ContactChannel:
    """One measurement from a contact sensor, or from context that was brought.

    `needs` are the kinds of signal it is measured from; `column` is its column in the table of frames, None for events.
    `caveat` is what it must not be taken for, `source` where the method stands. Channels may share one `measure`: it
    then runs once a signal.
    """

    name: str
    unit: str
    rung: Rung
    needs: tuple[Kind, ...]
    column: str | None
    caveat: str
    source: str
    measure: Measure = field(repr=False)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A measurement that is asked for and cannot be made, with its reason and where that stands."""

    name: str
    reason: str
    source: str
