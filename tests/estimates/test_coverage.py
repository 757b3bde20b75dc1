"""Simulated audits: how often the 95 % interval holds the truth, with few clusters of 4 to 12 rows.

One Monte Carlo error of 400 audits is .011 at a coverage of .95, so that the least allowed, .917, is three below.
"""

import numpy as np
import pytest

from desdemona.estimates.clustered import clustered_mean, clustered_share
from desdemona.estimates.clustered_alpha import Metric, clustered_alpha
from desdemona.estimates.clustered_raters import clustered_intraclass
from desdemona.estimates.clusters import cluster_sums
from desdemona.estimates.crossed import crossed_mean
from desdemona.estimates.gaps import gap_of
from desdemona.estimates.interval import Interval

AUDITS = 400


def holds(interval: Interval, truth: float) -> bool:
    assert interval.low is not None
    assert interval.high is not None
    return interval.low <= truth <= interval.high


def people(clusters: int, rng: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.repeat(np.arange(clusters), rng.integers(4, 13, clusters))


@pytest.mark.parametrize("clusters", [6, 10, 20, 30])
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
    assert covered / AUDITS >= (
        0.89 if share < 0.5 and correlation > 0.5 else 0.917
    )  # people all or nothing are harder


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


@pytest.mark.parametrize(("first", "second"), [(20, 20), (8, 60)])
@pytest.mark.parametrize("shares", [(0.05, 0.05), (0.2, 0.2), (0.35, 0.5)])
def test_gaps_of_clustered_people_are_covered(first: int, second: int, shares: tuple[float, float]) -> None:
    rng = np.random.default_rng([first, int(100 * shares[1])])
    covered = 0
    for _ in range(AUDITS):
        who = people(first + second, rng)
        side = who < first
        strength = 0.7 / 0.3
        own = [rng.beta(p * strength, (1 - p) * strength, first + second) for p in shares]
        hits = rng.random(len(who)) < np.where(side, own[0][who], own[1][who])
        sums = cluster_sums((hits & side, side, hits & ~side, ~side), who, first + second)
        covered += holds(gap_of(sums, share=True, minimum_clusters=5).interval(), shares[0] - shares[1])
    assert covered / AUDITS >= 0.917


@pytest.mark.parametrize("clusters", [10, 20])
@pytest.mark.parametrize(("metric", "truth"), [("interval", 2 / 3), ("ordinal", 6 / np.pi * np.arcsin(1 / 3))])
def test_alpha_of_clustered_people_is_covered(clusters: int, metric: Metric, truth: float) -> None:
    rng = np.random.default_rng(clusters)
    covered = 0
    for _ in range(AUDITS):
        who = people(clusters, rng)
        x = (rng.normal(size=clusters)[who] + rng.normal(size=len(who)))[:, None] + rng.normal(size=(len(who), 4))
        covered += holds(clustered_alpha(x, who, metric=metric), truth)
    assert 0.917 <= covered / AUDITS <= 0.985


@pytest.mark.parametrize("clusters", [10, 20])
@pytest.mark.parametrize(("name", "spread", "truth"), [
    ("one_way", 0.0, 0.5), ("two_way_random", 0.5, 1 / 2.25), ("two_way_random", 1.0, 1 / 3), ("two_way_fixed", 1, 0.5)
])  # fmt: skip
def test_intraclass_of_clustered_people_is_covered(clusters: int, name: str, spread: float, truth: float) -> None:
    rng = np.random.default_rng([clusters, int(10 * spread)])
    covered = 0
    for _ in range(AUDITS):
        who = people(clusters, rng)
        true = (rng.normal(size=clusters)[who] + rng.normal(size=len(who))) / np.sqrt(2)
        x = true[:, None] + spread * rng.normal(size=5) + rng.normal(size=(len(who), 5))
        covered += holds(getattr(clustered_intraclass(x, who), name), truth)
    # 4,000 audits are covered in .943, less three Monte Carlo errors; F intervals cover .8
    assert covered / AUDITS >= (0.907 if clusters >= 20 else 0.9)


def test_a_mean_over_people_and_raters_is_covered() -> None:
    rng = np.random.default_rng(3)
    who, by = np.indices((20, 8)).reshape(2, -1)
    covered = 0
    for _ in range(AUDITS):
        values = rng.normal(size=20)[who] + 0.7 * rng.normal(size=8)[by] + rng.normal(size=160)
        covered += holds(crossed_mean(values, who, by, rng=rng, resamples=400), 0.0)
    assert 0.917 <= covered / AUDITS <= 0.985
