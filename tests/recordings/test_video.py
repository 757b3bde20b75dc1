"""Every decodable frame, upright, at its true time; and one clear sentence where there is none."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Literal

import av
import numpy as np
import pytest
from benchmarks.odd_files import Look, write_media, write_own_times
from numpy.typing import NDArray
from tests.recordings.clips import SHARED_CLIPS, TEXT, in_memory, ramp, write_sound, write_still, write_video

from desdemona.errors import FileProblem, ProvenanceError, UsageError
from desdemona.recordings.recording import Frame, Notice, ignore_notice
from desdemona.recordings.video import open_recording, write_clip

# 8-bit YUV and the decoder's own rounding move a value by up to 3 of 255 each way; 4:2:0 blurs colour at edges.
NEAR = 6


def frames_of(path: Path) -> tuple[list[Frame], list[str]]:
    notices: list[str] = []
    return list(open_recording(path, TEXT).frames(notices.append)), notices


@pytest.mark.parametrize(("name", "count", "step_s"), [("single_face", 72, 1 / 30), ("no_face", 95, 512 / 12288)])
def test_real_clips_give_every_frame_at_its_time(name: str, count: int, step_s: float) -> None:
    path = SHARED_CLIPS / f"{name}.mp4"
    if not path.exists():
        pytest.skip("the shared clips are not beside this checkout")
    frames, notices = frames_of(path)
    assert [frame.index for frame in frames] == list(range(count))
    # no_face.mp4 states 98 frames; an edit list hides three of them, which is no damage.
    assert notices == []
    np.testing.assert_allclose(np.diff([frame.t_s for frame in frames]), step_s, atol=1e-9)


def test_variable_frame_rate_keeps_the_true_times(tmp_path: Path) -> None:
    ticks_ms = [500, 533, 600, 601, 900, 2000, 2040]
    path = write_video(tmp_path / "vfr.mp4", [ramp(32, 32, 30 * k) for k in range(7)], ticks_ms=ticks_ms)
    frames, notices = frames_of(path)
    # Times are ticks of the container's own clock, 1 ms or finer, so half a tick is the largest error.
    np.testing.assert_allclose([f.t_s for f in frames], (np.array(ticks_ms) - 500) / 1000, atol=5e-4)
    assert [int(np.median(f.rgb[..., 2])) for f in frames] == pytest.approx([30 * k for k in range(7)], abs=NEAR)
    assert notices == []


def test_frames_without_usable_times_are_spaced_by_the_stated_rate_and_told(tmp_path: Path) -> None:
    path = tmp_path / "raw.h264"  # a bare stream holds no times at all
    whole = write_video(tmp_path / "whole.mp4", [ramp(32, 32)] * 6)
    with av.open(str(whole)) as source, av.open(str(path), "w", format="h264") as output:
        stream = output.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.size:
                packet.stream = stream
                output.mux(packet)
    frames, notices = frames_of(path)
    assert np.diff([frame.t_s for frame in frames]) == pytest.approx([1 / 25] * 5)
    assert notices == [
        "raw.h264: 6 of 6 frames state no usable time; each is taken to come 40.0 ms after the one before"
    ]


@pytest.mark.parametrize(("degrees", "quarters"), [(90, 1), (180, 2), (270, 3)])
def test_rotation_metadata_is_applied(degrees: int, quarters: int, tmp_path: Path) -> None:
    upright = ramp(48, 32)
    path = write_video(tmp_path / "turned.mp4", [upright] * 3, turned_deg=degrees)
    recording = open_recording(path, TEXT)
    expected = np.rot90(upright, quarters)  # counter-clockwise, as the metadata count
    assert (recording.height_px, recording.width_px) == expected.shape[:2]
    frame = next(iter(recording.frames(ignore_notice)))
    assert np.abs(frame.rgb.astype(int) - expected).mean() < NEAR


def exif(orientation: int, order: Literal["little", "big"]) -> bytes:
    """An Exif block of one entry, as the JPEG segment that holds it."""

    def number(value: int, size: int) -> bytes:
        return value.to_bytes(size, order)

    mark = b"II" if order == "little" else b"MM"
    value = number(orientation, 2) + b"\0\0"
    entry = number(0x0112, 2) + number(3, 2) + number(1, 4) + value
    block = b"Exif\0\0" + mark + number(42, 2) + number(8, 4) + number(1, 2) + entry + number(0, 4)
    return b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block


@pytest.mark.parametrize("order", ["little", "big"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_photographs_are_turned_as_their_exif_says(
    orientation: int, order: Literal["little", "big"], tmp_path: Path
) -> None:
    stored = np.zeros((48, 32), np.uint8)  # 4:2:0 as planes under each other: 32 rows of light, 16 of colour
    stored[:32] = np.linspace(20, 120, 32)[:, None] + np.linspace(0, 100, 32)[None, :]
    stored[32:] = 128
    path = write_still(tmp_path / "x.jpg", stored, "yuvj420p", "mjpeg")
    content = path.read_bytes()
    path.write_bytes(content[:2] + exif(orientation, order) + content[2:])
    light = stored[:32].astype(int)
    upright = {  # what the first stored row and column are, by the table of the Exif standard
        1: light,  # top, left
        2: light[:, ::-1],  # top, right
        3: light[::-1, ::-1],  # bottom, right
        4: light[::-1],  # bottom, left
        5: light.T,  # left, top
        6: np.rot90(light, -1),  # right, top
        7: np.rot90(light, -1)[::-1],  # right, bottom
        8: np.rot90(light, 1),  # left, bottom
    }[orientation]
    frame = frames_of(path)[0][0]
    assert np.abs(frame.rgb[..., 1].astype(int) - upright).mean() < NEAR  # reversing would move it by 40 and more
    assert frame.rgb.flags.c_contiguous


@pytest.mark.parametrize(
    ("codec", "pix_fmt", "suffix"),
    [
        ("libx264", "yuv420p10le", ".mp4"),
        ("libx264", "yuv444p", ".mp4"),
        ("ffv1", "yuv422p10le", ".mkv"),
        ("ffv1", "yuva420p", ".mkv"),
        ("ffv1", "bgr0", ".mkv"),
        ("mjpeg", "yuvj420p", ".avi"),
    ],
)
def test_any_pixel_format_becomes_rgb(codec: str, pix_fmt: str, suffix: str, tmp_path: Path) -> None:
    picture = ramp(64, 48)
    frames, _ = frames_of(write_video(tmp_path / f"x{suffix}", [picture] * 3, codec=codec, pix_fmt=pix_fmt))
    assert len(frames) == 3
    assert frames[0].rgb.dtype == np.uint8
    assert frames[0].rgb.flags.c_contiguous
    assert np.abs(frames[1].rgb.astype(int) - picture).mean() < NEAR


def test_gray_video_has_three_equal_channels(tmp_path: Path) -> None:
    pictures = [np.full((16, 16, 3), 100, np.uint8)] * 2
    frames, _ = frames_of(write_video(tmp_path / "gray.mkv", pictures, codec="ffv1", pix_fmt="gray"))
    np.testing.assert_allclose(frames[0].rgb, 100, atol=1)


@pytest.mark.parametrize("pix_fmt", ["rgb24", "rgba", "gray", "gray16be"])
def test_stills_are_one_frame(pix_fmt: str, tmp_path: Path) -> None:
    channels = {"rgb24": 3, "rgba": 4}.get(pix_fmt)
    depth = np.uint16 if "16" in pix_fmt else np.uint8
    shape = (9, 13, channels) if channels else (9, 13)
    pixels = np.full(shape, 120 * (257 if depth == np.uint16 else 1), depth)
    frames, notices = frames_of(write_still(tmp_path / "100%03d [x]*.png", pixels, pix_fmt))
    assert [(f.index, f.t_s) for f in frames] == [(0, 0.0)]
    np.testing.assert_allclose(frames[0].rgb, 120, atol=1)
    assert frames[0].rgb.shape == (9, 13, 3)
    assert notices == []


def test_jpeg_is_one_frame(tmp_path: Path) -> None:
    pixels = np.full((24, 16), 128, np.uint8)  # 4:2:0 as planes under each other: 16 × 16
    frames, _ = frames_of(write_still(tmp_path / "x.jpg", pixels, "yuvj420p", "mjpeg"))
    assert len(frames) == 1


def test_one_pixel_is_a_picture(tmp_path: Path) -> None:
    frames, _ = frames_of(write_still(tmp_path / "dot.png", np.full((1, 1, 3), 77, np.uint8), "rgb24"))
    assert frames[0].rgb.tolist() == [[[77, 77, 77]]]


def test_each_pass_starts_afresh_and_may_stop_early(tmp_path: Path) -> None:
    recording = open_recording(write_video(tmp_path / "x.mp4", [ramp(32, 32)] * 5), TEXT)
    assert next(iter(recording.frames(ignore_notice))).index == 0
    assert len(list(recording.frames(ignore_notice))) == 5
    assert (recording.frame_count, recording.rate_hz, recording.name) == (5, 25.0, "x.mp4")


def test_cut_off_mp4_gives_the_frames_up_to_the_cut(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pictures = [np.random.default_rng(k).integers(0, 255, (64, 64, 3), np.uint8) for k in range(40)]
    whole = write_video(tmp_path / "whole.mp4", pictures)
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    good, _ = frames_of(whole)
    frames, notices = frames_of(cut)
    assert 10 < len(frames) < 30
    assert notices == [
        f"cut.mp4 is cut off after {len(frames)} frames ({len(frames) / 25:.2f} s): "
        "the file ends, or is damaged, in the middle of the next frame"
    ]
    for got, expected in zip(frames, good, strict=False):
        assert got.t_s == expected.t_s
        np.testing.assert_array_equal(got.rgb, expected.rgb)
    assert capfd.readouterr().err == ""


def test_cut_off_matroska_is_told_from_its_stated_length(tmp_path: Path) -> None:
    pictures = [np.random.default_rng(k).integers(0, 255, (64, 64, 3), np.uint8) for k in range(80)]
    whole = write_video(tmp_path / "whole.mkv", pictures)
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert frames_of(whole)[1] == []
    frames, notices = frames_of(cut)
    assert 20 < len(frames) < 60
    assert notices[0].startswith(f"cut.mkv is cut off after {len(frames)} frames (")
    assert "length of 3.20 s" in notices[0]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("zero.mp4", b"", "is empty (0 bytes)"),
        ("text.mp4", b"These are only words.\n" * 90, "holds text, not a recording"),
        ("list.mp4", b"#EXTM3U\n#EXTINF:10,\nother.ts\n#EXT-X-ENDLIST\n", "holds text, not a recording"),
        ("noise.mp4", bytes(range(256)) * 8, "is not a video, picture or sound file that can be read"),
        ("lost.mp4", b"\0\0\0\x10ftypisom\0\0\0\0\0\0\xff\xffmdat", "the index of its frames is missing"),
    ],
)
def test_what_is_no_recording_is_said_in_plain_words(
    name: str, content: bytes, sentence: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileProblem) as caught:
        open_recording(path, TEXT)
    assert str(caught.value).startswith(f"{path}: ")
    assert sentence in str(caught.value)
    assert capfd.readouterr().err == ""


def test_missing_file_and_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match=r"absent\.mp4: no such file$"):
        open_recording(tmp_path / "absent.mp4", TEXT)
    with pytest.raises(FileProblem, match="is a folder, not a recording; name the files in it"):
        open_recording(tmp_path, TEXT)
    with pytest.raises(FileProblem, match="no such file"):
        open_recording("odd\0name.mp4", TEXT)


def test_sound_alone_has_no_pictures(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "x.wav", np.zeros((800, 2), np.int16), 8000)
    with pytest.raises(FileProblem, match="holds sound but no pictures"):
        open_recording(path, TEXT)


def test_without_provenance_nothing_opens(tmp_path: Path) -> None:
    path = write_video(tmp_path / "x.mp4", [ramp(32, 32)] * 2)
    with pytest.raises(ProvenanceError, match=r"says nowhere where it comes from; run `desdemona provenance"):
        open_recording(path)


@pytest.mark.parametrize("seed", range(30))
def test_mutated_files_raise_nothing_but_our_own(seed: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    rng = np.random.default_rng(seed)
    suffix = (".mp4", ".mkv", ".avi")[seed % 3]
    path = write_video(
        tmp_path / f"x{suffix}", [ramp(48, 32, 9 * k) for k in range(20)], codec="mpeg4" if seed % 2 else "libx264"
    )
    content = bytearray(path.read_bytes())
    for place in rng.integers(0, len(content), 25):
        content[place] = int(rng.integers(256))
    path.write_bytes(content)
    with suppress(UsageError):
        frames, _ = frames_of(path)
        assert len({frame.rgb.shape for frame in frames}) == 1
        assert all(one.t_s < two.t_s for one, two in pairwise(frames))
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(("width", "height"), [(64, 48), (33, 17), (1, 1)])
def test_written_clip_comes_back(width: int, height: int, tmp_path: Path) -> None:
    times_s = [0.0, 1 / 30, 0.1, 0.1333, 0.9]
    pictures = [ramp(width, height, 40 * k) for k in range(5)]
    path = tmp_path / "clip.mp4"
    write_clip(in_memory(pictures, times_s), path)
    again = open_recording(path)
    frames = list(again.frames(ignore_notice))
    # Times are kept to one tick of 1/90000 s, so to half a tick either way.
    np.testing.assert_allclose([frame.t_s for frame in frames], times_s, atol=0.5 / 90_000)
    for frame, picture in zip(frames, pictures, strict=True):
        assert frame.rgb.shape == picture.shape
        assert np.abs(frame.rgb.astype(int) - picture).mean() < NEAR
    assert again.provenance.kind == "phantom"
    assert again.provenance.source == "rendered"


def test_written_clip_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    pictures = [np.random.default_rng(k).integers(0, 255, (96, 128, 3), np.uint8) for k in range(12)]
    for name in ("one.mp4", "two.mp4"):
        write_clip(in_memory(pictures, [k / 30 for k in range(12)]), tmp_path / name)
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()


def test_a_pulse_survives_writing(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    times_s = np.arange(75) / 25
    beat = np.exp(-2j * np.pi * 1.2 * times_s)  # 72 bpm

    def green_less_red(pictures: Sequence[NDArray[np.uint8]]) -> float:
        means = np.array([rgb.reshape(-1, 3).mean(0) for rgb in pictures])
        change = means[:, 1] - means[:, 0]
        return float(2 * np.abs(((change - change.mean()) * beat).mean()))

    skin = np.array([200.0, 150.0, 120.0]) + rng.normal(0, 3, (96, 128, 1))
    pictures = []
    for t_s in times_s:
        pulse = 1 + 0.006 * np.array([0.3, 0.8, 0.5]) * np.sin(2 * np.pi * 1.2 * t_s)
        noisy = skin * pulse + rng.normal(0, 1.2, (*skin.shape[:2], 3))
        pictures.append(np.clip(noisy + 0.5, 0, 255).astype(np.uint8))
    path = tmp_path / "pulse.mp4"
    write_clip(in_memory(pictures, list(times_s)), path)
    kept = [frame.rgb for frame in open_recording(path).frames(ignore_notice)]
    # 0.36 levels before; without care for colour the encoder leaves less than 0.02 of it.
    assert green_less_red(kept) == pytest.approx(green_less_red(pictures), rel=0.25)


def test_clip_of_a_real_recording_carries_no_provenance(tmp_path: Path) -> None:
    write_clip(in_memory([ramp(32, 32)] * 2, [0.0, 0.04], kind="real"), tmp_path / "clip.mp4")
    with pytest.raises(ProvenanceError):
        open_recording(tmp_path / "clip.mp4")


def test_given_text_goes_before_what_a_clip_says(tmp_path: Path) -> None:
    write_clip(in_memory([ramp(32, 32)] * 2, [0.0, 0.04]), tmp_path / "clip.mp4")
    assert open_recording(tmp_path / "clip.mp4", TEXT).provenance.kind == "real"


def test_interrupted_clip_leaves_nothing(tmp_path: Path) -> None:
    def until_interrupted(_notice: Notice) -> Iterator[Frame]:
        yield Frame(0, 0.0, ramp(32, 32))
        raise KeyboardInterrupt

    made = replace(in_memory([ramp(32, 32)], [0.0]), frames=until_interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_clip(made, tmp_path / "clip.mp4")
    assert list(tmp_path.iterdir()) == []


def test_clip_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    made = in_memory([ramp(32, 32)], [0.0])
    (tmp_path / "file").touch()
    with pytest.raises(FileProblem, match="a file stands where the folder should be"):
        write_clip(made, tmp_path / "file" / "clip.mp4")
    with pytest.raises(FileProblem, match=r"a clip's name ends in \.mp4"):
        write_clip(made, tmp_path / "clip.webm")
    (tmp_path / "folder.mp4").mkdir()
    with pytest.raises(FileProblem, match="a folder stands where the file should be"):
        write_clip(made, tmp_path / "folder.mp4")


DAY_MS = 86_400_000


@pytest.mark.parametrize(
    ("ticks_ms", "expected_ms", "notice"),
    [
        ((0, 40, 80, 3_000_080), (0, 40, 80, 3_000_080), ""),  # a pause of 50 minutes is a pause
        (
            (0, 40, 80, DAY_MS, DAY_MS + 33, DAY_MS + 99),  # after a jump the clock goes on as it says
            (0, 40, 80, 120, 153, 219),
            "1 of 6 frames state no usable time; each is taken to come 40.0 ms after the one before; "
            "2 after them keep their distance",
        ),
        (
            (0, 40, 80, DAY_MS, 160, 200),  # one damaged time: the frames after it are at their own times
            (0, 40, 80, 120, 160, 200),
            "1 of 6 frames state no usable time; each is taken to come 40.0 ms after the one before",
        ),
        (
            (0, 40, 40, 120, 20, 60),  # 20 is too late to be true, and 60 is 40 ms after it
            (0, 40, 80, 120, 160, 200),
            "2 of 6 frames state no usable time; each is taken to come 40.0 ms after the one before; "
            "1 after them keep their distance",
        ),
    ],
)
def test_times_that_make_no_sense_are_guessed_and_told(
    ticks_ms: tuple[int, ...], expected_ms: tuple[int, ...], notice: str, tmp_path: Path
) -> None:
    path = write_own_times(tmp_path, "x.nut", ticks_ms, [(32, 32)])
    frames, notices = frames_of(path)
    np.testing.assert_allclose([frame.t_s for frame in frames], np.array(expected_ms) / 1000, atol=1e-9)
    assert notices == ([f"x.nut: {notice}"] if notice else [])


def test_an_animated_webp_is_named(tmp_path: Path) -> None:
    path = write_media(tmp_path, "x.webp", Look("libwebp_anim", "bgra"))
    with pytest.raises(FileProblem, match="is an animated WebP, which cannot be decoded here; convert it to GIF or MP"):
        open_recording(path, TEXT)
