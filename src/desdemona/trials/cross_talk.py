"""Cross-talk: a change in one thing must not steadily move an output about another.

Pairs of items differ in one condition only, and the output is not about that condition. Single readings scatter, so
what is asked is the mean move with its sign: a steady shift is cross-talk, scatter is not (that is `repeatability`'s).
The move of the output that the change is about stands beside. Clustered by the subject of the changed item.
"""

from dataclasses import dataclass

import polars as pl

from desdemona.estimates.clustered import clustered_mean
from desdemona.estimates.interval import Interval
from desdemona.tables import Tables
from desdemona.trials.answer import Answers, Question, answer
from desdemona.trials.beside_truth import rung_of
from desdemona.trials.finding import Finding
from desdemona.trials.pairs import item_pairs, reading_pairs
from desdemona.trials.sound_tables import check_tables
from desdemona.trials.wording import counted, quantity, quantity_in_brackets


@dataclass(frozen=True, slots=True)
class Leak:
    """A change, the output that it is about (if any), and an output that it must leave alone.

    `changed` completes "pairs in which only … changed". `bound` is the largest mean move of `output`, in `unit`.
    """

    output: str
    condition: str
    reference: str
    changed: str
    bound: float
    unit: str
    about: str = ""
    about_unit: str = ""
    also: tuple[str, ...] = ()
    coverage_required: float = 0.5
    clusters_required: int = 5
    claims: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()


ANSWERS: Answers = {
    "holds": "The change leaves the output alone.",
    "fails": "The output moves with something that it is not about.",
    "undecided": "Whether the change leaves the output alone cannot be said from this audit.",
}


def assess_cross_talk(tables: Tables, leak: Leak) -> tuple[Finding, ...]:
    """Answer for each level of the condition whether it moves an output that is about something else.

    Raises `TableError` with every fault of a table, `UnknownName` when `items` has no such condition.
    """
    check_tables(tables)
    pairs = item_pairs(tables, leak.condition, leak.reference, also=leak.also)
    levels = pairs.get_column("level").unique().drop_nulls().sort().to_list()
    return tuple(_level(tables, leak, pairs.filter(pl.col("level") == level), str(level)) for level in levels)


def _level(tables: Tables, leak: Leak, pairs: pl.DataFrame, level: str) -> Finding:
    """Ask how far one level moves the output."""
    move, coverage = _mean_move(tables, pairs, leak.output, leak.clusters_required)
    if move.estimate is None:
        words = f"There was no pair in which only {leak.changed} changed and {leak.output} was read both times."
    else:
        words = (
            f"Over {counted(move.n, 'pair')} of readings in which only {leak.changed} changed from {leak.reference} to "
            f"{level}, {leak.output} moved by {quantity(move.estimate, leak.unit)} on average "
            f"{quantity_in_brackets(move, leak.unit)}."
        )
        about = _mean_move(tables, pairs, leak.about, leak.clusters_required)[0] if leak.about else None
        if about is not None and about.estimate is not None:
            words += f" {leak.about}, which the change is about, moved by {quantity(about.estimate, leak.about_unit)}."
    question = Question(
        id=f"cross_talk.{leak.condition}.{level}.{leak.output}",
        trial="cross_talk",
        rung=rung_of(tables, leak.output, "signal"),
        output=leak.output,
        asked=f"Does {leak.output} stay where it is when only {leak.changed} changes from {leak.reference} to {level}?",
        bound=leak.bound,
        bound_kind="within",
        unit=leak.unit,
        answers=ANSWERS,
        coverage_required=leak.coverage_required,
        clusters_required=leak.clusters_required,
        claims=leak.claims,
        harms=leak.harms,
    )
    return answer(question, move, words, coverage=coverage)


def _mean_move(tables: Tables, pairs: pl.DataFrame, output: str, minimum: int) -> tuple[Interval, float]:
    """Return the mean move of an output with its sign, and the share of pairs in which it was read both times."""
    rows = reading_pairs(tables, pairs, (output,))
    both = rows.filter(pl.col("value").is_not_null() & pl.col("value_reference").is_not_null())
    move = both.get_column("value") - both.get_column("value_reference")
    mean = clustered_mean(move, both.get_column("subject"), minimum_clusters=minimum)
    return mean, both.height / rows.height if rows.height else 0.0
