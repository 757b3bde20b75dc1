"""`desdemona claims`: what the industry claims, what speaks against it, and what our findings say."""

from pathlib import Path

import click

from desdemona.cli.console import Json, say, say_json, say_table
from desdemona.cli.entries import counted, entry_named, findings_in, notes_in_words, places, say_findings
from desdemona.reports.kept import KeptFinding, speaking_to
from desdemona.systems.claims import Claim, load_claims

BASES = {"direct": "the report on this claim", "general": "the report in general", "compiler": "the compiler's reading"}


def say_claim(claim: Claim, findings: tuple[KeptFinding, ...], reports: Path | None) -> None:
    """Tell all about one claim."""
    say(f"{claim.id}: {claim.text} [{places(claim.pages, claim.notes)}]")
    say(f"Made by: {', '.join(claim.made_by) or 'no system by name'}")
    say(f"Rest on it: {', '.join(claim.relied_on_by) or 'no system by name'}")
    if claim.about:
        say(f"About: {', '.join(claim.about)}")
    say(f"It would fail if: {claim.fails_if} (our proposal)")
    say("\nAgainst it")
    for against in claim.counter_evidence:
        told = ", ".join(part for part in (BASES[against.basis], notes_in_words(against.notes)) if part)
        say(f"  {against.text} ({told})")
    say_findings(findings, claim.id, reports)


@click.command("claims")
@click.argument("number", required=False)
@click.option("--reports", type=click.Path(path_type=Path), help="A folder of reports: tell what their findings say.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(number: str | None, reports: Path | None, as_json: bool) -> None:
    """List the 40 claims of the industry, or tell all about one (`desdemona claims C04`).

    With --reports, beside each stands how many findings of those reports speak to it, and how they stand.
    """
    claims = {claim.id: claim for claim in load_claims()}
    findings = findings_in(reports)
    shown = [entry_named(claims, "claim", number)] if number else list(claims.values())
    if as_json:
        say_json([to_json(claim, findings) for claim in shown])
    elif number:
        say_claim(shown[0], findings, reports)
    else:
        rows = [(c.id, c.text, str(len(c.systems)), counted(speaking_to(findings, c.id))) for c in shown]
        head = ("id", "claim", "systems", "findings")
        width = len(head) if reports else len(head) - 1
        say_table(f"{len(rows)} claims of the industry", head[:width], [row[:width] for row in rows])


def to_json(claim: Claim, findings: tuple[KeptFinding, ...]) -> dict[str, Json]:
    """Return a claim as it is written for programs."""
    return {
        "id": claim.id,
        "claim": claim.text,
        "made_by": list(claim.made_by),
        "relied_on_by": list(claim.relied_on_by),
        "about": list(claim.about),
        "fails_if": claim.fails_if,
        "against": [{"basis": a.basis, "text": a.text, "notes": list(a.notes)} for a in claim.counter_evidence],
        "pages": list(claim.pages),
        "notes": list(claim.notes),
        "findings": [
            {"system": f.system, "id": f.id, "finding": f.standing, "words": f.words}
            for f in speaking_to(findings, claim.id)
        ],
    }
