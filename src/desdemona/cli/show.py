"""`desdemona show`: what is documented of one system, and what had to be assumed."""

from collections.abc import Iterable, Sequence

import click

from desdemona.cli.console import say, say_wrapped
from desdemona.systems.profile import load_system
from desdemona.systems.stated import Assumed, Output


@click.command("show")
@click.argument("system")
def command(system: str) -> None:
    """Show what is documented of one system, what had to be assumed, and what is refused."""
    profile = load_system(system)
    say_wrapped(f"{profile.name} ({profile.organisation}), {profile.sector}, {', '.join(profile.statuses)}")
    say_wrapped(profile.notice)
    say_wrapped(f"Here: {profile.runs}")
    say_list("Documented", (f"{fact.text} [{fact.source}]" for fact in profile.facts))
    say_list("Says", map(output_in_words, profile.outputs))
    say_list("Not documented", profile.not_stated)
    say_list("Assumed instead", map(assumed_in_words, profile.assumed))
    say_list("Refused or left out", (f"{step.standing}: {step.name}. {step.reason}" for step in profile.refused))
    say_list(
        "Of the source's catalogue",
        (entries_in_words("claims", profile.claims), entries_in_words("harms", profile.harms)),
    )


def say_list(heading: str, items: Iterable[str]) -> None:
    """Write a heading and what stands under it, an item a paragraph; nothing where there is none."""
    for number, item in enumerate(items):
        if number == 0:
            say(f"\n{heading}")
        say_wrapped(item, indent=2, hanging=2)


def output_in_words(output: Output) -> str:
    """Return what a system says: its rung, name and labels."""
    labels = f": {', '.join(output.all_labels)}" if output.labels else ""
    return f"{output.rung}: {output.name}{labels}" + (
        "" if output.documented else " (on the way; not a documented output)"
    )


def assumed_in_words(value: Assumed) -> str:
    """Return a value that had to be assumed, with its range and reason."""
    return f"{value.name} = {value.value:g} {value.unit} (plausible {value.low:g} to {value.high:g}). {value.why}"


def entries_in_words(kind: str, numbers: Sequence[str]) -> str:
    """Return the claims or harms that concern a system."""
    return f"{kind} that concern it: {', '.join(numbers) or 'none'}"
