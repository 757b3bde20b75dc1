import hashlib
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.datasets.local_server import Behaviour, serving

from desdemona.datasets.getting import ATTEMPTS, get_dataset
from desdemona.datasets.known import FER_PLUS, RAVDESS, KnownDataset, PinnedFile
from desdemona.errors import FileProblem, UsageError

CONTENT = bytes(range(256)) * 1000


def pinned(address: str, content: bytes = CONTENT, name: str = "votes.csv") -> KnownDataset:
    file = PinnedFile(name, f"{address}/{name}", hashlib.sha256(content).hexdigest(), len(content))
    return replace(FER_PLUS, files=(file,))


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def test_a_file_arrives_whole_with_its_progress(tmp_path: Path) -> None:
    told: list[tuple[int, int | None, str]] = []
    with serving(Behaviour(CONTENT)) as address:
        paths = get_dataset(
            pinned(address), tmp_path / "new", progress=lambda done, total, what: told.append((done, total, what))
        )
    assert paths == (tmp_path / "new" / "votes.csv",)
    assert paths[0].read_bytes() == CONTENT
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["votes.csv"]
    assert told[-1] == (256_000, 256_000, "votes.csv")
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)


def test_what_is_there_is_not_fetched_again(tmp_path: Path) -> None:
    (tmp_path / "votes.csv").write_bytes(CONTENT)
    get_dataset(pinned("http://127.0.0.1:9"), tmp_path)
    (tmp_path / "votes.csv").write_bytes(b"mine")
    with pytest.raises(FileProblem, match="is there already and is not the file that was pinned; move it away first"):
        get_dataset(pinned("http://127.0.0.1:9"), tmp_path)
    assert (tmp_path / "votes.csv").read_bytes() == b"mine"


def test_a_line_that_breaks_is_taken_up_where_it_broke(tmp_path: Path) -> None:
    behaviour = Behaviour(CONTENT, cut_after=[100_000, 50_000])
    with serving(behaviour) as address:
        get_dataset(pinned(address), tmp_path)
    assert (tmp_path / "votes.csv").read_bytes() == CONTENT
    assert [wanted for _, wanted in behaviour.asked] == [None, "bytes=100000-", "bytes=150000-"]


def test_the_part_stays_for_the_next_call(tmp_path: Path) -> None:
    behaviour = Behaviour(CONTENT, cut_after=[10_000] * ATTEMPTS)
    with serving(behaviour) as address:
        with pytest.raises(FileProblem, match=f"broke off after {10_000 * ATTEMPTS} of 256000 bytes; run it again"):
            get_dataset(pinned(address), tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["votes.csv.part"]
        get_dataset(pinned(address), tmp_path)
    assert behaviour.asked[-1] == ("/votes.csv", f"bytes={10_000 * ATTEMPTS}-")
    assert [path.name for path in tmp_path.iterdir()] == ["votes.csv"]
    assert (tmp_path / "votes.csv").read_bytes() == CONTENT


def test_a_server_that_cannot_go_on_sends_all_of_it_again(tmp_path: Path) -> None:
    behaviour = Behaviour(CONTENT, ranges=False, cut_after=[100_000])
    with serving(behaviour) as address:
        get_dataset(pinned(address), tmp_path)
    assert len(behaviour.asked) == 2
    assert (tmp_path / "votes.csv").read_bytes() == CONTENT


def test_a_part_of_another_file_is_thrown_away(tmp_path: Path) -> None:
    (tmp_path / "votes.csv.part").write_bytes(b"x" * 1000)
    behaviour = Behaviour(CONTENT)
    with serving(behaviour) as address:
        get_dataset(pinned(address), tmp_path)
    assert [wanted for _, wanted in behaviour.asked] == ["bytes=1000-", None]
    assert (tmp_path / "votes.csv").read_bytes() == CONTENT


def test_a_part_that_is_too_long_is_thrown_away(tmp_path: Path) -> None:
    (tmp_path / "votes.csv.part").write_bytes(b"x" * 300_000)
    with serving(Behaviour(CONTENT)) as address:
        get_dataset(pinned(address), tmp_path)
    assert (tmp_path / "votes.csv").read_bytes() == CONTENT


def test_a_part_that_only_lacks_its_name_is_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "votes.csv.part").write_bytes(CONTENT)
    get_dataset(pinned("http://127.0.0.1:9"), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["votes.csv"]


def test_another_hash_is_refused(tmp_path: Path) -> None:
    other = CONTENT[:-1] + b"x"
    with serving(Behaviour(other)) as address, pytest.raises(FileProblem) as told:
        get_dataset(pinned(address), tmp_path)
    line = str(told.value)
    assert "not the file that was pinned: expected sha256" in line
    assert hashlib.sha256(other).hexdigest() in line
    assert "\n" not in line
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("announces_length", [True, False])
def test_another_size_is_refused(tmp_path: Path, announces_length: bool) -> None:
    behaviour = Behaviour(CONTENT + b"more", announces_length=announces_length)
    with serving(behaviour) as address, pytest.raises(FileProblem, match="not the file that was pinned"):
        get_dataset(pinned(address), tmp_path)
    assert len(behaviour.asked) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with serving(Behaviour(CONTENT)) as address, pytest.raises(FileProblem) as told:
        get_dataset(pinned(address, name="gone.csv"), tmp_path)
    assert str(told.value) == (
        f"{address}/gone.csv: the server answers 404 Not Found; bring gone.csv by hand into {tmp_path}"
    )


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_without_a_network_it_says_what_to_bring(tmp_path: Path) -> None:
    with pytest.raises(FileProblem) as told:
        get_dataset(pinned(f"http://127.0.0.1:{unused_port()}"), tmp_path)
    line = str(told.value)
    assert "no network" in line
    assert line.endswith(f"bring votes.csv by hand into {tmp_path}")
    assert "\n" not in line
    assert list(tmp_path.iterdir()) == []


def test_an_opener_that_never_answers(tmp_path: Path) -> None:
    limits = []

    def silent(_request: object, timeout_s: float) -> None:
        limits.append(timeout_s)
        raise TimeoutError("timed out")

    opener: Callable[..., object] = silent
    with pytest.raises(FileProblem, match=r"no network \(timed out\)"):
        get_dataset(FER_PLUS, tmp_path, opener=opener)  # type: ignore[arg-type]
    assert limits == [30.0]


def test_a_mirror_is_asked_by_name(tmp_path: Path) -> None:
    behaviour = Behaviour(CONTENT)
    with serving(behaviour) as address:
        get_dataset(pinned("https://example.invalid/deep"), tmp_path, mirror=f"{address}/")
    assert behaviour.asked == [("/votes.csv", None)]


def test_what_cannot_be_fetched_says_how_to_come_by_it(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ravdess: nothing to fetch; You bring your own copy"):
        get_dataset(RAVDESS, tmp_path)
    with pytest.raises(UsageError, match="'file:///etc' is no web address"):
        get_dataset(FER_PLUS, tmp_path, mirror="file:///etc")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(FileProblem, match="a file stands where the folder should be"):
        get_dataset(FER_PLUS, tmp_path / "out")


def test_a_server_whose_file_is_shorter_than_the_part(tmp_path: Path) -> None:
    (tmp_path / "votes.csv.part").write_bytes(CONTENT[:2000])
    behaviour = Behaviour(CONTENT[:1000])
    with serving(behaviour) as address, pytest.raises(FileProblem, match="it has 1000 bytes, not 256000"):
        get_dataset(pinned(address), tmp_path)
    assert [wanted for _, wanted in behaviour.asked] == ["bytes=2000-", None]


def test_a_part_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "votes.csv.part").mkdir()
    with (
        serving(Behaviour(CONTENT)) as address,
        pytest.raises(FileProblem, match=r"cannot be written \(Is a directory"),
    ):
        get_dataset(pinned(address), tmp_path)
