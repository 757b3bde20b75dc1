"""Zones: what a look is directed at, declared as boxes of angles, and looks at each.

Angles are those of head and eyes together: yaw positive towards the picture's right, which is the person's left, pitch
positive up. `zones_written` reads them from files.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.body.sign import hold, span_events
from desdemona.channels.channel import Channel, Clip, ClipMeasurement, Column, WholeClip
from desdemona.channels.eye_signs.own_gaze import own_gaze, usual_deg

Floats = NDArray[np.float64]
Origin = Literal["usual", "camera"]
ORIGINS: tuple[Origin, ...] = get_args(Origin)

ELSEWHERE = "elsewhere"
LEAST_LOOK_S, GAP_S = 0.12, 0.2
"""Shorter looks are no looks (a fixation lasts 100 ms or more; Salvucci and Goldberg 2000); breaks as short as a blink
do not end one (our choice)."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A box of directions: least and greatest yaw and pitch in degrees from the origin."""

    name: str
    yaw_deg: tuple[float, float]
    pitch_deg: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Zones:
    """Declared zones; no two have one name, and none is called `elsewhere`.

    `origin` is `usual`, the direction that the person looks in most of the time, or `camera`. Where boxes lie over one
    another, the first one counts.
    """

    name: str
    about: str
    origin: Origin
    zones: tuple[Zone, ...]


DRIVER = Zones(
    "driver",
    "A driver on the left before a camera on the wheel column; boxes are our choice and differ from car to car.",
    "usual",
    (
        Zone("road", (-12, 12), (-9, 12)),
        Zone("cluster", (-12, 12), (-22, -9)),
        Zone("left_mirror", (22, 60), (-22, 6)),
        Zone("rear_mirror", (-50, -18), (6, 30)),
        Zone("right_mirror", (-70, -35), (-22, 6)),
        Zone("centre_console", (-45, -12), (-45, -9)),
        Zone("lap", (-12, 25), (-60, -22)),
    ),
)
CLASSROOM = Zones(
    "classroom",
    "A pupil at a desk before a camera beside the board; boxes are our choice and differ from seat to seat.",
    "camera",
    (Zone("board", (-25, 25), (-12, 20)), Zone("desk", (-40, 40), (-70, -12))),
)
DECLARED: tuple[Zones, ...] = (DRIVER, CLASSROOM)


def looks_at(clip: Clip, origin: Origin = "usual") -> tuple[Floats, Floats]:
    """Return yaw and pitch of head and eyes together (n,), eyes from where they usually point or as the camera has it.

    Exact for turns about one axis, else within 2 degrees.
    """
    head = (clip.columns["head_yaw_deg"], clip.columns["head_pitch_deg"])
    eyes = own_gaze(clip) if origin == "usual" else (clip.columns["gaze_yaw_deg"], clip.columns["gaze_pitch_deg"])
    return head[0] + eyes[0], head[1] + eyes[1]


def zone_of(zones: Zones, yaw_deg: Floats, pitch_deg: Floats) -> list[str | None]:
    """Return the zone of each direction: the first whose box holds it, `elsewhere` outside all, None where unknown."""
    known = np.isfinite(yaw_deg) & np.isfinite(pitch_deg)
    if zones.origin == "usual" and known.any():
        yaw_deg, pitch_deg = (angle - usual_deg(angle[known]) for angle in (yaw_deg, pitch_deg))
    found: list[str | None] = [ELSEWHERE if seen else None for seen in known]
    for zone in reversed(zones.zones):
        with np.errstate(invalid="ignore"):
            inside = (
                (yaw_deg >= zone.yaw_deg[0])
                & (yaw_deg <= zone.yaw_deg[1])
                & (pitch_deg >= zone.pitch_deg[0])
                & (pitch_deg <= zone.pitch_deg[1])
            )
        for index in np.flatnonzero(inside):
            found[index] = zone.name
    return found


def zone_channels(zones: Zones) -> tuple[Channel, ...]:
    """Return the channels of declared zones: one with the zone's name, and one for the looks at each zone."""
    measure = WholeClip(_measure_with(zones))
    caveat = (
        "Some 5 degrees of error across and up to 10 up and down; a look at a thing is not attention to it. "
        f"{zones.about}"
    )
    source = "head and gaze in declared boxes; own rule"
    every = Channel(
        f"gaze.{zones.name}.zone",
        "name",
        "sign",
        ("face", "eyes"),
        (f"gaze_{zones.name}_zone",),
        caveat,
        source,
        measure,
    )
    looks = (
        Channel(
            f"gaze.{zones.name}.{zone.name}",
            "0/1",
            "sign",
            ("face", "eyes"),
            (f"gaze_on_{zone.name}",),
            caveat,
            source,
            measure,
            (f"gaze_on_{zone.name}",),
        )
        for zone in zones.zones
    )
    return (every, *looks)


def _measure_with(zones: Zones) -> Callable[[Clip], ClipMeasurement]:
    def measure_zones(clip: Clip) -> ClipMeasurement:
        named = zone_of(zones, *looks_at(clip, zones.origin))
        columns: dict[str, Column] = {f"gaze_{zones.name}_zone": named}
        events = [span_events("", np.zeros((0, 2)))]
        for zone in zones.zones:
            raw = np.array([np.nan if one is None else float(one == zone.name) for one in named])
            held = hold(clip.t_s, raw, least_s=LEAST_LOOK_S, gap_s=GAP_S)
            columns[f"gaze_on_{zone.name}"] = held.flag
            events.append(span_events(f"gaze.{zones.name}.{zone.name}", held.spans_s))
        return ClipMeasurement(columns, events=pl.concat(events))

    return measure_zones
