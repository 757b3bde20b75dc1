"""When each part of an utterance sounds: exact times from the rate, the words and the pauses."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from desdemona.voices.phones import PHONES, Part
from desdemona.voices.score import Utterance

_BREATH_S, _CRY_S = 0.3, 1.3
"""The gap between two cries of a fit and the usual time from one to the next: our choice."""

_CRY = (
    Part(0.15, "ae", voicing=0.6, opening=0.8, is_vowel=True),
    Part(0.6, "ae", voicing=1.0, opening=1.0, is_vowel=True),
    Part(0.25, "ae", voicing=0.6, opening=0.7, is_vowel=True),
)
_LAUGH = (Part(0.08, None, breath=0.6, opening=0.5), Part(0.12, "ah", voicing=1.0, opening=0.7, is_vowel=True))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part with its times in seconds of the clip, and the number of its word or cry, counted from 0."""

    part: Part
    t_start_s: float
    t_end_s: float
    group: int


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word of the transcript with when it sounds, in seconds of the clip."""

    word: str
    t_start_s: float
    t_end_s: float


def lay_out(utterance: Utterance) -> tuple[Stretch, ...]:
    """Return the stretches of an utterance in order; a gap between two is a pause.

    The parts of all words keep their proportions and are scaled so that syllables ÷ time, pauses left out, is the
    rate asked for.
    """
    if utterance.kind == "cry":
        return tuple(_cries(utterance))
    if utterance.kind == "laughter":
        return tuple(_laughter(utterance))
    return tuple(_words(utterance))


def words_of(utterance: Utterance) -> tuple[SpokenWord, ...]:
    """Return the words of an utterance with their times."""
    if not utterance.words:
        return ()
    stretches = lay_out(utterance)
    times = [[stretch for stretch in stretches if stretch.group == number] for number in range(len(utterance.words))]
    return tuple(
        SpokenWord(word.text, own[0].t_start_s, own[-1].t_end_s)
        for word, own in zip(utterance.words, times, strict=True)
    )


def _words(utterance: Utterance) -> Iterator[Stretch]:
    parts = [[part for phone in word.spoken for part in PHONES[phone]] for word in utterance.words]
    # fsum, for the plain sum rounds otherwise from Python 3.12 on, and an edge may stand just on a sample.
    usual_s = math.fsum(part.length_s for word in parts for part in word)
    scale = utterance.syllables / utterance.syllables_per_s / usual_s
    pauses = {pause.after_word: pause.length_s for pause in utterance.pauses}
    t_s = utterance.t_start_s
    for group, word in enumerate(parts):
        for part in word:
            spoken = replace(part, voicing=0.0, breath=max(part.breath, part.voicing))
            sounded = spoken if utterance.kind == "whisper" else part
            yield Stretch(sounded, t_s, t_s + part.length_s * scale, group)
            t_s += part.length_s * scale
        t_s += pauses.get(group + 1, 0.0)


def _cries(utterance: Utterance) -> Iterator[Stretch]:
    length_s = utterance.duration_s
    count = max(1, round((length_s + _BREATH_S) / _CRY_S))
    every_s = (length_s + _BREATH_S) / count
    scale = (every_s - _BREATH_S) / math.fsum(part.length_s for part in _CRY)
    for group in range(count):
        t_s = utterance.t_start_s + group * every_s
        for part in _CRY:
            yield Stretch(part, t_s, t_s + part.length_s * scale, group)
            t_s += part.length_s * scale


def _laughter(utterance: Utterance) -> Iterator[Stretch]:
    length_s = utterance.duration_s
    count = max(1, round(length_s * utterance.syllables_per_s))
    scale = length_s / count / math.fsum(part.length_s for part in _LAUGH)
    t_s = utterance.t_start_s
    for group in range(count):
        for part in _LAUGH:
            yield Stretch(part, t_s, t_s + part.length_s * scale, group)
            t_s += part.length_s * scale


def runs_of(stretches: tuple[Stretch, ...], *, voiced: bool) -> tuple[tuple[float, float], ...]:
    """Return start and end of every unbroken run of stretches that are voiced, or of all stretches."""
    runs: list[tuple[float, float]] = []
    for stretch in stretches:
        if voiced and not stretch.part.voicing:
            continue
        if runs and stretch.t_start_s - runs[-1][1] < 1e-9:
            runs[-1] = (runs[-1][0], stretch.t_end_s)
        else:
            runs.append((stretch.t_start_s, stretch.t_end_s))
    return tuple(runs)


def within(runs: tuple[tuple[float, float], ...], times_s: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return for each time whether it lies in one of the ordered runs (start included, end not)."""
    edges = np.array([edge for run in runs for edge in run])
    return np.asarray(np.searchsorted(edges, times_s, side="right") % 2 == 1, dtype=np.bool_)
