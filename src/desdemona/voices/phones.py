"""Phones: what the vocal tract does for each sound of speech, as stretches of constant settings.

Names are those of ARPABET, in small letters. Loci and lengths are rounded from common knowledge of English (as in
Klatt 1980, Tables II and III); they are settings of an instrument, our choice, not measurements.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from desdemona.voices.register import Formants


@dataclass(frozen=True, slots=True)
class Hiss:
    """Noise made at a narrowing: its band in hertz for a man, and its level in dB against the vowels."""

    low_hz: float
    high_hz: float
    level_db: float


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of constant settings; neighbours are joined smoothly.

    `length_s` is the length at a middling rate. `target` names a vowel or gives a man's first three formants in
    hertz; None keeps what comes next. `voicing` is the amplitude of the glottal pulses and `breath` that of noise
    made at the glottis (0..1), `nasal` how far the nose is coupled (0..1), `opening` how far the mouth is open (0..1;
    None where the next part decides). `is_vowel` marks the part that makes a syllable.
    """

    length_s: float
    target: str | Formants | None
    voicing: float = 0.0
    breath: float = 0.0
    hiss: Hiss | None = None
    nasal: float = 0.0
    opening: float | None = None
    is_vowel: bool = False


def _vowel(name: str, opening: float, length_s: float = 0.13) -> tuple[Part, ...]:
    return (Part(length_s, name, voicing=1.0, opening=opening, is_vowel=True),)


def _diphthong(first: str, second: str, openings: tuple[float, float]) -> tuple[Part, ...]:
    return (
        Part(0.09, first, voicing=1.0, opening=openings[0], is_vowel=True),
        Part(0.08, second, voicing=0.8, opening=openings[1]),
    )


def _glide(target: Formants, opening: float) -> tuple[Part, ...]:
    return (Part(0.07, target, voicing=0.55, opening=opening),)


def _nasal(target: Formants, opening: float) -> tuple[Part, ...]:
    return (Part(0.075, target, voicing=0.45, nasal=1.0, opening=opening),)


def _fricative(target: Formants, hiss: Hiss, opening: float, voicing: float = 0.0) -> tuple[Part, ...]:
    return (Part(0.1 if voicing == 0 else 0.075, target, voicing=voicing, hiss=hiss, opening=opening),)


def _stop(target: Formants, burst: Hiss, opening: float, *, voiced: bool) -> tuple[Part, ...]:
    closed = Part(0.06, target, voicing=0.12 if voiced else 0.0, opening=opening)
    released = Part(0.012, target, hiss=burst, opening=max(opening, 0.15))
    return (closed, released) if voiced else (closed, released, Part(0.035, None, breath=0.35))


_LABIAL, _DENTAL, _ALVEOLAR, _VELAR = (
    (300.0, 900.0, 2200.0),
    (300.0, 1300.0, 2500.0),
    (300.0, 1700.0, 2600.0),
    (300.0, 1900.0, 2300.0),
)
_PALATAL = (300.0, 1850.0, 2500.0)
_AT_LIPS, _AT_TEETH, _AT_VELUM = (
    Hiss(400.0, 1600.0, -16.0),
    Hiss(3000.0, 5500.0, -10.0),
    Hiss(1400.0, 2800.0, -10.0),
)
_S, _SH, _F, _TH = (
    Hiss(4200.0, 7000.0, -12.0),
    Hiss(2300.0, 4800.0, -10.0),
    Hiss(1500.0, 7000.0, -24.0),
    Hiss(1800.0, 7000.0, -26.0),
)


def _softer(hiss: Hiss) -> Hiss:
    return Hiss(hiss.low_hz, hiss.high_hz, hiss.level_db - 6.0)


PHONES: Mapping[str, tuple[Part, ...]] = {
    "iy": _vowel("iy", 0.2),
    "ih": _vowel("ih", 0.3, 0.1),
    "eh": _vowel("eh", 0.5),
    "ae": _vowel("ae", 0.75, 0.15),
    "aa": _vowel("aa", 0.9, 0.15),
    "ao": _vowel("ao", 0.6, 0.15),
    "uh": _vowel("uh", 0.3, 0.1),
    "uw": _vowel("uw", 0.2),
    "ah": _vowel("ah", 0.6, 0.1),
    "er": _vowel("er", 0.35, 0.12),
    "ay": _diphthong("aa", "ih", (0.85, 0.35)),
    "ey": _diphthong("eh", "ih", (0.5, 0.3)),
    "oy": _diphthong("ao", "ih", (0.55, 0.3)),
    "aw": _diphthong("aa", "uh", (0.85, 0.3)),
    "ow": _diphthong("ao", "uh", (0.55, 0.25)),
    "m": _nasal((300.0, 1000.0, 2200.0), 0.0),
    "n": _nasal((300.0, 1600.0, 2500.0), 0.15),
    "ng": _nasal((300.0, 1900.0, 2400.0), 0.25),
    "l": _glide((360.0, 1100.0, 2700.0), 0.3),
    "r": _glide((350.0, 1150.0, 1500.0), 0.25),
    "w": _glide((300.0, 650.0, 2200.0), 0.1),
    "y": _glide((270.0, 2200.0, 3000.0), 0.15),
    "hh": (Part(0.06, None, breath=0.5),),
    "f": _fricative(_LABIAL, _F, 0.06),
    "v": _fricative(_LABIAL, _softer(_F), 0.06, 0.35),
    "th": _fricative(_DENTAL, _TH, 0.12),
    "dh": _fricative(_DENTAL, _softer(_TH), 0.12, 0.4),
    "s": _fricative(_ALVEOLAR, _S, 0.1),
    "z": _fricative(_ALVEOLAR, _softer(_S), 0.1, 0.35),
    "sh": _fricative(_PALATAL, _SH, 0.15),
    "zh": _fricative(_PALATAL, _softer(_SH), 0.15, 0.35),
    "p": _stop(_LABIAL, _AT_LIPS, 0.0, voiced=False),
    "b": _stop(_LABIAL, _AT_LIPS, 0.0, voiced=True),
    "t": _stop(_ALVEOLAR, _AT_TEETH, 0.1, voiced=False),
    "d": _stop(_ALVEOLAR, _AT_TEETH, 0.1, voiced=True),
    "k": _stop(_VELAR, _AT_VELUM, 0.2, voiced=False),
    "g": _stop(_VELAR, _AT_VELUM, 0.2, voiced=True),
    "ch": (Part(0.05, _PALATAL, opening=0.12), Part(0.07, _PALATAL, hiss=_SH, opening=0.15)),
    "jh": (
        Part(0.05, _PALATAL, voicing=0.12, opening=0.12),
        Part(0.05, _PALATAL, voicing=0.2, hiss=_softer(_SH), opening=0.15),
    ),
}
"""Every phone that a script may name."""


@lru_cache(maxsize=4096)
def syllable_count(phones: tuple[str, ...]) -> int:
    """Return the number of syllables of a word: its vowels, diphthongs counted once."""
    return sum(part.is_vowel for phone in phones for part in PHONES[phone])
