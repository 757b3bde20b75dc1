"""What a file is by the ending of its name: a recording, a sensor file or a transcript."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from desdemona.errors import FileProblem, nearest
from desdemona.sensors.opening import ENDINGS as SENSORS
from desdemona.sensors.transcripts import ENDINGS as TRANSCRIPTS

FileKind = Literal["recording", "sensors", "transcript"]

RECORDINGS = (
    *(".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".mpg", ".ts", ".wmv", ".flv", ".gif"),
    *(".wav", ".flac", ".mp3", ".m4a", ".aac", ".ogg", ".opus", ".aiff"),
    *(".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff"),
)
"""Usual endings of recordings, for a message: a recording is told by what it holds, whatever its name ends in."""


def kind_of(path: Path) -> FileKind:
    """Return what a file is by its ending; whatever is neither a sensor file nor a transcript is a recording."""
    if _ending(path, SENSORS):
        return "sensors"
    return "transcript" if _ending(path, TRANSCRIPTS) else "recording"


def stem_of(path: Path) -> str:
    """Return a file's name without its ending, also where that has two parts (`.csv.gz`)."""
    ending = _ending(path, (*SENSORS, *TRANSCRIPTS))
    return path.name[: -len(ending)] if ending else path.stem


def _ending(path: Path, known: Sequence[str]) -> str:
    name = path.name.lower()
    return max((ending for ending in known if name.endswith(ending.lower())), key=len, default="")


def refuse_unknown_ending(path: Path) -> None:
    """Refuse a file that holds no recording and has no ending that is known; all those that are known are named.

    Raises
    ------
    FileProblem
        The ending is not known. A file that is not there, or has a known ending, is left to who opens it.
    """
    ending = path.suffix.lower()
    if not path.is_file() or not path.stat().st_size or ending in RECORDINGS:
        return
    called = f"'{path.suffix}' is no ending that is known" if ending else "has no ending, and holds no recording"
    close = nearest(ending, (*RECORDINGS, *SENSORS, *TRANSCRIPTS)) if ending else None
    known = (
        f"recordings end in {' '.join(RECORDINGS)}, sensors in {' '.join(SENSORS)}, "
        f"transcripts in {' '.join(TRANSCRIPTS)}"
    )
    raise FileProblem(path, called, f"did you mean '{close}'? {known}" if close else known)
