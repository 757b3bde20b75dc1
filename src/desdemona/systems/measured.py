"""What was measured on one recording, by pictures, voice, sensors and words, and a system's flows from it."""

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from desdemona.channels.contact.measure import ContactTracks
from desdemona.channels.tracks import EVENTS, WINDOWS, Tracks
from desdemona.channels.voice.tracks import VoiceTracks
from desdemona.channels.words.measure import WordTracks
from desdemona.errors import TableError
from desdemona.systems.flows import Events, FloatArray, Flow, Series, Windows, frame_lengths_s, inside
from desdemona.systems.sources import CLASS_SHARE, STIMULUS, Source

BROUGHT = {name: kind for name, kind in EVENTS.items() if name in WINDOWS}


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What somebody brought along: rows of `channel`, `t_start_s`, `t_end_s`, `value`.

    `events` holds stimuli (channel `stimulus`). `windows` holds grades (`grade.given`) and hazards of the road
    (`road.hazard`), which stand from their start to their end, or on and on where both are one instant; and means of
    a class (`class.share.` and the behaviour), which are known from their end on, as a measurement is.
    """

    windows: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=BROUGHT))
    events: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=BROUGHT))


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """Everything measured on one recording, on one clock; None is what was not measured.

    The voice may instead stand beside the pictures, in their tables. Stimuli and grades that came with the sensors
    count as context where no other context is given.
    """

    item: str
    pictures: Tracks | None = None
    voice: VoiceTracks | None = None
    sensors: ContactTracks | None = None
    words: WordTracks | None = None
    context: Context | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """The three tables that a source is taken from; those that there are not are empty."""

    frames: pl.DataFrame
    events: pl.DataFrame
    windows: pl.DataFrame


def to_measured(tracks: Tracks | Measured) -> Measured:
    """Return tracks of pictures alone as everything that was measured."""
    return Measured(tracks.item, tracks) if isinstance(tracks, Tracks) else tracks


def numbers(table: pl.DataFrame, column: str) -> FloatArray:
    """Return a column as floats, NaN where null."""
    return table.get_column(column).cast(pl.Float64).to_numpy()


def tables_of(source: Source, measured: Measured) -> Tables:
    """Return the tables in which a source would stand."""
    none, nothing = pl.DataFrame(schema={"t_s": pl.Float64}), pl.DataFrame(schema=BROUGHT)
    if source.table == "words":
        words = measured.words
        return Tables(none, nothing, nothing if words is None else one_tier(words))
    if source.table == "context" and measured.context is not None:
        return Tables(none, measured.context.events, measured.context.windows)
    own = {"voice": measured.voice, "sensors": measured.sensors, "context": measured.sensors}.get(source.table)
    found = own or measured.pictures
    return Tables(none, nothing, nothing) if found is None else Tables(found.frames, found.events, found.windows)


def one_tier(words: WordTracks) -> pl.DataFrame:
    """Return the windows of a transcript of one speaker.

    Raises
    ------
    TableError
        When there are several, for nothing says which one the system listens to.
    """
    tiers = words.windows.get_column("tier").unique(maintain_order=True).to_list()
    if len(tiers) > 1:
        told = ", ".join(f"'{tier}'" for tier in tiers)
        raise TableError(words.item, [f"words of several speakers ({told}); keep those of one"])
    return words.windows


def rows_of(table: pl.DataFrame, channel: str, *, by: str) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return start, end and value of one channel's rows, in the order of the column `by`; of two sensors the first."""
    own = table.filter(pl.col("channel") == channel)
    if "signal" in own.columns and own.height:
        own = own.filter(pl.col("signal") == pl.col("signal").first())
    own = own.sort(by, maintain_order=True)
    start, end, value = (numbers(own, name) for name in ("t_start_s", "t_end_s", "value"))
    return start, end, value


def clock_of(measured: Measured) -> FloatArray:
    """Return the times of the recording's frames: pictures, else sensors, else steps of sound, else once a second."""
    for tracks in (measured.pictures, measured.sensors, measured.voice):
        if tracks is not None:
            return frame_times_s(measured.item, tracks.frames)
    rows = [] if measured.words is None else [measured.words.windows]
    rows += [] if measured.context is None else [measured.context.windows, measured.context.events]
    ends = [float(end) for table in rows for end in numbers(table, "t_end_s") if np.isfinite(end)]
    return np.arange(np.ceil(max(ends, default=0.0)), dtype=np.float64)


def frame_times_s(item: str, frames: pl.DataFrame) -> FloatArray:
    """Return the times of a table of frames; TableError where it has none."""
    if "t_s" not in frames.columns:
        raise TableError(item, ["the tracks have no column 't_s'"])
    return numbers(frames, "t_s")


def span_of(measured: Measured) -> tuple[float, float]:
    """Return when the recording begins and ends, in seconds; zero and zero for one without frames."""
    tracks = (measured.pictures, measured.sensors, measured.voice)
    clocks = [frame_times_s(measured.item, each.frames) for each in tracks if each is not None] or [clock_of(measured)]
    spans = [(float(t_s[0]), float(t_s[-1] + frame_lengths_s(t_s)[-1])) for t_s in clocks if t_s.size]
    return (min(start for start, _ in spans), max(end for _, end in spans)) if spans else (0.0, 0.0)


def load_flow(source: Source, measured: Measured) -> Flow:
    """Return a channel of a recording as a flow; one whose tracks or column there are not is not measured.

    Raises
    ------
    TableError
        When a table of frames has no times, or words are of several speakers.
    """
    tables = tables_of(source, measured)
    if source.kind == "windows":
        return load_windows(source, tables)
    if source.kind == "events":
        return Events(*rows_of(tables.events, source.name, by="t_start_s"), watched(source, tables, measured))
    return column_or_nothing(source.column, tables, measured)


def load_windows(source: Source, tables: Tables) -> Windows:
    """Return the windows of a source; grades and hazards stand from their start to their end."""
    if source.table != "context" or source.name.startswith(CLASS_SHARE):
        names = source.stands_for or (source.name,)
        found = [Windows(*rows_of(tables.windows, name, by="t_end_s")) for name in names]
        return next((each for each in found if each.t_end_s.size), found[0])
    rows = [rows_of(table, source.name, by="t_start_s") for table in (tables.windows, tables.events)]
    start, end, value = (np.concatenate([each[column] for each in rows]) for column in range(3))
    over = end[(end > start) & ~np.isin(end, start)]
    t_s = np.concatenate((start, over))
    order = np.argsort(t_s, kind="stable")
    return Windows(t_s[order], t_s[order], np.concatenate((value, np.full(over.shape, np.nan)))[order])


def column_or_nothing(column: str | None, tables: Tables, measured: Measured) -> Series:
    """Return a frame column; where it is not there, nothing measured on the clock of its table or of the recording."""
    t_s = frame_times_s(measured.item, tables.frames)
    t_s = t_s if t_s.size else clock_of(measured)
    if column is None or column not in tables.frames.columns or not tables.frames.height:
        return Series(t_s, np.full(t_s.shape, np.nan))
    return Series(t_s, numbers(tables.frames, column))


def watched(source: Source, tables: Tables, measured: Measured) -> Series:
    """Return 1 where an event of a source could have been seen, 0 elsewhere and where its channel was withheld."""
    if source.column is not None:
        column = column_or_nothing(source.column, tables, measured)
        start, end, value = rows_of(tables.windows, source.name, by="t_end_s")
        withheld = inside(column.t_s, start[np.isnan(value)], np.nextafter(end[np.isnan(value)], np.inf))
        return Series(column.t_s, (np.isfinite(column.value) & ~withheld).astype(np.float64))
    t_s = clock_of(measured)
    if source == STIMULUS:
        brought = (tables.events.get_column("channel") == source.name).any()
        return Series(t_s, np.ones_like(t_s) if brought else np.zeros_like(t_s))
    start, end, value = rows_of(tables.windows, source.watched_by or source.name, by="t_end_s")
    known = np.isfinite(value)
    return Series(t_s, inside(t_s, start[known], end[known]).astype(np.float64))
