"""Which questions a driving protocol puts to handed-over tables.

What the protocols ask stands, with the tags of its evidence, in `trials.driving.protocols`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from desdemona.audits.flag_questions import NEGATIVE
from desdemona.audits.wishes import Protocol, Wishes
from desdemona.errors import UnknownName, UsageError
from desdemona.tables import SOURCES, Source, Tables
from desdemona.trials.driving.drowsiness import assess_drowsiness_warning
from desdemona.trials.driving.protocols import (
    ADDW_FAST,
    ADDW_SLOW,
    LONG_DISTRACTION,
    MICROSLEEP,
    SLEEP,
    UNRESPONSIVE,
    Sleepiness,
    Stretch,
    Warnings,
)
from desdemona.trials.driving.timed import assess_timed_warning
from desdemona.trials.finding import Finding
from desdemona.trials.looked import is_event_log

SPEED = "speed_kmh"
"""The column of items that says how fast somebody drove."""
STRETCHES: dict[Protocol, tuple[Stretch, ...]] = {
    "ddaw": (),
    "addw": (ADDW_FAST, ADDW_SLOW),
    "euro-ncap": (LONG_DISTRACTION, MICROSLEEP, SLEEP, UNRESPONSIVE),
}
SPEEDS: dict[str, tuple[float, float]] = {ADDW_FAST.name: (50.0, float("inf")), ADDW_SLOW.name: (20.0, 50.0)}
"""From which speed on and below which one the limits of ADDW are meant, in km/h [V2]."""


@dataclass(frozen=True, slots=True)
class Drive:
    """Warnings held against what one protocol says about sleepiness or about one kind of stretch."""

    warnings: Warnings
    needed: Sleepiness | Stretch


def drives_of(tables: Tables, wishes: Wishes) -> Iterator[Drive]:
    """Give the questions of every protocol that was asked for.

    Raises
    ------
    UnknownName
        When there is no such output of warnings, or the truth has nothing that the protocol needs.
    UsageError
        When it is not clear which output, or which of its labels, is a warning.
    """
    if not wishes.protocols:
        return
    warnings = warnings_of(tables, wishes)
    for protocol in wishes.protocols:
        if protocol == "ddaw":
            needed = Sleepiness().truth_output
            yield Drive(warnings, Sleepiness(source=source_of(tables, needed)))
            continue
        stretches = STRETCHES[protocol]
        known = tables.truth.get_column("output").unique().to_list()
        told = [stretch for stretch in stretches if stretch.truth_output in known]
        if not told:
            raise UnknownName(f"truth output for {protocol}", stretches[0].truth_output, known)
        for stretch in told:
            yield Drive(warnings, replace(stretch, source=source_of(tables, stretch.truth_output)))


def warnings_of(tables: Tables, wishes: Wishes) -> Warnings:
    """Return which readings are warnings."""
    timed = tables.readings.filter(pl.col("t_start_s").is_not_null())
    outputs = timed.get_column("output").unique().sort().to_list()
    named = wishes.warnings
    if named and named not in outputs:
        raise UnknownName("output with times", named, outputs)
    if not named:
        verdicts = timed.filter(pl.col("rung").is_in(["state", "judgement"]))
        likely = verdicts.get_column("output").unique().sort().to_list()
        if len(likely) != 1:
            listed = ", ".join(outputs) or "none that has times"
            raise UsageError(f"which output warns the driver is not clear; name it with --warnings (outputs: {listed})")
        named = likely[0]
    own = timed.filter((pl.col("output") == named) & (pl.col("status") == "ok"))
    labels = own.get_column("label").drop_nulls().unique().sort().to_list()
    flags = tuple(label for label in wishes.flags if label in labels)
    if not flags and not is_event_log(tables, named) and own.height:
        flags = tuple(label for label in labels if label.strip().lower() not in NEGATIVE)
        if len(labels) != 2 or len(flags) != 1:
            listed = ", ".join(labels) or "none"
            raise UsageError(
                f"output '{named}' says something all the time; name the labels that are warnings with --flag "
                f"(labels: {listed})"
            )
    return Warnings(named, flags)


def source_of(tables: Tables, output: str) -> Source:
    """Return where the truth about an output comes from; of several sources the first in the order of `SOURCES`.

    Raises
    ------
    UnknownName
        When the truth says nothing about it.
    """
    found = tables.truth.filter(pl.col("output") == output).get_column("source").unique().to_list()
    if not found:
        raise UnknownName("truth output", output, tables.truth.get_column("output").unique().to_list())
    return next(source for source in SOURCES if source in found)


def assess_drive(tables: Tables, drive: Drive) -> tuple[Finding, ...]:
    """Answer what one protocol asks; false alarms an hour stand beside."""
    if isinstance(drive.needed, Sleepiness):
        return assess_drowsiness_warning(tables, drive.warnings, drive.needed)
    return assess_timed_warning(at_speed(tables, drive.needed), drive.warnings, drive.needed)


def at_speed(tables: Tables, stretch: Stretch) -> Tables:
    """Return the drives at the speed that a stretch's limits are meant for; all of them where no speed is told."""
    if stretch.name not in SPEEDS or SPEED not in tables.items.columns:
        return tables
    low, high = SPEEDS[stretch.name]
    speed = pl.col(SPEED).cast(pl.Float64, strict=False)
    items = tables.items.filter((speed >= low) & (speed < high))
    kept = items.get_column("item").implode()
    readings, truth = (table.filter(pl.col("item").is_in(kept)) for table in (tables.readings, tables.truth))
    return Tables(readings, truth, items, tables.subjects)
