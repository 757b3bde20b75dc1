"""Odd and damaged files are measured or refused with one line, in a watched process; the benchmark has 500 of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.mutated import GOOD, Case, Watched, cases_of
from benchmarks.odd_files import odd_kinds

SEED = 2
DAMAGED = 15
MOST_MB = 1000.0
"""Larger pictures than any here may take more; the benchmark tells how much."""

ODD: dict[str, int | str] = {  # how many frames are measured, or why the file is refused
    "1×1 video": 6,
    "1×480 video": 6,
    "4096×2 video": 6,
    "1 frames a second": 12,
    "240 frames a second": 240,
    "a pause of a day": 8,
    "for ever ahead": 6,
    "times before zero (Matroska)": 12,
    "times that go back": 10,
    "libx265 yuv420p10le .mp4": 12,
    "ffv1 yuva420p .mkv": 12,
    "gif rgb8 .gif": 12,
    "mjpeg yuvj420p still": 1,
    "libwebp_anim bgra .webp": "is an animated WebP, which cannot be decoded here; convert it to GIF or MP4",
    "turned by 45 degrees": 12,
    "a matrix of nought numbers": 12,
    "sound: 8 channels": 12,
    "sound: not numbers": 0,
    "sound: huge numbers": 0,
    "sound: 7 samples a second": "its sound states 7 samples a second (channels: 1), which cannot be measured",
    "sound: 2147483647 samples a second": "its sound states 2147483647 samples a second",
    "changes size with each picture": 1,
    "no frames, but sound": 0,
    "30000×30000 black PNG": "larger than 8192 × 8192 pixels",
}
IN_FULL = {"1×1 video", "1 frames a second", "a pause of a day"}
"""Measured with all groups of channels; the others with the face alone."""


@pytest.fixture(scope="module")
def watched() -> Iterator[Watched]:
    with Watched(limit_s=60.0, limit_mb=2 * MOST_MB) as process:
        yield process


@pytest.mark.parametrize("kind", ODD)
def test_odd_files_end_as_they_must(kind: str, watched: Watched, tmp_path: Path) -> None:
    found = watched.measure(odd_kinds()[kind](tmp_path), kind in IN_FULL)
    expected = ODD[kind]
    if isinstance(expected, int):
        assert (found.ending, found.frames) == ("measured", expected), found.text
    else:
        assert found.ending == "refused"
        assert expected in found.text
    assert found.peak_mb < MOST_MB


@pytest.mark.parametrize("case", cases_of(SEED)[-DAMAGED:], ids=lambda case: f"{case.number} {case.about}")
def test_damaged_files_are_measured_or_refused(case: Case, watched: Watched, tmp_path: Path) -> None:
    found = watched.measure(case.make(tmp_path), everything=False)
    assert found.ending in GOOD, found.text
    assert found.peak_mb < MOST_MB


@pytest.mark.parametrize(("limit_s", "limit_mb", "ending"), [(0.0, 1e9, "hang"), (1e9, 1.0, "memory")])
def test_what_takes_too_long_or_too_much_is_ended(limit_s: float, limit_mb: float, ending: str, tmp_path: Path) -> None:
    path = odd_kinds()["1×1 still"](tmp_path)
    with Watched(limit_s, limit_mb) as process:
        assert process.measure(path, everything=False).ending == ending
