"""Pictures of scores: whether they are how often the label is right, and what a moved threshold does."""

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from desdemona.estimates.clustered import clustered_share
from desdemona.estimates.clusters import Codes, Floats
from desdemona.estimates.interval import Interval
from desdemona.estimates.jackknife import jackknifed
from desdemona.reports.charts import Reliability, ScoreRange, ThresholdCurve, ThresholdPoint
from desdemona.tables import Source, Tables
from desdemona.trials.beside_truth import named
from desdemona.trials.calibration import RANGES, told_by
from desdemona.trials.finding import Finding
from desdemona.trials.flags import Flag
from desdemona.trials.looked import is_event_log
from desdemona.trials.looks import looks_of

STEPS = (0.05, 0.02, 0.01, 0.005, 0.002, 0.001)
"""Distances of thresholds; the widest that gives ten between the least and the largest score. Our choice."""


def _scored(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that the trial on calibration judges."""
    return named(rows).filter(pl.col("score").is_between(0, 1))


def _people(rows: pl.DataFrame) -> Codes:
    """Return the number of each row's person, shape (n,)."""
    return (rows.get_column("subject").rank("dense") - 1).cast(pl.Int64).to_numpy().astype(np.int64)


def reliability_of(
    rows: pl.DataFrame, output: str, source: Source, ids: tuple[str, ...], flag: str = ""
) -> Reliability:
    """Return the share right over ranges of scores, the ranges that the trial on calibration takes."""
    own = _scored(rows)
    if not own.height:
        return Reliability(output, source, (), flag, ids)
    scores, who = own.get_column("score").to_numpy(), _people(own)
    right = own.select(told_by(own) == pl.col("known")).to_series().to_numpy().astype(np.float64)
    edges = np.unique(np.quantile(scores, np.linspace(0, 1, RANGES + 1)[1:-1]))
    cell = np.searchsorted(edges, scores, "left")
    ranges = [
        ScoreRange(float(scores[cell == k].mean()), clustered_share(right[cell == k], who[cell == k]))
        for k in np.unique(cell)
    ]
    return Reliability(output, source, tuple(ranges), flag, ids)


def flag_curves(tables: Tables, findings: Sequence[Finding], output: str, source: Source) -> Iterator[ThresholdCurve]:
    """Give what a moved threshold does to each flag of an output of which the trial in use asked just that.

    Scores are read as that trial reads them: as a rank where every flagged look scores at least as high as every other,
    else as the sureness of the label said, so that the threshold can only be raised.
    """
    start, end = f"in_use.{output}.{source}.", ".threshold"
    ids = [finding.id for finding in findings if finding.trial == "in_use"]
    for name in (one for one in ids if one.startswith(start) and one.endswith(end)):
        label = name[len(start) : -len(end)]
        flag = Flag(output, (label,), source=source, events=is_event_log(tables, output))
        looks = looks_of(tables, flag)
        own = looks.filter(pl.col("judged") & (pl.col("score").is_not_null() | ~pl.col("raised")))
        if own.get_column("score").n_unique() < 3:
            continue
        raised, score = own.get_column("raised").to_numpy(), own.get_column("score").to_numpy()
        ranked = not own.get_column("score").null_count() and score[raised].min() >= score[~raised].max(initial=0.0)
        marks = np.asarray(score if ranked else np.where(raised, score, -np.inf), np.float64)
        points = tuple(_flags(marks, own.get_column("deserved").to_numpy(), _people(own)))
        now = float(score[raised].min()) if ranked else None
        yield ThresholdCurve(output, source, label, "this label" if ranked else "the label said", now, points, (name,))


def answer_curve(rows: pl.DataFrame, output: str, source: Source, ids: tuple[str, ...]) -> Iterator[ThresholdCurve]:
    """Give what a threshold on the scores of several labels would do, where scores differ at all."""
    own = _scored(rows)
    if own.get_column("score").n_unique() < 3 or not own.height:
        return
    right = (own.get_column("said") == own.get_column("known")).to_numpy()
    points = tuple(_answers_left(own.get_column("score").to_numpy(), right, _people(own)))
    yield ThresholdCurve(output, source, "", "the label said", None, points, ids)


def thresholds_for(scores: Floats) -> Floats:
    """Return round thresholds from below the least score to above the largest, shape (m,)."""
    given = scores[np.isfinite(scores)]
    least, most = float(given.min()), float(given.max())
    step = next((step for step in STEPS if most - least >= 10 * step), STEPS[-1])
    first, last = int(np.floor(least / step + 1e-9)), int(np.ceil(most / step - 1e-9))
    return np.round(np.arange(first, last + 1) * step, 4)


def _at_least(scores: Floats, thresholds: Floats, who: Codes, weights: Floats) -> Floats:
    """Sum the weights of each person's scores at or above each threshold, shape (people, thresholds)."""
    people, size = int(who.max()) + 1, len(thresholds) + 1
    reached = np.searchsorted(thresholds, scores + 1e-12, "right")
    counts = np.bincount(who * size + reached, weights, people * size).reshape(people, size)
    return np.asarray(counts[:, ::-1].cumsum(1)[:, ::-1][:, 1:], np.float64)


def _share(counts: Floats, totals: Floats) -> Interval:
    """Return Σcounts / Σtotals with its interval over people."""
    sums = np.stack([counts, totals], axis=1)
    return jackknifed(sums, lambda x: x[:, 0] / x[:, 1], totals, scale="share")


def _flags(
    raised: Floats, is_so: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], who: Codes
) -> Iterator[ThresholdPoint]:
    """Give at each threshold who is flagged though it is not so, and who is missed though it is."""
    thresholds = thresholds_for(raised)
    so, other = is_so.astype(np.float64), (~is_so).astype(np.float64)
    people = int(who.max()) + 1
    all_so, all_other = (np.bincount(who, w, people).astype(np.float64) for w in (so, other))
    hits, false = (_at_least(raised, thresholds, who, w) for w in (so, other))
    for k, threshold in enumerate(thresholds):
        missed = _share(all_so - hits[:, k], all_so)
        yield ThresholdPoint(float(threshold), _share(false[:, k], all_other), missed)


def _answers_left(
    scores: Floats, right: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], who: Codes
) -> Iterator[ThresholdPoint]:
    """Give at each threshold how many of the answers left are wrong, and how many readings have no right answer."""
    thresholds = thresholds_for(scores)
    is_right, wrong = right.astype(np.float64), (~right).astype(np.float64)
    total = np.bincount(who, minlength=int(who.max()) + 1).astype(np.float64)
    hits, misses = (_at_least(scores, thresholds, who, w) for w in (is_right, wrong))
    for k, threshold in enumerate(thresholds):
        left = _share(misses[:, k], hits[:, k] + misses[:, k])
        yield ThresholdPoint(float(threshold), left, _share(total - hits[:, k], total))
