import json
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.reports.hard_cases import HOSTILE, make_empty_handed_report, make_hostile_report
from tests.reports.sample import make_bare_report, make_report
from tests.reports.sample_charts import make_table_report

from desdemona.reports.record import rounded, to_json
from desdemona.trials.finding import decide

GOLD = Path(__file__).with_name("gold")


def test_gold() -> None:
    assert to_json(make_report()) == (GOLD / "report.json").read_text(encoding="utf-8")
    assert to_json(make_table_report()) == (GOLD / "tables.json").read_text(encoding="utf-8")


def test_findings_have_the_keys_that_others_rely_on() -> None:
    record = json.loads(to_json(make_report()))
    assert record["format"] == 1
    keys = {"id", "trial", "rung", "output", "question", "estimate", "low", "high", "bound", "unit", "n", "clusters"}
    keys |= {"finding", "claims", "harms"}
    for finding in record["findings"]:
        assert keys <= set(finding)
        assert set(finding) - keys == {"bound_kind", "words", "coverage"}


def test_findings_do_not_depend_on_the_order_given() -> None:
    report = make_report()
    turned = replace(report, findings=tuple(reversed(report.findings)))
    assert to_json(turned) == to_json(report)


def test_what_is_written_still_decides_as_it_was_decided() -> None:
    for finding in json.loads(to_json(make_report()))["findings"]:
        told = decide(finding["low"], finding["high"], finding["bound"], finding["bound_kind"])
        assert told == finding["finding"]


def test_what_is_no_number_is_null() -> None:
    text = to_json(make_empty_handed_report())
    assert "NaN" not in text
    assert "Infinity" not in text
    record = json.loads(text)
    assert {finding["estimate"] for finding in record["findings"]} == {None}
    assert record["in_use"]["rows"][0]["ppv"] is None


def test_words_come_through_unchanged_and_pictures_stay_out() -> None:
    record = json.loads(to_json(make_hostile_report()))
    assert record["title"] == HOSTILE
    assert set(record["portraits"][0]) == {"item", "caption", "said"}


def test_a_bare_report_is_a_record_too() -> None:
    record = json.loads(to_json(make_bare_report()))
    assert record["findings"] == []
    assert record["in_use"]["rows"] == []


@given(st.floats())
def test_rounding_keeps_six_digits_and_settles(value: float) -> None:
    once = rounded(value)
    assert rounded(once) == once
    if once is not None and abs(value) > 1e-300:  # below that, floats lose digits of their own
        assert abs(once - value) <= 5.001e-6 * abs(value)


def test_zero_has_no_sign() -> None:
    assert str(rounded(-0.0)) == "0.0"


def test_pictures_are_told_as_numbers() -> None:
    charts = json.loads(to_json(make_table_report()))["charts"]
    assert set(charts) == {"ceilings", "confusions", "prevalences", "reliabilities", "thresholds", "forests"}
    women = charts["forests"][0]["rows"][1]
    assert women["share"]["estimate"] == 0.24
    assert women["finding"] == "groups.error.warning.sex.women.against.men"
    goggles = charts["forests"][1]["rows"][2]["share"]
    assert goggles["estimate"] is None
    assert goggles["reason"] == "1 person, at least 5 are needed"
    assert charts["thresholds"][0]["now"] == 0.5
    assert {key: value for key, value in json.loads(to_json(make_bare_report()))["charts"].items() if value} == {}
