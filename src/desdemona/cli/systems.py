"""`desdemona systems`: the documented systems."""

import click

from desdemona.cli.console import say, say_json, say_wrapped
from desdemona.reports.report import RECONSTRUCTION
from desdemona.systems.catalogue import Registered, systems_register
from desdemona.systems.stated import SECTORS


@click.command("systems")
@click.option("--reasons", is_flag=True, help="Tell why steps are left out or refused, for every system.")
@click.option("--json", "as_json", is_flag=True, help="For programs: id, name, organisation, sector, status, reason.")
def command(reasons: bool, as_json: bool) -> None:
    """List the documented systems by sector, and whether each runs.

    `runs without …` names the steps that are refused or could not be rebuilt. `desdemona show ID` tells all about one.
    """
    rows = systems_register()
    if as_json:
        names = ("id", "name", "organisation", "sector", "status", "reason")
        say_json([{name: getattr(row, name) for name in names} for row in rows])
        return
    say_wrapped(f"{len(rows)} systems of the source report. {RECONSTRUCTION}")
    for sector in SECTORS:
        members = [row for row in rows if row.sector == sector]
        refused = sum(row.status == "refused" for row in members)
        say(f"\n{sector.upper()}: {len(members)} systems" + (f", {refused} refused" if refused else ""))
        for row in members:
            say_system(row, reasons)


def say_system(row: Registered, reasons: bool) -> None:
    """Write one system: its id, its name and whether it runs; why, where that is asked for or it does not."""
    say(f"\n{row.id}")
    say_wrapped(f"{row.name} ({row.organisation})", indent=4)
    say_wrapped(row.status, indent=4)
    if row.reason and (reasons or row.status == "refused"):
        say_wrapped(row.reason, indent=4)
