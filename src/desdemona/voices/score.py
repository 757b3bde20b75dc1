"""A score: what is said, cried or whispered, when, how high, how loud, and over which noise."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from desdemona.voices.phones import syllable_count
from desdemona.voices.register import WOMAN, Register
from desdemona.voices.spelling import spell_out

Kind = Literal["speech", "whisper", "cry", "laughter"]
Noise = Literal["none", "babble", "car"]

WORDLESS: tuple[Kind, ...] = ("cry", "laughter")
"""Kinds that have a length instead of words."""


LIMITS: Mapping[str, tuple[float, float]] = {
    "syllables_per_s": (0.2, 9.0),
    "jitter_share": (0.0, 0.05),
    "shimmer_share": (0.0, 0.2),
    "hnr_db": (0.0, 50.0),
    "loudness_db": (-60.0, -10.0),
    "snr_db": (-20.0, 60.0),
    "formant_scale": (0.8, 1.25),
    "pause": (0.02, 60.0),
    "cry": (0.5, 3600.0),
    "laughter": (0.2, 3600.0),
}
"""What a score may ask for; beyond these the voice would not be what it says, or no voice."""

MEASURES = ("syllables_per_s", "jitter_share", "shimmer_share", "hnr_db", "loudness_db")
"""The numbers that every utterance has."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it stands in the transcript; `phones` are used where given, else the text is sounded out."""

    text: str
    phones: tuple[str, ...] = ()

    @property
    def spoken(self) -> tuple[str, ...]:
        """The phones that are spoken; empty where the text cannot be sounded out."""
        return self.phones or spell_out(self.text)

    @property
    def syllables(self) -> int:
        """The number of its syllables: its vowels."""
        return syllable_count(self.spoken)


@dataclass(frozen=True, slots=True)
class F0Point:
    """The fundamental frequency at one instant of the clip; straight lines join the points."""

    t_s: float
    hz: float


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence of `length_s` after word number `after_word` of its utterance, counted from 1."""

    after_word: int
    length_s: float


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something voiced without a break other than its own pauses.

    Times are seconds of the clip. `words` are for speech and whisper, whose length follows from their syllables and
    `syllables_per_s` (pauses come on top); `length_s` is for a cry or laughter. `f0` is held before its first and
    after its last point; empty takes the register's usual contour. `jitter_share` and `shimmer_share` are local:
    the mean absolute difference of neighbouring periods (or amplitudes) over their mean, not counting what the
    contour does. `hnr_db` is the energy of the voiced sound over that of the breath noise in it. `loudness_db` is
    the RMS level while active, in dB against full scale.
    """

    t_start_s: float
    words: tuple[Word, ...] = ()
    f0: tuple[F0Point, ...] = ()
    kind: Kind = "speech"
    length_s: float | None = None
    syllables_per_s: float = 4.0
    pauses: tuple[Pause, ...] = ()
    jitter_share: float = 0.005
    shimmer_share: float = 0.03
    hnr_db: float = 20.0
    loudness_db: float = -23.0

    @property
    def syllables(self) -> int:
        """The number of syllables of the words."""
        return sum(word.syllables for word in self.words)

    @property
    def duration_s(self) -> float:
        """The length in seconds, pauses within included."""
        if self.length_s is not None:
            return self.length_s
        return self.syllables / self.syllables_per_s + math.fsum(pause.length_s for pause in self.pauses)

    @property
    def t_end_s(self) -> float:
        """When it ends, in seconds of the clip."""
        return self.t_start_s + self.duration_s


@dataclass(frozen=True, slots=True)
class Background:
    """Noise under the voice; `snr_db` is the voice's energy over the noise's while the voice is active."""

    kind: Noise = "none"
    snr_db: float = 20.0


@dataclass(frozen=True, slots=True)
class Score:
    """One voice on one time line, and the noise under it."""

    utterances: tuple[Utterance, ...] = ()
    register: Register = WOMAN
    background: Background = Background()
