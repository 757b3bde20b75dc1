import base64
import hashlib
import html
import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.reports.hard_cases import HOSTILE, make_hostile_report
from tests.reports.many_systems import (
    ON_PRINCIPLE,
    UNREPORTED,
    make_bare_report,
    make_register,
    make_report,
    make_reports,
    without_sector,
    write_reports,
)
from tests.reports.reading_html import Page

from desdemona.reports.kept import load_summaries
from desdemona.reports.overview import to_overview_html
from desdemona.reports.report import RECONSTRUCTION, Report

REGISTER = make_register()
SECTORS = ("Public security", "Education", "Driving", "Programming interfaces", "Other uses")


@pytest.fixture(scope="module")
def many() -> Sequence[Report]:
    return make_reports()


@pytest.fixture(scope="module")
def text(many: Sequence[Report]) -> str:
    return to_overview_html(many, register=REGISTER)


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def table_of(text: str, words: str) -> str:
    """Return the table whose caption holds these words."""
    return next(found[0] for found in re.finditer(r"<table.*?</table>", text, flags=re.DOTALL) if words in found[0])


def row_of(table: str, words: str) -> str:
    """Return the row of a table that holds these words."""
    return next(found[0] for found in re.finditer(r"<tr.*?</tr>", table, flags=re.DOTALL) if words in found[0])


def test_each_system_has_its_row_its_rungs_and_its_link() -> None:
    other = replace(make_report(), system="tal-magic-mirror", title="Magic Mirror", notice="")
    text = to_overview_html([make_report(), other, make_bare_report()])
    page = Page(text)
    assert page.faults == []
    links = {a["href"] for a in page.all("a")}
    assert links == {"./changan-uni-t/report.html", "./tal-magic-mirror/report.html", "./readings/report.html"}
    assert table_of(text, "Each system on the four rungs").count("not tested") == 4


def test_rungs_run_from_signal_to_judgement() -> None:
    text = Page(to_overview_html([make_report()])).text
    row = text[text.index("Chang'an Automobiles") :]
    assert row.index("undecided") < row.index("holds") < row.index("fails")


def test_the_page_is_sound(page: Page) -> None:
    assert page.faults == []
    assert len(set(page.ids)) == len(page.ids)
    assert len(page.all("caption")) == len(page.all("table"))
    assert all(head["scope"] in {"col", "row", "rowgroup"} for head in page.all("th"))
    assert len(page.all("h1")) == 1
    assert all(svg.get("aria-hidden") == "true" for svg in page.all("svg"))
    labels = {label for one in page.elements if (label := one[1].get("aria-labelledby"))}
    assert labels <= set(page.ids)


def test_reports_and_what_is_kept_of_them_give_the_same_page(many: Sequence[Report], text: str, tmp_path: Path) -> None:
    write_reports(many, tmp_path)
    assert to_overview_html(load_summaries(tmp_path), register=REGISTER) == text


def test_sectors_come_in_their_order_and_systems_as_the_register_lists_them(many: Sequence[Report], text: str) -> None:
    table = Page(table_of(text, "Each system on the four rungs")).text
    places = [table.index(f"{sector} ") for sector in SECTORS]
    assert places == sorted(places)
    for entry in REGISTER:
        if entry.id in {report.system for report in many}:
            group = max(place for place in places if place < table.index(entry.name))
            assert SECTORS[places.index(group)].lower()[:3] == entry.sector.replace("api", "pro")[:3]
    shuffled = to_overview_html([*reversed(many)], register=REGISTER)
    assert table_of(shuffled, "Each system on the four rungs") == table_of(text, "Each system on the four rungs")


def test_a_report_without_its_sector_has_that_of_the_register(
    many: Sequence[Report], text: str, tmp_path: Path
) -> None:
    write_reports(many, tmp_path)
    for file in tmp_path.glob("*/report.json"):
        without_sector(file)
    assert to_overview_html(load_summaries(tmp_path), register=REGISTER) == text


def test_without_sectors_there_are_no_headings_of_them() -> None:
    page = Page(to_overview_html([make_report(), make_bare_report()]))
    assert not [head for head in page.all("th") if head["scope"] == "rowgroup"]
    mixed = Page(to_overview_html([replace(make_report(), sector="driving"), make_bare_report()]))
    assert mixed.text.index("Driving") < mixed.text.index("Not of the catalogue")


def test_the_counts_of_a_system() -> None:
    report = make_report()
    row = row_of(table_of(to_overview_html([report]), "Each system on the four rungs"), report.title)
    numbers = [Page(cell).text for cell in re.findall(r"<td(?! class=\"word\").*?</td>", row)]
    standings = [finding.finding for finding in report.findings]
    counts = [str(standings.count(standing)) for standing in ("fails", "undecided", "holds")]
    assert numbers[:4] == [*counts, "3"]
    assert re.fullmatch(r"[1-9]\d* \([1-9]\d*\)", numbers[4])
    assert numbers[5] == "2 : choice of music (left out); blood pressure (refused)"


def test_rungs_are_tallied(many: Sequence[Report], text: str) -> None:
    row = Page(row_of(table_of(text, "Number of systems by rung"), "something inside a person")).text
    standings = [report.ladder[2].standing for report in many]
    counts = [standings.count(standing) for standing in ("fails", "undecided", "holds", "not tested")]
    assert [int(number) for number in re.findall(r"\d+", row)] == counts
    assert sum(counts) == len(many)


def test_a_cell_is_the_worst_standing_and_empty_where_nothing_was_tested(many: Sequence[Report], text: str) -> None:
    table = table_of(text, "worst standing of each system's findings, by harm")
    heads = re.findall(r"<th scope=\"col\"[^>]*>(H\d+)", table)
    assert heads == sorted(heads)
    assert set(heads) == {harm for report in many for finding in report.findings for harm in finding.harms}
    for report in many:
        cells = re.findall(r"<td.*?</td>", row_of(table, f"./{report.system}/report.html"))
        for number, cell in zip(heads, cells, strict=True):
            own = {finding.finding for finding in report.findings if number in finding.harms}
            worst = next((standing for standing in ("fails", "undecided", "holds") if standing in own), "")
            assert Page(cell).text == worst, (report.system, number)


def test_the_legend_counts_systems_and_says_what_the_numbers_mean(many: Sequence[Report], text: str) -> None:
    row = Page(row_of(table_of(text, "The harms by number"), "Othello error")).text
    assert row.startswith("H02 Othello error: truthful person read as liar")
    own = [{finding.finding for finding in report.findings if "H02" in finding.harms} for report in many]
    tested = [standings for standings in own if standings]
    fails = sum("fails" in standings for standings in tested)
    assert row.split()[-4:-2] == [str(len(tested)), str(fails)]


def test_claims_have_a_matrix_too(page: Page) -> None:
    assert "Systems against claims" in page.headings
    assert "Inner feelings can be read off outward expressions" in page.text


def test_no_matrix_where_no_finding_speaks_to_anything() -> None:
    assert "Systems against" not in Page(to_overview_html([make_bare_report()])).text


def test_every_system_of_the_register_is_on_the_page(many: Sequence[Report], text: str, page: Page) -> None:
    for entry in REGISTER:
        assert entry.name in page.text
    absent = table_of(text, "no report here, and why")
    assert len(re.findall(r"<th scope=\"row\"", absent)) == len(REGISTER) - len(many)
    assert absent.count(">refused<") == len(ON_PRINCIPLE)
    assert absent.count(">no report yet<") == UNREPORTED
    assert absent.rindex(">refused<") < absent.index(">no report yet<")
    assert "nobody may be given here" in row_of(absent, "Hospital detection of mental")
    assert "69 systems of the register: 62 audited, 4 refused on principle, 3 without a report yet." in page.text


def test_the_notice_stands_on_the_page_and_on_every_sheet(text: str, page: Page) -> None:
    assert page.text.index(RECONSTRUCTION) < page.text.index("How many stand")
    assert f'@bottom-left {{ content: "{RECONSTRUCTION}"' in text
    bare = to_overview_html([make_bare_report()])
    assert RECONSTRUCTION not in bare
    assert "No system was audited." in (nothing := to_overview_html([], register=REGISTER))
    assert RECONSTRUCTION in Page(nothing).text
    assert nothing.count(">no report yet<") == len(REGISTER) - len(ON_PRINCIPLE)


def test_reports_made_unalike_are_told_of() -> None:
    report = make_report()
    other = replace(report, system="other", repeat=replace(report.repeat, seed=8))
    assert "Made with desdemona 0.1.0, seed 7." in to_overview_html([report, report])
    told = to_overview_html([report, other])
    assert "seeds 7, 8. The reports were not all made alike" in told


def test_what_matters_most_is_folded_away_where_there_is_much_of_it(text: str) -> None:
    few = to_overview_html([make_report()])
    assert "<details" not in few
    assert "<details>" in text
    report = make_report()
    first = next(finding.words for finding in report.findings if finding.id == report.top[0])
    assert first in Page(few).text.replace("\u00a0", " ")


def test_one_script_runs_and_it_is_ours() -> None:
    text = to_overview_html([make_hostile_report()])
    page = Page(text)
    assert page.faults == []
    assert not page.all("img")
    assert HOSTILE[:25] in page.text
    scripts = re.findall(r"<script>(.*?)</script>", text, flags=re.DOTALL)
    assert len(scripts) == text.count("<script") == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    policy = next(meta["content"] for meta in page.all("meta") if meta.get("http-equiv"))
    assert policy == f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{digest}'"
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on")], tag


def test_hostile_words_cannot_reach_the_style_sheet() -> None:
    text = to_overview_html([make_hostile_report()])
    style = text[text.index("<style>") : text.index("</style>")]
    assert "onerror" not in style
    assert HOSTILE[:10] not in style


def test_no_reports_make_a_page_too() -> None:
    assert "No system was audited." in to_overview_html([])


def test_the_page_of_the_whole_register_is_small(text: str) -> None:
    # a megabyte opens at once on any machine; 62 systems with two matrices take less than half of it
    assert len(text.encode()) < 1_000_000


def seen_by_chromium(page: str, folder: Path) -> str:
    """Return a page as it stands in a browser once its script has run."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium to run the script in")
    file = folder / "index.html"
    file.write_text(page, encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    command = [chromium, *options, f"--user-data-dir={folder / 'profile'}", "--dump-dom", file.as_uri()]
    return subprocess.run(command, capture_output=True, check=True, timeout=60, text=True).stdout


def test_clicks_sort_and_the_third_restores(text: str, tmp_path: Path) -> None:
    own = seen_by_chromium(text, tmp_path)
    assert own.count('<button type="button"') > 50  # the policy lets the script run: every column head has its button
    # a page with the policy taken away, so that a second script can click in place of a person
    clicks = (
        'const heads = document.querySelectorAll("table.sorts")[0].tHead.rows[0].cells;'
        "const names = () => [...document.querySelectorAll('table.sorts')[0].querySelectorAll('tbody th[scope=row]')]"
        ".map((head) => head.dataset.key);"
        "const columns = () => [...document.querySelectorAll('table.sorts')[0].querySelectorAll('td.first-count')]"
        ".map((cell) => Number(cell.textContent));"
        "const said = [names(), columns()];"
        'for (const way of [1, 2, 3]) { heads[5].querySelector("button").click();'
        ' said.push([heads[5].getAttribute("aria-sort"), columns(), names()]); }'
        'heads[0].querySelector("button").click(); said.push(names());'
        "document.title = JSON.stringify(said);"
    )
    open_page = re.sub(r"<meta http-equiv[^>]*>", "", text).replace("</body>", f"<script>{clicks}</script></body>")
    dumped = seen_by_chromium(open_page, tmp_path)
    title = re.search(r"<title>(.*?)</title>", dumped, flags=re.DOTALL)
    assert title is not None
    before, counts, falling, rising, restored, by_name = json_of(title[1])
    assert (falling[0], rising[0], restored[0]) == ("descending", "ascending", None)
    assert falling[1] == sorted(counts, reverse=True)
    assert rising[1] == sorted(counts)
    assert counts != sorted(counts)
    assert (restored[1], restored[2]) == (counts, before)
    assert sorted(by_name) == sorted(before)
    assert by_name != before
    assert [name[0].lower() for name in by_name] == sorted(name[0].lower() for name in by_name)


def json_of(escaped: str) -> list[Any]:
    """Read JSON that was the title of a page."""
    read: list[Any] = json.loads(html.unescape(escaped))
    return read


def test_undecided_findings_without_an_observation_are_counted_apart(many: Sequence[Report]) -> None:
    first = many[0]
    idle = replace(first.findings[0], id="idle", n=0, estimate=None, low=None, high=None, finding="undecided")
    page = Page(to_overview_html([replace(first, findings=(*first.findings, idle)), *many[1:]]))
    assert "Of the undecided findings 1 had not one observation." in page.text
    assert "not one observation" not in Page(to_overview_html(many)).text
