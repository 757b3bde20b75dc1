"""What a mouth does over time: yawning, apart from talking and laughing; talking."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.body.sign import flag_measurement, hold, span_events, three_valued
from desdemona.channels.channel import Channel, Clip, ClipMeasurement, WholeClip
from desdemona.channels.eye_signs.minutes import frame_lengths_s, tell_minutes
from desdemona.channels.head_signs.held import smoothed, step_s

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

YAWN_RATIO = 0.1
"""Least opening at the top of a yawn, over the distance of the outer eye corners: full ones have .17 to .3 (phantoms),
loud talk .05 to .13 for moments."""
YAWN_S = (1.2, 12.0)
"""Least and most duration above half of the top: a yawn lasts 4 to 7 s (Barbizet 1958), an "ah" less (our choice)."""
SLOW_S = 0.2
"""A yawn takes at least so long from a fifth of its top to four fifths; a syllable takes a tenth of a second."""
MOST_WAVER_SHARE = 0.25
"""A yawn opens and closes once: it does not come back by more than this share of its top in between."""
SMILE_SHARE, SHUT_RATIO = 0.095, 0.04
"""A yawn does not pull the lip corners up, over where they are with the mouth (almost) shut, by so much of what it
opens: on phantoms yawns raise them by .08 of it at most, smiles and laughter by .11 or more."""
SLOW_WIDTH_S = 0.5
"""Speech moves the mouth 2 to 7 times a second (Chandrasekaran et al. 2009): what is left over a mean of this width."""
TALK_RATIO = 0.004
"""Root mean square of such movement, over the outer eye corners' distance, from which somebody talks or laughs."""
LEAST_TURNS_PER_S = 4.0
"""And it goes to and fro, as often as this at least: speech of 2 syllables a second does; one opening does not."""
CLOSING_SHARE = 0.15
"""And it takes away this share of the mean opening at least: speech shuts the mouth again and again, and the points of
a mouth that is held open, as in a laugh, only tremble (our choice, on six drawn people; on eight others it kept out all
eighteen openings that had been told for talk)."""
YAWN_RATE_HZ = 2.5
"""With fewer frames a second the shortest yawn has fewer than three: any wide opening could be one."""
YAWN_EDGE_S = 0.5
"""So near to a yawn no speech is told."""
TALK_S, TALK_GAP_S = 0.6, 0.5
LEAST_RATE_HZ = 10.0
"""With fewer frames a second syllables are missed."""


def measure_yawns(clip: Clip) -> ClipMeasurement:
    """Return yawns as events, the value of each its greatest opening, and as a frame column."""
    t_s, opening = clip.t_s, smoothed(clip.t_s, clip.columns["mouth_opening_ratio"])
    if step_s(t_s) > 1 / YAWN_RATE_HZ + 1e-6:
        opening = np.full_like(opening, np.nan)
    smile = smile_ratio(opening, clip.columns["lip_corner_raise_ratio"])
    smiling = smile >= SMILE_SHARE * opening
    found = [e for e in _openings(t_s, opening) if is_yawn(t_s, opening, e) and not _mostly(smiling, smile, e)]
    spans = np.array([(t_s[a], t_s[b]) for a, b in found], dtype=np.float64).reshape(-1, 2)
    tops = np.array([np.nanmax(opening[a : b + 1]) for a, b in found])
    inside = np.zeros(t_s.size)
    for first, last in found:
        inside[first : last + 1] = 1.0
    column = three_valued(inside == 1, np.isfinite(opening))
    return ClipMeasurement({"yawn_event": column}, events=span_events("mouth.yawn", spans, tops))


def _openings(t_s: Floats, opening: Floats) -> list[tuple[int, int]]:
    """Return first and last frame of the stretches around each wide opening that stay above a fifth of its top."""
    found: list[tuple[int, int]] = []
    with np.errstate(invalid="ignore"):
        wide = np.flatnonzero(opening >= YAWN_RATIO)
    for part in np.split(wide, np.flatnonzero(np.diff(wide) > 1) + 1):
        if not part.size or (found and part[0] <= found[-1][1]):
            continue
        top = float(opening[part].max())
        first, last = int(part[0]), int(part[-1])
        while first > 0 and opening[first - 1] > 0.2 * top:
            first -= 1
        while last + 1 < t_s.size and opening[last + 1] > 0.2 * top:
            last += 1
        found.append((first, last))
    return found


def is_yawn(t_s: Floats, opening: Floats, ends: tuple[int, int]) -> bool:
    """Tell whether a wide opening is a yawn: long, slow to come, up once and down once."""
    values, times = opening[ends[0] : ends[1] + 1], t_s[ends[0] : ends[1] + 1]
    top = int(np.argmax(values))
    peak = float(values[top])
    half = times[values >= 0.5 * peak]
    if not YAWN_S[0] <= half[-1] - half[0] <= YAWN_S[1]:
        return False
    reached = int(np.argmax(values >= 0.8 * peak))
    if times[reached] - times[0] < SLOW_S:
        return False
    up, down = values[: top + 1], values[top:]
    waver = max(float((np.maximum.accumulate(up) - up).max()), float((down - np.minimum.accumulate(down)).max()))
    return waver <= MOST_WAVER_SHARE * peak


def smile_ratio(opening: Floats, corner_raise: Floats) -> Floats:
    """Return how far the lip corners stand above where they usually are with the mouth almost shut; NaN if unknown."""
    with np.errstate(invalid="ignore"):
        shut = np.isfinite(corner_raise) & (opening < SHUT_RATIO)
    return corner_raise - (np.median(corner_raise[shut]) if shut.any() else np.nan)


def _mostly(flag: Bools, values: Floats, ends: tuple[int, int]) -> bool:
    """Tell whether a flag is set in half or more of the frames of a stretch in which its values are known."""
    part = slice(ends[0], ends[1] + 1)
    known = np.isfinite(values[part])
    return bool(known.any() and flag[part][known].mean() >= 0.5)


def moves_as_speech(t_s: Floats, opening: Floats) -> Floats:
    """Return where the mouth moves fast, far and often enough in the second around a frame: 1, 0, NaN if unknown.

    What moves slower than about twice a second is taken off by a running mean of 0.5 s.
    """
    known = np.isfinite(opening)
    fast = opening - _running_mean(t_s, opening, known, SLOW_WIDTH_S)
    size = np.sqrt(_running_mean(t_s, fast**2, known, 1.0))
    with np.errstate(invalid="ignore"):
        far = size >= np.maximum(TALK_RATIO, CLOSING_SHARE * _running_mean(t_s, opening, known, 1.0))
        return three_valued(far & (turns_per_s(t_s, fast) >= LEAST_TURNS_PER_S), known)


def turns_per_s(t_s: Floats, fast: Floats) -> Floats:
    """Return how often a second fast movement changes sides in the second around each frame, by `TALK_RATIO` / 2."""
    with np.errstate(invalid="ignore"):
        side = np.where(np.abs(fast) >= TALK_RATIO / 2, np.sign(fast), 0.0)
    last = np.maximum.accumulate(np.where(side != 0, np.arange(side.size), 0))
    held = side[last]
    turned = np.zeros(t_s.size)
    turned[1:] = (held[1:] != held[:-1]) & (held[:-1] != 0)
    return _running_mean(t_s, turned / step_s(t_s), np.ones(t_s.size, dtype=bool), 1.0)


def _running_mean(t_s: Floats, values: Floats, known: Bools, width_s: float) -> Floats:
    """Return the mean of the known values within half of `width_s` around each frame; NaN where it is not known."""
    sums = np.concatenate([[0.0], np.cumsum(np.where(known, values, 0.0))])
    counts = np.concatenate([[0], np.cumsum(known)])
    first = np.searchsorted(t_s, t_s - width_s / 2 - 1e-9)
    last = np.searchsorted(t_s, t_s + width_s / 2 + 1e-9)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (sums[last] - sums[first]) / (counts[last] - counts[first])
    return np.where(known, mean, np.nan)


def measure_talking(clip: Clip) -> ClipMeasurement:
    """Return when the mouth moves as in speech, as a frame column and events, and its share of every minute."""
    t_s, opening = clip.t_s, clip.columns["mouth_opening_ratio"]
    known = np.isfinite(opening) & (step_s(t_s) <= 1 / LEAST_RATE_HZ + 1e-6)
    raw = np.where(known, moves_as_speech(t_s, opening), np.nan)
    for start, end in measure_yawns(clip).events.select("t_start_s", "t_end_s").iter_rows():
        near = (t_s >= start - YAWN_EDGE_S) & (t_s <= end + YAWN_EDGE_S)
        raw[near] *= 0.0
    held = hold(t_s, raw, least_s=TALK_S, gap_s=TALK_GAP_S)
    found = flag_measurement("mouth.talking", "mouth_talking", held)

    def share(inside: Bools, _lengths: Floats) -> tuple[float, float, float, None]:
        lengths = frame_lengths_s(t_s)[inside]
        talking, seen = lengths[held.flag[inside] == 1].sum(), lengths[known[inside]].sum()
        whole = lengths.sum()
        return float(talking / seen), float(talking / whole), float((talking + whole - seen) / whole), None

    windows: pl.DataFrame = tell_minutes("mouth.talking.share", t_s, known, share)
    return ClipMeasurement(found.columns, events=found.events, windows=windows)


YAWN = Channel(
    name="mouth.yawn",
    unit="event",
    rung="sign",
    needs=("face", "mouth"),
    columns=("yawn_event",),
    caveat="A wide, slow opening without a smile; singing a long note, a dentist's chair and a slow gasp look alike, "
    "and a hand before the mouth hides it (withheld). A yawn is not sleepiness.",
    source="own rule on height, duration, course and lip corners; duration after Barbizet 1958",
    measure=WholeClip(measure_yawns),
    flags=("yawn_event",),
)
_TALKING = WholeClip(measure_talking)
TALKING = Channel(
    name="mouth.talking",
    unit="0/1",
    rung="sign",
    needs=("face", "mouth"),
    columns=("mouth_talking",),
    caveat="Chewing, giggles and quick turns of the head move the mouth as fast as speech, also under a smile, and "
    "cannot be told from it; speech with closed teeth hardly moves it; on dark skin lips are followed a third as far, "
    "and soft speech is missed. Nothing is heard.",
    source="own rule on movement over 2 Hz that shuts the mouth; speech at 2 to 7 Hz: Chandrasekaran et al. 2009",
    measure=_TALKING,
    flags=("mouth_talking",),
)
TALKING_SHARE = Channel(
    name="mouth.talking.share",
    unit="share of time",
    rung="sign",
    needs=("face", "mouth"),
    columns=(),
    caveat="Low and high take what was not measured as silent and as talking. Chewing and giggles count.",
    source="the channel mouth.talking over every minute",
    measure=_TALKING,
)
