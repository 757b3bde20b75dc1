"""`desdemona phantom`: a synthetic person with everything known."""

import os
import sys
import textwrap
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import get_args

import click
import cv2
import polars as pl

from desdemona.audits.gallery import TONES, exhibits_of
from desdemona.cli.console import progress_bar, say, say_json, say_table
from desdemona.cli.counted import counted
from desdemona.errors import FileProblem
from desdemona.faces.camera import Camera
from desdemona.faces.lamps import Light
from desdemona.faces.wear import Wear
from desdemona.files import write_text
from desdemona.manipulations.catalogue import parse_manipulation
from desdemona.physiology.inside import Inside
from desdemona.physiology.sensors import contact_sensors, to_long
from desdemona.recordings.video import write_clip
from desdemona.reports.gallery_page import to_gallery_html
from desdemona.stimuli.company import places_of
from desdemona.stimuli.drive import to_long as to_long_of_signals
from desdemona.stimuli.drive import vehicle_signals
from desdemona.stimuli.moments import moments_of, picture_at
from desdemona.stimuli.phantom import Phantom, Script
from desdemona.stimuli.render import render_phantom, render_voice
from desdemona.stimuli.scripts import load_script, ready_script, ready_scripts
from desdemona.stimuli.truth import truth_of
from desdemona.tables import write_table


def find_script(name: str) -> Script:
    """Return the ready script of that name, or load it when the name is that of a YAML file."""
    return load_script(Path(name)) if name.endswith((".yaml", ".yml")) else ready_script(name)


def thumbnail(script: Script, number: int) -> list[str]:
    """Return a small picture of a phantom as lines of half blocks, for terminals that show colours."""
    phantom = Phantom(script.name, number, TONES[number % 10], "even", script, Camera(240, 240))
    face = picture_at(phantom, moments_of(script)[0])[30:230, 20:220]
    small = cv2.resize(face, (24, 24), interpolation=cv2.INTER_AREA)
    return [
        "".join(
            f"\x1b[38;2;{up[0]};{up[1]};{up[2]}m\x1b[48;2;{low[0]};{low[1]};{low[2]}m▀"
            for up, low in zip(small[row], small[row + 1], strict=True)
        )
        + "\x1b[0m"
        for row in range(0, 24, 2)
    ]


def list_ready(as_json: bool) -> None:
    """Print the ready phantoms; with small pictures where the terminal shows colours."""
    scripts = ready_scripts()
    if as_json:
        say_json([{"id": script.name, "about": script.about} for script in scripts])
    elif sys.stdout.isatty() and os.environ.get("COLORTERM") in ("truecolor", "24bit"):
        for number, script in enumerate(scripts):
            beside = ["", script.name, f"{script.duration_s:g} s", *textwrap.wrap(script.about, 60)]
            for line, words in zip_longest(thumbnail(script, number), beside, fillvalue=""):
                say(f"{line}  {words}")
            say("")
    else:
        rows = [(script.name, f"{script.duration_s:g} s", script.about) for script in scripts]
        say_table(f"{len(rows)} ready phantoms", ("id", "length", "about"), rows)


def write_gallery(path: Path) -> None:
    """Write the page that shows all ready phantoms."""
    with progress_bar() as advance:
        exhibits = list(exhibits_of(ready_scripts(), advance))
    write_text(path, to_gallery_html(exhibits))
    say(f"{path}: {len(exhibits)} phantoms")


def size_of(text: str | None, script: Script) -> tuple[int, int]:
    """Return width and height in pixels from what was asked for.

    Raises `click.UsageError` where it is no size, or one that cannot be drawn.
    """
    if text is None:
        return (960, 540) if script.scene else (480, 480)
    parts = text.lower().split("x")
    if len(parts) > 2 or not all(part.isdigit() and 64 <= int(part) <= 3840 for part in parts):
        raise click.UsageError(f"--size is {text}; it is one number or WIDTHxHEIGHT, each from 64 to 3840")
    return int(parts[0]), int(parts[-1])


def sensors_of(phantom: Phantom) -> pl.DataFrame:
    """Return what sensors on her body and in her car tell, a row a sample; no rows where nothing is said of either."""
    script = phantom.script
    body = contact_sensors(script.inside, script.duration_s, {}, phantom.seed) if script.inside != Inside() else {}
    car = vehicle_signals(script.drive, script.duration_s, phantom.seed) if script.drive else ()
    return pl.concat([to_long(body), to_long_of_signals(car)])


def write_phantom(phantom: Phantom, out: Path) -> None:
    """Write the clip with its sound, its truth beside it, and what sensors on her body would tell."""
    if out.suffix != ".mp4":
        raise FileProblem(out, "a clip is written as .mp4", f"try {out.with_suffix('.mp4')}")
    script = phantom.script
    with progress_bar() as advance:
        write_clip(counted(render_phantom(phantom), advance), out, sound=render_voice(phantom))
    truth, sensors = out.with_suffix(".truth.csv"), out.with_suffix(".sensors.csv")
    write_table(truth_of(phantom), truth)
    said = f"{out}: {script.duration_s:g} s; what is true of her: {truth}"
    if script.scene:
        places = out.with_suffix(".places.csv")
        write_table(places_of(phantom, script.scene), places)
        said += f"; where everyone is: {places}"
    told = sensors_of(phantom)
    if not told.is_empty():
        write_table(told, sensors)
        said += f"; sensors {'on her body and in her car' if script.drive else 'on her body'}: {sensors}"
    say(said)


@click.command("phantom")
@click.argument("name", required=False, metavar="NAME|SCRIPT.yaml")
@click.option("--out", type=click.Path(path_type=Path), help="clip.mp4; the truth is written beside it.")
@click.option("--identity", type=click.IntRange(0), default=0, show_default=True, help="From 12 on: anybody.")
@click.option("--skin-tone", type=click.IntRange(1, 10), default=3, show_default=True, help="Monk scale.")
@click.option("--light", type=click.Choice(get_args(Light)), default="even", show_default=True)
@click.option("--size", metavar="PIXELS", help="480 (square) or 1280x720; if not given 480, and 960x540 for a scene.")
@click.option("--rate", type=click.FloatRange(1, 240), default=30.0, show_default=True, help="Pictures a second.")
@click.option("--noise", type=click.FloatRange(0, 50), default=1.5, show_default=True, help="8-bit steps.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the sensor noise.")
@click.option("--wearing", type=click.Choice(get_args(Wear)), multiple=True, help="May be given several times.")
@click.option("--with", "changes", multiple=True, metavar="CHANGE", help="A manipulation, say brightness=-1.")
@click.option("--gallery", type=click.Path(path_type=Path), metavar="PAGE.html", help="Write a page of all of them.")
@click.option("--list", "listing", is_flag=True, help="List the ready phantoms.")
@click.option("--json", "as_json", is_flag=True, help="With --list, for programs: id, about.")
def command(
    name: str | None,
    out: Path | None,
    identity: int,
    skin_tone: int,
    light: Light,
    size: str | None,
    rate: float,
    noise: float,
    seed: int,
    wearing: tuple[Wear, ...],
    changes: tuple[str, ...],
    gallery: Path | None,
    listing: bool,
    as_json: bool,
) -> None:
    """Draw a synthetic person with everything known, as a clip with its truth.

    She does what the script says, when it says so, and feels nothing. The same options give the same pictures.
    """
    if listing or as_json:
        list_ready(as_json)
        return
    if gallery is not None:
        write_gallery(gallery)
        return
    if name is None or out is None:
        raise click.UsageError("give a NAME and --out clip.mp4, or --list, or --gallery PAGE.html")
    script = find_script(name)
    width, height = size_of(size, script)
    camera = Camera(width_px=width, height_px=height, rate_hz=rate, noise_dn=noise)
    asked = tuple(parse_manipulation(change).text for change in changes)
    script = replace(script, changes=(*script.changes, *asked))
    write_phantom(Phantom(script.name, identity, skin_tone, light, script, camera, seed, wearing), out)
