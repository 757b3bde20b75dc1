"""Simulated audits: how often 95 % intervals hold the truth, and how often groups are called different that are not.

First table: 1,000 audits a row, the people independent, their rows not. `covered` should be .93 to .97, and from 20
people a side up it should never be less; `below` and `above` count intervals that lie wholly below or above the truth.
Second table: whole audits through
`trials.groups.assess_groups`, with no gap at all, with 10 points more errors in one crossed group, and with too few
people. Run with `python benchmarks/coverage.py`, or `--audits 200 --group-audits 50` for a quick look.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.estimates.bootstrap import bootstrap_mean
from desdemona.estimates.clustered import clustered_mean, clustered_share
from desdemona.estimates.clustered_alpha import Metric, clustered_alpha
from desdemona.estimates.clustered_raters import clustered_intraclass
from desdemona.estimates.clusters import cluster_sums
from desdemona.estimates.compared import clustered_difference, clustered_share_difference
from desdemona.estimates.crossed import crossed_mean
from desdemona.estimates.gaps import gap_of, standardised_gap_of
from desdemona.estimates.interval import Interval
from desdemona.estimates.krippendorff import bootstrap_alpha
from desdemona.estimates.paired import paired_mean
from desdemona.estimates.raters import intraclass
from desdemona.estimates.share import wilson
from desdemona.tables import READINGS, TRUTH, Tables
from desdemona.trials.groups import Comparison, assess_groups

Audit = Callable[[np.random.Generator], tuple[Interval, float]]
"""Makes one audit and returns an interval and the truth that it should hold."""
Codes = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the first table."""

    what: str
    setting: str
    audit: Audit
    people: int
    """On the smaller side."""


def people_of(clusters: int, rng: np.random.Generator) -> Codes:
    """Return the person of each row; everybody has 4 to 12 rows."""
    return np.repeat(np.arange(clusters), rng.integers(4, 13, clusters))


def own_shares(share: float, correlation: float, people: int, rng: np.random.Generator) -> Floats:
    """Return each person's own share, so that the rows of a person correlate."""
    if correlation == 0:
        return np.full(people, share)
    strength = (1 - correlation) / correlation
    return rng.beta(share * strength, (1 - share) * strength, people)


def share_audit(
    people: int, share: float, correlation: float, rng: np.random.Generator, *, drawn: bool = False
) -> tuple[Interval, float]:
    """Estimate a share; with `drawn` by the bootstrap."""
    who = people_of(people, rng)
    hits = rng.random(len(who)) < own_shares(share, correlation, people, rng)[who]
    return (bootstrap_mean(hits, who, rng=rng, resamples=1000) if drawn else clustered_share(hits, who)), share


def mean_audit(people: int, rng: np.random.Generator) -> tuple[Interval, float]:
    """Estimate the mean of normal values, half of whose variance is between people."""
    who = people_of(people, rng)
    return clustered_mean(rng.normal(size=people)[who] + rng.normal(size=len(who)), who), 0.0


def apart_audit(
    people: tuple[int, int], shares: tuple[float, float], rng: np.random.Generator, *, gaps: bool
) -> tuple[Interval, float]:
    """Estimate the difference of shares of two sets of people; with `gaps` as the trial of groups does."""
    who = people_of(sum(people), rng)
    own = np.concatenate([own_shares(s, 0.3, p, rng) for p, s in zip(people, shares, strict=True)])
    hits, first = rng.random(len(who)) < own[who], who < people[0]
    return share_difference(hits, first, who, gaps=gaps), shares[0] - shares[1]


def within_audit(people: int, share: float, rng: np.random.Generator, *, gaps: bool) -> tuple[Interval, float]:
    """Estimate the difference of two conditions that everybody is in: what is no hit becomes one in a tenth."""
    who = people_of(people, rng)
    own, first = own_shares(share, 0.3, people, rng)[who], rng.random(len(who)) < 0.5
    hits = rng.random(len(who)) < np.where(first, own + (1 - own) * 0.1, own)
    return share_difference(hits, first, who, gaps=gaps), (1 - share) * 0.1


def systems_audit(people: int, rng: np.random.Generator) -> tuple[Interval, float]:
    """Estimate the difference of two systems on the same rows: the second misses a tenth of the first's hits."""
    who = people_of(people, rng)
    one = rng.random(len(who)) < own_shares(0.7, 0.3, people, rng)[who]
    other = np.where(one, rng.random(len(who)) < 0.9, rng.random(len(who)) < 0.05)
    return paired_mean(one, other, who, rng=rng, resamples=1000).difference, 0.7 * 0.1 - 0.3 * 0.05


def crossed_audit(
    people: int, raters: int, spreads: tuple[float, float], rng: np.random.Generator
) -> tuple[Interval, float]:
    """Estimate the mean of normal values, spreads of people and raters given, 1 between rows; four fifths rated."""
    who, by = (x.reshape(-1) for x in np.indices((people, raters)))
    keep = rng.random(len(who)) < 0.8
    values = spreads[0] * rng.normal(size=people)[who] + spreads[1] * rng.normal(size=raters)[by]
    values += rng.normal(size=len(who))
    return crossed_mean(values[keep], who[keep], by[keep], rng=rng, resamples=1000), 0.0


def share_difference(hits: NDArray[np.bool_], first: NDArray[np.bool_], who: Codes, *, gaps: bool) -> Interval:
    """Return the interval of a difference of shares, by `gap_of` or by `clustered_share_difference`."""
    if not gaps:
        return clustered_share_difference(hits, first, who)
    sums = cluster_sums((hits & first, first, hits & ~first, ~first), who, int(who.max()) + 1)
    return gap_of(sums, share=True, minimum_clusters=5).interval()


def value_audit(people: tuple[int, int], rng: np.random.Generator) -> tuple[Interval, float]:
    """Estimate the difference of means, 1, where one side's people differ twice as much."""
    who = people_of(sum(people), rng)
    first = who < people[0]
    values = np.where(first, 1 + 2 * rng.normal(size=sum(people))[who], rng.normal(size=sum(people))[who])
    return clustered_difference(values + rng.normal(size=len(who)), first, who), 1.0


def standardised_audit(people: int, rng: np.random.Generator) -> tuple[Interval, float]:
    """Estimate a gap of .1 that is the same in two strata, which the two sides have unequally."""
    who = people_of(people, rng)
    first = who < people // 2
    hard = rng.random(len(who)) < np.where(first, 0.7, 0.3)
    own = own_shares(0.2, 0.3, people, rng)[who] * 0.5 + 0.3 * hard + 0.1 * first
    hits = rng.random(len(who)) < own
    sums = cluster_sums((hits & first, first, hits & ~first, ~first), who * 2 + hard, 2 * people)
    return standardised_gap_of(sums.reshape(people, 2, 4), share=True, minimum_clusters=5).interval(), 0.1


def quantity_alpha_audit(
    people: int, rng: np.random.Generator, *, metric: Metric = "interval", drawn: bool = False
) -> tuple[Interval, float]:
    """Estimate alpha of ratings on 4 to 12 units of each person by 4 raters, a fifth of them missing.

    Variance 1 between people, 1 between units, 1 within them: of two ratings' squared distance a third stays within a
    unit, so that interval alpha is 2/3. For normal ratings ordinal alpha is Spearman's 6/π asin(r/2); ratio alpha is
    taken of exp(half the rating), whose distances are tanh²(a normal one).
    """
    who = people_of(people, rng)
    truth = rng.normal(size=people)[who] + rng.normal(size=len(who))
    ratings = truth[:, None] + rng.normal(size=(len(who), 4))
    ratings[rng.random(ratings.shape) < 0.2] = np.nan
    if drawn:
        return bootstrap_alpha(ratings, who, names=False, rng=rng, resamples=1000), 2 / 3
    known = {"interval": 2 / 3, "ordinal": 6 / np.pi * np.arcsin(1 / 3), "ratio": RATIO_ALPHA}[metric]
    return clustered_alpha(np.exp(ratings / 2) if metric == "ratio" else ratings, who, metric=metric), known


def mean_square_tanh(spread: float) -> float:
    """Return the mean of tanh² of normal values with this standard deviation."""
    at, weight = np.polynomial.hermite_e.hermegauss(100)
    return float(weight @ np.tanh(spread * at) ** 2 / weight.sum())


RATIO_ALPHA = 1 - mean_square_tanh(2**0.5 / 4) / mean_square_tanh(6**0.5 / 4)
"""Ratings' logarithms lie half a normal of variance 2 (within a unit) or 6 apart; the distance halves it again."""


def name_alpha_audit(
    people: int, rng: np.random.Generator, *, share: float = 0.3, drawn: bool = False
) -> tuple[Interval, float]:
    """Estimate alpha of two names by 5 raters: people's shares correlate .3 and units' within them .4.

    Raters disagree by 2p(1 - p); its mean is 2P(1 - P)(1 - .3)(1 - .4), so alpha is 1 - .7 · .6.
    """
    who = people_of(people, rng)
    own = np.clip(own_shares(share, 0.3, people, rng), 1e-9, 1 - 1e-9)[who]
    yes = rng.binomial(5, rng.beta(own * 1.5, (1 - own) * 1.5))
    counts = np.stack([yes, 5 - yes], axis=1)
    if drawn:
        return bootstrap_alpha(counts, who, names=True, rng=rng, resamples=1000), 1 - 0.7 * 0.6
    return clustered_alpha(counts, who, metric="nominal"), 1 - 0.7 * 0.6


def intraclass_audit(
    name: str, things: int, rng: np.random.Generator, *, rater_spread: float = 0.0
) -> tuple[Interval, float]:
    """Estimate an intraclass correlation of 5 raters by its F interval; variance 1 between things, 1 within them."""
    ratings = rng.normal(size=(things, 1)) + rater_spread * rng.normal(size=5) + rng.normal(size=(things, 5))
    found: Interval = getattr(intraclass(ratings), name)
    return found, 1 / (2 + rater_spread**2) if name == "two_way_random" else 0.5


def clustered_intraclass_audit(
    name: str, people: int, rng: np.random.Generator, *, rater_spread: float = 0.0
) -> tuple[Interval, float]:
    """Estimate an intraclass correlation on 4 to 12 things of each person; half of their variance is between people."""
    who = people_of(people, rng)
    truth = (rng.normal(size=people)[who] + rng.normal(size=len(who))) / np.sqrt(2)
    ratings = truth[:, None] + rater_spread * rng.normal(size=5) + rng.normal(size=(len(who), 5))
    found: Interval = getattr(clustered_intraclass(ratings, who), name)
    return found, 1 / (2 + rater_spread**2) if name == "two_way_random" else 0.5


def rows() -> tuple[Row, ...]:
    """Return all rows of the first table."""
    return (*share_rows(), *difference_rows(), *alpha_rows(), *intraclass_rows())


def share_rows() -> tuple[Row, ...]:
    """Return the rows of shares and means."""
    return (
        *(
            Row("share", f"{p} people, {s:g}, correlation {c:g}", partial(share_audit, p, s, c), p)
            for p in (8, 20, 60)
            for s in (0.05, 0.2, 0.5)
            for c in (0.0, 0.1, 0.3, 0.5)
        ),
        *(
            Row("share, bootstrap", f"{p} people, .2", partial(share_audit, p, 0.2, 0.3, drawn=True), p)
            for p in (20, 60)
        ),
        *(Row("mean", f"{p} people", partial(mean_audit, p), p) for p in (8, 20, 60)),
        *(
            Row(
                "mean, two-way bootstrap",
                f"{p} people × {r} raters, spreads {a:g}, {b:g}",
                partial(crossed_audit, p, r, (a, b)),
                min(p, r),
            )
            for p, r in ((20, 5), (20, 10), (60, 20))
            for a, b in ((1.0, 0.0), (1.0, 0.5), (0.5, 1.0))
        ),
    )


def difference_rows() -> tuple[Row, ...]:
    """Return the rows of differences."""
    sides = (((8, 8), "8 + 8"), ((12, 40), "12 + 40"), ((20, 20), "20 + 20"), ((50, 50), "50 + 50"))
    ways = ((False, "compared"), (True, "gaps"))
    pairs = ((0.05, 0.05), (0.2, 0.2), (0.35, 0.5))
    return (
        *(
            Row(
                f"difference of shares, {how}",
                f"{text}, {a:g} and {b:g}",
                partial(apart_audit, p, (a, b), gaps=gaps),
                min(p),
            )
            for gaps, how in ways
            for p, text in sides
            for a, b in pairs
        ),
        *(
            Row(f"the same people twice, {how}", f"{p} people, {s:g}", partial(within_audit, p, s, gaps=gaps), p)
            for gaps, how in ways
            for p in (10, 20, 50)
            for s in (0.05, 0.3)
        ),
        *(Row("two systems, paired bootstrap", f"{p} people", partial(systems_audit, p), p) for p in (10, 20, 50)),
        *(Row("difference of means", text, partial(value_audit, p), min(p)) for p, text in sides),
        *(Row("standardised gap", f"{p} people", partial(standardised_audit, p), p // 2) for p in (16, 60)),
    )


def alpha_rows() -> tuple[Row, ...]:
    """Return the rows of Krippendorff's alpha."""
    sizes = (6, 10, 20, 60)
    metrics: tuple[Metric, ...] = ("interval", "ordinal", "ratio")
    return (
        *(
            Row(f"alpha, {metric}", f"{p} people", partial(quantity_alpha_audit, p, metric=metric), p)
            for metric in metrics
            for p in sizes
        ),
        *(
            Row("alpha, nominal", f"{p} people, {s:g}", partial(name_alpha_audit, p, share=s), p)
            for s in (0.3, 0.05)
            for p in sizes
        ),
        *(
            Row("alpha, interval, bootstrap", f"{p} people", partial(quantity_alpha_audit, p, drawn=True), p)
            for p in (10, 20, 60)
        ),
        *(
            Row("alpha, nominal, bootstrap", f"{p} people, .3", partial(name_alpha_audit, p, drawn=True), p)
            for p in (10, 20, 60)
        ),
    )


def intraclass_rows() -> tuple[Row, ...]:
    """Return the rows of intraclass correlations."""
    forms = (("(1,1)", "one_way", 0.0), ("(2,1)", "two_way_random", 0.5), ("(3,1)", "two_way_fixed", 0.5))
    wide = ("(2,1)", "two_way_random", 1.0)
    return (
        *(
            Row(
                f"ICC{form}, F",
                f"{n} people, raters' spread {spread:g}",
                partial(intraclass_audit, name, n, rater_spread=spread),
                n,
            )
            for form, name, spread in (*forms, wide)
            for n in (10, 60)
        ),
        *(
            Row(
                f"ICC{form}, clusters",
                f"{n} people, raters' spread {spread:g}",
                partial(clustered_intraclass_audit, name, n, rater_spread=spread),
                n,
            )
            for form, name, spread in (*forms, wide)
            for n in (6, 10, 20, 60)
        ),
    )


def print_row(row: Row, audits: int, seed: int) -> float:
    """Simulate one row of the first table, print it, and return the share of intervals that held the truth."""
    rng = np.random.default_rng([seed, *row.what.encode(), *row.setting.encode()])
    below = above = none = 0
    for _ in range(audits):
        interval, truth = row.audit(rng)
        if interval.low is None or interval.high is None:
            none += 1
        else:
            below, above = below + (interval.high < truth), above + (interval.low > truth)
    made = audits - none
    held = wilson(made - below - above, made)
    share = held.estimate or 0.0
    flag = "" if 0.93 <= share <= 0.97 else "  short" if share < 0.93 else "  long"
    if (held.high or 0) < 0.93 or (held.low or 0) > 0.97:
        flag += ", beyond simulation error"
    print(f"{row.what:<32} {row.setting:<40} {share:7.3f} {below:6d} {above:6d} {none:8d}{flag}", flush=True)
    return share


AGES = ("18 to 29", "30 to 44", "45 to 59", "60 and over")
GENDERS = ("women", "men")
PLANTED = "60 and over × women"
FAMILY = Comparison("mood", ("age", "gender"), crossed=(("age", "gender"),))


def tables_of(people: int, readings: int, gap: float, rng: np.random.Generator) -> Tables:
    """Make an audit: everybody's readings wrong in a fifth, in the planted group `gap` more often; correlation .1."""
    cell = np.arange(people) % 8
    own = own_shares(0.2, 0.1, people, rng)
    own = np.where(cell == 7, own + (1 - own) * gap / 0.8, own)
    who = np.repeat(np.arange(people), readings)
    known = rng.random(len(who)) < 0.5
    said = known ^ (rng.random(len(who)) < own[who])
    item = [f"clip-{k}" for k in range(len(who))]
    label = {False: "calm", True: "glad"}
    base = {"item": item, "t_start_s": None, "t_end_s": None, "output": "mood", "value": None}
    readings_ = pl.DataFrame(
        {**base, "rung": "state", "label": [label[x] for x in said.tolist()], "score": None, "status": "ok"}
    )
    truth = pl.DataFrame(
        {**base, "label": [label[x] for x in known.tolist()], "source": "intended", "rater": None, "count": None}
    )
    subject = [f"person-{k}" for k in range(people)]
    return Tables(
        readings_.select(*READINGS).cast(READINGS),  # type: ignore[arg-type]
        truth.select(*TRUTH).cast(TRUTH),  # type: ignore[arg-type]
        pl.DataFrame({"item": item, "subject": [subject[k] for k in who.tolist()], "path": ""}),
        pl.DataFrame(
            {"subject": subject, "age": [AGES[k // 2] for k in cell], "gender": [GENDERS[(k + 1) % 2] for k in cell]}
        ),
    )


def print_groups(people: int, readings: int, gap: float, audits: int, seed: int) -> None:
    """Simulate whole audits and print how often anything, and how often the planted group, was called different."""
    rng = np.random.default_rng([seed, people, readings, round(100 * gap)])
    anything = found = alike = decided = asked = 0
    for _ in range(audits):
        findings = assess_groups(tables_of(people, readings, gap, rng), FAMILY)
        compared = [f for f in findings if ".against." in f.id]
        planted = [f.finding for f in compared if f"{PLANTED}.against.others" in f.id]
        anything += any(f.finding == "fails" for f in compared)
        found, alike = found + ("fails" in planted), alike + ("holds" in planted)
        decided, asked = decided + sum(f.finding != "undecided" for f in compared), asked + len(compared)
    any_share, planted_share = wilson(anything, audits), wilson(found, audits)
    print(
        f"{people:6d} × {readings:<3d} {100 * gap:4.0f} points  any 'different' {spoken(any_share)}   "
        f"planted one {spoken(planted_share)}   called alike {alike / audits:.3f}   "
        f"decided {decided / asked:.3f} of {asked // audits} comparisons"
    )


def spoken(share: Interval) -> str:
    """Write a share with its interval."""
    return f"{share.estimate or 0:.3f} ({share.low or 0:.3f} to {share.high or 0:.3f})"


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--audits", type=int, default=1000, help="a row of the first table")
    parser.add_argument("--group-audits", type=int, default=200, help="a row of the second table")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(
        f"{given.audits} audits a row; one standard error of a coverage of .95 is {(0.0475 / given.audits) ** 0.5:.3f}"
    )
    print(f"{'what':<32} {'setting':<40} {'covered':>7} {'below':>6} {'above':>6} {'no ends':>8}")
    for text, least, most in (("from 20 people a side", 20, 10**9), ("with fewer", 0, 19)):
        held = [print_row(row, given.audits, given.seed) for row in rows() if least <= row.people <= most]
        within, short = sum(0.93 <= x <= 0.97 for x in held), sum(x < 0.93 for x in held)
        print(f"{text}: {within} of {len(held)} rows within .93 to .97, {short} below\n")
    print(f"Groups: 4 ages × 2 genders, people × readings each, margin 5 points, {given.group_audits} audits a row")
    for people, readings in ((24, 4), (48, 4), (80, 4), (160, 10), (480, 20)):
        for gap in (0.0, 0.1):
            print_groups(people, readings, gap, given.group_audits, given.seed)


if __name__ == "__main__":
    main()
