from dataclasses import replace

from tests.reports.hard_cases import HOSTILE, make_hostile_report
from tests.reports.reading_html import Page
from tests.reports.sample import make_bare_report, make_report

from desdemona.reports.overview import link_to, to_overview_html


def test_each_system_has_its_row_its_rungs_and_its_link() -> None:
    other = replace(make_report(), system="tal-magic-mirror", title="Magic Mirror", notice="")
    page = Page(to_overview_html([make_report(), other, make_bare_report()]))
    assert page.faults == []
    links = {a["href"] for a in page.all("a")}
    assert links == {"./changan-uni-t/report.html", "./tal-magic-mirror/report.html", "./readings/report.html"}
    assert page.text.count("not tested") == 4
    assert len(page.all("caption")) == len(page.all("table")) == 1


def test_rungs_run_from_signal_to_judgement() -> None:
    text = Page(to_overview_html([make_report()])).text
    row = text[text.index("Chang'an Automobiles") :]
    assert row.index("undecided") < row.index("holds") < row.index("fails")


def test_links_cannot_leave_the_folder() -> None:
    sneaky = replace(make_bare_report(), system="../../javascript:alert(1)")
    assert link_to(sneaky) == "./..%2F..%2Fjavascript%3Aalert%281%29/report.html"


def test_hostile_words_are_inert() -> None:
    text = to_overview_html([make_hostile_report()])
    page = Page(text)
    assert page.faults == []
    assert "<script" not in text
    assert not page.all("img")
    assert HOSTILE[:25] in page.text


def test_no_reports_make_a_page_too() -> None:
    assert "No system was audited." in to_overview_html([])
