"""How fast a phantom is rendered, pulse, noise and all: one person at 512 px, a classroom of thirty at 1080p.

Run ``python benchmarks/phantom.py [--frames 300] [--long 6000]`` with one thread (``OMP_NUM_THREADS=1``). Times are of
the processor, on one core; the first picture, which sets everything up, is told apart. Memory is the peak of a process
of its own, at a tenth of ``--long`` pictures and at all of them.

Nearest work: SCAMPS (McDuff et al. 2022), 2,800 videos of 600 frames at 320 x 240 with pulse, breathing, head pose and
ten action units, 600 GB to download, no sound (its README); no rendering time is published there, so none is compared.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from rich.console import Console
from rich.table import Table

from desdemona.faces.camera import Camera
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import BreathPoint, Inside, Variability
from desdemona.recordings.recording import ignore_notice
from desdemona.scenes.build import PUPIL
from desdemona.scenes.scene import Scene, Seat
from desdemona.scenes.spells import Spell
from desdemona.stimuli.phantom import Act, Other, Phantom, Script
from desdemona.stimuli.render import render_phantom
from desdemona.voices.score import Score, Utterance, Word

PERSON_GOAL_HZ, CLASSROOM_GOAL_S = 60.0, 0.5
"""Pictures a second of one person at 512 px, and seconds for one picture of thirty at 1080p, on one core."""
TEXT = "hello my name is desdemona and I have no feelings at all"
SIZE_PX, RATE_HZ = 512, 30.0

BLOOD = Inside(pulse=(PulsePoint(0.0, 72.0),), variability=Variability(40.0))
BREATHING = replace(BLOOD, breath=(BreathPoint(0.0, 15.0, 0.5),))


def _every(act: Act, duration_s: float, step_s: float) -> tuple[Act, ...]:
    """Return an act again and again, so that something of it happens all the time."""
    starts = np.arange(0.0, duration_s, step_s)
    return tuple(
        replace(act, t_start_s=float(at), t_end_s=min(float(at) + step_s, duration_s), amount=act.amount * sign)
        for at, sign in zip(
            starts, np.resize([1, -1] if act.cause.startswith("head") else [1], len(starts)), strict=True
        )
    )


def scripts(frames: int) -> Mapping[str, Script]:
    """Return what is rendered, by name; whatever moves moves from the first picture to the last."""
    length_s = frames / RATE_HZ
    plain = Script("bench", "for timing", length_s, inside=BLOOD)
    blinks = _every(Act("blink", 0.0, 0.3), length_s, 3.0)
    blinks = tuple(replace(act, t_end_s=act.t_start_s + 0.3) for act in blinks)
    head = _every(Act("head_yaw", 0.0, 1.0, 12.0, onset_s=1.0, offset_s=1.0), length_s, 2.0)
    said = tuple(Word(word) for word in TEXT.split())
    first = Utterance(0.2, said)
    starts_s = np.arange(0.2, max(length_s - first.duration_s, 0.3), first.duration_s + 0.1)
    speech = Score(tuple(replace(first, t_start_s=float(at)) for at in starts_s))
    return {
        "calm: blood only": plain,
        "blood and a blink every 3 s": replace(plain, acts=blinks),
        "blood and breathing": replace(plain, inside=BREATHING),
        "blood and talking": replace(plain, voice=speech),
        "blood and the head turning without rest": replace(plain, acts=head),
        "all of these": replace(plain, inside=BREATHING, acts=blinks + head, voice=speech),
    }


def person(script: Script) -> Phantom:
    """Return one person at 512 px."""
    return Phantom("bench", 3, 5, "even", script, Camera(SIZE_PX, SIZE_PX, RATE_HZ))


def classroom(moving: bool, frames: int) -> Phantom:
    """Return thirty pupils with blood; all of them still, or all heads turning, lids blinking and hands writing."""
    length_s = frames / RATE_HZ
    spell = Spell("writing" if moving else "listening", 0.0, 1000.0)
    seats = tuple(Seat(12 + number, 1 + number % 10, spells=(spell,), build=PUPIL) for number in range(30))

    def acts(number: int) -> tuple[Act, ...]:
        turn = Act("head_yaw", 0.0, length_s, 4.0 + number % 9, onset_s=length_s / 2, offset_s=length_s / 2)
        return (turn, Act("eyes_closed", 0.0, length_s, 0.5, onset_s=length_s / 2)) if moving else ()

    others = tuple(Other(number, acts(number), BLOOD) for number in range(1, 30))
    script = Script("class", "for timing", length_s, acts(0), BLOOD, scene=Scene("classroom", seats), others=others)
    return Phantom("class", 12, 1, "even", script, Camera(1920, 1080, RATE_HZ))


def timed(phantom: Phantom) -> tuple[float, float]:
    """Return processor seconds for the first picture and for each of the others."""
    start_s = time.process_time()
    frames = render_phantom(phantom).frames(ignore_notice)
    next(frames)
    first_s = time.process_time() - start_s
    start_s = time.process_time()
    count = sum(1 for _ in frames)
    return first_s, (time.process_time() - start_s) / max(count, 1)


def peak_mb(frames: int) -> float:
    """Return the peak of memory of a process that renders so many pictures in which everything moves."""
    told = subprocess.run(
        [sys.executable, __file__, "--only-render", str(frames)], capture_output=True, text=True, check=True
    )
    return float(told.stdout)


def own_peak_mb() -> float:
    """Return the peak of memory of this process; `ru_maxrss` would count that of whoever started it, too."""
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:")]
    return float(line.split()[1]) / 1000


def render_only(frames: int) -> None:
    """Render and print the peak of memory in MB."""
    cv2.setNumThreads(1)
    for _ in render_phantom(person(scripts(frames)["all of these"])).frames(ignore_notice):
        pass
    print(own_peak_mb())


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", type=int, default=300)
    parser.add_argument("--long", type=int, default=6000, help="pictures for the longer of two memory runs; 0 for none")
    parser.add_argument("--only-render", type=int, default=0, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only_render:
        render_only(given.only_render)
        return
    cv2.setNumThreads(1)
    table = Table("one core, processor time", "first, s", "each, ms", "a second", "goal", "reached")
    for name, script in scripts(given.frames).items():
        first_s, each_s = timed(person(script))
        goal = f"{PERSON_GOAL_HZ:g} a second"
        reached = "yes" if 1 / each_s >= PERSON_GOAL_HZ else "no"
        table.add_row(
            f"{SIZE_PX} px: {name}", f"{first_s:.2f}", f"{1000 * each_s:.1f}", f"{1 / each_s:.1f}", goal, reached
        )
    few = max(4, given.frames // 30)
    for name, moving in (("nobody moves", False), ("all heads, lids and hands move", True)):
        first_s, each_s = timed(classroom(moving, few))
        reached = "yes" if each_s < CLASSROOM_GOAL_S else "no"
        table.add_row(
            f"1080p, 30 pupils: {name}",
            f"{first_s:.2f}",
            f"{1000 * each_s:.1f}",
            f"{1 / each_s:.1f}",
            f"{1000 * CLASSROOM_GOAL_S:g} ms",
            reached,
        )
    console = Console(width=120)
    console.print(table)
    if given.long:
        short, long = peak_mb(given.long // 10), peak_mb(given.long)
        print(f"peak of memory: {short:.0f} MB at {given.long // 10} pictures, {long:.0f} MB at {given.long}")


if __name__ == "__main__":
    main()
