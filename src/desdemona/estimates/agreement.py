"""How far two namings of the same things agree."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from desdemona.estimates.bootstrap import expanded_ends, resampled_sums
from desdemona.estimates.clustered import clustered_share
from desdemona.estimates.clusters import Codes, Floats, cluster_codes
from desdemona.estimates.confusions import kappas, mean_recalls
from desdemona.estimates.interval import MINIMUM_CLUSTERS, Interval, too_few_clusters, without_interval


def confusion(said: ArrayLike, known: ArrayLike, labels: Sequence[str], weights: ArrayLike | None = None) -> Floats:
    """Count said (columns) against known (rows) in the order of `labels`; shape (labels, labels).

    Rows of another label are left out; `weights`, shape (n,), say how often a row counts.
    """
    codes = _cell_codes(said, known, labels)
    keep = codes >= 0
    w = np.ones(codes.shape) if weights is None else np.asarray(weights, np.float64)
    size = len(labels)
    return np.asarray(np.bincount(codes[keep], w[keep], size * size), np.float64).reshape(size, size)


def _cell_codes(said: ArrayLike, known: ArrayLike, labels: Sequence[str]) -> Codes:
    """Return each row's cell number in the flattened confusion, -1 where a label is not among `labels`."""
    order = np.argsort(np.asarray(labels))
    names = np.asarray(labels)[order]

    def number(values: ArrayLike) -> Codes:
        found = np.clip(np.searchsorted(names, np.asarray(values)), 0, len(names) - 1)
        return np.where(names[found] == np.asarray(values), order[found], -1)

    a, b = number(known), number(said)
    return np.where((a >= 0) & (b >= 0), a * len(labels) + b, -1)


def accuracy(table: Floats) -> float:
    """Return the share on the diagonal of a confusion, 0..1; NaN when it is empty."""
    total = table.sum()
    return float(np.trace(table) / total) if total > 0 else float("nan")


def recall_per_label(table: Floats) -> Floats:
    """Return for each known label the share that was said, shape (labels,); NaN for a label that never occurs."""
    return _ratio(np.diag(table), table.sum(1))


def precision_per_label(table: Floats) -> Floats:
    """Return for each said label the share that was right, shape (labels,); NaN where it never was."""
    return _ratio(np.diag(table), table.sum(0))


def f1_per_label(table: Floats) -> Floats:
    """Return the harmonic mean of precision and recall for each label, shape (labels,)."""
    return _ratio(2 * np.diag(table), table.sum(0) + table.sum(1))


def _ratio(top: Floats, bottom: Floats) -> Floats:
    """Divide, giving NaN where the bottom is zero."""
    out = np.full(bottom.shape, np.nan)
    np.divide(top, bottom, out=out, where=bottom > 0)
    return out


def balanced_accuracy(table: Floats) -> float:
    """Return the mean recall of the labels that occur, 0..1; NaN when none does."""
    recalls = recall_per_label(table)
    known = recalls[np.isfinite(recalls)]
    return float(known.mean()) if known.size else float("nan")


def cohen_kappa(table: Floats) -> float:
    """Return agreement beyond chance, at most 1; NaN when chance alone would agree always. Source: Cohen 1960."""
    total = table.sum()
    if total <= 0:
        return float("nan")
    chance = float(table.sum(0) @ table.sum(1)) / total**2
    return float((accuracy(table) - chance) / (1 - chance)) if chance < 1 else float("nan")


def majority_share(table: Floats) -> float:
    """Return the accuracy of always saying the most frequent known label, 0..1."""
    total = table.sum()
    return float(table.sum(1).max() / total) if total > 0 else float("nan")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of two namings, with intervals over clusters; the last two in the order of the labels."""

    accuracy: Interval
    balanced_accuracy: Interval
    kappa: Interval
    recall: tuple[Interval, ...]
    precision: tuple[Interval, ...]


def clustered_agreement(
    said: ArrayLike,
    known: ArrayLike,
    clusters: ArrayLike,
    labels: Sequence[str],
    *,
    rng: np.random.Generator,
    resamples: int = 2000,
    minimum_clusters: int = MINIMUM_CLUSTERS,
) -> Agreement:
    """Return how far `said` agrees with `known`, shape (n,) each, with intervals over clusters.

    Shares get the interval of `clustered_share`; balanced accuracy and kappa the expanded percentile bootstrap.
    Rows whose label is not among `labels` are left out.
    """
    codes = _cell_codes(said, known, labels)
    keep = codes >= 0
    numbers, count = cluster_codes(np.asarray(clusters)[keep])
    size = len(labels)
    flat = np.bincount(numbers * size**2 + codes[keep], minlength=count * size**2)
    tables = flat.reshape(count, size, size).astype(np.float64)

    def shared(hits: Floats, totals: Floats) -> Interval:
        return clustered_share(hits, np.arange(count), totals=totals, minimum_clusters=minimum_clusters)

    diagonal = np.einsum("cii->ci", tables)
    drawn = resampled_sums(tables.reshape(count, -1), rng=rng, resamples=resamples) if count else np.zeros((0, 0))
    drawn = drawn.reshape(-1, size, size)
    whole = tables.sum(0)
    return Agreement(
        shared(diagonal.sum(1), tables.sum((1, 2))),
        _drawn(balanced_accuracy(whole), mean_recalls(drawn), whole, count, minimum_clusters),
        _drawn(cohen_kappa(whole), kappas(drawn), whole, count, minimum_clusters),
        tuple(shared(diagonal[:, i], tables[:, i, :].sum(1)) for i in range(size)),
        tuple(shared(diagonal[:, i], tables[:, :, i].sum(1)) for i in range(size)),
    )


def _drawn(estimate: float, draws: Floats, table: Floats, clusters: int, minimum: int) -> Interval:
    """Put the expanded percentile ends of `draws` around an estimate."""
    n = int(table.sum())
    if not np.isfinite(estimate):
        return without_interval("not defined on these rows", n=n, clusters=clusters)
    if clusters < minimum:
        return without_interval(too_few_clusters(clusters, minimum), n=n, clusters=clusters, estimate=estimate)
    low, high = expanded_ends(draws, clusters)
    return Interval(estimate, low, high, n, clusters)
