"""Parts that say a label: by a threshold, by cut points, by priority; and the log of what was done on it."""

import numpy as np
from numpy.typing import NDArray

from desdemona.systems.flows import Events, FloatArray, Flow, LabelArray, Labels, Series, latest, ticks_s
from desdemona.systems.parts.levels import held_share
from desdemona.systems.parts.part import Given, Parameter, Part, Slot

TIED = 1e-9
"""Scores closer than this are equal: they are sums of the same numbers in another order."""


def is_said(labels: Labels) -> NDArray[np.bool_]:
    """Return in which windows anything was said."""
    return np.array([label is not None for label in labels.label], dtype=np.bool_)


def pick(choice: FloatArray, labels: tuple[str, ...]) -> LabelArray:
    """Return the label numbered by `choice` in each window, None where `choice` is NaN."""
    said = np.full(choice.shape, None, dtype=object)
    for number, label in enumerate(labels):
        said[choice == number] = label
    return said


def first_highest(scores: FloatArray) -> NDArray[np.intp]:
    """Return which of several scores (scores, windows) is the highest in each window; of equal ones the first."""
    return np.asarray((scores >= scores.max(axis=0) - TIED).argmax(axis=0), dtype=np.intp)


def apply_threshold(given: Given) -> Flow:
    """Return the first label where the level is reached, the second where it is not."""
    level = given.windows("level")
    below = (level.value < given.values["at_least"]).astype(np.float64)
    choice = np.where(np.isfinite(level.value), below, np.nan)
    score = np.clip(level.value, 0.0, 1.0)
    return Labels(level.t_start_s, level.t_end_s, pick(choice, given.labels), score)


def apply_cut_points(given: Given) -> Flow:
    """Return the first label below both cut points, the third from the upper one on, the second between."""
    level = given.windows("level")
    choice = (level.value >= given.values["second_from"]).astype(np.float64)
    choice = np.where(level.value >= given.values["third_from"], 2.0, choice)
    choice = np.where(np.isfinite(level.value), choice, np.nan)
    return Labels(level.t_start_s, level.t_end_s, pick(choice, given.labels), np.clip(level.value, 0.0, 1.0))


def apply_two_by_two(given: Given) -> Flow:
    """Return which of two levels are high: neither, only the second, only the first, or both."""
    first = given.windows("first")
    second = latest(given.windows("second"), first.t_end_s)
    high = [(level.value >= given.values[f"{name}_from"]) for name, level in (("first", first), ("second", second))]
    known = np.isfinite(first.value) & np.isfinite(second.value)
    choice = np.where(known, 2.0 * high[0] + high[1], np.nan)
    return Labels(first.t_start_s, first.t_end_s, pick(choice, given.labels), np.full(choice.shape, np.nan))


def apply_priority(given: Given) -> Flow:
    """Return, in each window, the first label whose condition held for enough of it, else the label for none.

    Where a condition that goes before was not measured (under half of the window), the label cannot be decided and
    nothing is said. `score` is the share of the window in which the deciding condition held; none has no score.
    """
    names = tuple(given.flows)
    clock = given.series(names[0])
    end_s = ticks_s(clock.t_s, given.values["window_s"])
    start_s = np.concatenate((clock.t_s[:1], end_s[:-1]))
    choice, score = np.full(end_s.shape, np.nan), np.full(end_s.shape, np.nan)
    open_still = np.ones(end_s.shape, dtype=bool)
    for number, name in enumerate(names):
        share = held_share(given.series(name), start_s, end_s)
        won = open_still & (share >= given.values["least_share"])
        choice[won], score[won] = number, share[won]
        open_still &= np.isfinite(share) & ~won
    choice[open_still] = len(names)
    return Labels(start_s, end_s, pick(choice, (*names, *given.labels)), score)


def apply_action_log(given: Given) -> Flow:
    """Return one event for each stretch in which one of the labels stood, from being said to the next reading."""
    said = given.labelled("said")
    on = np.isin(said.label.astype(str), given.labels) & is_said(said)
    edges = np.diff(np.concatenate(([0], on.astype(np.int8), [0])))
    first, last = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1
    until_s = np.append(said.t_end_s[1:], said.t_end_s[-1:])
    start_s, end_s = said.t_end_s[first], until_s[last]
    watched = is_said(said).astype(np.float64)
    return Events(start_s, end_s, end_s - start_s, Series(said.t_end_s, watched))


THRESHOLD = Part(
    name="threshold to label",
    about="Says the first label where the level is reached, the second where it is not.",
    source="the plainest reading of a warning",
    gives="labels",
    apply=apply_threshold,
    slots=(Slot("level", "windows"),),
    parameters=(Parameter("at_least", "the level's own unit", "says the first label"),),
    label_count=2,
)
CUT_POINTS = Part(
    name="three levels",
    about="Cuts a number into three labels, from low to high.",
    source="the plainest reading of a table of levels",
    gives="labels",
    apply=apply_cut_points,
    slots=(Slot("level", "windows"),),
    parameters=(
        Parameter("second_from", "the level's own unit", "the second label begins"),
        Parameter("third_from", "the level's own unit", "the third label begins"),
    ),
    label_count=3,
)
TWO_BY_TWO = Part(
    name="two by two",
    about=(
        "One of four labels from two levels, each high or not: neither, only the second, only the first, both. The "
        "second counts by the window that ended last, however long ago, as a grade does."
    ),
    source="the plainest reading of a table of types, such as pupils by attention and grades",
    gives="labels",
    apply=apply_two_by_two,
    slots=(Slot("first", "windows"), Slot("second", "windows")),
    parameters=(
        Parameter("first_from", "the first level's own unit", "counts as high"),
        Parameter("second_from", "the second level's own unit", "counts as high"),
    ),
    label_count=4,
)
PRIORITY = Part(
    name="label by priority",
    about=(
        "In each window, the first label whose condition held for enough of it; inputs are named by their labels, "
        "the one listed label is said when none held."
    ),
    source="bookkeeping; no document says how competing states are settled",
    gives="labels",
    apply=apply_priority,
    parameters=(
        Parameter("window_s", "s", "a label stands for"),
        Parameter("least_share", "share", "of the window, at least"),
    ),
    label_slots="series",
    label_count=1,
)
ACTION_LOG = Part(
    name="action log",
    about="Logs an action (a warning, music) for each stretch in which one of the listed labels stands; does nothing.",
    source="an action of a documented system is only ever written down here",
    gives="events",
    apply=apply_action_log,
    slots=(Slot("said", "labels"),),
    label_count=None,
)
