"""Measuring one file for the command line: a recording with what is brought beside it, sensors, or a transcript."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from desdemona.channels.groups import Details, Group
from desdemona.channels.measure import measure_recording
from desdemona.channels.one_pass.kept import drop_kept
from desdemona.channels.one_pass.stations import Wanted
from desdemona.channels.tracks import Tracks
from desdemona.channels.voice.measure import measure_sound
from desdemona.channels.voice.words import timed_words
from desdemona.cli.brought import Brought, Opened, open_brought
from desdemona.cli.file_kinds import kind_of, refuse_unknown_ending
from desdemona.cli.measuring_brought import write_sensors, write_words
from desdemona.cli.outputs import Advance, Told, beside, part_folder, together, write_tables
from desdemona.errors import FileProblem
from desdemona.recordings.container import contents_of
from desdemona.recordings.recording import Recording
from desdemona.recordings.sound import Sound, open_sound
from desdemona.recordings.video import open_recording
from desdemona.sensors.transcript import Transcript

LONG_FRAMES = 1800
"""A second process takes over a second to start: as long as a twentieth of so many frames (our choice)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One file to measure: where the table of frames goes, what is measured of pictures, and whether sound is.

    `brought` are the sensors and transcripts beside a recording, or the file itself where it is one of these.
    """

    file: Path
    frames: Path
    provenance: str | None
    groups: tuple[Group, ...]
    details: Details
    voice: bool
    brought: Brought = field(default_factory=Brought)


def measure_file(asked: Asked, advance: Advance, *, threads: bool) -> Told:
    """Measure a file and write its tables; what was measured when it is stopped is kept, and gone on from next time.

    All that is named is opened before anything is measured, so that what is wrong with it is told at once.

    Raises
    ------
    UsageError
        The file, or one that is brought beside it, cannot be used, or a table cannot be written.
    ModelError
        A model cannot be had.
    """
    if kind_of(asked.file) == "recording":
        return _measure_recorded(asked, advance, threads=threads)
    opened = open_brought(asked.brought, asked.provenance)
    return together(_measure_brought(opened, asked.frames, asked.frames, advance))


def _measure_recorded(asked: Asked, advance: Advance, *, threads: bool) -> Told:
    held = _held_in(asked.file)
    sound = open_sound(asked.file, asked.provenance) if "sound" in held and asked.voice else None
    told: list[Told] = []
    pictures = None
    if "pictures" in held and asked.groups:
        try:
            pictures = open_recording(asked.file, asked.provenance)
        except FileProblem as error:
            if sound is None:
                raise
            told.append(Told((f"{error}; only its sound is measured",), ()))
    if pictures is None and sound is None:
        raise FileProblem(asked.file, "holds nothing of what is asked for", f"it holds {' and '.join(sorted(held))}")
    opened = open_brought(asked.brought, asked.provenance)
    instants = None
    if pictures is not None:
        tracks = _measure_pictures(pictures, asked, advance, threads=threads)
        write_tables(tracks.frames, tracks.events, tracks.windows, asked.frames)
        drop_kept(part_folder(asked.frames))
        told.append(Told(tracks.notices, (_said_of(tracks, asked.frames),)))
        instants = tracks.frames.select("frame", "t_s")
    elif opened.sensors is not None:
        told.append(Told((f"{asked.file.name}: no pictures are measured, so the sensors have one row a second",), ()))
    if sound is not None:
        told.append(_measure_voice(sound, asked, opened.transcripts))
    sensors, words = beside(asked.frames, "sensors"), beside(asked.frames, "words")
    return together([*told, *_measure_brought(opened, sensors, words, advance, instants)])


def _measure_voice(sound: Sound, asked: Asked, transcripts: Sequence[Transcript]) -> Told:
    words = timed_words(transcripts[0]) if len(transcripts) == 1 else ()
    voice = measure_sound(sound, item=asked.file.stem, words=words)
    path = beside(asked.frames, "voice")
    write_tables(voice.frames, voice.events, voice.windows, path)
    said = int(voice.frames["speech_active"].fill_null(0).sum())
    return Told(voice.notices, (f"{path}: {voice.frames.height} steps of 10 ms, {said} with speech",))


def _measure_brought(
    opened: Opened, sensors: Path, words: Path, advance: Advance, instants: pl.DataFrame | None = None
) -> list[Told]:
    told = []
    if opened.sensors is not None:
        told.append(write_sensors(opened.sensors, sensors, instants=instants, advance=advance))
    if opened.transcripts:
        told.append(write_words(opened.transcripts, words, advance=advance))
    return told


def _held_in(file: Path) -> frozenset[str]:
    """Return whether a file holds pictures, sound or both; what cannot be opened is told by who opens it."""
    try:
        return frozenset(contents_of(file)) or frozenset({"pictures"})
    except FileProblem:
        refuse_unknown_ending(file)
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


def _said_of(tracks: Tracks, frames: Path) -> str:
    found: Sequence[str] = [
        f"{int(tracks.frames[column].sum())} with a {word}"
        for column, word in (("face_found", "face"), ("body_found", "body"))
        if column in tracks.frames.columns
    ]
    return ", ".join([f"{frames}: {tracks.frames.height} rows", *found])
