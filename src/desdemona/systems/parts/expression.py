"""Parts of Basic Emotion Theory: an emotion is said when its facial action departs from the person's neutral face."""

import numpy as np

from desdemona.systems.flows import FloatArray, Flow, Series
from desdemona.systems.parts.part import Given, Parameter, Part, Slot
from desdemona.systems.parts.signs import truth_value

QUANTILE = Parameter(
    "neutral_quantile", "share", "of the measured frames lies on the neutral side of the person's neutral level"
)


def own_quantile(action: FloatArray, share: float) -> float:
    """Return the level below which a share of the measured frames lies, NaN when nothing was measured."""
    measured = action[np.isfinite(action)]
    return float(np.quantile(measured, share)) if measured.size else float("nan")


def apply_raised_action(given: Given) -> Flow:
    """Return 1 in frames in which the action stands above the person's own neutral level by `change`."""
    action = given.series("action")
    neutral = own_quantile(action.value, given.values["neutral_quantile"])
    return Series(action.t_s, truth_value(action.value - neutral >= given.values["change"], action.value))


def apply_lowered_action(given: Given) -> Flow:
    """Return 1 in frames in which the action stands below the person's own neutral level by `change`."""
    action = given.series("action")
    neutral = own_quantile(action.value, 1.0 - given.values["neutral_quantile"])
    return Series(action.t_s, truth_value(neutral - action.value >= given.values["change"], action.value))


RAISED_ACTION = Part(
    name="raised action",
    about=(
        "An expression prototype of one action that moves up (happiness: lip corners, action unit 12), measured from "
        "the person's own neutral level, which is a low quantile of the whole recording; a live system can only look "
        "back. It finds a movement of the face; that the movement means a feeling is the theory's claim, not ours."
    ),
    source="Ekman and Friesen 1978 (FACS); Friesen and Ekman 1983 (EMFACS: happiness is action units 6 and 12)",
    gives="series",
    apply=apply_raised_action,
    slots=(Slot("action", "series"),),
    parameters=(QUANTILE, Parameter("change", "the action's own unit", "above neutral, at least")),
)
LOWERED_ACTION = Part(
    name="lowered action",
    about=(
        "An expression prototype of one action that moves down (a lowered brow, action unit 4), measured from the "
        "person's own neutral level, a high quantile of the whole recording."
    ),
    source="Ekman and Friesen 1978 (FACS); Craig et al. 2008 (brow lowering beside reported confusion in learners)",
    gives="series",
    apply=apply_lowered_action,
    slots=(Slot("action", "series"),),
    parameters=(QUANTILE, Parameter("change", "the action's own unit", "below neutral, at least")),
)
