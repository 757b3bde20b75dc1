"""Parts that look back over a stretch of time: mean, spread, counts so far, and how fast a level changes."""

import numpy as np

from desdemona.systems.flows import FloatArray, Flow, Series, Windows, frame_lengths_s, latest, sums_between
from desdemona.systems.parts.levels import EVERY_S, LEAST_WATCHED, WINDOW, look_back
from desdemona.systems.parts.part import Given, Parameter, Part, Slot


def moments(signal: Series, start_s: FloatArray, end_s: FloatArray, least_s: float) -> tuple[FloatArray, FloatArray]:
    """Return mean and standard deviation over measured time in each window, NaN where less than `least_s` of it."""
    known, lengths_s = np.isfinite(signal.value), frame_lengths_s(signal.t_s)
    middle = float(np.median(signal.value[known])) if known.any() else 0.0
    off = np.where(known, signal.value - middle, 0.0)  # about the middle, so that squares lose no digits
    known_s = sums_between(signal.t_s, lengths_s * known, start_s, end_s)
    whole_s = np.where(known_s >= max(least_s, 1e-9), known_s, np.nan)
    mean = sums_between(signal.t_s, lengths_s * off, start_s, end_s) / whole_s
    square = sums_between(signal.t_s, lengths_s * off**2, start_s, end_s) / whole_s
    return mean + middle, np.sqrt(np.maximum(square - mean**2, 0.0))


def apply_mean(given: Given) -> Flow:
    """Return the mean of a signal over measured time in a sliding window."""
    signal = given.series("signal")
    start_s, end_s = look_back(signal.t_s, given.values["window_s"])
    return Windows(start_s, end_s, moments(signal, start_s, end_s, given.values["least_watched_s"])[0])


def apply_spread(given: Given) -> Flow:
    """Return the standard deviation of a signal over measured time in a sliding window."""
    signal = given.series("signal")
    start_s, end_s = look_back(signal.t_s, given.values["window_s"])
    return Windows(start_s, end_s, moments(signal, start_s, end_s, given.values["least_watched_s"])[1])


def apply_pitch_spread(given: Given) -> Flow:
    """Return the standard deviation of a pitch in semitones over measured time in a sliding window."""
    signal = given.series("signal")
    start_s, end_s = look_back(signal.t_s, given.values["window_s"])
    semitones = Series(signal.t_s, 12.0 * np.log2(np.where(signal.value > 0, signal.value, np.nan)))
    return Windows(start_s, end_s, moments(semitones, start_s, end_s, given.values["least_watched_s"])[1])


def apply_events_so_far(given: Given) -> Flow:
    """Return how many events have begun by each second; NaN until anyone could have seen one."""
    events = given.events("events")
    t_s = events.watched.t_s
    start_s, end_s = look_back(t_s, np.inf)
    watched_s = sums_between(t_s, frame_lengths_s(t_s) * (events.watched.value == 1.0), start_s, end_s)
    begun = np.searchsorted(np.sort(events.t_start_s), end_s - 1e-9).astype(np.float64)
    return Windows(start_s, end_s, np.where(watched_s > 0, begun, np.nan))


def apply_time_so_far(given: Given) -> Flow:
    """Return for how many seconds a condition has held by each second; NaN until it was measured."""
    condition = given.series("condition")
    t_s, lengths_s = condition.t_s, frame_lengths_s(condition.t_s)
    start_s, end_s = look_back(t_s, np.inf)
    held_s = sums_between(t_s, lengths_s * (condition.value == 1.0), start_s, end_s)
    known_s = sums_between(t_s, lengths_s * np.isfinite(condition.value), start_s, end_s)
    return Windows(start_s, end_s, np.where(known_s > 0, held_s, np.nan))


def apply_rate_of_change(given: Given) -> Flow:
    """Return by how much a minute a level changed since the window that ended last at least `over_s` before."""
    level = given.windows("level")
    then_s = level.t_end_s - given.values["over_s"]
    before = latest(level, then_s)
    passed_s = level.t_end_s - latest(Windows(level.t_start_s, level.t_end_s, level.t_end_s), then_s).value
    change = (level.value - before.value) / np.where(passed_s > 0, passed_s, np.nan)
    return Windows(np.minimum(level.t_start_s, before.t_start_s), level.t_end_s, 60.0 * change)


MEAN = Part(
    name="mean over window",
    about="The mean of a signal over measured time in a sliding window, read once a second.",
    source="the plainest reading of a smoothed display",
    gives="windows",
    apply=apply_mean,
    slots=(Slot("signal", "series"),),
    parameters=(WINDOW, LEAST_WATCHED),
)
SPREAD = Part(
    name="spread over window",
    about=(
        "The standard deviation of a signal over measured time in a sliding window, read once a second: how varied a "
        "voice's pitch is, how far a vehicle strays in its lane."
    ),
    source="standard deviation of lane position (O'Hanlon et al. 1982); of F0, in every study of voice",
    gives="windows",
    apply=apply_spread,
    slots=(Slot("signal", "series"),),
    parameters=(WINDOW, LEAST_WATCHED),
)
PITCH_SPREAD = Part(
    name="pitch spread in semitones",
    about=(
        "The standard deviation of a pitch in semitones over measured time in a sliding window, read once a second: "
        "how lively the melody of a voice is, alike for a high and a low voice."
    ),
    source="standard deviation of F0 on a logarithmic scale, in every study of intonation",
    gives="windows",
    apply=apply_pitch_spread,
    slots=(Slot("signal", "series"),),
    parameters=(WINDOW, LEAST_WATCHED),
)
EVENTS_SO_FAR = Part(
    name="events so far",
    about=(
        "How many events have begun from the start to each second. Those that nobody could see are not in it, so that "
        "it is a least number."
    ),
    source="the plainest reading of a count",
    gives="windows",
    apply=apply_events_so_far,
    slots=(Slot("events", "events"),),
)
TIME_SO_FAR = Part(
    name="time so far",
    about=(
        "For how many seconds a condition has held from the start to each second. Time in which it was not measured "
        "is not in it, so that it is a least number."
    ),
    source="the plainest reading of a sum of time",
    gives="windows",
    apply=apply_time_so_far,
    slots=(Slot("condition", "series"),),
)
RATE_OF_CHANGE = Part(
    name="rate of change",
    about="By how much a minute a level changed over the time looked back on; nothing is said before that has passed.",
    source="the plainest reading of a trend",
    gives="windows",
    apply=apply_rate_of_change,
    slots=(Slot("level", "windows"),),
    parameters=(Parameter("over_s", "s", f"looked back on, more than 0; levels are mostly read every {EVERY_S:g} s"),),
)
WINDOWS: tuple[Part, ...] = (MEAN, SPREAD, PITCH_SPREAD, EVENTS_SO_FAR, TIME_SO_FAR, RATE_OF_CHANGE)
