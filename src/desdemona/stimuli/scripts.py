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
"""

import math
from pathlib import Path
from typing import get_args

import yaml

from desdemona.errors import DeclarationError, Fault, FileProblem, unknown_name_text
from desdemona.stimuli.phantom import Act, Cause, PulsePoint, Script
from desdemona.stimuli.ready import READY

__all__ = ["CAUSES", "READY", "load_script", "parse_script", "to_script_text"]

CAUSES: tuple[Cause, ...] = get_args(Cause)

LARGEST_DEG: dict[str, float] = {
    "gaze_yaw": 30.0,
    "gaze_pitch": 25.0,
    "head_yaw": 35.0,
    "head_pitch": 25.0,
    "head_roll": 30.0,
}
"""The angles up to which the drawing is right; beyond them a script is refused."""

_LONGEST_S = 3600.0
_SCRIPT_KEYS = ("name", "about", "duration_s", "acts", "pulse", "pulse_amplitude_share")
_ACT_KEYS = ("cause", "t_start_s", "t_end_s", "amount")
_PULSE_KEYS = ("t_s", "rate_bpm")


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
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DeclarationError(path, [Fault(line, f"is not YAML: {error.problem}")]) from error
    except yaml.YAMLError as error:
        raise DeclarationError(path, [Fault(1, "is not YAML: it holds characters that no text has")]) from error
    faults: list[Fault] = []
    script = _read_script(root, faults)
    if faults or script is None:
        raise DeclarationError(path, faults)
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
    pulse = [{"t_s": float(point.t_s), "rate_bpm": float(point.rate_bpm)} for point in script.pulse]
    acts = [
        {
            "cause": str(act.cause),
            "t_start_s": float(act.t_start_s),
            "t_end_s": float(act.t_end_s),
            "amount": float(act.amount),
        }
        for act in script.acts
    ]
    for key, rows in (("pulse", pulse), ("acts", acts)):
        if rows:
            parts.append(f"{key}:\n")
            parts += [
                "- " + yaml.safe_dump(row, sort_keys=False, default_flow_style=True, width=10_000) for row in rows
            ]
    return "".join(parts)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _fields(node: yaml.Node | None, what: str, known: tuple[str, ...], faults: list[Fault]) -> dict[str, yaml.Node]:
    """Return the known fields of a mapping; everything else about it is a fault."""
    if not isinstance(node, yaml.MappingNode):
        faults.append(Fault(_line(node) if node else 1, f"{what} is not a list of keys and values"))
        return {}
    fields: dict[str, yaml.Node] = {}
    for key, value in node.value:
        if key.value in fields:
            faults.append(Fault(_line(key), f"key '{key.value}' is given twice"))
        elif key.value not in known:
            faults.append(Fault(_line(key), unknown_name_text("key", str(key.value), known)))
        else:
            fields[key.value] = value
    return fields


def _require(
    node: yaml.Node | None, fields: dict[str, yaml.Node], what: str, needed: tuple[str, ...], faults: list[Fault]
) -> bool:
    missing = [key for key in needed if key not in fields]
    if isinstance(node, yaml.MappingNode):
        faults.extend(Fault(_line(node), f"{what} has no '{key}'") for key in missing)
    return not missing


def _number(node: yaml.Node, what: str, low: float, high: float, faults: list[Fault]) -> float:
    """Return a number within low..high; NaN and a fault where it is none."""
    value = math.nan
    if isinstance(node, yaml.ScalarNode) and node.tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float"):
        value = float(yaml.SafeLoader("").construct_object(node))
    if math.isnan(value):
        given = node.value if isinstance(node, yaml.ScalarNode) else "a list"
        faults.append(Fault(_line(node), f"{what} is '{given}', which is not a number"))
    elif not low <= value <= high:
        nearest = low if value < low else high
        faults.append(Fault(_line(node), f"{what} is {value:g}; the nearest allowed value is {nearest:g}"))
    return value


def _text(node: yaml.Node | None, what: str, faults: list[Fault]) -> str:
    if isinstance(node, yaml.ScalarNode) and node.value.strip() and node.tag == "tag:yaml.org,2002:str":
        return str(node.value)
    if node is not None:
        faults.append(Fault(_line(node), f"{what} is not a line of text"))
    return ""


def _items(node: yaml.Node | None, what: str, faults: list[Fault]) -> list[yaml.Node]:
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode):
        faults.append(Fault(_line(node), f"{what} is not a list"))
        return []
    return list(node.value)


def _read_script(root: yaml.Node | None, faults: list[Fault]) -> Script | None:
    fields = _fields(root, "the script", _SCRIPT_KEYS, faults)
    if not _require(root, fields, "the script", ("name", "about", "duration_s"), faults):
        duration_s = _LONGEST_S
    else:
        duration_s = _number(fields["duration_s"], "duration_s", 0.1, _LONGEST_S, faults)
    share = 0.006
    if "pulse_amplitude_share" in fields:
        share = _number(fields["pulse_amplitude_share"], "pulse_amplitude_share", 0.0, 0.2, faults)
    acts = [_read_act(node, duration_s, faults) for node in _items(fields.get("acts"), "acts", faults)]
    pulse = _read_pulse(fields.get("pulse"), faults)
    name, about = _text(fields.get("name"), "name", faults), _text(fields.get("about"), "about", faults)
    if faults:
        return None
    return Script(name, about, duration_s, tuple(act for act in acts if act), pulse, share)


def _read_act(node: yaml.Node, duration_s: float, faults: list[Fault]) -> Act | None:
    fields = _fields(node, "an act", _ACT_KEYS, faults)
    if not _require(node, fields, "an act", ("cause", "t_start_s", "t_end_s"), faults):
        return None
    known = len(faults)
    cause = next((cause for cause in CAUSES if cause == fields["cause"].value), None)
    if cause is None:
        faults.append(Fault(_line(fields["cause"]), unknown_name_text("cause", str(fields["cause"].value), CAUSES)))
    latest_s = _LONGEST_S if math.isnan(duration_s) else duration_s
    start_s = _number(fields["t_start_s"], "t_start_s", 0.0, latest_s, faults)
    end_s = _number(fields["t_end_s"], "t_end_s", 0.0, latest_s, faults)
    if end_s <= start_s:
        faults.append(Fault(_line(fields["t_end_s"]), f"the act ends at {end_s:g} s but starts at {start_s:g} s"))
    amount = 1.0
    if "amount" in fields:
        largest = LARGEST_DEG.get(str(cause), 1.0)
        smallest = -largest if cause in LARGEST_DEG else 0.0
        amount = _number(fields["amount"], f"amount of {cause}", smallest, largest, faults)
    if cause is None or len(faults) > known:
        return None
    return Act(cause, start_s, end_s, amount)


def _read_pulse(node: yaml.Node | None, faults: list[Fault]) -> tuple[PulsePoint, ...]:
    points: list[PulsePoint] = []
    for item in _items(node, "pulse", faults):
        fields = _fields(item, "a pulse point", _PULSE_KEYS, faults)
        if not _require(item, fields, "a pulse point", _PULSE_KEYS, faults):
            continue
        t_s = _number(fields["t_s"], "t_s", 0.0, _LONGEST_S, faults)
        rate_bpm = _number(fields["rate_bpm"], "rate_bpm", 30.0, 220.0, faults)
        if points and t_s <= points[-1].t_s:
            faults.append(Fault(_line(item), f"t_s is {t_s:g}, not later than the point before ({points[-1].t_s:g})"))
        points.append(PulsePoint(t_s, rate_bpm))
    return tuple(points)
