"""An audit of four tables that somebody handed over: what was said, what was true, of whom.

Nothing of the system is run. The questions follow from what the tables hold: labels or values, from which sources the
truth is known, which groups people declared.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from desdemona.audits.audit import entries, versions
from desdemona.audits.charts import charts_of
from desdemona.audits.measuring import Progress
from desdemona.audits.table_questions import assess, declarations
from desdemona.audits.table_shape import MOST_LEVELS, level_names, outputs_of
from desdemona.audits.wishes import Wishes
from desdemona.reports.report import Fact, InUse, LadderRung, Repeat, Report
from desdemona.tables import ITEMS, RUNGS, SUBJECTS, Tables
from desdemona.trials.finding import Finding
from desdemona.trials.flagged_again import assess_flagged_again
from desdemona.trials.flags import Flag
from desdemona.trials.in_use import InUseRow, assess_in_use
from desdemona.trials.ladder import choose_top, summarise
from desdemona.trials.looked import is_event_log
from desdemona.trials.thresholds import assess_moved_threshold
from desdemona.trials.wording import percent

NOTICE = (
    "Audited from tables as they were handed over. Nothing of the system was run here, and what the tables leave out "
    "is not judged."
)
LIMITS = (
    "The tables are taken at their word: who is in them, what was true, and that nothing was left out.",
    "Intended, perceived and self-reported emotion are different things and are never merged. Agreement with what was "
    "intended or perceived says nothing about what was felt.",
    "Groups are as people declared them. A group with too few people is refused, not guessed at.",
    "No difference found is not the same as no difference: only a finding that says the two are treated alike, within "
    "the stated margin, says that.",
)


def audit_tables(
    tables: Tables, *, name: str, command: str, progress: Progress, wishes: Wishes | None = None, seed: int = 0
) -> Report:
    """Put every question that four tables can answer to them, and tell the answers in one report.

    Parameters
    ----------
    tables
        The four tables, checked.
    name
        What the system is called in the report.
    command
        The command that repeats the report.
    progress
        Called as work goes on: questions done, questions in all, what is being done.
    wishes
        What is declared beyond the tables: flags, how rare they are, driving protocols.
    seed
        Of the draws behind the interval of what a flag is worth; the same seed gives the same report.

    Raises
    ------
    TableError
        When a table is not fit to be judged.
    UnknownName
        When what is declared is not in the tables.
    UsageError
        When it is not clear which output warns a driver.
    """
    asked = tuple(declarations(tables, wishes or Wishes()))
    findings: list[Finding] = []
    uses: list[Use] = []
    for done, declared in enumerate(asked):
        progress(done, len(asked), "questions put to the tables")
        if isinstance(declared, Flag):
            uses.append(use_of(tables, declared, seed))
            findings += uses[-1].findings
        else:
            findings += assess(tables, declared)
    progress(len(asked), len(asked), "questions put to the tables")
    return to_report(tables, tuple(findings), uses, name=name, repeat=Repeat(command, seed, versions(), ()))


@dataclass(frozen=True, slots=True)
class Use:
    """What a flag means in use: its findings, and the rows of the picture."""

    flag: Flag
    findings: tuple[Finding, ...]
    rows: tuple[InUseRow, ...]


def use_of(tables: Tables, flag: Flag, seed: int) -> Use:
    """Answer what a flag is worth, what a moved threshold does, and whether it falls on the same people."""
    answered = assess_in_use(tables, flag, rng=np.random.default_rng(seed))
    moved = assess_moved_threshold(tables, flag, rng=np.random.default_rng(seed))
    return Use(flag, (*answered.findings, *moved, *assess_flagged_again(tables, flag)), answered.rows)


def drawn(uses: Sequence[Use]) -> tuple[tuple[InUse, ...], str]:
    """Return the in-use picture and what it is of: the flag highest on the ladder of which anything is known."""
    known = [use for use in uses if np.isfinite(use.rows[0].ppv)] or list(uses)
    if not known:
        return (), ""
    use = max(known, key=lambda one: RUNGS.index(one.findings[0].rung))
    rows = (InUse(r.prevalence, r.true_flags, r.false_flags, r.missed, r.ppv, r.low, r.high) for r in use.rows)
    return tuple(rows), f"{use.flag.output}: {' or '.join(use.flag.labels)}"


def to_report(
    tables: Tables, findings: tuple[Finding, ...], uses: Sequence[Use], *, name: str, repeat: Repeat
) -> Report:
    """Return everything that the page and the JSON show.

    What an audit could not see is no fault of the system, and how far raters agree is not where it said something.
    """
    beside = {"power"} if tables.readings.is_empty() else {"power", "raters"}
    of_the_system = [finding for finding in findings if finding.trial not in beside]
    in_use, in_use_output = drawn(uses)
    return Report(
        system=name,
        title=name,
        organisation="as handed over",
        notice=NOTICE,
        tested=tested(tables, len(findings)),
        facts=(Fact(sources_told(tables), "the truth table"),),
        ladder=tuple(LadderRung(each.rung, each.standing, each.words) for each in summarise(of_the_system)),
        top=tuple(finding.id for finding in choose_top(of_the_system)),
        findings=findings,
        portraits=(),
        in_use=in_use,
        in_use_output=in_use_output,
        assumptions=(),
        universes=(),
        steps=(),
        limits=(*LIMITS, *taken_for(tables, uses), *left_out(tables)),
        repeat=repeat,
        catalogue=entries(findings),
        charts=charts_of(tables, findings),
    )


def tested(tables: Tables, questions: int) -> str:
    """Return how much there is of what, in one paragraph."""
    readings, items, people = tables.readings.height, tables.items.height, tables.subjects.height
    alone = people == items and bool((tables.items["item"] == tables.items["subject"]).all())
    whom = f"{items:,} items" + (", each taken for another person," if alone else f" of {people:,} people")
    if not readings:
        votes = int(tables.truth.get_column("count").fill_null(1).sum())
        return f"No system said anything here: {votes:,} votes or measurements are about {whom.rstrip(',')}." + (
            f" {questions:,} questions were put to them."
        )
    outputs = tables.readings.get_column("output").n_unique()
    lost = tables.readings.filter(pl.col("status") != "ok").height
    return (
        f"{readings:,} readings of {outputs:,} output{'s' if outputs != 1 else ''} about {whom.rstrip(',')}; "
        f"{lost:,} readings were not measured, refused or failed. {questions:,} questions were put to them."
    )


def sources_told(tables: Tables) -> str:
    """Say where the truth comes from."""
    counts = tables.truth.group_by("source").len().sort("source").iter_rows()
    return "The truth table has " + ", ".join(f"{rows:,} rows that are {source}" for source, rows in counts) + "."


def taken_for(tables: Tables, uses: Sequence[Use]) -> tuple[str, ...]:
    """Say which labels were taken for flags, at which prevalence, and which outputs for logs of events."""
    told = []
    if uses:
        flags = ", ".join(dict.fromkeys(f"'{' or '.join(u.flag.labels)}' of {u.flag.output}" for u in uses))
        told.append(
            f"Taken for flags: {flags}. That they are true of {percent(uses[0].flag.prevalence)} of people, and that "
            f"{uses[0].flag.looks_per_day:,} looks a day are taken, is assumed; declare your own with --flag, "
            "--prevalence and --looks-per-day."
        )
    logs = [output for output, _ in outputs_of(tables) if is_event_log(tables, output)]
    if logs:
        told.append(
            f"Taken for logs of events, with a row only when something happens: {', '.join(logs)}. An item without a "
            "row is not counted as a refusal there."
        )
    return tuple(told)


def left_out(tables: Tables) -> tuple[str, ...]:
    """Say which columns were not compared, and why."""
    skipped = [
        name
        for table, own in ((tables.subjects, tuple(SUBJECTS)), (tables.items, tuple(ITEMS)))
        for name in table.columns
        if name not in own and name not in level_names(table, own)
    ]
    if not skipped:
        return ()
    return (
        f"Not compared, since they are numbers or have one level or more than {MOST_LEVELS}: {', '.join(skipped)}. "
        "Band a number into a few named levels to have it compared.",
    )
