"""What was measured of an item, kept on disc for the next audit: Parquet tables in a folder of its own.

What is read in a transcript is not kept: that is quick, and which libraries read it can change.
"""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from desdemona.channels.contact.measure import ContactTracks
from desdemona.channels.tracks import Tracks
from desdemona.channels.voice.tracks import VoiceTracks
from desdemona.errors import FileProblem
from desdemona.files import write_text, write_whole
from desdemona.systems.measured import Context, Measured

Three = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]
NOTICES = "notices.txt"
"""Written last of each kind, so that where it stands all its tables do."""


def keep_measured(folder: Path, measured: Measured) -> None:
    """Keep what was measured; where the folder cannot be written nothing is kept, and nothing is lost."""
    try:
        for kind, tables, notices in _parts(measured):
            for name, table in tables.items():
                write_whole(folder / f"{kind}.{name}.parquet", table.write_parquet)
            write_text(folder / f"{kind}.{NOTICES}", "\n".join(notices))
    except FileProblem:
        return


def _parts(measured: Measured) -> Iterator[tuple[str, dict[str, pl.DataFrame], tuple[str, ...]]]:
    """Give each kind of tracks with its tables and notices; pictures, which every item has, come last."""
    three = {"voice": measured.voice, "sensors": measured.sensors, "pictures": measured.pictures}
    for kind, tracks in three.items():
        if tracks is not None:
            yield (
                kind,
                {"frames": tracks.frames, "events": tracks.events, "windows": tracks.windows},
                tracks.notices,
            )


def load_measured(folder: Path, item: str, context: Context | None) -> Measured | None:
    """Return what is kept in a folder under the name of an item, or None where it is not all there and readable."""
    try:
        pictures, voice, sensors = (_three(folder, kind) for kind in ("pictures", "voice", "sensors"))
        if pictures is None:
            return None
        return Measured(
            item,
            Tracks(item, *pictures, _notices(folder, "pictures") or ()),
            VoiceTracks(item, *voice, _notices(folder, "voice") or ()) if voice else None,
            ContactTracks(item, *sensors, _notices(folder, "sensors") or ()) if sensors else None,
            context=context,
        )
    except (OSError, pl.exceptions.PolarsError):
        return None


def load_heard(folder: Path, item: str) -> Measured | None:
    """Return the sound that is kept in a folder, for an item of which nothing else is; None where there is none."""
    try:
        voice = _three(folder, "voice")
    except (OSError, pl.exceptions.PolarsError):
        return None
    return Measured(item, voice=VoiceTracks(item, *voice, _notices(folder, "voice") or ())) if voice else None


def _three(folder: Path, kind: str) -> Three | None:
    if _notices(folder, kind) is None:
        return None
    frames, events, windows = (
        pl.read_parquet(folder / f"{kind}.{name}.parquet") for name in ("frames", "events", "windows")
    )
    return frames, events, windows


def _notices(folder: Path, kind: str) -> tuple[str, ...] | None:
    file = folder / f"{kind}.{NOTICES}"
    return tuple(file.read_text("utf-8").splitlines()) if file.exists() else None
