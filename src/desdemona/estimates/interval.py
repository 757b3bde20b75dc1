"""An estimate with its interval, or the reason why there is none."""

from dataclasses import dataclass

MINIMUM_CLUSTERS = 5
"""Fewer clusters than this carry no interval: four degrees of freedom are the least that were found to cover."""


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate, the ends of its interval, and what it rests on.

    `estimate`, `low` and `high` are in the unit of what was estimated, `level` is the interval's confidence
    (0..1). `n` counts observations, `clusters` the independent units that they come from. `n_effective`, for
    shares only, is the number of independent observations that would give the same interval. Where something
    cannot be estimated it is None and `reason` says why; an estimate may stand without an interval.
    """

    estimate: float | None
    low: float | None
    high: float | None
    n: int
    clusters: int
    level: float = 0.95
    n_effective: float | None = None
    reason: str = ""


def without_interval(reason: str, *, n: int, clusters: int, estimate: float | None = None) -> Interval:
    """Return an Interval that has no ends, with the reason for it."""
    return Interval(estimate, None, None, n, clusters, reason=reason)


def too_few_clusters(clusters: int, minimum: int) -> str:
    """Say that there are too few clusters for an interval."""
    return f"{clusters} independent {'unit' if clusters == 1 else 'units'}, at least {minimum} are needed"
