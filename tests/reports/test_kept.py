import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.reports.hard_cases import make_empty_handed_report, make_hostile_report
from tests.reports.many_systems import make_bare_report, make_report, write_reports
from tests.reports.sample_charts import make_table_report

from desdemona.errors import FileProblem
from desdemona.reports.kept import link_to, load_findings, load_summaries, speaking_to, sum_up
from desdemona.reports.multiverse import outcomes
from desdemona.reports.record import to_json
from desdemona.reports.report import Report, Step, Universe


@pytest.mark.parametrize("maker", [make_report, make_table_report, make_bare_report, make_empty_handed_report])
def test_a_kept_report_sums_up_like_the_report(maker: Callable[[], Report], tmp_path: Path) -> None:
    report = replace(maker(), system="one", sector="driving")
    write_reports([report], tmp_path)
    assert load_summaries(tmp_path) == (sum_up(report),)


def test_what_sums_a_report_up() -> None:
    summary = sum_up(replace(make_report(), sector="driving"))
    assert (summary.system, summary.sector, summary.link) == ("changan-uni-t", "driving", "./changan-uni-t/report.html")
    assert summary.rungs == ("undecided", "holds", "fails", "fails")
    report = make_report()
    for standing in ("fails", "undecided", "holds"):
        assert summary.count(standing) == sum(finding.finding == standing for finding in report.findings)
    assert summary.first == next(f.words for f in report.findings if f.id == report.top[0])
    assert summary.assumed == 3
    assert summary.choices == 27  # three values of each of three
    assert summary.steps == (
        Step("choice of music", "left out", "Nothing is documented about how music follows from emotion."),
        Step("blood pressure", "refused", "No validated open formula gives blood pressure from video."),
    )
    assert [entry.number for entry in summary.entries] == ["C25", "C40", "H01"]
    assert (summary.seed, summary.version) == (7, "0.1.0")


def test_what_changes_and_flips_is_what_the_page_of_the_report_says() -> None:
    report = make_report()
    summary, fates = sum_up(report), outcomes(report)
    assert set(summary.changing) == {fate.finding.id for fate in fates if fate.course != "stays"}
    assert set(summary.flipping) == {fate.finding.id for fate in fates if fate.course == "flips"}
    assert summary.changing


def test_a_finding_that_the_report_does_not_have_is_not_counted() -> None:
    stray = tuple(Universe((("a", 1.0),), (("nowhere", 0.1, standing),)) for standing in ("holds", "fails"))
    assert sum_up(replace(make_report(), universes=stray)).changing == ()


def test_a_rung_that_is_not_mentioned_is_not_tested() -> None:
    assert sum_up(make_bare_report()).rungs == ("not tested",) * 4


def test_folders_come_by_name_and_a_report_right_in_the_folder_is_read_too(tmp_path: Path) -> None:
    write_reports([replace(make_bare_report(), system=name) for name in ("b", "a")], tmp_path)
    (tmp_path / "report.json").write_text(to_json(replace(make_bare_report(), system="itself")), encoding="utf-8")
    (tmp_path / "a" / "deeper").mkdir()
    (tmp_path / "a" / "deeper" / "report.json").write_text("not read", encoding="utf-8")
    assert [(s.system, s.link) for s in load_summaries(tmp_path)] == [
        ("a", "./a/report.html"),
        ("b", "./b/report.html"),
        ("itself", "./report.html"),
    ]


def test_the_link_follows_the_folder_not_the_system(tmp_path: Path) -> None:
    write_reports([replace(make_bare_report(), system="moved away")], tmp_path)
    (tmp_path / "moved away").rename(tmp_path / "second try #2")
    assert load_summaries(tmp_path)[0].link == "./second%20try%20%232/report.html"


def test_links_cannot_leave_the_folder() -> None:
    assert link_to("../../javascript:alert(1)") == "./..%2F..%2Fjavascript%3Aalert%281%29/report.html"


def test_a_record_from_before_sectors_and_charts(tmp_path: Path) -> None:
    write_reports([make_report()], tmp_path)
    file = tmp_path / "changan-uni-t" / "report.json"
    record = json.loads(file.read_text(encoding="utf-8"))
    del record["sector"], record["charts"]
    file.write_text(json.dumps(record), encoding="utf-8")
    assert load_summaries(tmp_path) == (sum_up(make_report()),)


def _without_findings(record: dict[str, Any]) -> None:
    del record["findings"]


def _other_standing(record: dict[str, Any]) -> None:
    record["findings"][0]["finding"] = "passes"


def _other_rung_standing(record: dict[str, Any]) -> None:
    record["ladder"][0]["standing"] = "passes"


def _other_kind(record: dict[str, Any]) -> None:
    record["universes"] = 3


@pytest.mark.parametrize("spoil", [_without_findings, _other_standing, _other_rung_standing, _other_kind])
def test_what_is_no_report_is_told(spoil: Callable[[dict[str, Any]], None], tmp_path: Path) -> None:
    record = json.loads(to_json(make_report()))
    spoil(record)
    (tmp_path / "report.json").write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(FileProblem, match=r"report\.json: is no report of desdemona; audit again"):
        load_summaries(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", '{"format": 1', '"format"', "null"])
def test_half_a_file_is_told(text: str, tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text(text, encoding="utf-8")
    with pytest.raises(FileProblem, match="is no report of desdemona"):
        load_summaries(tmp_path)


def test_another_format_is_told(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text('{"format": 2}', encoding="utf-8")
    with pytest.raises(FileProblem, match="has format 2; this version reads 1; audit again"):
        load_summaries(tmp_path)


def test_no_folder_and_no_report_are_told(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="no such folder"):
        load_findings(tmp_path / "none")
    with pytest.raises(FileProblem, match=r"holds no report\.json"):
        load_findings(tmp_path)


def test_findings_speak_to_claims_and_harms(tmp_path: Path) -> None:
    write_reports([make_report()], tmp_path)
    findings = load_findings(tmp_path)
    assert len(findings) == len(make_report().findings)
    assert {finding.id for finding in speaking_to(findings, "H01")} == {
        finding.id for finding in make_report().findings if "H01" in finding.harms
    }
    assert {finding.id for finding in speaking_to(findings, "C40")} == {
        finding.id for finding in make_report().findings if "C40" in finding.claims
    }
    assert speaking_to(findings, "H59") == ()


def test_hostile_words_come_through_as_words() -> None:
    report = make_hostile_report()
    assert sum_up(report).title == report.title
