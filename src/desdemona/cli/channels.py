"""`desdemona channels`: what can be measured."""

from collections.abc import Iterator
from typing import Any

import click

from desdemona.channels.body.catalogue import BODY_SIGNS
from desdemona.channels.catalogue import BUILT_IN
from desdemona.channels.contact.catalogue import CONTACT
from desdemona.channels.contact.refused import REFUSED
from desdemona.channels.micro.catalogue import MICRO
from desdemona.channels.motion.catalogue import MOTION
from desdemona.channels.voice.catalogue import VOICE_CHANNELS
from desdemona.channels.words.measure import WORDS
from desdemona.cli.console import say, say_json, say_table

EVERY: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("measure", BUILT_IN),
    ("measure, where there is sound", VOICE_CHANNELS),
    ("measure --more body", BODY_SIGNS),
    ("measure --more motion", MOTION),
    ("Python: channels.micro", MICRO),
    ("Python: channels.contact", CONTACT),
    ("Python: channels.words", WORDS),
)
"""Every channel, under what gives it."""


def rows_of() -> Iterator[dict[str, Any]]:
    """Give every channel as plain values."""
    for given_by, channels in EVERY:
        for channel in channels:
            yield {
                "name": channel.name,
                "unit": channel.unit,
                "rung": channel.rung,
                "needs": list(channel.needs),
                "columns": list(getattr(channel, "columns", ())),
                "caveat": channel.caveat,
                "source": channel.source,
                "given_by": given_by,
            }


@click.command("channels")
@click.option("--json", "as_json", is_flag=True, help="For programs: name, unit, rung, needs, caveat, source.")
def command(as_json: bool) -> None:
    """List what can be measured, with its unit and what it must not be taken for; last, what is refused and why."""
    rows = list(rows_of())
    if as_json:
        say_json(rows)
        return
    for given_by, _ in EVERY:
        own = [(row["name"], row["unit"], row["rung"], row["caveat"]) for row in rows if row["given_by"] == given_by]
        say_table(f"{len(own)} channels by {given_by}", ("name", "unit", "rung", "caveat"), own)
        say("")
    say_table("Refused", ("name", "reason"), [(each.name, each.reason) for each in REFUSED])
