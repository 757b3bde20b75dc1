"""Writing files so that a half-written one never appears under its name."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from desdemona.errors import FileProblem


def make_folder(folder: Path) -> None:
    """Make a folder with its parents, and see that it can be written.

    Raises
    ------
    FileProblem
        When it cannot be made or written, or is a file.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise FileProblem(folder, "a file stands where the folder should be", "choose another name") from None
    except OSError as error:
        raise FileProblem(folder, f"the folder cannot be made ({error.strerror})", "choose another place") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise FileProblem(folder, "the folder cannot be written", "choose another place")


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a temporary file beside `path`, then put it in place at once.

    Raises
    ------
    FileProblem
        When the folder cannot be made or written, or `path` is a folder.
    """
    make_folder(path.parent)
    if path.is_dir():
        raise FileProblem(path, "a folder stands where the file should be", "choose another name")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}.", suffix=path.suffix, dir=path.parent)
    except OSError as error:
        raise FileProblem(path, f"cannot be written ({error.strerror})", "choose another place") from None
    os.close(handle)
    half = Path(name)
    try:
        write(half)
        half.chmod(0o666 & ~current_umask())
        half.replace(path)
    except OSError as error:
        raise FileProblem(path, f"cannot be written ({error.strerror or error})", "choose another place") from None
    finally:
        half.unlink(missing_ok=True)


def current_umask() -> int:
    """Return the umask of this process."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_text(path: Path, text: str) -> None:
    """Write a text file as UTF-8, whole or not at all."""
    write_whole(path, lambda half: half.write_text(text, encoding="utf-8", newline="\n"))
