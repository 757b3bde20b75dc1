"""`desdemona measure`: recordings to tracks."""

from pathlib import Path

import click

from desdemona.channels.measure import measure_recording
from desdemona.channels.tracks import Tracks
from desdemona.cli.console import progress_bar, say, tell
from desdemona.errors import FileProblem
from desdemona.recordings.recording import Recording
from desdemona.recordings.video import open_recording
from desdemona.tables import write_table


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
def command(files: tuple[Path, ...], out: Path, provenance: str | None) -> None:
    """Measure every channel of a recording, one row a decoded frame.

    Beside the table of frames stand a table of events (blinks) and one of windows (pulse). A cell is empty where
    nothing could be measured, and the column that ends in `_reason` says why. Groups, identity and feelings are
    not measured: no channel can.
    """
    check_out(files, out)
    for file in files:
        recording = open_recording(file, provenance)
        tracks = measure_shown(recording, file)
        paths = table_paths(file, out, len(files) > 1)
        write_tracks(tracks, paths)
        for notice in tracks.notices:
            tell(notice)
        found = int(tracks.frames["face_found"].sum())
        say(f"{paths[0]}: {tracks.frames.height} rows, {found} with a face")
