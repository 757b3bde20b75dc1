"""The report as JSON: for programs, and for people who check the page against it.

The bytes depend on the report alone: keys stand in a fixed order, findings by rung and id, numbers are rounded to
`SIGNIFICANT_DIGITS`, and what is not a number is null. Whether a finding holds was decided before rounding.
"""

import json
import math
from dataclasses import fields, is_dataclass

from desdemona.reports.report import FORMAT, Report, Universe
from desdemona.tables import RUNGS
from desdemona.trials.finding import Finding

SIGNIFICANT_DIGITS = 6

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


def rounded(value: float | None) -> float | None:
    """Return `value` to six significant digits, None where it is not a finite number; zero has no sign."""
    if value is None or not math.isfinite(value):
        return None
    return float(f"{value:.{SIGNIFICANT_DIGITS}g}") + 0.0


def in_order(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return findings from the lowest rung to the highest, by id within a rung."""
    return tuple(sorted(findings, key=lambda finding: (RUNGS.index(finding.rung), finding.id)))


def _finding(finding: Finding) -> dict[str, Json]:
    return {
        "id": finding.id,
        "trial": finding.trial,
        "rung": finding.rung,
        "output": finding.output,
        "question": finding.question,
        "estimate": rounded(finding.estimate),
        "low": rounded(finding.low),
        "high": rounded(finding.high),
        "bound": rounded(finding.bound),
        "bound_kind": finding.bound_kind,
        "unit": finding.unit,
        "n": int(finding.n),
        "clusters": int(finding.clusters),
        "coverage": rounded(finding.coverage),
        "finding": finding.finding,
        "words": finding.words,
        "claims": list(finding.claims),
        "harms": list(finding.harms),
    }


def _universe(universe: Universe) -> dict[str, Json]:
    standings: list[Json] = [
        {"id": name, "estimate": rounded(estimate), "finding": standing}
        for name, estimate, standing in universe.standings
    ]
    return {"values": {name: rounded(value) for name, value in universe.values}, "findings": standings}


def _evidence(report: Report) -> dict[str, Json]:
    return {
        "ladder": [{"rung": r.rung, "standing": r.standing, "words": r.words} for r in report.ladder],
        "top": list(report.top),
        "findings": [_finding(finding) for finding in in_order(report.findings)],
        "portraits": [{"item": p.item, "caption": p.caption, "said": list(p.said)} for p in report.portraits],
        "in_use": {
            "output": report.in_use_output,
            "people": 10_000,
            "rows": [
                {
                    "prevalence": rounded(row.prevalence),
                    "true_flags": rounded(row.true_flags),
                    "false_flags": rounded(row.false_flags),
                    "missed": rounded(row.missed),
                    "ppv": rounded(row.ppv),
                    "ppv_low": rounded(row.ppv_low),
                    "ppv_high": rounded(row.ppv_high),
                }
                for row in report.in_use
            ],
        },
    }


def _basis(report: Report) -> dict[str, Json]:
    return {
        "assumptions": [
            {
                "name": a.name,
                "unit": a.unit,
                "value": rounded(a.value),
                "low": rounded(a.low),
                "high": rounded(a.high),
                "why": a.why,
            }
            for a in report.assumptions
        ],
        "universes": [_universe(universe) for universe in report.universes],
        "steps": [{"name": s.name, "standing": s.standing, "reason": s.reason} for s in report.steps],
        "facts": [{"text": f.text, "source": f.source} for f in report.facts],
        "catalogue": {entry.number: entry.text for entry in report.catalogue},
        "limits": list(report.limits),
        "repeat": {
            "command": report.repeat.command,
            "seed": int(report.repeat.seed),
            "versions": dict(report.repeat.versions),
            "models": dict(report.repeat.models),
        },
    }


def _plain(value: object) -> Json:
    """Return plain data of a picture as JSON: dataclasses by their fields, tuples as lists, numbers rounded."""
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, bool | int | str | None):
        return value
    return rounded(float(str(value)))


def to_json(report: Report) -> str:
    """Return the report as JSON text, `"format": 1`, ending with a line feed.

    Everything of the report is there but the bytes of the pictures. The same report gives the same text.
    """
    record: dict[str, Json] = {
        "format": FORMAT,
        "system": report.system,
        "title": report.title,
        "organisation": report.organisation,
        "sector": report.sector,
        "notice": report.notice,
        "tested": report.tested,
        **_evidence(report),
        **_basis(report),
        "charts": _plain(report.charts),
    }
    return json.dumps(record, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
