import json
from pathlib import Path

import pytest

from desdemona.cli.main import COMMANDS, run


def test_alone_it_says_what_to_try_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert "desdemona audit" in capsys.readouterr().out


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 5


def test_an_unknown_command_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mesure"]) == 2
    assert capsys.readouterr().err == "unknown command 'mesure'; did you mean 'measure'?\n"


def test_an_unknown_option_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["measure", "--outt", "x"]) == 2
    assert "--outt" in capsys.readouterr().err


def test_an_unknown_system_is_answered_with_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "tal-magic-miror", "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err == "unknown system 'tal-magic-miror'; did you mean 'tal-magic-mirror'?\n"
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_key_in_a_profile_is_told_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile = tmp_path / "mine.yaml"
    profile.write_text("id: mine\norganisatoin: me\n")
    assert run(["audit", str(profile), "--out", str(tmp_path / "out")]) == 2
    assert f"{profile}:2: unknown key" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_output_folder_that_is_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").write_text("")
    assert run(["audit", "tal-magic-mirror", "--out", str(tmp_path / "out")]) == 2
    assert "a file stands where the folder should be" in capsys.readouterr().err


def test_systems_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["systems", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == 69
    assert {"id", "name", "organisation", "sector", "status", "reason"} == set(rows[0])
    status = {row["id"]: row["status"] for row in rows}
    assert status["cm-cross-interrogation-platform"].startswith("runs without blood pressure")


def test_systems_for_people_carry_the_notice_and_why_one_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    def told(*given: str) -> str:
        assert run(["systems", *given]) == 0
        return " ".join(capsys.readouterr().out.split())

    brief, whole = told(), told("--reasons")
    assert "not for the vendor's product" in brief
    assert "OTHER: 7 systems, 3 refused" in brief
    assert "match against the high-risk list (refused): All that is documented" in brief
    reason = "blood pressure (refused): No validated open formula"
    assert reason not in brief
    assert reason in whole


def test_show_tells_facts_assumptions_and_the_notice(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "cm-cross-interrogation-platform"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "not for the vendor's product" in text
    assert "refused: blood pressure" in text
    assert "additional inspection suggested" in text


def test_models_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"face_detector", "face_mesh", "iris"} <= {row["name"] for row in rows}
    assert all(len(row["sha256"]) == 64 for row in rows)


def test_completion_script(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", "bash"]) == 0
    assert "_DESDEMONA_COMPLETE" in capsys.readouterr().out


@pytest.mark.parametrize("given", [["calm"], ["--out", "x.mp4"]])
def test_phantom_needs_a_name_and_an_output(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["phantom", *given]) == 2
    assert "give a NAME and --out clip.mp4, or --list" in capsys.readouterr().err


def test_phantom_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["phantom", "clam", "--out", str(tmp_path / "a.mp4")]) == 2
    assert "did you mean 'calm'?" in capsys.readouterr().err
    assert run(["phantom", "calm", "--out", str(tmp_path / "a.avi")]) == 2
    assert "a clip is written as .mp4" in capsys.readouterr().err
    assert run(["phantom", "--list", "--json"]) == 0
    assert "calm" in [row["id"] for row in json.loads(capsys.readouterr().out)]
