"""How fast each manipulation is: frames a second at 480p on one core, and times real time for sound.

Run ``python benchmarks/manipulations.py [--frames 60] [--seconds 10]``.
"""

import argparse
import time
from collections.abc import Iterator

import cv2
import numpy as np

from desdemona.manipulations.catalogue import MANIPULATIONS
from desdemona.manipulations.manipulation import Kind, new_manipulation
from desdemona.recordings.recording import Frame, Notice, Provenance, Recording, ignore_notice
from desdemona.recordings.sound import Block, Sound

MADE = Provenance("phantom", "made for timing", "CC0", "nobody", "any")
WIDTH_PX, HEIGHT_PX, RATE_HZ, SOUND_HZ = 640, 480, 30.0, 44_100


def pictures(count: int) -> Recording:
    """Return a moving, slightly noisy scene; eight pictures in turn, made beforehand."""
    rng = np.random.default_rng(0)
    coarse = rng.integers(40, 216, (15, 20, 3), np.uint8)
    scene = np.asarray(cv2.resize(coarse, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_CUBIC), np.int16)
    made = [np.clip(np.roll(scene, k, 1) + rng.integers(-3, 4, scene.shape), 0, 255).astype(np.uint8) for k in range(8)]

    def frames(_notice: Notice) -> Iterator[Frame]:
        for index in range(count):
            yield Frame(index, index / RATE_HZ, made[index % 8])

    return Recording("scene", MADE, WIDTH_PX, HEIGHT_PX, RATE_HZ, count, "scene", frames)


def sound(duration_s: float) -> Sound:
    """Return a tone with harmonics, made beforehand, in blocks as files give them."""
    t_s = np.arange(int(duration_s * SOUND_HZ)) / SOUND_HZ
    tone = np.sum([np.sin(2 * np.pi * 140 * k * t_s) / k for k in range(1, 10)], axis=0)
    samples = (0.2 * tone).astype(np.float32)[:, None]

    def blocks(_notice: Notice) -> Iterator[Block]:
        for start in range(0, len(samples), 1024):
            yield Block(start / SOUND_HZ, samples[start : start + 1024])

    return Sound("tone", MADE, SOUND_HZ, 1, "tone", blocks)


def line_of(kind: Kind, recording: Recording, spoken: Sound, count: int, duration_s: float) -> str:
    """Return the speeds of one kind at its usual amount."""
    manipulation = new_manipulation(kind)
    told = f"{manipulation.text:28s}"
    if kind.pictures is not None:
        start = time.perf_counter()
        for _frame in manipulation.apply(recording).frames(ignore_notice):
            pass
        told += f"{count / (time.perf_counter() - start):9.0f} frames/s"
    if kind.sound is not None:
        start = time.perf_counter()
        for _block in manipulation.apply_to_sound(spoken).blocks(ignore_notice):
            pass
        told += f"{duration_s / (time.perf_counter() - start):9.0f} × real time"
    return told


def main() -> None:
    """Time every manipulation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=10.0)
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    recording, spoken = pictures(asked.frames), sound(asked.seconds)
    print(f"{WIDTH_PX} × {HEIGHT_PX}, {asked.frames} frames read; sound at {SOUND_HZ} Hz, {asked.seconds:g} s")
    for kind in MANIPULATIONS.values():
        print(line_of(kind, recording, spoken, asked.frames, asked.seconds))


if __name__ == "__main__":
    main()
