"""Measuring one file for the command line: pictures and sound, to tables beside one another, so that it can go on."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from desdemona.channels.groups import Details, Group
from desdemona.channels.kept import drop_kept
from desdemona.channels.measure import measure_recording
from desdemona.channels.stations import Wanted
from desdemona.channels.tracks import Tracks
from desdemona.channels.voice.measure import measure_sound
from desdemona.errors import FileProblem
from desdemona.recordings.container import contents_of
from desdemona.recordings.recording import Recording
from desdemona.recordings.sound import open_sound
from desdemona.recordings.video import open_recording
from desdemona.tables import write_table

Advance = Callable[[int, int | None], None]
"""Called with the number of frames done, and of all frames where the file states it."""
LONG_FRAMES = 1800
"""A second process takes over a second to start: as long as a twentieth of so many frames (our choice)."""
PART_ENDING = ".part"
"""Added to the name of the table of frames: the folder that is filled while it is measured."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One file to measure: where the table of frames goes, what is measured of pictures, and whether sound is."""

    file: Path
    frames: Path
    provenance: str | None
    groups: tuple[Group, ...]
    details: Details
    voice: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a file that was measured: notices about it, and results."""

    notices: tuple[str, ...]
    results: tuple[str, ...]


def part_folder(frames: Path) -> Path:
    """Return the folder that is filled while a table of frames is measured."""
    return frames.with_name(frames.name + PART_ENDING)


def beside(frames: Path, kind: str) -> Path:
    """Return the name of a further table of the same recording."""
    return frames.with_suffix(f".{kind}{frames.suffix}")


def measure_file(asked: Asked, advance: Advance, *, threads: bool) -> Told:
    """Measure a file and write its tables; what was measured when it is stopped is kept, and gone on from next time.

    Raises
    ------
    UsageError
        The file cannot be used, or a table cannot be written.
    ModelError
        A model cannot be had.
    """
    held = _held_in(asked.file)
    notices: list[str] = []
    results: list[str] = []
    pictures = "pictures" in held and asked.groups
    if pictures:
        recording = open_recording(asked.file, asked.provenance)
        tracks = _measure_pictures(recording, asked, advance, threads=threads)
        _write(tracks.frames, tracks.events, tracks.windows, asked.frames)
        drop_kept(part_folder(asked.frames))
        notices += tracks.notices
        results.append(_said_of(tracks, asked.frames))
    if "sound" in held and asked.voice:
        voice = measure_sound(open_sound(asked.file, asked.provenance), item=asked.file.stem)
        path = beside(asked.frames, "voice")
        _write(voice.frames, voice.events, voice.windows, path)
        notices += voice.notices
        said = int(voice.frames["speech_active"].fill_null(0).sum())
        results.append(f"{path}: {voice.frames.height} steps of 10 ms, {said} with speech")
    elif not pictures:
        raise FileProblem(asked.file, "holds nothing of what is asked for", f"it holds {' and '.join(sorted(held))}")
    return Told(tuple(notices), tuple(results))


def _held_in(file: Path) -> frozenset[str]:
    """Return whether a file holds pictures, sound or both; what cannot be opened is told by who opens it."""
    try:
        return frozenset(contents_of(file)) or frozenset({"pictures"})
    except FileProblem:
        return frozenset({"pictures"})


def _measure_pictures(recording: Recording, asked: Asked, advance: Advance, *, threads: bool) -> Tracks:
    return measure_recording(
        recording,
        item=asked.file.stem,
        groups=asked.groups,
        details=asked.details,
        progress=lambda done: advance(done, recording.frame_count),
        threads=threads,
        kept=part_folder(asked.frames),
        apart=threads and _is_worth_a_process(recording, asked.groups),
    )


def _is_worth_a_process(recording: Recording, groups: tuple[Group, ...]) -> bool:
    """Say whether a second process saves more than starting it takes."""
    watched = bool(Wanted(groups, Details(), (1, 1)).names())
    return watched and (os.cpu_count() or 1) > 1 and (recording.frame_count or 0) >= LONG_FRAMES


def _write(frames: pl.DataFrame, events: pl.DataFrame, windows: pl.DataFrame, path: Path) -> None:
    for table, place in ((frames, path), (events, beside(path, "events")), (windows, beside(path, "windows"))):
        write_table(table, place)


def _said_of(tracks: Tracks, frames: Path) -> str:
    found: Sequence[str] = [
        f"{int(tracks.frames[column].sum())} with a {word}"
        for column, word in (("face_found", "face"), ("body_found", "body"))
        if column in tracks.frames.columns
    ]
    return ", ".join([f"{frames}: {tracks.frames.height} rows", *found])
