"""Findings of reports that were written earlier, read back from their `report.json`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desdemona.errors import FileProblem
from desdemona.reports.report import FORMAT


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """One finding of an earlier report, as far as claims and harms are concerned."""

    system: str
    id: str
    standing: str
    words: str
    numbers: tuple[str, ...]


def load_findings(folder: Path) -> tuple[KeptFinding, ...]:
    """Return the findings of every `report.json` in a folder and the folders right below it, by system and id.

    Raises
    ------
    FileProblem
        When the folder is missing or holds no report, or a report cannot be read or has another format.
    """
    if not folder.is_dir():
        raise FileProblem(folder, "no such folder", "`desdemona audit SYSTEM --out DIR` writes one")
    files = sorted({*folder.glob("report.json"), *folder.glob("*/report.json")})
    if not files:
        raise FileProblem(folder, "holds no report.json", "`desdemona audit SYSTEM --out DIR` writes one")
    return tuple(finding for file in files for finding in _read(file))


def _read(file: Path) -> Sequence[KeptFinding]:
    try:
        report = json.loads(file.read_text("utf-8"))
        if report["format"] != FORMAT:
            raise FileProblem(file, f"has format {report['format']}", f"this version reads {FORMAT}; audit again")
        return [
            KeptFinding(
                str(report["system"]),
                str(found["id"]),
                str(found["finding"]),
                str(found["words"]),
                (*found["claims"], *found["harms"]),
            )
            for found in report["findings"]
        ]
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError):
        raise FileProblem(file, "is no report of desdemona", "audit again") from None


def speaking_to(findings: Sequence[KeptFinding], number: str) -> tuple[KeptFinding, ...]:
    """Return the findings that speak to a claim or a harm."""
    return tuple(finding for finding in findings if number in finding.numbers)
