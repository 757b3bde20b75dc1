"""Measures of recovery: what was said held against what the script says, with an interval clustered by person."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from desdemona.assay.row import Recovered
from desdemona.assay.shots import Shot
from desdemona.estimates.clustered import clustered_mean, clustered_share
from desdemona.estimates.error import mean_absolute_error, mean_absolute_percentage_error
from desdemona.estimates.events import event_scores, match_events
from desdemona.estimates.interval import Interval
from desdemona.estimates.rank import somers_d, spearman

Floats = NDArray[np.float64]
Pairs = Callable[[Shot], tuple[Floats, Floats]]
"""What was said and what is known, both (n,); NaN where not said, or where nothing is known and none is asked for."""
Names = Callable[[Shot], tuple[Sequence[str | None], Sequence[str]]]
Spans = Callable[[Shot], Floats]
Recover = Callable[[Sequence[Shot]], Recovered]

EVENT_TOLERANCE_S = 0.2
"""How far apart a found and a known event may lie and still be the same one; as in trials."""


def _gather(shots: Sequence[Shot], pairs: Pairs) -> tuple[Floats, Floats, NDArray[np.str_], float | None]:
    """Return said and known of all shots where something is known, who it is of, and the share that was said."""
    said, known, who = [], [], []
    for shot in shots:
        own_said, own_known = pairs(shot)
        asked = np.isfinite(own_known)
        said.append(own_said[asked])
        known.append(own_known[asked])
        who += [shot.who] * int(asked.sum())
    all_said, all_known = (np.concatenate([*parts, np.zeros(0)]) for parts in (said, known))
    given = float(np.isfinite(all_said).mean()) if all_said.size else None
    return all_said, all_known, np.array(who, dtype=np.str_), given


def error(pairs: Pairs, unit: str) -> Recover:
    """Return how to tell the mean absolute error in the channel's unit."""

    def recover(shots: Sequence[Shot]) -> Recovered:
        said, known, who, given = _gather(shots, pairs)
        return Recovered("mean error", mean_absolute_error(said, known, who), unit, given)

    return recover


def relative_error(pairs: Pairs) -> Recover:
    """Return how to tell the mean absolute error in percent of what is known."""

    def recover(shots: Sequence[Shot]) -> Recovered:
        said, known, who, given = _gather(shots, pairs)
        share = mean_absolute_percentage_error(said, known, who)
        return Recovered("mean error", times(share, 100.0), "%", given)

    return recover


def median_error(pairs: Pairs) -> Recover:
    """Return how to tell the median absolute error of a recording in percent of what is known, mean over recordings."""

    def recover(shots: Sequence[Shot]) -> Recovered:
        *_, given = _gather(shots, pairs)
        medians = []
        for shot in shots:
            said, known = pairs(shot)
            off = np.abs(said / known - 1.0)
            medians.append(float(np.nanmedian(off)) if np.isfinite(off).any() else np.nan)
        mean = clustered_mean(medians, np.array([shot.who for shot in shots], np.str_), positive=True)
        return Recovered("median error", times(mean, 100.0), "%", given)

    return recover


def _order(pairs: Pairs, statistic: Callable[[Floats, Floats], float], measure: str) -> Recover:
    def recover(shots: Sequence[Shot]) -> Recovered:
        *_, given = _gather(shots, pairs)
        found, who = [], []
        for shot in shots:
            said, known = pairs(shot)
            both = np.isfinite(said) & np.isfinite(known)
            if both.sum() < 3 or np.unique(known[both]).size < 2:
                continue
            value = statistic(said[both], known[both])
            found.append(value if np.isfinite(value) else 0.0)  # what never moves follows nothing
            who.append(shot.who)
        mean = clustered_mean(np.array(found, np.float64), np.array(who, np.str_))
        return Recovered(measure, held_within(mean, -1.0, 1.0), "", given)

    return recover


def order(pairs: Pairs) -> Recover:
    """Return how to tell whether a higher known value comes with a higher said one: Somers' D, mean over recordings."""
    return _order(pairs, somers_d, "Somers' D")


def rank(pairs: Pairs) -> Recover:
    """Return how to tell the rank correlation of said and known (Spearman), mean over recordings."""
    return _order(pairs, spearman, "rank correlation")


def events(found: Spans, known: Spans) -> Recover:
    """Return how to tell F1 of events."""

    def recover(shots: Sequence[Shot]) -> Recovered:
        counts = np.array([_matched(found(shot), known(shot)) for shot in shots], np.float64).reshape(-1, 3)
        scores = event_scores(counts[:, 0], counts[:, 1], counts[:, 2], np.array([shot.who for shot in shots], np.str_))
        return Recovered("F1", scores.f1)

    return recover


def _matched(found: Floats, known: Floats) -> tuple[int, int, int]:
    return len(match_events(found, known, tolerance=EVENT_TOLERANCE_S)), len(found), len(known)


def time_shared(pairs: Pairs) -> Recover:
    """Return how to tell F1 of time: of the frames in which a flag is up or should be, as for events."""

    def recover(shots: Sequence[Shot]) -> Recovered:
        said, known, who, given = _gather(shots, pairs)
        seen = np.isfinite(said)
        up, there = said[seen] == 1, known[seen] == 1
        jaccard = clustered_share(up & there, who[seen], totals=(up | there).astype(np.float64))
        return Recovered("F1 of time", _f1_of(jaccard), "", given)

    return recover


def _f1_of(jaccard: Interval) -> Interval:
    """Return F1 = 2J / (1 + J) with the ends of J's interval carried over."""
    ends = (None if x is None else 2 * x / (1 + x) for x in (jaccard.estimate, jaccard.low, jaccard.high))
    estimate, low, high = ends
    return Interval(estimate, low, high, jaccard.n, jaccard.clusters, jaccard.level, reason=jaccard.reason)


def named_rightly(names: Names) -> Recover:
    """Return how to tell the share of frames with the right name, of those with any."""

    def recover(shots: Sequence[Shot]) -> Recovered:
        right, who, asked = [], [], 0
        for shot in shots:
            for said, known in zip(*names(shot), strict=True):
                asked += 1
                if said is not None:
                    right.append(said == known)
                    who.append(shot.who)
        share = clustered_share(np.array(right, np.float64), np.array(who, np.str_))
        return Recovered("right name", share, "", len(right) / asked if asked else None)

    return recover


def times(interval: Interval, factor: float) -> Interval:
    """Return an interval in another unit."""
    low, estimate, high = (None if x is None else factor * x for x in (interval.low, interval.estimate, interval.high))
    return Interval(estimate, low, high, interval.n, interval.clusters, interval.level, reason=interval.reason)


def held_within(interval: Interval, least: float, most: float) -> Interval:
    """Return an interval whose ends do not go beyond what its number can be."""
    low, high = (None if x is None else min(max(x, least), most) for x in (interval.low, interval.high))
    return Interval(interval.estimate, low, high, interval.n, interval.clusters, interval.level, reason=interval.reason)


def of_column(column: str, output: str) -> Pairs:
    """Return a frame column beside the script's curve."""
    return lambda shot: (shot.column(column), shot.known(output))


def of_flag(column: str, *outputs: str) -> Pairs:
    """Return a flag beside whether the script is within one of the acts of these names."""
    return lambda shot: (shot.column(column), shot.inside(*outputs))


def of_windows(channel: str, known: Callable[[Shot, float, float], float]) -> Pairs:
    """Return the windows of a channel beside what is known of the stretch of each."""

    def pairs(shot: Shot) -> tuple[Floats, Floats]:
        rows = shot.rows(channel)
        return rows[:, 2], np.array([known(shot, start_s, end_s) for start_s, end_s, _ in rows], dtype=np.float64)

    return pairs


def mean_of(output: str) -> Callable[[Shot, float, float], float]:
    """Return how to tell the mean of the script's curve over a stretch."""
    return over_stretch(output, np.mean)


def over_stretch(output: str, of: Callable[[Floats], np.floating]) -> Callable[[Shot, float, float], float]:
    """Return how to tell some number of the script's curve over a stretch, NaN where it says nothing."""

    def known(shot: Shot, start_s: float, end_s: float) -> float:
        t_s, values = shot.curve(output)
        within = (t_s >= start_s - 1e-6) & (t_s < end_s - 1e-6)
        return float(of(values[within])) if within.any() else float("nan")

    return known


def found_events(channel: str) -> Spans:
    """Return the events of a channel."""
    return partial(_events_of, channel)


def _events_of(channel: str, shot: Shot) -> Floats:
    return shot.spans(channel)


def told_events(*outputs: str) -> Spans:
    """Return the acts of these names."""
    return lambda shot: shot.told(*outputs)
