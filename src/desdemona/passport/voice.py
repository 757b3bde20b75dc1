"""The voice, as asked and as its samples show."""

from desdemona.passport.row import Group
from desdemona.passport.speech import speech_rows
from desdemona.passport.vowels import vowel_rows


def voice_group() -> Group:
    """Return the voice as asked and as its samples show."""
    return Group(
        "Voice",
        "Held vowels of four seconds, a cry and a whisper, and a sentence of three words with pauses between. Levels "
        "are against full scale. Words are asked to be where the truth table has them. Noise is judged by its level in "
        "the pauses, and babble is not steady: hence 2 dB.",
        (*vowel_rows(), *speech_rows()),
    )
