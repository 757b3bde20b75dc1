"""Reading the parts of a script's section on the inside: numbers in their ranges, points and stretches of time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from desdemona.declared import Place

Range = tuple[float, float]
Row = dict[str, float]

RANGES: dict[str, Range] = {
    "rate_bpm": (30.0, 220.0),
    "sdnn_ms": (0.0, 250.0),
    "low_over_high": (0.0, 20.0),
    "breath_locked_share": (0.0, 1.0),
    "rate_per_min": (3.0, 60.0),
    "depth_share": (0.0, 1.0),
    "pulse_rise_bpm": (0.0, 150.0),
    "breath_rise_per_min": (0.0, 50.0),
    "rise_s": (1.0, 300.0),
    "fall_s": (1.0, 600.0),
    "saturation_percent": (70.0, 100.0),
    "frequency_hz": (0.1, 25.0),
    "amplitude": (0.0, 20.0),
    "level_microsiemens": (0.0, 60.0),
    "amplitude_microsiemens": (0.0, 10.0),
    "temperature_c": (15.0, 42.0),
    "delta_uv2": (0.0, 10_000.0),
    "theta_uv2": (0.0, 10_000.0),
    "alpha_uv2": (0.0, 10_000.0),
    "beta_uv2": (0.0, 10_000.0),
}
"""What each quantity may be; our choice, wide enough for living people from infants to exertion. Times lie within the
recording."""

_STRETCH = ("t_start_s", "t_end_s")


@dataclass(frozen=True, slots=True)
class Section:
    """The section being read, key by key, and how long the recording is."""

    keys: dict[str, Place]
    duration_s: float

    def number(self, place: Place, what: str, range_of: Range | None = None) -> float:
        """Return a number; one outside its range is told with the nearest right value and the range."""
        low, high = range_of or RANGES.get(what, (0.0, self.duration_s))
        value = place.number(what)
        if value < low or value > high:
            nearest = low if value < low else high
            place.fault(f"{what} is {value:g}; the nearest allowed value is {nearest:g} ({low:g} to {high:g})")
        return value

    def row(self, place: Place, what: str, needed: Sequence[str], optional: Sequence[str] = ()) -> Row | None:
        """Return the numbers of one table; None after a fault."""
        told = len(place.faults)
        numbers = {name: self.number(at, name) for name, at in place.keys(what, needed, optional).items()}
        return None if len(place.faults) > told else numbers

    def rows(self, key: str, what: str, needed: Sequence[str], optional: Sequence[str] = ()) -> list[tuple[Place, Row]]:
        """Return the good rows of a list with their places."""
        places = self.keys[key].items(key) if key in self.keys else ()
        read = [(place, self.row(place, what, needed, optional)) for place in places]
        return [(place, row) for place, row in read if row is not None]

    def points(self, key: str, what: str, needed: Sequence[str], optional: Sequence[str] = ()) -> list[Row]:
        """Return a list of points, each later than the one before."""
        latest_s, rows = -math.inf, self.rows(key, what, ("t_s", *needed), optional)
        for place, row in rows:
            if row["t_s"] <= latest_s:
                place.fault(f"t_s is {row['t_s']:g}, not later than the point before ({latest_s:g})")
            latest_s = max(row["t_s"], latest_s)
        return [row for _, row in rows]

    def stretches(self, key: str, what: str, needed: Sequence[str] = (), optional: Sequence[str] = ()) -> list[Row]:
        """Return a list of stretches of time, in order and apart from each other."""
        free_s, rows = 0.0, self.rows(key, f"a {what}", (*_STRETCH, *needed), optional)
        for place, row in rows:
            tell_if_backwards(place, what, row)
            if row["t_start_s"] < free_s:
                place.fault(f"the {what} starts at {row['t_start_s']:g} s but the one before ends at {free_s:g} s")
            free_s = max(row["t_end_s"], free_s)
        return [row for _, row in rows]


def tell_if_backwards(place: Place, what: str, row: Row) -> None:
    """Tell a stretch that ends no later than it starts."""
    if row["t_end_s"] <= row["t_start_s"]:
        place.fault(f"the {what} ends at {row['t_end_s']:g} s but starts at {row['t_start_s']:g} s")
