"""Parts that put a face on two scales, valence and arousal, from its action units."""

import numpy as np

from desdemona.systems.flows import FloatArray, Flow, Series
from desdemona.systems.parts.conditions import on_one_clock
from desdemona.systems.parts.emfacs import FULL_SHARE, evidence
from desdemona.systems.parts.part import Given, Part, Slot

PLEASANT, UNPLEASANT = ("au6", "au12"), ("au4", "au9", "au10", "au15")
AROUSED = ("au1", "au2", "au5", "au20", "au25", "au26")
_SOURCE = "Russell 1980 (two dimensions of affect); which units stand for them is our choice, no document gives it"


def shown(given: Given) -> tuple[FloatArray, FloatArray]:
    """Return frame times and the evidence 0..1 for every unit (units, frames), NaN where it was not measured."""
    t_s, amounts = on_one_clock(given)
    return t_s, evidence(amounts, given.values["full_share"])


def apply_valence(given: Given) -> Flow:
    """Return the mean of the pleasant units less the strongest of the unpleasant ones, -1..1."""
    t_s, units = shown(given)
    rows = dict(zip(given.flows, units, strict=True))
    pleasant = np.mean([rows[name] for name in PLEASANT], axis=0)
    return Series(t_s, np.asarray(pleasant - np.max([rows[name] for name in UNPLEASANT], axis=0), dtype=np.float64))


def apply_arousal(given: Given) -> Flow:
    """Return the mean evidence for the units of raised brows and lids, stretched and parted lips, 0..1."""
    t_s, units = shown(given)
    return Series(t_s, np.asarray(units.mean(axis=0), dtype=np.float64))


VALENCE = Part(
    name="valence from units",
    about=(
        "A number from -1 to 1 in each frame: the mean of cheek raiser and lip corner puller less the strongest of "
        "brow lowerer, nose wrinkler, upper lip raiser and lip corner depressor. It adds up movements; a polite smile "
        "and a low sun move it as well as a feeling."
    ),
    source=_SOURCE,
    gives="series",
    apply=apply_valence,
    slots=tuple(Slot(unit, "series") for unit in (*PLEASANT, *UNPLEASANT)),
    parameters=(FULL_SHARE,),
)
AROUSAL = Part(
    name="arousal from units",
    about=(
        "A number from 0 to 1 in each frame: the mean of the brow raisers, upper lid raiser, lip stretcher, parted "
        "lips and dropped jaw. It adds up movements; speech moves it as well as a feeling."
    ),
    source=_SOURCE,
    gives="series",
    apply=apply_arousal,
    slots=tuple(Slot(unit, "series") for unit in AROUSED),
    parameters=(FULL_SHARE,),
)
AFFECT: tuple[Part, ...] = (VALENCE, AROUSAL)
