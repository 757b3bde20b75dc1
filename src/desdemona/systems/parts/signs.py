"""Parts that turn a signal into a sign: a condition held in each frame, and events of held conditions."""

import numpy as np

from desdemona.systems.flows import Events, FloatArray, Flow, Series, frame_lengths_s, inside
from desdemona.systems.parts.part import Given, Parameter, Part, Slot

OPEN_QUANTILE = 0.9
"""A person's own open level: the openness that is exceeded in a tenth of the measured frames."""


def own_open_level(openness: FloatArray) -> float:
    """Return a person's own open level in one recording, NaN when nothing was measured."""
    measured = openness[np.isfinite(openness)]
    return float(np.quantile(measured, OPEN_QUANTILE)) if measured.size else float("nan")


def truth_value(condition: np.ndarray[tuple[int], np.dtype[np.bool_]], measured: FloatArray) -> FloatArray:
    """Return 1 where the condition holds, 0 where it does not, NaN where `measured` is NaN."""
    return np.where(np.isfinite(measured), condition.astype(np.float64), np.nan)


def apply_above_level(given: Given) -> Flow:
    """Return 1 in frames in which the signal reaches the level."""
    signal = given.series("signal")
    return Series(signal.t_s, truth_value(signal.value >= given.values["level"], signal.value))


def apply_lids_closed(given: Given) -> Flow:
    """Return 1 in frames in which the lids are open by at most the share of the person's own open level."""
    signal = given.series("openness")
    limit = given.values["open_share"] * own_open_level(signal.value)
    return Series(signal.t_s, truth_value(signal.value <= limit, signal.value))


def apply_held_events(given: Given) -> Flow:
    """Return the stretches in which a condition held without a break for at least `lasting_s`."""
    condition = given.series("condition")
    t_s = condition.t_s
    holds = condition.value == 1.0
    edges = np.diff(np.concatenate(([0], holds.astype(np.int8), [0])))
    first, last = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1
    end_s = (t_s + frame_lengths_s(t_s))[last]
    # Half a frame of slack: a hold of exactly lasting_s must not depend on where the frames fall.
    slack_s = 0.5 * float(np.median(frame_lengths_s(t_s))) if t_s.size else 0.0
    lasts = end_s - t_s[first] >= given.values["lasting_s"] - slack_s
    start_s, end_s = t_s[first][lasts], end_s[lasts]
    watched = Series(t_s, np.isfinite(condition.value).astype(np.float64))
    return Events(start_s, end_s, end_s - start_s, watched)


def apply_during_events(given: Given) -> Flow:
    """Return 1 in frames within an event, 0 outside, NaN where no event could have been seen."""
    events = given.events("events")
    t_s = events.watched.t_s
    within = inside(t_s, events.t_start_s, events.t_end_s)
    return Series(t_s, np.where((events.watched.value == 1.0) | within, within.astype(np.float64), np.nan))


ABOVE_LEVEL = Part(
    name="above level",
    about="Holds in a frame when the signal reaches a fixed level.",
    source="the plainest reading of a sign such as an open mouth",
    gives="series",
    apply=apply_above_level,
    slots=(Slot("signal", "series"),),
    parameters=(Parameter("level", "the signal's own unit", "reached or passed"),),
)
LIDS_CLOSED = Part(
    name="lids closed",
    about=(
        "Holds in a frame when the lids are open by at most a share of the person's own open level (the openness "
        "exceeded in a tenth of the frames). Looking down narrows the lids too."
    ),
    source="Wierwille et al. 1994 (PERCLOS: closure as a share of the person's own opening)",
    gives="series",
    apply=apply_lids_closed,
    slots=(Slot("openness", "series"),),
    parameters=(Parameter("open_share", "share", "of the own open level, at most"),),
)
HELD_EVENTS = Part(
    name="held events",
    about="An event is a condition that holds without a break for at least a given time.",
    source="the plainest reading of a sign that lasts, such as a yawn",
    gives="events",
    apply=apply_held_events,
    slots=(Slot("condition", "series"),),
    parameters=(Parameter("lasting_s", "s", "at least"),),
)
DURING_EVENTS = Part(
    name="during events",
    about="Holds in a frame that lies within an event.",
    source="bookkeeping",
    gives="series",
    apply=apply_during_events,
    slots=(Slot("events", "events"),),
)
