"""Noise under a voice: other people's talk, or a car."""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from desdemona.voices.register import MAN, WOMAN, Register
from desdemona.voices.score import F0Point, Noise, Utterance, Word
from desdemona.voices.speaking import speak

VOICES = 6
"""How many people talk at once in babble."""

_CONSONANTS = ("p", "b", "t", "d", "k", "g", "m", "n", "l", "r", "s", "z", "f", "v", "sh", "w", "y", "hh")
_VOWELS = ("iy", "ih", "eh", "ae", "aa", "ao", "uh", "uw", "ah", "er", "ay", "ow", "ey")
_SENTENCE_S, _GAP_S = 3.0, 0.15
_KNEE_HZ, _SHAFT_HZ, _ORDERS = 80.0, 33.3, 12
_ENGINE_SHARE = 0.5


def background_noise(kind: Noise, count: int, rate_hz: int, *, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return `count` samples of a background at RMS 1, or silence for `none`.

    Babble is six people, women and men in turn, equally loud, saying random syllables at rates and pitches of their
    own. Car noise is noise that falls by 12 dB an octave above 80 Hz, and half as loud the harmonics of a shaft at
    2,000 turns a minute, those of the firing of four cylinders (every second) the strongest. All numbers: our choice.
    """
    if kind == "none" or not count:
        return np.zeros(count)
    noise = _babble(count, rate_hz, rng) if kind == "babble" else _car(count, rate_hz, rng)
    return np.asarray(noise / np.sqrt(np.mean(noise * noise)))


def _babble(count: int, rate_hz: int, rng: np.random.Generator) -> NDArray[np.float64]:
    total = np.zeros(count)
    for number, own in enumerate(rng.spawn(VOICES)):
        voice = _talk(WOMAN if number % 2 == 0 else MAN, count, rate_hz, own)
        total += voice / np.sqrt(np.mean(voice * voice))
    return total


def _talk(register: Register, count: int, rate_hz: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return one person who talks without end, beginning somewhere in a sentence."""
    sound = np.zeros(count)
    rate, base_hz = rng.uniform(3.5, 5.5), register.f0_hz * rng.uniform(0.8, 1.25)
    skipped = round(rng.uniform(0.2, _SENTENCE_S - 0.2) * rate_hz)
    start = -skipped
    while start < count:
        spoken = speak(_sentence(rate, base_hz, rng), register, rate_hz, rng=rng).samples
        first = max(0, -start)
        piece = spoken[first : count - start]
        sound[max(start, 0) : max(start, 0) + len(piece)] += piece
        start += round((_SENTENCE_S + _GAP_S) * rate_hz)
    return sound


def _sentence(rate: float, base_hz: float, rng: np.random.Generator) -> Utterance:
    syllables = round(_SENTENCE_S * rate)
    pairs = zip(rng.choice(_CONSONANTS, syllables), rng.choice(_VOWELS, syllables), strict=True)
    words = tuple(Word("babble", (str(consonant), str(vowel))) for consonant, vowel in pairs)
    times_s = np.linspace(0.0, _SENTENCE_S, 7)
    hz = base_hz * np.linspace(1.12, 0.88, 7) * rng.uniform(0.93, 1.07, 7)
    f0 = tuple(F0Point(float(t_s), float(value)) for t_s, value in zip(times_s, hz, strict=True))
    return Utterance(0.0, words, f0, syllables_per_s=syllables / _SENTENCE_S, jitter_share=0.01)


def _car(count: int, rate_hz: int, rng: np.random.Generator) -> NDArray[np.float64]:
    pole = np.exp(-2.0 * np.pi * _KNEE_HZ / rate_hz)
    settled = round(0.1 * rate_hz)
    road = lfilter([1.0], [1.0, -2.0 * pole, pole * pole], rng.standard_normal(count + settled))[settled:]
    times_s = np.arange(count) / rate_hz
    wander = 0.01 * np.sin(2.0 * np.pi * (0.11 * times_s + rng.random())) / (2.0 * np.pi * 0.11)
    turns = _SHAFT_HZ * (times_s + wander)
    engine = np.zeros(count)
    for order in range(1, _ORDERS + 1):
        strength = (1.0 if order % 2 == 0 else 0.3) / order
        engine += strength * np.sin(2.0 * np.pi * (order * turns + rng.random()))
    engine *= _ENGINE_SHARE * np.sqrt(np.mean(road * road) / np.mean(engine * engine))
    return np.asarray(road + engine)
