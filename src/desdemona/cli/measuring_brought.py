"""Measuring sensors and transcripts for the command line: by themselves, or on the clock of a recording."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from desdemona.channels.contact.measure import STIMULUS, measure_sensors
from desdemona.channels.words.measure import WORD_WINDOWS, measure_transcript
from desdemona.cli.outputs import Advance, Told, beside, write_tables
from desdemona.cli.withheld import said_of_channels
from desdemona.sensors.signal import SensorRecording, Signal
from desdemona.sensors.transcript import Transcript
from desdemona.tables import write_table


def write_sensors(held: SensorRecording, path: Path, *, instants: pl.DataFrame | None = None, advance: Advance) -> Told:
    """Measure sensors and write their tables: frames at `path`, events and windows beside it.

    `instants` are the frames of a recording (`frame`, `t_s`): the table then has a row for each of them, else one a
    second. A table of frames without rows, as where there are events alone, is left out.
    """
    tracks = measure_sensors(
        held.signals,
        item=path.stem,
        progress=lambda done: advance(done, len(held.signals)),
        events=held.events,
        frame_times_s=None if instants is None else instants["t_s"].to_numpy(),
    )
    notices = (*held.notices, *tracks.notices, *(() if instants is None else _apart(held.signals, instants["t_s"])))
    brought = tracks.events.filter(pl.col("channel") == STIMULUS).height
    events = f"{brought} {'event' if brought == 1 else 'events'} as brought"
    if not tracks.frames.height:
        write_table(tracks.events, beside(path, "events"))
        write_table(tracks.windows, beside(path, "windows"))
        return Told(notices, (f"{beside(path, 'events')}: {events}",))
    frames = tracks.frames if instants is None else tracks.frames.with_columns(instants.select("frame", "t_s"))
    write_tables(frames, tracks.events, tracks.windows, path)
    said = f"{path}: {frames.height} rows" + (f", {events}" if brought else "")
    return Told(notices, (f"{said}; {said_of_channels(tracks.windows, tracks.events)}",))


def _apart(signals: Sequence[Signal], times_s: pl.Series) -> Iterator[str]:
    """Tell which signals do not meet the recording at all, as where their clock counts from another day."""
    first_s, last_s = float(times_s[0]), float(times_s[-1])
    for signal in signals:
        if signal.t_start_s > last_s or signal.t_end_s < first_s:
            yield (
                f"'{signal.name}' runs from {signal.t_start_s:.10g} to {signal.t_end_s:.10g} s and does not meet the "
                f"recording, which runs from {first_s:g} to {last_s:g} s; say in --layout FILE where its clock begins "
                "(offset_s, or zero: first)"
            )


def write_words(transcripts: tuple[Transcript, ...], path: Path, *, advance: Advance) -> Told:
    """Measure transcripts and write their one table, that of windows, beside `path`."""
    notices: list[str] = []
    windows = [pl.DataFrame(schema=WORD_WINDOWS)]
    for done, transcript in enumerate(transcripts, start=1):
        tracks = measure_transcript(transcript, item=path.stem)
        notices += tracks.notices
        windows.append(tracks.windows)
        advance(done, len(transcripts))
    table, place = pl.concat(windows), beside(path, "windows")
    write_table(table, place)
    return Told(tuple(notices), (f"{place}: {table.height} rows; {said_of_channels(table)}",))
