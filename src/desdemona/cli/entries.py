"""How claims and harms of the source report are told, with what findings say about them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from desdemona.cli.console import say
from desdemona.errors import UnknownName
from desdemona.reports.kept import KeptFinding, load_findings, speaking_to
from desdemona.reports.report import RECONSTRUCTION

T = TypeVar("T")

SOURCE = "ARTICLE 19, Emotional Entanglement, 2021"


def findings_in(folder: Path | None) -> tuple[KeptFinding, ...]:
    """Return the findings kept in a folder, none where no folder is given."""
    return load_findings(folder) if folder else ()


def entry_named(entries: Mapping[str, T], kind: str, number: str) -> T:
    """Return an entry by its number, which may be written small; `UnknownName` names the nearest one."""
    if number.upper() not in entries:
        raise UnknownName(kind, number, entries)
    return entries[number.upper()]


def counted(findings: Sequence[KeptFinding]) -> str:
    """Return how many findings fail, are undecided and hold."""
    standings = [finding.standing for finding in findings]
    told = [f"{standings.count(word)} {word}" for word in ("fails", "undecided", "holds") if word in standings]
    return ", ".join(told) or "none"


def say_findings(findings: Sequence[KeptFinding], number: str, folder: Path | None) -> None:
    """Tell what findings say about one entry, failing ones first."""
    if folder is None:
        say("\nFindings: name a folder of reports with --reports to see what they say.")
        return
    own = speaking_to(findings, number)
    say(f"\nFindings in {folder}: {counted(own)}")
    order = ("fails", "undecided", "holds")
    for finding in sorted(own, key=lambda each: (order.index(each.standing), each.system, each.id)):
        say(f"  {finding.standing}: {finding.system}, {finding.id}: {finding.words}")
    if own:
        say(RECONSTRUCTION)


def notes_in_words(notes: Sequence[int]) -> str:
    """Return notes of the source as they are named in text."""
    return ("note " if len(notes) == 1 else "notes ") + ", ".join(map(str, notes)) if notes else ""


def places(pages: Sequence[int], notes: Sequence[int]) -> str:
    """Return where in the source something stands."""
    on = ("p. " if len(pages) == 1 else "pp. ") + ", ".join(map(str, pages)) if pages else ""
    return ", ".join(part for part in (SOURCE, on, notes_in_words(notes)) if part)
