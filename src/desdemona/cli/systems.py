"""`desdemona systems`: the documented systems."""

import click

from desdemona.cli.console import say_json, say_table
from desdemona.systems.catalogue import systems_register


@click.command("systems")
@click.option("--json", "as_json", is_flag=True, help="For programs: id, sector, status, reason.")
def command(as_json: bool) -> None:
    """List the documented systems and whether each runs.

    Every line is a reconstruction from public descriptions; it speaks for the method described, not for the
    vendor's product.
    """
    rows = systems_register()
    if as_json:
        say_json([{"id": r.id, "sector": r.sector, "status": r.status, "reason": r.reason} for r in rows])
        return
    say_table(
        f"{len(rows)} systems of the source report",
        ("id", "sector", "status", "reason"),
        [(r.id, r.sector, r.status, r.reason) for r in rows],
    )
