"""Warnings of stretches that last too long (gaze away, eyes closed), in time or not, with false alarms beside."""

from math import inf

import numpy as np

from desdemona.estimates.clustered import clustered_share
from desdemona.estimates.clusters import Floats
from desdemona.tables import Tables
from desdemona.trials.answer import answer
from desdemona.trials.driving.drives import Drive, added_up, drives_of
from desdemona.trials.driving.protocols import Stretch, Warnings
from desdemona.trials.driving.warned import false_alarms, warned_question
from desdemona.trials.finding import Finding
from desdemona.trials.sound_tables import check_tables
from desdemona.trials.wording import counted, share_in_brackets


def assess_timed_warning(tables: Tables, warnings: Warnings, stretch: Stretch) -> tuple[Finding, ...]:
    """Answer what share of long enough stretches is warned of in time, and how many warnings an hour are false.

    A warning is false when no stretch that allows one is under way, or was within `late_s`; one that comes before a
    stretch has lasted so long is right if it then does. Raises `TableError` with every fault of a table.
    """
    check_tables(tables)
    drives = [_timed(drive, stretch) for drive in drives_of(tables, warnings, stretch.truth_output, stretch.source)]
    per_person = added_up(drives)
    share = clustered_share(
        per_person[:, 0],
        np.arange(len(per_person)),
        totals=per_person[:, 1],
        minimum_clusters=warnings.clusters_required,
    )
    span = (
        f"{stretch.shortest_s:g} s or more"
        if stretch.longest_s == inf
        else (f"{stretch.shortest_s:g} s or more and less than {stretch.longest_s:g} s")
    )
    if share.estimate is None:
        words = f"No {stretch.truth_output} of {span} was among the recordings."
    else:
        words = (
            f"Of {counted(share.n, 'case')} of {stretch.truth_output} of {span} ({stretch.protocol}), "
            f"{warnings.output} warned in time in {int(per_person[:, 0].sum()):,} {share_in_brackets(share)}."
        )
    asked = f"Does {warnings.output} warn of {stretch.truth_output} of {span} ({stretch.protocol})?"
    question = warned_question(tables, warnings, f"{stretch.name}.warned", asked, stretch.bound)
    return answer(question, share, words), false_alarms(tables, warnings, stretch.name, per_person)


def _timed(drive: Drive, stretch: Stretch) -> tuple[str, Floats]:
    """Return who, and warned, needed, false and hours of one drive."""
    lasted = drive.known[:, 1] - drive.known[:, 0]
    needed = (lasted >= stretch.shortest_s) & (lasted < stretch.longest_s)
    excused = lasted >= (stretch.shortest_s if stretch.allowed_s is None else stretch.allowed_s)
    at, start, end = drive.warned_s[:, None], drive.known[None, :, 0], drive.known[None, :, 1]
    in_time = (at >= start) & (at <= start + stretch.shortest_s + stretch.late_s)
    under_way = (at >= start) & (at <= end + stretch.late_s)
    hit = in_time[:, needed].any(0).sum()
    false = (~under_way[:, excused].any(1)).sum()
    return drive.subject, np.array([hit, needed.sum(), false, drive.hours], np.float64)
