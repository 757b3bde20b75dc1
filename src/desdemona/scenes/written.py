"""Scenes in a declared file: the `scene` section of a script, read with every fault and written back.

::

    scene:
      place: classroom
      seats:
      - identity: 14
        skin_tone: 6
        wearing: [glasses]
        build: pupil
        slot: 3
        postures:
        - {posture: writing, t_start_s: 0.0, t_end_s: 8.0, rate_hz: 2.5}
        - {posture: hand_raised, t_start_s: 8.0, t_end_s: 12.0, side: left}
"""

import math
from typing import get_args

from desdemona.declared import Place
from desdemona.faces.wear import Wear
from desdemona.scenes.build import ADULT, BUILDS
from desdemona.scenes.postures import PLACES, POSTURES, REST, SIDES, Motion, PlaceName, PostureName, Side
from desdemona.scenes.rooms import ROOMS
from desdemona.scenes.scene import Scene, Seat
from desdemona.scenes.spells import Spell

WORN: tuple[Wear, ...] = get_args(Wear)
RATES_HZ: dict[Motion, tuple[float, float]] = {"writing": (0.2, 6.0), "smoking": (0.02, 0.5)}
"""How often a second a pen and a cigarette can move there and back."""
ZOOM = (0.5, 4.0)
_MOST_PEOPLE = 100_000


def read_scene(place: Place, duration_s: float) -> Scene:
    """Return the scene that stands at a place of a declared file, for a clip of `duration_s`.

    Lamp and camera are the usual ones; the caller puts its own. Every fault goes to the list of the place; the scene is
    of no use when there is one.
    """
    found = place.keys("the scene", ("place", "seats"), ("zoom",))
    where: PlaceName = found["place"].choice("place", PLACES) if "place" in found else PLACES[0]
    zoom = _number(found.get("zoom"), "zoom", ZOOM, 1.0)
    seats = read_seats(found["seats"], where, duration_s) if "seats" in found else ()
    return Scene(where, seats, zoom=zoom)


def read_seats(place: Place, where: PlaceName, duration_s: float) -> tuple[Seat, ...]:
    """Return the people of a list in a declared file, on the seats of a place; faults as `read_scene`."""
    room = next(room for room in ROOMS if room.name == where)
    places = place.items("seats")
    if len(places) > room.seats:
        place.fault(f"{len(places)} people are listed, but the {where} has {room.seats} seats")
    if not places:
        place.fault("nobody is listed; a scene needs one person at least")
    seats: list[Seat] = []
    for own in places:
        seat = _read_seat(own, where, room.seats, duration_s)
        taken = [other.slot for other in seats if other.slot is not None]
        if seat.slot is not None and seat.slot in taken:
            free = [slot for slot in range(room.seats) if slot not in taken]
            own.fault(f"slot {seat.slot} is taken; free are {', '.join(str(slot) for slot in free[:12]) or 'none'}")
        seats.append(seat)
    return tuple(seats)


def _read_seat(place: Place, where: PlaceName, slots: int, duration_s: float) -> Seat:
    found = place.keys("a seat", ("identity", "skin_tone"), ("wearing", "build", "slot", "postures"))
    identity = _whole(found.get("identity"), "identity", (0, _MOST_PEOPLE))
    tone = _whole(found.get("skin_tone"), "skin_tone", (1, 10))
    slot = _whole(found["slot"], "slot", (0, slots - 1)) if "slot" in found else None
    build = ADULT
    if "build" in found:
        name = found["build"].choice("build", [build.name for build in BUILDS])
        build = next(build for build in BUILDS if build.name == name)
    wearing = (
        tuple(item.choice("piece to wear", WORN) for item in found["wearing"].items("wearing"))
        if ("wearing" in found)
        else ()
    )
    spells = read_spells(found["postures"], where, duration_s) if "postures" in found else ()
    return Seat(identity, tone, wearing, spells, build=build, slot=slot)


def read_spells(place: Place, where: PlaceName, duration_s: float) -> tuple[Spell, ...]:
    """Return the postures of one person over time from a list in a declared file; faults as `read_scene`.

    A body has one posture at a time, so two that overlap are refused; between them it has the place's own.
    """
    spells: list[Spell] = []
    for own in place.items("postures"):
        spell = _read_spell(own, where, duration_s)
        if spell is None:
            continue
        if spells and spell.t_start_s < spells[-1].t_end_s:
            last = spells[-1]
            own.fault(
                f"'{spell.posture}' starts at {spell.t_start_s:g} s while '{last.posture}' lasts; "
                f"a body has one posture at a time, the earliest allowed start is {last.t_end_s:g} s"
            )
        spells.append(spell)
    return tuple(spells)


def _read_spell(place: Place, where: PlaceName, duration_s: float) -> Spell | None:
    told = len(place.faults)
    found = place.keys("a posture", ("posture", "t_start_s", "t_end_s"), ("side", "rate_hz"))
    name: PostureName = found["posture"].choice("posture", tuple(POSTURES)) if "posture" in found else REST[where]
    start_s = _number(found.get("t_start_s"), "t_start_s", (0.0, duration_s), math.nan)
    end_s = _number(found.get("t_end_s"), "t_end_s", (0.0, duration_s), math.nan)
    if end_s <= start_s:
        found["t_end_s"].fault(f"the posture ends at {end_s:g} s but starts at {start_s:g} s")
    side: Side = found["side"].choice("side", SIDES) if "side" in found else "right"
    if len(place.faults) > told:
        return None
    posture = POSTURES[name]
    if where not in posture.places:
        allowed = ", ".join(other.name for other in POSTURES.values() if where in other.places)
        found["posture"].fault(f"'{name}' is not possible in the place '{where}'; allowed there are {allowed}")
    if "side" in found and not posture.sided:
        sided = ", ".join(other.name for other in POSTURES.values() if other.sided)
        found["side"].fault(f"'{name}' has no side; those with one are {sided}")
    if "rate_hz" not in found:
        return Spell(name, start_s, end_s, side)
    if posture.motion == "none":
        moving = ", ".join(other.name for other in POSTURES.values() if other.motion != "none")
        found["rate_hz"].fault(f"nothing moves in '{name}'; a rate goes with {moving}")
        return None
    rate_hz = _number(found["rate_hz"], f"rate_hz of {name}", RATES_HZ[posture.motion], math.nan)
    return Spell(name, start_s, end_s, side, rate_hz)


def _number(place: Place | None, what: str, limits: tuple[float, float], absent: float) -> float:
    """Return a number within limits, `absent` where the key is not there; NaN where it is no number."""
    if place is None:
        return absent
    value, (low, high) = place.number(what), limits
    if value < low or value > high:
        place.fault(f"{what} is {value:g}; allowed is {low:g} to {high:g}")
    return value


def _whole(place: Place | None, what: str, limits: tuple[int, int]) -> int:
    """Return a whole number within limits; the lower limit after a fault."""
    value = _number(place, what, limits, math.nan)
    if place is not None and value % 1 != 0 and math.isfinite(value):
        place.fault(f"{what} is {value:g}; it must be a whole number")
    return int(value) if math.isfinite(value) else limits[0]


def to_mapping(scene: Scene) -> dict[str, object]:
    """Return a scene as plain lists and tables for writing as YAML; reading them gives an equal scene.

    Lamp, camera and faces over time are not part of it: a script has sections of their own for them.
    """
    section: dict[str, object] = {"place": str(scene.place)}
    if scene.zoom != 1.0:
        section["zoom"] = float(scene.zoom)
    section["seats"] = [_seat_mapping(seat) for seat in scene.seats]
    return section


def _seat_mapping(seat: Seat) -> dict[str, object]:
    section: dict[str, object] = {"identity": int(seat.identity), "skin_tone": int(seat.skin_tone)}
    if seat.wearing:
        section["wearing"] = [str(worn) for worn in seat.wearing]
    if seat.build != ADULT:
        section["build"] = str(seat.build.name)
    if seat.slot is not None:
        section["slot"] = int(seat.slot)
    if seat.spells:
        section["postures"] = [_spell_mapping(spell) for spell in seat.spells]
    return section


def _spell_mapping(spell: Spell) -> dict[str, object]:
    section: dict[str, object] = {
        "posture": str(spell.posture),
        "t_start_s": float(spell.t_start_s),
        "t_end_s": float(spell.t_end_s),
    }
    if POSTURES[spell.posture].sided:
        section["side"] = str(spell.side)
    if spell.rate_hz is not None:
        section["rate_hz"] = float(spell.rate_hz)
    return section
