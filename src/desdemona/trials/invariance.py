"""Invariance: what a system infers or decides must not move when only the lamp, the skin or the face changes.

Pairs of items differ in one condition only. Two findings for each output: how often (or how far) the reading moved,
and how often it was lost, since a system that fails to process some people treats them differently too.

Intervals are clustered by the subject of the changed item. Lights, skin tones and scripts are levels that we chose
and would choose again; faces are what a conclusion has to carry over to. For a changed light or skin tone that is the
one person of the pair, with all her pairs; for a changed identity it is the other person, held against the same
reference person, on whom the finding is then conditional.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from desdemona.errors import TableError
from desdemona.estimates.clustered import clustered_mean, clustered_share
from desdemona.estimates.interval import Interval
from desdemona.tables import Rung, Tables
from desdemona.trials.answer import Answers, Question, answer
from desdemona.trials.finding import Finding
from desdemona.trials.pairs import item_pairs, reading_pairs
from desdemona.trials.sound_tables import check_tables, outputs_on
from desdemona.trials.wording import counted, percent, percent_range, share_in_brackets


@dataclass(frozen=True, slots=True)
class Change:
    """One change that must not matter: a column of `items`, the level to start from, and how it is spoken of.

    `changed` completes "pairs in which only … changed", as in "the lamp". `also` names columns that follow from the
    condition and so differ with it. `outputs` are those to be judged, by default all on the rungs state and judgement;
    those also in `events` have a row only when something happens and are compared once an item.
    `scales` gives the range of outputs that are values and do not run from 0 to 1; a move is a share of that range.
    `bound` is the largest share of readings that may move, or the largest mean move; `lost_bound` the largest share
    of readings that may be lost.
    """

    condition: str
    reference: str
    changed: str
    also: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    scales: Mapping[str, tuple[float, float]] = field(default_factory=dict, hash=False)
    bound: float = 0.05
    lost_bound: float = 0.05
    coverage_required: float = 0.5
    clusters_required: int = 5
    claims: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()


MOVED: Answers = {
    "holds": "What is said does not depend on it.",
    "fails": "What is said depends on something that has nothing to do with the person's state.",
    "undecided": "Whether what is said depends on it cannot be said from this audit.",
}
LOST: Answers = {
    "holds": "The change does not keep the system from processing anyone.",
    "fails": "The system fails to process people whom it could process before the change.",
    "undecided": "Whether the change keeps the system from processing people cannot be said from this audit.",
}


def assess_invariance(tables: Tables, change: Change) -> tuple[Finding, ...]:
    """Answer for each output whether a change that must not matter moves it, and whether it is lost; two findings each.

    Raises
    ------
    TableError
        With every fault of a table, or where values run outside the scale declared for them.
    UnknownName
        When `items` has no such condition.
    """
    check_tables(tables)
    outputs = change.outputs or outputs_on(tables, ("state", "judgement"))
    pairs = item_pairs(tables, change.condition, change.reference, also=change.also)
    rows = reading_pairs(tables, pairs, outputs, events=change.events)
    rungs = dict(tables.readings.select("output", "rung").unique(maintain_order=True).iter_rows())
    findings: list[Finding] = []
    for output in outputs:
        own = rows.filter(pl.col("output") == output)
        rung: Rung = rungs.get(output, "state")
        findings += [_moved(own, output, rung, change), _lost(own, output, rung, change)]
    return tuple(findings)


def _question(change: Change, output: str, rung: Rung, unit: str, *, lost: bool = False) -> Question:
    """Return the declared question for one output: whether it moved, or whether it was lost."""
    what = "processed as before" if lost else "the same"
    return Question(
        id=f"invariance.{change.condition}.{output}.{'lost' if lost else 'moved'}",
        trial="invariance",
        rung=rung,
        output=output,
        asked=f"Is {output} {what} when only {change.changed} changes?",
        bound=change.lost_bound if lost else change.bound,
        bound_kind="at_most",
        unit=unit,
        answers=LOST if lost else MOVED,
        coverage_required=0.0 if lost else change.coverage_required,
        clusters_required=change.clusters_required,
        claims=change.claims,
        harms=change.harms,
    )


def _ok(suffix: str = "") -> pl.Expr:
    """Say whether a side of a pair was measured."""
    return pl.col(f"status{suffix}") == "ok"


def _moved(rows: pl.DataFrame, output: str, rung: Rung, change: Change) -> Finding:
    """Ask how often the label moved, or how far the value did, where both sides were measured."""
    both = rows.filter(_ok() & _ok("_reference"))
    coverage = both.height / rows.height if rows.height else 0.0
    if both.get_column("label").null_count() < both.height or both.height == 0:
        moved = both.select(pl.col("label").ne_missing(pl.col("label_reference")).cast(pl.Float64)).to_series()
        share = clustered_share(moved, both.get_column("subject"), minimum_clusters=change.clusters_required)
        words = _label_words(both.with_columns(moved.alias("moved")), share, output, change)
        return answer(_question(change, output, rung, "share of readings"), share, words, coverage=coverage)
    move = _scaled_moves(both, output, change)
    mean = clustered_mean(move, both.get_column("subject"), positive=True, minimum_clusters=change.clusters_required)
    words = _value_words(mean, output, change)
    return answer(_question(change, output, rung, "share of the scale"), mean, words, coverage=coverage)


def _scaled_moves(both: pl.DataFrame, output: str, change: Change) -> pl.Series:
    """Return how far each value moved, as a share of the output's scale."""
    low, high = change.scales.get(output, (0.0, 1.0))
    sides = both.select("value", "value_reference").to_numpy()
    least, most = float(np.nanmin(sides)), float(np.nanmax(sides))
    rounding = 1e-9 * (high - low)
    if least < low - rounding or most > high + rounding:
        span = f"run from {least:g} to {most:g}, its scale from {low:g} to {high:g}"
        raise TableError("readings", [f"values of output '{output}' {span}; declare the scale they run on"])
    return (both.get_column("value") - both.get_column("value_reference")).abs() / (high - low)


def _label_words(both: pl.DataFrame, share: Interval, output: str, change: Change) -> str:
    """Tell how often the label moved, and where most."""
    if share.estimate is None:
        return f"There was no pair in which only {change.changed} changed and {output} was read both times."
    moved = int(both.get_column("moved").sum())
    times = f"{moved:,}" if moved else "none"
    words = (
        f"Of {counted(share.n, 'pair')} of readings in which only {change.changed} changed, the label of {output} "
        f"moved in {times} {share_in_brackets(share)}."
    )
    levels = both.group_by("level").agg(pl.col("moved").sum(), pl.len().alias("of"))
    worst = levels.sort((-pl.col("moved") / pl.col("of")), "level").row(0, named=True)
    if levels.height > 1 and worst["moved"]:
        words += f" Most often at {change.condition} {worst['level']}: {int(worst['moved'])} of {worst['of']}."
    return words


def _value_words(mean: Interval, output: str, change: Change) -> str:
    """Tell how far the value moved."""
    words = (
        f"Over {counted(mean.n, 'pair')} of readings in which only {change.changed} changed, {output} moved by "
        f"{percent(mean.estimate or 0.0)} of its scale on average"
    )
    if mean.low is None or mean.high is None:
        return words + "."
    return words + f" (95 % interval {percent_range(mean.low, mean.high)})."


def _lost(rows: pl.DataFrame, output: str, rung: Rung, change: Change) -> Finding:
    """Ask how many readings that the reference had were not to be had after the change."""
    before = rows.filter(_ok("_reference"))
    gone = before.select((~_ok()).cast(pl.Float64)).to_series()
    share = clustered_share(gone, before.get_column("subject"), minimum_clusters=change.clusters_required)
    gained = rows.filter(_ok() & ~_ok("_reference")).height
    if share.estimate is None:
        words = f"There was no pair in which only {change.changed} changed and {output} was read before the change."
    else:
        lost = int(np.asarray(gone, np.float64).sum())
        words = (
            f"Of {counted(share.n, 'reading')} of {output} before the change, {lost:,} "
            f"could not be had when only {change.changed} changed {share_in_brackets(share)}; "
            f"{counted(gained, 'reading was', 'readings were')} to be had only after it."
        )
    return answer(_question(change, output, rung, "share of readings", lost=True), share, words)
