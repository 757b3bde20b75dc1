"""Speed and place in the lane, as the vehicle told them."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from desdemona.channels.contact.contact_channel import ContactChannel, Findings, Occurrence, Settings, Window
from desdemona.channels.contact.windows import measured_windows
from desdemona.sensors.signal import Floats, Signal, to_even

WINDOW_S, STEP_S = 60.0, 10.0
"""Our choice; the spread of the lane position is told over a minute or more."""
BACK_M = 0.1
"""A departure ends when the vehicle is so far inside again, so that riding on the line counts once; our choice."""


def measure_speed(signal: Signal, _: Settings) -> Mapping[str, Findings]:
    """Return mean, standard deviation and greatest speed of every minute, km/h."""
    measures: Mapping[str, Callable[[Floats], float]] = {
        SPEED.name: np.mean,
        SPEED_SD.name: np.std,
        SPEED_MAX.name: np.max,
    }
    return {name: Findings(measured_windows(signal, of, WINDOW_S, STEP_S)) for name, of in measures.items()}


def measure_lane(signal: Signal, settings: Settings) -> Mapping[str, Findings]:
    """Return the spread of the lane position (m) of every minute, departures, and how many there were."""
    spread = Findings(measured_windows(signal, np.std, WINDOW_S, STEP_S))
    margin_m = settings.lane_margin_m
    whole_s = (signal.t_start_s, signal.t_end_s)
    if margin_m is None:
        why = Window(*whole_s, None, "half of lane less vehicle width is not declared (lane_margin_m)")
        return {LANE_SD.name: spread, LANE_COUNT.name: Findings((why,))}
    departures = tuple(departures_of(signal, margin_m))
    counted = Window(*whole_s, float(len(departures)))
    return {
        LANE_SD.name: spread,
        LANE_DEPARTURE.name: Findings(events=departures),
        LANE_COUNT.name: Findings((counted,)),
    }


def departures_of(signal: Signal, margin_m: float) -> Iterator[Occurrence]:
    """Give each stretch beyond the margin, left or right, with the furthest distance beyond it in metres.

    A gap of the sensor ends a departure.
    """
    even = to_even(signal)
    beyond_m = np.nan_to_num(np.abs(even.values) - margin_m, nan=-np.inf)
    times_s = even.times_s
    out = np.flatnonzero(beyond_m > 0)
    inside = np.flatnonzero(beyond_m <= -BACK_M)
    while out.size:
        first = int(out[0])
        after = inside[np.searchsorted(inside, first) :]
        last = int(after[0]) if after.size else even.values.size
        stay = out[out < last]
        side = "left" if even.values[first] < 0 else "right"
        yield Occurrence(float(times_s[first]), float(times_s[stay[-1]]), float(beyond_m[first:last].max()), side)
        out = out[out >= last]


SPEED = ContactChannel(
    name="vehicle.speed",
    unit="km/h",
    rung="signal",
    needs=("vehicle_speed",),
    column="vehicle_speed_kmh",
    caveat="The vehicle's own number, not checked; wheel and satellite speeds differ.",
    source="mean of the values given in a minute",
    measure=measure_speed,
)
SPEED_SD = ContactChannel(
    name="vehicle.speed_sd",
    unit="km/h",
    rung="signal",
    needs=("vehicle_speed",),
    column="vehicle_speed_sd_kmh",
    caveat="Traffic and hills move it more than the driver does.",
    source="standard deviation of the values given in a minute",
    measure=measure_speed,
)
SPEED_MAX = ContactChannel(
    name="vehicle.speed_max",
    unit="km/h",
    rung="signal",
    needs=("vehicle_speed",),
    column="vehicle_speed_max_kmh",
    caveat="One wrong value is enough; without the limit of that road it is no speeding.",
    source="largest of the values given in a minute",
    measure=measure_speed,
)
LANE_SD = ContactChannel(
    name="vehicle.lane_position_sd",
    unit="m",
    rung="signal",
    needs=("lane_position",),
    column="vehicle_lane_position_sd_m",
    caveat="Wind, bends, ruts and avoiding others widen it; it is no measure of sleepiness by itself.",
    source="standard deviation of lane position (SDLP), O'Hanlon 1982, in windows of a minute",
    measure=measure_lane,
)
LANE_DEPARTURE = ContactChannel(
    name="vehicle.lane_departure",
    unit="m",
    rung="sign",
    needs=("lane_position",),
    column=None,
    caveat="A lane change is one too, unless indicated changes were taken out; negative positions are taken as left.",
    source="middle of the vehicle beyond the declared margin; over when 0.1 m inside again (our choice)",
    measure=measure_lane,
)
LANE_COUNT = ContactChannel(
    name="vehicle.lane_departures",
    unit="1",
    rung="sign",
    needs=("lane_position",),
    column=None,
    caveat="Counts lane changes too; depends on the margin, which a person declares.",
    source="number of lane departures in the whole recording",
    measure=measure_lane,
)
VEHICLE = (SPEED, SPEED_SD, SPEED_MAX, LANE_SD, LANE_DEPARTURE, LANE_COUNT)
