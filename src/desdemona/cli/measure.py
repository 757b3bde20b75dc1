"""`desdemona measure`: recordings to tracks."""

from pathlib import Path
from typing import Literal, get_args

import click

from desdemona.channels.body.measure_body import measure_body
from desdemona.channels.measure import measure_recording
from desdemona.channels.motion.measure import measure_motion
from desdemona.channels.tracks import Tracks
from desdemona.channels.voice.measure import measure_sound
from desdemona.cli.console import progress_bar, say, tell
from desdemona.cli.counted import counted
from desdemona.errors import FileProblem
from desdemona.recordings.container import contents_of
from desdemona.recordings.recording import Recording
from desdemona.recordings.sound import open_sound
from desdemona.recordings.video import open_recording
from desdemona.tables import write_table

More = Literal["body", "motion"]
"""Channels that are measured when they are asked for."""


def kinds_in(file: Path) -> frozenset[str]:
    """Return whether a file holds pictures, sound or both; what cannot be opened is told by who opens it."""
    try:
        return frozenset(contents_of(file)) or frozenset({"pictures"})
    except FileProblem:
        return frozenset({"pictures"})


def table_paths(file: Path, out: Path, several: bool) -> tuple[Path, Path, Path]:
    """Return where the frames, the events and the windows of one recording are written."""
    frames = out / f"{file.stem}.csv" if several else out
    return (
        frames,
        frames.with_suffix(f".events{frames.suffix}"),
        frames.with_suffix(f".windows{frames.suffix}"),
    )


def check_out(files: tuple[Path, ...], out: Path) -> None:
    """Refuse an output that cannot hold the tables of these recordings, before any work is done."""
    several = len(files) > 1
    if several and out.suffix:
        raise FileProblem(out, "several recordings need a folder", "give --out a name without an ending")
    if several and len({file.stem for file in files}) < len(files):
        raise FileProblem(out, "two recordings have the same name", "measure them into different folders")
    if not several and out.suffix not in (".csv", ".parquet"):
        raise FileProblem(out, "tracks are written as .csv or .parquet", f"try {out.with_suffix('.csv')}")


def write_tracks(tracks: Tracks, paths: tuple[Path, Path, Path]) -> None:
    """Write the three tables of one recording."""
    for table, path in zip((tracks.frames, tracks.events, tracks.windows), paths, strict=True):
        write_table(table, path)


def measure_more(kind: More, recording: Recording) -> Tracks:
    """Measure what is measured only when asked for, each in a pass of its own."""
    with progress_bar() as advance:
        shown = counted(recording, advance)
        if kind == "body":
            return measure_body(shown, item=recording.name)
        return measure_motion(shown, item=recording.name)


def beside(frames: Path, kind: str) -> tuple[Path, Path, Path]:
    """Return where further tables of a recording are written, beside its table of frames."""
    first = frames.with_suffix(f".{kind}{frames.suffix}")
    return first, first.with_suffix(f".events{frames.suffix}"), first.with_suffix(f".windows{frames.suffix}")


def hear(file: Path, provenance: str | None, frames: Path) -> None:
    """Measure the voice in a file and write it beside the pictures' tables."""
    voice = measure_sound(open_sound(file, provenance), item=file.stem)
    paths = beside(frames, "voice")
    for table, path in zip((voice.frames, voice.events, voice.windows), paths, strict=True):
        write_table(table, path)
    for notice in voice.notices:
        tell(notice)
    said = int(voice.frames["speech_active"].fill_null(0).sum())
    say(f"{paths[0]}: {voice.frames.height} steps of 10 ms, {said} with speech")


def measure_shown(recording: Recording, file: Path) -> Tracks:
    """Measure a recording while a progress bar shows how far it is."""
    with progress_bar() as advance:

        def show(done: int) -> None:
            advance(done, recording.frame_count, file.name)

        return measure_recording(recording, item=file.stem, progress=show)


@click.command("measure")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="tracks.csv, tracks.parquet, or a folder.")
@click.option("--provenance", help='"source; licence; agreement; permitted use" of real recordings.')
@click.option("--more", type=click.Choice(get_args(More)), multiple=True, help="Further channels, in a pass each.")
def command(files: tuple[Path, ...], out: Path, provenance: str | None, more: tuple[More, ...]) -> None:
    """Measure every channel of a recording, one row a decoded frame.

    Beside the table of frames stand a table of events (blinks) and one of windows (pulse). A cell is empty where
    nothing could be measured, and the column that ends in `_reason` says why. Groups, identity and feelings are
    not measured: no channel can. Where there is sound, what is measured of the voice stands in further tables beside
    it. With --more body: signs of hands and posture; with --more motion: vibration, sway, breath and shake.
    """
    check_out(files, out)
    for file in files:
        paths, held = table_paths(file, out, len(files) > 1), kinds_in(file)
        if "pictures" in held:
            recording = open_recording(file, provenance)
            tracks = measure_shown(recording, file)
            write_tracks(tracks, paths)
            for notice in tracks.notices:
                tell(notice)
            found = int(tracks.frames["face_found"].sum())
            say(f"{paths[0]}: {tracks.frames.height} rows, {found} with a face")
            for kind in more:
                further = measure_more(kind, recording)
                write_tracks(further, beside(paths[0], kind))
                say(f"{beside(paths[0], kind)[0]}: {further.frames.height} rows, {further.events.height} events")
        if "sound" in held:
            hear(file, provenance, paths[0])
