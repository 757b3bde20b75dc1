"""Flagged again: whether false flags fall on the same people.

A system that is wrong at random flags somebody else the next time. One that misreads how a person looks or sounds flags
her again, however often she is looked at; then many looks do not even out its errors, and a second flag confirms
nothing. Asked is how much more often those flagged for nothing are flagged at another look than everybody is.
"""

import numpy as np
import polars as pl

from desdemona.estimates.clusters import Floats
from desdemona.estimates.interval import Interval
from desdemona.estimates.jackknife import jackknifed
from desdemona.tables import Tables
from desdemona.trials.answer import Answers, answer
from desdemona.trials.beside_truth import rung_of
from desdemona.trials.finding import Finding
from desdemona.trials.flags import AskingOfFlag, Flag
from desdemona.trials.looks import looks_of
from desdemona.trials.sound_tables import check_tables
from desdemona.trials.wording import counted, percent

AGAIN: Answers = {
    "holds": "False flags hardly fall on the same people, if at all.",
    "fails": "The same people are flagged for nothing again and again.",
    "undecided": "Whether false flags fall on the same people cannot be said from this audit.",
}


def assess_flagged_again(tables: Tables, flag: Flag) -> tuple[Finding, ...]:
    """Answer whether a person flagged for nothing is flagged for nothing at another look; one finding.

    Raises `TableError` with every fault of a table, `UnknownName` when `items` has no such condition.
    """
    check_tables(tables)
    looks = looks_of(tables, flag)
    own = looks.filter(~pl.col("deserved") & pl.col("judged")).group_by("subject")
    people = own.agg(pl.len().alias("n"), pl.col("raised").sum().alias("k")).filter(pl.col("n") > 1).sort("subject")
    n, k = (people.get_column(name).to_numpy().astype(np.float64) for name in ("n", "k"))
    sums = np.stack([k * (k - 1), k * (n - 1), k, n], axis=1)
    more = jackknifed(sums, _more_often, n, minimum_clusters=flag.clusters_required)
    question = AskingOfFlag(flag, rung_of(tables, flag.output, "judgement")).question(
        "again",
        f"Does {flag.output} flag the same people for nothing again and again?",
        flag.again_bound,
        "at_most",
        f"share of {flag.look}s",
        AGAIN,
    )
    return (answer(question, more, _words(more, sums, flag)),)


def _more_often(sums: Floats) -> Floats:
    """Return how much more often those flagged are flagged again; NaN where nobody was. `sums` has shape (m, 4)."""
    out = np.full(len(sums), np.nan)
    np.divide(sums[:, 0], sums[:, 1], out=out, where=sums[:, 1] > 0)
    return np.asarray(out - sums[:, 2] / sums[:, 3])


def _words(more: Interval, sums: Floats, flag: Flag) -> str:
    """Tell how many were flagged twice, and how likely another flag is."""
    if not len(sums):
        return f"Nobody who is not {flag.meaning} was looked at twice."
    people, flagged, twice = len(sums), int((sums[:, 2] > 0).sum()), int((sums[:, 2] > 1).sum())
    whole = sums.sum(0)
    words = (
        f"Of {counted(people, 'person', 'people')} not {flag.meaning} who were looked at twice or more "
        f"({whole[3] / people:.1f} times on average), {flag.output} flagged {flagged:,} at least once and {twice:,} at "
        f"least twice."
    )
    if more.estimate is None:
        return words
    span = (
        ""
        if more.low is None or more.high is None
        else f" (95 % interval {100 * more.low:.1f} to {100 * more.high:.1f})"
    )
    return (
        f"{words} Whoever was flagged for nothing once is flagged at another look in {percent(whole[0] / whole[1])}, "
        f"where {percent(whole[2] / whole[3])} of all looks are: {100 * more.estimate:.1f} points{span} more."
    )
