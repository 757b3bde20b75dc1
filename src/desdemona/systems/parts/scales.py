"""Parts that put a number on a scale from 0 to 1: between two fixed points, or from the person's own baseline."""

import numpy as np

from desdemona.systems.flows import FloatArray, Flow, Windows
from desdemona.systems.parts.part import Given, Parameter, Part, Slot


def own_baseline(level: Windows, baseline_s: float) -> float:
    """Return the median of the measured windows that end within `baseline_s` of the end of the first measured one.

    NaN where no window is measured.
    """
    measured = np.isfinite(level.value)
    if not measured.any():
        return float("nan")
    first_end_s = level.t_end_s[measured].min()
    return float(np.median(level.value[measured & (level.t_end_s <= first_end_s + baseline_s + 1e-6)]))


def scaled(value: FloatArray, zero_at: float, one_at: float) -> FloatArray:
    """Return 0..1: where a value lies between two points; a step from 0 to 1 where they are one."""
    if zero_at == one_at:
        return np.where(np.isfinite(value), (value >= one_at).astype(np.float64), np.nan)
    return np.clip((value - zero_at) / (one_at - zero_at), 0.0, 1.0)


def apply_scaled_level(given: Given) -> Flow:
    """Return a level between 0 and 1, cut off at both ends."""
    level = given.windows("level")
    return Windows(level.t_start_s, level.t_end_s, scaled(level.value, given.values["zero_at"], given.values["one_at"]))


def apply_change_from_baseline(given: Given) -> Flow:
    """Return the difference from the own baseline as a share of the one that counts as full, within 0..1."""
    level = given.windows("level")
    baseline = own_baseline(level, given.values["baseline_s"])
    change = scaled(level.value - baseline, 0.0, given.values["full_change"])
    return Windows(level.t_start_s, level.t_end_s, change)


SCALED_LEVEL = Part(
    name="scaled level",
    about="A level in 0..1: where a number lies between the point that counts as none and the one that counts as full.",
    source="the plainest reading of an index; no document gives the two points",
    gives="windows",
    apply=apply_scaled_level,
    slots=(Slot("level", "windows"),),
    parameters=(
        Parameter("zero_at", "the level's own unit", "gives 0"),
        Parameter("one_at", "the level's own unit", "gives 1; below `zero_at` for a level that counts when it falls"),
    ),
)
CHANGE_FROM_BASELINE = Part(
    name="change from own baseline",
    about=(
        "An index in 0..1: how far a quantity stands from the person's own first measured level, as a share of the "
        "difference that counts as full. Stairs, fear, fever and coffee change it as well as guilt."
    ),
    source="the control-question logic of the polygraph: a person against her own baseline",
    gives="windows",
    apply=apply_change_from_baseline,
    slots=(Slot("level", "windows"),),
    parameters=(
        Parameter("baseline_s", "s", "after the first measured window belong to the baseline"),
        Parameter("full_change", "the level's own unit", "counts as full; negative where a fall counts"),
    ),
)
SCALES: tuple[Part, ...] = (SCALED_LEVEL, CHANGE_FROM_BASELINE)
