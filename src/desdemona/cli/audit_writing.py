"""Writing reports, and the exit code they leave with."""

from collections.abc import Sequence
from pathlib import Path

from desdemona.cli.console import say
from desdemona.files import write_text
from desdemona.reports.page import to_html
from desdemona.reports.record import to_json
from desdemona.reports.report import Report


def write_report(report: Report, folder: Path) -> None:
    """Write `report.html` and `report.json`, each whole or not at all, and tell where."""
    page, record = to_html(report), to_json(report)
    write_text(folder / "report.json", record)
    write_text(folder / "report.html", page)
    standings = [finding.finding for finding in report.findings]
    counts = ", ".join(f"{standings.count(word)} {word}" for word in ("holds", "fails", "undecided"))
    say(f"{folder / 'report.html'}: {len(standings)} findings ({counts})")


def leave(reports: Sequence[Report], strict: bool) -> int:
    """Return the exit code: 1 under `strict` when any finding fails or is undecided."""
    return int(strict and any(finding.finding != "holds" for report in reports for finding in report.findings))
