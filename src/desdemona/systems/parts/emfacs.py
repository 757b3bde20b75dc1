"""Parts of Basic Emotion Theory: the seven prototypes, scored from action units, and the strongest of them.

Which units make a prototype is EMFACS as it is commonly tabled (Friesen and Ekman 1983; Ekman, Friesen and Hager 2002,
Investigator's Guide; for contempt Ekman and Friesen 1986, Matsumoto and Ekman 2004). The tables list several variants
of each; the core that they share is taken here, alternatives by the stronger. That such a face means a feeling is the
theory's claim; what is found here is a combination of movements.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from desdemona.systems.flows import FloatArray, Flow, Labels, Series, frame_lengths_s, sums_between, ticks_s
from desdemona.systems.parts.labels import first_highest
from desdemona.systems.parts.part import Given, Parameter, Part, Slot


@dataclass(frozen=True, slots=True)
class Prototype:
    """One prototype: the units that belong to it; each member is met by the stronger of its alternatives.

    In a `one_sided` prototype each member is met by how much the left (`_left`) exceeds the right (`_right`), or the
    other way round.
    """

    name: str
    members: tuple[tuple[str, ...], ...]
    one_sided: bool = False

    @property
    def units(self) -> tuple[str, ...]:
        """Return the inputs, each once."""
        named = [unit for member in self.members for unit in member]
        return tuple(f"{unit}_{side}" for unit in named for side in ("left", "right")) if self.one_sided else (*named,)


PROTOTYPES: tuple[Prototype, ...] = (
    Prototype("happiness", (("au6",), ("au12",))),
    Prototype("sadness", (("au1",), ("au4",), ("au15",))),
    Prototype("surprise", (("au1",), ("au2",), ("au5",), ("au26", "au27"))),
    Prototype("fear", (("au1",), ("au2",), ("au4",), ("au5",), ("au20",), ("au25", "au26", "au27"))),
    Prototype("anger", (("au4",), ("au5",), ("au7",), ("au23_24",))),
    Prototype("disgust", (("au9", "au10"),)),
    Prototype("contempt", (("au14",),), one_sided=True),
)
"""The seven, under the names that the field uses."""

FULL_SHARE = Parameter(
    "full_share",
    "share of a full movement",
    "of a unit counts as full evidence for it; no table says how much (our assumption .6, plausible .3 to 1)",
)


def evidence(amount: FloatArray, full_share: float) -> FloatArray:
    """Return 0..1: an amount as a share of the one that counts as full, NaN where it was not measured."""
    return np.clip(amount / full_share, 0.0, 1.0)


def apply_prototype(prototype: Prototype, given: Given) -> Flow:
    """Return the mean evidence of a prototype's members in each frame, NaN where one of its units is not measured."""
    full, t_s = given.values["full_share"], given.series(prototype.units[0]).t_s

    def amount(unit: str) -> FloatArray:
        if not prototype.one_sided:
            return given.series(unit).value
        left, right = (given.series(f"{unit}_{side}").value for side in ("left", "right"))
        return np.abs(left - right)

    members = [
        np.max([evidence(amount(unit), full) for unit in alternatives], axis=0) for alternatives in prototype.members
    ]
    return Series(t_s, np.asarray(np.mean(members, axis=0), dtype=np.float64))


def apply_strongest(given: Given) -> Flow:
    """Return, in each window, the input with the highest mean score if it reaches `least_score`, else the listed label.

    The score is that mean; of equal ones the input that stands first is said. A window in which some input is measured
    for less than half of the time says nothing: the strongest might be the one not seen.
    """
    names = tuple(given.flows)
    t_s = given.series(names[0]).t_s
    end_s = ticks_s(t_s, given.values["window_s"])
    start_s = np.concatenate((t_s[:1], end_s[:-1]))
    means = np.array([_mean_between(given.series(name), start_s, end_s) for name in names])
    known = np.isfinite(means).all(axis=0)
    best = first_highest(np.nan_to_num(means))
    score = np.where(known, np.take_along_axis(means, best[None, :], axis=0)[0], np.nan)
    label: NDArray[np.object_] = np.full(end_s.shape, None, dtype=object)
    for index in np.flatnonzero(known):
        reaches = score[index] >= given.values["least_score"]
        label[index] = names[best[index]] if reaches else given.labels[0]
    return Labels(start_s, end_s, label, score)


def _mean_between(series: Series, start_s: FloatArray, end_s: FloatArray) -> FloatArray:
    """Return the mean of a series in each window over measured time, NaN where under half of it was measured."""
    lengths_s = frame_lengths_s(series.t_s)
    known = np.isfinite(series.value)
    whole_s = sums_between(series.t_s, lengths_s, start_s, end_s)
    known_s = sums_between(series.t_s, lengths_s * known, start_s, end_s)
    total = sums_between(series.t_s, lengths_s * np.where(known, series.value, 0.0), start_s, end_s)
    enough = (known_s >= 0.5 * whole_s) & (known_s > 0)
    return np.asarray(total / np.where(enough, known_s, np.nan), dtype=np.float64)


def _part(prototype: Prototype) -> Part:
    told = ", ".join(" or ".join(unit.replace("_", "/") for unit in member) for member in prototype.members)
    how = "on one side more than on the other" if prototype.one_sided else "together"
    return Part(
        name=f"prototype of {prototype.name}",
        about=(
            f"Scores in each frame how much of the EMFACS prototype of {prototype.name} a face shows ({told}, {how}): "
            "the mean of its units' evidence, so part of it scores too. It finds movements; that they mean a feeling "
            "is the theory's claim, not ours."
        ),
        source="Friesen and Ekman 1983 (EMFACS); Ekman, Friesen and Hager 2002 (FACS Investigator's Guide)"
        + ("; Ekman and Friesen 1986; Matsumoto and Ekman 2004" if prototype.one_sided else ""),
        gives="series",
        apply=partial(apply_prototype, prototype),
        slots=tuple(Slot(unit, "series") for unit in prototype.units),
        parameters=(FULL_SHARE,),
    )


PROTOTYPE_PARTS: tuple[Part, ...] = tuple(_part(prototype) for prototype in PROTOTYPES)
STRONGEST = Part(
    name="strongest label",
    about=(
        "In each window, the label of the input with the highest mean score, if it is high enough; inputs are named "
        "by their labels, the one listed label is said when none is. Of equal scores the input that stands first wins, "
        "so that the order in a profile is a choice."
    ),
    source="the plainest reading of a readout of one emotion at a time; no table says how high is enough",
    gives="labels",
    apply=apply_strongest,
    parameters=(
        Parameter("window_s", "s", "a label stands for"),
        Parameter("least_score", "share", "of full evidence, at least (our assumption .5, plausible .3 to .8)"),
    ),
    label_slots="series",
    label_count=1,
)
EMFACS_PARTS: tuple[Part, ...] = (*PROTOTYPE_PARTS, STRONGEST)
