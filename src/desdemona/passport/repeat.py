"""The same bytes from other processes and other Pythons, and memory that does not grow with length.

``python -m desdemona.passport.repeat bytes`` prints the SHA-256 of what three phantoms show, say and feel;
``python -m desdemona.passport.repeat memory 300`` renders so many pictures and prints the peak of memory in MB.
"""

import hashlib
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click
import cv2

from desdemona.errors import FileProblem
from desdemona.faces.camera import Camera
from desdemona.passport.row import Group, Row, Tolerance
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import BreathPoint, Inside, Variability
from desdemona.physiology.sensors import contact_sensors
from desdemona.recordings.recording import ignore_notice
from desdemona.stimuli.phantom import Act, Phantom, Script
from desdemona.stimuli.render import render_phantom, render_voice
from desdemona.stimuli.scripts import ready_script

READY = ("calm", "frightened_truthful", "drowsy_driver", "crying_child")
"""Ready scripts with a face, a voice, a body in a car, two people and a cry."""
PICTURES = 24
LENGTHS = (300, 2400)
"""Pictures of the shorter and of the longer recording whose memory is compared."""
MOST_MORE_MB = 16.0
"""The longer may have its peak so much higher (our choice); its pictures alone would take 300 MB more."""
_SIZE_PX, _RATE_HZ = 224, 30.0


def phantom_of(name: str) -> Phantom:
    """Return a phantom with a ready script before a small noisy camera."""
    script = ready_script(name)
    camera = Camera(320, 180) if script.scene else Camera(240, 240)
    return Phantom(name, 14, 6, "left", replace(script, changes=()), camera, seed=5)


def fingerprints() -> dict[str, str]:
    """Return the SHA-256 of pictures, sound and contact sensors of every phantom that is compared."""
    found = {}
    for name in READY:
        phantom = phantom_of(name)
        pictures, sound, sensors = hashlib.sha256(), hashlib.sha256(), hashlib.sha256()
        for frame, _ in zip(render_phantom(phantom).frames(ignore_notice), range(PICTURES), strict=False):
            pictures.update(frame.rgb.tobytes())
        voice = render_voice(phantom)
        for block in voice.blocks(ignore_notice) if voice else ():
            sound.update(block.samples.tobytes())
        for track in contact_sensors(phantom.script.inside, phantom.script.duration_s, {}, phantom.seed).values():
            sensors.update(track.values.tobytes())
        for what, digest in (("pictures", pictures), ("sound", sound), ("sensors", sensors)):
            found[f"{name}, {what}"] = digest.hexdigest()
    return found


def restless(pictures: int) -> Phantom:
    """Return a phantom of so many pictures who breathes, turns her head to and fro and opens her mouth."""
    length_s = pictures / _RATE_HZ
    inside = Inside((PulsePoint(0.0, 72.0),), Variability(40.0), breath=(BreathPoint(0.0, 15.0),))
    turns = [
        Act("head_yaw", 2.0 * turn, 2.0 * turn + 2.0, 12.0 if turn % 2 else -12.0, onset_s=1.0, offset_s=1.0)
        for turn in range(int(length_s / 2))
    ]
    script = Script("restless", "for memory", length_s, (*turns, Act("talk", 0.0, length_s)), inside)
    return Phantom("restless", 3, 5, "even", script, Camera(_SIZE_PX, _SIZE_PX, _RATE_HZ))


def peak_mb() -> float:
    """Return the peak of memory of this process so far, MB.

    Linux counts the peak of whoever started a process into `ru_maxrss`; its own is the high water mark of its memory.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = [line for line in status.read_text().splitlines() if line.startswith("VmHWM:")]
        return float(line.split()[1]) / 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def told_by(python: Path | str, *words: str) -> str:
    """Return what this module prints in a process of its own, under a Python that has the package's needs.

    Raises
    ------
    FileProblem
        That Python cannot run it; says why in its own last line.
    """
    source = str(Path(__file__).parents[2])
    own = {**os.environ, "PYTHONPATH": source, "PYTHONHASHSEED": "random", "OMP_NUM_THREADS": "1"}
    command = [str(python), "-m", "desdemona.passport.repeat", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=own)
    if done.returncode:
        raise FileProblem(python, (done.stderr.strip().splitlines() or ["it stopped without a word"])[-1])
    return done.stdout


def prints_by(python: Path | str) -> tuple[str, dict[str, str]]:
    """Return the version of a Python, and the fingerprints that it finds."""
    told: Mapping[str, object] = json.loads(told_by(python, "bytes"))
    prints = told["prints"]
    return str(told["python"]), dict(prints) if isinstance(prints, dict) else {}


def bytes_row(told: str, here: Mapping[str, str], there: Mapping[str, str]) -> Row:
    """Return how many of the recordings differ between two processes."""
    off = sum(here.get(name) != there.get(name) for name in {*here, *there})
    means = f"SHA-256 of {len(here)} recordings"
    return Row(told, 0.0, off, "recordings differ", Tolerance("at_most", 0.0, ours=False), means, 0)


def memory_row(lengths: tuple[int, int] = LENGTHS) -> Row:
    """Return how much higher the peak of memory of a long recording is than that of a short one."""
    short_mb, long_mb = (float(told_by(sys.executable, "memory", str(length))) for length in lengths)
    told = f"memory: {lengths[1]} pictures over {lengths[0]}"
    means = f"peak of a process: {short_mb:.0f} and {long_mb:.0f} MB"
    return Row(told, 0.0, long_mb - short_mb, "MB more", Tolerance("at_most", MOST_MORE_MB), means, 0)


def _rows(pythons: Sequence[Path]) -> Iterator[Row]:
    here = fingerprints()
    yield bytes_row("the same in this process", here, fingerprints())
    for python in (Path(sys.executable), *pythons):
        version, there = prints_by(python)
        yield bytes_row(f"another process, Python {version}", here, there)
    yield memory_row()


def repeat_group(pythons: Sequence[Path] = ()) -> Group:
    """Return whether bytes are the same elsewhere, and whether memory is flat; `pythons` are further interpreters."""
    return Group(
        "The same again, and at length",
        f"Ready scripts {', '.join(READY)}: the first {PICTURES} pictures with sensor noise, all sound, all contact "
        "sensors. Other Pythons bring their own numpy, scipy and OpenCV, on the same machine; another kind of "
        "processor may round otherwise. Memory: one person of 224 px who moves all the time.",
        tuple(_rows(pythons)),
    )


@click.command()
@click.argument("what", type=click.Choice(["bytes", "memory"]))
@click.argument("pictures", type=click.IntRange(1), default=LENGTHS[0])
def main(what: str, pictures: int) -> None:
    """Print fingerprints as JSON, or the peak of memory in MB."""
    cv2.setNumThreads(1)
    if what == "memory":
        for _ in render_phantom(restless(pictures)).frames(ignore_notice):
            pass
        click.echo(f"{peak_mb():.3f}")
    else:
        click.echo(json.dumps({"python": sys.version.split()[0], "prints": fingerprints()}))


if __name__ == "__main__":
    main()
