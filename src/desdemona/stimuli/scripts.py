"""Scripts as files: what a phantom does, written in YAML, and the scripts that are ready to use.

A file says ``name``, ``about``, ``duration_s``, and where wanted ``acts``, ``pulse`` and ``pulse_amplitude_share``::

    name: calm
    about: Sits still and blinks once.
    duration_s: 10.0
    pulse_amplitude_share: 0.006
    pulse:
    - {t_s: 0.0, rate_bpm: 72.0}
    acts:
    - {cause: blink, t_start_s: 2.0, t_end_s: 2.25, amount: 1.0}
    - {cause: au12, t_start_s: 4.0, t_end_s: 4.2, amount: 0.6, side: left, onset_s: 0.06, offset_s: 0.08}

Beside `pulse` alone there may be a whole ``inside`` (see `physiology.written`), a ``voice`` (`voices.written`), and
``changes``: what camera, light and microphone do, as a list of manipulations ("flicker=0.1"). A ``scene`` puts
her with her body into a place (`scenes.written`), on the first of its seats; ``others`` says what the people on the
other seats do ({seat: 3, acts: [...], inside: ...}). A ``drive`` says what her car does (`stimuli.drive_written`). A
``story`` says what no picture shows ({mind: elsewhere}); it goes into the truth as it stands.

An act of an action unit (`au1` to `au45`) may say a `side`, the person's own (`both` where it does not); any act how
long it takes to come and to go (`onset_s`, `offset_s`), with its apex between.
"""

import math
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import get_args

import yaml

from desdemona.declared import Place, compose
from desdemona.errors import DeclarationError, FileProblem, UnknownName, UsageError
from desdemona.faces.units import ONE_JAW, UNITS
from desdemona.manipulations.catalogue import parse_manipulation
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import Inside
from desdemona.physiology.written import read_inside
from desdemona.physiology.written import to_mapping as to_mapping_of_inside
from desdemona.scenes.postures import PlaceName
from desdemona.scenes.written import read_scene
from desdemona.scenes.written import to_mapping as to_mapping_of_scene
from desdemona.stimuli.drive import Drive
from desdemona.stimuli.drive_written import read_drive
from desdemona.stimuli.drive_written import to_mapping as to_mapping_of_drive
from desdemona.stimuli.phantom import Act, Cause, Other, Script, Side
from desdemona.voices.written import read_score
from desdemona.voices.written import to_mapping as to_mapping_of_score

CAUSES: tuple[Cause, ...] = get_args(Cause)
SIDES: tuple[Side, ...] = get_args(Side)

LARGEST_DEG: dict[str, float] = {
    "gaze_yaw": 30.0,
    "gaze_pitch": 25.0,
    "head_yaw": 35.0,
    "head_pitch": 25.0,
    "head_roll": 30.0,
}
"""The angles up to which the drawing is right; beyond them a script is refused."""

READY = Path(__file__).with_name("ready")
"""The folder of the scripts that are ready to use."""

SECTIONS = ["acts", "pulse", "inside", "pulse_amplitude_share", "voice", "changes", "story", "scene", "others", "drive"]
"""What a script may say beside its name, what it is about, and how long it lasts."""

CARS: tuple[PlaceName, ...] = ("driver_seat", "child_seat")
"""The places that are in a car."""

_LONGEST_S = 3600.0
_SHORTEST_S = 0.005


@cache
def ready_scripts() -> tuple[Script, ...]:
    """Return the scripts that are ready to use, by name; their files stand in the folder `ready`."""
    return tuple(load_script(path) for path in sorted(READY.glob("*.yaml")))


def ready_script(name: str) -> Script:
    """Return one ready script; raises `UnknownName` with the nearest one where there is none."""
    path = READY / f"{name}.yaml"
    names = sorted(each.stem for each in READY.glob("*.yaml"))
    if name not in names:
        raise UnknownName("phantom", name, names)
    return load_script(path)


def load_script(path: Path | str) -> Script:
    """Read a script file.

    Raises `FileProblem` where the file cannot be read, `DeclarationError` with every fault and its line otherwise.
    """
    path = Path(path)
    if not path.exists():
        raise FileProblem(path, "there is no such file")
    if path.is_dir():
        raise FileProblem(path, "is a folder, not a script", "name a .yaml file")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise FileProblem(path, "is not a text file", "a script is YAML") from error
    except OSError as error:
        raise FileProblem(path, f"cannot be read ({error.strerror})") from error
    return parse_script(text, path)


def parse_script(text: str, path: Path | str = "script") -> Script:
    """Read a script from its text; `path` is what faults are told under."""
    top = compose(text, str(path))
    script = _read_script(top)
    if top.faults:
        raise DeclarationError(path, top.faults)
    return script


def to_script_text(script: Script) -> str:
    """Return the text of a script file; reading it gives an equal script."""
    lines = {
        "name": script.name,
        "about": script.about,
        "duration_s": float(script.duration_s),
        "pulse_amplitude_share": float(script.pulse_amplitude_share),
    }
    parts = [yaml.safe_dump(lines, sort_keys=False, allow_unicode=True, width=10_000)]
    inside = to_mapping_of_inside(script.inside)
    only_pulse = set(inside) <= {"pulse"}
    pulse = [{"t_s": float(point.t_s), "rate_bpm": float(point.rate_bpm)} for point in script.inside.pulse]
    acts = [_act_row(act) for act in script.acts]
    sections: dict[str, object] = {} if only_pulse else {"inside": inside}
    sections |= {"voice": to_mapping_of_score(script.voice)} if script.voice else {}
    sections |= {"changes": list(script.changes)} if script.changes else {}
    sections |= {"story": dict(script.story)} if script.story else {}
    sections |= {"scene": to_mapping_of_scene(script.scene)} if script.scene else {}
    sections |= {"others": [_other_row(other) for other in script.others]} if script.others else {}
    sections |= {"drive": to_mapping_of_drive(script.drive)} if script.drive else {}
    if sections:
        parts.append(yaml.safe_dump(sections, sort_keys=False, allow_unicode=True, width=10_000))
    for key, rows in (("pulse", pulse if only_pulse else []), ("acts", acts)):
        if rows:
            parts.append(f"{key}:\n")
            parts += [
                "- " + yaml.safe_dump(row, sort_keys=False, default_flow_style=True, width=10_000) for row in rows
            ]
    return "".join(parts)


def _other_row(other: Other) -> dict[str, object]:
    row: dict[str, object] = {"seat": other.seat}
    row |= {"acts": [_act_row(act) for act in other.acts]} if other.acts else {}
    inside = to_mapping_of_inside(other.inside)
    return row | ({"inside": inside} if inside else {})


def _act_row(act: Act) -> dict[str, str | float]:
    row: dict[str, str | float] = {
        "cause": str(act.cause),
        "t_start_s": float(act.t_start_s),
        "t_end_s": float(act.t_end_s),
        "amount": float(act.amount),
    }
    if act.side != "both":
        row["side"] = act.side
    for key, length_s in (("onset_s", act.onset_s), ("offset_s", act.offset_s)):
        if length_s is not None:
            row[key] = float(length_s)
    return row


def _read_script(top: Place) -> Script:
    found = top.keys("the script", ("name", "about", "duration_s"), SECTIONS)
    name, about = (found[key].text(key) if key in found else "" for key in ("name", "about"))
    duration_s = _number(found.get("duration_s"), "duration_s", 0.1, _LONGEST_S)
    acts = found["acts"].items("acts") if "acts" in found else ()
    share = _number(found.get("pulse_amplitude_share"), "pulse_amplitude_share", 0.0, 0.2, 0.006)
    latest_s = duration_s if duration_s > 0 else _LONGEST_S
    return Script(
        name,
        about,
        duration_s,
        tuple(_read_act(act, latest_s) for act in acts),
        _read_inside(found, latest_s),
        share,
        read_score(found["voice"], latest_s) if "voice" in found else None,
        _read_changes(found["changes"]) if "changes" in found else (),
        tuple((key, at.text(key)) for key, at in found["story"].entries("story").items()) if "story" in found else (),
        read_scene(found["scene"], latest_s) if "scene" in found else None,
        _read_others(found, latest_s) if "others" in found else (),
        _read_drive(found, latest_s) if "drive" in found else None,
    )


def _read_inside(found: dict[str, Place], latest_s: float) -> Inside:
    """Return what goes on inside; a script whose only inside is a pulse may say `pulse` alone."""
    if "pulse" in found and "inside" in found:
        found["pulse"].fault("pulse stands beside inside; put it under inside")
    if "inside" in found:
        return read_inside(found["inside"], latest_s)
    return Inside(pulse=_read_pulse(found["pulse"].items("pulse") if "pulse" in found else ()))


def _read_others(found: dict[str, Place], latest_s: float) -> tuple[Other, ...]:
    """Return what the people on the other seats of a scene do."""
    if "scene" not in found:
        found["others"].fault("others stand without a scene for them to sit in")
        return ()
    seats = len(found["scene"].entries("the scene").get("seats", found["scene"]).items("seats"))
    others: list[Other] = []
    for place in found["others"].items("others"):
        own = place.keys("another person", ("seat",), ("acts", "inside"))
        seat = _number(own.get("seat"), "seat", 1.0, max(seats - 1.0, 1.0))
        if seat % 1 or seat in [other.seat for other in others]:
            place.fault(f"seat is {seat:g}; it must be a whole number of its own")
        acts = own["acts"].items("acts") if "acts" in own else ()
        inside = read_inside(own["inside"], latest_s) if "inside" in own else Inside()
        number = int(seat) if math.isfinite(seat) else 1
        others.append(Other(number, tuple(_read_act(act, latest_s) for act in acts), inside))
    return tuple(others)


def _read_drive(found: dict[str, Place], latest_s: float) -> Drive | None:
    """Return what her car does; a scene beside it must be in a car."""
    where = found["scene"].entries("the scene").get("place") if "scene" in found else None
    if where is not None and where.node.value not in CARS:
        found["drive"].fault(f"a drive stands beside a scene in no car; the places in a car are {', '.join(CARS)}")
    return read_drive(found["drive"], latest_s)


def _read_changes(place: Place) -> tuple[str, ...]:
    """Return the manipulations of a script, each as it is written back."""
    texts = []
    for line in place.items("changes"):
        told = len(line.faults)
        text = line.text("a change")
        if len(line.faults) > told:
            continue
        try:
            texts.append(parse_manipulation(text).text)
        except (UnknownName, UsageError) as error:
            line.fault(str(error))
    return tuple(texts)


def _number(place: Place | None, what: str, low: float, high: float, absent: float = math.nan) -> float:
    """Return a number within low..high, `absent` where the key is not there; NaN where it is no number."""
    if place is None:
        return absent
    value = place.number(what)
    if value < low or value > high:
        place.fault(f"{what} is {value:g}; the nearest allowed value is {low if value < low else high:g}")
    return value


def _read_act(place: Place, latest_s: float) -> Act:
    found = place.keys("an act", ("cause", "t_start_s", "t_end_s"), ("amount", "side", "onset_s", "offset_s"))
    told = len(place.faults)
    cause = found["cause"].choice("cause", CAUSES) if "cause" in found else CAUSES[0]
    known = "cause" in found and len(place.faults) == told
    start_s = _number(found.get("t_start_s"), "t_start_s", 0.0, latest_s)
    end_s = _number(found.get("t_end_s"), "t_end_s", 0.0, latest_s)
    if end_s <= start_s:
        found["t_end_s"].fault(f"the act ends at {end_s:g} s but starts at {start_s:g} s")
    largest = LARGEST_DEG.get(cause, 1.0) if known else math.inf
    smallest = 0.0 if known and cause not in LARGEST_DEG else -largest
    amount = _number(found.get("amount"), f"amount of {cause}", smallest, largest, 1.0)
    side = _read_side(found["side"], cause, known) if "side" in found else "both"
    onset_s, offset_s = (_read_length(found.get(key), key) for key in ("onset_s", "offset_s"))
    if (onset_s or 0) + (offset_s or 0) > end_s - start_s > 0:
        lasting_s = (onset_s or 0) + (offset_s or 0)
        place.fault(f"onset_s and offset_s take {lasting_s:g} s, the act lasts {end_s - start_s:g} s")
    return Act(cause, start_s, end_s, amount, side, onset_s, offset_s)


def _read_side(place: Place, cause: Cause, known: bool) -> Side:
    side = place.choice("side", SIDES)
    if side != "both" and known and cause not in UNITS:
        place.fault(f"side of {cause} must be both; left and right are for action units")
    elif side != "both" and cause in ONE_JAW:
        place.fault(f"side of {cause} must be both; there is only one jaw")
    return side


def _read_length(place: Place | None, key: str) -> float | None:
    return None if place is None else _number(place, key, _SHORTEST_S, _LONGEST_S)


def _read_pulse(places: Iterable[Place]) -> tuple[PulsePoint, ...]:
    points: list[PulsePoint] = []
    for place in places:
        found = place.keys("a pulse point", ("t_s", "rate_bpm"))
        t_s = _number(found.get("t_s"), "t_s", 0.0, _LONGEST_S)
        if points and t_s <= points[-1].t_s:
            place.fault(f"t_s is {t_s:g}, not later than the point before ({points[-1].t_s:g})")
        points.append(PulsePoint(t_s, _number(found.get("rate_bpm"), "rate_bpm", 30.0, 220.0)))
    return tuple(points)
