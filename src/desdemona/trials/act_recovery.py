"""Recovery of acts: a blink is to be found when there is one, and none when there is none.

Readings of one act that touch each other in time are one act, so a system that speaks in windows is judged like one
that names each act.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.estimates.clusters import Floats
from desdemona.estimates.events import EventScores, event_scores, match_events
from desdemona.tables import Tables
from desdemona.trials.answer import Answers, Question, answer
from desdemona.trials.finding import Finding
from desdemona.trials.known_values import times
from desdemona.trials.wording import counted, percent, share_in_brackets

ABSENT_LABELS = ("absent", "none", "no", "off")
"""Labels of a reading which say that the act did not happen."""


@dataclass(frozen=True, slots=True)
class Act:
    """An act to be found: whose output, against which truth, and the least F1 that will do.

    `tolerance_s` is how far apart a found and a known act may lie and still be the same one.
    """

    output: str
    bound: float = 0.8
    truth_output: str = ""
    tolerance_s: float = 0.2
    coverage_required: float = 0.5
    clusters_required: int = 5
    claims: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()


ANSWERS: Answers = {
    "holds": "The act is found when it happens and not otherwise.",
    "fails": "The act is missed or invented too often.",
    "undecided": "Whether that is good enough cannot be said from this audit.",
}


def assess_act(tables: Tables, wanted: Act) -> Finding:
    """Answer whether an act is found when it happens and not otherwise, by F1 over all items with a known script.

    A row of the readings that is `ok` and whose label does not deny the act is one found act. Known acts during a
    row that was not measured are not asked for again: they lower the coverage.
    """
    counts, coverage = _count_items(tables, wanted)
    matched, found, known, who = (counts.get_column(c).to_numpy() for c in ("matched", "found", "known", "subject"))
    scores = event_scores(matched, found, known, who, minimum_clusters=wanted.clusters_required)
    question = Question(
        id=f"recovery.{wanted.output}.events",
        trial="recovery",
        rung="sign",
        output=wanted.output,
        asked=f"Is {wanted.output} found when it happens, and not when it does not?",
        bound=wanted.bound,
        bound_kind="at_least",
        unit="F1",
        answers=ANSWERS,
        coverage_required=wanted.coverage_required,
        clusters_required=wanted.clusters_required,
        claims=wanted.claims,
        harms=wanted.harms,
    )
    return answer(question, scores.f1, _words(wanted, scores), coverage=coverage)


def _words(wanted: Act, scores: EventScores) -> str:
    """Tell how many were found, missed and invented."""
    if scores.f1.estimate is None:
        return f"No act '{wanted.output}' was known or found where it could be measured."
    known = scores.matched + scores.missed
    return (
        f"Of {known:,} known acts '{wanted.output}' {scores.matched:,} were found "
        f"{share_in_brackets(scores.recall)}; {counted(scores.invented, 'act was', 'acts were')} found that never "
        f"happened. F1 is {percent(scores.f1.estimate)}."
    )


def _count_items(tables: Tables, wanted: Act) -> tuple[pl.DataFrame, float]:
    """Count known, found and matched acts in each item with truth; and say which share could be measured."""
    name = wanted.truth_output or wanted.output
    scripted = tables.truth.get_column("item").unique(maintain_order=True).to_list()
    happened = ~pl.col("label").fill_null("").is_in(ABSENT_LABELS)
    truth = tables.truth.filter((pl.col("output") == name) & happened)
    readings = tables.readings.filter((pl.col("output") == wanted.output) & pl.col("item").is_in(scripted))
    known_by, said_by = _by_item(truth), _by_item(readings)
    subject_of = dict(tables.items.select("item", "subject").iter_rows())
    rows, asked, measured = [], 0, 0
    for item in scripted:
        said = said_by.get(item, readings.clear())
        found = _joined(times(said.filter((pl.col("status") == "ok") & happened)))
        blind = times(said.filter(pl.col("status") != "ok"))
        known = times(known_by.get(item, truth.clear()))
        seen = known[~_during(known, blind)]
        asked, measured = asked + max(len(known), 1), measured + (len(seen) if len(known) else len(blind) == 0)
        pairs = match_events(found, seen, tolerance=wanted.tolerance_s)
        rows.append((subject_of.get(item), len(pairs), len(found), len(seen)))
    schema = {"subject": pl.String, "matched": pl.Int64, "found": pl.Int64, "known": pl.Int64}
    counts = pl.DataFrame(rows, schema=schema, orient="row").filter(pl.col("subject").is_not_null())
    return counts, measured / asked if asked else 0.0


def _by_item(table: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Split a table by item."""
    return {str(key[0]): group for key, group in table.group_by("item", maintain_order=True)}


def _joined(stretches: Floats) -> Floats:
    """Join stretches that touch or overlap, shape (n, 2) to (m, 2)."""
    joined: list[list[float]] = []
    for start, end in sorted(stretches.tolist()):
        if joined and start <= joined[-1][1] + 1e-9:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return np.array(joined, np.float64).reshape(-1, 2)


def _during(events: Floats, stretches: Floats) -> NDArray[np.bool_]:
    """Say which events have their middle inside any of the stretches, shape (n,)."""
    middle = events.mean(1) if len(events) else np.zeros(0)
    inside = (middle[:, None] >= stretches[None, :, 0]) & (middle[:, None] <= stretches[None, :, 1])
    return np.asarray(inside.any(1), np.bool_)
