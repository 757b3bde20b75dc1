"""Direction: a change that must matter moves the output the right way.

Pairs of items differ in one condition only. Where the change is known to raise (or lower) what the output stands for,
the output must rise (or fall) with it; a pair in which nothing moves does not count as right. The share of pairs that
move the right way is clustered by the subject of the changed item.
"""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from desdemona.estimates.clustered import clustered_share
from desdemona.tables import Tables
from desdemona.trials.answer import Answers, Question, answer
from desdemona.trials.beside_truth import rung_of
from desdemona.trials.finding import Finding
from desdemona.trials.pairs import item_pairs, reading_pairs
from desdemona.trials.sound_tables import check_tables
from desdemona.trials.wording import counted, quantity, share_in_brackets


@dataclass(frozen=True, slots=True)
class Direction:
    """A change from `reference` to `level` of a condition, and which way a value must then move.

    `changed` completes "pairs in which only … changed". `bound` is the least share of pairs that move so, `least_move`
    how far a value must move, in its own unit, to count as moved. `also` names columns that follow from the condition.
    """

    output: str
    condition: str
    reference: str
    level: str
    changed: str
    expected: Literal["up", "down"]
    also: tuple[str, ...] = ()
    least_move: float = 0.0
    bound: float = 0.8
    coverage_required: float = 0.5
    clusters_required: int = 5
    claims: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()


ANSWERS: Answers = {
    "holds": "The output follows the change.",
    "fails": "The output does not follow the change as it should.",
    "undecided": "Whether the output follows the change cannot be said from this audit.",
}


def assess_direction(tables: Tables, direction: Direction) -> tuple[Finding, ...]:
    """Answer whether a value moves the right way; one finding.

    Raises `TableError` with every fault of a table, `UnknownName` when `items` has no such condition.
    """
    check_tables(tables)
    pairs = item_pairs(tables, direction.condition, direction.reference, also=direction.also)
    pairs = pairs.filter(pl.col("level") == direction.level)
    rows = reading_pairs(tables, pairs, (direction.output,))
    both = rows.filter(pl.col("value").is_not_null() & pl.col("value_reference").is_not_null())
    sign = 1.0 if direction.expected == "up" else -1.0
    move = sign * (both.get_column("value") - both.get_column("value_reference"))
    right = (move > direction.least_move).cast(pl.Float64)
    share = clustered_share(right, both.get_column("subject"), minimum_clusters=direction.clusters_required)
    way = "rises" if direction.expected == "up" else "falls"
    if share.estimate is None:
        words = (
            f"There was no pair in which only {direction.changed} changed and {direction.output} was read both times."
        )
    else:
        mean = sign * float(move.sum()) / share.n
        words = (
            f"Of {counted(share.n, 'pair')} of readings in which only {direction.changed} changed from "
            f"{direction.reference} to {direction.level}, {direction.output} {way} in {int(right.sum()):,} "
            f"{share_in_brackets(share)}; it moves by {quantity(mean, '')} on average."
        )
    question = Question(
        id=f"direction.{direction.condition}.{direction.level}.{direction.output}",
        trial="direction",
        rung=rung_of(tables, direction.output, "signal"),
        output=direction.output,
        asked=f"Does {direction.output} {'rise' if sign > 0 else 'fall'} when only {direction.changed} changes from "
        f"{direction.reference} to {direction.level}?",
        bound=direction.bound,
        bound_kind="at_least",
        unit="share of pairs",
        answers=ANSWERS,
        coverage_required=direction.coverage_required,
        clusters_required=direction.clusters_required,
        claims=direction.claims,
        harms=direction.harms,
    )
    return (answer(question, share, words, coverage=both.height / rows.height if rows.height else 0.0),)
