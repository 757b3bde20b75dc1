"""Blinks: lids that close and open again within half a second or so."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.channel import Channel, Clip, ClipMeasurement, WholeClip
from desdemona.channels.tracks import EVENTS

Floats = NDArray[np.float64]

BASELINE_REACH_S = 6.0
BASELINE_STEP_S = 0.5
BASELINE_QUANTILE = 0.8
"""A person's own open eye: the 80th percentile of openness within 6 s to either side, taken every half second."""
LEAST_BASELINE_SHARE = 0.6
"""It never falls below this share of the clip's own 80th percentile: long closed eyes do not become the open ones."""
DEEPEST_SHARE = 0.65
"""A blink takes openness below this share of the open eye; a look straight down stays above .6 to .7."""
LEAST_DROP_SHARE = 0.3
"""Least drop from the lower of the two shoulders around it."""
DURATION_S = (0.04, 0.6)
"""Shortest and longest width at half the drop; 50 to 400 ms are usual (Caffier et al. 2003), longer is a closure."""
SHOULDER_REACH_S = 0.9
GAP_S = 0.25
"""Frames further apart than this belong to different stretches."""
SHALLOW_SHARE = 0.45
"""A longer dip that stays above this could be a glance or a nod, and must show that it is not; unless it comes near
the person's own closed eye."""
DEEPEST_CLOSED_SHARE = 0.56
"""The lids were closed at some time if openness falls below this; a look straight down stays above (.57 to .88 on nine
phantoms, .57 in dim light)."""
OWN_CLOSED_REACH = 0.08
"""A dip no further than this above the person's own closed eye is as deep as closed lids: behind glasses they read .36
to .53 of the open eye (phantoms)."""
LOWEST_SHARE, LEAST_LOWEST = 0.005, 2
"""A person's own closed eye: the mean of the lowest two hundredth of frames, two at least."""
GLANCE_DEG = 6.0
"""Gaze this much lower in a shallow dip than around it makes it a glance down, a head this much lower a nod."""
PLATEAU_SHARE = 0.7
"""A shallow dip that stays within a quarter of its depth for more than this share of its duration holds still, as gaze
does and blinks do not."""
HOLD_S = 0.25
"""A dip shorter than this needs no such proof: gaze rests at least so long on what it turns to; heads are slower."""


@dataclass(frozen=True, slots=True)
class Dip:
    """One dip of openness: its deepest frame, its width at half the drop, where it begins and ends, shares of open."""

    lowest: int
    half_s: tuple[float, float]
    whole_s: tuple[float, float]
    depth_share: float
    drop_share: float

    @property
    def duration_s(self) -> float:
        """Return the width at half the drop in seconds."""
        return self.half_s[1] - self.half_s[0]


def open_baseline(t_s: Floats, openness: Floats) -> Floats:
    """Return the open-eye level (n,) around each frame; NaN where nothing was measured near."""
    measured = np.isfinite(openness)
    if not measured.any():
        return np.full_like(openness, np.nan)
    t, value = t_s[measured], openness[measured]
    floor = LEAST_BASELINE_SHARE * np.quantile(value, BASELINE_QUANTILE)
    before = np.unique((t - t[0]) // BASELINE_STEP_S)  # only anchors beside frames, however long the pauses
    anchors = t[0] + BASELINE_STEP_S * np.union1d(before, before + 1)
    first = np.searchsorted(t, anchors - BASELINE_REACH_S)
    last = np.searchsorted(t, anchors + BASELINE_REACH_S, side="right")
    levels = [np.quantile(value[a:b], BASELINE_QUANTILE) if b > a else floor for a, b in zip(first, last, strict=True)]
    return np.where(measured, np.maximum(np.interp(t_s, anchors, levels), floor), np.nan)


def find_dips(t_s: Floats, share: Floats) -> list[Dip]:
    """Return the dips of openness below `DEEPEST_SHARE`, in order; `share` (n,) is openness over the open eye's."""
    middle, before, after = share[1:-1], share[:-2], share[2:]
    with np.errstate(invalid="ignore"):
        low = np.flatnonzero((middle < DEEPEST_SHARE) & (middle < before) & (middle <= after)) + 1
    found = (_dip_at(t_s, share, int(index)) for index in low)
    return [dip for dip in found if dip is not None]


def closed_share(share: Floats) -> float:
    """Return the closed eye as a share of the open one: the lowest that a recording has, 1 where it has nothing."""
    measured = np.sort(share[np.isfinite(share)])
    lowest = measured[: max(LEAST_LOWEST, int(LOWEST_SHARE * measured.size))]
    return float(lowest.mean()) if lowest.size else 1.0


def deep_share(share: Floats) -> float:
    """Return down to which share of the open eye a dip must go to be as deep as closed lids."""
    own = closed_share(share)
    return max(SHALLOW_SHARE, own + OWN_CLOSED_REACH) if own < DEEPEST_CLOSED_SHARE else SHALLOW_SHARE


def is_blink(dip: Dip, clip: Clip, share: Floats, deep: float = SHALLOW_SHARE) -> bool:
    """Tell whether a dip is a blink: short enough, and if shallow, neither a glance down nor a nod nor held still."""
    shortest_s, longest_s = DURATION_S
    if not shortest_s <= dip.duration_s <= longest_s:
        return False
    if dip.depth_share <= SHALLOW_SHARE or dip.duration_s <= HOLD_S:
        return True
    if _sinks(clip, "head_pitch_deg", dip):
        return False
    if dip.depth_share <= deep:
        return True
    if _sinks(clip, "gaze_pitch_deg", dip):
        return False
    inside = (clip.t_s >= dip.half_s[0]) & (clip.t_s <= dip.half_s[1])
    held = (share[inside] < dip.depth_share + 0.25 * dip.drop_share).mean()
    return bool(held <= PLATEAU_SHARE)


def measure_blinks(clip: Clip) -> ClipMeasurement:
    """Return blinks as events and as a frame column, 1 within a blink, 0 outside, NaN where the eyes are not measured.

    An event reaches from a fifth of the drop to a fifth of the way back up; its value is the drop of openness, 0..1 of
    the person's own open eye.
    """
    openness = clip.columns["eye_openness_ratio"]
    share = openness / open_baseline(clip.t_s, openness)
    deep = deep_share(share)
    blinks = [dip for dip in find_dips(clip.t_s, share) if is_blink(dip, clip, share, deep)]
    column = np.where(np.isfinite(openness), 0.0, np.nan)
    for blink in blinks:
        within = (clip.t_s >= blink.whole_s[0]) & (clip.t_s <= blink.whole_s[1])
        column[within & np.isfinite(openness)] = 1.0
    rows = [("blink", *blink.whole_s, 1 - blink.depth_share) for blink in blinks]
    return ClipMeasurement({"blink_event": column}, events=pl.DataFrame(rows, schema=EVENTS, orient="row"))


def _dip_at(t_s: Floats, share: Floats, lowest: int) -> Dip | None:
    """Return the dip around a local minimum, or None when it is too small or has a deeper one beside it."""
    sides = [_shoulder(t_s, share, lowest, step) for step in (-1, 1)]
    floor = float(share[lowest])
    drop = min(level for level, _ in sides) - floor
    if drop < LEAST_DROP_SHARE:
        return None
    half = [_crossing(t_s, share, lowest, step, floor + 0.5 * drop) for step in (-1, 1)]
    whole = [_crossing(t_s, share, lowest, step, floor + 0.8 * drop) for step in (-1, 1)]
    width_s = half[1] - half[0]  # within a glance the lids only come up that far again when the glance ends
    ends_s = (max(whole[0], half[0] - width_s), min(whole[1], half[1] + width_s))
    return Dip(lowest, (half[0], half[1]), ends_s, floor, drop)


def _steps(t_s: Floats, share: Floats, start: int, step: int) -> range:
    """Return the frames beside `start`, outwards, up to a gap, a missing value or the reach of a shoulder."""
    end = start + step
    while 0 <= end < t_s.size and np.isfinite(share[end]):
        near = abs(t_s[end] - t_s[end - step]) <= GAP_S and abs(t_s[end] - t_s[start]) <= SHOULDER_REACH_S
        if not near:
            break
        end += step
    return range(start + step, end, step)


def _shoulder(t_s: Floats, share: Floats, lowest: int, step: int) -> tuple[float, int]:
    """Return the highest share, and its frame, on one side before it falls below the minimum itself."""
    best, where = float(share[lowest]), lowest
    for index in _steps(t_s, share, lowest, step):
        if share[index] < share[lowest]:
            break
        if share[index] > best:
            best, where = float(share[index]), index
    return best, where


def _crossing(t_s: Floats, share: Floats, lowest: int, step: int, level: float) -> float:
    """Return the time at which the share first rises to `level` on one side, between frames by a straight line."""
    for index in _steps(t_s, share, lowest, step):
        if share[index] >= level:
            inner = index - step
            part = (level - share[inner]) / (share[index] - share[inner])
            return float(t_s[inner] + part * (t_s[index] - t_s[inner]))
    return float(t_s[lowest])


def _sinks(clip: Clip, name: str, dip: Dip) -> bool:
    """Tell whether a pitch is lower within a dip than in the third of a second before and after it."""
    start_s, end_s = dip.whole_s
    around = ((clip.t_s >= start_s - 0.3) & (clip.t_s < start_s)) | ((clip.t_s > end_s) & (clip.t_s <= end_s + 0.3))
    inside = (clip.t_s >= dip.half_s[0]) & (clip.t_s <= dip.half_s[1])
    within, beside = (
        values[np.isfinite(values)] for values in (clip.columns[name][inside], clip.columns[name][around])
    )
    if not within.size or not beside.size:
        return False
    return bool(np.median(within) < np.median(beside) - GLANCE_DEG)


BLINK = Channel(
    name="blink",
    unit="event",
    rung="sign",
    needs=("face", "eyes"),
    columns=("blink_event",),
    caveat="Lids that stay shut longer than 0.6 s are a closure, not a blink; blinking is neither lying nor doubt.",
    source="dips of the eye aspect ratio (Soukupová and Čech 2016) below the person's own open eye; own rules",
    measure=WholeClip(measure_blinks),
    flags=("blink_event",),
)
