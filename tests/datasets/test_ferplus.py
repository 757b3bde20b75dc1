"""Known answers of FER+ from the four tables, and what is said of a copy that is not whole."""

from pathlib import Path

import polars as pl
import pytest

from desdemona.datasets.ferplus import VOTES, load_ferplus
from desdemona.errors import FileProblem, TableError
from desdemona.estimates.raters import fleiss_kappa

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "ferplus"
SMALL = """\
Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF
Training,fer0000000.png,4,0,0,1,3,2,0,0,0,0
PublicTest,,0,0,0,0,0,0,0,0,0,10
"""


@pytest.mark.skipif(not DATA.is_dir(), reason=f"the published tables are not in {DATA.name}")
def test_known_answers() -> None:
    tables = load_ferplus(DATA)
    assert (tables.readings.height, tables.items.height, tables.subjects.height) == (0, 35_887, 35_887)
    assert tables.items["item"].n_unique() == 35_887
    counts = tables.truth.pivot("label", index="item", values="count").fill_null(0).select(VOTES.values()).to_numpy()
    assert fleiss_kappa(counts) == pytest.approx(0.51506, abs=5e-6)
    assert (counts.max(1) / counts.sum(1)).mean() == pytest.approx(0.7406, abs=5e-5)
    assert ((counts == counts.max(1, keepdims=True)).sum(1) > 1).mean() == pytest.approx(0.0495, abs=5e-5)
    assert set(tables.truth["source"].unique()) == {"perceived"}


def test_votes_items_and_pictures_without_a_name(tmp_path: Path) -> None:
    (tmp_path / "fer2013new.csv").write_text(SMALL)
    tables = load_ferplus(tmp_path)
    assert tables.truth.select("item", "label", "count").rows() == [
        ("fer2013-00000", "neutral", 4),
        ("fer2013-00000", "sadness", 1),
        ("fer2013-00000", "anger", 3),
        ("fer2013-00000", "disgust", 2),
        ("fer2013-00001", "no face", 10),
    ]
    assert tables.items.rows() == [
        ("fer2013-00000", "fer2013-00000", "fer0000000.png", "Training"),
        ("fer2013-00001", "fer2013-00001", None, "PublicTest"),
    ]
    assert tables.subjects.columns == ["subject"]


def test_a_copy_that_is_not_as_it_should_be(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"fer2013new\.csv: no such file"):
        load_ferplus(tmp_path)
    path = tmp_path / "fer2013new.csv"
    path.write_text(SMALL.replace("sadness", "sad").replace("NF", "none"))
    with pytest.raises(TableError) as error:
        load_ferplus(tmp_path)
    assert len(error.value.faults) == 2
    assert error.value.faults[0] == "column 'sadness' is missing; is 'sad' meant?"
    path.write_text(SMALL.replace(",10\n", ",many\n"))
    with pytest.raises(TableError, match="row 3, column 'NF': 'many' is no whole number"):
        load_ferplus(tmp_path)
    path.write_text(SMALL.splitlines(keepends=True)[0])
    with pytest.raises(TableError, match="has no rows"):
        load_ferplus(tmp_path)


def test_no_groups_are_made_up(tmp_path: Path) -> None:
    (tmp_path / "fer2013new.csv").write_text(SMALL)
    assert load_ferplus(tmp_path).subjects.equals(pl.DataFrame({"subject": ["fer2013-00000", "fer2013-00001"]}))
