"""`desdemona phantom`: a synthetic person with everything known."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

import click

from desdemona.cli.console import Advance, progress_bar, say, say_json, say_table
from desdemona.errors import FileProblem, UnknownName
from desdemona.faces.camera import Camera
from desdemona.faces.cast import IDENTITIES
from desdemona.faces.lamps import Light
from desdemona.recordings.recording import Frame, Notice, Recording
from desdemona.recordings.video import write_clip
from desdemona.stimuli.phantom import Phantom, Script
from desdemona.stimuli.render import render_phantom
from desdemona.stimuli.scripts import READY, load_script
from desdemona.stimuli.truth import truth_of
from desdemona.tables import write_table


def find_script(name: str) -> Script:
    """Return the ready script of that name, or load it when the name is that of a YAML file."""
    if name.endswith((".yaml", ".yml")):
        return load_script(Path(name))
    for script in READY:
        if script.name == name:
            return script
    raise UnknownName("phantom", name, [script.name for script in READY])


def list_ready(as_json: bool) -> None:
    """Print the ready phantoms."""
    if as_json:
        say_json([{"id": script.name, "about": script.about} for script in READY])
    else:
        rows = [(script.name, f"{script.duration_s:g} s", script.about) for script in READY]
        say_table(f"{len(rows)} ready phantoms", ("id", "length", "about"), rows)


def counted(recording: Recording, advance: Advance) -> Recording:
    """Return the recording with its frames counted on the progress bar as they go by."""

    def frames(notice: Notice) -> Iterator[Frame]:
        for frame in recording.frames(notice):
            advance(frame.index, recording.frame_count, recording.name)
            yield frame

    return replace(recording, frames=frames)


def write_phantom(phantom: Phantom, out: Path) -> None:
    """Write the clip, and its truth beside it."""
    if out.suffix != ".mp4":
        raise FileProblem(out, "a clip is written as .mp4", f"try {out.with_suffix('.mp4')}")
    recording = render_phantom(phantom)
    with progress_bar() as advance:
        write_clip(counted(recording, advance), out)
    truth = out.with_suffix(".truth.csv")
    write_table(truth_of(phantom), truth)
    say(f"{out}: {phantom.script.duration_s:g} s; what is true of her: {truth}")


@click.command("phantom")
@click.argument("name", required=False, metavar="NAME|SCRIPT.yaml")
@click.option("--out", type=click.Path(path_type=Path), help="clip.mp4; the truth is written beside it.")
@click.option("--identity", type=click.IntRange(0, len(IDENTITIES) - 1), default=0, show_default=True)
@click.option("--skin-tone", type=click.IntRange(1, 10), default=3, show_default=True, help="Monk scale.")
@click.option("--light", type=click.Choice(get_args(Light)), default="even", show_default=True)
@click.option("--size", type=click.IntRange(64, 2160), default=480, show_default=True, help="Pixels, square.")
@click.option("--rate", type=click.FloatRange(1, 240), default=30.0, show_default=True, help="Pictures a second.")
@click.option("--noise", type=click.FloatRange(0, 50), default=1.5, show_default=True, help="8-bit steps.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the sensor noise.")
@click.option("--list", "listing", is_flag=True, help="List the ready phantoms.")
@click.option("--json", "as_json", is_flag=True, help="With --list, for programs: id, about.")
def command(
    name: str | None,
    out: Path | None,
    identity: int,
    skin_tone: int,
    light: Light,
    size: int,
    rate: float,
    noise: float,
    seed: int,
    listing: bool,
    as_json: bool,
) -> None:
    """Draw a synthetic person with everything known, as a clip with its truth.

    She does what the script says, when it says so, and feels nothing. The same options give the same pictures.
    """
    if listing or as_json:
        list_ready(as_json)
        return
    if name is None or out is None:
        raise click.UsageError("give a NAME and --out clip.mp4, or --list")
    camera = Camera(width_px=size, height_px=size, rate_hz=rate, noise_dn=noise)
    script = find_script(name)
    write_phantom(Phantom(script.name, identity, skin_tone, light, script, camera, seed), out)
