"""Parts that turn signs and signals into numbers: rates, shares of time, levels, indices."""

import numpy as np

from desdemona.systems.flows import FloatArray, Flow, Series, Windows, frame_lengths_s, latest, sums_between, ticks_s
from desdemona.systems.parts.part import Given, Parameter, Part, Slot
from desdemona.systems.parts.scales import own_baseline

EVERY_S = 1.0
"""Sliding windows are read once a second."""
WINDOW = Parameter("window_s", "s", "looked back on; early in a recording, what there is")
LEAST_WATCHED = Parameter("least_watched_s", "s", "must have been watched in the window, else not measured")


def look_back(t_s: FloatArray, window_s: float) -> tuple[FloatArray, FloatArray]:
    """Return starts and ends of windows that end once a second and look back by at most `window_s`.

    A single picture has one window, however short a time is looked back on.
    """
    end_s = ticks_s(t_s, EVERY_S)
    first_s = t_s[0] if t_s.size else 0.0
    return np.maximum(end_s - (window_s if t_s.size > 1 else np.inf), first_s), end_s


def apply_event_rate(given: Given) -> Flow:
    """Return events a minute of watched time; an event counts in the window in which it ends."""
    events = given.events("events")
    t_s = events.watched.t_s
    start_s, end_s = look_back(t_s, given.values["window_s"])
    ends = np.sort(events.t_end_s)
    upto = np.searchsorted(ends, end_s + 1e-6, side="right")
    before = np.searchsorted(ends, start_s + 1e-6, side="right")
    watched_s = sums_between(t_s, frame_lengths_s(t_s) * (events.watched.value == 1.0), start_s, end_s)
    enough = watched_s >= np.maximum(given.values["least_watched_s"], 1e-9)
    rate = 60.0 * (upto - before) / np.where(enough, watched_s, np.nan)
    return Windows(start_s, end_s, rate)


def apply_share_of_time(given: Given) -> Flow:
    """Return the share of watched time in which a condition held."""
    condition = given.series("condition")
    t_s, lengths_s = condition.t_s, frame_lengths_s(condition.t_s)
    start_s, end_s = look_back(t_s, given.values["window_s"])
    watched_s = sums_between(t_s, lengths_s * np.isfinite(condition.value), start_s, end_s)
    held_s = sums_between(t_s, lengths_s * (condition.value == 1.0), start_s, end_s)
    enough = watched_s >= np.maximum(given.values["least_watched_s"], 1e-9)
    return Windows(start_s, end_s, np.clip(held_s / np.where(enough, watched_s, np.nan), 0.0, 1.0))


def apply_weighted_level(given: Given) -> Flow:
    """Return w·min(1, a/A) + (1-w)·min(1, b/B); not measured where either rate is not."""
    first = given.windows("first")
    second = latest(given.windows("second"), first.t_end_s)
    weight = given.values["first_weight"]
    level = weight * np.minimum(1.0, first.value / given.values["first_full"])
    level = level + (1.0 - weight) * np.minimum(1.0, second.value / given.values["second_full"])
    return Windows(np.minimum(first.t_start_s, second.t_start_s), first.t_end_s, level)


def apply_rise_over_baseline(given: Given) -> Flow:
    """Return the rise over the own baseline as a share of the rise that counts as full, within 0..1.

    Nothing is measured when no window is.
    """
    rate = given.windows("rate")
    baseline = own_baseline(rate, given.values["baseline_s"])
    rise = (rate.value / baseline - 1.0) / given.values["full_rise"]
    return Windows(rate.t_start_s, rate.t_end_s, np.clip(rise, 0.0, 1.0))


EVENT_RATE = Part(
    name="event rate",
    about="Events a minute of watched time in a sliding window, read once a second.",
    source="the plainest reading of 'frequent'",
    gives="windows",
    apply=apply_event_rate,
    slots=(Slot("events", "events"),),
    parameters=(WINDOW, LEAST_WATCHED),
)
SHARE_OF_TIME = Part(
    name="share of time",
    about="Share of watched time in which a condition held, in a sliding window, read once a second.",
    source="the plainest reading of a running display",
    gives="windows",
    apply=apply_share_of_time,
    slots=(Slot("condition", "series"),),
    parameters=(WINDOW, LEAST_WATCHED),
)
WEIGHTED_LEVEL = Part(
    name="weighted level",
    about="A level in 0..1 from two rates, each as a share of the rate that counts as full, weighted.",
    source="weighted sums are the commonest fusion of fatigue cues; no document gives the weights",
    gives="windows",
    apply=apply_weighted_level,
    slots=(Slot("first", "windows"), Slot("second", "windows")),
    parameters=(
        Parameter("first_weight", "share", "of the first rate; the second has the rest"),
        Parameter("first_full", "the first rate's own unit", "counts as full"),
        Parameter("second_full", "the second rate's own unit", "counts as full"),
    ),
)
RISE_OVER_BASELINE = Part(
    name="rise over own baseline",
    about=(
        "An index in 0..1: how far a quantity has risen over the person's own first measured level, as a share of "
        "the rise that counts as full. Stairs, fear, fever and coffee raise it as well as guilt."
    ),
    source="the control-question logic of the polygraph: a person against her own baseline",
    gives="windows",
    apply=apply_rise_over_baseline,
    slots=(Slot("rate", "windows"),),
    parameters=(
        Parameter("baseline_s", "s", "after the first measured window belong to the baseline"),
        Parameter("full_rise", "share", "of the baseline counts as full"),
    ),
)


def held_share(condition: Series, start_s: FloatArray, end_s: FloatArray) -> FloatArray:
    """Return the share of measured time a condition held in each window; NaN where under half was measured."""
    t_s, lengths_s = condition.t_s, frame_lengths_s(condition.t_s)
    whole_s = sums_between(t_s, lengths_s, start_s, end_s)
    measured_s = sums_between(t_s, lengths_s * np.isfinite(condition.value), start_s, end_s)
    held_s = sums_between(t_s, lengths_s * (condition.value == 1.0), start_s, end_s)
    enough = (measured_s >= 0.5 * whole_s) & (measured_s > 0)
    # Sums of frame times round, and a share must not pass 1 by that.
    return np.clip(held_s / np.where(enough, measured_s, np.nan), 0.0, 1.0)
