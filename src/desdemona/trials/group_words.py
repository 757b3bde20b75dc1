"""Gaps between groups, told in words."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from desdemona.estimates.gaps import Gap
from desdemona.estimates.interval import Interval
from desdemona.trials.group_cells import KNOWN, Measure
from desdemona.trials.wording import counted, percent, quantity

DONE: dict[Measure, str] = {
    "error": "is wrong",
    "refusal": "gives no answer",
    "score": "gives a score of",
    "value": "gives a value of",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides to be compared: in which column, which level, against which (empty: everyone else), at which label."""

    column: str
    level: str
    against: str
    label: str = ""

    def sides(self) -> tuple[pl.Expr, pl.Expr]:
        """Return who is on the first and on the second side."""
        own = pl.col(self.column) == self.level
        other = pl.col(self.column) == self.against if self.against else pl.col(self.column) != self.level
        if self.label:
            at = pl.col(KNOWN) == self.label
            return own & at, other & at
        return own, other

    @property
    def name(self) -> str:
        """The end of the finding's id."""
        at = f".at.{self.label}" if self.label else ""
        return f"{self.column}.{self.level}.against.{self.against or 'others'}{at}"


@dataclass(frozen=True, slots=True)
class Telling:
    """How gaps of one output and measure are told; `shares` says that they are differences of shares."""

    output: str
    measure: Measure
    unit: str
    shares: bool

    @property
    def gap_unit(self) -> str:
        """The unit of a gap."""
        return "share of readings" if self.shares else self.unit or self.measure

    def _level(self, mean: float) -> str:
        """Write the mean of a side."""
        return f"in {percent(mean)}" if self.shares else quantity(mean, self.unit)

    def _size(self, value: float) -> str:
        """Write a gap or one end of its interval."""
        return f"{100 * value:.1f}" if self.shares else quantity(value, "")

    def asked(self, pair: Pair, given: str) -> str:
        """Return the question about a pair."""
        at = f" with the same mixture of {_spoken(given)}" if given else ""
        return f"Does {self.output} treat {pair.column} '{pair.level}' and {_other(pair)} alike{_at(pair)}{at}?"

    def gap(self, pair: Pair, given: str, gap: Gap) -> str:
        """Tell both sides and the gap."""
        unit = "points" if self.shares else self.unit
        if not np.isfinite(gap.estimate):
            return f"{pair.column} '{pair.level}' and {_other(pair)} cannot be compared{_at(pair)}: {gap.reason}."
        people = [counted(c, "person", "people") for c in gap.clusters]
        done = DONE[self.measure] if self.shares or self.measure != "error" else "is off by"
        lead = f"At the same mixture of {_spoken(given)}, " if given else ""
        text = (
            f"{lead}{self.output} {done} {self._level(gap.first)} for {pair.column} '{pair.level}' ({people[0]}) and "
            f"{self._level(gap.second)} for {_other(pair)} ({people[1]}){_at(pair)}: a difference of "
            f"{self._size(gap.estimate)} {unit}".rstrip()
        )
        measured = gap.interval()
        if measured.low is None or measured.high is None:
            return f"{text} (no interval: {gap.reason})."
        return f"{text} (95 % interval {self._size(measured.low)} to {self._size(measured.high)})."

    def aside(self, gap: Gap, adjusted: float, family: int, naive: Interval | None) -> str:
        """Tell what forbids reading an interval alone: many comparisons, or readings taken for people (`naive`)."""
        measured = gap.interval()
        if measured.low is None or measured.high is None:
            return ""
        if measured.low > 0 or measured.high < 0:
            if adjusted < 0.05:
                return ""
            return (
                f" That interval alone leaves 0 out; among {family} comparisons one that does so by chance is to be "
                f"expected (p after Holm {adjusted:.2f})."
            )
        low, high = (naive.low, naive.high) if naive is not None else (None, None)
        if low is None or high is None or low <= 0 <= high:
            return ""
        return (
            f" Had each reading been taken for a person, the interval would be {self._size(low)} to "
            f"{self._size(high)}: a difference that this audit does not show."
        )


def _other(pair: Pair) -> str:
    """Name the second side."""
    return f"'{pair.against}'" if pair.against else "everyone else"


def _at(pair: Pair) -> str:
    """Name the known label that a pair is compared at."""
    return f" where the known label is '{pair.label}'" if pair.label else ""


def _spoken(given: str) -> str:
    """Name what a gap is standardised for."""
    return "known labels" if given == KNOWN else given
