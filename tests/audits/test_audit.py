import json
from pathlib import Path

import polars as pl
import pytest
from tests.audits.small_cast import observed

from desdemona.audits import audit as audits
from desdemona.audits.asking import scales_of
from desdemona.audits.audit import audit
from desdemona.audits.behind import channels_behind
from desdemona.audits.questions import flag_of, silences
from desdemona.cli.main import run
from desdemona.errors import UnknownName
from desdemona.reports.record import to_json
from desdemona.reports.report import RECONSTRUCTION
from desdemona.systems.profile import load_system
from desdemona.tables import Tables

SEEN = ("changan-uni-t", "tal-magic-mirror", "cm-cross-interrogation-platform")
"""Systems of three sectors that rest on the face alone."""


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audits, "observe_cast", lambda *_, **__: observed())


@pytest.mark.parametrize("system", SEEN)
def test_every_built_in_system_gives_a_whole_report(system: str) -> None:
    report = audit(system, observed=observed())
    assert report.notice == RECONSTRUCTION
    assert {rung.rung for rung in report.ladder} == {"signal", "sign", "state", "judgement"}
    assert 1 <= len(report.top) <= 3
    assert set(report.top) <= {finding.id for finding in report.findings}
    assert len({finding.id for finding in report.findings}) == len(report.findings)
    assert len(report.universes) > len(report.assumptions)
    assert all(portrait.png.startswith(b"\x89PNG") for portrait in report.portraits)


def test_the_same_seed_gives_the_same_record() -> None:
    first, second = (to_json(audit("tal-magic-mirror", observed=observed())) for _ in range(2))
    assert first == second


def test_a_photograph_is_called_attentive_and_that_fails() -> None:
    report = audit("tal-magic-mirror", observed=observed())
    said = {portrait.item: portrait.said for portrait in report.portraits}
    assert said["photograph-i0"][0] == "state: concentration"
    assert said["noise-0"] == ("state: not measured", "attentiveness: not measured")
    finding = next(f for f in report.findings if f.id == "abstention.life.state")
    assert finding.estimate == 1.0


def test_blood_pressure_is_refused_with_a_reason() -> None:
    report = audit("cm-cross-interrogation-platform", observed=observed())
    step = next(step for step in report.steps if step.name == "blood pressure")
    assert step.standing == "refused"
    assert "No validated open formula" in step.reason


def test_what_hangs_on_an_assumption_is_undecided() -> None:
    report = audit("changan-uni-t", observed=observed())
    for finding in report.findings:
        standings = {s for universe in report.universes for name, _, s in universe.standings if name == finding.id}
        if len(standings) > 1:
            assert finding.finding == "undecided"


def test_outputs_are_asked_only_where_they_could_know() -> None:
    cross = load_system("cm-cross-interrogation-platform")
    tension = next(output for output in cross.outputs if output.name == "tension level")
    assert channels_behind(cross, tension) == {"pulse.rate.pos"}
    assert {silence.name: silence.outputs for silence in silences(cross)}["face"] == ()
    flag = flag_of(cross)
    assert flag is not None
    assert flag.labels == ("moderate attention", "additional inspection suggested")
    assert flag_of(load_system("tal-magic-mirror")) is None


def test_an_unknown_system() -> None:
    with pytest.raises(UnknownName, match="did you mean 'changan-uni-t'"):
        audit("changan-unit", observed=observed())


@pytest.mark.usefixtures("small")
def test_one_system_writes_page_and_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "tal-magic-mirror", "--out", str(tmp_path / "a")]) == 0
    record = json.loads((tmp_path / "a" / "report.json").read_text("utf-8"))
    assert record["format"] == 1
    again = record["repeat"]["command"].split()[1:]
    assert run([*again[:-1], str(tmp_path / "b")]) == 0
    assert (tmp_path / "b" / "report.json").read_bytes() == (tmp_path / "a" / "report.json").read_bytes()
    needed = {"id", "trial", "rung", "output", "question", "estimate", "low", "high", "bound", "unit", "n", "clusters"}
    assert all(needed | {"finding", "claims", "harms"} <= set(finding) for finding in record["findings"])
    page = (tmp_path / "a" / "report.html").read_text("utf-8")
    assert "not for the" in page
    assert "<script" not in page
    assert "report.html" in capsys.readouterr().out


@pytest.mark.usefixtures("small")
def test_several_systems_get_a_folder_each_and_an_index(tmp_path: Path) -> None:
    systems = ["tal-magic-mirror", "changan-uni-t"]
    assert run(["audit", *systems, "--out", str(tmp_path)]) == 0
    index = (tmp_path / "index.html").read_text("utf-8")
    for system in systems:
        assert (tmp_path / system / "report.json").exists()
        assert f"{system}/report.html" in index


@pytest.mark.usefixtures("small")
def test_strict_leaves_with_one_when_something_fails(tmp_path: Path) -> None:
    assert run(["audit", "tal-magic-mirror", "--strict", "--out", str(tmp_path)]) == 1


def test_an_interrupted_audit_leaves_no_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(audits, "observe_cast", lambda *_, **__: observed())
    monkeypatch.setattr(audits, "portraits", stop)
    assert run(["audit", "tal-magic-mirror", "--out", str(tmp_path / "a")]) == 130
    assert "stopped" in capsys.readouterr().err
    assert list((tmp_path / "a").iterdir()) == []


def test_an_output_with_a_scale_of_its_own_is_held_against_the_range_it_showed() -> None:
    rows = [
        {"item": "a", "t_start_s": 0.0, "t_end_s": 1.0, "rung": "state", "status": "ok", "output": name, "value": value}
        for name, values in (("valence", (-0.5, 0.75)), ("share", (0.1, 0.9)))
        for value in values
    ]
    readings = pl.DataFrame(rows)
    tables = Tables(readings, pl.DataFrame(), pl.DataFrame(), pl.DataFrame())
    assert scales_of(tables, ("valence", "share")) == {"valence": (-0.5, 0.75)}


def test_who_is_sent_pictures_is_not_asked_to_tell_a_photograph_from_a_person() -> None:
    asked = {silence.name: silence.outputs for silence in silences(load_system("megvii-facepp"))}
    assert asked["life"] == ()
    assert asked["face"]
