"""`desdemona manipulate`: a recording changed by known amounts, with what is true of it moved along."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
import polars as pl

from desdemona.cli.console import Json, say, say_json, say_table, tell
from desdemona.errors import FileProblem, TableError, UsageError
from desdemona.manipulations.catalogue import (
    MANIPULATIONS,
    apply_all,
    apply_all_to_sound,
    move_all,
    parse_manipulation,
)
from desdemona.manipulations.manipulation import Kind, Manipulation, range_of, told_in
from desdemona.recordings.container import contents_of
from desdemona.recordings.provenance import declare_provenance
from desdemona.recordings.recording import Recording
from desdemona.recordings.sound import Sound, open_sound
from desdemona.recordings.soundtrack import write_sound
from desdemona.recordings.video import open_recording, write_clip
from desdemona.tables import TRUTH, write_table


def list_kinds(as_json: bool) -> None:
    """Print every manipulation with its range."""
    kinds = MANIPULATIONS.values()
    if as_json:
        say_json([_as_json(kind) for kind in kinds])
        return
    rows = [(kind.name, range_of(kind.amount), _settings(kind), kind.about) for kind in kinds]
    say_table(f"{len(rows)} manipulations", ("name", "amount", "settings", "about"), rows)


def _settings(kind: Kind) -> str:
    names = [f"{setting.name}={setting.usual:g}" for setting in kind.settings]
    return ", ".join([*names, "seed=0"] if kind.seeded else names)


def _as_json(kind: Kind) -> dict[str, Json]:
    return {
        "name": kind.name,
        "unit": kind.amount.name,
        "low": kind.amount.low,
        "high": kind.amount.high,
        "usual": kind.amount.usual,
        "neutral": kind.neutral,
        "settings": _settings(kind),
        "changes_pictures": kind.pictures is not None,
        "changes_sound": kind.sound is not None,
        "truth": kind.truth,
        "about": kind.about,
    }


def _opened(file: Path, origin: str | None) -> tuple[Recording | None, Sound | None]:
    held = contents_of(file)
    pictures = open_recording(file, origin) if "pictures" in held else None
    sound = open_sound(file, origin) if "sound" in held else None
    if pictures is None and sound is None:
        raise FileProblem(file, "holds neither pictures nor sound")
    return pictures, sound


def _check_fit(manipulations: Sequence[Manipulation], pictures: Recording | None, sound: Sound | None) -> None:
    for manipulation in manipulations:
        kind = manipulation.kind
        if not ((kind.pictures and pictures) or (kind.sound and sound)):
            lacking = "sound" if kind.pictures is None else "pictures"
            raise UsageError(f"{manipulation.text}: '{kind.name}' changes {lacking}, and the file holds none")


def _changed(
    manipulations: Sequence[Manipulation], pictures: Recording | None, sound: Sound | None
) -> tuple[Recording | None, Sound | None]:
    """Change what there is; both say all that was done, because they may end in one file."""
    if pictures is not None:
        origin = told_in(pictures.provenance, manipulations)
        pictures = replace(apply_all(manipulations, pictures), provenance=origin)
    if sound is not None:
        origin = told_in(sound.provenance, manipulations)
        sound = replace(apply_all_to_sound(manipulations, sound), provenance=origin)
    return pictures, sound


def _write(pictures: Recording | None, sound: Sound | None, out: Path) -> None:
    """Write what there is; where any of it is real, its provenance first, so that no file ever stands without."""
    if out.suffix.lower() == ".wav":
        pictures = None
    origins = [part.provenance for part in (pictures, sound) if part is not None]
    for provenance in [origin for origin in origins if origin.kind == "real"][:1]:
        declare_provenance(out, provenance)
    if pictures is not None:
        write_clip(pictures, out, sound=sound, notice=tell)
    elif sound is not None:
        write_sound(sound, out, notice=tell)
    else:
        raise FileProblem(out, "cannot be written", "there is no sound; a clip's name ends in .mp4")


def _moved_truth_file(file: Path, manipulations: Sequence[Manipulation], out: Path) -> Path | None:
    """Write the truth that stands beside a file, moved along, beside the new one; None where there is none."""
    known = file.with_suffix(".truth.csv")
    if not known.is_file():
        return None
    try:
        truth = pl.read_csv(known, schema_overrides=TRUTH)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise TableError(known, [f"cannot be read as a truth table ({str(error).splitlines()[0]})"]) from None
    lacking = [name for name in TRUTH if name not in truth.columns]
    if lacking:
        raise TableError(known, [f"lacks the column '{name}'" for name in lacking])
    moved = out.with_suffix(".truth.csv")
    write_table(move_all(manipulations, truth), moved)
    return moved


@click.command("manipulate")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--with", "changes", multiple=True, metavar="NAME=AMOUNT[,SETTING=…]", help="May be given again, in order."
)
@click.option("--out", type=click.Path(path_type=Path), help="clip.mp4, or voice.wav for the sound alone.")
@click.option("--provenance", "origin", help="Where FILE comes from, if nothing beside it says so.")
@click.option("--list", "listing", is_flag=True, help="List the manipulations with their ranges.")
@click.option("--json", "as_json", is_flag=True, help="With --list, for programs.")
def command(
    file: Path | None, changes: tuple[str, ...], out: Path | None, origin: str | None, listing: bool, as_json: bool
) -> None:
    """Change a recording by known amounts: light, noise, blur, coding, frame rate, framing, sound.

    The same change of the same file gives the same bytes. What is true of the recording (FILE.truth.csv) is moved
    along and written beside the new one; so is its provenance, where it is real.
    """
    if listing or as_json:
        list_kinds(as_json)
        return
    if file is None or out is None or not changes:
        raise click.UsageError("give a FILE, --with NAME=AMOUNT and --out, or --list")
    if out.resolve() == file.resolve():
        raise FileProblem(out, "is the recording itself", "choose another name")
    manipulations = [parse_manipulation(change) for change in changes]
    pictures, sound = _opened(file, origin)
    _check_fit(manipulations, pictures, sound)
    _write(*_changed(manipulations, pictures, sound), out)
    truth = _moved_truth_file(file, manipulations, out)
    say(
        f"{out}: " + ", then ".join(m.text for m in manipulations) + (f"; what is true of it: {truth}" if truth else "")
    )
