"""How fast scenes are drawn: one person with a moving arm, and a classroom of thirty.

Run ``python benchmarks/scenes.py [--seconds 2] [--seed 1]`` with one thread (``OMP_NUM_THREADS=1``).
"""

import argparse
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from desdemona.faces.camera import Camera
from desdemona.faces.pose import Pose
from desdemona.scenes.build import PUPIL
from desdemona.scenes.draw import draw_scenes
from desdemona.scenes.postures import PostureName
from desdemona.scenes.scene import Held, PoseTrack, Scene, Seat
from desdemona.scenes.spells import Spell

PERSON_GOAL_HZ = 25.0
"""Pictures a second of one person at 512 px when only the arm moves, one core."""
CLASSROOM_GOAL_S = 0.5
"""Seconds for one picture of thirty people at 1920 x 1080."""


@dataclass(frozen=True, slots=True)
class Swaying:
    """A head that turns to and fro without rest, each with a phase of its own."""

    phase: float = 0.0

    def poses_at(self, times_s: NDArray[np.float64]) -> Iterator[Pose]:
        """Yield one pose for each time (n,)."""
        for angle_deg in 12 * np.sin(2 * np.pi * (0.3 * np.asarray(times_s) + self.phase)):
            yield Pose(head_yaw_deg=float(angle_deg))


def classroom(moving: bool, rng: np.random.Generator) -> Scene:
    """Return thirty pupils; all of them still, or all of them writing with heads that turn."""
    usual: tuple[PostureName, ...] = ("listening", "reading", "hand_raised", "phone_at_ear")
    seats = []
    for number in range(30):
        posture: PostureName = "writing" if moving else usual[int(rng.integers(len(usual)))]
        track: PoseTrack = Swaying(number / 30) if moving else Held()
        spell = Spell(posture, 0.0, 1000.0)
        seats.append(Seat(12 + number, 1 + number % 10, spells=(spell,), poses=track, build=PUPIL))
    return Scene("classroom", tuple(seats), camera=Camera(1920, 1080))


def one(posture: PostureName, track: PoseTrack) -> Scene:
    """Return one person at a desk, 512 px."""
    return Scene("desk", (Seat(3, 5, spells=(Spell(posture, 0.0, 1000.0),), poses=track),), camera=Camera(512, 512))


def measure(name: str, scene: Scene, count: int, rate_hz: float) -> float:
    """Print and return processor seconds for a picture, without the first one, which sets everything up."""
    stream = draw_scenes(scene, np.arange(count + 1) / rate_hz + 5.0)
    start_s = time.process_time()
    next(stream)
    first_s = time.process_time() - start_s
    spent = []
    for _ in range(count):
        start_s = time.process_time()
        next(stream)
        spent.append(time.process_time() - start_s)
    mean_s = float(np.mean(spent))
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(
        f"{name:44s} {1000 * mean_s:7.1f} ms {1 / max(mean_s, 1e-9):7.1f} a second"
        f"   first {first_s:5.2f} s   peak {peak_mb:5.0f} MB"
    )
    return mean_s


def main() -> None:
    """Print times for one person and for a classroom, and the peak of memory for twice the length."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    cv2.setNumThreads(1)
    count = max(4, round(given.seconds * 30))
    measure("one person, 512 px, only the arm moves", one("writing", Held()), count, 30.0)
    measure("one person, 512 px, nothing moves", one("listening", Held()), count, 30.0)
    measure("one person, 512 px, head and arm move", one("writing", Swaying()), count, 30.0)
    few = max(3, count // 12)
    measure("classroom of 30, 1080p, nobody moves", classroom(False, np.random.default_rng(given.seed)), few, 30.0)
    measure(
        "classroom of 30, 1080p, all heads and arms move", classroom(True, np.random.default_rng(given.seed)), few, 30.0
    )
    measure("the same, twice as long", classroom(True, np.random.default_rng(given.seed)), 2 * few, 30.0)
    print(f"goals: {PERSON_GOAL_HZ:g} pictures a second; {1000 * CLASSROOM_GOAL_S:g} ms a classroom")


if __name__ == "__main__":
    main()
