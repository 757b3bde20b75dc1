"""`desdemona claims` and `desdemona harms`: the source's claims and harms, with what findings say about them."""

import json
from pathlib import Path

import pytest

from desdemona.cli.main import run
from desdemona.reports.report import FORMAT


def kept(folder: Path) -> Path:
    """Write a report of two findings, of which one speaks to claim C04 and harm H02."""
    told = {"finding": "fails", "words": "Of 12, all were flagged.", "claims": ["C04"], "harms": ["H02"]}
    record = {
        "format": FORMAT,
        "system": "made-up",
        "findings": [{"id": "a", **told}, {"id": "b", **told, "finding": "holds", "claims": [], "harms": []}],
    }
    (folder / "made-up").mkdir()
    (folder / "made-up" / "report.json").write_text(json.dumps(record), "utf-8")
    return folder


@pytest.mark.parametrize(("command", "count"), [("claims", 40), ("harms", 59)])
def test_all_of_them_in_order(command: str, count: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["id"] for row in rows] == [f"{command[0].upper()}{number:02}" for number in range(1, count + 1)]
    assert run([command]) == 0
    assert f"{count} " in capsys.readouterr().out


@pytest.mark.parametrize("args", [["claims", "c04"], ["harms", "H02"]])
def test_one_with_what_findings_say(args: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*args, "--reports", str(kept(tmp_path))]) == 0
    told = capsys.readouterr().out
    assert "1 fails" in told
    assert "fails: made-up, a: Of 12, all were flagged." in told
    assert "made-up, b" not in told
    assert "It speaks for the method described" in told


def test_without_reports_it_says_how_to_get_findings(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["claims", "C01"]) == 0
    told = capsys.readouterr().out
    assert "pp. 15, 16, 40" in told
    assert "--reports" in told


def test_wrong_numbers_and_folders_are_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["claims", "C4"]) == 2
    assert "unknown claim 'C4'; did you mean 'C" in capsys.readouterr().err
    assert run(["harms", "--reports", str(tmp_path)]) == 2
    assert "holds no report.json" in capsys.readouterr().err
    (tmp_path / "report.json").write_text("{}", "utf-8")
    assert run(["harms", "--reports", str(tmp_path)]) == 2
    assert "report.json: is no report of desdemona; audit again" in capsys.readouterr().err
    (tmp_path / "report.json").write_text(json.dumps({"format": 99, "system": "x", "findings": []}), "utf-8")
    assert run(["harms", "--reports", str(tmp_path)]) == 2
    assert "has format 99" in capsys.readouterr().err
