"""Gaming: an act that anybody can put on must not move what a system infers or decides.

A performer stares ahead, holds a smile or blinks on purpose, and once does none of it; nothing inside her has changed.
Pairs of items of one person differ in what she performed only. Where it is declared which labels are worth having, what
is asked is how much more often the act gets one; otherwise how often the label moves at all. Of values the mean move
with its sign is asked, as a share of the scale: scatter is not gaming. How much a label changes by itself is what
`repeatability` asks, and is to be read beside. Clustered by subject.

That acts are easily put on is known: 71 % of people produced a Duchenne smile when asked to imitate one (Gunnery, Hall
and Ruben 2013 [V2]), 83 % could pose one (Krumhuber and Manstead 2009 [V2]).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from desdemona.estimates.clustered import clustered_mean, clustered_share
from desdemona.estimates.interval import Interval
from desdemona.estimates.share import newcombe
from desdemona.tables import Tables
from desdemona.trials.answer import Answers, Question, answer
from desdemona.trials.beside_truth import rung_of
from desdemona.trials.finding import Finding
from desdemona.trials.pairs import item_pairs, reading_pairs
from desdemona.trials.sound_tables import check_tables, outputs_on, require_condition
from desdemona.trials.wording import counted, percent, share_in_brackets

ACTS = {"stare": "stares ahead", "smile": "holds a smile", "blink": "blinks on purpose"}
"""How acts are spoken of: completes "whoever …"."""


@dataclass(frozen=True, slots=True)
class Performance:
    """Acts put on: the column of `items` that names them, and the level (or null) where none was.

    `acts` says how they are spoken of; `outputs` are those to be judged, by default all on the rungs state and
    judgement, and those also in `events` have a row only when something happens. `wanted` gives the labels of an output
    that are worth having, `scales` the range of values that do not run from 0 to 1. `also` names columns that follow
    from the act. `bound`, our choice, is the largest share of readings that an act may move or win, or the largest mean
    move.
    """

    condition: str = "performed"
    nothing: str = "none"
    acts: Mapping[str, str] = field(default_factory=lambda: ACTS, hash=False)
    outputs: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    wanted: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    scales: Mapping[str, tuple[float, float]] = field(default_factory=dict, hash=False)
    also: tuple[str, ...] = ("scene",)
    bound: float = 0.1
    coverage_required: float = 0.5
    clusters_required: int = 5
    claims: tuple[str, ...] = ("C02", "C31")
    harms: tuple[str, ...] = ("H03", "H15")


ANSWERS: Answers = {
    "holds": "Putting on the act does not change what is said of a person.",
    "fails": "Anybody who puts on the act changes what is said of them.",
    "undecided": "Whether putting on the act changes what is said cannot be told from this audit.",
}


def assess_gaming(tables: Tables, performance: Performance) -> tuple[Finding, ...]:
    """Answer for each act and output whether the act moves it; one finding each.

    Raises `TableError` with every fault of a table, `UnknownName` when `items` has no such condition.
    """
    check_tables(tables)
    require_condition(tables, performance.condition)
    items = tables.items.with_columns(pl.col(performance.condition).cast(pl.String).fill_null(performance.nothing))
    named = replace(tables, items=items)
    pairs = item_pairs(named, performance.condition, performance.nothing, also=performance.also)
    outputs = performance.outputs or outputs_on(tables, ("state", "judgement"))
    rows = reading_pairs(named, pairs, outputs, events=performance.events)
    acts = items.get_column(performance.condition).unique().sort().to_list()
    return tuple(
        _finding(tables, rows.filter((pl.col("level") == act) & (pl.col("output") == output)), performance, act, output)
        for act in acts
        if act != performance.nothing
        for output in outputs
    )


def _finding(tables: Tables, rows: pl.DataFrame, performance: Performance, act: str, output: str) -> Finding:
    """Ask whether one act moves one output."""
    both = rows.filter((pl.col("status") == "ok") & (pl.col("status_reference") == "ok"))
    doing = performance.acts.get(act, f"puts on '{act}'")
    kind, unit = "at_most", "share of readings"
    if not both.height:
        moved = clustered_share([], [])
        words = (
            f"There was no pair in which one person once {doing} and once did nothing, with {output} read both times."
        )
    elif both.get_column("label").null_count() == both.height:
        kind, unit = "within", "share of the scale"
        moved, words = _value(both, performance, output)
    elif output in performance.wanted:
        moved, words = _won(both, performance, output)
    else:
        moved, words = _label(both, performance, output)
    question = Question(
        id=f"gaming.{act}.{output}",
        trial="gaming",
        rung=rung_of(tables, output),
        output=output,
        asked=f"Does {output} say the same of whoever {doing}?",
        bound=performance.bound,
        bound_kind="within" if kind == "within" else "at_most",
        unit=unit,
        answers=ANSWERS,
        coverage_required=performance.coverage_required,
        clusters_required=performance.clusters_required,
        claims=performance.claims,
        harms=performance.harms,
    )
    lead = f"{_pairs(both)} of a person who once {doing} and once does not: " if both.height else ""
    return answer(question, moved, lead + words, coverage=both.height / rows.height if rows.height else 0.0)


def _pairs(both: pl.DataFrame) -> str:
    """Count the pairs and the people."""
    people = counted(both.get_column("subject").n_unique(), "person", "people")
    return f"In {counted(both.height, 'pair')} of readings ({people})"


def _label(both: pl.DataFrame, performance: Performance, output: str) -> tuple[Interval, str]:
    """Return how often the label moved, and to which it moved most often."""
    other = both.with_columns(pl.col("label").ne_missing(pl.col("label_reference")).alias("moved"))
    share = clustered_share(
        other.get_column("moved").cast(pl.Float64),
        other.get_column("subject"),
        minimum_clusters=performance.clusters_required,
    )
    moved = other.filter("moved")
    words = f"the label of {output} moves in {moved.height or 'none'} {share_in_brackets(share)}"
    if not moved.height:
        return share, words + "."
    most = moved.group_by("label").len().sort("len", "label", descending=[True, False]).row(0)
    return share, f"{words}, most often to '{most[0]}' ({most[1]:,})."


def _won(both: pl.DataFrame, performance: Performance, output: str) -> tuple[Interval, str]:
    """Return how much more often the act gets a label that is worth having."""
    wanted = performance.wanted[output]
    with_act, without = (both.get_column(side).is_in(wanted).cast(pl.Float64) for side in ("label", "label_reference"))
    move, who, least = with_act - without, both.get_column("subject"), performance.clusters_required
    if move.abs().sum() > 0:
        more = clustered_mean(move, who, minimum_clusters=least)
    else:  # none of so many is not never: the interval of no gain less no loss
        none = clustered_share(move, who, minimum_clusters=least)
        more = newcombe(none, none)
    names = " or ".join(f"'{label}'" for label in wanted)
    shares = [percent(float(side.sum()) / both.height) for side in (with_act, without)]
    return more, (
        f"{output} says {names} in {shares[0]} with the act and in {shares[1]} without, "
        f"{100 * (more.estimate or 0.0):.1f} points{_span(more, 100)} more."
    )


def _value(both: pl.DataFrame, performance: Performance, output: str) -> tuple[Interval, str]:
    """Return the mean move of a value with its sign, as a share of its scale."""
    low, high = performance.scales.get(output, (0.0, 1.0))
    move = (both.get_column("value") - both.get_column("value_reference")) / (high - low)
    mean = clustered_mean(move, both.get_column("subject"), minimum_clusters=performance.clusters_required)
    return mean, f"{output} moves by {100 * (mean.estimate or 0.0):.1f} % of its scale on average{_span(mean, 100)}."


def _span(interval: Interval, factor: float) -> str:
    """Write the ends of an interval in brackets, times a factor; or why there are none."""
    if interval.low is None or interval.high is None:
        return f" (no interval: {interval.reason})"
    return f" (95 % interval {factor * interval.low:.1f} to {factor * interval.high:.1f})"
