"""The voice, as asked and as its samples show."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from desdemona.passport.row import Group, Row, Tolerance
from desdemona.passport.sounds import (
    RATE_HZ,
    Sound,
    cycle_marks,
    fundamental_hz,
    harmonics_over_noise_db,
    level_db,
    local_share,
    loud_stretches,
)
from desdemona.recordings.recording import ignore_notice
from desdemona.stimuli.phantom import Phantom, Script
from desdemona.stimuli.render import render_voice
from desdemona.stimuli.truth import truth_of
from desdemona.voices.register import CHILD, INFANT, MAN, WOMAN, Register
from desdemona.voices.score import Background, F0Point, Noise, Pause, Score, Utterance, Word

_F0 = Tolerance("share", 0.001, ours=False)
_STRAY = Tolerance("share", 0.1, ours=False)
_WORDS = Tolerance("apart", 0.03)
_LENGTH_S, _START_S = 4.0, 0.1


@dataclass(frozen=True, slots=True)
class Held:
    """A vowel held for four seconds: what is asked of it."""

    register: Register
    f0_hz: float
    vowel: str = "ah"
    jitter_share: float = 0.0
    shimmer_share: float = 0.0
    hnr_db: float = 50.0

    @property
    def told(self) -> str:
        """Return who says what, how high."""
        return f"{self.register.name}, '{self.vowel}', {self.f0_hz:g} Hz"


def speaker(score: Score, duration_s: float) -> Phantom:
    """Return a phantom who does nothing but speak."""
    return Phantom("heard", 0, 3, "even", Script("heard", "for the passport", duration_s, voice=score), seed=1)


def heard(score: Score, duration_s: float) -> Sound:
    """Return what is heard of a phantom with a score, samples within ±1 at `RATE_HZ`."""
    sound = render_voice(speaker(score, duration_s))
    if sound is None:
        return np.zeros(round(duration_s * RATE_HZ))
    return np.concatenate([block.samples[:, 0] for block in sound.blocks(ignore_notice)]).astype(np.float64)


def hold(asked: Held) -> Sound:
    """Return the samples of a held vowel."""
    utterance = Utterance(
        _START_S,
        (Word("ah", (asked.vowel,)),),
        (F0Point(0.0, asked.f0_hz),),
        syllables_per_s=1 / _LENGTH_S,
        jitter_share=asked.jitter_share,
        shimmer_share=asked.shimmer_share,
        hnr_db=asked.hnr_db,
    )
    return heard(Score((utterance,), asked.register), _START_S + _LENGTH_S + 0.2)


def _between(sound: Sound, start_s: float, end_s: float) -> Sound:
    return sound[round(start_s * RATE_HZ) : round(end_s * RATE_HZ)]


def pitch_row(asked: Held, sound: Sound) -> Row:
    """Return the fundamental frequency of a held vowel."""
    found = fundamental_hz(_between(sound, 0.3, 3.9), 0.7 * asked.f0_hz, 1.4 * asked.f0_hz)
    return Row(f"F0: {asked.told}", asked.f0_hz, found, "Hz", _F0, "autocorrelation over 27 periods")


def stray_rows(asked: Held, sound: Sound) -> Iterator[Row]:
    """Give local jitter and shimmer of a held vowel."""
    marks_s, heights = cycle_marks(_between(sound, 0.15, 4.05), asked.f0_hz)
    for name, want, found in (
        ("jitter", asked.jitter_share, local_share(np.diff(marks_s))),
        ("shimmer", asked.shimmer_share, local_share(heights)),
    ):
        yield Row(f"{name}: {asked.told}", 100 * want, 100 * found, "%", _STRAY, "deepest trough of every cycle")


def noise_row(asked: Held, sound: Sound) -> Row:
    """Return how far harmonics stand over noise in a held vowel."""
    found = harmonics_over_noise_db(_between(sound, 0.2, 4.0), asked.f0_hz)
    means = "energy at and between the harmonics"
    return Row(f"HNR: {asked.told}", asked.hnr_db, found, "dB", Tolerance("apart", 1.0), means)


def sentence(loudness_db: float = -23.0, rate: float = 4.0, background: Background | None = None) -> Score:
    """Return three words, a second of pause after the second, from 0.5 s on."""
    words = tuple(Word(word) for word in ("mamma", "money", "lamb"))
    pauses = (Pause(1, 0.5), Pause(2, 1.0))
    one = Utterance(0.5, words, (F0Point(0.0, 200.0),), syllables_per_s=rate, pauses=pauses, loudness_db=loudness_db)
    return Score((one,), WOMAN, background or Background())


def loudness_row(asked_db: float, sound: Sound) -> Row:
    """Return the level of the sentence while it sounds."""
    loud = [_between(sound, *stretch) for stretch in loud_stretches(sound, asked_db - 40)]
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
    words = np.concatenate([_between(sound, start_s, end_s) for _, start_s, end_s in words_s])
    ends_s = [(before[2] + 0.05, after[1] - 0.05) for before, after in pairwise(words_s)]
    noise = float(np.mean(np.concatenate([_between(sound, *gap) for gap in ends_s]) ** 2))
    voice = float(np.mean(words**2)) - noise
    found = 10 * np.log10(max(voice, 1e-30) / noise)
    means = "level of words beside pauses"
    return Row(f"{kind} noise at {snr_db:g} dB", snr_db, float(found), "dB", Tolerance("apart", 2.0), means)


def _rows() -> Iterator[Row]:
    pitches = ((MAN, 97.3), (MAN, 131.0), (WOMAN, 211.7), (CHILD, 287.9), (INFANT, 450.1))
    for register, f0_hz in pitches:
        asked = Held(register, f0_hz, jitter_share=0.005, shimmer_share=0.03, hnr_db=20.0)
        yield pitch_row(asked, hold(asked))
    for register, f0_hz, vowel in ((MAN, 120.0, "ah"), (WOMAN, 211.7, "iy"), (CHILD, 287.9, "ah")):
        asked = Held(register, f0_hz, vowel, 0.012, 0.06)
        yield from stray_rows(asked, hold(asked))
    for register, f0_hz, hnr_db in ((MAN, 120.0, 5.0), (WOMAN, 211.7, 12.0), (CHILD, 270.0, 20.0), (MAN, 120.0, 35.0)):
        asked = Held(register, f0_hz, hnr_db=hnr_db)
        yield noise_row(asked, hold(asked))
    for loudness_db in (-35.0, -18.0):
        yield loudness_row(loudness_db, heard(sentence(loudness_db), 4.5))
    yield from word_rows(word_times(sentence(), 4.5), heard(sentence(), 4.5))
    for rate in (2.5, 5.0):
        yield speed_row(rate, heard(sentence(rate=rate), 5.0))
    yield background_row("car", 10.0)
    yield background_row("babble", 10.0)


def speech_group() -> Group:
    """Return the voice as asked and as its samples show."""
    return Group(
        "Voice",
        "Held vowels of four seconds, and a sentence of three words with pauses between. Levels are against full "
        "scale. Words are asked to be where the truth table has them. "
        "Noise is judged by its level in the pauses, and babble is not steady: hence 2 dB.",
        tuple(_rows()),
    )
