"""Statistics of confusions, many at once: arrays of shape (…, known, said), counts of what was known and said."""

import numpy as np

from desdemona.estimates.clusters import Codes, Floats
from desdemona.estimates.jackknife import Statistic


def _ratio(top: Floats, bottom: Floats) -> Floats:
    """Divide, giving NaN where the bottom is zero."""
    out = np.full(np.broadcast_shapes(top.shape, bottom.shape), np.nan)
    np.divide(top, bottom, out=out, where=bottom > 0)
    return out


def _diagonal(tables: Floats) -> Floats:
    """Return how often each label was known and said, shape (…, labels)."""
    return np.asarray(np.einsum("...ii->...i", tables), np.float64)


def agreement_shares(tables: Floats) -> Floats:
    """Return the share on the diagonal of each table."""
    return _ratio(_diagonal(tables).sum(-1), tables.sum((-1, -2)))


def mean_recalls(tables: Floats) -> Floats:
    """Return the mean over known labels of the share that was said: balanced accuracy. Labels never known are out."""
    with np.errstate(invalid="ignore"):
        known = tables.sum(-1)
        recalls = np.nan_to_num(_ratio(_diagonal(tables), known))
    return _ratio(recalls.sum(-1), (known > 0).sum(-1).astype(np.float64))


def kappas(tables: Floats) -> Floats:
    """Return agreement beyond chance, at most 1 (Cohen 1960); NaN where chance alone would agree always."""
    total = tables.sum((-1, -2))
    chance = _ratio((tables.sum(-1) * tables.sum(-2)).sum(-1), total**2)
    return _ratio(agreement_shares(tables) - chance, 1 - chance)


def beyond_label(label: int) -> Statistic:
    """Return the statistic: share of agreement less the share that always saying label number `label` would get."""

    def statistic(tables: Floats) -> Floats:
        return agreement_shares(tables) - _ratio(tables[..., label, :].sum(-1), tables.sum((-1, -2)))

    return statistic


def recall_of(label: int) -> Statistic:
    """Return the statistic: p(said label | known label), NaN where it is never known."""

    def statistic(tables: Floats) -> Floats:
        return _ratio(tables[..., label, label], tables[..., label, :].sum(-1))

    return statistic


def precision_of(label: int) -> Statistic:
    """Return the statistic: p(known label | said label) in the mixture at hand, NaN where it is never said."""

    def statistic(tables: Floats) -> Floats:
        return _ratio(tables[..., label, label], tables[..., :, label].sum(-1))

    return statistic


def even_precision_of(label: int) -> Statistic:
    """Return the statistic: p(known label | said label) if each known label occurred equally often.

    So it depends on what is said about whom, not on who was chosen. 0 where the label is never said.
    """

    def statistic(tables: Floats) -> Floats:
        said = np.nan_to_num(_ratio(tables[..., :, label], tables.sum(-1)))
        return np.nan_to_num(_ratio(said[..., label], said.sum(-1)))

    return statistic


def false_share_of(label: int) -> Statistic:
    """Return the statistic: share of other known labels, each counting alike, at which this label was said."""

    def statistic(tables: Floats) -> Floats:
        known = tables.sum(-1)
        said = np.nan_to_num(_ratio(tables[..., :, label], known))
        others = (known > 0).sum(-1) - (known[..., label] > 0)
        return _ratio(said.sum(-1) - said[..., label], others.astype(np.float64))

    return statistic


def clustered_confusions(clusters: Codes, known: Codes, said: Codes, counts: Floats, shape: tuple[int, int]) -> Floats:
    """Count what was known and said in each cluster; return shape (clusters, labels, labels).

    The first three give numbers from 0 up, shape (n,); `counts` says how many readings a row stands for; `shape` is
    the number of clusters and of labels.
    """
    size = shape[1]
    flat = np.bincount((clusters * size + known) * size + said, counts, shape[0] * size**2)
    return np.asarray(flat, np.float64).reshape(shape[0], size, size)
