"""The `drive` section of a script, read with every fault and written back.

::

    drive:
      lane_margin_m: 0.85
      speed:
      - {t_s: 0.0, speed_kmh: 80.0}
      - {t_s: 20.0, speed_kmh: 72.0}
      lane:
      - {t_s: 0.0, offset_m: 0.0}
      - {t_s: 8.0, offset_m: -1.2}

`offset_m` is to the right of the lane's middle, negative to the left; `lane_margin_m` may be left out.
"""

import math
from collections.abc import Iterator
from itertools import pairwise

from desdemona.declared import Place
from desdemona.stimuli.drive import LANE_MARGIN_M, Drive, LanePoint, SpeedPoint

Range = tuple[float, float]
Point = tuple[Place, float, float]
"""A point in the file: where it stands, its time, its value."""

SPEEDS_KMH: Range = (0.0, 250.0)
OFFSETS_M: Range = (-4.0, 4.0)
MARGINS_M: Range = (0.1, 2.0)
"""What a car on a road does, wide enough for a change of lane; our choice."""
FASTEST_CHANGE: dict[str, tuple[float, str]] = {"speed_kmh": (36.0, "km/h"), "offset_m": (4.0, "m")}
"""The largest change of each in a second: 36 km/h a second is 10 m/s², a full braking; 4 m/s sideways; our choice."""


def read_drive(place: Place, duration_s: float) -> Drive | None:
    """Return the drive that stands at a place of a declared file, for a clip of `duration_s`; None without points.

    Every fault goes to the list of the place; the drive is of no use when there is one.
    """
    found = place.keys("the drive", ("speed", "lane"), ("lane_margin_m",))
    speed = _read_points(found.get("speed"), "speed", "speed_kmh", SPEEDS_KMH, duration_s)
    lane = _read_points(found.get("lane"), "lane", "offset_m", OFFSETS_M, duration_s)
    margin_m = LANE_MARGIN_M
    if "lane_margin_m" in found:
        margin_m = _number(found["lane_margin_m"], "lane_margin_m", MARGINS_M)
    if not speed or not lane:
        return None
    return Drive(
        tuple(SpeedPoint(t_s, value) for _, t_s, value in speed),
        tuple(LanePoint(t_s, value) for _, t_s, value in lane),
        margin_m,
    )


def to_mapping(drive: Drive) -> dict[str, object]:
    """Return what a script says of a drive; reading it gives an equal value."""
    return {
        "lane_margin_m": float(drive.lane_margin_m),
        "speed": [{"t_s": float(point.t_s), "speed_kmh": float(point.speed_kmh)} for point in drive.speed],
        "lane": [{"t_s": float(point.t_s), "offset_m": float(point.offset_m)} for point in drive.lane],
    }


def _read_points(place: Place | None, key: str, what: str, allowed: Range, duration_s: float) -> list[Point]:
    if place is None:
        return []
    listed = place.items(key)
    points = [point for at in listed if (point := _read_point(at, what, allowed, duration_s)) is not None]
    if not listed:
        place.fault(f"{key} of the drive holds no point; it needs one at least")
    for text_place, text in _impossible(points, what):
        text_place.fault(text)
    return points


def _read_point(place: Place, what: str, allowed: Range, duration_s: float) -> Point | None:
    told = len(place.faults)
    found = place.keys("a point of the drive", ("t_s", what))
    t_s = _number(found["t_s"], "t_s", (0.0, duration_s)) if "t_s" in found else math.nan
    value = _number(found[what], what, allowed) if what in found else math.nan
    return (place, t_s, value) if len(place.faults) == told else None


def _impossible(points: list[Point], what: str) -> Iterator[tuple[Place, str]]:
    """Give what no car does from one point to the next: go back in time, or change faster than tyres allow."""
    most, unit = FASTEST_CHANGE[what]
    for (_, early_s, early), (place, late_s, late) in pairwise(points):
        if late_s <= early_s:
            yield place, f"t_s is {late_s:g}, not later than the point before ({early_s:g})"
        elif abs(late - early) > most * (late_s - early_s):
            told = f"{what} changes by {abs(late - early):g} {unit} in {late_s - early_s:g} s"
            yield place, f"{told}; the nearest allowed change is {most * (late_s - early_s):g} {unit}"


def _number(place: Place, what: str, allowed: Range) -> float:
    low, high = allowed
    value = place.number(what)
    if value < low or value > high:
        place.fault(f"{what} is {value:g}; the nearest allowed value is {low if value < low else high:g}")
    return value
