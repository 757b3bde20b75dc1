"""The report as one page of HTML: no network, no script, readable on any screen, on paper and aloud."""

import base64
import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined

from desdemona.reports.ladder import MEANINGS, draw_ladder
from desdemona.reports.multiverse import SHOWN_AT_MOST, outcomes, show_assumption
from desdemona.reports.multiverse_picture import draw_multiverse
from desdemona.reports.numerals import PERCENT, to_percent
from desdemona.reports.people import draw_crowds
from desdemona.reports.ppv import draw_ppv
from desdemona.reports.report import Portrait, Report
from desdemona.reports.scale import Scale
from desdemona.reports.strip import Strip, bound_words, draw_strip, interval_words, scale_of
from desdemona.tables import RUNGS, Rung
from desdemona.trials.finding import Finding

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding with its picture and its numbers in words; `anchor` is its place in the page."""

    finding: Finding
    anchor: str
    words: str
    strip: Strip
    interval: str
    bound: str
    basis: str
    coverage: str


@dataclass(frozen=True, slots=True)
class RungFindings:
    """All findings of one rung."""

    rung: Rung
    meaning: str
    findings: tuple[ShownFinding, ...]


@dataclass(frozen=True, slots=True)
class ShownPortrait:
    """A phantom on the contact sheet; `source` is empty where there is no PNG picture."""

    portrait: Portrait
    source: str
    width_px: int
    height_px: int


@cache
def environment() -> Environment:
    """Return the templates: everything put into them is escaped, and a name they lack is an error."""
    loader = PackageLoader("desdemona.reports", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def show_portrait(portrait: Portrait) -> ShownPortrait:
    """Return a portrait as the contact sheet shows it; what is no PNG file is not shown."""
    png = portrait.png
    if not png.startswith(PNG_SIGNATURE) or len(png) < 24:
        return ShownPortrait(portrait, "", 0, 0)
    width, height = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
    return ShownPortrait(portrait, "data:image/png;base64," + base64.b64encode(png).decode(), width, height)


def _basis(finding: Finding) -> str:
    observations = "observation" if finding.n == 1 else "observations"
    clusters = "cluster" if finding.clusters == 1 else "clusters"
    return f"{finding.n:,} {observations} in {finding.clusters:,} {clusters}"


def _show(finding: Finding, anchor: str, scale: Scale) -> ShownFinding:
    return ShownFinding(
        finding=finding,
        anchor=anchor,
        words=finding.words.replace(" %", PERCENT),
        strip=draw_strip(finding, scale),
        interval=interval_words(finding),
        bound=bound_words(finding),
        basis=_basis(finding),
        coverage=to_percent(finding.coverage),
    )


def on_the_ladder(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return findings from the lowest rung to the highest, otherwise in the order given."""
    return tuple(sorted(findings, key=lambda finding: RUNGS.index(finding.rung)))


def show_findings(report: Report) -> tuple[ShownFinding, ...]:
    """Return every finding with its picture; those of one rung, trial and unit share one scale."""
    kinds: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in report.findings:
        kinds.setdefault((finding.rung, finding.trial, finding.unit), []).append(finding)
    scales = {kind: scale_of(findings) for kind, findings in kinds.items()}
    shown: list[ShownFinding] = []
    taken: set[str] = set()
    for number, finding in enumerate(on_the_ladder(report.findings), start=1):
        slug = re.sub(r"[^a-z0-9]+", "-", finding.id.lower()).strip("-")[:60]
        anchor = f"finding-{slug}" if slug and f"finding-{slug}" not in taken else f"finding-{number}"
        taken.add(anchor)
        scale = scales[finding.rung, finding.trial, finding.unit]
        shown.append(_show(finding, anchor, scale))
    return tuple(shown)


def by_rung(shown: tuple[ShownFinding, ...]) -> tuple[RungFindings, ...]:
    """Return findings, already in order, in groups of one rung each."""
    groups = groupby(shown, key=lambda one: one.finding.rung)
    return tuple(RungFindings(rung, MEANINGS[rung], tuple(group)) for rung, group in groups)


def to_html(report: Report) -> str:
    """Return the report as one HTML page; the same report gives the same text with one version of Matplotlib."""
    shown = show_findings(report)
    known = {one.finding.id: one for one in shown}
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            ladder=draw_ladder(report),
            top=[known[name] for name in report.top if name in known],
            rungs=by_rung(shown),
            anchors={name: one.anchor for name, one in known.items()},
            entries={entry.number for entry in report.catalogue},
            portraits=[show_portrait(portrait) for portrait in report.portraits],
            crowds=draw_crowds(report.in_use),
            ppv=draw_ppv(report.in_use),
            assumptions=[show_assumption(assumption) for assumption in report.assumptions],
            outcomes=outcomes(report),
            multiverse=draw_multiverse(report),
            universes_drawn=min(SHOWN_AT_MOST, len(report.universes)),
        )
    )
