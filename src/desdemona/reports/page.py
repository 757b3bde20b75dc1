"""The report as one page of HTML: no network, no script, readable on any screen, on paper and aloud."""

import base64
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined

from desdemona.reports.gallery import Gallery, draw_gallery, placed, told_by_pictures
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
from desdemona.trials.agreement.naming import KNOWN_AS
from desdemona.trials.finding import Finding
from desdemona.trials.group_words import DONE

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
class Run:
    """Findings of one trial on one output that follow each other, with the pictures that draw them.

    `folded` are findings that a picture already tells in a line each; `fold` says how many and how they stand.
    """

    pictures: Gallery
    findings: tuple[ShownFinding, ...]
    folded: tuple[ShownFinding, ...]
    fold: str


@dataclass(frozen=True, slots=True)
class RungFindings:
    """All findings of one rung; `idle` are questions for which there was not one observation, `fold` counts them."""

    rung: Rung
    meaning: str
    runs: tuple[Run, ...]
    idle: tuple[ShownFinding, ...]
    fold: str


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


def _fold_words(folded: Iterable[ShownFinding]) -> str:
    """Say how many findings are folded away and how they stand."""
    counts = Counter(one.finding.finding for one in folded)
    told = ", ".join(
        f"{counts[standing]} {standing}" for standing in ("fails", "undecided", "holds") if counts[standing]
    )
    return f"The {counts.total():,} findings drawn here, in full: {told}"


def by_rung(shown: tuple[ShownFinding, ...], gallery: Gallery, top: tuple[str, ...]) -> tuple[RungFindings, ...]:
    """Return findings, already in order, in groups of one rung each, and in these in runs with their pictures.

    What a forest plot or a confusion tells is folded away, but for the findings that matter most; so are, a rung at a
    time, questions for which there was nothing to put them to.
    """
    runs = [
        tuple(own)
        for _, own in groupby(shown, key=lambda one: (one.finding.rung, one.finding.trial, one.finding.output))
    ]
    numbers = {one.finding.id: number for number, own in enumerate(runs) for one in own}
    away = told_by_pictures(gallery) - set(top)
    idle = tuple(one for one in shown if one.finding.found_nothing and one.finding.id not in away | set(top))
    drawn = []
    for number, own in enumerate(runs):
        folded = tuple(one for one in own if one.finding.id in away)
        told = tuple(one for one in own if one.finding.id not in away and one not in idle)
        drawn.append(Run(placed(gallery, numbers, number), told, folded, _fold_words(folded)))
    groups = groupby(zip(runs, drawn, strict=True), key=lambda pair: pair[0][0].finding.rung)
    return tuple(_rung(rung, tuple(run for _, run in group), idle) for rung, group in groups)


def _rung(rung: Rung, runs: tuple[Run, ...], idle: tuple[ShownFinding, ...]) -> RungFindings:
    own = tuple(one for one in idle if one.finding.rung == rung)
    asked = "1 question" if len(own) == 1 else f"{len(own):,} questions"
    fold = f"{asked} found nothing to be put to, and {'stays' if len(own) == 1 else 'stay'} undecided"
    return RungFindings(rung, MEANINGS[rung], runs, own, fold)


def to_html(report: Report) -> str:
    """Return the report as one HTML page; the same report gives the same text with one version of Matplotlib."""
    shown = show_findings(report)
    known = {one.finding.id: one for one in shown}
    gallery = draw_gallery(report.charts, report.findings)
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            ladder=draw_ladder(report),
            top=[known[name] for name in report.top if name in known],
            rungs=by_rung(shown, gallery, report.top),
            loose=placed(gallery, dict.fromkeys(known, 0), -1),
            done=DONE,
            known_as=KNOWN_AS,
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
