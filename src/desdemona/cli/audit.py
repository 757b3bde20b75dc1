"""`desdemona audit`: a system, tested, told in a report."""

from pathlib import Path

import click

from desdemona.audits.audit import audit_each
from desdemona.cli.console import progress_bar, say
from desdemona.files import make_folder, write_text
from desdemona.reports.overview import to_overview_html
from desdemona.reports.page import to_html
from desdemona.reports.record import to_json
from desdemona.reports.report import RECONSTRUCTION, Report
from desdemona.systems.profile import load_system


def write_report(report: Report, folder: Path) -> None:
    """Write `report.html` and `report.json`, each whole or not at all, and tell where."""
    page, record = to_html(report), to_json(report)
    write_text(folder / "report.json", record)
    write_text(folder / "report.html", page)
    standings = [finding.finding for finding in report.findings]
    counts = ", ".join(f"{standings.count(word)} {word}" for word in ("holds", "fails", "undecided"))
    say(f"{folder / 'report.html'}: {len(standings)} findings ({counts})")


@click.command("audit")
@click.argument("systems", nargs=-1, required=True, metavar="SYSTEM…")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for report.html and report.json.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same report.")
@click.option("--strict", is_flag=True, help="Leave with 1 when any finding fails or is undecided.")
def command(systems: tuple[str, ...], out: Path, seed: int, strict: bool) -> int:
    """Test documented systems on people who do not exist, and write a report on each.

    SYSTEM is an id from `desdemona systems` or a profile of your own (PROFILE.yaml). With one SYSTEM the report is
    written into --out; with several each gets a folder of its own there, and index.html compares them.
    """
    profiles = [load_system(system) for system in systems]
    make_folder(out)
    with progress_bar() as advance:
        reports = audit_each(systems, seed=seed, progress=advance)
    for profile, report in zip(profiles, reports, strict=True):
        write_report(report, out / profile.id if len(reports) > 1 else out)
    if len(reports) > 1:
        write_text(out / "index.html", to_overview_html(reports))
    say(RECONSTRUCTION)
    return int(strict and any(f.finding != "holds" for report in reports for f in report.findings))
