import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from desdemona.audits.charts import LABELS_AT_MOST, charts_of, folded_labels, worth_of
from desdemona.audits.handed_over import audit_tables
from desdemona.audits.score_charts import thresholds_for
from desdemona.datasets.known import Modality
from desdemona.datasets.loading import load_dataset
from desdemona.estimates.interval import Interval
from desdemona.reports.charts import Charts, Forest
from desdemona.reports.page import to_html
from desdemona.reports.record import to_json
from desdemona.reports.report import Report
from desdemona.tables import ITEMS, READINGS, TRUTH, Tables
from desdemona.trials.confusions import Confusions
from desdemona.trials.finding import Finding

DATA = Path(__file__).parents[2].parent / "shared" / "data"
needs_crema_d = pytest.mark.skipif(not (DATA / "crema-d").exists(), reason="the published CREMA-D tables are not here")
needs_ferplus = pytest.mark.skipif(not (DATA / "ferplus").exists(), reason="the published FER+ tables are not here")

PEOPLE, LOOKS = 60, 20
SKINS = np.array(["light", "medium", "dark"])


def no_progress(_done: int, _total: int, _what: str) -> None:
    pass


def _table(schema: dict[str, type[pl.DataType]], rows: int, **columns: object) -> pl.DataFrame:
    nothing = [None] * rows
    return pl.DataFrame({name: columns.get(name, nothing) for name in schema}, schema=schema)


def drowsiness(*, labels: tuple[str, str] = ("alert", "drowsy"), ranked: bool = True) -> Tables:
    """Return scores of made-up drivers, worse for dark skin, with five observers' votes; four drivers are over 60."""
    rng = np.random.default_rng(11)
    person = np.repeat(np.arange(PEOPLE), LOOKS)
    is_so = rng.random(person.size) < 0.2
    skin = SKINS[np.arange(PEOPLE) % 3]
    latent = np.where(is_so, 1.2, -1.6) + rng.normal(0, 1.2, person.size) + np.where(skin[person] == "dark", 0.9, 0.0)
    share = 1 / (1 + np.exp(-1.7 * latent))
    flagged = share >= 0.5
    score = share if ranked else np.maximum(share, 1 - share)
    name = np.array(labels)
    items = {"item": [f"d{n}" for n in range(person.size)], "output": ["driver"] * person.size}
    readings = _table(
        READINGS, person.size, **items, rung=["state"] * person.size, label=name[flagged.astype(int)].tolist(),
        score=score.tolist(), status=["ok"] * person.size,
    )  # fmt: skip
    told = _table(
        TRUTH, person.size, **items, label=name[is_so.astype(int)].tolist(), source=["self_report"] * person.size
    )
    saw = rng.binomial(5, np.where(is_so, 0.8, 0.1))
    votes = [
        _table(
            TRUTH, person.size, **items, label=[label] * person.size, source=["perceived"] * person.size, count=count
        )
        for label, count in zip(labels, ((5 - saw).tolist(), saw.tolist()), strict=True)
    ]
    who = [f"p{n}" for n in range(PEOPLE)]
    subjects = {
        "subject": who,
        "skin": skin.tolist(),
        "age": ["over 60" if n < 4 else "under 60" for n in range(PEOPLE)],
    }
    whose = _table(ITEMS, person.size, item=items["item"], subject=[who[n] for n in person])
    return Tables(readings, pl.concat([told, *votes]), whose, pl.DataFrame(subjects))


def audited(tables: Tables) -> tuple[Charts, dict[str, Finding]]:
    report = audit_tables(tables, name="x", command="c", progress=no_progress)
    return charts_of(tables, report.findings), {finding.id: finding for finding in report.findings}


@cache
def of_drivers() -> tuple[Charts, dict[str, Finding]]:
    return audited(drowsiness())


@cache
def of_crema_d(modality: Modality) -> tuple[Charts, dict[str, Finding]]:
    tables = load_dataset("crema-d", DATA / "crema-d", modality)
    return audited(replace(tables, truth=tables.truth.filter(pl.col("source") != "perceived")))


def forest(charts: Charts, column: str, measure: str = "error") -> Forest:
    return next(one for one in charts.forests if one.column == column and one.measure == measure)


def numbers(value: Interval | Finding) -> tuple[float | None, float | None, float | None, int, int]:
    return value.estimate, value.low, value.high, value.n, value.clusters


def told(charts: Charts, findings: dict[str, Finding]) -> Iterator[tuple[Interval, Finding]]:
    """Give each number of a picture that a finding tells too, with the finding."""
    for confusion in charts.confusions:
        start = f"agreement.{confusion.output}.{confusion.source}"
        for k, label in enumerate(confusion.known):
            yield confusion.cells[k][k], findings[f"{start}.recall.{label}"]
            yield confusion.precisions[k], findings[f"{start}.precision.{label}"]
    for ceiling in charts.ceilings:
        yield from ((row.value, findings[row.finding]) for row in ceiling.kappas)


@needs_crema_d
def test_no_number_of_a_picture_differs_from_a_finding() -> None:
    for charts, findings in (of_drivers(), of_crema_d("both")):
        pairs = list(told(charts, findings))
        assert len(pairs) >= 6
        for value, finding in pairs:
            assert numbers(value) == pytest.approx(numbers(finding), rel=1e-12), finding.id


@needs_crema_d
def test_the_difference_of_two_levels_is_the_finding_on_them() -> None:
    for charts, findings in (of_drivers(), of_crema_d("voice")):
        held = 0
        for one in charts.forests:
            shares = {row.level: row.share.estimate for row in one.rows}
            for row in one.rows:
                own, other = shares[row.level], shares.get(row.against)
                if own is None or other is None:
                    continue
                held += 1
                assert own - other == pytest.approx(findings[row.finding].estimate, abs=1e-12)
            (worst,) = (findings[name] for name in one.findings if ".worst" in name)
            assert worst.estimate == max(share for share in shares.values() if share is not None)
        assert held >= 3


@needs_crema_d
def test_the_interval_that_lies_about_asian_actors_stands_beside_the_one_that_does_not() -> None:
    charts, findings = of_crema_d("voice")
    race = {row.level: row for row in forest(charts, "race").rows}
    asian, gap = race["Asian"], findings["groups.error.emotion.race.Asian.against.Caucasian"]
    # error, so the published -2.83 points [-7.70, 1.48] with the sign turned; the t interval is not the bootstrap's
    assert gap.estimate == pytest.approx(0.0283, abs=5e-5)
    assert gap.low is not None
    assert gap.low < 0
    assert asian.naive_gap is not None
    assert (asian.naive_gap.low, asian.naive_gap.high) == pytest.approx((0.0145, 0.0421), abs=2e-4)
    assert asian.share.clusters == 7
    assert race["African American"].naive is None
    assert forest(charts, "race").everyone.estimate == pytest.approx(1 - 0.4000, abs=5e-5)


@needs_crema_d
def test_one_actor_is_refused_with_the_reason() -> None:
    unknown = forest(of_crema_d("both")[0], "race").rows[-1]
    assert unknown.level == "Unknown"
    assert unknown.share.estimate is None
    assert unknown.share.reason == "1 person, at least 5 are needed"
    assert unknown.finding == "groups.error.emotion.race.Unknown.against.others"


@needs_crema_d
def test_the_ceiling_of_crema_d_says_that_its_raters_are_the_system() -> None:
    (ceiling,) = of_crema_d("both")[0].ceilings
    rows = {row.name: row for row in ceiling.shares}
    assert rows["emotion, every reading"].value.estimate == pytest.approx(0.6307, abs=5e-5)
    assert rows["people"].value.estimate is None
    assert "no votes" in rows["people"].value.reason


@needs_ferplus
def test_people_alone_are_drawn_where_no_system_said_anything() -> None:
    charts, findings = audited(load_dataset("ferplus", DATA / "ferplus"))
    (ceiling,) = charts.ceilings
    assert ceiling.kappas[0].value.estimate == pytest.approx(0.51506, abs=5e-6)
    assert ceiling.shares[1].value.estimate == pytest.approx(0.7406, abs=5e-5)
    assert ceiling.kappas[0].finding in findings
    # one vote against the leading label of the nine others: below the share of votes that the leading label gets
    assert ceiling.shares[0].value.estimate is not None
    assert 0.6 < ceiling.shares[0].value.estimate < 0.7406
    assert not charts.confusions
    assert not charts.forests


def test_people_and_system_stand_on_one_axis() -> None:
    charts, findings = of_drivers()
    (ceiling,) = charts.ceilings
    rows = {row.who: row for row in ceiling.shares}
    gap = findings["agreement.driver.self_report.people"]
    system, people = rows["system"].value.estimate, rows["people"].value.estimate
    assert system is not None
    assert people is not None
    assert system - people == pytest.approx(gap.estimate, abs=1e-12)
    always = next(row for row in ceiling.shares if row.name == "always 'alert'")
    majority = findings["agreement.driver.self_report.majority"]
    assert always.value.estimate == pytest.approx(system - (majority.estimate or 0.0), abs=1e-12)
    assert always.value.estimate == pytest.approx(0.8, abs=0.05)  # 1,200 looks, one in five drowsy (sd .012)


def test_the_planted_gap_is_seen_and_four_people_are_refused() -> None:
    charts, findings = of_drivers()
    rows = {row.level: row for row in forest(charts, "skin").rows}
    errors = {level: row.share.estimate or 0.0 for level, row in rows.items()}
    assert errors["dark"] > errors["light"] + 0.1
    assert {findings[row.finding].finding for row in rows.values() if row.finding} == {"fails"}
    old = next(row for row in forest(charts, "age").rows if row.level == "over 60")
    assert old.share.reason == "4 people, at least 5 are needed"
    assert {one.column for one in charts.forests if "×" in one.column} == {"skin × age"}


def test_ranges_of_scores_hold_every_reading_once() -> None:
    charts, findings = of_drivers()
    (curve,) = charts.reliabilities
    assert sum(one.right.n for one in curve.ranges) == PEOPLE * LOOKS
    scores = [one.score for one in curve.ranges]
    assert scores == sorted(scores)
    right = sum((one.right.estimate or 0.0) * one.right.n for one in curve.ranges) / (PEOPLE * LOOKS)
    sure = sum(one.score * one.right.n for one in curve.ranges) / (PEOPLE * LOOKS)
    gap = findings["calibration.driver.self_report.sureness"].estimate
    assert sure - right == pytest.approx(gap, abs=1e-12)


def test_a_score_of_the_flag_itself_is_told_from_sureness() -> None:
    (ranked,), (sure,) = of_drivers()[0].thresholds, audited(drowsiness(ranked=False))[0].thresholds
    assert (ranked.label, ranked.score_of, sure.score_of) == ("drowsy", "this label", "the label said")
    assert of_drivers()[0].reliabilities[0].flag == "drowsy"
    assert ranked.now == pytest.approx(0.5, abs=0.02)  # flagged from one half up, and 1,200 scores lie close to it
    assert sure.now is None
    assert ranked.points[0].threshold < 0.1
    assert sure.points[0].threshold >= 0.5  # what is not flagged today stays so


def test_a_higher_threshold_flags_fewer_and_misses_more() -> None:
    charts, findings = of_drivers()
    (curve,) = charts.thresholds
    false = [point.false.estimate or 0.0 for point in curve.points]
    missed = [point.missed.estimate or 0.0 for point in curve.points]
    assert false == sorted(false, reverse=True)
    assert missed == sorted(missed)
    today = min(curve.points, key=lambda point: abs(point.threshold - 0.5))
    in_use = findings["in_use.driver.self_report.drowsy.false_flags"]
    assert today.false.estimate == pytest.approx(in_use.estimate, abs=1e-12)


def test_what_a_flag_is_worth_is_drawn_once() -> None:
    assert of_drivers()[0].prevalences == ()  # the in-use picture of the report draws it


@needs_crema_d
def test_what_each_of_several_answers_is_worth() -> None:
    charts, _ = of_crema_d("both")
    assert [curve.label for curve in charts.prevalences] == sorted(charts.confusions[0].known)
    for curve in charts.prevalences:
        for point in curve.points:
            assert point.low <= point.ppv <= point.high
        even, tenth = curve.break_even, next(point for point in curve.points if point.prevalence == 0.1)
        assert even is not None
        assert (tenth.ppv > 0.5) == (even < 0.1)


def test_a_band_stays_honest_where_no_false_flag_was_seen() -> None:
    worth = worth_of(Interval(0.9, 0.8, 0.95, 50, 20), Interval(0.0, 0.0, 0.02, 200, 20), 0.001)
    assert worth.ppv == worth.high == 1.0
    assert worth.low == pytest.approx(0.0008 / (0.0008 + 0.999 * 0.02))


def test_the_rarest_of_many_labels_are_taken_together() -> None:
    rng = np.random.default_rng(5)
    labels = tuple(f"label {k:02}" for k in range(20))
    tables = rng.poisson(np.linspace(9, 1, 20)[:, None] * np.eye(20) + 0.1, (8, 20, 20)).astype(np.float64)
    own, known, folded, count = folded_labels(Confusions(labels, 18, tables))
    assert (len(own), count) == (LABELS_AT_MOST, 9)
    assert own[known - 1] == "any of 9 others"
    assert folded.sum() == tables.sum()
    assert folded[:, 0, 0] == pytest.approx(tables[:, 0, 0])
    rest = [k for k, label in enumerate(labels) if label not in own]
    assert folded[:, known - 1, known - 1] == pytest.approx(tables[:, rest][:, :, rest].sum((1, 2)))


def test_labels_that_are_only_said_stay_behind_those_that_are_known() -> None:
    labels = tuple(f"label {k:02}" for k in range(16))
    tables = np.ones((6, 16, 16))
    tables[:, 3:] = 0.0
    own, known, folded, count = folded_labels(Confusions(labels, 3, tables))
    assert own[:known] == labels[:3]
    assert own[-1] == f"any of {count} others"
    assert folded.sum() == tables.sum()


@pytest.mark.parametrize(("least", "most", "count"), [(0.02, 0.98, 21), (0.9, 0.999, 21), (0.5, 0.5, 1)])
def test_thresholds_are_round_and_hold_every_score(least: float, most: float, count: int) -> None:
    at = thresholds_for(np.array([least, most, -np.inf]))
    assert at[0] <= least
    assert at[-1] >= most
    assert len(at) == pytest.approx(count, abs=2)


def test_hostile_labels_reach_the_page_as_text_and_the_record_as_they_are() -> None:
    tables = drowsiness(labels=("<script>alert(1)</script>", "\" onclick='x' {{7*7}}"))
    subjects = tables.subjects.with_columns(pl.col("skin").replace("dark", "<img src=x onerror=y>"))
    tables = replace(tables, subjects=subjects)
    report = audit_tables(tables, name="x", command="c", progress=no_progress)
    drawn: Report = replace(report, charts=charts_of(tables, report.findings))
    page, record = to_html(drawn), json.loads(to_json(drawn))
    assert "<script" not in page
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=y&gt;" in page
    assert record["charts"]["confusions"][0]["known"] == sorted(["<script>alert(1)</script>", "\" onclick='x' {{7*7}}"])


def test_nothing_asked_is_nothing_drawn() -> None:
    assert charts_of(drowsiness(), ()) == Charts()
