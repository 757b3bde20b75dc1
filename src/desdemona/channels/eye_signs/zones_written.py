"""Zones as files.

A file of zones says ``name``, ``about``, ``origin`` and ``zones``::

    name: driver
    about: A driver before a camera on the wheel column.
    origin: usual
    zones:
    - {name: road, yaw_deg: [-12, 12], pitch_deg: [-9, 12]}
"""

from pathlib import Path

import yaml

from desdemona.channels.eye_signs.zones import ELSEWHERE, ORIGINS, Zone, Zones
from desdemona.declared import Place, compose
from desdemona.errors import DeclarationError, FileProblem

MOST_DEG = 90.0


def load_zones(path: Path | str) -> Zones:
    """Read zones from a YAML file.

    Raises `FileProblem` where it cannot be read, `DeclarationError` with every fault and its line otherwise.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileProblem(path, "cannot be read as text", "name a .yaml file of zones") from error
    return parse_zones(text, path)


def parse_zones(text: str, path: Path | str = "zones") -> Zones:
    """Read zones from their text; `path` is what faults are told under."""
    top = compose(text, str(path))
    keys = top.keys("the zones", ("name", "about", "origin", "zones"))
    name, about = (keys[key].text(key) if key in keys else "" for key in ("name", "about"))
    origin = keys["origin"].choice("origin", ORIGINS) if "origin" in keys else "usual"
    zones = tuple(_read_zone(item) for item in keys["zones"].items("zones")) if "zones" in keys else ()
    names = [zone.name for zone in zones]
    for again in {one for one in names if names.count(one) > 1}:
        keys["zones"].fault(f"zone '{again}' stands twice")
    if ELSEWHERE in names:
        keys["zones"].fault(f"'{ELSEWHERE}' is what lies in no zone; call the zone otherwise")
    if top.faults:
        raise DeclarationError(path, top.faults)
    return Zones(name, about, origin, zones)


def to_zones_text(zones: Zones) -> str:
    """Return the text of a file of zones; reading it gives equal zones."""
    return yaml.safe_dump(
        {
            "name": zones.name,
            "about": zones.about,
            "origin": zones.origin,
            "zones": [
                {
                    "name": zone.name,
                    "yaw_deg": [float(angle) for angle in zone.yaw_deg],
                    "pitch_deg": [float(angle) for angle in zone.pitch_deg],
                }
                for zone in zones.zones
            ],
        },
        sort_keys=False,
        allow_unicode=True,
        width=10_000,
    )


def _read_zone(place: Place) -> Zone:
    keys = place.keys("a zone", ("name", "yaw_deg", "pitch_deg"))
    name = keys["name"].text("name") if "name" in keys else ""
    yaw, pitch = (_read_range(keys[key], key) if key in keys else (0.0, 0.0) for key in ("yaw_deg", "pitch_deg"))
    return Zone(name, yaw, pitch)


def _read_range(place: Place, what: str) -> tuple[float, float]:
    ends = [item.number(what) for item in place.items(what)]
    if len(ends) != 2:
        place.fault(f"{what} takes two numbers, not {len(ends)}")
        return 0.0, 0.0
    if not -MOST_DEG <= ends[0] < ends[1] <= MOST_DEG:
        place.fault(f"{what} is {ends[0]:g} to {ends[1]:g}; it must rise, within -90 to 90")
    return ends[0], ends[1]
