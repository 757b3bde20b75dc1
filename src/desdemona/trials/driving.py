"""Driver warnings held against what the protocols ask for, with false alarms per hour always beside.

What the rules say is taken from secondary sources [V2] and must be re-checked against the primary text before it is
quoted; what was found from memory only is not used.

Drowsiness (DDAW), Delegated Regulation (EU) 2021/1341 [V2]: warn at KSS 8 or above, a warning at 7 is allowed. At least
10 participants, at least 10 needed warnings in all and one of each participant; a right warning may come with a KSS of
7 or more within 5 minutes either side. Passed with an average sensitivity above 40 % and its lower confidence bound
above 20 %. The level of that bound is not verified; the interval here is a 95 % one. Ratings of 8 or more that follow
each other within 5 minutes are one needed warning: our reading. That warnings come by day and by night is to be seen
from two audits; it is not checked here.

Distraction (ADDW), Delegated Regulation (EU) 2023/2590 [V2]: warn once gaze has been in the distraction area for more
than 3.5 s at 50 km/h or more, 6 s at 20 to 50 km/h. Euro NCAP Safe Driving v1.1 [V2]: long distraction 3 to 4 s,
microsleep eyes closed for 1 to 2 s, sleep 3 s or more, unresponsive 6 s or more. None gives a share that must be warned
or a limit of false alarms that is verified; the bounds here are ours.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf, log

import numpy as np
import polars as pl

from desdemona.estimates.clustered import clustered_mean, clustered_ratio, clustered_share
from desdemona.estimates.clusters import Floats
from desdemona.estimates.interval import Interval
from desdemona.tables import Source, Tables
from desdemona.trials.answer import Answers, Question, answer
from desdemona.trials.beside_truth import rung_of
from desdemona.trials.finding import Finding
from desdemona.trials.sound_tables import check_tables
from desdemona.trials.wording import counted, percent, percent_range, quantity, quantity_in_brackets, share_in_brackets

NEAR_S = 300.0
"""How far from a warning a rating of sleepiness may lie: 5 minutes [V2]."""


@dataclass(frozen=True, slots=True)
class Warnings:
    """Which readings are warnings: an output and those of its labels (none: every reading), and what may be false.

    `false_per_hour` is ours: no protocol verified here limits false alarms.
    """

    output: str
    labels: tuple[str, ...] = ()
    false_per_hour: float = 1.0
    clusters_required: int = 5
    claims: tuple[str, ...] = ("C25",)
    harms: tuple[str, ...] = ("H31", "H53")


@dataclass(frozen=True, slots=True)
class Sleepiness:
    """Where the Karolinska ratings stand (1 to 9), and what a drowsiness warning must reach."""

    truth_output: str = "kss"
    source: Source = "self_report"
    average: float = 0.4
    lower_bound: float = 0.2
    participants: int = 10
    needed_warnings: int = 10


@dataclass(frozen=True, slots=True)
class Stretch:
    """Stretches of truth that last long enough to need a warning, and when it is in time.

    `protocol` says whose limits they are. Shorter than `shortest_s` needs none, `longest_s` and longer is another case;
    from `allowed_s` on (the same if left out) a warning is not false. It is in time until `late_s` after `shortest_s`
    have passed.
    """

    name: str
    protocol: str
    truth_output: str
    shortest_s: float
    longest_s: float = inf
    late_s: float = 1.0
    allowed_s: float | None = None
    source: Source = "script"
    bound: float = 0.8


ADDW_FAST = Stretch("distraction_fast", "ADDW, (EU) 2023/2590 at 50 km/h or more [V2]", "gaze_away", 3.5)
ADDW_SLOW = Stretch("distraction_slow", "ADDW, (EU) 2023/2590 at 20 to 50 km/h [V2]", "gaze_away", 6.0)
LONG_DISTRACTION = Stretch("long_distraction", "Euro NCAP v1.1 [V2]", "gaze_away", 4.0, late_s=0.0, allowed_s=3.0)
MICROSLEEP = Stretch("microsleep", "Euro NCAP v1.1 [V2]", "eyes_closed", 1.0, 2.0)
SLEEP = Stretch("sleep", "Euro NCAP v1.1 [V2]", "eyes_closed", 3.0, 6.0)
UNRESPONSIVE = Stretch("unresponsive", "Euro NCAP v1.1 [V2]", "eyes_closed", 6.0)

WARNED: Answers = {
    "holds": "Enough of what needs a warning gets one.",
    "fails": "Too much of what needs a warning gets none.",
    "undecided": "Whether enough gets a warning cannot be said from this audit.",
}
FALSE: Answers = {
    "holds": "False alarms are rarer than that.",
    "fails": "False alarms come more often than that.",
    "undecided": "Whether false alarms are rare enough cannot be said from this audit.",
}


def assess_drowsiness_warning(tables: Tables, warnings: Warnings, sleepiness: Sleepiness) -> tuple[Finding, ...]:
    """Answer how much drowsiness is warned of (average and lower bound), and how many warnings an hour are false.

    Raises `TableError` with every fault of a table.
    """
    check_tables(tables)
    drives = [
        _rated(drive, sleepiness) for drive in _drives(tables, warnings, sleepiness.truth_output, sleepiness.source)
    ]
    per_person = _added(drives)
    needed = per_person[:, 1] > 0
    sensitivity = clustered_mean(
        per_person[needed, 0] / per_person[needed, 1],
        np.flatnonzero(needed),
        minimum_clusters=max(warnings.clusters_required, sleepiness.participants),
    )
    sensitivity = _clipped(sensitivity, int(per_person[:, 1].sum()))
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
        answer(_question(tables, warnings, f"ddaw.{name}", asked.format(percent(bound)), bound), shown, words)
        for name, bound in parts
    ]
    return (*found, _false(tables, warnings, "ddaw", per_person))


def assess_timed_warning(tables: Tables, warnings: Warnings, stretch: Stretch) -> tuple[Finding, ...]:
    """Answer what share of long enough stretches is warned of in time, and how many warnings an hour are false.

    A warning is false when no stretch that allows one is under way, or was within `late_s`; one that comes before a
    stretch has lasted so long is right if it then does. Raises `TableError` with every fault of a table.
    """
    check_tables(tables)
    drives = [_timed(drive, stretch) for drive in _drives(tables, warnings, stretch.truth_output, stretch.source)]
    per_person = _added(drives)
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
    question = _question(tables, warnings, f"{stretch.name}.warned", asked, stretch.bound)
    return answer(question, share, words), _false(tables, warnings, stretch.name, per_person)


@dataclass(frozen=True, slots=True, eq=False)
class _Drive:
    """One item: who, when it warned (n,), what was known: start, end, value (m, 3), and how long it lasted."""

    subject: str
    warned_s: Floats
    known: Floats
    hours: float


def _drives(tables: Tables, warnings: Warnings, truth_output: str, source: Source) -> Iterable[_Drive]:
    """Return every item with its warnings and what is known; its hours are from the first to the last row about it."""
    said = tables.readings.filter((pl.col("output") == warnings.output) & (pl.col("status") == "ok"))
    if warnings.labels:
        said = said.filter(pl.col("label").is_in(warnings.labels))
    told = tables.truth.filter((pl.col("output") == truth_output) & (pl.col("source") == source))
    spans = pl.concat([t.select("item", "t_start_s", "t_end_s") for t in (tables.readings, tables.truth)])
    hours = spans.group_by("item").agg(((pl.col("t_end_s").max() - pl.col("t_start_s").min()) / 3600).alias("hours"))
    start = pl.col("t_start_s").drop_nulls()
    warned = said.group_by("item").agg(start.sort().alias("warned"))
    known = (
        told.filter(pl.col("t_start_s").is_not_null()).sort("item", "t_start_s").group_by("item", maintain_order=True)
    )
    stretches = known.agg(
        pl.col("t_start_s"), pl.col("t_end_s").fill_null(pl.col("t_start_s")), pl.col("value").fill_null(float("nan"))
    )
    items = tables.items.select("item", "subject").join(hours, on="item", how="inner", maintain_order="left")
    items = items.join(warned, on="item", how="left", maintain_order="left")
    items = items.join(stretches, on="item", how="left", maintain_order="left")
    for _, subject, length, at, begin, end, value in items.iter_rows():
        rows = np.array([begin or [], end or [], value or []], np.float64).T
        yield _Drive(subject, np.array(at or [], np.float64), rows, float(length or 0.0))


def _timed(drive: _Drive, stretch: Stretch) -> tuple[str, Floats]:
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


def _rated(drive: _Drive, sleepiness: Sleepiness) -> tuple[str, Floats]:
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


def _added(drives: Iterable[tuple[str, Floats]]) -> Floats:
    """Add up warned, needed, false and hours of each person, shape (people, 4)."""
    people: dict[str, Floats] = {}
    for subject, sums in drives:
        people[subject] = people.get(subject, np.zeros(4)) + sums
    return np.array(list(people.values()), np.float64).reshape(-1, 4)


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


def _clipped(share: Interval, n: int) -> Interval:
    """Keep the interval of an average of shares within 0 and 1, and count the cases behind it."""
    low, high = (None if x is None else min(max(x, 0.0), 1.0) for x in (share.low, share.high))
    return Interval(share.estimate, low, high, n, share.clusters, reason=share.reason)


def _range(share: Interval) -> str:
    """Write the interval of a share in brackets."""
    if share.low is None or share.high is None:
        return f" (no interval: {share.reason})"
    return f" (95 % interval {percent_range(share.low, share.high)})"


def _question(tables: Tables, warnings: Warnings, part: str, asked: str, bound: float) -> Question:
    """Return the declared question about what share is warned of."""
    return Question(
        id=f"driving.{part}.{warnings.output}",
        trial="driving",
        rung=rung_of(tables, warnings.output, "judgement"),
        output=warnings.output,
        asked=asked,
        bound=bound,
        bound_kind="at_least",
        unit="share of cases",
        answers=WARNED,
        clusters_required=warnings.clusters_required,
        claims=warnings.claims,
        harms=warnings.harms,
    )


def _false(tables: Tables, warnings: Warnings, part: str, per_person: Floats) -> Finding:
    """Ask how many warnings an hour are false; with none at all, what so many hours leave plausible."""
    rate = clustered_ratio(
        per_person[:, 2],
        per_person[:, 3],
        np.arange(len(per_person)),
        positive=True,
        minimum_clusters=warnings.clusters_required,
    )
    hours, false = float(per_person[:, 3].sum()), int(per_person[:, 2].sum())
    if rate.low is not None and not false:
        rate = Interval(0.0, 0.0, -log(0.025) / hours, rate.n, rate.clusters)
    if rate.estimate is None:
        words = "The recordings have no length, so false alarms per hour are not known."
    else:
        words = (
            f"In {quantity(hours, 'h')} of {counted(rate.clusters, 'person', 'people')}, {warnings.output} gave "
            f"{counted(false, 'false warning')}: {quantity(rate.estimate, 'per hour')} "
            f"{quantity_in_brackets(rate, '')}."
        )
    question = Question(
        id=f"driving.{part}.false_alarms.{warnings.output}",
        trial="driving",
        rung=rung_of(tables, warnings.output, "judgement"),
        output=warnings.output,
        asked=f"Does {warnings.output} give at most {quantity(warnings.false_per_hour, 'false warnings an hour')}?",
        bound=warnings.false_per_hour,
        bound_kind="at_most",
        unit="per hour",
        answers=FALSE,
        clusters_required=warnings.clusters_required,
        claims=warnings.claims,
        harms=warnings.harms,
    )
    return answer(question, rate, words)
