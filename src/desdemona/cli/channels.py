"""`desdemona channels`: what can be measured."""

import click

from desdemona.channels.catalogue import BUILT_IN
from desdemona.cli.console import say_json, say_table


@click.command("channels")
@click.option("--json", "as_json", is_flag=True, help="For programs: name, unit, rung, needs, caveat, source.")
def command(as_json: bool) -> None:
    """List what can be measured, with its unit and what it must not be taken for."""
    if as_json:
        say_json(
            [
                {
                    "name": channel.name,
                    "unit": channel.unit,
                    "rung": channel.rung,
                    "needs": list(channel.needs),
                    "columns": list(channel.columns),
                    "caveat": channel.caveat,
                    "source": channel.source,
                }
                for channel in BUILT_IN
            ]
        )
        return
    rows = [(channel.name, channel.unit, channel.rung, channel.caveat) for channel in BUILT_IN]
    say_table(f"{len(rows)} channels", ("name", "unit", "rung", "caveat"), rows)
