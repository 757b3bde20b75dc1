"""Spotting brief movements in a face: by the main directional maximal difference, and by strain that comes and goes.

What is spotted is a movement of skin that lasts about half a second or less. That is all: it is no leak of a hidden
feeling, and most of what any spotter finds is speech, chewing, swallowing, blinks and noise. Here the lids are left
out, and movements that follow one another as syllables do.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.micro.events import MicroEvent
from desdemona.channels.motion.flow import LAG_S, Flows

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

THRESHOLD_P = 0.3
"""p of the published threshold, mean + p (maximum - mean); our choice: the challenge's baseline
tries all from .01 to .99."""
LEAST_MM = 0.07
"""Relative differences below this are the flow's own noise (a still face: up to 0.04 mm); the published threshold,
which is relative to the clip's largest, would find something in a photograph too."""
LEAST_STRAIN = 0.007
"""Strain that comes and goes below this is the flow's own noise (a still face: up to 0.005)."""
NOISE_SDS = 6.0
"""And either must stand out this far from the clip's own usual scatter, by the median."""
LOCAL_S, LOCAL_SDS = 1.5, 8.0
"""And this far from its scatter within so many seconds: a face turned aside is noisier."""
FOOT_SHARE = 0.15
"""A movement begins and ends where its strain is this share of its largest, over what it is at rest."""
LONGEST_S, SHORTEST_S = 0.5, 0.05
"""The usual limit of a micro-expression is 0.5 s (Yan et al. 2013); what is over within 0.05 s is a fault of the
picture."""
SLACK_S = 0.07
"""How much longer an event may come out than the limit: two frames at 30 a second."""
MOST_HEAD_MM = 2.0
"""While the head moves further than this within 0.2 s nothing is spotted."""
RETURN_SHARE = 0.5
"""Least share of the way there and back that a movement must really come back: a smile that stays does not."""
FEWEST_FRAMES = 2
"""A single spotted frame is noise: any movement lasts longer at the rates of cameras."""
REST_S = 0.3
"""So long before its onset and after its offset the face must be at rest: syllables follow one another."""
REST_SHARE = 0.25
"""What counts as rest, as a share of the event's own strain."""


def spot_by_difference(flows: Flows, *, p: float = THRESHOLD_P) -> list[MicroEvent]:
    """Spot brief movements by the main directional maximal difference (Wang et al. 2017); strength in mm.

    A frame's difference d is compared with those about k before and after, r = d - ½ (d before + d after), negative
    ones being 0, and frames over mean + p (maximum - mean) are spotted. Runs of them, half of k added on each side (our
    choice; He et al. 2019 build intervals from neighbouring frames too), are events; k is 0.2 s.
    """
    t_s, difference = flows.t_s, flows.difference_mm
    if t_s.size < 3 or not np.isfinite(difference).any():
        return []
    step_s = float(np.median(np.diff(t_s)))
    sides = [np.interp(t_s + lag, t_s, np.nan_to_num(difference)) for lag in (step_s - LAG_S, LAG_S - step_s)]
    relative = np.clip(difference - (sides[0] + sides[1]) / 2, 0, None)
    known = relative[np.isfinite(relative)]
    published = float(known.mean() + p * (known.max() - known.mean()))
    floor = max(LEAST_MM, NOISE_SDS * _scatter(known))
    found = []
    for start, stop in _runs(np.asarray(relative > max(published, floor))):
        apex = start + int(np.argmax(relative[start:stop]))
        if not _stands_out(t_s, relative, apex):
            continue
        onset_s, offset_s = float(t_s[start]) - LAG_S / 2, float(t_s[stop - 1]) + LAG_S / 2
        found.append(MicroEvent(onset_s, float(t_s[apex]), offset_s, float(relative[apex])))
    return _kept(flows, found)


def spot_by_strain(flows: Flows) -> list[MicroEvent]:
    """Spot brief movements by strain that comes and goes in any region of the face; strength is the strain, no unit.

    After Shreve et al. 2011, who look for strain that rises and falls again within a region. Here: strain since 0.2 s
    before, plus strain until 0.2 s after, less strain between those two, which is nothing for a face on its way from
    one shape to another. Onset and offset are where the strain since before, and until after, sets in and ends.
    """
    t_s = flows.t_s
    if t_s.size < 3 or not np.isfinite(flows.strain).any():
        return []
    until = np.stack([_later(t_s, part) for part in flows.strain.T], axis=1)
    back = flows.strain + until - flows.strain_across
    scatter = np.array([_scatter(part[np.isfinite(part)]) for part in back.T])
    rest = np.nanmedian(back, axis=0)
    spotted = (back > np.maximum(LEAST_STRAIN, rest + NOISE_SDS * scatter)) & (
        back > RETURN_SHARE * (flows.strain + until)
    )
    found = []
    for start, stop in _runs(np.asarray(spotted.any(axis=1))):
        inside = np.where(spotted[start:stop], back[start:stop], -np.inf)
        row, region = np.unravel_index(int(np.argmax(inside)), inside.shape)
        apex = start + int(row)
        if not _stands_out(t_s, back[:, region], apex):
            continue
        onset, offset = _feet(flows.strain[:, region], until[:, region], apex)
        strength = float(flows.strain[apex, region])
        found.append(MicroEvent(float(t_s[onset]), float(t_s[apex]), float(t_s[offset]), strength))
    return _kept(flows, found)


def _later(t_s: Floats, values: Floats) -> Floats:
    """Return values as they are `LAG_S` later."""
    return np.asarray(np.interp(t_s + LAG_S, t_s, np.nan_to_num(values)))


def _feet(since: Floats, until: Floats, apex: int) -> tuple[int, int]:
    """Return where a movement begins, by its strain since before, and ends, by that until after."""
    onset, offset = apex, apex
    rest, peak = float(np.nanmedian(since)), float(since[apex])
    while onset > 0 and since[onset - 1] > rest + FOOT_SHARE * (peak - rest):
        onset -= 1
    peak = float(until[apex])
    while offset < until.size - 1 and until[offset + 1] > rest + FOOT_SHARE * (peak - rest):
        offset += 1
    return max(onset - 1, 0), min(offset + 1, until.size - 1)


def _runs(flags: Flags) -> list[tuple[int, int]]:
    """Return first and last + 1 of each stretch of at least `FEWEST_FRAMES` true flags."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(start), int(stop)) for start, stop in edges.reshape(-1, 2) if stop - start >= FEWEST_FRAMES]


def _scatter(values: Floats) -> float:
    return 1.4826 * float(np.median(np.abs(values - np.median(values)))) if values.size else 0.0


def _stands_out(t_s: Floats, values: Floats, apex: int) -> bool:
    near = values[(np.abs(t_s - t_s[apex]) <= LOCAL_S) & np.isfinite(values)]
    return bool(values[apex] - np.median(near) > LOCAL_SDS * _scatter(near))


def _kept(flows: Flows, found: Sequence[MicroEvent]) -> list[MicroEvent]:
    """Return the events that are brief, in a head that keeps still, no blink, and with rest before and after."""
    t_s = flows.t_s
    blinks = _blinks(flows)
    since = np.where(blinks, 0, np.nan_to_num(flows.strain).max(axis=1))
    until = np.where(blinks, 0, np.stack([_later(t_s, part) for part in flows.strain.T]).max(axis=0))
    kept = []
    for one in _apart(found):
        around = (t_s >= one.onset_s - LAG_S) & (t_s <= one.offset_s + LAG_S)
        before = (t_s >= one.onset_s - REST_S) & (t_s <= one.onset_s)
        after = (t_s >= one.offset_s) & (t_s <= one.offset_s + REST_S)
        near = np.abs(t_s - one.apex_s) <= LAG_S / 2
        rest = max(LEAST_STRAIN, REST_SHARE * float(since[near].max()))
        faults = (
            not SHORTEST_S <= one.offset_s - one.onset_s <= LONGEST_S + SLACK_S,
            bool((np.nan_to_num(flows.head_mm[around]) > MOST_HEAD_MM).any()),
            bool(blinks[near].any()),
            bool((since[before] > rest).mean() > REST_SHARE) if before.any() else False,
            bool((until[after] > rest).mean() > REST_SHARE) if after.any() else False,
        )
        if not any(faults):
            kept.append(one)
    return kept


def _blinks(flows: Flows) -> Flags:
    """Say when the strain that comes and goes is larger around the eyes than anywhere else."""
    eyes = flows.eyes + _later(flows.t_s, flows.eyes) - flows.eyes_across
    until = np.stack([_later(flows.t_s, part) for part in flows.strain.T], axis=1)
    elsewhere = (flows.strain + until - flows.strain_across).max(axis=1)
    return np.asarray((eyes > LEAST_STRAIN) & (eyes > elsewhere))


def _apart(found: Sequence[MicroEvent]) -> list[MicroEvent]:
    """Return events in order, of two that overlap the stronger."""
    kept: list[MicroEvent] = []
    for one in sorted(found, key=lambda event: event.onset_s):
        if kept and one.onset_s < kept[-1].offset_s:
            kept[-1] = max(kept[-1], one, key=lambda event: event.strength)
        else:
            kept.append(one)
    return kept
