"""Sensor files and transcripts that are measured: opened once somebody says where they come from, put on one clock."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from desdemona.cli.drawn_sensors import drawn_clip, is_long, load_long
from desdemona.cli.file_kinds import kind_of, stem_of
from desdemona.errors import FileProblem, UsageError
from desdemona.recordings.container import check_file
from desdemona.recordings.provenance import provenance_of
from desdemona.sensors.layout import load_layout
from desdemona.sensors.opening import load_sensors, refuse_endless
from desdemona.sensors.signal import Clock, SensorRecording
from desdemona.sensors.transcript import Language, Transcript, Utterance, put_transcript_on_clock
from desdemona.sensors.transcripts import load_transcript

Value = TypeVar("Value")
Named = TypeVar("Named")
SAID_BY_LAYOUT = ("say what they are", "name one, or give rate_hz")
"""What mends a table that does not say enough itself, as `sensors.table` words it."""


@dataclass(frozen=True, slots=True)
class SensorFile:
    """A sensor file, and the layout that says what is in it; None where its own names say it."""

    path: Path
    layout: Path | None = None


@dataclass(frozen=True, slots=True)
class TranscriptFile:
    """A transcript, its language (None where nobody states it), and when on the recording's clock its time 0 is."""

    path: Path
    language: Language | None = None
    starts_at_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Brought:
    """The sensor files and transcripts of one recording, or the one of them that is measured by itself."""

    sensors: tuple[SensorFile, ...] = ()
    transcripts: tuple[TranscriptFile, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """What they hold, as one recording of sensors and one transcript a file; None and empty where none was brought.

    Signals and tiers of the same name in two files are told apart by their files' names.
    """

    sensors: SensorRecording | None = None
    transcripts: tuple[Transcript, ...] = ()


def one_each(given: Sequence[Value], count: int, option: str, what: str) -> tuple[Value | None, ...]:
    """Return the values of an option for so many files: one for all, or one each in their order, or None.

    Raises
    ------
    UsageError
        There is no such file, or there are not as many values as files.
    """
    if given and not count:
        raise UsageError(f"{option} is for a {what}, and none is named")
    if len(given) not in (0, 1, count):
        raise UsageError(
            f"{option} is given {len(given)} times, for {what}s: {count}; give it once for all, or once for each"
        )
    return tuple(given) * count if len(given) == 1 else tuple(given) or (None,) * count


def refuse_wrong_option(sensors: Sequence[Path], transcripts: Sequence[Path]) -> None:
    """Refuse a transcript that is given as a sensor file, or the other way round.

    Raises
    ------
    FileProblem
        The ending of a file says that it belongs to the other option.
    """
    for path in sensors:
        if kind_of(path) == "transcript" and path.suffix != ".txt":
            raise FileProblem(path, f"'{path.suffix}' is a transcript", "give it with --transcript")
    for path in transcripts:
        if kind_of(path) == "sensors":
            raise FileProblem(path, f"'{path.suffix}' is a sensor file", "give it with --sensors")


def open_brought(brought: Brought, provenance: str | None) -> Opened:
    """Open sensor files and transcripts whose provenance is known, as recordings are opened.

    Sensors that were written with a phantom's clip need none; see `drawn_sensors`.

    Raises
    ------
    UsageError
        A file or a layout cannot be used, or nobody says where a file comes from.
    """
    files: list[SensorFile | TranscriptFile] = [*brought.sensors, *brought.transcripts]
    for file in files:
        check_file(file.path)
        if provenance is not None or drawn_clip(file.path) is None:
            provenance_of(file.path, provenance, "")
    sensors = [(file.path, _opened_sensors(file)) for file in brought.sensors]
    transcripts = [(file.path, _opened_transcript(file)) for file in brought.transcripts]
    return Opened(_joined(sensors) if sensors else None, _told_apart(transcripts))


def _opened_sensors(file: SensorFile) -> SensorRecording:
    layout = None if file.layout is None else load_layout(file.layout)
    try:
        if not is_long(file.path):
            return load_sensors(file.path, layout)
        held = load_long(file.path, layout)
    except FileProblem as error:
        if layout is None and error.remedy in SAID_BY_LAYOUT:
            raise FileProblem(error.path, error.problem, f"{error.remedy} with --layout FILE") from None
        raise
    refuse_endless(file.path, held)
    return held


def _opened_transcript(file: TranscriptFile) -> Transcript:
    held = load_transcript(file.path, language=file.language)
    if file.language is None:
        unsaid = "no language is stated, and none is guessed; state it with --language en or --language zh"
        held = replace(held, notices=(*held.notices, unsaid))
    return put_transcript_on_clock(held, Clock(file.starts_at_s))


def _joined(opened: Sequence[tuple[Path, SensorRecording]]) -> SensorRecording:
    """Return all signals and events as those of one recording."""
    stems = _stems([path for path, _ in opened])
    twice = _in_several([{signal.name for signal in held.signals} for _, held in opened])
    signals = (
        replace(signal, name=f"{stem} {signal.name}") if signal.name in twice else signal
        for stem, (_, held) in zip(stems, opened, strict=True)
        for signal in held.signals
    )
    return SensorRecording(
        tuple(signals),
        tuple(event for _, held in opened for event in held.events),
        tuple(f"{path.name}: {notice}" for path, held in opened for notice in held.notices),
    )


def _told_apart(opened: Sequence[tuple[Path, Transcript]]) -> tuple[Transcript, ...]:
    stems = _stems([path for path, _ in opened])
    twice = _in_several([set(held.tiers) for _, held in opened])

    def named(stem: str) -> Callable[[Utterance], Utterance]:
        return lambda said: replace(said, tier=f"{stem} {said.tier}".strip()) if said.tier in twice else said

    return tuple(
        replace(
            held,
            utterances=tuple(map(named(stem), held.utterances)),
            notices=tuple(f"{path.name}: {notice}" for notice in held.notices),
        )
        for stem, (path, held) in zip(stems, opened, strict=True)
    )


def _stems(paths: Sequence[Path]) -> list[str]:
    """Return the files' names without their endings; with their folders where they are the same."""
    stems = [stem_of(path) for path in paths]
    return [
        str(path.with_name(stem)) if stems.count(stem) > 1 else stem for path, stem in zip(paths, stems, strict=True)
    ]


def _in_several(named: Sequence[set[Named]]) -> set[Named]:
    counted = Counter(name for names in named for name in names)
    return {name for name, count in counted.items() if count > 1}
