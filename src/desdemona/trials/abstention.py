"""Abstention: where there is nothing to find, a system must say that it found nothing.

Null items show a photograph, noise, an empty room, or a person without pulse. Each ok reading of an output that needs
what is absent is something made up. Windows of one recording are clustered: the recording is the independent unit.
With no false word at all the interval's upper end is still not zero; how near it comes depends on how much was asked.
"""

from dataclasses import dataclass

import polars as pl

from desdemona.estimates.clustered import clustered_share
from desdemona.estimates.interval import Interval
from desdemona.estimates.share import observations_for
from desdemona.tables import Rung, Tables
from desdemona.trials.answer import Answers, Question, answer
from desdemona.trials.finding import Finding
from desdemona.trials.sound_tables import check_tables, require_condition
from desdemona.trials.wording import counted, percent, share_in_brackets


@dataclass(frozen=True, slots=True)
class Silence:
    """Where nothing may be said: kinds of null item, and the outputs that need what is absent there.

    `kinds` are levels of the column `condition` of `items`. `shown` and `absent` complete "shown …, where there
    is no …", as "a photograph" and "pulse". `bound` is the largest share of readings in which something may be said.
    `nothing` pairs outputs with their label for having found nothing: who says that makes nothing up.
    """

    name: str
    kinds: tuple[str, ...]
    outputs: tuple[str, ...]
    shown: str
    absent: str
    condition: str = "null"
    bound: float = 0.05
    clusters_required: int = 3
    claims: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()
    nothing: tuple[tuple[str, str], ...] = ()


ANSWERS: Answers = {
    "holds": "The system keeps silent where there is nothing to say.",
    "fails": "The system makes readings up where there is nothing to read.",
    "undecided": "Whether it keeps silent often enough cannot be said from so few recordings.",
}


def assess_abstention(tables: Tables, silence: Silence) -> tuple[Finding, ...]:
    """Answer for each output whether it stays silent on null items; one finding each.

    A null item for which an output has no reading at all counts as one silence. Raises `TableError` with every fault
    of a table, `UnknownName` when `items` has no such condition.
    """
    check_tables(tables)
    require_condition(tables, silence.condition)
    items = tables.items.filter(pl.col(silence.condition).cast(pl.String).is_in(silence.kinds)).select("item")
    return tuple(_assess_output(tables, items, output, silence) for output in silence.outputs)


def _assess_output(tables: Tables, items: pl.DataFrame, output: str, silence: Silence) -> Finding:
    """Count what one output said about items in which there is nothing for it to find."""
    own = tables.readings.filter(pl.col("output") == output)
    rows = items.join(own, on="item", how="left", maintain_order="left")
    found_nothing = pl.col("label").is_in([label for name, label in silence.nothing if name == output])
    said = (pl.col("status") == "ok").fill_null(value=False) & ~found_nothing.fill_null(value=False)
    spoke = rows.select(said.cast(pl.Float64)).to_series()
    share = clustered_share(spoke, rows.get_column("item"), minimum_clusters=silence.clusters_required)
    rung: Rung = own.get_column("rung")[0] if own.height else "signal"
    question = Question(
        id=f"abstention.{silence.name}.{output}",
        trial="abstention",
        rung=rung,
        output=output,
        asked=f"Does {output} stay silent when it is shown {silence.shown}, where there is no {silence.absent}?",
        bound=silence.bound,
        bound_kind="at_most",
        unit="share of readings",
        answers=ANSWERS,
        coverage_required=0.0,
        clusters_required=silence.clusters_required,
        claims=silence.claims,
        harms=silence.harms,
    )
    return answer(question, share, _words(share, int(spoke.sum()), output, silence))


def _words(share: Interval, spoke: int, output: str, silence: Silence) -> str:
    """Tell how often something was said where there was nothing."""
    if share.estimate is None:
        return f"No recording of {silence.shown} was among the items."
    recordings = counted(share.clusters, "recording")
    if spoke:
        return (
            f"Shown {silence.shown}, where there is no {silence.absent}, {output} gave an answer in {spoke:,} of "
            f"{counted(share.n, 'reading')} in {recordings} {share_in_brackets(share)}."
        )
    shown = f"Shown {silence.shown}, where there is no {silence.absent}"
    label = dict(silence.nothing).get(output)
    silent = f"was silent or said '{label}'" if label else "was silent"
    words = f"{shown}, {output} {silent} in all {counted(share.n, 'reading')}"
    words += f" of {recordings}"
    if share.high is None or share.high <= silence.bound:
        return words + (f"; it may still speak in up to {percent(share.high)}." if share.high else ".")
    needed = observations_for(silence.bound)
    return (
        f"{words}; that leaves up to {percent(share.high)} possible. To say at most {percent(silence.bound)}, "
        f"{needed} independent silences are needed."
    )
