"""One line of the passport: what was asked of the phantom, what pixels or samples show, and how far apart they are."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["apart", "share", "at_least", "at_most"]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far what is found may be from what was asked.

    `kind` says what `amount` is: how far `apart` the two may be (in the row's unit), the `share` of what was asked by
    which they may differ, or the least (`at_least`) or largest (`at_most`) value allowed. `ours` is False where the
    number was set from outside as what the phantom must show, True where it is our choice.
    """

    kind: Kind
    amount: float
    ours: bool = True

    def holds(self, asked: float, found: float) -> bool:
        """Return whether what was found is near enough; what could not be measured never is."""
        if not math.isfinite(found):
            return False
        if self.kind == "at_least":
            return found >= self.amount
        if self.kind == "at_most":
            return found <= self.amount
        return abs(found - asked) <= self.amount * (abs(asked) if self.kind == "share" else 1.0)


@dataclass(frozen=True, slots=True)
class Row:
    """One cause: what was `asked` and `found`, both in `unit`, by which `means`; `digits` is how many are shown."""

    cause: str
    asked: float
    found: float
    unit: str
    tolerance: Tolerance
    means: str
    digits: int = 2

    @property
    def difference(self) -> float:
        """Return found less asked."""
        return self.found - self.asked

    @property
    def within(self) -> bool:
        """Return whether the row is within its tolerance."""
        return self.tolerance.holds(self.asked, self.found)


def worst_of(rows: Iterable[Row], cause: str = "") -> Row:
    """Return the row that is furthest off, renamed to `cause` where it is given; what could not be measured is."""
    worst = max(rows, key=lambda row: abs(row.difference) if math.isfinite(row.found) else math.inf)
    return replace(worst, cause=cause) if cause else worst


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together under one heading, with a sentence or two on how they were measured."""

    title: str
    about: str
    rows: tuple[Row, ...]
