"""`desdemona harms`: what such systems do to people, the evidence for it, and what our findings say."""

from pathlib import Path

import click

from desdemona.cli.console import Json, say, say_json, say_table
from desdemona.cli.entries import counted, entry_named, findings_in, places, say_findings
from desdemona.reports.kept import KeptFinding, speaking_to
from desdemona.systems.claims import Harm, load_harms


def say_harm(harm: Harm, findings: tuple[KeptFinding, ...], reports: Path | None) -> None:
    """Tell all about one harm."""
    say(f"{harm.id}: {harm.text} [{places(harm.pages, harm.notes)}]")
    say(f"In the source: {harm.evidence}")
    say(f"Systems named with it: {', '.join(harm.named) or 'none'}")
    say(f"How it can be tested: {harm.test} (our proposal)")
    say(f"Systems that the test applies to: {', '.join(harm.applies_to) or 'none by name'}")
    say_findings(findings, harm.id, reports)


@click.command("harms")
@click.argument("number", required=False)
@click.option("--reports", type=click.Path(path_type=Path), help="A folder of reports: tell what their findings say.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(number: str | None, reports: Path | None, as_json: bool) -> None:
    """List the 59 harms of the source report, or tell all about one (`desdemona harms H12`).

    With --reports, beside each stands how many findings of those reports speak to it, and how they stand.
    """
    harms = {harm.id: harm for harm in load_harms()}
    findings = findings_in(reports)
    shown = [entry_named(harms, "harm", number)] if number else list(harms.values())
    if as_json:
        say_json([to_json(harm, findings) for harm in shown])
    elif number:
        say_harm(shown[0], findings, reports)
    else:
        rows = [(h.id, h.text, str(len(h.systems)), counted(speaking_to(findings, h.id))) for h in shown]
        head = ("id", "harm", "systems", "findings")
        width = len(head) if reports else len(head) - 1
        say_table(f"{len(rows)} harms", head[:width], [row[:width] for row in rows])


def to_json(harm: Harm, findings: tuple[KeptFinding, ...]) -> dict[str, Json]:
    """Return a harm as it is written for programs."""
    return {
        "id": harm.id,
        "harm": harm.text,
        "evidence": harm.evidence,
        "test": harm.test,
        "named": list(harm.named),
        "applies_to": list(harm.applies_to),
        "pages": list(harm.pages),
        "notes": list(harm.notes),
        "findings": [
            {"system": f.system, "id": f.id, "finding": f.standing, "words": f.words}
            for f in speaking_to(findings, harm.id)
        ],
    }
