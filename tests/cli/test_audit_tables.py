"""`desdemona audit` on tables: its options about flags and driving, and the command that repeats a report."""

import json
from pathlib import Path

import polars as pl
import pytest
from tests.audits.test_handed_over_flags import answers
from tests.trials.crema_d import DATA

from desdemona.cli.main import run


@pytest.fixture
def tables(tmp_path: Path) -> list[str]:
    """The options that name four table files."""
    made = answers()
    named = {"readings": made.readings, "truth": made.truth, "items": made.items, "subjects": made.subjects}
    options = []
    for name, table in named.items():
        table.select(pl.all()).write_csv(tmp_path / f"{name}.csv")
        options += [f"--{name}", str(tmp_path / f"{name}.csv")]
    return options


def test_flags_and_how_rare_they_are(tables: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    options = ["--flag", "deceptive", "--prevalence", "0.1", "--looks-per-day", "500", "--seed", "3"]
    assert run(["audit", *tables, *options, "--out", str(out)]) == 0
    record = json.loads((out / "report.json").read_text("utf-8"))
    worth = next(f for f in record["findings"] if f["id"] == "in_use.verdict.outcome.deceptive.worth")
    assert "one person in 10 is 'deceptive'" in worth["question"]
    assert "At 500 looks a day" in worth["words"]
    page = (out / "report.html").read_text("utf-8")
    assert "verdict: deceptive" in page
    again = tmp_path / "again"
    command = record["repeat"]["command"].split()
    assert command[:2] == ["desdemona", "audit"]
    assert " ".join(options) in record["repeat"]["command"]
    assert run([*command[1:-1], str(again)]) == 0
    twice = json.loads((again / "report.json").read_text("utf-8"))
    assert twice["findings"] == record["findings"]


def test_what_is_wrong_is_told_and_nothing_is_written(
    tables: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ["--out", str(tmp_path / "out")]
    for given, told in (
        (["--flag", "deceptiv"], "unknown flag label 'deceptiv'; did you mean 'deceptive'?"),
        (["--prevalence", "1.5"], "1.5 is not in the range 0<x<1"),
        (["--protocol", "dadw"], "'dadw' is not one of 'ddaw', 'addw', 'euro-ncap'"),
        (["--protocol", "ddaw"], "output 'verdict' says something all the time; name the labels that are warnings"),
        (["--protocol", "ddaw", "--flag", "deceptive"], "unknown truth output 'kss'"),
        (["--warnings", "verdict"], "--warnings is about a driver; give --protocol too"),
    ):
        assert run(["audit", *tables, *given, *out]) == 2
        assert told in capsys.readouterr().err
    assert run(["audit", "tal-magic-mirror", "--flag", "x", *out]) == 2
    assert (
        "--flag, --prevalence, --looks-per-day, --protocol and --warnings are about tables" in capsys.readouterr().err
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(not (DATA / "ferplus").is_dir(), reason="the published FER+ votes are not here")
def test_people_who_rated_fer_plus(tmp_path: Path) -> None:
    assert run(["audit", "--dataset", "ferplus", "--data", str(DATA / "ferplus"), "--out", str(tmp_path)]) == 0
    record = json.loads((tmp_path / "report.json").read_text("utf-8"))
    found = {f["id"]: f for f in record["findings"]}
    assert found["raters.emotion.perceived.kappa"]["estimate"] == pytest.approx(0.51506, abs=5e-6)
    assert found["raters.emotion.perceived.majority"]["estimate"] == pytest.approx(0.7406, abs=5e-5)
    assert found["raters.emotion.perceived.ties"]["estimate"] == pytest.approx(0.0495, abs=5e-5)
    assert set(found) == {f"raters.emotion.perceived.{part}" for part in ("kappa", "majority", "ties")}
    assert record["tested"].startswith("No system said anything here")
