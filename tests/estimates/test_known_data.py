"""Known answers on published tables of human votes: CREMA-D and FER+."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from desdemona.estimates.bootstrap import percentile_ends, resampled_sums
from desdemona.estimates.clusters import cluster_codes, cluster_sums
from desdemona.estimates.compared import clustered_difference
from desdemona.estimates.krippendorff import alpha_nominal
from desdemona.estimates.raters import fleiss_kappa
from desdemona.estimates.share import newcombe, wilson

DATA = Path(__file__).parents[2].parent / "shared" / "data"
EMOTIONS = "ADFHNS"

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"the published tables are not in {DATA.name}")


@pytest.fixture(scope="module")
def votes() -> pl.DataFrame:
    """One row a clip and modality (1 voice, 2 face, 3 both): votes, intended emotion, actor and who the actor is."""
    table = pl.read_csv(DATA / "crema-d" / "tabulatedVotes.csv", null_values="NA", infer_schema_length=None)
    people = pl.read_csv(DATA / "crema-d" / "VideoDemographics.csv")
    total = pl.sum_horizontal(list(EMOTIONS))
    intended = pl.col("fileName").str.split("_").list.get(2).str.head(1)
    table = table.with_columns(
        pl.col("").cast(pl.String).str.head(1).cast(pl.Int64).alias("modality"),
        pl.col("fileName").str.head(4).cast(pl.Int64).alias("ActorID"),
        intended.alias("intended"),
        total.alias("total"),
        pl.coalesce([pl.when(intended == e).then(pl.col(e)) for e in EMOTIONS]).alias("right"),
    )
    return table.join(people, on="ActorID", how="left", maintain_order="left")


@needs_data
@pytest.mark.parametrize(("modality", "pooled", "per_emotion", "alpha"), [
    (1, 0.4000, 0.4069, 0.2811), (2, 0.5744, 0.5771, 0.4582), (3, 0.6307, 0.6342, 0.4967),
])  # fmt: skip
def test_votes_for_the_intended_emotion(
    votes: pl.DataFrame, modality: int, pooled: float, per_emotion: float, alpha: float
) -> None:
    own = votes.filter(pl.col("modality") == modality)
    right, total = own.select("right", "total").sum().row(0)
    assert right / total == pytest.approx(pooled, abs=5e-5)
    each = own.group_by("intended").agg(pl.col("right").sum() / pl.col("total").sum())
    assert each.get_column("right").mean() == pytest.approx(per_emotion, abs=5e-5)
    assert alpha_nominal(own.select(list(EMOTIONS)).to_numpy()) == pytest.approx(alpha, abs=5e-5)


def clustered_ends(own: pl.DataFrame, first: pl.Expr) -> tuple[float, float, float]:
    """Difference of shares of right votes, and its percentile interval from drawing actors within each side; points."""
    rng = np.random.default_rng(1)
    shares, draws = [], []
    for side in (own.filter(first), own.filter(~first)):
        codes, count = cluster_codes(side.get_column("ActorID").to_numpy())
        sums = cluster_sums((side.get_column("right").to_numpy(), side.get_column("total").to_numpy()), codes, count)
        drawn = resampled_sums(sums, rng=rng, resamples=4000)
        shares.append(100 * sums[:, 0].sum() / sums[:, 1].sum())
        draws.append(100 * drawn[:, 0] / drawn[:, 1])
    return (shares[0] - shares[1], *percentile_ends(draws[0] - draws[1]))


@needs_data
def test_women_are_read_better_by_six_points(votes: pl.DataFrame) -> None:
    both = votes.filter(pl.col("modality") == 3)
    estimate, low, high = clustered_ends(both, pl.col("Sex") == "Female")
    assert estimate == pytest.approx(5.82, abs=5e-3)
    # the ends depend on the draws: Monte Carlo error of a 2.5 % point of 4,000 draws is .08
    assert low == pytest.approx(2.46, abs=0.3)
    assert high == pytest.approx(9.06, abs=0.3)


@needs_data
def test_seven_asian_actors_do_not_differ_surely(votes: pl.DataFrame) -> None:
    voice = votes.filter((pl.col("modality") == 1) & pl.col("Race").is_in(["Asian", "Caucasian"]))
    estimate, low, high = clustered_ends(voice, pl.col("Race") == "Asian")
    assert estimate == pytest.approx(-2.83, abs=5e-3)
    assert low == pytest.approx(-7.70, abs=0.4)
    assert high == pytest.approx(1.48, abs=0.4)
    rate = (voice.get_column("right") / voice.get_column("total")).to_numpy()
    asian = (voice.get_column("Race") == "Asian").to_numpy()
    ours = clustered_difference(rate, asian, voice.get_column("ActorID").to_numpy())
    votes_of = [
        voice.filter(pl.col("Race") == race).select("right", "total").sum().row(0) for race in ("Asian", "Caucasian")
    ]
    naive = newcombe(*(wilson(int(right), int(total)) for right, total in votes_of))
    assert ours.low is not None
    assert ours.high is not None
    assert ours.low < 0 < ours.high  # actors as clusters: nobody can tell
    # votes as if independent: a "difference" that is not there
    assert naive.low == pytest.approx(-0.0421, abs=2e-4)
    assert naive.high == pytest.approx(-0.0145, abs=2e-4)


@needs_data
def test_one_actor_of_unknown_race_is_refused(votes: pl.DataFrame) -> None:
    own = votes.filter((pl.col("modality") == 3) & pl.col("Race").is_in(["Unknown", "Caucasian"]))
    rate = (own.get_column("right") / own.get_column("total")).to_numpy()
    unknown = (own.get_column("Race") == "Unknown").to_numpy()
    refused = clustered_difference(rate, unknown, own.get_column("ActorID").to_numpy())
    assert refused.low is None
    assert refused.reason == "1 independent unit, at least 5 are needed on each side"


@needs_data
def test_fer_plus_raters_among_themselves() -> None:
    table = pl.read_csv(DATA / "ferplus" / "fer2013new.csv")
    counts = table.select(table.columns[2:]).to_numpy()
    assert fleiss_kappa(counts) == pytest.approx(0.51506, abs=5e-6)
    assert (counts.max(1) / counts.sum(1)).mean() == pytest.approx(0.7406, abs=5e-5)
    ties = (counts == counts.max(1, keepdims=True)).sum(1) > 1
    assert ties.mean() == pytest.approx(0.0495, abs=5e-5)
