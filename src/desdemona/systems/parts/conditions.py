"""Parts that hold or do not hold in a frame: below a level, within a range, and several conditions taken together."""

from functools import partial

import numpy as np

from desdemona.systems.flows import FloatArray, Flow, Series, at_times
from desdemona.systems.parts.part import Given, Parameter, Part, Slot
from desdemona.systems.parts.signs import truth_value


def apply_below_level(given: Given) -> Flow:
    """Return 1 in frames in which the signal is at the level or below."""
    signal = given.series("signal")
    return Series(signal.t_s, truth_value(signal.value <= given.values["level"], signal.value))


def apply_within_range(given: Given) -> Flow:
    """Return 1 in frames in which the signal lies within the range, both ends included."""
    signal = given.series("signal")
    holds = (signal.value >= given.values["from_level"]) & (signal.value <= given.values["to_level"])
    return Series(signal.t_s, truth_value(holds, signal.value))


def apply_not(given: Given) -> Flow:
    """Return 1 in frames in which a condition does not hold, NaN where it was not measured."""
    condition = given.series("condition")
    return Series(condition.t_s, truth_value(condition.value != 1.0, condition.value))


def on_one_clock(given: Given) -> tuple[FloatArray, FloatArray]:
    """Return frame times (frames,) and all inputs at them (inputs, frames): those of the first input with any frame."""
    inputs = [given.series(name) for name in given.flows]
    t_s = next((each.t_s for each in inputs if each.t_s.size), np.empty(0))
    return t_s, np.array([at_times(each, t_s) for each in inputs])


def votes(held: FloatArray, least_count: float) -> FloatArray:
    """Return 1 in frames in which enough conditions hold, 0 where too few can, NaN where it hangs on unmeasured ones.

    `held` has shape (conditions, frames); a condition holds where it is 1.
    """
    for_it, unknown = (held == 1.0).sum(axis=0), np.isnan(held).sum(axis=0)
    return np.where(for_it >= least_count, 1.0, np.where(for_it + unknown < least_count, 0.0, np.nan))


def apply_any_of(given: Given) -> Flow:
    """Return 1 in frames in which any condition holds, 0 where all are measured and none does."""
    t_s, held = on_one_clock(given)
    return Series(t_s, votes(held, 1))


def apply_all_of(given: Given) -> Flow:
    """Return 1 in frames in which all conditions hold, 0 where any is measured not to."""
    t_s, held = on_one_clock(given)
    return Series(t_s, votes(held, len(held)))


def apply_at_least_some_of(given: Given) -> Flow:
    """Return 1 in frames in which at least `least_count` conditions hold."""
    t_s, held = on_one_clock(given)
    return Series(t_s, votes(held, given.values["least_count"]))


BELOW_LEVEL = Part(
    name="below level",
    about="Holds in a frame when the signal is at a fixed level or below it.",
    source="the plainest reading of a sign such as narrowed lids",
    gives="series",
    apply=apply_below_level,
    slots=(Slot("signal", "series"),),
    parameters=(Parameter("level", "the signal's own unit", "or less"),),
)
WITHIN_RANGE = Part(
    name="within range",
    about="Holds in a frame when the signal lies between two levels, both included.",
    source="the plainest reading of a zone, such as a look to one side",
    gives="series",
    apply=apply_within_range,
    slots=(Slot("signal", "series"),),
    parameters=(
        Parameter("from_level", "the signal's own unit", "or more"),
        Parameter("to_level", "the signal's own unit", "or less"),
    ),
)
NOT = Part(
    name="not",
    about="Holds in a frame in which a condition was measured and does not hold.",
    source="bookkeeping",
    gives="series",
    apply=apply_not,
    slots=(Slot("condition", "series"),),
)
_COMBINED = partial(Part, gives="series", label_slots="series")
ANY_OF = _COMBINED(
    name="any of",
    about=(
        "Holds in a frame when any of several conditions does. It fails only where all were measured; inputs of "
        "another clock are taken at the frames of the first."
    ),
    source="bookkeeping",
    apply=apply_any_of,
)
ALL_OF = _COMBINED(
    name="all of",
    about=(
        "Holds in a frame when all of several conditions do. It fails where any is measured not to hold; inputs of "
        "another clock are taken at the frames of the first."
    ),
    source="bookkeeping",
    apply=apply_all_of,
)
AT_LEAST_SOME_OF = _COMBINED(
    name="at least some of",
    about=(
        "Holds in a frame when enough of several conditions do: each has one vote. Conditions that were not measured "
        "have none, and where they could tip it nothing is said."
    ),
    source="majority vote, the plainest fusion of decisions (Kuncheva 2004, Combining Pattern Classifiers)",
    apply=apply_at_least_some_of,
    parameters=(Parameter("least_count", "conditions", "hold, at least"),),
)
CONDITIONS: tuple[Part, ...] = (BELOW_LEVEL, WITHIN_RANGE, ANY_OF, ALL_OF, AT_LEAST_SOME_OF, NOT)
