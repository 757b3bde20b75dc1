"""One row of the assay: what a channel says of itself, and what was measured of it on phantoms."""

from dataclasses import dataclass
from typing import Literal

from desdemona.estimates.interval import Interval
from desdemona.tables import Rung
from desdemona.trials.finding import BoundKind, Standing, decide

Form = Literal["number", "flag", "name", "event", "window"]
"""What a channel gives: a number, 0 or 1 or a name a frame; events; or a number a window."""

NO_TRUTH = "no truth in scripts"


@dataclass(frozen=True, slots=True)
class Listed:
    """A channel as it is listed: what it says of itself, its group, and the form of what it gives.

    `columns` are the frame columns that carry its value; more than one where it has one a direction or a region.
    """

    name: str
    unit: str
    rung: Rung
    needs: tuple[str, ...]
    caveat: str
    source: str
    group: str
    form: Form
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """What a channel is asked to reach, fixed before anything was measured; in the unit of the recovery."""

    amount: float
    kind: BoundKind


@dataclass(frozen=True, slots=True)
class Recovered:
    """How well a channel gives back what scripts say.

    `measure` names the number and `unit` is its own; `interval` is clustered by person. `given` is the share (0..1) of
    what was asked for that was measured at all, None where nothing can be withheld.
    """

    measure: str
    interval: Interval
    unit: str = ""
    given: float | None = None
    bound: Bound | None = None

    @property
    def standing(self) -> Standing | None:
        """Return whether the whole interval is on the right side of the bound; None where there is no bound."""
        if self.bound is None:
            return None
        return decide(self.interval.low, self.interval.high, self.bound.amount, self.bound.kind)


@dataclass(frozen=True, slots=True)
class Null:
    """One kind of recording with nothing to find: in how many of how many the channel gave a number or an event."""

    name: str
    given: int
    recordings: int


@dataclass(frozen=True, slots=True)
class Moved:
    """How far a channel moved when one thing was changed that it is not about.

    `interval` is of the mean absolute move in `unit`, clustered by person; None where it was never given before and
    after. `lost` counts the recordings, of `recordings` in which it was given, in which the change took it away.
    """

    change: str
    unit: str
    interval: Interval | None
    lost: int
    recordings: int


@dataclass(frozen=True, slots=True)
class Row:
    """One channel and all that was measured of it; `why` says why nothing could be recovered, where it could not."""

    channel: Listed
    recovered: Recovered | None
    why: str = ""
    nulls: tuple[Null, ...] = ()
    moved: tuple[Moved, ...] = ()
