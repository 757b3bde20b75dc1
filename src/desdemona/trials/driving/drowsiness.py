"""Drowsiness warnings held against ratings of sleepiness, with false alarms per hour beside."""

from dataclasses import replace

import numpy as np

from desdemona.estimates.clustered import clustered_share
from desdemona.estimates.clusters import Floats
from desdemona.estimates.interval import Interval
from desdemona.tables import Tables
from desdemona.trials.answer import answer
from desdemona.trials.driving.drives import Drive, added_up, drives_of
from desdemona.trials.driving.protocols import NEAR_S, Sleepiness, Warnings
from desdemona.trials.driving.warned import false_alarms, warned_question
from desdemona.trials.finding import Finding
from desdemona.trials.sound_tables import check_tables
from desdemona.trials.wording import counted, percent, percent_range


def assess_drowsiness_warning(tables: Tables, warnings: Warnings, sleepiness: Sleepiness) -> tuple[Finding, ...]:
    """Answer how much drowsiness is warned of (average and lower bound), and how many warnings an hour are false.

    Raises `TableError` with every fault of a table.
    """
    check_tables(tables)
    drives = [
        _rated(drive, sleepiness) for drive in drives_of(tables, warnings, sleepiness.truth_output, sleepiness.source)
    ]
    per_person = added_up(drives)
    needed = per_person[:, 1] > 0
    sensitivity = clustered_share(
        per_person[needed, 0] / per_person[needed, 1],
        np.flatnonzero(needed),
        totals=np.ones(int(needed.sum())),
        minimum_clusters=max(warnings.clusters_required, sleepiness.participants),
    )
    sensitivity = replace(sensitivity, n=int(per_person[:, 1].sum()))
    lacking = _lacking(per_person, sleepiness)
    if sensitivity.estimate is None:
        words = "Nobody was ever rated 8 or sleepier: nothing needed a warning."
    else:
        passed = sensitivity.estimate > sleepiness.average and (sensitivity.low or 0.0) > sleepiness.lower_bound
        words = (
            f"Of {counted(sensitivity.n, 'time')} that {counted(sensitivity.clusters, 'person', 'people')} were rated "
            f"KSS 8 or sleepier, {warnings.output} warned in {int(per_person[:, 0].sum()):,}; the average over people "
            f"is {percent(sensitivity.estimate)}{_range(sensitivity)}. By the protocol's own numbers (average above "
            f"{percent(sleepiness.average)}, lower bound above {percent(sleepiness.lower_bound)}) that is "
            f"{'lacking data' if lacking else 'passed' if passed else 'not passed'}.{lacking}"
        )
    measured = Interval(sensitivity.estimate, None, None, sensitivity.n, sensitivity.clusters, reason=lacking)
    shown = measured if lacking else sensitivity
    parts = (("average", sleepiness.average), ("lower_bound", sleepiness.lower_bound))
    asked = f"Does {warnings.output} warn of drowsiness in more than {{}} of cases (DDAW, (EU) 2021/1341 [V2])?"
    found = [
        answer(warned_question(tables, warnings, f"ddaw.{name}", asked.format(percent(bound)), bound), shown, words)
        for name, bound in parts
    ]
    return (*found, false_alarms(tables, warnings, "ddaw", per_person))


def _rated(drive: Drive, sleepiness: Sleepiness) -> tuple[str, Floats]:
    """Return who, and warned, needed, false and hours of one drive with ratings of sleepiness."""
    sleepy, allowed = drive.known[drive.known[:, 2] >= 8], drive.known[drive.known[:, 2] >= 7]
    episodes: list[list[float]] = []
    for start, end, _ in sleepy:
        if episodes and start - episodes[-1][1] <= NEAR_S:
            episodes[-1][1] = max(end, episodes[-1][1])
        else:
            episodes.append([start, end])
    spans = np.array(episodes, np.float64).reshape(-1, 2)
    hit = _near(drive.warned_s, spans).any(0).sum()
    false = (~_near(drive.warned_s, allowed[:, :2]).any(1)).sum()
    return drive.subject, np.array([hit, len(spans), false, drive.hours], np.float64)


def _near(warned_s: Floats, spans: Floats) -> "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]":
    """Say which warnings lie within 5 minutes of which spans, shape (warnings, spans)."""
    return np.asarray(
        (warned_s[:, None] >= spans[None, :, 0] - NEAR_S) & (warned_s[:, None] <= spans[None, :, 1] + NEAR_S), np.bool_
    )


def _lacking(per_person: Floats, sleepiness: Sleepiness) -> str:
    """Say what the protocol needs that the data do not have; empty where nothing is lacking."""
    people, needed = len(per_person), int(per_person[:, 1].sum())
    without = int((per_person[:, 1] == 0).sum())
    faults = [
        f"{people} of {sleepiness.participants} participants" if people < sleepiness.participants else "",
        f"{needed} of {sleepiness.needed_warnings} needed warnings" if needed < sleepiness.needed_warnings else "",
        f"{counted(without, 'participant')} who never needed a warning" if without else "",
    ]
    told = [fault for fault in faults if fault]
    return f" The protocol asks for more: there are {', '.join(told)}." if told else ""


def _range(share: Interval) -> str:
    """Write the interval of a share in brackets."""
    if share.low is None or share.high is None:
        return f" (no interval: {share.reason})"
    return f" (95 % interval {percent_range(share.low, share.high)})"
