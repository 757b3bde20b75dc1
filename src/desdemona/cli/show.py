"""`desdemona show`: what is documented of one system, and what had to be assumed."""

import click

from desdemona.cli.console import say
from desdemona.systems.profile import load_system


@click.command("show")
@click.argument("system")
def command(system: str) -> None:
    """Show what is documented of one system, what had to be assumed, and what is refused."""
    profile = load_system(system)
    say(f"{profile.name} ({profile.organisation}), {profile.sector}, {', '.join(profile.statuses)}")
    say(profile.notice)
    say(f"Here: {profile.runs}")
    say("\nDocumented")
    for fact in profile.facts:
        say(f"  {fact.text} [{fact.source}]")
    say("\nSays")
    for output in profile.outputs:
        labels = f": {', '.join(output.all_labels)}" if output.labels else ""
        own = "" if output.documented else " (on the way; not a documented output)"
        say(f"  {output.rung}: {output.name}{labels}{own}")
    say("\nNot documented")
    for gap in profile.not_stated:
        say(f"  {gap}")
    say("\nAssumed instead")
    for value in profile.assumed:
        say(f"  {value.name} = {value.value:g} {value.unit} (plausible {value.low:g} to {value.high:g}). {value.why}")
    for step in profile.refused:
        say(f"\n{step.standing.capitalize()}: {step.name}. {step.reason}")
    say(f"\nClaims that concern it: {', '.join(profile.claims) or 'none'}; harms: {', '.join(profile.harms) or 'none'}")
