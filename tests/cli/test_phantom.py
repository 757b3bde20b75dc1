"""`desdemona phantom`: what it writes and what it refuses."""

import json
from pathlib import Path

import polars as pl
import pytest

from desdemona.cli.drawn_sensors import load_long
from desdemona.cli.main import run
from desdemona.recordings.recording import ignore_notice
from desdemona.recordings.sound import open_sound
from desdemona.recordings.video import open_recording

SCRIPT = """
name: short
about: A second of everything.
duration_s: 1.2
inside:
  pulse:
  - {t_s: 0.0, rate_bpm: 72.0}
voice:
  utterances:
  - {t_start_s: 0.1, words: hello}
acts:
- {cause: au12, t_start_s: 0.2, t_end_s: 1.0}
"""


def test_a_clip_has_its_truth_its_sensors_and_its_sound(tmp_path: Path) -> None:
    script, out = tmp_path / "short.yaml", tmp_path / "short.mp4"
    script.write_text(SCRIPT, encoding="utf-8")
    given = ["--size", "128", "--identity", "40", "--wearing", "glasses", "--with", "mirror"]
    assert run(["phantom", str(script), "--out", str(out), *given]) == 0
    recording = open_recording(out)
    assert sum(1 for _ in recording.frames(ignore_notice)) == 36
    assert open_sound(out).rate_hz == 16_000
    truth = pl.read_csv(tmp_path / "short.truth.csv", infer_schema_length=None)
    assert {"au12.left", "voice.word", "pulse.rate", "feeling"} <= set(truth["output"])
    sensors = pl.read_csv(tmp_path / "short.sensors.csv")
    assert {"ecg", "ppg"} <= set(sensors["sensor"])


def test_what_the_car_tells_is_written_with_the_sensors_on_her_body(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drive = "drive:\n  speed: [{t_s: 0.0, speed_kmh: 50.0}]\n  lane: [{t_s: 0.0, offset_m: 0.1}]\n"
    script, out = tmp_path / "car.yaml", tmp_path / "car.mp4"
    script.write_text(SCRIPT.replace("voice:", drive + "voice:"), encoding="utf-8")
    assert run(["phantom", str(script), "--out", str(out), "--size", "128"]) == 0
    assert "sensors on her body and in her car" in " ".join(capsys.readouterr().out.split())
    sensors = pl.read_csv(tmp_path / "car.sensors.csv")
    assert {"ecg", "vehicle_speed", "lane_position"} <= set(sensors["sensor"])
    speed = sensors.filter(pl.col("sensor") == "vehicle_speed")
    assert (speed.height, set(speed["unit"])) == (12, {"km/h"})
    assert speed["value"].mean() == pytest.approx(50.0, abs=0.3)  # noise of 0.2 km/h in the mean of 12 values
    kinds = {signal.name: signal.kind for signal in load_long(tmp_path / "car.sensors.csv").signals}
    assert kinds["vehicle_speed"] == "vehicle_speed"
    assert kinds["lane_position"] == "lane_position"
    truth = pl.read_csv(tmp_path / "car.truth.csv", infer_schema_length=None)
    assert {"vehicle.speed", "vehicle.lane_position"} <= set(truth["output"])


def test_the_ready_phantoms_are_listed_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["phantom", "--list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    names = {row["id"] for row in listed}
    wanted = {"calm", "restless", "frightened_truthful", "still_attentive", "elsewhere", "ill_pupil", "drowsy_driver"}
    assert wanted | {"talker_or_yawner", "posed_smile", "micro_expression", "no_pulse", "photograph"} <= names


def test_the_gallery_shows_every_ready_phantom(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["phantom", "--list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    page = tmp_path / "gallery.html"
    assert run(["phantom", "--gallery", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert all(f'id="{row["id"]}"' in text for row in listed)
    assert "<script" not in text
    assert text.count("data:image/png;base64,") >= 3 * len(listed)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["calmm", "--out", "x.mp4"], "did you mean 'calm'?"),
        (["calm", "--out", "x.mp4", "--with", "brightnes=1"], "did you mean 'brightness'?"),
        (["calm", "--out", "x.mp4", "--wearing", "glases"], "glasses"),
        (["calm"], "--gallery"),
    ],
)
def test_wrong_names_are_answered_with_the_nearest(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["phantom", *arguments]) == 2
    assert words in capsys.readouterr().err
