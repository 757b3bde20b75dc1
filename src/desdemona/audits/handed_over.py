"""An audit of four tables that somebody handed over: what was said, what was true, of whom.

Nothing of the system is run. The questions follow from what the tables hold: labels or values, from which sources the
truth is known, which groups people declared.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from desdemona.audits.audit import entries, versions
from desdemona.audits.measuring import Progress
from desdemona.reports.report import Fact, LadderRung, Repeat, Report
from desdemona.tables import ITEMS, SUBJECTS, Source, Tables
from desdemona.trials.agreement import Naming, assess_agreement
from desdemona.trials.barrett import Criteria, assess_barrett
from desdemona.trials.calibration import Sureness, assess_calibration
from desdemona.trials.finding import Finding
from desdemona.trials.groups import Comparison, assess_groups
from desdemona.trials.ladder import choose_top, summarise
from desdemona.trials.power import assess_power
from desdemona.trials.value_agreement import Rating, assess_value_agreement

NOTICE = (
    "Audited from tables as they were handed over. Nothing of the system was run here, and what the tables leave out "
    "is not judged."
)
MOST_LEVELS = 12
"""Columns with more levels than this are names or numbers, not groups."""
LIMITS = (
    "The tables are taken at their word: who is in them, what was true, and that nothing was left out.",
    "Intended, perceived and self-reported emotion are different things and are never merged. Agreement with what was "
    "intended or perceived says nothing about what was felt.",
    "Groups are as people declared them. A group with too few people is refused, not guessed at.",
    "No difference found is not the same as no difference: only a finding that says the two are treated alike, within "
    "the stated margin, says that.",
)


def audit_tables(tables: Tables, *, name: str, command: str, progress: Progress) -> Report:
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

    Raises
    ------
    TableError
        When a table is not fit to be judged.
    """
    asked = tuple(declarations(tables))
    findings: list[Finding] = []
    for done, declared in enumerate(asked):
        progress(done, len(asked), "questions put to the tables")
        findings += assess(tables, declared)
    progress(len(asked), len(asked), "questions put to the tables")
    return to_report(tables, tuple(findings), name, command)


@dataclass(frozen=True, slots=True)
class Sight:
    """Whether a comparison would have seen a difference of its margin, had there been one."""

    comparison: Comparison


Declared = Naming | Criteria | Comparison | Sight | Sureness | Rating


def assess(tables: Tables, declared: Declared) -> tuple[Finding, ...]:
    """Answer one declared question."""
    match declared:
        case Naming():
            return assess_agreement(tables, declared)
        case Criteria():
            return assess_barrett(tables, declared)
        case Comparison():
            return assess_groups(tables, declared)
        case Sight():
            return assess_power(tables, declared.comparison)
        case Sureness():
            return assess_calibration(tables, declared)
        case Rating():
            return assess_value_agreement(tables, declared)


def declarations(tables: Tables) -> Iterator[Declared]:
    """Give the questions that follow from what the tables hold, output by output and source by source."""
    groups, conditions = level_names(tables.subjects, tuple(SUBJECTS)), level_names(tables.items, tuple(ITEMS))
    for output, kind in outputs_of(tables):
        for source in sources_of(tables, output):
            if kind == "value":
                yield Rating(output, source, *error_bound(tables, output))
                continue
            yield Naming(output, source)
            if source != "perceived":
                yield Criteria(output, source, across=(*groups, *conditions))
            if groups:
                crossed = tuple((one, other) for i, one in enumerate(groups) for other in groups[i + 1 :])
                yield Comparison(output, groups, "error", source, crossed=crossed[:3])
                yield Sight(Comparison(output, groups, "error", source))
            if scored(tables, output):
                yield Sureness(output, source, across=groups)
        if groups:
            yield Comparison(output, groups, "refusal")


def outputs_of(tables: Tables) -> list[tuple[str, str]]:
    """Return each output that is in readings and truth, and whether it says labels or values."""
    known = tables.truth.get_column("output").unique().to_list()
    rows = tables.readings.filter(pl.col("output").is_in(known)).group_by("output", maintain_order=True)
    labelled = rows.agg(pl.col("label").is_not_null().any().alias("labelled"))
    return [(output, "label" if has else "value") for output, has in labelled.sort("output").iter_rows()]


def scored(tables: Tables, output: str) -> bool:
    """Say whether an output gives a score with its labels."""
    return tables.readings.filter(pl.col("output") == output).get_column("score").is_not_null().any()


def sources_of(tables: Tables, output: str) -> list[Source]:
    """Return the sources of truth about an output; people's votes alone are the truth only where there is no other."""
    own = tables.truth.filter(pl.col("output") == output)
    found: list[Source] = own.get_column("source").unique().sort().to_list()
    others: list[Source] = [source for source in found if source != "perceived"]
    return others or found


def level_names(table: pl.DataFrame, own: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that group their rows: texts with two to twelve levels."""
    return tuple(
        name
        for name, kind in table.schema.items()
        if name not in own and kind == pl.String and 2 <= table.get_column(name).n_unique() <= MOST_LEVELS
    )


def error_bound(tables: Tables, output: str) -> tuple[float, str]:
    """Return a tenth of the median size of the known values as the largest mean error, and its unit.

    A tenth is what ANSI/CTA-2065 allows a heart rate; where a field has another limit, declare it.
    """
    known = tables.truth.filter(pl.col("output") == output).get_column("value").abs().median()
    return (0.1 * float(known) if isinstance(known, float) else 0.0), ""


def to_report(tables: Tables, findings: tuple[Finding, ...], name: str, command: str) -> Report:
    """Return everything that the page and the JSON show; what an audit could not see is no fault of the system."""
    of_the_system = [finding for finding in findings if finding.trial != "power"]
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
        in_use=(),
        in_use_output="",
        assumptions=(),
        universes=(),
        steps=(),
        limits=(*LIMITS, *left_out(tables)),
        repeat=Repeat(command, 0, versions(), ()),
        catalogue=entries(findings),
    )


def tested(tables: Tables, questions: int) -> str:
    """Return how much there is of what, in one paragraph."""
    readings, items, people = tables.readings.height, tables.items.height, tables.subjects.height
    outputs = tables.readings.get_column("output").n_unique()
    lost = tables.readings.filter(pl.col("status") != "ok").height
    return (
        f"{readings:,} readings of {outputs:,} output{'s' if outputs != 1 else ''} about {items:,} items of {people:,} "
        f"people; {lost:,} readings were not measured, refused or failed. {questions:,} questions were put to them."
    )


def sources_told(tables: Tables) -> str:
    """Say where the truth comes from."""
    counts = tables.truth.group_by("source").len().sort("source").iter_rows()
    return "The truth table has " + ", ".join(f"{rows:,} rows that are {source}" for source, rows in counts) + "."


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
