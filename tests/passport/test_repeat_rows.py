"""The same bytes in two processes and under another Python; memory that does not grow with length."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desdemona.errors import FileProblem
from desdemona.passport.repeat import bytes_row, fingerprints, memory_row, phantom_of, prints_by, restless

OTHERS = ("python3.14", "python3.13", "python3.12")
NEEDS = "import av, cv2, numpy, polars, scipy, yaml, click, rich"


@pytest.fixture(scope="module")
def here() -> dict[str, str]:
    return fingerprints()


def test_another_process_gives_the_same_bytes(here: dict[str, str]) -> None:
    version, there = prints_by(Path(sys.executable))
    assert version == sys.version.split()[0]
    assert len(here) == 12
    assert bytes_row("two processes", here, there).within


def other_python() -> Path | None:
    """Return a Python of another version that has what the package needs, if there is one."""
    for name in (os.environ.get("DESDEMONA_OTHER_PYTHON", ""), *OTHERS):
        if not name:
            continue
        told = f"import sys; {NEEDS}; print(sys.version_info[:2] != {tuple(sys.version_info[:2])}, sys.executable)"
        try:
            done = subprocess.run([name, "-c", told], capture_output=True, text=True, check=False, timeout=60)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0 and done.stdout.startswith("True "):
            return Path(done.stdout.removeprefix("True ").strip())
    return None


def test_another_python_gives_the_same_bytes(here: dict[str, str]) -> None:
    python = other_python()
    if python is None:
        pytest.skip("no other Python here has what desdemona needs; name one in DESDEMONA_OTHER_PYTHON")
    _, there = prints_by(python)
    assert bytes_row("another Python", here, there).within


def test_a_recording_that_differs_or_is_missing_fails(here: dict[str, str]) -> None:
    name = next(iter(here))
    assert bytes_row("one differs", here, here | {name: "0"}).found == 1
    assert bytes_row("one is missing", here, {key: value for key, value in here.items() if key != name}).found == 1


def test_a_python_without_the_package_is_told_in_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho 'No module named numpy' >&2\nexit 1\n")
    broken.chmod(0o755)
    with pytest.raises(FileProblem, match=r"python: No module named numpy$"):
        prints_by(broken)


def test_memory_is_flat() -> None:
    row = memory_row((40, 240))
    assert row.within
    assert "peak of a process" in row.means
    frames_mb = 200 * 224 * 224 * 3 / 1e6
    assert row.found < 0.3 * frames_mb  # 30 MB of pictures more, kept they would show


def test_what_is_compared_is_a_face_a_voice_and_bodies() -> None:
    assert phantom_of("drowsy_driver").script.scene is not None
    assert restless(300).script.duration_s == pytest.approx(10.0)
