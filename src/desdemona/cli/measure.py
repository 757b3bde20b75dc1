"""`desdemona measure`: recordings, contact sensors and transcripts to tracks."""

from dataclasses import replace
from pathlib import Path
from typing import get_args

import click

from desdemona.channels.eye_signs.zones import DECLARED, Zones
from desdemona.channels.eye_signs.zones_written import load_zones
from desdemona.channels.groups import ABOUT, CHEAP, COST, GROUPS, Details, Group, to_groups
from desdemona.cli.asking import Options, check_out, with_brought
from desdemona.cli.console import progress_bar, say, tell
from desdemona.cli.file_kinds import kind_of, stem_of
from desdemona.cli.measuring import Asked, measure_file
from desdemona.cli.outputs import part_folder
from desdemona.cli.several import measure_several
from desdemona.errors import UsageError
from desdemona.sensors.opening import ENDINGS as SENSORS
from desdemona.sensors.transcript import Language
from desdemona.sensors.transcripts import ENDINGS as TRANSCRIPTS

VOICE = "voice"
CHOICES = (*GROUPS, VOICE)
_COSTS = "\n".join(f"  {group:<7} {ABOUT[group]} ({COST[group]})" for group in GROUPS)


def chosen_groups(only: tuple[str, ...], further: tuple[str, ...], everything: bool) -> tuple[tuple[Group, ...], bool]:
    """Return the groups that are asked for, and whether the voice is."""
    names = set(only or CHEAP) | set(further) | (set() if only else {VOICE})
    if everything:
        names = set(CHOICES)
    pictures = names - {VOICE}
    return (to_groups(pictures) if pictures else ()), VOICE in names


def chosen_zones(names: tuple[str, ...]) -> tuple[Zones, ...]:
    """Return declared zones by their names, and zones of one's own by their files."""
    declared = {zones.name: zones for zones in DECLARED}
    return tuple(declared[name] if name in declared else load_zones(name) for name in names)


def measure_one(asked: Asked) -> None:
    """Measure one file while a progress bar shows how far it is."""
    try:
        with progress_bar() as advance:
            told = measure_file(asked, lambda done, total: advance(done, total, asked.file.name), threads=True)
    except KeyboardInterrupt:
        tell_of_parts((asked,))
        raise
    for notice in told.notices:
        tell(notice)
    for result in told.results:
        say(result)


def measure_all(several: tuple[Asked, ...]) -> None:
    """Measure one file, or several at once.

    Raises
    ------
    UsageError
        Not all files could be measured.
    """
    if len(several) == 1:
        measure_one(several[0])
        return
    try:
        with progress_bar() as advance:
            whole = measure_several(several, advance)
    except KeyboardInterrupt:
        tell_of_parts(several)
        raise
    if not whole:
        what = "recordings" if all(kind_of(asked.file) == "recording" for asked in several) else "files"
        raise UsageError(f"not all {what} could be measured; the others are written")


def tell_of_parts(several: tuple[Asked, ...]) -> None:
    """Say what was kept of files that were not measured to the end."""
    for asked in several:
        folder = part_folder(asked.frames)
        if any(folder.glob("state-*.npz")):
            tell(f"{folder} holds what was measured; the same command goes on from there")


EXAMPLES = """\
  desdemona measure calm.mp4 --out tracks.csv
  desdemona measure calm.mp4 --sensors calm.sensors.csv --out tracks.csv
      tracks.sensors.csv has the rows of tracks.csv, so that pulse by camera and by ECG stand side by side
  desdemona measure talk.mp4 --sensors watch.csv --layout watch.yaml --transcript talk.srt --language en \\
      --provenance "our laboratory; CC BY 4.0; consent on file; research" --out talk.csv
  desdemona measure heart.edf --provenance "…" --out heart.csv
  desdemona measure talk.srt --language zh --provenance "…" --out talk.csv
  desdemona measure *.mp4 *.edf --provenance "…" --out tracks"""
LAYOUT = """\
  time: {column: Timestamp, unit: ms, zero: first}   # or rate_hz: 100
  offset_s: 2.5                                      # sensor time 0 is second 2.5 of the recording
  columns:
    GSR_1: {kind: skin_conductance, unit: µS}
  Without a layout the columns say it themselves: EDA (µS), ECG [mV], heart_rate_bpm."""
EPILOG = f"""\b
Examples:
{EXAMPLES}

\b
What a FILE is, by the ending of its name:
  sensors      {" ".join(SENSORS)} (BIDS: _physio, _events)
  transcript   {" ".join(TRANSCRIPTS)}
  recording    all else: video, picture or sound

\b
A layout says what the columns of a sensor file are:
{LAYOUT}

\b
What is measured of pictures, and what it costs:
{_COSTS}"""


@click.command("measure", epilog=EPILOG)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="tracks.csv, tracks.parquet, or a folder.")
@click.option(
    "--provenance", help='"source; licence; agreement; permitted use" of real recordings, sensors and transcripts.'
)
@click.option("--sensors", multiple=True, type=click.Path(path_type=Path), help="Put on the clock of the recording.")
@click.option("--transcript", multiple=True, type=click.Path(path_type=Path), help="Of what the recording says.")
@click.option(
    "--layout",
    multiple=True,
    type=click.Path(path_type=Path),
    help="YAML: columns, units and clock of the sensor files; once for all, or once for each.",
)
@click.option(
    "--language", multiple=True, type=click.Choice(get_args(Language)), help="Of the transcripts; it is never guessed."
)
@click.option(
    "--transcript-starts-at",
    "starts_s",
    multiple=True,
    type=float,
    metavar="SECONDS",
    help="Where on the recording's clock time 0 of the transcript is. For sensors: offset_s of the layout.",
)
@click.option("--only", type=click.Choice(CHOICES), multiple=True, help="These groups, and what they rest on.")
@click.option("--with", "further", type=click.Choice(CHOICES), multiple=True, help="These groups too.")
@click.option("--everything", is_flag=True, help="All groups.")
@click.option("--zones", multiple=True, help="Zones of the gaze: driver, classroom, or a YAML file of your own.")
@click.option(
    "--body-every",
    "body_every_s",
    type=click.FloatRange(0, 60),
    default=Details().body_every_s,
    show_default=True,
    help="Seconds from look to look at the body; 0 for every frame, as writing and reading need.",
)
def command(
    files: tuple[Path, ...],
    out: Path,
    provenance: str | None,
    sensors: tuple[Path, ...],
    transcript: tuple[Path, ...],
    layout: tuple[Path, ...],
    language: tuple[Language, ...],
    starts_s: tuple[float, ...],
    only: tuple[str, ...],
    further: tuple[str, ...],
    everything: bool,
    zones: tuple[str, ...],
    body_every_s: float,
) -> None:
    """Measure the channels of recordings, contact sensors and transcripts.

    A recording is measured in one pass, one row a decoded frame. Beside the table of frames stand a table of events
    (blinks) and one of windows (pulse). A cell is empty where nothing could be measured, and the column that ends in
    `_reason` says why. Groups of people, identity and feelings are not measured: no channel can. Where there is sound,
    what is measured of the voice stands in further tables.

    Sensors give the same three tables, one row a second; a transcript gives windows alone. Beside a recording they are
    put on its clock: OUT.sensors.csv has a row for each of its frames, OUT.words.windows.csv tells of its words. What
    is withheld, such as heart rate variability from less than five minutes, says why in `reason`.

    Several files are measured at once, one a core. What was measured of pictures is kept while it goes on, in a folder
    beside the output whose name ends in `.part`: after a stop, the same command goes on from there.
    """
    check_out(files, out)
    if (only or further or zones) and all(kind_of(file) != "recording" for file in files):
        raise UsageError("--only, --with and --zones choose what is measured of recordings, and none is named")
    groups, voice = chosen_groups(only, (*further, *(("zones",) if zones else ())), everything)
    details = Details(body_every_s=body_every_s)
    if zones:
        details = replace(details, zones=chosen_zones(zones))
    several = tuple(
        Asked(file, out / f"{stem_of(file)}.csv" if len(files) > 1 else out, provenance, groups, details, voice)
        for file in files
    )
    measure_all(with_brought(several, Options(sensors, transcript, layout, language, starts_s)))
