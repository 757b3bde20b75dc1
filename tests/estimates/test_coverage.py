"""Simulated audits: how often the 95 % interval holds the truth, with few clusters of 4 to 12 rows."""

import numpy as np
import pytest

from desdemona.estimates.clustered import clustered_mean, clustered_share
from desdemona.estimates.interval import Interval

AUDITS = 400


def holds(interval: Interval, truth: float) -> bool:
    assert interval.low is not None
    assert interval.high is not None
    return interval.low <= truth <= interval.high


def people(clusters: int, rng: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.repeat(np.arange(clusters), rng.integers(4, 13, clusters))


@pytest.mark.parametrize("clusters", [6, 10, 30])
@pytest.mark.parametrize("correlation", [0.0, 0.3, 0.7])
@pytest.mark.parametrize("share", [0.05, 0.2, 0.5])
def test_shares_of_clustered_people_are_covered(clusters: int, correlation: float, share: float) -> None:
    rng = np.random.default_rng([clusters, int(10 * correlation), int(100 * share)])
    strength = (1 - correlation) / max(correlation, 1e-9)
    covered = 0
    for _ in range(AUDITS):
        who = people(clusters, rng)
        own = rng.beta(share * strength, (1 - share) * strength, clusters) if correlation else np.full(clusters, share)
        covered += holds(clustered_share(rng.random(len(who)) < own[who], who), share)
    # .95 less three Monte Carlo errors of 400 audits (.011 each) is .917; rare and strongly clustered hits are harder
    assert covered / AUDITS >= (0.86 if share < 0.5 and correlation > 0.5 else 0.89 if share < 0.5 else 0.917)


@pytest.mark.parametrize(("clusters", "least"), [(6, 0.88), (10, 0.88), (30, 0.9)])
def test_skewed_errors_of_clustered_people_are_covered(clusters: int, least: float) -> None:
    rng = np.random.default_rng(clusters)
    truth = np.sqrt(2 / np.pi) * np.exp(0.125)  # half-normal errors whose scale is lognormal (0, 0.5) over people
    covered = 0
    for _ in range(AUDITS):
        who = people(clusters, rng)
        errors = np.abs(rng.normal(size=len(who))) * np.exp(rng.normal(0, 0.5, clusters))[who]
        covered += holds(clustered_mean(errors, who, positive=True), truth)
    assert covered / AUDITS >= least


@pytest.mark.parametrize("clusters", [5, 6, 10, 30])
def test_means_of_clustered_people_are_covered(clusters: int) -> None:
    rng = np.random.default_rng(clusters)
    covered = 0
    for _ in range(AUDITS):
        who = people(clusters, rng)
        covered += holds(clustered_mean(rng.normal(size=clusters)[who] + rng.normal(size=len(who)), who), 0.0)
    assert 0.917 <= covered / AUDITS <= 0.985
