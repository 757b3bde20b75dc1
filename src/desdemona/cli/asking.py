"""What the command line asks for, file by file: refused where it cannot be done, before any work is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desdemona.cli.brought import Brought, SensorFile, TranscriptFile, one_each, refuse_wrong_option
from desdemona.cli.file_kinds import kind_of, stem_of
from desdemona.cli.measuring import Asked
from desdemona.cli.outputs import beside, refuse_overwriting, tables_at
from desdemona.errors import FileProblem, UsageError
from desdemona.sensors.transcript import Language

BESIDE = "give sensors and transcripts beside a recording with --sensors and --transcript"


@dataclass(frozen=True, slots=True)
class Options:
    """The options about sensors and transcripts, as they were given."""

    sensors: tuple[Path, ...] = ()
    transcripts: tuple[Path, ...] = ()
    layouts: tuple[Path, ...] = ()
    languages: tuple[Language, ...] = ()
    starts_s: tuple[float, ...] = ()


def check_out(files: Sequence[Path], out: Path) -> None:
    """Refuse an output that cannot hold the tables of these files.

    Raises
    ------
    FileProblem
        The output is no table or no folder, or two files would be written over each other.
    """
    several = len(files) > 1
    recordings = all(kind_of(file) == "recording" for file in files)
    if several and out.suffix:
        what = "recordings" if recordings else "files"
        raise FileProblem(out, f"several {what} need a folder", "give --out a name without an ending")
    if several and len({stem_of(file) for file in files}) < len(files):
        if recordings:
            raise FileProblem(out, "two recordings have the same name", "measure them into different folders")
        raise FileProblem(out, "two files have the same name", f"measure them into different folders, or {BESIDE}")
    if not several and out.suffix not in (".csv", ".parquet"):
        raise FileProblem(out, "tracks are written as .csv or .parquet", f"try {out.with_suffix('.csv')}")


def with_brought(several: Sequence[Asked], options: Options) -> tuple[Asked, ...]:
    """Return what is asked for, with the sensors and transcripts that are files of their own or stand beside one.

    Raises
    ------
    UsageError
        An option has no file that it is for, there is more than one recording that sensors could belong to, or a
        table would be written over a file that is read.
    """
    files = [asked.file for asked in several]
    if (options.sensors or options.transcripts) and (len(files) > 1 or kind_of(files[0]) != "recording"):
        raise UsageError("--sensors and --transcript stand beside one recording; name it, and it alone, as FILE")
    refuse_wrong_option(options.sensors, options.transcripts)
    sensors = [*(file for file in files if kind_of(file) == "sensors"), *options.sensors]
    transcripts = [*(file for file in files if kind_of(file) == "transcript"), *options.transcripts]
    layouts = one_each(options.layouts, len(sensors), "--layout", "sensor file")
    languages = one_each(options.languages, len(transcripts), "--language", "transcript")
    starts_s = one_each(options.starts_s, len(transcripts), "--transcript-starts-at", "transcript")
    brought = Brought(
        tuple(map(SensorFile, sensors, layouts)),
        tuple(map(TranscriptFile, transcripts, languages, [start_s or 0.0 for start_s in starts_s])),
    )
    whole = tuple(replace(asked, brought=_itself(asked.file, brought)) for asked in several)
    if options.sensors or options.transcripts:
        whole = (replace(several[0], brought=brought),)
    refuse_overwriting((*files, *sensors, *transcripts), (place for asked in whole for place in _written(asked)))
    return whole


def _written(asked: Asked) -> Iterator[Path]:
    """Give the names of all tables that may be written for a file."""
    yield from tables_at(asked.frames)
    if kind_of(asked.file) == "recording":
        for kind, there in (("voice", True), ("sensors", asked.brought.sensors), ("words", asked.brought.transcripts)):
            yield from tables_at(beside(asked.frames, kind)) if there else ()


def _itself(file: Path, brought: Brought) -> Brought:
    """Return what a file is by itself: sensors, a transcript, or nothing of these."""
    return Brought(
        tuple(one for one in brought.sensors if one.path == file),
        tuple(one for one in brought.transcripts if one.path == file),
    )
