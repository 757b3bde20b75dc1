"""What flags of handed-over tables are worth: which labels are taken for flags, and what the report then holds."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests.trials.made_up import item, tables_of

from desdemona.audits.flag_questions import flags_of
from desdemona.audits.handed_over import audit_tables
from desdemona.audits.wishes import Wishes
from desdemona.errors import UnknownName
from desdemona.reports.report import Report
from desdemona.tables import Reading, Tables, Truth


def answers(
    labels: tuple[str, ...] = ("deceptive", "truthful"), *, people: int = 30, each: int = 10, scores: bool = False
) -> Tables:
    """A fifth of all answers deserve the first label; it is found in 80 % and given to 10 % of the others."""
    rng = np.random.default_rng(6)
    items, readings, truth = [], [], []
    for who in range(people):
        for n in range(each):
            row = item(who, scene=f"answer{n}")
            name, lies = str(row["item"]), n % 5 == 0
            flagged = rng.random() < (0.8 if lies else 0.1)
            said = labels[0] if flagged else labels[1 + n % (len(labels) - 1)]
            score = float(0.5 + 0.5 * rng.random()) if scores else None
            known = labels[0] if lies else labels[1 + n % (len(labels) - 1)]
            items.append(row)
            readings.append(Reading(name, 0.0, 1.0, "verdict", "judgement", label=said, score=score))
            truth.append(Truth(name, 0.0, 1.0, "verdict", known, source="outcome"))
    return tables_of(readings, items, truth)


def audited(tables: Tables, wishes: Wishes | None = None) -> Report:
    return audit_tables(tables, name="x", command="c", progress=lambda *_: None, wishes=wishes)


def test_the_rarer_of_two_labels_is_the_flag_and_its_worth_is_in_the_report() -> None:
    report = audited(answers())
    assert report.in_use_output == "verdict: deceptive"
    assert [row.prevalence for row in report.in_use][:3] == [0.1, 0.03, 0.01]
    assert any(
        "Taken for flags: 'deceptive' of verdict. That they are true of 1.0 % of people" in x for x in report.limits
    )
    found = {f.id: f for f in report.findings if f.trial == "in_use"}
    start = "in_use.verdict.outcome.deceptive"
    assert sorted(found) == [f"{start}.{part}" for part in ("again", "false_flags", "worth")]
    false = found[f"{start}.false_flags"]
    assert false.estimate == pytest.approx(0.1, abs=0.05)  # 240 answers: standard error .02
    at = next(row for row in report.in_use if row.prevalence == 0.01)
    assert at.false_flags == pytest.approx(9900 * (false.estimate or 0.0))
    assert found[f"{start}.worth"].estimate == pytest.approx(at.ppv)
    assert "At 10,000 looks a day that is" in found[f"{start}.worth"].words


def test_scores_add_the_moved_threshold() -> None:
    report = audited(answers(scores=True), Wishes(prevalence=0.1))
    moved = next(f for f in report.findings if f.id.endswith(".threshold"))
    assert "where one person in 10 is 'deceptive'" in moved.words


@pytest.mark.parametrize(("labels", "flag"), [(("no", "alert"), "alert"), (("0", "1"), "1"), (("a", "b"), "a")])
def test_a_label_that_says_there_is_nothing_is_no_flag(labels: tuple[str, str], flag: str) -> None:
    (one,) = flags_of(answers(labels), Wishes())  # the first label is the rarer one
    assert one.labels == (flag,)


def test_of_three_labels_none_is_a_flag_until_it_is_named() -> None:
    tables = answers(("angry", "calm", "glad"))
    assert list(flags_of(tables, Wishes())) == []
    assert audited(tables).in_use == ()
    (flag,) = flags_of(tables, Wishes(flags=("angry",), prevalence=0.05, looks_per_day=50))
    assert (flag.output, flag.labels, flag.source, flag.prevalence) == ("verdict", ("angry",), "outcome", 0.05)
    with pytest.raises(UnknownName, match="unknown flag label 'angy'; did you mean 'angry'"):
        audited(tables, Wishes(flags=("angy",)))


def test_a_label_that_is_said_and_never_known_makes_three() -> None:
    tables = answers()
    other = pl.when(pl.int_range(pl.len()) == 0).then(pl.lit("unsure")).otherwise("label")
    assert list(flags_of(replace(tables, readings=tables.readings.with_columns(other.alias("label"))), Wishes())) == []


def test_people_who_perform_are_asked_about() -> None:
    tables = answers()
    acts = pl.when(pl.int_range(pl.len()) % 2 == 0).then(pl.lit("none")).otherwise(pl.lit("smile"))
    report = audited(replace(tables, items=tables.items.with_columns(acts.alias("performed"))))
    assert [f.id for f in report.findings if f.trial == "gaming"] == ["gaming.smile.verdict"]


def test_votes_of_people_are_asked_how_far_they_agree_and_do_not_count_against_the_system() -> None:
    tables = answers()
    votes = pl.concat([
        tables.truth.with_columns(source=pl.lit("perceived"), count=pl.lit(3, pl.Int64)),
        tables.truth.with_columns(source=pl.lit("perceived"), count=pl.lit(2, pl.Int64), label=pl.lit("truthful")),
    ])  # fmt: skip
    report = audited(replace(tables, truth=pl.concat([tables.truth, votes])))
    raters = {f.id for f in report.findings if f.trial == "raters"}
    assert raters == {f"raters.verdict.perceived.{part}" for part in ("kappa", "majority", "ties")}
    assert not raters & set(report.top)
    judged = sum(f.rung == "judgement" and f.trial not in ("power", "raters") for f in report.findings)
    assert f"Of {judged} findings" in next(each.words for each in report.ladder if each.rung == "judgement")
