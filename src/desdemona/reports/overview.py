"""Several reports on one page: systems against rungs, harms and claims, with a link to each report."""

import base64
import hashlib
from collections.abc import Sequence

from markupsafe import Markup

from desdemona.reports.kept import NOT_TESTED, STANDINGS, Summary, sum_up
from desdemona.reports.ladder import MEANINGS
from desdemona.reports.numerals import PERCENT
from desdemona.reports.overview_matrix import draw_matrix
from desdemona.reports.overview_rows import Absent, absent_from, group_by_sector, tally_rungs
from desdemona.reports.page import environment
from desdemona.reports.report import RECONSTRUCTION, Report
from desdemona.systems.catalogue import Registered
from desdemona.tables import RUNGS

OPEN_AT_MOST = 8
"""Of more systems than this, the finding told first in each report is folded away (our choice)."""


def to_overview_html(reports: Sequence[Report | Summary], *, register: Sequence[Registered] = ()) -> str:
    """Return the page that stands above several reports; its links are relative.

    It is one file without network. Its script, which only sorts tables, is the only one that the page lets run, and
    without it nothing is missing.

    Parameters
    ----------
    reports
        Reports, or what sums them up (`load_summaries` reads that from a folder). A report is expected at
        `SYSTEM/report.html` in the folder that the page is written to.
    register
        The systems that the page answers for, as `systems_register` gives them. Those that have no report are listed
        with the reason, so that none is skipped in silence.
    """
    groups = group_by_sector([sum_up(each) if isinstance(each, Report) else each for each in reports], register)
    summaries = [row.summary for group in groups for row in group.rows]
    absent = absent_from(summaries, register)
    notices = [summary.notice for summary in summaries if summary.notice] + [RECONSTRUCTION] * bool(register)
    script = environment().get_template("overview.js").render()
    return (
        environment()
        .get_template("overview.html.j2")
        .render(
            summaries=summaries,
            groups=groups,
            matrices=[
                matrix for matrix in (draw_matrix(groups, "harms"), draw_matrix(groups, "claims")) if matrix.columns
            ],
            tallies=tally_rungs(summaries),
            standings=(*STANDINGS, NOT_TESTED),
            rungs=[(rung, MEANINGS[rung]) for rung in RUNGS],
            counts=[(standing, sum(summary.count(standing) for summary in summaries)) for standing in STANDINGS],
            told=told(summaries, absent, len(register)),
            first=[(summary, summary.first.replace(" %", PERCENT)) for summary in summaries if summary.first],
            fold=len(summaries) > OPEN_AT_MOST,
            absent=absent,
            notices=list(dict.fromkeys(notices)),
            printed=Markup(RECONSTRUCTION) if notices else "",  # the constant alone may stand in a style sheet
            made=made(summaries),
            script=Markup(script),  # our own file, not words of a report
            script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        )
    )


def _systems(count: int) -> str:
    return f"{count:,} system" if count == 1 else f"{count:,} systems"


def told(summaries: Sequence[Summary], absent: Sequence[Absent], registered: int) -> str:
    """Return what the page covers, in a sentence or two: nothing is left out without a word."""
    nothing = sum(finding.found_nothing for summary in summaries for finding in summary.findings)
    idle = f" Of the undecided findings {nothing:,} had not one observation." if nothing else ""
    if not registered:
        return f"{_systems(len(summaries))} audited.{idle}"
    refused = sum(each.status == "refused" for each in absent)
    rest = f"{refused} refused on principle, {len(absent) - refused} without a report yet."
    return f"{_systems(registered)} of the register: {registered - len(absent)} audited, {rest}{idle}"


def made(summaries: Sequence[Summary]) -> str:
    """Return with which seeds and versions the reports were made, all of them where they differ."""
    seeds = sorted({summary.seed for summary in summaries})
    versions = sorted({summary.version for summary in summaries if summary.version})
    if not summaries:
        return ""
    words = f"Made with desdemona {' and '.join(versions)}, " if versions else "Made with "
    words += f"{'seed' if len(seeds) == 1 else 'seeds'} {', '.join(map(str, seeds))}."
    alike = len(seeds) == 1 and len(versions) < 2
    return (
        words if alike else f"{words} The reports were not all made alike; audit again before comparing them closely."
    )
