"""Known answers of CREMA-D from the four tables, and what is said of a copy that is not whole."""

from pathlib import Path

import polars as pl
import pytest

from desdemona.datasets.crema_d import load_crema_d
from desdemona.datasets.known import Modality
from desdemona.errors import FileProblem, TableError
from desdemona.estimates.krippendorff import alpha_nominal
from desdemona.tables import READINGS, TRUTH, Tables

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "crema-d"
EMOTIONS = ("anger", "disgust", "fear", "happiness", "neutral", "sadness")

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"the published tables are not in {DATA.name}")

VOTES = """\
"","A","D","F","H","N","S","fileName","numResponses"
"100001",0,0,0,1,3,0,"1001_IEO_NEU_XX",4
"200001",1,0,0,0,2,0,"1001_IEO_NEU_XX",3
"200002",0,0,0,2,0,0,"1002_DFA_HAP_HI",2
"""
ACTORS = """\
"ActorID","Age","Sex","Race","Ethnicity"
1001,51,"Male","Caucasian","Not Hispanic"
1002,29,"Female","Asian","Not Hispanic"
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "tabulatedVotes.csv").write_text(VOTES)
    (tmp_path / "VideoDemographics.csv").write_text(ACTORS)
    return tmp_path


def right_of(tables: Tables) -> pl.DataFrame:
    """One row a vote: item, subject, intended emotion, and whether the vote names it."""
    intended = tables.truth.filter(pl.col("source") == "intended").select("item", pl.col("label").alias("intended"))
    said = tables.readings.select("item", "label").join(intended, on="item")
    return said.join(tables.items.select("item", "subject"), on="item").with_columns(
        right=pl.col("label") == pl.col("intended")
    )


@needs_data
@pytest.mark.parametrize(("modality", "votes", "pooled", "per_emotion", "alpha"), [
    ("voice", 68_568, 0.4000, 0.4069, 0.2811),
    ("face", 71_654, 0.5744, 0.5771, 0.4582),
    ("both", 71_778, 0.6307, 0.6342, 0.4967),
])  # fmt: skip
def test_known_answers(modality: Modality, votes: int, pooled: float, per_emotion: float, alpha: float) -> None:
    tables = load_crema_d(DATA, modality)
    assert (tables.readings.height, tables.items.height, tables.subjects.height) == (votes, 7442, 91)
    right = right_of(tables)
    # half of the last digit in which the answers are given
    assert right["right"].mean() == pytest.approx(pooled, abs=5e-5)
    each = right.group_by("intended").agg(pl.col("right").mean())
    assert each["right"].mean() == pytest.approx(per_emotion, abs=5e-5)
    perceived = tables.truth.filter(pl.col("source") == "perceived")
    counts = perceived.pivot("label", index="item", values="count").fill_null(0).select(EMOTIONS).to_numpy()
    assert counts.sum() == votes
    assert alpha_nominal(counts) == pytest.approx(alpha, abs=5e-5)


@needs_data
def test_groups_are_those_that_were_declared() -> None:
    tables = load_crema_d(DATA, "both")
    right = right_of(tables).join(tables.subjects, on="subject")
    of = dict(right.group_by("sex").agg(pl.col("right").mean()).rows())
    assert 100 * (of["Female"] - of["Male"]) == pytest.approx(5.82, abs=5e-3)
    races = dict(tables.subjects.group_by("race").len().rows())
    assert races == {"Caucasian": 61, "African American": 22, "Asian": 7, "Unknown": 1}
    bands = dict(tables.subjects.group_by("age_band").len().rows())
    assert bands == {"under 30": 34, "30 to 39": 23, "40 to 49": 16, "50 to 59": 12, "60 and over": 6}
    assert tables.items["intensity"].value_counts().sort("count").rows()[-1] == ("unspecified", 6077)
    assert tables.items["sentence"].n_unique() == 12


def test_every_vote_is_a_reading(small: Path) -> None:
    tables = load_crema_d(small, "face")
    assert dict(tables.readings.schema) == {name: kind() for name, kind in READINGS.items()}
    assert dict(tables.truth.schema) == {name: kind() for name, kind in TRUTH.items()}
    assert tables.readings.select("item", "label", "rung", "status").rows() == [
        ("1001_IEO_NEU_XX", "anger", "state", "ok"),
        ("1001_IEO_NEU_XX", "neutral", "state", "ok"),
        ("1001_IEO_NEU_XX", "neutral", "state", "ok"),
        ("1002_DFA_HAP_HI", "happiness", "state", "ok"),
        ("1002_DFA_HAP_HI", "happiness", "state", "ok"),
    ]
    assert tables.truth.select("item", "label", "source", "count").rows() == [
        ("1001_IEO_NEU_XX", "neutral", "intended", None),
        ("1002_DFA_HAP_HI", "happiness", "intended", None),
        ("1001_IEO_NEU_XX", "anger", "perceived", 1),
        ("1001_IEO_NEU_XX", "neutral", "perceived", 2),
        ("1002_DFA_HAP_HI", "happiness", "perceived", 2),
    ]
    assert tables.items.rows() == [
        ("1001_IEO_NEU_XX", "1001", None, "It's eleven o'clock", "unspecified", "face"),
        ("1002_DFA_HAP_HI", "1002", None, "Don't forget a jacket", "high", "face"),
    ]
    assert tables.subjects.rows() == [
        ("1001", 51, "50 to 59", "Male", "Caucasian", "Not Hispanic"),
        ("1002", 29, "under 30", "Female", "Asian", "Not Hispanic"),
    ]


def test_a_copy_laid_out_as_the_repository(small: Path) -> None:
    (small / "processedResults").mkdir()
    (small / "tabulatedVotes.csv").rename(small / "processedResults" / "tabulatedVotes.csv")
    (small / "AudioWAV").mkdir()
    (small / "AudioWAV" / "1001_IEO_NEU_XX.wav").touch()
    tables = load_crema_d(small, "voice")
    assert tables.items["path"].to_list() == [str(small / "AudioWAV" / "1001_IEO_NEU_XX.wav")]


@pytest.mark.parametrize(("wrong", "right", "told"), [
    ('"fileName"', '"clip"', "column 'fileName' is missing; columns are , A, D"),
    ("1,3,0", "1,x,0", "row 2, column 'N': 'x' is no whole number"),
    ("1,3,0", "1,,0", "row 2, column 'N': is empty"),
    ("1,3,0", "1,-3,0", "row 2, column 'N': -3 votes cannot be"),
    ("DFA_HAP", "DFA_HOP", "row 4, '1002_DFA_HOP_HI': unknown intended code 'HOP'; did you mean 'HAP'?"),
    ("1002_DFA_HAP_HI", "1002", "row 4, '1002': unknown sentence code ''"),
    ("1002_DFA", "1009_DFA", "actor '1009' is not in VideoDemographics.csv"),
    ('"200002",0,0,0,2,0,0,"1002_DFA_HAP_HI",2', '"200002",0,0,0,2,0,0,"1001_IEO_NEU_XX",2', "row 3, column 'item'"),
])  # fmt: skip
def test_a_table_that_is_not_as_it_should_be(small: Path, wrong: str, right: str, told: str) -> None:
    (small / "tabulatedVotes.csv").write_text(VOTES.replace(wrong, right))
    with pytest.raises(TableError) as error:
        load_crema_d(small, "face")
    assert str(error.value).startswith(f"{small / 'tabulatedVotes.csv'}: {told}")


def test_a_modality_without_rows(small: Path) -> None:
    with pytest.raises(TableError, match="has no row of the modality 'both'"):
        load_crema_d(small, "both")


def test_an_actor_who_stands_twice(small: Path) -> None:
    (small / "VideoDemographics.csv").write_text(ACTORS.replace("1002", "1001"))
    with pytest.raises(TableError, match="row 3, column 'ActorID': '1001' stands twice"):
        load_crema_d(small, "face")


def test_files_that_are_missing(small: Path) -> None:
    with pytest.raises(FileProblem, match="nowhere: no such folder"):
        load_crema_d(small / "nowhere", "face")
    (small / "VideoDemographics.csv").unlink()
    with pytest.raises(FileProblem, match=r"VideoDemographics\.csv: no such file; the dataset is not complete there"):
        load_crema_d(small, "face")
