"""Fetching the pinned files of a dataset: with progress, going on where it stopped, checked by size and hash."""

import hashlib
import http.client
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from desdemona.datasets.known import KnownDataset, PinnedFile
from desdemona.errors import FileProblem, UsageError
from desdemona.files import make_folder

Progress = Callable[[int, int | None, str], None]
"""Told the bytes that are here, the bytes of all files together, and the file at hand."""

Opener = Callable[[urllib.request.Request, float], http.client.HTTPResponse]
"""Opens a request with a time limit in seconds; may raise what `urllib.request.urlopen` raises."""

TIMEOUT_S = 30.0
ATTEMPTS = 4
CHUNK_BYTES = 1 << 16
BROKEN_LINE = (urllib.error.URLError, TimeoutError, ConnectionError, ssl.SSLError)


@dataclass(frozen=True, slots=True)
class Fetching:
    """One file on its way: where from, where to, and how it is told."""

    file: PinnedFile
    url: str
    target: Path
    show: Callable[[int], None]
    opener: Opener

    @property
    def part(self) -> Path:
        """The file that is written until it is whole and checked."""
        return self.target.with_name(f"{self.target.name}.part")


def ignore_progress(_done: int, _total: int | None, _what: str) -> None:
    """Drop the progress; for callers that show none."""


def open_url(request: urllib.request.Request, timeout_s: float) -> http.client.HTTPResponse:
    """Open a request over HTTP or HTTPS."""
    response: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=timeout_s)
    return response


def get_dataset(
    dataset: KnownDataset,
    folder: Path,
    *,
    progress: Progress = ignore_progress,
    opener: Opener = open_url,
    mirror: str | None = None,
) -> tuple[Path, ...]:
    """Fetch the pinned files of a dataset into a folder and return their paths.

    A file that is there already with the right hash is kept. A file on its way is called NAME.part; when the line
    breaks, it stays, and the next call goes on where it ended if the server can. No file gets its name before its
    size and sha256 are right. With `mirror` the files are fetched from there, by their names.

    Raises
    ------
    UsageError
        When the dataset has no files that anyone may fetch, or the mirror is no web address.
    FileProblem
        When a file cannot be had, cannot be written, or is not the one that was pinned.
    """
    if not dataset.files:
        raise UsageError(f"{dataset.id}: nothing to fetch; {dataset.terms} Its source: {dataset.source}")
    if mirror is not None and not mirror.startswith(("http://", "https://")):
        raise UsageError(f"'{mirror}' is no web address; a mirror starts with https://")
    make_folder(folder)
    paths, before = [], 0
    for file in dataset.files:

        def show(done: int, before: int = before, name: str = file.name) -> None:
            progress(before + done, dataset.fetched_bytes, name)

        url = f"{mirror.rstrip('/')}/{file.name}" if mirror else file.url
        get_file(Fetching(file, url, folder / file.name, show, opener))
        paths.append(folder / file.name)
        before += file.size_bytes
    return tuple(paths)


def get_file(fetching: Fetching) -> None:
    """Fetch one file unless it is there, check it, and only then give it its name.

    Raises
    ------
    FileProblem
        When it cannot be had or written, or is not the file that was pinned.
    """
    file, target, part = fetching.file, fetching.target, fetching.part
    try:
        if target.exists():
            if not target.is_file() or sha256_of(target) != file.sha256:
                raise FileProblem(target, "is there already and is not the file that was pinned", "move it away first")
        else:
            resumed = part.exists()
            fetch_part(fetching)
            if resumed and sha256_of(part) != file.sha256:
                part.unlink()  # what lay there was of another file
                fetch_part(fetching)
            found = sha256_of(part)
            if found != file.sha256:
                part.unlink()
                raise not_pinned(fetching, f"expected sha256 {file.sha256}, found {found}")
            part.replace(target)
    except OSError as error:
        raise FileProblem(target, f"cannot be written ({error.strerror or error})", "choose another place") from None
    fetching.show(file.size_bytes)


def fetch_part(fetching: Fetching) -> None:
    """Fill the part file up to the pinned size, trying again as long as bytes arrive.

    Raises
    ------
    FileProblem
        When the server has no such file, cannot be reached, sends too much, or keeps breaking off.
    """
    size = fetching.file.size_bytes
    have = size_of(fetching.part)
    for _ in range(ATTEMPTS):
        if have == size:
            return
        try:
            receive(fetching, have if have < size else 0)
        except urllib.error.HTTPError as error:
            refused_range = error.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
            error.close()
            if not refused_range:
                raise FileProblem(
                    fetching.url, f"the server answers {error.code} {error.reason}", by_hand(fetching)
                ) from None
            fetching.part.unlink(missing_ok=True)
        except (*BROKEN_LINE, http.client.HTTPException) as error:
            if size_of(fetching.part) <= have:
                reason = getattr(error, "reason", None) or error
                raise FileProblem(fetching.url, f"no network ({reason})", by_hand(fetching)) from None
        have = size_of(fetching.part)
    if have != size:
        raise FileProblem(fetching.url, f"broke off after {have} of {size} bytes", "run it again to go on from there")


def receive(fetching: Fetching, start: int) -> None:
    """Ask for the file from byte `start` on and append what comes; start over when the server sends all of it."""
    headers = {"User-Agent": "desdemona", "Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    with fetching.opener(urllib.request.Request(fetching.url, headers=headers), TIMEOUT_S) as response:
        goes_on = response.status == HTTPStatus.PARTIAL_CONTENT and (
            response.headers.get("Content-Range", "").startswith(f"bytes {start}-")
        )
        done = start if goes_on else 0
        announced = response.headers.get("Content-Length", "")
        if announced.isdigit() and done + int(announced) != fetching.file.size_bytes:
            raise not_pinned(fetching, f"it has {done + int(announced)} bytes, not {fetching.file.size_bytes}")
        with fetching.part.open("ab" if goes_on else "wb") as out:
            while chunk := response.read(CHUNK_BYTES):
                done += len(chunk)
                if done > fetching.file.size_bytes:
                    break
                out.write(chunk)
                fetching.show(done)
    if done > fetching.file.size_bytes:
        fetching.part.unlink()
        raise not_pinned(fetching, f"it is longer than {fetching.file.size_bytes} bytes")


def not_pinned(fetching: Fetching, why: str) -> FileProblem:
    """Say that what came is not the file that was pinned."""
    return FileProblem(fetching.url, f"not the file that was pinned: {why}", by_hand(fetching))


def by_hand(fetching: Fetching) -> str:
    """Say how to bring the file without this program."""
    return f"bring {fetching.file.name} by hand into {fetching.target.parent}"


def size_of(path: Path) -> int:
    """Return the size of a file in bytes, 0 when there is none."""
    return path.stat().st_size if path.exists() else 0


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
