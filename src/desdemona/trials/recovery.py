"""Recovery: an output on the lower rungs must give back what is known to be there.

A quantity is held against its known value (*error*, in its own unit) or, where the scales differ, against its order
within each recording (*order*, by Somers' D: pairs of instants with the same truth say nothing). An act is to be found
when it happens and not otherwise (*events*, by F1). All give the share of what was asked for that was measured.
Intervals are clustered by subject: a new person is what a conclusion must carry over to.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from desdemona.estimates.clustered import clustered_mean
from desdemona.estimates.error import bias, mean_absolute_error
from desdemona.estimates.rank import somers_d
from desdemona.tables import Rung, Tables
from desdemona.trials.act_recovery import Act, assess_act
from desdemona.trials.answer import Answers, Question, answer
from desdemona.trials.finding import Finding
from desdemona.trials.known_values import with_known_values
from desdemona.trials.sound_tables import check_tables
from desdemona.trials.wording import counted, quantity, quantity_in_brackets


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity to be recovered: whose output, against which truth, and how well it must do.

    `bound` is the largest mean absolute error in `unit` (compare "error") or the least mean Somers' D within a
    recording ("order"). `truth_output` is the truth's name for it where that differs. `tolerance_s` is how far a
    known instant may lie from an instantaneous reading.
    """

    output: str
    bound: float
    unit: str
    compare: Literal["error", "order"] = "error"
    truth_output: str = ""
    rung: Rung = "signal"
    tolerance_s: float = 0.05
    coverage_required: float = 0.5
    clusters_required: int = 5
    claims: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()


ERROR_ANSWERS: Answers = {
    "holds": "The quantity is recovered closely enough.",
    "fails": "The quantity is not recovered closely enough.",
    "undecided": "Whether that is close enough cannot be said from this audit.",
}
ORDER_ANSWERS: Answers = {
    "holds": "The output follows what is there.",
    "fails": "The output does not follow what is there closely enough.",
    "undecided": "Whether the output follows what is there cannot be said from this audit.",
}


def assess_recovery(tables: Tables, wanted: Quantity | Act) -> tuple[Finding, ...]:
    """Answer whether a quantity or an act is recovered; one finding.

    Raises
    ------
    TableError
        With every fault of the first table that has any.
    """
    check_tables(tables)
    if isinstance(wanted, Act):
        return (assess_act(tables, wanted),)
    return (_assess_error(tables, wanted) if wanted.compare == "error" else _assess_order(tables, wanted),)


def _question(wanted: Quantity, asked: str) -> Question:
    """Return the declared question of a quantity."""
    by_error = wanted.compare == "error"
    return Question(
        id=f"recovery.{wanted.output}.{wanted.compare}",
        trial="recovery",
        rung=wanted.rung,
        output=wanted.output,
        asked=asked,
        bound=wanted.bound,
        bound_kind="at_most" if by_error else "at_least",
        unit=wanted.unit if by_error else "Somers' D",
        answers=ERROR_ANSWERS if by_error else ORDER_ANSWERS,
        coverage_required=wanted.coverage_required,
        clusters_required=wanted.clusters_required,
        claims=wanted.claims,
        harms=wanted.harms,
    )


def _assess_error(tables: Tables, wanted: Quantity) -> Finding:
    """Hold each reading against the mean of the truth over its time."""
    rows, coverage = with_known_values(tables, wanted.output, wanted.truth_output or wanted.output, wanted.tolerance_s)
    said, known, who = (rows.get_column(name).to_numpy() for name in ("value", "known", "subject"))
    error = mean_absolute_error(said, known, who, minimum_clusters=wanted.clusters_required)
    if error.estimate is None:
        words = f"No reading of {wanted.output} could be held against a known value."
    else:
        shift = bias(said, known, who).estimate or 0.0
        words = (
            f"Over {counted(error.n, 'reading')} of {counted(error.clusters, 'person', 'people')}, {wanted.output} "
            f"was off by {quantity(error.estimate, wanted.unit)} on average "
            f"{quantity_in_brackets(error, wanted.unit)}; on balance it lay {quantity(abs(shift), wanted.unit)} "
            f"{'above' if shift >= 0 else 'below'} the truth."
        )
    asked = f"Is {wanted.output} within {quantity(wanted.bound, wanted.unit)} of the truth on average?"
    return answer(_question(wanted, asked), error, words, coverage=coverage)


def _assess_order(tables: Tables, wanted: Quantity) -> Finding:
    """Take Somers' D of readings and truth within each recording whose truth changes, and their mean."""
    rows, coverage = with_known_values(tables, wanted.output, wanted.truth_output or wanted.output, wanted.tolerance_s)
    kept = [
        (_order_within(group), str(group.get_column("subject")[0]))
        for _, group in rows.group_by("item", maintain_order=True)
        if group.height > 2 and group.get_column("known").n_unique() > 1
    ]
    order = clustered_mean(
        np.array([value for value, _ in kept], np.float64),
        np.array([who for _, who in kept], np.str_),
        minimum_clusters=wanted.clusters_required,
    )
    if order.estimate is None:
        words = f"In no recording with a changing truth was {wanted.output} measured."
    else:
        words = (
            f"Within {counted(order.n, 'recording')} of {counted(order.clusters, 'person', 'people')}, {wanted.output} "
            f"rose and fell with the truth at a Somers' D of {order.estimate:.2f} on average "
            f"{quantity_in_brackets(order, '')}; 1 is always, 0 no more often than not."
        )
    return answer(
        _question(wanted, f"Does {wanted.output} rise and fall with the truth?"), order, words, coverage=coverage
    )


def _order_within(group: pl.DataFrame) -> float:
    """Return Somers' D within one recording; an output that never moves follows nothing: 0."""
    value = somers_d(group.get_column("value").to_numpy(), group.get_column("known").to_numpy())
    return value if np.isfinite(value) else 0.0
