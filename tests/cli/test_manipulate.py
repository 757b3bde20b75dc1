"""`desdemona manipulate`: files changed, with their truth, sound and provenance moved along."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner, Result
from tests.manipulations.made import flat, sound_of, still, texture, vowel
from tests.recordings.clips import in_memory

from desdemona.cli.manipulate import command
from desdemona.errors import FileProblem, ProvenanceError, TableError, UsageError
from desdemona.recordings.provenance import load_provenance
from desdemona.recordings.recording import ignore_notice
from desdemona.recordings.sound import open_sound
from desdemona.recordings.soundtrack import write_sound
from desdemona.recordings.video import open_recording, write_clip
from desdemona.tables import Truth, to_truth, write_table

VOICE = sound_of(vowel(140, 1.0, 16_000), 16_000)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)


def made_clip(folder: Path) -> Path:
    path = folder / "her.mp4"
    write_clip(still(texture(64, 48), 30), path, sound=VOICE)
    write_table(to_truth([Truth("her", 0.5, 0.75, "head.yaw", value=9.0)]), path.with_suffix(".truth.csv"))
    return path


def test_clip_sound_and_truth_go_together(tmp_path: Path) -> None:
    clip, out = made_clip(tmp_path), tmp_path / "after.mp4"
    done = run(clip, "--with", "mirror", "--with", "tempo=2", "--with", "gain=-6", "--out", out)
    assert done.output.startswith(f"{out}: mirror=1, then tempo=2, then gain=-6; what is true of it: ")
    truth = pl.read_csv(tmp_path / "after.truth.csv")
    assert truth.select("t_start_s", "t_end_s", "value").row(0) == (0.25, 0.375, -9.0)
    frames = list(open_recording(out).frames(ignore_notice))
    assert frames[-1].t_s == pytest.approx(29 / 60, abs=1e-4)
    np.testing.assert_allclose(frames[0].rgb.astype(int).mean(0), texture(64, 48)[:, ::-1].mean(0), atol=6)
    sound = np.concatenate([block.samples for block in open_sound(out).blocks(ignore_notice)])
    assert len(sound) == 8000
    assert sound.std() == pytest.approx(vowel(140, 1.0, 16_000).std() / 10**0.3, rel=0.03)
    assert open_recording(out).provenance.source.endswith("; then mirror=1; then tempo=2; then gain=-6")


def test_sound_alone_is_written_as_wav(tmp_path: Path) -> None:
    run(made_clip(tmp_path), "--with", "telephone", "--out", tmp_path / "voice.wav")
    assert open_sound(tmp_path / "voice.wav").rate_hz == 8000


def test_what_is_made_of_the_real_stays_real(tmp_path: Path) -> None:
    clip, out = tmp_path / "real.mp4", tmp_path / "new" / "after.mp4"
    write_clip(in_memory([flat(90, 32, 32)] * 3, [0.0, 0.04, 0.08], "real"), clip)
    run(clip, "--with", "brightness=1", "--out", out, "--provenance", "our lab; CC0; consent; tests")
    provenance = load_provenance(out)
    assert (provenance.source, provenance.agreement) == ("our lab; then brightness=1", "consent")
    with pytest.raises(ProvenanceError, match="has another origin"):
        run(clip, "--with", "brightness=2", "--out", out, "--provenance", "our lab; CC0; consent; tests")


def test_what_does_not_fit_is_said(tmp_path: Path) -> None:
    clip = made_clip(tmp_path)
    write_sound(VOICE, tmp_path / "voice.wav")
    with pytest.raises(UsageError, match="mirror=1: 'mirror' changes pictures, and the file holds none"):
        run(tmp_path / "voice.wav", "--with", "mirror", "--out", tmp_path / "x.wav")
    with pytest.raises(FileProblem, match=r"ends in \.wav"):
        run(tmp_path / "voice.wav", "--with", "gain", "--out", tmp_path / "x.mp4")
    with pytest.raises(FileProblem, match="is the recording itself"):
        run(clip, "--with", "mirror", "--out", clip)
    assert "--with NAME=AMOUNT" in run(clip).output
    clip.with_suffix(".truth.csv").write_text("item,value\nher,1\n")
    with pytest.raises(TableError, match="lacks the column 't_start_s'"):
        run(clip, "--with", "mirror", "--out", tmp_path / "x.mp4")


def test_list_names_every_range() -> None:
    listed = json.loads(run("--list", "--json").output)
    brightness = next(entry for entry in listed if entry["name"] == "brightness")
    assert (brightness["unit"], brightness["low"], brightness["high"], brightness["neutral"]) == ("stops", -8, 8, 0)
    assert "33 manipulations" in run("--list").output


def test_the_same_change_gives_the_same_bytes(tmp_path: Path) -> None:
    clip = made_clip(tmp_path)
    for name in ("one.mp4", "two.mp4"):
        run(clip, "--with", "sensor_noise=3,seed=5", "--with", "h264=30", "--out", tmp_path / name)
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()
