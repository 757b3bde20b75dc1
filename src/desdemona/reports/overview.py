"""Several reports on one page: systems against rungs, with a link to each report."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from desdemona.reports.ladder import MEANINGS, draw_ladder
from desdemona.reports.numerals import PERCENT
from desdemona.reports.page import environment
from desdemona.reports.report import Report
from desdemona.tables import RUNGS


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One system: where its report lies, how its rungs stand from the ground up, and the finding told first."""

    title: str
    organisation: str
    system: str
    link: str
    standings: tuple[str, ...]
    first: str


def link_to(report: Report) -> str:
    """Return where a report lies beside the overview: `SYSTEM/report.html`, safe to stand in an address."""
    return f"./{quote(report.system, safe='')}/report.html"


def _row(report: Report) -> OverviewRow:
    words = {finding.id: finding.words for finding in report.findings}
    told = [words[name] for name in report.top if name in words]
    return OverviewRow(
        title=report.title,
        organisation=report.organisation,
        system=report.system,
        link=link_to(report),
        standings=tuple(rail.standing for rail in reversed(draw_ladder(report))),
        first=told[0].replace(" %", PERCENT) if told else "",
    )


def to_overview_html(reports: Sequence[Report]) -> str:
    """Return the page that stands above several reports, in the order given; its links are relative.

    It expects each report at `SYSTEM/report.html` in the folder that it is written to. Like the reports it is one
    file without script and network.
    """
    template = environment().get_template("overview.html.j2")
    rows = [_row(report) for report in reports]
    notices = list(dict.fromkeys(report.notice for report in reports if report.notice))
    return template.render(rows=rows, notices=notices, rungs=[(rung, MEANINGS[rung]) for rung in RUNGS])
