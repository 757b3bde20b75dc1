"""What the voice channels give on voices of known truth, how fast, and beside other programs.

Run ``python benchmarks/listen.py [--seeds 6] [--seconds 60] [--only recovery]`` with one thread
(``OMP_NUM_THREADS=1``). Every number of the table of recovery is a mean over sentences made with different
seeds, with its 95 % interval (Student). Praat and openSMILE take part where they are installed (extras
``praat`` and ``opensmile``).
"""

import argparse
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import t as student

from desdemona.channels.voice.measure import measure_sound
from desdemona.channels.voice.opensmile import measure_with_opensmile
from desdemona.channels.voice.praat import measure_with_praat
from desdemona.channels.voice.tracks import VoiceTracks
from desdemona.errors import UsageError
from desdemona.recordings.recording import Notice, Provenance
from desdemona.recordings.sound import Block, Sound
from desdemona.voices.register import REGISTERS, WOMAN, Register
from desdemona.voices.score import Background, Score, Utterance, Word
from desdemona.voices.speech import Speech
from desdemona.voices.voice import synthesise

TEXT = "hello my name is Desdemona and I have no feelings at all ask the machine what it hears"
SAID = Utterance(0.25, tuple(Word(word) for word in TEXT.split()), jitter_share=0.01, shimmer_share=0.06, hnr_db=30.0)
LENGTH_S = 7.0
NOISES = (Background(), Background("car", 10.0), Background("car", 0.0), Background("babble", 10.0))
PROGRAMS: dict[str, Callable[[Sound], VoiceTracks]] = {
    "desdemona": lambda sound: measure_sound(sound, item="made"),
    "Praat": lambda sound: measure_with_praat(sound, item="made"),
    "openSMILE": lambda sound: measure_with_opensmile(sound, item="made"),
}
GOAL_S = 1.0
"""For 60 s of sound on one core."""

Floats = NDArray[np.float64]


def sound_of(samples: NDArray[np.float32], rate_hz: int = 16_000) -> Sound:
    """Return samples (n, channels) as a sound in blocks, as a file gives it."""

    def blocks(_notice: Notice) -> Iterator[Block]:
        for first in range(0, len(samples), 4096):
            yield Block(first / rate_hz, samples[first : first + 4096])

    made = Provenance("phantom", "made for this benchmark", "CC0", "nobody", "any")
    return Sound("made", made, rate_hz, samples.shape[1], "made", blocks)


def of(speech: Speech) -> Sound:
    """Return made speech as a sound."""
    return sound_of(speech.samples[:, None], speech.rate_hz)


def column(tracks: VoiceTracks, name: str) -> Floats:
    """Return a frame column as floats, NaN where null."""
    return tracks.frames.get_column(name).cast(pl.Float64).to_numpy()


def window(tracks: VoiceTracks, channel: str) -> float:
    """Return the value of the first window of a channel, NaN where withheld."""
    values = tracks.windows.filter(pl.col("channel") == channel)["value"].to_list()
    return float("nan") if not values or values[0] is None else float(values[0])


def told(values: Sequence[float], unit: str = "", digits: int = 2) -> str:
    """Return mean and interval of what was told, and how often nothing was."""
    known = np.array([value for value in values if np.isfinite(value)])
    if not known.size:
        return f"withheld {len(values)} of {len(values)}"
    half = student.ppf(0.975, len(known) - 1) * known.std(ddof=1) / np.sqrt(len(known)) if len(known) > 1 else np.nan
    gone = f", withheld {len(values) - len(known)} of {len(values)}" if len(known) < len(values) else ""
    return f"{known.mean():.{digits}f} ± {half:.{digits}f}{unit}{gone}"


def errors_of(speech: Speech, tracks: VoiceTracks) -> dict[str, float]:
    """Return what a program got wrong on one sentence, in the units of `show_recovery`."""
    shown = column(tracks, "voice_f0_hz")
    found = {name: window(tracks, f"voice.{name}") for name in ("jitter", "shimmer", "hnr", "syllable_rate")}
    drawn = speech.drawn[0]
    found["jitter"] = 100.0 * (found["jitter"] / drawn.jitter_with_contour_share - 1.0)
    found["shimmer"] = 100.0 * (found["shimmer"] / drawn.shimmer_share - 1.0)
    found["hnr"] -= drawn.hnr_db
    found["syllable_rate"] = 100.0 * (found["syllable_rate"] / drawn.syllables_per_s - 1.0)
    found["loudness"] = window(tracks, "voice.loudness.mean") - drawn.loudness_db
    if len(shown):
        truth = np.interp(column(tracks, "t_s") + 0.005, speech.times_s, speech.f0_hz)
        both, true = np.isfinite(shown) & np.isfinite(truth), np.isfinite(truth)
        error = shown[both] / truth[both] - 1.0
        found["recall"] = 100.0 * both.sum() / true.sum()
        found["bias"] = 100.0 * float(np.median(error)) if both.any() else np.nan
        found["wrong"] = 100.0 * float(np.mean(np.abs(error) > 0.05)) if both.any() else np.nan
        found["false"] = 100.0 * float(np.mean(np.isfinite(shown[~true])))
    return found


ROWS = (
    ("recall", "voiced steps with F0, %"),
    ("bias", "F0, median error, %"),
    ("wrong", "F0 off by over 5 %, %"),
    ("false", "other steps with F0, %"),
    ("jitter", "jitter, error, %"),
    ("shimmer", "shimmer, error, %"),
    ("hnr", "HNR, error, dB"),
    ("loudness", "loudness, error, dB"),
    ("syllable_rate", "syllable rate, error, %"),
)


def show_recovery(seeds: int) -> None:
    """Print errors over kinds of voice and noise for every program that is here."""
    for register in REGISTERS:
        for background in NOISES:
            noise = "quiet" if background.kind == "none" else f"{background.kind} at {background.snr_db:g} dB"
            print(f"\n{register.name}, {noise}, {seeds} sentences")
            made = [perform(register, background, seed) for seed in range(seeds)]
            for program, measure in PROGRAMS.items():
                try:
                    found = [errors_of(speech, measure(of(speech))) for speech in made]
                except UsageError as error:
                    print(f"  {program}: {error}")
                    continue
                for key, label in ROWS:
                    values = [one.get(key, np.nan) for one in found]
                    if np.isfinite(values).any() or program == "desdemona":
                        print(f"  {program:10s} {label:26s} {told(values)}")


def perform(register: Register, background: Background, seed: int) -> Speech:
    """Return the sentence by one kind of voice over a noise."""
    return synthesise(Score((SAID,), register, background), duration_s=LENGTH_S, seed=seed)


def show_nulls() -> None:
    """Print what every program says of sounds that are no single voice."""
    rng = np.random.default_rng(1)
    count = 6 * 16_000
    times_s = np.arange(count) / 16_000
    notes_hz = np.repeat([262.0, 330.0, 392.0, 523.0, 440.0, 349.0, 294.0, 247.0, 262.0, 330.0, 392.0, 523.0], 8000)
    tune = sum(np.sin(2 * np.pi * part * np.cumsum(notes_hz) / 16_000) / part for part in range(1, 7))
    nulls: dict[str, Floats] = {
        "white noise": 0.1 * rng.standard_normal(count),
        "bursts of noise": 0.1 * rng.standard_normal(count) * (np.sin(2 * np.pi * 4 * times_s) > 0),
        "sine": 0.1 * np.sin(2 * np.pi * 440 * times_s),
        "tune, six overtones": 0.1 * np.asarray(tune),
        "the same, noise 20 dB below": 0.1 * np.asarray(tune) + 0.009 * rng.standard_normal(count),
    }
    for kind in ("car", "babble"):
        speech = perform(WOMAN, Background(kind, 0.0), 4)
        nulls[kind] = speech.samples.astype(np.float64) - speech.voice
    print("\nno voice: steps with F0, %; F0 and jitter told of the first 5 s")
    for name, samples in nulls.items():
        for program, measure in PROGRAMS.items():
            try:
                tracks = measure(sound_of(samples.astype(np.float32)[:, None]))
            except UsageError:
                continue
            shown = column(tracks, "voice_f0_hz")
            share = 100 * np.isfinite(shown).mean() if len(shown) else np.nan
            f0, jitter = window(tracks, "voice.f0.median"), window(tracks, "voice.jitter")
            print(f"  {name:28s} {program:10s} {share:6.1f} %  F0 {f0:7.1f} Hz  jitter {100 * jitter:6.2f} %")


def show_cross_talk() -> None:
    """Print how far each number moves when something else is changed."""
    plain = perform(WOMAN, Background(), 1)
    whole = measure_sound(of(plain), item="made")
    softer = sound_of(plain.samples[:, None] * np.float32(0.1))
    cut = sound_of(np.clip(plain.samples[:, None] * 15, -1, 1))
    hoarse = synthesise(Score((replace(SAID, hnr_db=15.0),)), duration_s=LENGTH_S, seed=1)
    changed = {
        "20 dB softer": softer,
        "clipped": cut,
        "more breath": of(hoarse),
        "car at 10 dB": of(perform(WOMAN, Background("car", 10.0), 1)),
        "babble at 10 dB": of(perform(WOMAN, Background("babble", 10.0), 1)),
    }
    names = (
        "voice.f0.median",
        "voice.jitter",
        "voice.shimmer",
        "voice.hnr",
        "voice.syllable_rate",
        "voice.loudness.mean",
    )
    print("\ncross-talk, woman: what is told, nan where withheld")
    print("  " + " " * 16 + " ".join(f"{name:>20s}" for name in names))
    for label, sound in {"as it is": of(plain), **changed}.items():
        tracks = whole if label == "as it is" else measure_sound(sound, item="made")
        print(f"  {label:16s}" + " ".join(f"{window(tracks, name):20.4f}" for name in names))


def show_speed(duration_s: float) -> None:
    """Print how long each program takes, best of three, processor time, and how much memory it then holds."""
    every_s = SAID.duration_s + 0.5
    said = tuple(replace(SAID, t_start_s=0.25 + number * every_s) for number in range(int(duration_s / every_s)))
    samples = synthesise(Score(said), duration_s=duration_s, seed=1).samples[:, None]
    stereo = np.repeat(np.repeat(samples, 3, axis=0), 2, axis=1)
    print(f"\n{duration_s:g} s of speech; the goal for 60 s is {GOAL_S:g} s on one core; best of 3, processor time")
    for label, sound in {"16 kHz": sound_of(samples), "48 kHz, stereo": sound_of(stereo, 48_000)}.items():
        for program, measure in PROGRAMS.items():
            times_s = []
            for _ in range(3):
                start_s = time.process_time()
                try:
                    measure(sound)
                except UsageError:
                    break
                times_s.append(time.process_time() - start_s)
            if times_s:
                print(f"  {program:10s} {label:15s} {min(times_s):7.2f} s")


def show_memory() -> None:
    """Print the most memory held after a minute and after half an hour of sound at 48 kHz."""
    minute = perform(WOMAN, Background(), 1).samples[:, None]
    second = np.repeat(minute[16_000:32_000], 3, axis=0)

    def lasting(seconds: int) -> Sound:
        def blocks(_notice: Notice) -> Iterator[Block]:
            for number in range(seconds):
                yield Block(float(number), second)

        return replace(sound_of(second, 48_000), blocks=blocks)

    print("\nmost memory held (whole process)")
    for seconds in (60, 1800):
        measure_sound(lasting(seconds), item="made")
        status = Path("/proc/self/status").read_text().splitlines() if os.path.exists("/proc/self/status") else []  # noqa: PTH110
        peak = next((line.split()[1] for line in status if line.startswith("VmHWM")), "nan")
        print(f"  {seconds:5d} s of sound: {float(peak) / 1024:.0f} MB")


def main() -> None:
    """Print the tables that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--only", choices=["recovery", "nulls", "cross-talk", "speed", "memory"])
    given = parser.parse_args()
    parts: dict[str, Callable[[], None]] = {
        "memory": show_memory,
        "speed": lambda: show_speed(given.seconds),
        "nulls": show_nulls,
        "cross-talk": show_cross_talk,
        "recovery": lambda: show_recovery(given.seeds),
    }
    for name, show in parts.items():
        if given.only in (None, name):
            show()


if __name__ == "__main__":
    main()
