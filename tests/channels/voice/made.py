"""Sounds made in memory, with known truth, and what is read off the tracks that are measured on them."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray
from tests.voices.measuring import sustained

from desdemona.channels.voice.measure import measure_sound
from desdemona.channels.voice.tracks import VoiceTracks
from desdemona.recordings.recording import Notice, Provenance
from desdemona.recordings.sound import Block, Sound
from desdemona.voices.register import WOMAN, Register
from desdemona.voices.score import Background, Score, Utterance, Word
from desdemona.voices.speech import Speech
from desdemona.voices.voice import synthesise

__all__ = ["sustained"]

Floats = NDArray[np.float64]
RATE_HZ = 16_000
TEXT = "hello my name is Desdemona and I have no feelings at all ask the machine what it hears"
MADE = Provenance("phantom", "made for this test", "CC0", "nobody", "any")


def sound_of(samples: ArrayLike, rate_hz: int = RATE_HZ, block: int = 4096, start_s: float = 0.0) -> Sound:
    """Return samples (n,) or (n, channels) as a sound in blocks."""
    values = np.asarray(samples, dtype=np.float32)
    columns = values[:, None] if values.ndim == 1 else values

    def blocks(_notice: Notice) -> Iterator[Block]:
        for first in range(0, len(columns), block):
            yield Block(start_s + first / rate_hz, columns[first : first + block])

    return Sound("made", MADE, rate_hz, columns.shape[1], "made", blocks)


def measured(samples: ArrayLike, rate_hz: int = RATE_HZ) -> VoiceTracks:
    return measure_sound(sound_of(samples, rate_hz), item="made")


@cache
def spoken(
    said: Utterance | None = None,
    register: Register = WOMAN,
    background: Background | None = None,
    duration_s: float = 8.0,
    seed: int = 3,
) -> Speech:
    """Return one sentence from 0.25 s on, so that some silence follows."""
    utterance = said or Utterance(0.25, tuple(Word(word) for word in TEXT.split()))
    score = Score((utterance,), register, background or Background())
    return synthesise(score, duration_s=duration_s, seed=seed)


def sentence(**changes: object) -> Utterance:
    """Return the usual sentence with some of its measures changed."""
    return replace(Utterance(0.25, tuple(Word(word) for word in TEXT.split())), **changes)  # type: ignore[arg-type]


def column(tracks: VoiceTracks, name: str) -> Floats:
    return tracks.frames.get_column(name).cast(pl.Float64).to_numpy()


def windows(tracks: VoiceTracks, channel: str) -> Floats:
    """Return the values of one window channel, NaN where withheld."""
    rows = tracks.windows.filter(pl.col("channel") == channel)
    return rows.get_column("value").to_numpy().astype(np.float64)


def reasons(tracks: VoiceTracks, channel: str) -> list[str | None]:
    return tracks.windows.filter(pl.col("channel") == channel).get_column("reason").to_list()


def events(tracks: VoiceTracks, channel: str) -> list[tuple[float, float]]:
    rows = tracks.events.filter(pl.col("channel") == channel)
    return list(zip(rows.get_column("t_start_s"), rows.get_column("t_end_s"), strict=True))


def f0_errors(tracks: VoiceTracks, speech: Speech) -> tuple[Floats, float]:
    """Return the relative errors of F0 where both tell one, and the share of truly voiced steps that have one.

    A step stands for 10 ms from its time on, so that the truth is taken in its middle.
    """
    shown = column(tracks, "voice_f0_hz")
    truth = np.interp(column(tracks, "t_s") + 0.005, speech.times_s, speech.f0_hz)
    both = np.isfinite(shown) & np.isfinite(truth)
    return shown[both] / truth[both] - 1.0, float(both.sum() / np.isfinite(truth).sum())


def tones(parts: int, noise: float = 0.0, vibrato: float = 0.0, seconds: int = 4) -> Floats:
    """Return a tune of notes of half a second with so many overtones, as an instrument plays it."""
    notes_hz = (262, 330, 392, 523, 440, 349, 294, 247)
    t_s = np.arange(RATE_HZ // 2) / RATE_HZ
    swell = np.minimum(t_s / 0.02, 1.0) * np.exp(-2.0 * t_s)
    played = []
    for number in range(2 * seconds):
        turns = notes_hz[number % 8] * (t_s + vibrato * np.sin(2 * np.pi * 5 * t_s) / (2 * np.pi * 5))
        played.append(swell * sum(np.sin(2 * np.pi * part * turns) / part for part in range(1, parts + 1)))
    rng = np.random.default_rng(1)
    return np.asarray(0.1 * np.concatenate(played) + noise * rng.standard_normal(seconds * RATE_HZ), dtype=np.float64)
