"""Parts that take several levels together: average, highest, difference, a stacked pair, the strongest of them.

Each gives one window for each of its first input's (of the first that has any); the others count by the window that
ended last by then.
"""

import numpy as np

from desdemona.systems.flows import FloatArray, Flow, Labels, Series, Windows, latest
from desdemona.systems.parts.labels import first_highest, is_said, pick
from desdemona.systems.parts.part import Given, Parameter, Part, Slot


def at_one_time(given: Given) -> tuple[Windows, FloatArray]:
    """Return the windows that tell the time, and all inputs by then (inputs, windows).

    The starts are the earliest of all inputs' that count.
    """
    inputs = [given.windows(name) for name in given.flows]
    clock = next((each for each in inputs if each.t_end_s.size), inputs[0])
    # The clock itself is taken as it is: two of its windows may end at once.
    read = [each if each is clock else latest(each, clock.t_end_s) for each in inputs]
    start_s = np.min([np.minimum(each.t_start_s, clock.t_start_s) for each in read], axis=0)
    return Windows(start_s, clock.t_end_s, clock.value), np.array([each.value for each in read])


def apply_average(given: Given) -> Flow:
    """Return the mean of the levels that are measured, NaN where fewer than `least_measured` are."""
    clock, values = at_one_time(given)
    known = np.isfinite(values)
    count = known.sum(axis=0)
    enough = count >= max(1.0, given.values["least_measured"])
    mean = np.where(known, values, 0.0).sum(axis=0) / np.where(enough, count, np.nan)
    return Windows(clock.t_start_s, clock.t_end_s, mean)


def apply_highest(given: Given) -> Flow:
    """Return the highest of the levels that are measured, NaN where none is."""
    clock, values = at_one_time(given)
    highest = np.max(np.where(np.isfinite(values), values, -np.inf), axis=0)
    return Windows(clock.t_start_s, clock.t_end_s, np.where(np.isfinite(highest), highest, np.nan))


def apply_difference(given: Given) -> Flow:
    """Return own less other, NaN where either is not measured."""
    clock, (own, other) = at_one_time(given)
    return Windows(clock.t_start_s, clock.t_end_s, own - other)


def apply_stacked(given: Given) -> Flow:
    """Return 1 / (1 + exp(-(bias + w1·first + w2·second))), NaN where either is not measured."""
    clock, (first, second) = at_one_time(given)
    total = given.values["first_weight"] * first + given.values["second_weight"] * second + given.values["bias"]
    return Windows(clock.t_start_s, clock.t_end_s, 0.5 * (1.0 + np.tanh(0.5 * total)))


def apply_level_as_series(given: Given) -> Flow:
    """Return, in each frame of the clock, the level of the window that ended last; NaN before the first has."""
    t_s = given.series("clock").t_s
    return Series(t_s, latest(given.windows("level"), t_s).value)


def apply_label_as_condition(given: Given) -> Flow:
    """Return 1 in frames in which the listed label was said last, 0 where another was, NaN where nothing was."""
    said, t_s = given.labelled("said"), given.series("clock").t_s
    wanted = np.array([label == given.labels[0] for label in said.label], dtype=np.float64)
    held = Windows(said.t_start_s, said.t_end_s, np.where(is_said(said), wanted, np.nan))
    return Series(t_s, latest(held, t_s).value)


def apply_strongest_level(given: Given) -> Flow:
    """Return the name of the highest level if it reaches `least_level`, else the listed label.

    Of equal levels it is the first. Where some level is not measured nothing is said: the strongest might be that one.
    """
    clock, values = at_one_time(given)
    known = np.isfinite(values).all(axis=0)
    score = np.where(known, np.nan_to_num(values).max(axis=0), np.nan)
    choice = np.where(score >= given.values["least_level"], first_highest(np.nan_to_num(values)), len(values))
    label = pick(np.where(known, choice, np.nan), (*given.flows, *given.labels))
    return Labels(clock.t_start_s, clock.t_end_s, label, np.clip(score, 0.0, 1.0))


AVERAGE = Part(
    name="average of levels",
    about=(
        "The mean of several levels, of those that are measured; with fewer than enough of them nothing is said. Which "
        "are missing changes what it is a mean of."
    ),
    source="averaging, the plainest fusion of scores (Kittler, Hatef, Duin and Matas 1998: the sum rule)",
    gives="windows",
    apply=apply_average,
    parameters=(Parameter("least_measured", "levels", "must be measured, else not measured"),),
    label_slots="windows",
)
HIGHEST = Part(
    name="highest of levels",
    about="The highest of several levels, of those that are measured, so that it is a least number.",
    source="the plainest reading of an alarm that any of several cues can raise",
    gives="windows",
    apply=apply_highest,
    label_slots="windows",
)
DIFFERENCE = Part(
    name="difference of levels",
    about="One level less another, such as a pupil's share of time against the mean of the class.",
    source="the plainest reading of a comparison",
    gives="windows",
    apply=apply_difference,
    slots=(Slot("own", "windows"), Slot("other", "windows")),
)
STACKED = Part(
    name="stacked level",
    about="A level in 0..1 from two others by a logistic function of their weighted sum.",
    source="stacked generalisation (Wolpert 1992) with a logistic second layer; no document gives its weights",
    gives="windows",
    apply=apply_stacked,
    slots=(Slot("first", "windows"), Slot("second", "windows")),
    parameters=(
        Parameter("bias", "log odds", "where both levels are 0"),
        Parameter("first_weight", "log odds per unit", "of the first level"),
        Parameter("second_weight", "log odds per unit", "of the second level"),
    ),
)
LEVEL_AS_SERIES = Part(
    name="level as series",
    about="A level in each frame: that of the window that ended last.",
    source="bookkeeping",
    gives="series",
    apply=apply_level_as_series,
    slots=(Slot("level", "windows"), Slot("clock", "series")),
)
LABEL_AS_CONDITION = Part(
    name="label as condition",
    about=(
        "Holds in a frame when the label that was said last, by a window that has ended, is the one listed label; "
        "where nothing was said it is not measured."
    ),
    source="bookkeeping",
    gives="series",
    apply=apply_label_as_condition,
    slots=(Slot("said", "labels"), Slot("clock", "series")),
    label_count=1,
)
STRONGEST_LEVEL = Part(
    name="strongest level",
    about=(
        "The name of the highest of several levels, if it is high enough; inputs are named by their labels, the one "
        "listed label is said when none is. Of equal levels the one that stands first wins, so that the order in a "
        "profile is a choice."
    ),
    source="the plainest reading of a readout of one state at a time; no document says how high is enough",
    gives="labels",
    apply=apply_strongest_level,
    parameters=(Parameter("least_level", "the levels' own unit", "is said"),),
    label_slots="windows",
    label_count=1,
)
COMBINING: tuple[Part, ...] = (
    AVERAGE,
    STACKED,
    HIGHEST,
    DIFFERENCE,
    LEVEL_AS_SERIES,
    LABEL_AS_CONDITION,
    STRONGEST_LEVEL,
)
