"""The films of the assay: who plays which script, and which groups of channels are measured on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from desdemona.assay import scripts
from desdemona.assay.scripts import Told, Written
from desdemona.audits.cast import Item
from desdemona.channels.groups import GROUPS, Group
from desdemona.faces.camera import Camera
from desdemona.faces.lamps import Light
from desdemona.faces.wear import Wear
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import Inside, Tremor
from desdemona.stimuli.phantom import Act, Phantom, Script
from desdemona.stimuli.scripts import ready_script

Kind = Literal[
    "signs", "units", "looks", "heads", "brief", "still", "desk", "wheel", "risen", "posed", "shaken", "swaying",
    "photograph", "still face", "noise", "empty room",
]  # fmt: skip
NULLS: tuple[Kind, ...] = ("photograph", "still face", "noise", "empty room")
CHANGES: tuple[str, ...] = ("again", "head turned", "talking", "lamp", "glasses", "skin tone")
"""What is changed, one thing at a time; `again` is the same film with other sensor noise and nothing changed."""

PEOPLE = tuple(range(600, 606))
"""Identities drawn at random, on whom no channel was calibrated."""
TONES = (3, 7, 10)
REFERENCE_TONE = 3
SIDE_LAMP: Light = "left"
GLASSES: tuple[Wear, ...] = ("glasses",)

_ALL_BUT_BODY: tuple[Group, ...] = tuple(group for group in GROUPS if group != "body")
MEASURED_ON: dict[Kind, tuple[Group, ...]] = {
    "signs": ("face", "eyes", "head"),
    "units": ("face", "units"),
    "looks": ("face", "eyes", "zones"),
    "heads": ("face", "head"),
    "brief": ("face", "micro"),
    "still": _ALL_BUT_BODY,
    "desk": ("face", "body"),
    "wheel": ("face", "body"),
    "risen": ("face", "body"),
    "posed": ("face", "body"),
    "shaken": ("face", "motion"),
    "swaying": ("face", "motion"),
    **dict.fromkeys(NULLS, GROUPS),
}
"""Which groups of channels are measured on which film."""

FACE_PX, ROOM_PX = (360, 360), (640, 360)
STANDS: scripts.Spells = (("listening", 0.0, 8.0), ("standing", 8.0, 12.0), ("listening", 12.0, 15.0))
POSES: scripts.Spells = (("listening", 0.0, 5.0), ("hand_raised", 5.0, 10.0))


@dataclass(frozen=True, slots=True)
class Film:
    """One recording of the assay: its kind, who is in it, what was changed in it, and what its script holds.

    `told` and `facts` are what its truth does not name: stretches, and numbers that hold from beginning to end.
    """

    kind: Kind
    item: Item
    who: str
    change: str = ""
    told: tuple[Told, ...] = ()
    facts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Size:
    """How much is filmed: how many people, how long they sit still, and how many pictures a second, at most."""

    people: int = len(PEOPLE)
    still_s: float = scripts.STILL_S
    most_hz: float = 30.0


def films(kinds: Sequence[Kind], size: Size) -> tuple[Film, ...]:
    """Return the films of these kinds, everyone's one after the other."""
    return tuple(film for kind in kinds for number in range(size.people) for film in _films(kind, number, size))


def _films(kind: Kind, number: int, size: Size) -> Iterator[Film]:
    rng = np.random.default_rng([PEOPLE[number], len(kind)])
    if kind == "still":
        yield from _still_films(number, size)
    elif kind == "posed":
        yield from _posed_films(number, size)
    elif kind in NULLS:
        yield _null(kind, number, size)
    elif kind in ("signs", "units", "looks", "heads"):
        written = {"signs": scripts.signs, "units": scripts.units, "heads": scripts.heads}
        shown = scripts.looks() if kind == "looks" else written[kind](rng=rng)
        rate_hz = {"signs": 30.0, "looks": 10.0}.get(kind, 15.0)
        wearing = GLASSES if kind == "signs" and number % 3 == 1 else ()
        yield _film(kind, number, shown, _camera(FACE_PX, rate_hz, size), wearing)
    else:
        yield _scene_film(kind, number, size)


def _still_films(number: int, size: Size) -> Iterator[Film]:
    camera = _camera(FACE_PX, 15.0, size)
    for change in ("", *CHANGES):
        acts = {"head turned": scripts.TURNED, "talking": scripts.TALKING}.get(change, ())
        written = scripts.still(number, acts, size.still_s)
        yield _changed(_film("still", number, written, camera, tone=REFERENCE_TONE), change, number)


def _posed_films(number: int, size: Size) -> Iterator[Film]:
    turned = (Act("head_yaw", 1.0, 4.5, 15.0), Act("head_pitch", 5.5, 9.5, 10.0))
    for change in ("", *CHANGES):
        acts = {"head turned": turned, "talking": (Act("talk", 0.5, 9.5),)}.get(change, ())
        script = scripts.seated("posed", "desk", POSES, acts)
        film = _film("posed", number, Written(script), _camera(ROOM_PX, 6.0, size), tone=REFERENCE_TONE)
        yield _changed(film, change, number)


def _changed(film: Film, change: str, number: int) -> Film:
    """Return a film with one thing changed; what changes in the script is changed already."""
    phantom = film.item.phantom
    if change == "again":
        phantom = replace(phantom, seed=phantom.seed + 1000)
    elif change == "lamp":
        phantom = replace(phantom, light=SIDE_LAMP)
    elif change == "glasses":
        phantom = replace(phantom, wearing=GLASSES)
    elif change == "skin tone":
        phantom = replace(phantom, skin_tone=TONES[1 + number % 2])
    turned = [act for act in phantom.script.acts if act.cause in ("head_yaw", "head_pitch")]
    told = tuple(("turned", act.t_start_s + 0.3, act.t_end_s - 0.3) for act in turned)
    item = Item(replace(phantom, name=f"{phantom.name} {change}".strip()))
    return replace(film, item=item, change=change, told=told)


def _null(kind: Kind, number: int, size: Size) -> Film:
    camera = _camera(FACE_PX, 15.0, size)
    film = _film(kind, number, Written(scripts.lifeless(size.still_s)), camera, tone=REFERENCE_TONE)
    if kind == "photograph":
        return replace(film, item=replace(film.item, null="photograph"))
    if kind == "still face":
        return replace(film, item=replace(film.item, null="no_pulse"))
    return replace(film, item=replace(film.item, null="noise" if kind == "noise" else "empty_room"))


def _scene_film(kind: Kind, number: int, size: Size) -> Film:
    pulse = (PulsePoint(0.0, 72.0),)
    swaying = Tremor("torso", "x", 0.4 + 0.08 * number, 5.0 + number, -5.0, 60.0)
    written: dict[str, Script] = {
        "brief": ready_script("micro_expression"),
        "desk": ready_script("at_the_desk"),
        "wheel": ready_script("at_the_wheel"),
        "risen": scripts.seated("risen", "classroom", STANDS),
        "shaken": scripts.driving("shaken", Inside(pulse=pulse), (f"shake={_shake_px(number)},frequency_hz=1.5",)),
        "swaying": scripts.driving("swaying", Inside(pulse=pulse, tremors=(swaying,))),
    }
    cameras = {
        "brief": _camera(FACE_PX, 30.0, size),
        "shaken": _camera((420, 420), 10.0, size),
        "swaying": _camera((420, 420), 10.0, size),
        "risen": _camera(ROOM_PX, 6.0, size),
    }
    film = _film(kind, number, Written(written[kind]), cameras.get(kind, _camera(ROOM_PX, 10.0, size)))
    return replace(film, facts=(("camera.shake", _shake_px(number)),)) if kind == "shaken" else film


def _shake_px(number: int) -> float:
    """Return how far one person's camera shakes: amplitude each way, and root mean square of both ways together."""
    return 1.0 + 0.5 * number


def _camera(size_px: tuple[int, int], rate_hz: float, size: Size) -> Camera:
    return Camera(*size_px, min(rate_hz, size.most_hz))


def _film(
    kind: Kind, number: int, written: Written, camera: Camera, wearing: tuple[Wear, ...] = (), tone: int | None = None
) -> Film:
    """Return a film; where no tone is given they are dealt out in turn."""
    identity = PEOPLE[number]
    own = TONES[number % len(TONES)] if tone is None else tone
    phantom = Phantom(f"{kind} {identity}", identity, own, "even", written.script, camera, identity, wearing)
    return Film(kind, Item(phantom), str(identity), told=written.told)
