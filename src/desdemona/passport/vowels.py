"""The held voice, as asked and as its samples show: pitch, jitter, shimmer, noise, glides, cries, whisper."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from desdemona.passport.row import Row, Tolerance
from desdemona.passport.sounds import (
    Sound,
    between,
    cycle_marks,
    fundamental_hz,
    harmonics_over_noise_db,
    local_share,
    loud_stretches,
    periodicity,
)
from desdemona.passport.speech import heard
from desdemona.voices.register import CHILD, INFANT, MAN, WOMAN, Register
from desdemona.voices.score import F0Point, Score, Utterance, Word

_F0 = Tolerance("share", 0.001, ours=False)
_STRAY = Tolerance("share", 0.1, ours=False)
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


def pitch_row(asked: Held, sound: Sound) -> Row:
    """Return the fundamental frequency of a held vowel."""
    found = fundamental_hz(between(sound, 0.3, 3.9), 0.7 * asked.f0_hz, 1.4 * asked.f0_hz)
    return Row(f"F0: {asked.told}", asked.f0_hz, found, "Hz", _F0, "autocorrelation over 27 periods")


def glide_rows(start_hz: float, end_hz: float) -> Iterator[Row]:
    """Give the fundamental frequency a quarter and three quarters into a glide over four seconds."""
    points = (F0Point(_START_S, start_hz), F0Point(_START_S + _LENGTH_S, end_hz))
    one = Utterance(_START_S, (Word("ah", ("ah",)),), points, syllables_per_s=1 / _LENGTH_S, jitter_share=0.0)
    sound = heard(Score((one,), WOMAN), _START_S + _LENGTH_S + 0.2)
    for share in (0.25, 0.75):
        at_s, asked = _START_S + share * _LENGTH_S, start_hz + share * (end_hz - start_hz)
        found = fundamental_hz(between(sound, at_s - 0.1, at_s + 0.1), 0.7 * asked, 1.4 * asked)
        told = f"glide {start_hz:g} to {end_hz:g} Hz: at {at_s:g} s"
        yield Row(told, asked, found, "Hz", Tolerance("share", 0.005), "autocorrelation of 0.2 s")


def cry_rows(f0_hz: float, length_s: float) -> Iterator[Row]:
    """Give height and length of an infant's cry."""
    one = Utterance(0.3, (), (F0Point(0.0, f0_hz),), "cry", length_s, jitter_share=0.0)
    sound = heard(Score((one,), INFANT), length_s + 0.6)
    stretches = loud_stretches(sound, -60.0)
    longest = max(stretches, key=lambda stretch: stretch[1] - stretch[0])
    found = fundamental_hz(between(sound, longest[0] + 0.1, longest[1] - 0.1), 0.7 * f0_hz, 1.4 * f0_hz)
    yield Row(f"infant's cry, {f0_hz:g} Hz", f0_hz, found, "Hz", _F0, "autocorrelation over 27 periods")
    spoken_s = stretches[-1][1] - stretches[0][0]
    told = f"infant's cry of {length_s:g} s"
    yield Row(told, length_s, spoken_s, "s", Tolerance("apart", 0.1), "first to last 5 ms that sound")


def whisper_rows() -> Iterator[Row]:
    """Give how much of a whispered vowel, and of the same voiced, repeats itself from period to period."""
    one = Utterance(_START_S, (Word("ah", ("ah",)),), kind="whisper", syllables_per_s=1 / _LENGTH_S)
    whispered = heard(Score((one,), WOMAN), _START_S + _LENGTH_S + 0.2)
    voiced = hold(Held(WOMAN, 211.7, jitter_share=0.005, shimmer_share=0.03, hnr_db=20.0))
    sounds = ("whispered", whispered, Tolerance("at_most", 0.3)), ("voiced", voiced, Tolerance("at_least", 0.9))
    for told, sound, allowed in sounds:
        found = periodicity(between(sound, 0.3, 3.9), 70.0, 250.0)
        means = "largest autocorrelation, 70 to 250 Hz"
        yield Row(f"'ah' {told}: what repeats itself", allowed.amount, found, "of its energy", allowed, means)


def stray_rows(asked: Held, sound: Sound) -> Iterator[Row]:
    """Give local jitter and shimmer of a held vowel."""
    marks_s, heights = cycle_marks(between(sound, 0.15, 4.05), asked.f0_hz)
    for name, want, found in (
        ("jitter", asked.jitter_share, local_share(np.diff(marks_s))),
        ("shimmer", asked.shimmer_share, local_share(heights)),
    ):
        yield Row(f"{name}: {asked.told}", 100 * want, 100 * found, "%", _STRAY, "deepest trough of every cycle")


def noise_row(asked: Held, sound: Sound) -> Row:
    """Return how far harmonics stand over noise in a held vowel."""
    found = harmonics_over_noise_db(between(sound, 0.2, 4.0), asked.f0_hz)
    means = "energy at and between the harmonics"
    return Row(f"HNR: {asked.told}", asked.hnr_db, found, "dB", Tolerance("apart", 1.0), means)


def vowel_rows() -> Iterator[Row]:
    """Give every row on the held voice."""
    pitches = ((MAN, 97.3), (MAN, 131.0), (WOMAN, 211.7), (CHILD, 287.9), (INFANT, 450.1))
    for register, f0_hz in pitches:
        asked = Held(register, f0_hz, jitter_share=0.005, shimmer_share=0.03, hnr_db=20.0)
        yield pitch_row(asked, hold(asked))
    yield from glide_rows(180.0, 240.0)
    yield from cry_rows(450.0, 3.0)
    yield from whisper_rows()
    for register, f0_hz, vowel in ((MAN, 120.0, "ah"), (WOMAN, 211.7, "iy"), (CHILD, 287.9, "ah")):
        asked = Held(register, f0_hz, vowel, 0.012, 0.06)
        yield from stray_rows(asked, hold(asked))
    for register, f0_hz, hnr_db in ((MAN, 120.0, 5.0), (WOMAN, 211.7, 12.0), (CHILD, 270.0, 20.0), (MAN, 120.0, 35.0)):
        asked = Held(register, f0_hz, hnr_db=hnr_db)
        yield noise_row(asked, hold(asked))
