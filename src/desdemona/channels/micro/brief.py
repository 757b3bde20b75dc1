"""What makes a spotted movement a brief one: it lasts as long as one may, and nothing else explains it.

Left out are movements that follow one another as syllables do, that come while the head moves, and those of the lids.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.micro.events import MicroEvent
from desdemona.channels.motion.flow import LAG_S, Flows

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEAST_STRAIN = 0.007
"""Strain that comes and goes below this is the flow's own noise (a still face: up to 0.005)."""
LONGEST_S, SHORTEST_S = 0.5, 0.05
"""The usual limit of a micro-expression is 0.5 s (Yan et al. 2013); what is over within 0.05 s is a fault of the
picture."""
SLACK_S = 0.07
"""How much longer an event may come out than the limit: two frames at 30 a second."""
MOST_HEAD_MM = 2.0
"""While the head moves further than this within 0.2 s nothing is spotted."""
RETURN_SHARE = 0.5
"""Least share of the way there and back that a movement must really come back: a smile that stays does not."""
REST_S = 1.0
"""So long before its onset and after its offset the face must be at rest: syllables follow one another."""
REST_SHARE = 0.25
"""What counts as rest, as a share of the event's own strain."""
MOST_UNREST_S = 0.075
"""And so long at most it may move within `REST_S`: two frames at 30 a second, one at 15."""
BLINK_PER_MM = 0.11
"""A movement is one of the lids where so much strain around the eyes comes and goes for each mm that anything else
moves, or more than anywhere else: lids strain the skin above them too, but take it nowhere. Our choice: of 241 drawn
movements of lids none lay under .117, of 134 brief movements of the face, brows among them, none over .100."""


@dataclass(frozen=True, slots=True, eq=False)
class Return:
    """Strain that comes and goes, in each part of a face: `until` (n, parts) that until 0.2 s after, `back` as below.

    `back` is strain since 0.2 s before, plus strain until 0.2 s after, less strain between those two, which is nothing
    for a face on its way from one shape to another; and no more than twice the smaller of the first two, so that what
    only comes, or only goes, does not count where the flow between the two was missed.
    """

    until: Floats
    back: Floats


def strain_and_back(t_s: Floats, since: Floats, across: Floats) -> Return:
    """Return strain that comes and goes, from that since before and that across, both (n, parts)."""
    until = np.stack([np.interp(t_s + LAG_S, t_s, np.nan_to_num(part)) for part in since.T], axis=1)
    return Return(until, np.minimum(since + until - across, 2 * np.minimum(since, until)))


def keep_brief(flows: Flows, found: Sequence[MicroEvent]) -> list[MicroEvent]:
    """Return the events that are brief, in a head that keeps still, no blink, and with rest before and after."""
    t_s = flows.t_s
    face = strain_and_back(t_s, flows.strain, flows.strain_across)
    blinks = find_blinks(flows, face)
    lids = _summed(t_s, blinks.astype(np.float64), LAG_S) > 0
    since = np.where(lids, 0, np.nan_to_num(flows.strain).max(axis=1))
    until = np.where(lids, 0, face.until.max(axis=1))
    step_s = float(np.median(np.diff(t_s)))
    kept = []
    for one in found:
        around = (t_s >= one.onset_s - LAG_S) & (t_s <= one.offset_s + LAG_S)
        near = np.abs(t_s - one.apex_s) <= LAG_S / 2 + 1e-6
        apex = int(np.argmin(np.abs(t_s - one.apex_s)))
        parts, both = face.back[apex], flows.strain[apex] + face.until[apex]
        rest = max(LEAST_STRAIN, REST_SHARE * float(since[near].max()))
        faults = (
            not SHORTEST_S <= one.offset_s - one.onset_s <= LONGEST_S + SLACK_S,
            bool((np.nan_to_num(flows.head_mm[around]) > MOST_HEAD_MM).any()),
            bool(blinks[near].any()),
            not float(parts[both.argmax()]) > RETURN_SHARE * float(both.max()),
            step_s * (since[(t_s >= one.onset_s - REST_S) & (t_s <= one.onset_s)] > rest).sum() > MOST_UNREST_S,
            step_s * (until[(t_s >= one.offset_s) & (t_s <= one.offset_s + REST_S)] > rest).sum() > MOST_UNREST_S,
        )
        if not any(faults):
            kept.append(one)
    return _apart(kept)


def find_blinks(flows: Flows, face: Return) -> Flags:
    """Say in which frames (n,) what moves the face is the lids."""
    t_s = flows.t_s
    until = np.interp(t_s + LAG_S, t_s, np.nan_to_num(flows.eyes))
    eyes = flows.eyes + until - flows.eyes_across
    elsewhere = (flows.strain + face.until - flows.strain_across).max(axis=1)
    lids, skin, moved_mm = (_summed(t_s, part) for part in (eyes, elsewhere, flows.difference_mm))
    return np.asarray((np.nan_to_num(eyes) > LEAST_STRAIN) & ((lids > BLINK_PER_MM * moved_mm) | (lids > skin)))


def _summed(t_s: Floats, values: Floats, half_s: float = LAG_S / 2) -> Floats:
    """Return the sum of what is above 0 in the frames up to `half_s` before and after."""
    total = np.concatenate([[0.0], np.cumsum(np.clip(np.nan_to_num(values), 0, None))])
    first = np.searchsorted(t_s, t_s - half_s - 1e-6)
    last = np.searchsorted(t_s, t_s + half_s + 1e-6, side="right")
    return np.asarray(total[last] - total[first])


def _apart(events: Sequence[MicroEvent]) -> list[MicroEvent]:
    """Return events in order, of two that overlap the stronger."""
    kept: list[MicroEvent] = []
    for one in sorted(events, key=lambda event: event.onset_s):
        if kept and one.onset_s < kept[-1].offset_s:
            kept[-1] = max(kept[-1], one, key=lambda event: event.strength)
        else:
            kept.append(one)
    return kept
