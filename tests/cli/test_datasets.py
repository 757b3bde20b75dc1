import json
from pathlib import Path

import polars as pl
import pytest

from desdemona.cli.main import run
from desdemona.datasets.submission import Submission, load_submission

DATA = Path(__file__).parents[2].parent / "shared" / "data"

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"the published tables are not in {DATA.name}")


def test_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["datasets"]) == 0
    assert "9 known datasets" in capsys.readouterr().out
    assert run(["datasets", "--json"]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    brought = {"ravdess", "ubfc-rppg", "daisee", "casme2", "nthu-ddd", "uta-rldd", "wesad"}
    assert set(rows) == {"crema-d", "ferplus", *brought}
    assert all(len(file["sha256"]) == 64 for row in rows.values() for file in row["files"])


def test_one_dataset_with_its_caveats(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["datasets", "show", "ferplus"]) == 0
    assert "caveat: Pictures of unknown people" in capsys.readouterr().out
    assert run(["datasets", "show", "fer-plus"]) == 2
    assert capsys.readouterr().err == "unknown dataset 'fer-plus'; did you mean 'ferplus'?\n"


def test_a_dataset_that_nobody_may_fetch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["datasets", "get", "daisee", "--out", str(tmp_path / "new")]) == 2
    assert capsys.readouterr().err.startswith("daisee: nothing to fetch; You bring your own copy")
    assert not (tmp_path / "new").exists()


def test_a_copy_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--data", str(tmp_path), "--out", str(tmp_path / "out")]
    assert run(["datasets", "tables", "crema-d", *given]) == 2
    assert capsys.readouterr().err == (
        f"{tmp_path / 'tabulatedVotes.csv'}: no such file; the dataset is not complete there\n"
    )
    assert not (tmp_path / "out").exists()


@needs_data
def test_files_that_are_there_are_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (DATA / "ferplus").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert run(["datasets", "get", "ferplus", "--out", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert f"{tmp_path / 'fer2013new.csv'}: 1602762 bytes, sha256 as pinned" in out
    assert f"next: desdemona datasets tables ferplus --data {tmp_path}" in out


@needs_data
def test_the_tables_are_a_submission(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "tables"
    given = ["--data", str(DATA / "crema-d"), "--out", str(out), "--modality", "voice"]
    assert run(["datasets", "tables", "crema-d", *given]) == 0
    assert f"{out / 'readings.csv'}: 68568 rows" in capsys.readouterr().out
    files = Submission(*(out / f"{name}.csv" for name in ("readings", "truth", "items", "subjects")))
    told: list[str] = []
    tables = load_submission(files, mapping={}, notice=told.append)
    assert told == []
    intended = tables.truth.filter(source="intended").select("item", pl.col("label").alias("intended"))
    said = tables.readings.join(intended, on="item")
    assert (said["label"] == said["intended"]).mean() == pytest.approx(0.4000, abs=5e-5)


@needs_data
def test_a_dataset_without_readings_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--data", str(DATA / "ferplus"), "--out", str(tmp_path)]
    assert run(["datasets", "tables", "ferplus", *given]) == 0
    out = capsys.readouterr().out
    assert f"{tmp_path / 'readings.csv'}: 0 rows" in out
    assert "put your system's there" in out
    assert (tmp_path / "readings.csv").read_text().startswith("item,t_start_s")
