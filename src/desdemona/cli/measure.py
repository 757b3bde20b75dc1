"""`desdemona measure`: recordings to tracks."""

from dataclasses import replace
from pathlib import Path

import click

from desdemona.channels.eye_signs.zones import DECLARED, Zones
from desdemona.channels.eye_signs.zones_written import load_zones
from desdemona.channels.groups import ABOUT, CHEAP, COST, GROUPS, Details, Group, to_groups
from desdemona.cli.console import progress_bar, say, tell
from desdemona.cli.measuring import Asked, measure_file, part_folder
from desdemona.cli.several import measure_several
from desdemona.errors import FileProblem, UsageError

VOICE = "voice"
CHOICES = (*GROUPS, VOICE)
_COSTS = "\n".join(f"  {group:<7} {ABOUT[group]} ({COST[group]})" for group in GROUPS)


def check_out(files: tuple[Path, ...], out: Path) -> None:
    """Refuse an output that cannot hold the tables of these recordings, before any work is done."""
    several = len(files) > 1
    if several and out.suffix:
        raise FileProblem(out, "several recordings need a folder", "give --out a name without an ending")
    if several and len({file.stem for file in files}) < len(files):
        raise FileProblem(out, "two recordings have the same name", "measure them into different folders")
    if not several and out.suffix not in (".csv", ".parquet"):
        raise FileProblem(out, "tracks are written as .csv or .parquet", f"try {out.with_suffix('.csv')}")


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


def tell_of_parts(several: tuple[Asked, ...]) -> None:
    """Say what was kept of files that were not measured to the end."""
    for asked in several:
        folder = part_folder(asked.frames)
        if any(folder.glob("state-*.npz")):
            tell(f"{folder} holds what was measured; the same command goes on from there")


@click.command("measure", epilog="\b\nWhat is measured of pictures, and what it costs:\n" + _COSTS)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="tracks.csv, tracks.parquet, or a folder.")
@click.option("--provenance", help='"source; licence; agreement; permitted use" of real recordings.')
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
    only: tuple[str, ...],
    further: tuple[str, ...],
    everything: bool,
    zones: tuple[str, ...],
    body_every_s: float,
) -> None:
    """Measure the channels of recordings in one pass, one row a decoded frame.

    Beside the table of frames stand a table of events (blinks) and one of windows (pulse). A cell is empty where
    nothing could be measured, and the column that ends in `_reason` says why. Groups of people, identity and feelings
    are not measured: no channel can. Where there is sound, what is measured of the voice stands in further tables.

    Several files are measured at once, one a core. What was measured is kept while it goes on, in a folder beside the
    output whose name ends in `.part`: after a stop, the same command goes on from there.
    """
    check_out(files, out)
    groups, voice = chosen_groups(only, (*further, *(("zones",) if zones else ())), everything)
    details = Details(body_every_s=body_every_s)
    if zones:
        details = replace(details, zones=chosen_zones(zones))
    several = tuple(
        Asked(file, out / f"{file.stem}.csv" if len(files) > 1 else out, provenance, groups, details, voice)
        for file in files
    )
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
        raise UsageError("not all recordings could be measured; the others are written")
