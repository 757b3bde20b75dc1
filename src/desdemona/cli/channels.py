"""`desdemona channels`: what can be measured, and what is refused."""

from collections.abc import Iterator
from typing import Any

import click

from desdemona.channels.contact.catalogue import CONTACT
from desdemona.channels.contact.refused import REFUSED
from desdemona.channels.groups import CHEAP, GROUPS, channels_of
from desdemona.channels.units.catalogue import REFUSED_UNITS
from desdemona.channels.voice.catalogue import VOICE_CHANNELS
from desdemona.channels.words.measure import WORDS
from desdemona.cli.console import say, say_json, say_wrapped

OTHERS: tuple[tuple[str, str, tuple[Any, ...]], ...] = (
    ("voice", "measure, where there is sound", VOICE_CHANNELS),
    ("contact", "measure, of sensor files", CONTACT),
    ("words", "measure, of transcripts", WORDS),
)
"""Groups that are not measured of pictures, and what gives them."""


def every_group() -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """Give every group: its name, what gives it, and its channels."""
    for group in GROUPS:
        yield group, "measure" if group in CHEAP else f"measure --with {group}", channels_of(group)
    yield from OTHERS


def row_of(group: str, given_by: str, channel: Any) -> dict[str, Any]:  # noqa: ANN401 - each room describes its own
    """Return one channel as plain values."""
    column = getattr(channel, "column", None)
    return {
        "name": channel.name,
        "unit": channel.unit,
        "rung": channel.rung,
        "needs": list(channel.needs),
        "columns": list(getattr(channel, "columns", (column,) if column else ())),
        "caveat": channel.caveat,
        "source": channel.source,
        "group": group,
        "given_by": given_by,
    }


def refused_rows() -> list[dict[str, str]]:
    """Return what is refused as plain values: name, reason, source."""
    rows = [{"name": each.name, "reason": each.reason, "source": each.source} for each in REFUSED]
    return rows + [{"name": each.name, "reason": each.reason, "source": ""} for each in REFUSED_UNITS]


@click.command("channels")
@click.option("--json", "as_json", is_flag=True, help="For programs: name, unit, rung, needs, caveat, source.")
def command(as_json: bool) -> None:
    """List what can be measured, with unit, rung, needs, caveat and source; last, what is refused and why."""
    groups = list(every_group())
    if as_json:
        say_json([row_of(group, by, channel) for group, by, channels in groups for channel in channels])
        return
    for group, given_by, channels in groups:
        say(f"{group.upper()}: {len(channels)} channels, by {given_by}\n")
        for channel in channels:
            say_channel(row_of(group, given_by, channel))
    refused = refused_rows()
    say(f"REFUSED: {len(refused)}\n")
    for row in refused:
        say(row["name"])
        say_further(row["reason"], f"Source: {row['source']}." if row["source"] else "")


def say_channel(row: dict[str, Any]) -> None:
    """Write one channel: its name, unit, rung and needs, then its caveat and where the method stands."""
    say(f"{row['name']}  [{row['unit']}]  {row['rung']}, needs {', '.join(row['needs'])}")
    say_further(row["caveat"], f"Source: {row['source']}.")


def say_further(*texts: str) -> None:
    """Write texts as paragraphs under what they belong to."""
    for text in filter(None, texts):
        say_wrapped(text, indent=4)
    say("")
