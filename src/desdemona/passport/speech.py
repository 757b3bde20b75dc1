"""The speaking voice, as asked and as its samples show: loudness, words, rate, background."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import polars as pl

from desdemona.passport.row import Row, Tolerance
from desdemona.passport.sounds import RATE_HZ, Sound, between, level_db, loud_stretches
from desdemona.recordings.recording import ignore_notice
from desdemona.stimuli.phantom import Phantom, Script
from desdemona.stimuli.render import render_voice
from desdemona.stimuli.truth import truth_of
from desdemona.voices.register import WOMAN
from desdemona.voices.score import Background, F0Point, Noise, Pause, Score, Utterance, Word

_WORDS = Tolerance("apart", 0.03)


def speaker(score: Score, duration_s: float) -> Phantom:
    """Return a phantom who does nothing but speak."""
    return Phantom("heard", 0, 3, "even", Script("heard", "for the passport", duration_s, voice=score), seed=1)


def heard(score: Score, duration_s: float) -> Sound:
    """Return what is heard of a phantom with a score, samples within ±1 at `RATE_HZ`."""
    sound = render_voice(speaker(score, duration_s))
    if sound is None:
        return np.zeros(round(duration_s * RATE_HZ))
    return np.concatenate([block.samples[:, 0] for block in sound.blocks(ignore_notice)]).astype(np.float64)


def sentence(loudness_db: float = -23.0, rate: float = 4.0, background: Background | None = None) -> Score:
    """Return three words, a second of pause after the second, from 0.5 s on."""
    words = tuple(Word(word) for word in ("mamma", "money", "lamb"))
    pauses = (Pause(1, 0.5), Pause(2, 1.0))
    one = Utterance(0.5, words, (F0Point(0.0, 200.0),), syllables_per_s=rate, pauses=pauses, loudness_db=loudness_db)
    return Score((one,), WOMAN, background or Background())


def loudness_row(asked_db: float, sound: Sound) -> Row:
    """Return the level of the sentence while it sounds."""
    loud = [between(sound, *stretch) for stretch in loud_stretches(sound, asked_db - 40)]
    found = level_db(np.concatenate(loud)) if loud else float("nan")
    means = "root mean square while sounding"
    return Row(f"loudness {asked_db:g} dB", asked_db, found, "dB", Tolerance("apart", 0.5), means)


def word_times(score: Score, duration_s: float) -> list[tuple[str, float, float]]:
    """Return the words of a score with when each begins and ends (s), as the phantom's truth table has them."""
    rows = truth_of(speaker(score, duration_s)).filter(pl.col("output") == "voice.word").sort("t_start_s")
    return list(zip(rows["label"], rows["t_start_s"], rows["t_end_s"], strict=True))


def word_rows(asked: list[tuple[str, float, float]], sound: Sound) -> Iterator[Row]:
    """Give when each word begins and ends, for words with silence between them."""
    found = loud_stretches(sound, -60.0)
    found += [(float("nan"), float("nan"))] * (len(asked) - len(found))
    for (word, begin_s, end_s), stretch in zip(asked, found, strict=False):
        for name, want, seen in (("begins", begin_s, stretch[0]), ("ends", end_s, stretch[1])):
            yield Row(f"'{word}' {name}", want, seen, "s", _WORDS, "first and last 5 ms that sound", 3)


def speed_row(rate: float, sound: Sound) -> Row:
    """Return how many syllables a second the sentence has, its pauses left out."""
    stretches = loud_stretches(sound, -60.0)
    spoken_s = stretches[-1][1] - stretches[0][0] - 1.5 if stretches else float("nan")
    means = "first to last sound, less the pauses asked"
    return Row(f"{rate:g} syllables a second", rate, 5 / spoken_s, "a second", Tolerance("share", 0.03), means)


def background_row(kind: Noise, snr_db: float) -> Row:
    """Return the voice over its background: level of the words beside that of the silence, noise taken off."""
    score = sentence(background=Background(kind, snr_db))
    sound, words_s = heard(score, 4.5), word_times(score, 4.5)
    words = np.concatenate([between(sound, start_s, end_s) for _, start_s, end_s in words_s])
    ends_s = [(before[2] + 0.05, after[1] - 0.05) for before, after in pairwise(words_s)]
    noise = float(np.mean(np.concatenate([between(sound, *gap) for gap in ends_s]) ** 2))
    voice = float(np.mean(words**2)) - noise
    found = 10 * np.log10(max(voice, 1e-30) / noise)
    means = "level of words beside pauses"
    return Row(f"{kind} noise at {snr_db:g} dB", snr_db, float(found), "dB", Tolerance("apart", 2.0), means)


def speech_rows() -> Iterator[Row]:
    """Give every row on the speaking voice."""
    for loudness_db in (-35.0, -18.0):
        yield loudness_row(loudness_db, heard(sentence(loudness_db), 4.5))
    yield from word_rows(word_times(sentence(), 4.5), heard(sentence(), 4.5))
    for rate in (2.5, 5.0):
        yield speed_row(rate, heard(sentence(rate=rate), 5.0))
    for kind, snr_db in (("car", 10.0), ("babble", 10.0), ("babble", 0.0)):
        yield background_row(kind, snr_db)  # type: ignore[arg-type]
