"""Moved thresholds: what a flag would be worth if it were raised only at higher scores.

The threshold is moved to where half of those who deserve a flag are still found: it is chosen on them alone, so that
what it does to everyone else is not chosen with it. Where all looks have scores and every flagged one scores at least
as high as every other, the score is a rank and the threshold can be moved both ways. Otherwise a score is the sureness
of whichever label was said, and the threshold can only be raised: a look that was not flagged stays so.
"""

import numpy as np
import polars as pl

from desdemona.estimates.clustered import clustered_share
from desdemona.estimates.clusters import Floats
from desdemona.estimates.interval import Interval, without_interval
from desdemona.tables import Tables
from desdemona.trials.answer import Answers, answer
from desdemona.trials.beside_truth import rung_of
from desdemona.trials.finding import Finding
from desdemona.trials.flags import AskingOfFlag, Flag, one_in
from desdemona.trials.in_use import complement, row_at, worth
from desdemona.trials.looks import looks_of, share_raised
from desdemona.trials.sound_tables import check_tables
from desdemona.trials.wording import percent, percent_range

FOUND = (0.9, 0.7, 0.5)
"""Shares of deserved flags for which the threshold is told; it is judged at the last."""
MOVED: Answers = {
    "holds": "With a moved threshold a flag is more likely right than wrong.",
    "fails": "Even with a threshold that misses half of them, a flag is more likely wrong than right.",
    "undecided": "Whether a moved threshold makes a flag more likely right than wrong cannot be said from this audit.",
}


def assess_moved_threshold(tables: Tables, flag: Flag, *, rng: np.random.Generator) -> tuple[Finding, ...]:
    """Answer what flags are worth at the threshold that still finds half; one finding, none where there are no scores.

    Raises `TableError` with every fault of a table, `UnknownName` when `items` has no such condition.
    """
    check_tables(tables)
    looks = looks_of(tables, flag)
    scored = looks.filter(pl.col("judged") & (pl.col("score").is_not_null() | ~pl.col("raised")))
    if not scored.filter("raised").height:
        return ()
    coverage = scored.height / looks.height
    marked, movable = _marked(scored)
    ats = [_at(marked, share, flag) for share in FOUND]
    measured, words = without_interval("not reached", n=scored.height, clusters=0), ""
    sensitivity, false = ats[-1][1:]
    if sensitivity.estimate is not None and false.estimate is not None:
        at = row_at(sensitivity, complement(false), flag.prevalence, rng=rng)
        measured = worth(at, sensitivity, false)
        span = f" (95 % interval {percent_range(at.low, at.high)})" if np.isfinite(at.low) else ""
        words = (
            f" At the last of these, where {one_in(flag.prevalence)} is {flag.meaning}, {percent(at.ppv)} of the flags "
            f"are right{span}."
        )
    asked = (
        f"With the threshold of {flag.output} moved so that half of those who are {flag.meaning} are found, how many "
        f"flags are right where {one_in(flag.prevalence)} is?"
    )
    question = AskingOfFlag(flag, rung_of(tables, flag.output, "judgement")).question(
        "threshold", asked, flag.ppv_bound, "at_least", "share of flags", MOVED
    )
    told = " ".join(filter(None, (_as_it_is(scored, flag), *(_told(*at) for at in ats)))) + words
    return (answer(question, measured, told if movable else f"{told} {RAISED_ONLY}", coverage=coverage),)


RAISED_ONLY = "The score is of whichever label was said, so the threshold can only be raised here."


def _marked(scored: pl.DataFrame) -> tuple[pl.DataFrame, bool]:
    """Return looks with the mark that a threshold is held against, and whether it can be moved both ways."""
    score, raised = (scored.get_column(name).to_numpy() for name in ("score", "raised"))
    if not scored.get_column("score").null_count() and score[raised].min() >= score[~raised].max(initial=0.0):
        return scored.with_columns(pl.col("score").alias("mark")), True
    return scored.with_columns(pl.when("raised").then("score").otherwise(-np.inf).alias("mark")), False


def _at(marked: pl.DataFrame, share: float, flag: Flag) -> tuple[float, Interval, Interval]:
    """Return the highest threshold at which `share` of those who deserve it are found, and both shares flagged there.

    The threshold is -inf, and there is nothing to say, where not so many are found at any.
    """
    deserving: Floats = np.sort(marked.filter("deserved").get_column("mark").to_numpy().astype(np.float64))[::-1]
    number = int(np.ceil(share * len(deserving))) - 1
    threshold = float(deserving[number]) if len(deserving) else -np.inf
    if threshold == -np.inf:
        nothing = without_interval("not reached", n=0, clusters=0)
        return threshold, nothing, nothing
    at = marked.with_columns((pl.col("mark") >= threshold).alias("raised"))
    sides = (at.filter("deserved"), at.filter(~pl.col("deserved")))
    found, false = (share_raised(side, minimum_clusters=flag.clusters_required)[0] for side in sides)
    return threshold, found, false


def _as_it_is(scored: pl.DataFrame, flag: Flag) -> str:
    """Tell what share is flagged as things stand."""
    sides = (scored.filter("deserved"), scored.filter(~pl.col("deserved")))
    found, false = (
        clustered_share(side.get_column("raised").cast(pl.Float64), side.get_column("subject")).estimate
        for side in sides
    )
    if found is None or false is None:
        return f"{flag.output} judged nobody who deserves a flag, or nobody who does not."
    return f"As it is, {flag.output} finds {percent(found)} and flags {percent(false)} of the others."


def _told(threshold: float, found: Interval, false: Interval) -> str:
    """Tell what one threshold does."""
    if found.estimate is None or false.estimate is None:
        return ""
    return f"From a score of {threshold:.3g} up it finds {percent(found.estimate)} and flags {percent(false.estimate)}."
