"""Spotting brief movements in a face: by the main directional maximal difference, and by strain that comes and goes.

What is spotted is a movement of skin that lasts about half a second or less. That is all: it is no leak of a hidden
feeling, and most of what any spotter finds is speech, chewing, swallowing, blinks and noise; `micro.brief` says what of
it is left out.
"""

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.micro.brief import LEAST_STRAIN, RETURN_SHARE, keep_brief, strain_and_back
from desdemona.channels.micro.events import MicroEvent
from desdemona.channels.motion.flow import LAG_S, Flows

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEAST_RATE_HZ = 14.0
"""In fewer frames a second nothing is spotted, since that would say little: of drawn movements under 0.2 s, 7 of 18
were found at 12 frames a second, 20 of 34 at 15, 18 of 18 at 25 (both methods together)."""
TOO_SLOW = f"fewer than {LEAST_RATE_HZ:.0f} frames a second: most movements under 0.2 s show in one frame or none"
FEWEST_FRAMES = 2
"""A movement must show in so many frames, at least by `FOOT_SHARE`: what is in one alone may be a fault of the picture,
a blurred frame or a broken block of its code."""
CLEAR_SDS = 4.0
"""And in each stand out this far from the scatter where the clip is quiet."""
THRESHOLD_P = 0.01
"""p of the published threshold, mean + p (maximum - mean); our choice, the lowest that the challenge's baseline tries:
with .3 one strong movement hides all that are weaker, and what is noise is told by the floors below."""
LEAST_MM = 0.07
"""Relative differences below this are the flow's own noise (a still face: up to 0.04 mm); the published threshold,
which is relative to the clip's largest, would find something in a photograph too."""
NOISE_SDS = 6.0
"""And either must stand out this far from the clip's own scatter where it is quiet, by the median."""
LOCAL_S, LOCAL_SDS = 1.5, 8.0
"""And this far from its scatter within so many seconds: a face turned aside is noisier."""
QUIET_SHARE = 0.25
"""The quietest share of a clip, in pieces as long as that, tells its rest and its scatter, in one who talks too."""
FOOT_SHARE = 0.15
"""A movement begins and ends where its strain is this share of its largest, over what it is at rest."""


def why_withheld(flows: Flows) -> str | None:
    """Say why no brief movement can be told in a recording, if so; no face in it is no reason of its own."""
    t_s = flows.t_s
    return TOO_SLOW if t_s.size > 1 and float(np.median(np.diff(t_s))) > 1 / LEAST_RATE_HZ else None


def spot_by_difference(flows: Flows, *, p: float = THRESHOLD_P) -> list[MicroEvent]:
    """Spot brief movements by the main directional maximal difference (Wang et al. 2017); strength in mm.

    A frame's difference d is compared with those about k before and after, r = d - ½ (d before + d after), negative
    ones being 0, and frames over mean + p (maximum - mean) are spotted; k is 0.2 s. Onset and offset of a run of them
    are where the strain of the face, all parts together, sets in and ends (our choice: the frames spotted, widened by
    a half of k, make a movement of 0.12 s more than twice as long).
    """
    t_s, difference = flows.t_s, flows.difference_mm
    if t_s.size < 3 or why_withheld(flows) or not np.isfinite(difference).any():
        return []
    step_s = float(np.median(np.diff(t_s)))
    sides = [np.interp(t_s + lag, t_s, np.nan_to_num(difference)) for lag in (step_s - LAG_S, LAG_S - step_s)]
    relative = difference - (sides[0] + sides[1]) / 2
    known = np.clip(relative[np.isfinite(relative)], 0, None)
    published = float(known.mean() + p * (known.max() - known.mean()))
    floor = max(LEAST_MM, NOISE_SDS * _quiet(t_s, relative)[1])
    level, scatter = _quiet(t_s, difference)
    whole = flows.strain.sum(axis=1)
    until = strain_and_back(t_s, flows.strain, flows.strain_across).until.sum(axis=1)
    found = []
    spotted = (relative > max(published, floor)) & (difference > RETURN_SHARE * relative)
    for start, stop in _runs(np.asarray(spotted)):
        apex = start + int(np.argmax(relative[start:stop]))
        if _stands_out(t_s, relative, apex) and _shows(difference, apex, level, scatter):
            onset_s, offset_s = _feet(t_s, whole, until, apex)
            found.append(MicroEvent(onset_s, float(t_s[apex]), offset_s, float(relative[apex])))
    return keep_brief(flows, found)


def spot_by_strain(flows: Flows) -> list[MicroEvent]:
    """Spot brief movements by strain that comes and goes in any region of the face; strength is the strain, no unit.

    After Shreve et al. 2011, who look for strain that rises and falls again within a region; `brief.Return` says how
    that is told here. Onset and offset are where the strain since 0.2 s before, and until 0.2 s after, sets in and
    ends.
    """
    t_s = flows.t_s
    if t_s.size < 3 or why_withheld(flows) or not np.isfinite(flows.strain).any():
        return []
    face = strain_and_back(t_s, flows.strain, flows.strain_across)
    until, back = face.until, face.back
    rest, scatter = np.array([_quiet(t_s, part) for part in back.T]).T
    spotted = (back > np.maximum(LEAST_STRAIN, rest + NOISE_SDS * scatter)) & (
        back > RETURN_SHARE * (flows.strain + until)
    )
    found = []
    for start, stop in _runs(np.asarray(spotted.any(axis=1))):
        inside = np.where(spotted[start:stop], back[start:stop], -np.inf)
        row, region = np.unravel_index(int(np.argmax(inside)), inside.shape)
        apex = start + int(row)
        part = back[:, region]
        if _stands_out(t_s, part, apex) and _shows(part, apex, rest[region], scatter[region]):
            onset_s, offset_s = _feet(t_s, flows.strain[:, region], until[:, region], apex)
            found.append(MicroEvent(onset_s, float(t_s[apex]), offset_s, float(flows.strain[apex, region])))
    return keep_brief(flows, found)


def _feet(t_s: Floats, since: Floats, until: Floats, apex: int) -> tuple[float, float]:
    """Return when a movement begins, by its strain since before, and ends, by that until after."""
    onset, offset = apex, apex
    rest = _quiet(t_s, since)[0]
    foot = rest + FOOT_SHARE * (float(since[apex]) - rest)
    while onset > 0 and since[onset - 1] > foot:
        onset -= 1
    foot = rest + FOOT_SHARE * (float(until[apex]) - rest)
    while offset < until.size - 1 and until[offset + 1] > foot:
        offset += 1
    return float(t_s[max(onset - 1, 0)]), float(t_s[min(offset + 1, until.size - 1)])


def _runs(flags: Flags) -> list[tuple[int, int]]:
    """Return first and last + 1 of each stretch of true flags."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(start), int(stop)) for start, stop in edges.reshape(-1, 2)]


def _shows(values: Floats, apex: int, level: float, scatter: float) -> bool:
    """Say whether a movement is in more frames than one."""
    clear = level + max(CLEAR_SDS * scatter, FOOT_SHARE * (float(values[apex]) - level))
    beside = values[max(apex - FEWEST_FRAMES + 1, 0) : apex + FEWEST_FRAMES] > clear
    return any(stop - start >= FEWEST_FRAMES for start, stop in _runs(np.asarray(beside)))


def _scatter(values: Floats) -> float:
    return 1.4826 * float(np.median(np.abs(values - np.median(values)))) if values.size else 0.0


def _quiet(t_s: Floats, values: Floats) -> tuple[float, float]:
    """Return level and scatter of values in the quietest pieces of a clip that have any."""
    pieces = np.floor((t_s - t_s[0]) / LOCAL_S)
    known = np.isfinite(values)
    parts = [values[known & (pieces == piece)] for piece in np.unique(pieces[known])]
    told = [(float(np.median(part)), _scatter(part)) for part in parts]
    level, scatter = np.quantile(np.array(told), QUIET_SHARE, axis=0)
    return float(level), float(scatter)


def _stands_out(t_s: Floats, values: Floats, apex: int) -> bool:
    near = values[(np.abs(t_s - t_s[apex]) <= LOCAL_S) & np.isfinite(values)]
    return bool(values[apex] - np.median(near) > LOCAL_SDS * _scatter(near))
