"""Telling apart: whether an output differs between two stories that it claims to know the difference of.

Each pair is one person in two scenes. Where the two scenes look and sound alike by construction (a listener and a
daydreamer who hold still), nothing that reads pictures and sounds can tell them apart, whatever it is called; the trial
then says so with the system's own readings. The measure is how often the first scene gets the higher level in a pair,
a tie counting half: the area under the curve of pairs within a person, .5 where it is no better than a coin.
"""

from dataclasses import dataclass

import polars as pl

from desdemona.estimates.clustered import clustered_mean, clustered_share
from desdemona.estimates.interval import Interval
from desdemona.tables import Tables
from desdemona.trials.answer import Answers, Question, answer
from desdemona.trials.beside_truth import rung_of
from desdemona.trials.finding import Finding
from desdemona.trials.sound_tables import check_tables, require_condition
from desdemona.trials.wording import counted, percent

ROUNDING = 1e-9
"""Two levels this close are the same: a mean over the same readings can differ in its last digits."""


@dataclass(frozen=True, slots=True)
class Stories:
    """Two levels of a condition of items that an output claims to tell apart.

    `first` is the level that should get the higher level; `told` completes "tell …", as in "a listener from a
    daydreamer". `alike` says that the two look and sound alike by construction. `labels` are those of the output that
    count as the higher level, for outputs that say labels: the level is then the share of readings with one of them.
    `bound` is the least share of pairs that must be in order, our choice: halfway between a coin and always right.
    """

    output: str
    condition: str
    first: str
    second: str
    told: str
    alike: bool = False
    labels: tuple[str, ...] = ()
    bound: float = 0.75
    coverage_required: float = 0.5
    clusters_required: int = 5
    claims: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()


ANSWERS: Answers = {
    "holds": "What is said differs with the story.",
    "fails": "What is said does not tell the two stories apart.",
    "undecided": "Whether what is said tells the two stories apart cannot be said from this audit.",
}


def assess_telling_apart(tables: Tables, stories: Stories) -> tuple[Finding, ...]:
    """Answer whether an output tells two stories apart; one finding.

    Raises `TableError` with every fault of a table, `UnknownName` when `items` has no such condition.
    """
    check_tables(tables)
    require_condition(tables, stories.condition)
    pairs = person_pairs(tables, stories)
    both = pairs.drop_nulls(["first", "second"])
    ahead = pl.col("first") - pl.col("second")
    wins = both.select(pl.when(ahead > ROUNDING).then(1.0).when(ahead < -ROUNDING).then(0.0).otherwise(0.5)).to_series()
    # Where the two are alike by construction a tie is exact and needs no allowance for chance among few people.
    mean_of = clustered_mean if stories.alike else clustered_share
    mean = mean_of(wins, both.get_column("subject"), minimum_clusters=stories.clusters_required)
    coverage = both.height / pairs.height if pairs.height else 0.0
    ties = int((wins == 0.5).sum())
    question = Question(
        id=f"telling_apart.{stories.first}.{stories.second}.{stories.output}",
        trial="telling_apart",
        rung=rung_of(tables, stories.output, "state"),
        output=stories.output,
        asked=f"Does {stories.output} tell {stories.told}?",
        bound=stories.bound,
        bound_kind="at_least",
        unit="share of pairs in order",
        answers=ANSWERS,
        coverage_required=stories.coverage_required,
        clusters_required=stories.clusters_required,
        claims=stories.claims,
        harms=stories.harms,
    )
    return (answer(question, within_one(mean), _words(mean, ties, stories), coverage=coverage),)


def person_pairs(tables: Tables, stories: Stories) -> pl.DataFrame:
    """Return one row a person who is in both scenes: subject, first, second (the levels; null where not measured)."""
    condition = pl.col(stories.condition).cast(pl.String)
    items = tables.items.filter(condition.is_in([stories.first, stories.second]))
    items = items.select("item", "subject", condition.alias("story"))
    levels = items.join(item_levels(tables, stories), on="item", how="left", maintain_order="left")
    sides = [
        levels.filter(pl.col("story") == story).group_by("subject", maintain_order=True).agg(pl.col("level").mean())
        for story in (stories.first, stories.second)
    ]
    joined = sides[0].join(sides[1], on="subject", how="inner", suffix="_second", maintain_order="left")
    return joined.select("subject", first="level", second="level_second")


def item_levels(tables: Tables, stories: Stories) -> pl.DataFrame:
    """Return one row an item: its mean value, or the share of its readings with one of the labels."""
    said = tables.readings.filter((pl.col("output") == stories.output) & (pl.col("status") == "ok"))
    one = pl.col("label").is_in(stories.labels).cast(pl.Float64) if stories.labels else pl.col("value")
    return said.group_by("item", maintain_order=True).agg(one.mean().alias("level"))


def within_one(mean: Interval) -> Interval:
    """Return the mean of numbers from 0 to 1 with its interval kept between them."""
    if mean.low is None or mean.high is None:
        return mean
    low, high = max(mean.low, 0.0), min(mean.high, 1.0)
    return Interval(mean.estimate, low, high, mean.n, mean.clusters, mean.level, mean.n_effective, mean.reason)


def plain(level: str) -> str:
    """Return a level as it is read in a sentence."""
    return level.replace("_", " ")


def _words(mean: Interval, ties: int, stories: Stories) -> str:
    """Tell how often the two were in order, and in how many pairs nothing differed."""
    if mean.estimate is None:
        return f"Nobody was measured in both scenes, so {stories.output} has no pair."
    words = (
        f"In {counted(mean.n, 'pair')} of recordings of one person each, {stories.output} was higher in "
        f"'{plain(stories.first)}' than in '{plain(stories.second)}' in {percent(mean.estimate)}, a tie counting half; "
        f"in {ties:,} it was the same."
    )
    if stories.alike:
        words += " The two look and sound alike by construction, so that only chance could tell them apart."
    return words
