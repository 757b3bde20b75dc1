"""The section of a script that says what goes on inside a phantom.

::

    pulse:
    - {t_s: 0.0, rate_bpm: 72.0}
    variability: {sdnn_ms: 45.0, low_over_high: 1.0, breath_locked_share: 0.5}
    ectopic_s: [12.4]
    breath:
    - {t_s: 0.0, rate_per_min: 14.0, depth_share: 0.5}
    breath_pauses:
    - {t_start_s: 20.0, t_end_s: 30.0}
    efforts:
    - {t_start_s: 40.0, t_end_s: 60.0, pulse_rise_bpm: 50.0, breath_rise_per_min: 12.0}
    oxygen:
    - {t_s: 0.0, saturation_percent: 97.0}
    tremors:
    - {part: head, direction: yaw, frequency_hz: 5.0, amplitude: 0.5, t_start_s: 0.0, t_end_s: 60.0}
    skin_conductance:
    - {t_s: 0.0, level_microsiemens: 5.0}
    skin_responses:
    - {t_s: 8.0, amplitude_microsiemens: 0.4}
    skin_temperature:
    - {t_s: 0.0, temperature_c: 33.0}
    bands:
    - {t_s: 0.0, delta_uv2: 80.0, theta_uv2: 40.0, alpha_uv2: 60.0, beta_uv2: 20.0}

Every key may be left out; the defaults are those of the values in `inside`.
"""

import math
from collections.abc import Callable
from dataclasses import asdict, fields

import numpy as np

from desdemona.declared import Place
from desdemona.physiology.heart import Floats, PulsePoint
from desdemona.physiology.inside import (
    ANGLES,
    DIRECTIONS,
    PARTS,
    BandPoint,
    BreathPoint,
    ConductancePoint,
    Effort,
    Inside,
    OxygenPoint,
    Pause,
    SkinResponse,
    TemperaturePoint,
    Tremor,
    Variability,
)
from desdemona.physiology.scripted import breath_rate_at, pulse_rate_at
from desdemona.physiology.sections import RANGES, Section, tell_if_backwards

LARGEST_ANGLE_DEG = 10.0
"""The largest amplitude of a vibration that is an angle."""

LARGEST_SDNN_SHARE = 0.2
"""The largest `sdnn_ms` over the shortest scripted interval; beyond it beats would run into each other."""

_KEYS = tuple(field.name for field in fields(Inside))
_NEEDS = {
    "variability": ("pulse",),
    "ectopic_s": ("pulse",),
    "breath_pauses": ("breath",),
    "efforts": ("pulse", "breath"),
    "skin_responses": ("skin_conductance",),
}
"""What means nothing unless one of these is there."""


def _read_tremor(section: Section, place: Place) -> Tremor | None:
    told = len(place.faults)
    found = place.keys("a tremor", tuple(field.name for field in fields(Tremor)))
    part = found["part"].choice("part", PARTS) if "part" in found else PARTS[0]
    direction = found["direction"].choice("direction", DIRECTIONS) if "direction" in found else DIRECTIONS[0]
    allowed = (0.0, LARGEST_ANGLE_DEG) if direction in ANGLES else RANGES["amplitude"]
    row = {
        name: section.number(at, name) for name, at in found.items() if name in ("frequency_hz", "t_start_s", "t_end_s")
    }
    if "amplitude" in found:
        row["amplitude"] = section.number(found["amplitude"], "amplitude", allowed)
    if len(place.faults) > told:
        return None
    tell_if_backwards(place, "tremor", row)
    return Tremor(part, direction, **row)


def _read_ectopic(section: Section) -> tuple[float, ...]:
    latest_s, instants_s = -math.inf, []
    for place in section.keys["ectopic_s"].items("ectopic_s") if "ectopic_s" in section.keys else ():
        t_s = section.number(place, "ectopic_s")
        if t_s <= latest_s:
            place.fault(f"ectopic_s is {t_s:g}, not later than the one before ({latest_s:g})")
        latest_s = t_s
        instants_s.append(t_s)
    return tuple(instants_s)


def _read_variability(section: Section) -> Variability | None:
    if "variability" not in section.keys:
        return None
    optional = ("low_over_high", "breath_locked_share")
    row = section.row(section.keys["variability"], "variability", ("sdnn_ms",), optional)
    return None if row is None else Variability(**row)


def _tell_what_cannot_be(section: Section, inside: Inside) -> None:
    """Tell what each part allows but the parts together do not."""
    for key, needed in _NEEDS.items():
        if key in section.keys and not any(name in section.keys for name in needed):
            section.keys[key].fault(f"{key} means nothing without {' or '.join(needed)}")
    if not math.isfinite(section.duration_s):
        return
    times_s = np.arange(0, section.duration_s, 0.1)

    def tell_highest(rate_at: Callable[[Inside, Floats], Floats], what: str, unit: str, key: str) -> float:
        highest = float(rate_at(inside, times_s).max())
        if inside.efforts and highest > RANGES[key][1]:
            section.keys["efforts"].fault(
                f"{what} reaches {highest:.0f} {unit} with effort; the nearest allowed value is {RANGES[key][1]:g}"
            )
        return highest

    tell_highest(breath_rate_at, "breathing", "a minute", "rate_per_min")
    if inside.pulse:
        highest_bpm = tell_highest(pulse_rate_at, "the pulse", "bpm", "rate_bpm")
        largest_ms = LARGEST_SDNN_SHARE * 60_000 / highest_bpm
        if inside.variability and inside.variability.sdnn_ms > largest_ms:
            place = section.keys["variability"]
            told = f"sdnn_ms is {inside.variability.sdnn_ms:g}; the nearest allowed value is"
            place.fault(f"{told} {largest_ms:.0f} at {highest_bpm:.0f} bpm")


def read_inside(place: Place, duration_s: float) -> Inside:
    """Return what goes on inside a phantom, from the section of a script; faults go to the place's list.

    Rows with a fault are left out of what is returned. `duration_s` is the length of the recording, which all times
    must lie in.
    """
    section = Section(place.keys("the inside", (), _KEYS), duration_s)
    points, stretches = section.points, section.stretches
    tremors = section.keys["tremors"].items("tremors") if "tremors" in section.keys else ()
    inside = Inside(
        tuple(PulsePoint(**row) for row in points("pulse", "a pulse point", ("rate_bpm",))),
        _read_variability(section),
        _read_ectopic(section),
        tuple(BreathPoint(**row) for row in points("breath", "a breath point", ("rate_per_min",), ("depth_share",))),
        tuple(Pause(**row) for row in stretches("breath_pauses", "pause")),
        tuple(
            Effort(**row)
            for row in stretches(
                "efforts", "stretch of effort", ("pulse_rise_bpm",), ("breath_rise_per_min", "rise_s", "fall_s")
            )
        ),
        tuple(OxygenPoint(**row) for row in points("oxygen", "an oxygen point", ("saturation_percent",))),
        tuple(tremor for tremor in (_read_tremor(section, at) for at in tremors) if tremor),
        tuple(
            ConductancePoint(**row)
            for row in points("skin_conductance", "a conductance point", ("level_microsiemens",))
        ),
        tuple(SkinResponse(**row) for row in points("skin_responses", "a skin response", ("amplitude_microsiemens",))),
        tuple(TemperaturePoint(**row) for row in points("skin_temperature", "a temperature point", ("temperature_c",))),
        tuple(
            BandPoint(**row)
            for row in points("bands", "a point of the bands", ("delta_uv2", "theta_uv2", "alpha_uv2", "beta_uv2"))
        ),
    )
    _tell_what_cannot_be(section, inside)
    return inside


def to_mapping(inside: Inside) -> dict[str, object]:
    """Return what a script says of the inside, keys with nothing in them left out; reading it gives an equal value."""
    return {name: _plain(value) for name, value in asdict(inside).items() if value}


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value if isinstance(value, str) else float(str(value))
