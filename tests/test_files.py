from pathlib import Path

import pytest

from desdemona.errors import FileProblem
from desdemona.files import make_folder, write_text, write_whole


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    target.write_text("old")

    def fail(half: Path) -> None:
        half.write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(target, fail)
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_text_is_written_as_given(tmp_path: Path) -> None:
    write_text(tmp_path / "new" / "a.txt", "ä\nb\n")
    assert (tmp_path / "new" / "a.txt").read_bytes() == "ä\nb\n".encode()


def test_a_file_in_the_way_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")
    with pytest.raises(FileProblem, match="a file stands where the folder should be"):
        make_folder(tmp_path / "out")


def test_a_folder_in_the_way_of_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="a folder stands where the file should be"):
        write_text(tmp_path, "x")


def test_an_impossible_folder_is_told() -> None:
    with pytest.raises(FileProblem, match=r"/proc/nowhere: the folder cannot be made"):
        make_folder(Path("/proc/nowhere"))
