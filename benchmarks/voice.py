"""How fast a voice is made: seconds of speech a second on one core.

Run ``python benchmarks/voice.py [--minutes 1] [--seed 1]`` with one thread (``OMP_NUM_THREADS=1``).
"""

import argparse
import time
from collections.abc import Mapping
from dataclasses import replace

from desdemona.voices.register import CHILD, MAN, WOMAN
from desdemona.voices.score import Background, Score, Utterance, Word
from desdemona.voices.voice import synthesise

TEXT = "hello my name is Desdemona and I have no feelings at all ask the machine what it hears"
GOAL = 30.0
"""Seconds of speech a second, one core, without a background."""


def sentences(duration_s: float) -> tuple[Utterance, ...]:
    """Return the sentence over and over with half a second between."""
    first = Utterance(0.25, tuple(Word(word) for word in TEXT.split()))
    every_s = first.duration_s + 0.5
    return tuple(replace(first, t_start_s=0.25 + number * every_s) for number in range(int(duration_s / every_s)))


def main() -> None:
    """Print seconds of speech per second for registers, sample rates and backgrounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    duration_s = 60.0 * given.minutes
    said = sentences(duration_s)
    cases: Mapping[str, tuple[Score, int]] = {
        "man, 16 kHz": (Score(said, MAN), 16_000),
        "woman, 16 kHz": (Score(said, WOMAN), 16_000),
        "child, 16 kHz": (Score(said, CHILD), 16_000),
        "whisper, 16 kHz": (Score(tuple(replace(one, kind="whisper") for one in said)), 16_000),
        "woman over car, 16 kHz": (Score(said, background=Background("car", 5.0)), 16_000),
        "woman over babble (7 voices), 16 kHz": (Score(said, background=Background("babble", 5.0)), 16_000),
        "woman, 48 kHz": (Score(said), 48_000),
    }
    print(f"{duration_s:g} s of sound, seed {given.seed}, best of 3, processor time")
    print(f"goal: {GOAL:g} seconds a second for one voice at 16 kHz")
    for name, (score, rate_hz) in cases.items():
        times_s = []
        for _ in range(3):
            start_s = time.process_time()
            synthesise(score, rate_hz=rate_hz, duration_s=duration_s, seed=given.seed)
            times_s.append(time.process_time() - start_s)
        print(f"{name:38s} {duration_s / min(times_s):6.1f} s a second")


if __name__ == "__main__":
    main()
