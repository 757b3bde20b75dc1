"""`desdemona measure` of contact sensors and transcripts: by themselves, and on the clock of a recording."""

from pathlib import Path

import polars as pl
import pytest
from tests.manipulations.made import sound_of, vowel
from tests.sensors.written import edf_bytes

from desdemona.channels.groups import Details, to_groups
from desdemona.channels.one_pass import passing
from desdemona.channels.voice.reasons import NO_TRANSCRIPT
from desdemona.cli.brought import Brought, SensorFile
from desdemona.cli.main import run
from desdemona.cli.measuring import Asked, measure_file
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import Inside
from desdemona.physiology.sensors import contact_sensors
from desdemona.recordings.soundtrack import write_sound

OURS = ["--provenance", "our own; CC0; nobody is in it; tests"]
SCRIPT = """\
name: short
about: Has a pulse of 72.
duration_s: 12.0
acts: []
pulse:
- {t_s: 0.0, rate_bpm: 72.0}
"""
ENGLISH = (
    (0, 6, "Anna: I am here today and all is well"),
    (7, 13, "Ben: that is good to hear"),
    (14, 20, "Anna: yes it is"),
)
CHINESE = ((0, 6, "我今天在这里一切都好"), (7, 13, "很高兴听到这个消息"), (14, 20, "是的"))


def srt(path: Path, cues: tuple[tuple[int, int, str], ...]) -> Path:
    blocks = (
        f"{at}\n00:00:{start:02},000 --> 00:00:{end:02},000\n{text}\n" for at, (start, end, text) in enumerate(cues, 1)
    )
    path.write_text("\n".join(blocks), "utf-8")
    return path


def ecg(
    path: Path, *, rate_bpm: float = 72.0, time: str = "time_s", name: str = "ECG (mV)", to_unit: float = 1
) -> Path:
    track = contact_sensors(Inside(pulse=(PulsePoint(0.0, rate_bpm),)), 30.0, {"ecg": 250.0}, seed=1)["ecg"]
    pl.DataFrame({time: track.times_s * to_unit, name: track.values}).write_csv(path)
    return path


def measured(out: Path, kind: str) -> pl.DataFrame:
    return pl.read_csv(out.with_suffix(f"{kind}.csv"), infer_schema_length=None)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clip")
    (folder / "short.yaml").write_text(SCRIPT)
    drawn = ["phantom", str(folder / "short.yaml"), "--out", str(folder / "short.mp4"), "--size", "160", "--rate", "10"]
    assert run(drawn) == 0
    return folder / "short.mp4"


def test_an_ecg_by_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "tracks.csv"
    assert run(["measure", str(ecg(tmp_path / "heart.csv")), "--out", str(out), *OURS]) == 0
    said = capsys.readouterr()
    frames = pl.read_csv(out, infer_schema_length=None)
    assert frames.columns[:3] == ["frame", "t_s", "heart_rate_ecg_bpm"]
    assert frames["t_s"].to_list() == [float(second) for second in range(30)]
    # The script says 72; without variability the beats stray from it by the sampling of 4 ms alone.
    assert frames["heart_rate_ecg_bpm"].to_list() == pytest.approx([72.0] * 30, abs=0.1)
    refused = measured(out, ".windows").filter(pl.col("channel") == "heart.sdnn.ecg")
    assert refused["value"].to_list() == [None]
    assert refused["reason"].to_list() == ["recording of 30 s; the least is 300 s (Task Force 1996)"]
    assert measured(out, ".events")["channel"].unique().to_list() == ["heart.interval.ecg"]
    assert said.out == (
        f"{out}: 30 rows; 2 channels gave values; 5 withheld: recording of 30 s; the least is 300 s (Task Force 1996)\n"
    )


def test_what_the_columns_do_not_say_the_layout_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = ecg(tmp_path / "odd.csv", time="Stamp", name="lead_1", to_unit=1000)
    out, layout = tmp_path / "t.csv", tmp_path / "odd.yaml"
    command = ["measure", str(odd), "--out", str(out), *OURS]
    assert run(command) == 2
    assert capsys.readouterr().err == (
        f"{odd}: no column is known by its name (Stamp, lead_1); say what they are with --layout FILE\n"
    )
    layout.write_text("{time: {column: Stamp, unit: ms}, columns: {lead_2: {kind: ecg, unit: mV}}}")
    assert run([*command, "--layout", str(layout)]) == 2
    assert capsys.readouterr().err == f"{odd}: line 1: unknown column 'lead_2'; did you mean 'lead_1'?\n"
    for offset_s in (0.0, 2.5):
        layout.write_text(
            f"{{time: {{column: Stamp, unit: ms}}, offset_s: {offset_s}, columns: {{lead_1: {{kind: ecg, unit: mV}}}}}}"
        )
        assert run([*command[:3], str(tmp_path / f"at{offset_s}.csv"), *OURS, "--layout", str(layout)]) == 0
    early, late = (measured(tmp_path / f"at{offset_s}.csv", ".events") for offset_s in (0.0, 2.5))
    assert (late["t_start_s"] - early["t_start_s"]).to_list() == pytest.approx([2.5] * early.height, abs=1e-9)
    assert late["value"].to_list() == pytest.approx(early["value"].to_list(), abs=1e-6)


def test_edf_and_events(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    track = contact_sensors(Inside(pulse=(PulsePoint(0.0, 60.0),)), 30.0, {"ecg": 250.0}, seed=1)["ecg"]
    (tmp_path / "heart.edf").write_bytes(edf_bytes([("ECG", "uV", 900 * track.values / abs(track.values).max(), 250)]))
    assert run(["measure", str(tmp_path / "heart.edf"), "--out", str(tmp_path / "h.parquet"), *OURS]) == 0
    rates = pl.read_parquet(tmp_path / "h.parquet")["heart_rate_ecg_bpm"].to_list()
    assert rates == pytest.approx([60.0] * 30, abs=0.1)  # as above, with 16 bits of 1000 µV
    (tmp_path / "x_events.tsv").write_text("onset\tduration\ttrial_type\n1\t2\tquestion\n")
    capsys.readouterr()
    assert run(["measure", str(tmp_path / "x_events.tsv"), "--out", str(tmp_path / "e.csv"), *OURS]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'e.events.csv'}: 1 event as brought\n"
    assert measured(tmp_path / "e.csv", ".events")["label"].to_list() == ["question"]
    assert not (tmp_path / "e.csv").exists()  # there is no instant to have a row


@pytest.mark.parametrize(
    ("language", "cues", "channel", "counts"),
    [("en", ENGLISH, "words.count", [11.0, 5.0]), ("zh", CHINESE, "words.characters", [21.0])],
)
def test_a_transcript_gives_windows_alone(
    language: str, cues: tuple[tuple[int, int, str], ...], channel: str, counts: list[float], tmp_path: Path
) -> None:
    said, out = srt(tmp_path / "talk.srt", cues), tmp_path / "words.csv"
    assert run(["measure", str(said), "--language", language, "--out", str(out), *OURS]) == 0
    windows = measured(out, ".windows")
    assert windows.filter(pl.col("channel") == channel)["value"].to_list() == counts
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["talk.srt", "words.windows.csv"]


def test_no_language_is_guessed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "words.csv"
    assert run(["measure", str(srt(tmp_path / "talk.srt", CHINESE)), "--out", str(out), *OURS]) == 0
    said = capsys.readouterr()
    assert said.err == (
        "talk.srt: no language is stated, and none is guessed; state it with --language en or --language zh\n"
    )
    assert "0 channels gave values; 6 withheld: 3 for " in said.out
    windows = measured(out, ".windows")
    assert windows["value"].null_count() == windows.height == 6
    assert all("no language is stated" in reason for reason in windows["reason"])


def test_beside_a_recording_all_is_on_its_clock(clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watch = ecg(tmp_path / "watch.csv", rate_bpm=90.0, name="ECG (mV)")
    (tmp_path / "watch.yaml").write_text("offset_s: 3.0\n")
    (tmp_path / "own.yaml").write_text("offset_s: 0\n")
    talk, out = srt(tmp_path / "talk.srt", ENGLISH), tmp_path / "tracks.csv"
    beside = ["--sensors", str(watch), "--sensors", str(clip.with_suffix(".sensors.csv")), "--transcript", str(talk)]
    told = ["--layout", str(tmp_path / "watch.yaml"), "--layout", str(tmp_path / "own.yaml"), "--language", "en"]
    more = ["--transcript-starts-at", "5", "--only", "face"]
    assert run(["measure", str(clip), "--out", str(out), *beside, *told, *more, *OURS]) == 0
    tracks, frames = pl.read_csv(out, infer_schema_length=None), measured(out, ".sensors")
    assert frames.select("frame", "t_s").equals(tracks.select("frame", "t_s"))
    assert frames.height == 120
    rates = frames["heart_rate_ecg_bpm"]
    assert frames.filter(rates.is_null())["t_s"].max() == pytest.approx(2.9, abs=1e-6)  # the watch begins at 3 s
    assert rates.drop_nulls().to_list() == pytest.approx([90.0] * 90, abs=0.2)
    of_both = measured(out, ".sensors.windows").filter(pl.col("channel") == "heart.rate.ecg")
    assert of_both["signal"].unique().sort().to_list() == ["ECG", "ecg"]
    words = measured(out, ".words.windows")
    assert words["t_start_s"].to_list() == [5.0] * words.height
    assert words["t_end_s"].to_list() == [25.0] * words.height
    results = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[0] for line in results] == [
        str(out.with_suffix(f"{kind}.csv")) for kind in ("", ".sensors", ".words.windows")
    ]


def test_signals_of_the_same_name_are_told_apart(clip: Path, tmp_path: Path) -> None:
    left, right = ecg(tmp_path / "left.csv"), ecg(tmp_path / "right.csv")
    out = tmp_path / "t.csv"
    command = ["measure", str(clip), "--sensors", str(left), "--sensors", str(right), "--only", "face"]
    assert run([*command, "--out", str(out), *OURS]) == 0
    assert measured(out, ".sensors.windows")["signal"].unique().sort().to_list() == ["left ECG", "right ECG"]


def test_clocks_that_do_not_meet_are_told(clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    heart, out = ecg(tmp_path / "heart.csv"), tmp_path / "t.csv"
    (tmp_path / "later.yaml").write_text("offset_s: 1000\n")
    told = ["--layout", str(tmp_path / "later.yaml"), "--only", "face"]
    assert run(["measure", str(clip), "--sensors", str(heart), *told, "--out", str(out), *OURS]) == 0
    assert "'ECG' runs from 1000 to 1030 s and does not meet the recording" in capsys.readouterr().err
    assert measured(out, ".sensors")["heart_rate_ecg_bpm"].null_count() == 120


@pytest.mark.parametrize("t_s", ["1e7", "1e12"])
def test_one_wrong_time_is_told_and_fills_no_memory(
    t_s: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heart = ecg(tmp_path / "heart.csv")
    heart.write_text(heart.read_text() + f"{t_s},0.1\n")
    assert run(["measure", str(heart), "--out", str(tmp_path / "t.csv"), *OURS]) == 2
    error = capsys.readouterr().err
    assert error == f"{heart}: 'ECG' lasts {float(t_s):.4g} s with its gaps; is a time or its unit wrong?\n"


def test_who_brings_people_says_where_they_come_from(
    clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    talk, out = srt(tmp_path / "talk.srt", ENGLISH), tmp_path / "t.csv"
    for command in ([str(talk)], [str(clip), "--transcript", str(talk)]):
        assert run(["measure", *command, "--language", "en", "--out", str(out)]) == 2
        assert capsys.readouterr().err == (
            f"{talk}: says nowhere where it comes from; run `desdemona provenance {talk}` for a template to fill in, "
            'or give --provenance "source; licence; agreement; permitted use"\n'
        )
        assert not out.exists()
    (tmp_path / "provenance.yaml").write_text(
        "'talk.srt': {source: our own, licence: CC0, agreement: nobody is in it, permitted_use: tests}\n"
    )
    assert run(["measure", str(talk), "--language", "en", "--out", str(out)]) == 0


def test_sensors_that_were_drawn_with_a_phantom_need_no_provenance(
    clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn = clip.with_suffix(".sensors.csv")
    assert run(["measure", str(drawn), "--out", str(tmp_path / "t.csv")]) == 0
    rates = pl.read_csv(tmp_path / "t.csv")["heart_rate_ecg_bpm"].to_list()
    assert rates == pytest.approx([72.0] * 12, abs=0.1)  # the script says 72, at 500 values a second
    away = tmp_path / "short.sensors.csv"  # the same bytes without the clip may be anybody's
    away.write_bytes(drawn.read_bytes())
    assert run(["measure", str(away), "--out", str(tmp_path / "a.csv")]) == 2
    ecg(clip.with_name("other.sensors.csv"))
    clip.with_name("other.mp4").write_bytes(clip.read_bytes())
    assert run(["measure", str(clip.with_name("other.sensors.csv")), "--out", str(tmp_path / "a.csv")]) == 2
    assert capsys.readouterr().err.count("says nowhere where it comes from") == 2
    away.write_text(away.read_text().replace("\necg,0.002,", "\necg,0.0,", 1))
    assert run(["measure", str(away), "--out", str(tmp_path / "a.csv"), *OURS]) == 2
    assert capsys.readouterr().err == f"{away}: line 3, column 't_s': 0 s stands twice\n"


def test_what_was_measured_before_a_stop_is_gone_on_from_with_sensors_beside(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passing, "BLOCK_FRAMES", 64)
    drawn = clip.with_suffix(".sensors.csv")
    assert run(["measure", str(clip), "--sensors", str(drawn), "--only", "face", "--out", str(tmp_path / "a.csv")]) == 0

    def interrupt(done: int, _total: int | None) -> None:
        if done >= 64:
            raise KeyboardInterrupt

    brought = Brought(sensors=(SensorFile(drawn),))
    asked = Asked(clip, tmp_path / "b.csv", None, to_groups(["face"]), Details(), voice=False, brought=brought)
    with pytest.raises(KeyboardInterrupt):
        measure_file(asked, interrupt, threads=True)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("b")] == ["b.csv.part"]
    measure_file(asked, lambda _done, _total: None, threads=True)
    for kind in ("", ".events", ".windows", ".sensors", ".sensors.events", ".sensors.windows"):
        assert (tmp_path / f"b{kind}.csv").read_bytes() == (tmp_path / f"a{kind}.csv").read_bytes()
    assert not (tmp_path / "b.csv.part").exists()


def test_several_files_of_all_sorts(clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    talk, heart = srt(tmp_path / "talk.srt", ENGLISH), ecg(tmp_path / "heart.csv")
    out = tmp_path / "out"
    command = ["measure", str(talk), str(heart), str(clip), "--only", "face", "--language", "en", "--out", str(out)]
    assert run([*command, *OURS]) == 0
    assert sorted(path.name for path in out.iterdir()) == sorted(
        [
            "talk.windows.csv",
            *(f"{name}{kind}.csv" for name in ("heart", "short") for kind in ("", ".events", ".windows")),
        ]
    )
    assert len(capsys.readouterr().out.splitlines()) == 3


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (["heart.csv", "--only", "face"], "choose what is measured of recordings, and none is named"),
        (["heart.csv", "--sensors", "heart.csv"], "stand beside one recording"),
        (["a.mp4", "b.mp4", "--sensors", "heart.csv"], "stand beside one recording"),
        (["heart.csv", "--language", "en"], "--language is for a transcript, and none is named"),
        (["talk.srt", "--layout", "x.yaml"], "--layout is for a sensor file, and none is named"),
        (["heart.csv", "--layout", "x.yaml", "--layout", "y.yaml"], "given 2 times, for sensor files: 1"),
        (["a.mp4", "--sensors", "talk.srt"], "give it with --transcript"),
        (["a.mp4", "--transcript", "heart.csv"], "give it with --sensors"),
        (["missing.srt"], "missing.srt: no such file"),
        (["talk.xyz"], "'.xyz' is no ending that is known"),
    ],
)
def test_wrong_use_is_one_clear_line(
    command: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "talk.xyz").write_text("hello")
    out = "out" if command[1:2] == ["b.mp4"] else "t.csv"
    assert run(["measure", *command, "--out", out]) == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["talk.xyz"]


def test_an_unknown_ending_names_all_that_are_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "talk.srx").write_text("1\n")
    assert run(["measure", str(tmp_path / "talk.srx"), "--out", str(tmp_path / "t.csv")]) == 2
    error = capsys.readouterr().err
    assert "did you mean '.srt'?" in error
    assert all(
        f" {ending}" in error for ending in (".mp4", ".wav", ".csv", ".edf", ".bdf", ".vtt", ".TextGrid", ".eaf")
    )


def test_nothing_that_is_read_is_written_over(clip: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    heart, drawn = ecg(tmp_path / "heart.csv"), clip.with_suffix(".sensors.csv")
    before = heart.read_bytes(), drawn.read_bytes()
    assert run(["measure", str(heart), "--out", str(heart), *OURS]) == 2
    assert run(["measure", str(clip), "--sensors", str(drawn), "--out", str(clip.with_suffix(".csv"))]) == 2
    assert capsys.readouterr().err.count("is read, and would be written over; choose another name for --out") == 2
    assert (heart.read_bytes(), drawn.read_bytes()) == before
    other = ecg(tmp_path / "heart.events.csv")
    assert run(["measure", str(heart), str(other), "--out", str(tmp_path / "out"), *OURS]) == 2
    assert "two files would write it" in capsys.readouterr().err
    assert run(["measure", str(heart), str(tmp_path / "heart.srt"), "--out", str(tmp_path / "out"), *OURS]) == 2
    assert "beside a recording with --sensors and --transcript" in capsys.readouterr().err


def test_words_a_minute_of_a_voice_are_those_of_its_transcript(tmp_path: Path) -> None:
    write_sound(sound_of(vowel(140, 10.0, 16_000), 16_000), tmp_path / "talk.wav")
    one = srt(tmp_path / "one.srt", ((0, 5, "I am here today and all is well"), (6, 9, "yes it is")))
    two = srt(tmp_path / "two.srt", ENGLISH)

    def rates(transcript: Path, language: str) -> list[float | None]:
        out = tmp_path / "talk.csv"
        beside = ["--transcript", str(transcript), "--language", language]
        assert run(["measure", str(tmp_path / "talk.wav"), "--out", str(out), *beside, *OURS]) == 0
        windows = measured(out, ".voice.windows").filter(pl.col("channel") == "voice.words_per_minute")
        assert (
            windows.filter(pl.col("value").is_null())["reason"].to_list()
            == [NO_TRANSCRIPT] * windows["value"].null_count()
        )
        return windows["value"].to_list()

    # Eight words in the first five seconds, three in the next.
    assert rates(one, "en") == pytest.approx([96.0, 36.0])
    assert rates(one, "zh") == [None, None]  # other languages do not part words by blanks
    assert rates(two, "en") == [None, None]  # two speakers, one voice
