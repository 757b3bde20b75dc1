"""Action units: what each facial muscle does to one half of a face, in the numbering of Ekman and Friesen (1978)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Unit = Literal[
    "au1", "au2", "au4", "au5", "au6", "au7", "au9", "au10", "au12", "au14",
    "au15", "au17", "au20", "au23", "au24", "au25", "au26", "au27", "au43", "au45",
]  # fmt: skip

UNITS: tuple[Unit, ...] = get_args(Unit)
"""Every action unit that is drawn, in order."""

UNIT_NAMES: dict[Unit, str] = {
    "au1": "inner brow raiser",
    "au2": "outer brow raiser",
    "au4": "brow lowerer",
    "au5": "upper lid raiser",
    "au6": "cheek raiser",
    "au7": "lid tightener",
    "au9": "nose wrinkler",
    "au10": "upper lip raiser",
    "au12": "lip corner puller",
    "au14": "dimpler",
    "au15": "lip corner depressor",
    "au17": "chin raiser",
    "au20": "lip stretcher",
    "au23": "lip tightener",
    "au24": "lip pressor",
    "au25": "lips part",
    "au26": "jaw drop",
    "au27": "mouth stretch",
    "au43": "eye closure",
    "au45": "blink",
}
"""Their names (Ekman, Friesen and Hager 2002)."""

Units = Mapping[Unit, NDArray[np.float64]]
"""Amounts of the units that act in a clip, each over time; a unit that is not in it does not act."""

ONE_JAW: tuple[Unit, ...] = ("au26", "au27")
"""Units that move the jaw, which has no left and right of its own: the stronger side counts for both."""


@dataclass(frozen=True, slots=True)
class ActionUnits:
    """How strongly each action unit of one half of the face acts: 0 (not at all) to 1 (as far as it goes)."""

    au1: float = 0.0
    au2: float = 0.0
    au4: float = 0.0
    au5: float = 0.0
    au6: float = 0.0
    au7: float = 0.0
    au9: float = 0.0
    au10: float = 0.0
    au12: float = 0.0
    au14: float = 0.0
    au15: float = 0.0
    au17: float = 0.0
    au20: float = 0.0
    au23: float = 0.0
    au24: float = 0.0
    au25: float = 0.0
    au26: float = 0.0
    au27: float = 0.0
    au43: float = 0.0
    au45: float = 0.0

    @property
    def every(self) -> tuple[float, ...]:
        """Return all of them, in the order of `UNITS`."""
        return _ALL(self)

    @property
    def of_skin(self) -> tuple[float, ...]:
        """Return those that move more than lids and eyes."""
        return _OF_SKIN(self)

    def with_at_least(self, au1: float, au2: float, au4: float, au12: float) -> "ActionUnits":
        """Return these with some raised to given amounts."""
        return replace(
            self, au1=max(self.au1, au1), au2=max(self.au2, au2), au4=max(self.au4, au4), au12=max(self.au12, au12)
        )


_ALL = attrgetter(*(field.name for field in fields(ActionUnits)))
_OF_SKIN = attrgetter(*(unit for unit in UNITS if unit not in ("au5", "au43", "au45")))

AT_REST = ActionUnits()
"""No action at all."""
