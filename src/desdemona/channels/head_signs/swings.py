"""Swings: nodding and shaking the head, found as turns that follow one another to and fro."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.channel import Channel, Clip, ClipMeasurement, WholeClip
from desdemona.channels.tracks import EVENTS

Floats = NDArray[np.float64]

LEAST_SWING_DEG = 3.0
"""A turn smaller than this, from one standstill to the next, is no swing: a still head's angles jitter by 1 degree."""
SWING_S = (0.1, 0.8)
"""How long one swing lasts: nods and shakes go at some 1 to 4 cycles a second (our choice)."""
EDGE_S = 0.5
"""The first swing comes out of rest and the last goes back to it: what turns within so long of the next or of the last
turning point (our choice)."""
EDGE_SHARE = 0.25
"""Rest is within this share of such a swing (our choice)."""
LEAST_SWINGS = 3
"""To and fro and to again; one nod alone is a look down and back."""
GAP_S = 0.25


@dataclass(frozen=True, slots=True)
class Swing:
    """One turn from standstill to standstill, `size_deg` signed."""

    t_start_s: float
    t_end_s: float
    size_deg: float


def find_swings(t_s: Floats, angle_deg: Floats) -> list[list[Swing]]:
    """Return runs of successive swings of at least `LEAST_SWING_DEG`, one after the other to and fro.

    Turning points are found with hysteresis: one is only believed when the angle has come back by `LEAST_SWING_DEG`.
    A gap in the measurement ends a run.
    """
    known = np.flatnonzero(np.isfinite(angle_deg))
    runs: list[list[Swing]] = []
    for part in np.split(known, np.flatnonzero(np.diff(t_s[known]) > GAP_S) + 1):
        runs += _runs(t_s[part], angle_deg[part])
    return runs


def _turning_points(angle: Floats) -> list[int]:
    """Return the frames of successive highs and lows that differ by `LEAST_SWING_DEG` or more."""
    turns: list[int] = []
    high = low = 0
    rising = 0
    for index in range(1, angle.size):
        high = index if angle[index] > angle[high] else high
        low = index if angle[index] < angle[low] else low
        if rising >= 0 and angle[high] - angle[index] >= LEAST_SWING_DEG:
            turns.append(high)
            rising, low = -1, index
        elif rising <= 0 and angle[index] - angle[low] >= LEAST_SWING_DEG:
            turns.append(low)
            rising, high = 1, index
    return turns + ([high if rising > 0 else low] if rising else [])


def _runs(t_s: Floats, angle: Floats) -> list[list[Swing]]:
    """Return runs of short swings, each with the turn out of rest before it and the turn back to rest after it."""
    turns = _turning_points(angle)
    pieces = [(t_s[a : b + 1], angle[a : b + 1]) for a, b in pairwise(turns)]
    short = np.array([SWING_S[0] <= t[-1] - t[0] <= SWING_S[1] for t, _ in pieces], dtype=bool)
    runs = []
    for which in np.split(np.flatnonzero(short), np.flatnonzero(np.diff(np.flatnonzero(short)) > 1) + 1):
        if not which.size:
            continue
        first, last = int(which[0]), int(which[-1])
        before = _near(pieces[first - 1], from_end=True) if first > 0 else []
        after = _near(pieces[last + 1], from_end=False) if last + 1 < len(pieces) else []
        run = [_swing(*pieces[index]) for index in which]
        run[:1] = run[:1] if before else _near(pieces[first], from_end=True) or run[:1]
        run[-1:] = run[-1:] if after else _near(pieces[last], from_end=False) or run[-1:]
        runs.append([*before, *run, *after])
    return [run for run in runs if len(run) >= LEAST_SWINGS]


def _swing(t_s: Floats, angle: Floats) -> Swing:
    return Swing(float(t_s[0]), float(t_s[-1]), float(angle[-1] - angle[0]))


def _near(piece: tuple[Floats, Floats], *, from_end: bool) -> list[Swing]:
    """Return what of a longer turn happens within `EDGE_S` of its end or start, if that is a swing by itself."""
    t_s, angle = piece
    near = t_s >= t_s[-1] - EDGE_S if from_end else t_s <= t_s[0] + EDGE_S
    t, way = t_s[near], np.sign(angle[-1] - angle[0]) * angle[near]
    rest = np.flatnonzero(way <= way.min() + EDGE_SHARE * np.ptp(way))
    there = np.flatnonzero(way >= way.max() - EDGE_SHARE * np.ptp(way))
    ends = (rest[-1], -1) if from_end else (0, there[0])
    swing = Swing(float(t[ends[0]]), float(t[ends[1]]), float(np.sign(angle[-1] - angle[0]) * np.ptp(way)))
    return [swing] if abs(swing.size_deg) >= LEAST_SWING_DEG else []


def measure_swings(clip: Clip) -> ClipMeasurement:
    """Return nods and shakes as events, the value of each being its mean swing in degrees, and as frame columns.

    Where both angles swing in one run the larger decides.
    """
    pitch, yaw = (find_swings(clip.t_s, clip.columns[f"head_{angle}_deg"]) for angle in ("pitch", "yaw"))
    columns, events = {}, []
    for name, own, other in (("nod", pitch, yaw), ("shake", yaw, pitch)):
        runs = [run for run in own if _size(run) >= max((_size(one) for one in other if _meet(run, one)), default=0.0)]
        rows = [(f"head.{name}", run[0].t_start_s, run[-1].t_end_s, _size(run)) for run in runs]
        events.append(pl.DataFrame(rows, schema=EVENTS, orient="row"))
        inside = np.zeros(clip.t_s.size)
        for run in runs:
            inside[(clip.t_s >= run[0].t_start_s) & (clip.t_s <= run[-1].t_end_s)] = 1.0
        columns[f"head_{name}_event"] = np.where(np.isfinite(clip.columns["head_pitch_deg"]), inside, np.nan)
    return ClipMeasurement(columns, events=pl.concat(events))


def _size(run: list[Swing]) -> float:
    return float(np.mean([abs(swing.size_deg) for swing in run]))


def _meet(one: list[Swing], other: list[Swing]) -> bool:
    return one[0].t_start_s < other[-1].t_end_s and other[0].t_start_s < one[-1].t_end_s


_MEASURE = WholeClip(measure_swings)
_SOURCE = "own rule: three swings or more of 3 degrees, each of 0.1 to 0.8 s, of the fitted head"
NOD = Channel(
    name="head.nod",
    unit="event",
    rung="sign",
    needs=("face",),
    columns=("head_nod_event",),
    caveat="Nodding is yes in some places, no in others; music, speech, a bumpy road and falling asleep nod too.",
    source=_SOURCE,
    measure=_MEASURE,
    flags=("head_nod_event",),
)
SHAKE = Channel(
    name="head.shake",
    unit="event",
    rung="sign",
    needs=("face",),
    columns=("head_shake_event",),
    caveat="A shaken head is no refusal everywhere; looking from side to side, twice, looks like it.",
    source=_SOURCE,
    measure=_MEASURE,
    flags=("head_shake_event",),
)
