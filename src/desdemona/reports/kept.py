"""Reports that were written earlier, read back from their `report.json`: their findings, and what sums each up."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from desdemona.errors import FileProblem
from desdemona.reports.record import to_json
from desdemona.reports.report import FORMAT, Entry, Report, Step
from desdemona.tables import RUNGS
from desdemona.trials.finding import Standing

T = TypeVar("T")

STANDINGS: tuple[Standing, ...] = ("fails", "undecided", "holds")
"""How a finding can stand, the worst first."""
NOT_TESTED = "not tested"


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """One finding of an earlier report, as far as claims and harms are concerned."""

    system: str
    id: str
    standing: str
    words: str
    claims: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()
    found_nothing: bool = False

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every claim and harm that it speaks to."""
        return (*self.claims, *self.harms)


@dataclass(frozen=True, slots=True)
class Summary:
    """One report as an overview of many needs it; `link` leads from the overview to its page.

    `rungs` are the standings from signal to judgement. `changing` are the findings that do not stand alike under every
    choice of the assumed values; `flipping` those of them that hold under one choice and fail under another.
    """

    system: str
    title: str
    organisation: str
    sector: str
    notice: str
    link: str
    rungs: tuple[str, ...]
    findings: tuple[KeptFinding, ...]
    first: str
    assumed: int
    choices: int
    changing: tuple[str, ...]
    flipping: tuple[str, ...]
    steps: tuple[Step, ...]
    entries: tuple[Entry, ...]
    seed: int
    version: str

    def count(self, standing: Standing) -> int:
        """Return how many findings stand like this."""
        return sum(finding.standing == standing for finding in self.findings)


def link_to(folder: str) -> str:
    """Return where the report in a folder beside the overview lies, safe to stand in an address."""
    return f"./{quote(folder, safe='')}/report.html" if folder else "./report.html"


def sum_up(report: Report) -> Summary:
    """Return what sums a report up, read from the very record that would be kept of it.

    Its link expects the page at `SYSTEM/report.html` beside the overview.
    """
    return _summary(json.loads(to_json(report)), report.system)


def load_summaries(folder: Path) -> tuple[Summary, ...]:
    """Return what sums up every `report.json` in a folder and the folders right below it, by the name of the folder.

    Raises
    ------
    FileProblem
        When the folder is missing or holds no report, or a report cannot be read or has another format.
    """

    def read(record: Mapping[str, Any], file: Path) -> Summary:
        return _summary(record, "" if file.parent == folder else file.parent.name)

    return tuple(_load(file, read) for file in report_files(folder))


def load_findings(folder: Path) -> tuple[KeptFinding, ...]:
    """Return the findings of every `report.json` in a folder and the folders right below it, by system and id.

    Raises
    ------
    FileProblem
        When the folder is missing or holds no report, or a report cannot be read or has another format.
    """
    return tuple(finding for file in report_files(folder) for finding in _load(file, _findings))


def speaking_to(findings: Sequence[KeptFinding], number: str) -> tuple[KeptFinding, ...]:
    """Return the findings that speak to a claim or a harm."""
    return tuple(finding for finding in findings if number in finding.numbers)


def report_files(folder: Path) -> tuple[Path, ...]:
    """Return every `report.json` in a folder and the folders right below it; `FileProblem` where there is none."""
    if not folder.is_dir():
        raise FileProblem(folder, "no such folder", "`desdemona audit SYSTEM --out DIR` writes one")
    files = sorted({*folder.glob("report.json"), *folder.glob("*/report.json")})
    if not files:
        raise FileProblem(folder, "holds no report.json", "`desdemona audit SYSTEM --out DIR` writes one")
    return tuple(files)


def _load(file: Path, read: Callable[[Mapping[str, Any], Path], T]) -> T:
    try:
        record = json.loads(file.read_text("utf-8"))
        if record["format"] != FORMAT:
            raise FileProblem(file, f"has format {record['format']}", f"this version reads {FORMAT}; audit again")
        return read(record, file)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError, AttributeError, ValueError):
        raise FileProblem(file, "is no report of desdemona", "audit again") from None


def _findings(record: Mapping[str, Any], _file: Path) -> tuple[KeptFinding, ...]:
    return tuple(_finding(record["system"], found) for found in record["findings"])


def _summary(record: Mapping[str, Any], folder: str) -> Summary:
    findings = tuple(_finding(record["system"], found) for found in record["findings"])
    words = {finding.id: finding.words for finding in findings}
    standings = {rung["rung"]: _known(rung["standing"], (*STANDINGS, NOT_TESTED)) for rung in record["ladder"]}
    fates = _fates(record, words)
    changing = tuple(name for name, fate in fates.items() if len(fate) > 1)
    return Summary(
        system=str(record["system"]),
        title=str(record["title"]),
        organisation=str(record["organisation"]),
        sector=str(record.get("sector", "")),  # reports written before sectors were recorded lack it
        notice=str(record["notice"]),
        link=link_to(folder),
        rungs=tuple(standings.get(rung, NOT_TESTED) for rung in RUNGS),
        findings=findings,
        first=next((words[name] for name in record["top"] if name in words), ""),
        assumed=len(record["assumptions"]),
        choices=len(record["universes"]),
        changing=changing,
        flipping=tuple(name for name in changing if {"holds", "fails"} <= fates[name]),
        steps=tuple(Step(str(s["name"]), s["standing"], str(s["reason"])) for s in record["steps"]),
        entries=tuple(Entry(number, str(text)) for number, text in record["catalogue"].items()),
        seed=int(record["repeat"]["seed"]),
        version=str(record["repeat"]["versions"].get("desdemona", "")),
    )


def _finding(system: object, found: Mapping[str, Any]) -> KeptFinding:
    return KeptFinding(
        str(system),
        str(found["id"]),
        _known(found["finding"], STANDINGS),
        str(found["words"]),
        tuple(map(str, found["claims"])),
        tuple(map(str, found["harms"])),
        found["finding"] == "undecided" and found["n"] == 0 and found["estimate"] is None,
    )


def _known(standing: object, known: Sequence[str]) -> str:
    """Return a standing, having seen that it is one."""
    if standing not in known:
        raise ValueError(standing)
    return str(standing)


def _fates(record: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, set[str]]:
    """Return, of each finding of the report, in which ways it stands over the choices of the assumed values."""
    fates: dict[str, set[str]] = {}
    for universe in record["universes"]:
        for found in universe["findings"]:
            if found["id"] in known:
                fates.setdefault(str(found["id"]), set()).add(_known(found["finding"], STANDINGS))
    return fates
