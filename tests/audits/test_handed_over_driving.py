"""Driving protocols from handed-over tables: what is asked, which rows are warnings, and what is told when unclear."""

from dataclasses import replace

import polars as pl
import pytest
from tests.trials.test_driving import drive, glances

from desdemona.audits.driving_questions import warnings_of
from desdemona.audits.handed_over import audit_tables
from desdemona.audits.wishes import Wishes
from desdemona.errors import UnknownName, UsageError
from desdemona.tables import Tables
from desdemona.trials.finding import Finding


def audited(tables: Tables, wishes: Wishes) -> dict[str, Finding]:
    report = audit_tables(tables, name="x", command="c", progress=lambda *_: None, wishes=wishes)
    return {f.id: f for f in report.findings if f.trial == "driving"}


def test_ddaw_asks_average_and_bound_with_false_alarms_beside() -> None:
    found = audited(drive(invented=2), Wishes(protocols=("ddaw",)))
    assert list(found) == [
        "driving.ddaw.average.warning",
        "driving.ddaw.lower_bound.warning",
        "driving.ddaw.false_alarms.warning",
    ]
    assert found["driving.ddaw.average.warning"].estimate == 1.0
    assert "[V2]" in found["driving.ddaw.average.warning"].question
    assert found["driving.ddaw.false_alarms.warning"].estimate == pytest.approx(2.0)


def test_addw_asks_each_speed_on_the_drives_at_that_speed() -> None:
    tables = glances(4.0)
    fast = pl.when(pl.int_range(pl.len()) < 10).then(pl.lit("80")).otherwise(pl.lit("30"))
    found = audited(
        replace(tables, items=tables.items.with_columns(fast.alias("speed_kmh"))), Wishes(protocols=("addw",))
    )
    # glances of 5 s need a warning at 50 km/h and more, and none below
    warned = found["driving.distraction_fast.warned.warning"]
    assert (warned.estimate, warned.n, warned.clusters) == (1.0, 100, 10)
    assert found["driving.distraction_slow.warned.warning"].estimate is None
    assert found["driving.distraction_slow.false_alarms.warning"].estimate == pytest.approx(10.0)


def test_euro_ncap_asks_what_the_truth_can_tell() -> None:
    found = audited(glances(3.5), Wishes(protocols=("euro-ncap",)))
    assert {name.split(".")[1] for name in found} == {"long_distraction"}
    with pytest.raises(UnknownName, match="unknown truth output for euro-ncap 'gaze_away'"):
        audited(drive(), Wishes(protocols=("euro-ncap",)))
    with pytest.raises(UnknownName, match="unknown truth output 'kss'"):
        audited(glances(3.5), Wishes(protocols=("ddaw",)))


def test_without_a_protocol_nothing_about_driving_is_asked() -> None:
    assert audited(drive(), Wishes()) == {}


def test_which_output_warns_must_be_clear() -> None:
    tables = drive()
    two = pl.concat([tables.readings, tables.readings.with_columns(output=pl.lit("mood"), rung=pl.lit("state"))])
    with pytest.raises(UsageError, match=r"name it with --warnings \(outputs: awake, mood, warning"):
        warnings_of(replace(tables, readings=two), Wishes(protocols=("ddaw",)))
    with pytest.raises(UnknownName, match="did you mean 'warning'"):
        warnings_of(tables, Wishes(protocols=("ddaw",), warnings="warnings"))


def test_an_output_that_always_says_something_needs_a_label() -> None:
    tables = drive(people=5)
    windows = pl.concat([
        tables.items.select("item").with_columns(
            t_start_s=pl.lit(10.0 * n), t_end_s=pl.lit(10.0 * n + 10), output=pl.lit("level"), rung=pl.lit("state"),
            label=pl.lit(("calm", "tired", "asleep")[n % 3]), value=None, score=None, status=pl.lit("ok"),
        )
        for n in range(6)
    ])  # fmt: skip
    windows = windows.with_columns(pl.col("value", "score").cast(pl.Float64))
    told = replace(tables, readings=windows)
    with pytest.raises(
        UsageError, match=r"name the labels that are warnings with --flag \(labels: asleep, calm, tired"
    ):
        warnings_of(told, Wishes(protocols=("ddaw",)))
    assert warnings_of(told, Wishes(flags=("asleep",), protocols=("ddaw",))).labels == ("asleep",)
    two = windows.with_columns(pl.col("label").replace({"asleep": "tired", "calm": "none"}))
    assert warnings_of(replace(tables, readings=two), Wishes(protocols=("ddaw",))).labels == ("tired",)
