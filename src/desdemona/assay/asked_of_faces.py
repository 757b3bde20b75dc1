"""What is asked of the channels of the face, the eyes, the head and action units."""

from collections.abc import Iterator, Mapping

import numpy as np

from desdemona.assay.asked import Asked, at_least, at_most
from desdemona.assay.recovering import (
    Floats,
    Pairs,
    error,
    events,
    found_events,
    mean_of,
    named_rightly,
    of_column,
    of_flag,
    of_windows,
    order,
    rank,
    relative_error,
    time_shared,
    told_events,
)
from desdemona.assay.shots import Shot
from desdemona.channels.eye_signs.zones import DECLARED, ELSEWHERE, Zones

CLOSED_SHARE = 0.2
"""P80: the lids cover 80 % of the eye (Wierwille and Ellsworth 1994)."""
ACT_MARGIN_S = 0.3
"""An action unit is followed from so long before its act to so long after it."""
JAW = ("au26", "au27")


def _always_there(shot: Shot) -> tuple[Floats, Floats]:
    return shot.column("face_found"), np.ones(shot.frames.height)


def _own_gaze(shot: Shot) -> tuple[Floats, Floats]:
    said = [shot.column(f"own_gaze_{way}_deg") for way in ("yaw", "pitch")]
    return np.concatenate(said), np.concatenate([shot.known("gaze.yaw"), shot.known("gaze.pitch")])


def _closure(shot: Shot) -> tuple[Floats, Floats]:
    return shot.column("eye_closure_share"), 1.0 - shot.known("eye.openness")


def _perclos(shot: Shot, start_s: float, end_s: float) -> float:
    t_s, openness = shot.curve("eye.openness")
    return float((openness[(t_s >= start_s) & (t_s < end_s)] <= CLOSED_SHARE).mean())


def _all(_shot: Shot, _start_s: float, _end_s: float) -> float:
    return 1.0


def _blinks(shot: Shot, start_s: float, end_s: float) -> Floats:
    blinks = shot.told("blink")
    middle = blinks.mean(axis=1)
    return np.asarray(blinks[(middle >= start_s) & (middle < end_s)])


def _blink_rate(shot: Shot, start_s: float, end_s: float) -> float:
    return 60.0 * len(_blinks(shot, start_s, end_s)) / (end_s - start_s)


def _blink_duration(shot: Shot, start_s: float, end_s: float) -> float:
    blinks = _blinks(shot, start_s, end_s)
    return float((blinks[:, 1] - blinks[:, 0]).mean())


def _talk_share(shot: Shot, start_s: float, end_s: float) -> float:
    talk = shot.told("talk")
    within = np.minimum(talk[:, 1], end_s) - np.maximum(talk[:, 0], start_s)
    return float(np.clip(within, 0.0, None).sum() / (end_s - start_s))


def zone_names(zones: Zones, shot: Shot) -> list[str]:
    """Return the zone that the script's head and eyes are directed at in each frame: the first box that holds them."""
    yaw = shot.known("head.yaw") + shot.known("gaze.yaw")
    pitch = shot.known("head.pitch") + shot.known("gaze.pitch")
    names = [ELSEWHERE] * yaw.size
    for zone in reversed(zones.zones):
        (left, right), (low, high) = zone.yaw_deg, zone.pitch_deg
        for index in np.flatnonzero((yaw >= left) & (yaw <= right) & (pitch >= low) & (pitch <= high)):
            names[index] = zone.name
    return names


def _zone(zones: Zones) -> Asked:
    def names(shot: Shot) -> tuple[list[str | None], list[str]]:
        return shot.frames.get_column(f"gaze_{zones.name}_zone").to_list(), zone_names(zones, shot)

    return Asked(("looks",), named_rightly(names))


def _zone_flag(zones: Zones, zone: str) -> Asked:
    def pairs(shot: Shot) -> tuple[Floats, Floats]:
        known = np.array([name == zone for name in zone_names(zones, shot)], dtype=np.float64)
        return shot.column(f"gaze_on_{zone}"), known

    return Asked(("looks",), time_shared(pairs))


def of_unit(channel: str) -> Pairs:
    """Return an action unit's amount beside the script's, while it comes and goes."""
    key = channel.replace(".", "_")
    told = ("au23", "au24") if key == "au23_24" else (key,)

    def pairs(shot: Shot) -> tuple[Floats, Floats]:
        amounts = [shot.known(unit) for unit in told]
        known = np.nan_to_num(amounts[0] if len(amounts) == 1 else np.fmax(*amounts))
        near = shot.inside(*told, margin_s=ACT_MARGIN_S) == 1
        return shot.column(f"{key}_share"), np.where(near, known, np.nan)

    return pairs


def _blink_amount(shot: Shot) -> tuple[Floats, Floats]:
    near = shot.inside("blink", margin_s=ACT_MARGIN_S) == 1
    return shot.column("au45_share"), np.where(near, 1.0 - shot.known("eye.openness"), np.nan)


def _units() -> Iterator[tuple[str, Asked]]:
    names = ("1", "2", "4", "5", "6", "7", "9", "10", "12", "14", "15", "17", "20", "23.24", "25", "26", "27", "43")
    for number in names:
        yield f"au{number}", Asked(("units",), rank(of_unit(f"au{number}")), at_least(0.9))
    yield "au45", Asked(("units",), rank(_blink_amount), at_least(0.9))


def _pulse(name: str) -> Asked:
    return Asked(("still",), relative_error(of_windows(f"pulse.rate.{name}", mean_of("pulse.rate"))), at_most(10.0))


def _zones() -> Iterator[tuple[str, Asked]]:
    for zones in DECLARED:
        yield f"gaze.{zones.name}.zone", _zone(zones)
        for zone in zones.zones:
            yield f"gaze.{zones.name}.{zone.name}", _zone_flag(zones, zone.name)


def _angle(name: str, degrees: float) -> Asked:
    return Asked(("looks",), error(of_column(f"{name.replace('.', '_')}_deg", name), "deg"), at_most(degrees))


def _follows(column: str, output: str, kind: str) -> Asked:
    return Asked((kind,), order(of_column(column, output)))


def _found(channel: str, told: str, kind: str, least: float | None = None) -> Asked:
    bound = None if least is None else at_least(least)
    return Asked((kind,), events(found_events(channel), told_events(told)), bound)


FACE: Mapping[str, Asked] = {
    "face.found": Asked(("looks", "heads", "signs"), time_shared(_always_there)),
    "head.yaw": _angle("head.yaw", 3.0),
    "head.pitch": _angle("head.pitch", 3.0),
    "head.roll": _angle("head.roll", 3.0),
    "eye.openness": _follows("eye_openness_ratio", "eye.openness", "signs"),
    "blink": _found("blink", "blink", "signs", 0.98),
    "gaze.yaw": _angle("gaze.yaw", 5.0),
    "gaze.pitch": _angle("gaze.pitch", 5.0),
    "mouth.opening": _follows("mouth_opening_ratio", "mouth.opening", "signs"),
    "lip_corner.raise": _follows("lip_corner_raise_ratio", "lip_corner.raise", "units"),
    "brow.raise": _follows("brow_raise_ratio", "brow.raise", "units"),
    **{f"pulse.rate.{name}": _pulse(name) for name in ("pos", "chrom", "green", "lgi", "omit")},
}
EYES: Mapping[str, Asked] = {
    "eye.closure": Asked(("signs",), error(_closure, "share")),
    "eye.perclos": Asked(("signs",), error(of_windows("eye.perclos", _perclos), "share of time"), at_most(0.02)),
    "eye.perclos.valid": Asked(("signs",), error(of_windows("eye.perclos.valid", _all), "share of time")),
    **{f"eye.closure.{one}": _found(f"eye.closure.{one}", f"closure.{one}", "signs")
       for one in ("short", "long", "longest")},
    "blink.rate": Asked(("signs",), error(of_windows("blink.rate", _blink_rate), "1/min")),
    "blink.duration": Asked(("signs",), error(of_windows("blink.duration", _blink_duration), "s")),
    "gaze.own": Asked(("looks",), error(_own_gaze, "deg"), at_most(5.0)),
    "gaze.fixation": _found("gaze.fixation", "fixation", "looks"),
    **dict(_zones()),
}  # fmt: skip
HEAD: Mapping[str, Asked] = {
    "head.nod": _found("head.nod", "nod", "heads"),
    "head.shake": _found("head.shake", "shake", "heads"),
    "head.down": Asked(("heads",), time_shared(of_flag("head_down", "down"))),
    "head.still_stare": Asked(("heads",), time_shared(of_flag("still_stare", "stare"))),
    "mouth.yawn": _found("mouth.yawn", "yawn", "signs", 0.95),
    "mouth.talking": Asked(("signs",), time_shared(of_flag("mouth_talking", "talk"))),
    "mouth.talking.share": Asked(("signs",), error(of_windows("mouth.talking.share", _talk_share), "share of time")),
}
UNITS: Mapping[str, Asked] = dict(_units())
