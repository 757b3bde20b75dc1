"""How well movement, breath, perfusion and brief movements of a phantom are measured, and what it costs.

Run ``python benchmarks/motion.py [--part tremor breath null perfusion micro speed] [--map map.png]``. Truth is the
script. Amplitudes are in mm as the channel gives them, from an assumed 88 mm between the outer corners of the eyes.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from desdemona.channels.face.tracking import track_face
from desdemona.channels.micro.catalogue import MICRO
from desdemona.channels.micro.scoring import score_spotting
from desdemona.channels.motion.catalogue import MOTION
from desdemona.channels.motion.channel import MotionChannel
from desdemona.channels.motion.measure import measure_motion, motion_tracks
from desdemona.channels.motion.perfusion_picture import save_perfusion
from desdemona.channels.motion.watching import Watch, Wish
from desdemona.faces.camera import Camera
from desdemona.models.network import load_network
from desdemona.physiology.heart import PulsePoint
from desdemona.physiology.inside import BreathPoint, Inside, Tremor
from desdemona.recordings.recording import Recording, ignore_notice
from desdemona.stimuli.nulls import render_empty_room, render_noise, render_photograph
from desdemona.stimuli.phantom import Act, Cause, Phantom, Script
from desdemona.stimuli.render import render_phantom

EVERY = (*MOTION, *MICRO)
PULSE = (PulsePoint(0.0, 72.0),)
MICRO_CAUSES: tuple[Cause, ...] = ("smile", "brow_raise", "brow_lower", "mouth_open")


def phantom(
    inside: Inside, seconds: float, acts: tuple[Act, ...] = (), *, tone: int = 3, camera: Camera | None = None
) -> Phantom:
    """Return a phantom before a camera of 480 pixels and 30 frames a second, if no other is given."""
    return Phantom("p", 3, tone, "even", Script("s", "A test.", seconds, acts, inside), camera or Camera(480, 480), 7)


def measured(clip: Recording, channels: Sequence[MotionChannel] = EVERY) -> dict[str, pl.DataFrame]:
    """Return the windows of a clip, by channel."""
    windows = measure_motion(clip, item="clip", channels=channels).windows
    return {channel.name: windows.filter(pl.col("channel") == channel.name) for channel in channels}


def told(windows: pl.DataFrame, digits: int = 3) -> str:
    """Return the median value of windows, or the first reason."""
    given = windows["value"].drop_nulls()
    return f"{given.median():.{digits}f}" if given.len() else str(windows["reason"][0])[:40]


def print_tremor() -> None:
    """Print what a trembling head reads in the two kinds of measurement."""
    print(
        f"{'head trembles':24s} {'Hz found':>10s} {'mm found':>10s} {'changes/s':>10s} {'steps':>8s} {'symmetry':>9s}"
    )
    names = ("motion.frequency", "motion.amplitude", "vibration.frequency", "vibration.amplitude", "vibration.symmetry")
    channels = [channel for channel in MOTION if channel.name.removeprefix("head.") in names]
    for hz, mm in ((0.8, 1.0), (2.2, 0.1), (2.2, 0.5), (5.3, 0.3), (8.7, 0.3), (8.7, 1.0)):
        for tone in (1, 9):
            shaking = Inside(pulse=PULSE, tremors=(Tremor("head", "y", hz, mm, -5, 20),))
            found = measured(render_phantom(phantom(shaking, 10.2, tone=tone)), channels)
            cells = [told(found[f"head.{name}"]) for name in names]
            print(f"{hz} Hz, {mm} mm, tone {tone}".ljust(24) + "".join(f" {cell:>10s}" for cell in cells))


def print_breath() -> None:
    """Print breaths a minute against the script."""
    print(f"\n{'breath':24s} {'chest':>40s} {'skin':>40s}")
    camera = Camera(320, 320, 15.0)
    channels = [channel for channel in MOTION if channel.name.startswith("breath")]
    for per_min, depth in ((8.0, 0.5), (14.0, 0.2), (14.0, 0.5), (22.0, 0.3), (30.0, 0.3), (0.0, 0.0)):
        inside = Inside(pulse=PULSE, breath=(BreathPoint(0, per_min, depth),) if per_min else ())
        found = measured(render_phantom(phantom(inside, 30.2, camera=camera)), channels)
        cells = [told(found[f"breath.rate.{name}"], 2) for name in ("chest", "skin")]
        print(f"{per_min:g} a minute, depth {depth:g}".ljust(24) + "".join(f" {cell:>40s}" for cell in cells))


def print_nulls() -> None:
    """Print how many windows and events have a number where there is nothing."""
    still, camera = phantom(Inside(), 20.2), Camera(480, 480)
    nulls: dict[str, Callable[[], Recording]] = {
        "photograph": lambda: render_photograph(still),
        "noise": lambda: render_noise(camera, 3, 20.2),
        "empty room": lambda: render_empty_room(camera, 3, 20.2),
        "no pulse, no breath": lambda: render_phantom(still),
        "blinks": lambda: render_phantom(phantom(Inside(), 20.2, tuple(Act("blink", k, k + 0.25) for k in (2, 7, 13)))),
        "talks": lambda: render_phantom(phantom(Inside(), 20.2, (Act("talk", 1, 19),))),
        "turns": lambda: render_phantom(
            phantom(Inside(), 20.2, (Act("head_yaw", 1, 9, 20), Act("head_yaw", 10, 19, -20)))
        ),
    }
    print("\nwindows with a number where nothing moves as the channel means it")
    for name, render in nulls.items():
        tracks = measure_motion(render(), item=name, channels=EVERY)
        given = tracks.windows.filter(pl.col("value").is_not_null()).group_by("channel").len().sort("channel").rows()
        print(f"{name:24s} of {tracks.windows.height}: {dict(given) or 'none'}; events: {tracks.events.height}")


def print_micro(seconds: float = 40.0) -> None:
    """Print the challenge's score of both spotters, with chance beside it."""
    rng = np.random.default_rng(4)
    print(f"\n{'brief acts of amount':24s} {'spotter':18s} {'found':>6s} {'F1':>6s} {'chance':>7s} {'95 %':>6s}")
    for amount in (0.1, 0.2, 0.4, 0.8):
        starts = np.arange(2.0, seconds - 2, 3.0)
        lengths = rng.uniform(0.2, 0.5, starts.size)
        acts = tuple(
            Act(MICRO_CAUSES[k % len(MICRO_CAUSES)], float(start), float(start + length), amount)
            for k, (start, length) in enumerate(zip(starts, lengths, strict=True))
        )
        blinks = tuple(Act("blink", float(at), float(at) + 0.25) for at in starts[::3] + 1.4)
        clip = render_phantom(phantom(Inside(pulse=PULSE), seconds, (*acts, *blinks), camera=Camera(320, 320)))
        events = measure_motion(clip, item="clip", channels=MICRO).events
        known = {"clip": [(act.t_start_s, act.t_end_s) for act in acts]}
        for channel in MICRO:
            own = events.filter(pl.col("channel") == channel.name)
            found = {"clip": list(zip(own["t_start_s"].to_list(), own["t_end_s"].to_list(), strict=True))}
            score = score_spotting(found, known, {"clip": seconds}, rng=rng)
            print(
                f"{amount:<24g} {channel.name:18s} {score.tally.found:6d} {score.tally.f1:6.2f} {score.chance_f1:7.3f} "
                f"{score.chance_high_f1:6.2f}"
            )


def print_perfusion(path: Path | None) -> None:
    """Print the median pulse amplitude of the patches over skin tones; write the first map as a picture."""
    print("\nperfusion, % of green: median, quartiles, patches (scripted: 0.6 % of light peak to trough on tone 1)")
    for tone in (1, 4, 7, 10):
        watch = Watch(("patches",))
        detector, mesh = load_network("face_detector"), load_network("face_mesh")
        clip = render_phantom(phantom(Inside(pulse=PULSE), 12.0, tone=tone))
        for sight in track_face(clip.frames(ignore_notice), detector, mesh, ignore_notice):
            watch.see(sight)
        watched = watch.watched()
        table = motion_tracks("clip", watched, [None] * watched.shifts.t_s.size, MOTION[-1:]).windows
        shown = int(np.isfinite(watched.maps[0].amplitude_share).sum())
        print(f"tone {tone:<3d}", *table.select("value", "low", "high", "reason").row(0), shown)
        if path is not None and tone == 1:
            save_perfusion(watched.maps[0], path)


def print_speed() -> None:
    """Print milliseconds of processor time a frame, by what is watched."""
    clip = render_phantom(phantom(Inside(pulse=PULSE, tremors=(Tremor("head", "y", 5.3, 0.3, -5, 20),)), 5.0))
    detector, mesh = load_network("face_detector"), load_network("face_mesh")
    sights = list(track_face(clip.frames(ignore_notice), detector, mesh, ignore_notice))
    every: tuple[Wish, ...] = ("shifts", "vibration", "flow", "patches", "skin")
    print("\nprocessor time, ms a frame of 480 × 480 (the face itself some 6)")
    for wishes in (*((wish,) for wish in every), every):
        watch, start_s = Watch(wishes), time.process_time()
        for sight in sights:
            watch.see(sight)
        watch.watched()
        print(f"{', '.join(wishes):45s} {1000 * (time.process_time() - start_s) / len(sights):.2f}")


def main() -> None:
    """Print the parts that are asked for, or all."""
    parts = ("tremor", "breath", "null", "perfusion", "micro", "speed")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", nargs="+", choices=parts, default=parts)
    parser.add_argument("--map", type=Path, default=None)
    chosen = parser.parse_args()
    work: dict[str, Callable[[], None]] = {
        "tremor": print_tremor,
        "breath": print_breath,
        "null": print_nulls,
        "perfusion": lambda: print_perfusion(chosen.map),
        "micro": print_micro,
        "speed": print_speed,
    }
    for part in chosen.part:
        work[part]()


if __name__ == "__main__":
    main()
