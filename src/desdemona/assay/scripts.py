"""What the phantoms of the assay do before the camera: short scripts, each for some of the channels.

Orders, amounts and lengths are drawn for each person with the random numbers handed in. Beside a script stands what it
holds that no row of its truth names: a nod is three turns of the head.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from desdemona.faces.units import UNITS
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import BreathPoint, Inside, Tremor
from desdemona.scenes.postures import PlaceName, PostureName
from desdemona.scenes.scene import Scene, Seat
from desdemona.scenes.spells import Spell
from desdemona.stimuli.phantom import Act, Cause, Script

Told = tuple[str, float, float]
"""A name, and from when to when."""
Spells = Sequence[tuple[PostureName, float, float]]

SIGNS_S, STILL_S, SWAY_S = 61.0, 20.0, 10.2
LOOK_S, ZONE_S = 1.0, 2.0
LOOKS = ((10, 0), (-10, 0), (16, 0), (-16, 0), (20, 0), (-20, 0), (0, 10), (0, -10), (0, -16), (12, 8))
"""Yaw and pitch of the eyes in degrees."""
TURNS = ((12, 0, 0), (-12, 0, 0), (24, 0, 0), (-24, 0, 0), (0, 12, 0), (0, -12, 0), (0, 18, 0), (0, 0, 14), (0, 0, -14))
"""Yaw, pitch and roll of the head in degrees."""
ZONES = (
    (20, -4, 14, 0),
    (-18, 8, -12, 6),
    (-26, -4, -18, 0),
    (-16, -14, -10, -8),
    (0, -6, 0, -9),
    (0, -18, 0, -16),
)
"""Yaw and pitch of the head, then of the eyes, towards left, rear and right mirror, console, cluster and lap."""
SWING_S = 0.45


@dataclass(frozen=True, slots=True)
class Written:
    """A script, and what it holds beside its truth."""

    script: Script
    told: tuple[Told, ...] = ()


def _spread(
    lengths: Sequence[tuple[str, float]], start_s: float, end_s: float, *, rng: np.random.Generator
) -> Iterator[tuple[str, float, float]]:
    """Give kinds with start and end, in any order, with breaks of random length between that fill the time."""
    order = rng.permutation(len(lengths))
    free_s = end_s - start_s - sum(length_s for _, length_s in lengths)
    weights = rng.uniform(1.0, 1.8, len(lengths))
    breaks_s = free_s * weights / weights.sum()
    now = start_s
    for place, break_s in zip(order, breaks_s, strict=True):
        kind, length_s = lengths[place]
        yield kind, now + float(break_s), now + float(break_s) + length_s
        now += float(break_s) + length_s


def signs(*, rng: np.random.Generator) -> Written:
    """Return blinks and closures of the lids among glances down, and yawns among talk and smiles; 61 s."""
    lids = [("blink", float(rng.uniform(0.2, 0.35))) for _ in range(10)] + [("glance_down", 0.9)] * 3
    lids += [("closed", 1.6), ("closed", 1.8), ("closed", 3.8), ("closed", 6.8)]
    mouth = [("yawn", float(rng.uniform(4.0, 5.5))) for _ in range(3)] + [("talk", 4.0)] * 3 + [("smile", 2.5)] * 2
    causes: dict[str, Cause] = {
        "blink": "blink", "glance_down": "glance_down", "closed": "eyes_closed", "yawn": "yawn", "talk": "talk",
        "smile": "smile",
    }  # fmt: skip
    acts, told = [], []
    for kinds in (lids, mouth):
        for kind, start_s, end_s in _spread(kinds, 0.5, SIGNS_S - 1.5, rng=rng):
            acts.append(Act(causes[kind], start_s, end_s))
            if kind == "closed":
                told += [(name, start_s, end_s) for name in _closures(end_s - start_s)]
    return Written(Script("signs", "Blinks, glances, closes her eyes; yawns, talks, smiles.", SIGNS_S, tuple(acts)),
                   tuple(told))  # fmt: skip


def _closures(length_s: float) -> Iterator[str]:
    if length_s < 3.0:
        yield "closure.short"
    else:
        yield "closure.long"
    if length_s >= 6.0:
        yield "closure.longest"


def units(*, rng: np.random.Generator) -> Written:
    """Return every action unit coming and going by itself, in any order, with blinks between some; 41 s."""
    alone: list[Cause] = [unit for unit in UNITS if unit != "au45"]
    acts = []
    for place, which in enumerate(rng.permutation(len(alone))):
        start_s = 1.5 + 2.0 * place
        amount = float(rng.uniform(0.6, 1.0))
        acts.append(Act(alone[which], start_s, start_s + 1.6, amount, onset_s=0.6, offset_s=0.6))
    end_s = 1.5 + 2.0 * len(alone)
    blinks = [Act("blink", start_s + 1.65, start_s + 1.9) for start_s in np.arange(1.5, end_s - 2, 6.0).tolist()]
    return Written(Script("units", "Moves one action unit after the other.", end_s + 1.0, (*acts, *blinks)))


def looks() -> Written:
    """Return looks aside, turns of the head, and looks with head and eyes at zones of a car; 40 s, 8 s of it rest."""
    eyes: tuple[Cause, ...] = ("gaze_yaw", "gaze_pitch")
    head: tuple[Cause, ...] = ("head_yaw", "head_pitch", "head_roll")
    steps: list[tuple[tuple[Cause, ...], tuple[int, ...], float]]
    steps = [(eyes, one, LOOK_S) for one in LOOKS] + [(head, one, LOOK_S) for one in TURNS]
    steps += [((*head[:2], *eyes), one, ZONE_S) for one in ZONES]
    acts: list[Act] = []
    held: list[Told] = []
    now, rested_s = 1.0, 0.0
    for causes, degrees, length_s in steps:
        end_s = now + length_s - 0.3
        turned = {cause: float(deg) for cause, deg in zip(causes, degrees, strict=True) if deg}
        acts += [Act(cause, now, end_s, deg, onset_s=0.1, offset_s=0.1) for cause, deg in turned.items()]
        if set(turned) != {"head_roll"}:  # a tilt changes no direction
            held += [("fixation", rested_s, now), ("fixation", now + 0.1, end_s - 0.1)]
            rested_s = end_s
        now += length_s
    end_s = now + 8.0
    told = (*held, ("fixation", rested_s, end_s))
    return Written(Script("looks", "Looks aside, turns her head, looks about.", end_s, tuple(acts)), told)


def heads(*, rng: np.random.Generator) -> Written:
    """Return nods, shakes, a bowed head and looks aside, then 10 s of stillness, then looks; some 50 s."""
    lengths = [("nod", 3 * SWING_S)] * 3 + [("shake", 3 * SWING_S)] * 3 + [("down", 2.6)] * 2 + [("look", 1.6)] * 3
    acts: list[Act] = []
    told: list[Told] = []
    for kind, start_s, end_s in _spread(lengths, 0.0, 34.0, rng=rng):
        if kind in ("nod", "shake"):
            acts += _swings(kind, start_s, float(rng.uniform(6.0, 10.0)))
        elif kind == "down":
            acts.append(Act("head_pitch", start_s, end_s, -18.0))
        else:
            acts.append(Act("head_yaw", start_s, end_s, float(rng.choice([-1, 1]) * rng.uniform(10, 20))))
        told.append((kind, start_s, end_s))
    acts += [Act("gaze_yaw", start_s, start_s + 0.8, 15.0) for start_s in (44.5, 45.8, 47.1)]
    told.append(("stare", 34.0, 44.5))
    return Written(Script("heads", "Nods, shakes and bows her head, then sits still.", 49.0, tuple(acts)), tuple(told))


def _swings(kind: str, start_s: float, size_deg: float) -> Iterator[Act]:
    for swing in range(3):
        deg = -size_deg if kind == "nod" else size_deg * (-1) ** swing
        begin_s, half_s = start_s + swing * SWING_S, SWING_S / 2
        cause: Cause = "head_pitch" if kind == "nod" else "head_yaw"
        yield Act(cause, begin_s, begin_s + SWING_S, deg, onset_s=half_s, offset_s=half_s)


TURNED = (
    Act("head_yaw", 1.5, 5.0, 15.0),
    Act("head_yaw", 5.5, 9.0, -15.0),
    Act("head_pitch", 9.5, 12.5, 10.0),
    Act("head_pitch", 13.0, 16.0, -10.0),
    Act("head_yaw", 16.5, 19.5, 12.0),
)
TALKING = (Act("talk", 1.5, 10.0), Act("talk", 11.5, 19.0))


def alive(number: int) -> Inside:
    """Return what goes on inside a person: pulse, breath and a trembling head, each at a rate of her own."""
    return Inside(
        pulse=(PulsePoint(0.0, 58.0 + 8.0 * number),),
        breath=(BreathPoint(0.0, 10.0 + 2.5 * number, 0.5),),
        tremors=(Tremor("head", "y", 2.6 + 0.75 * number, 0.3, -5.0, 60.0),),
    )


def still(number: int, acts: tuple[Act, ...], duration_s: float) -> Written:
    """Return a person who sits still, blinks and lives, and whatever acts are added."""
    blinks = tuple(Act("blink", start_s, start_s + 0.25) for start_s in (3.0, 10.5, 18.0))
    script = Script("still", "Sits still and blinks.", duration_s, (*blinks, *acts), alive(number))
    return Written(script)


def lifeless(duration_s: float) -> Script:
    """Return a script in which nothing happens and nothing lives."""
    return Script("lifeless", "Nothing at all.", duration_s)


def seated(name: str, place: PlaceName, spells: Spells, acts: tuple[Act, ...] = ()) -> Script:
    """Return one person in a place, with postures one after the other."""
    postures = tuple(Spell(posture, start_s, end_s) for posture, start_s, end_s in spells)
    scene = Scene(place, (Seat(0, 3, spells=postures),))
    return Script(name, "Sits, stands, raises a hand.", spells[-1][2], acts, Inside(), scene=scene)


def driving(name: str, inside: Inside, changes: tuple[str, ...] = ()) -> Script:
    """Return one person at the wheel, whose body or camera moves."""
    scene = Scene("driver_seat", (Seat(0, 3, spells=(Spell("driving", 0.0, SWAY_S),)),))
    return Script(name, "Sits at the wheel.", SWAY_S, (), inside, changes=changes, scene=scene)
