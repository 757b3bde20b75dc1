"""How many words were said, and how fast."""

import re
from collections.abc import Sequence

from desdemona.channels.contact.contact_channel import Window
from desdemona.channels.words.word_channel import Speech, WordChannel
from desdemona.sensors.transcript import Utterance

WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*|\d+(?:[.,:]\d+)*")
"""Letters with apostrophes and hyphens inside, or a number."""
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
ASIDE = re.compile(r"\[[^\]\n]{0,80}\]|\([^)\n]{0,80}\)|（[^）\n]{0,80}）|【[^】\n]{0,80}】|♪")
"""What a transcriber notes beside the words: [laughter], (inaudible)."""
LEAST_TALK_S = 10.0
"""Shortest speech that a rate is told of; our choice."""
HAN_SHARE = 0.3
"""With more Chinese characters than so many of all letters a text is not English; our choice."""


def words_of(text: str) -> list[str]:
    """Return the words of a text in a language that parts them by blanks; asides of a transcriber are left out."""
    return WORD.findall(ASIDE.sub(" ", text))


def characters_of(text: str) -> list[str]:
    """Return the Chinese characters of a text; asides of a transcriber are left out."""
    return HAN.findall(ASIDE.sub(" ", text))


def is_chinese(text: str) -> bool:
    """Return whether so many letters of a text are Chinese characters that it cannot be English."""
    han = len(HAN.findall(text))
    letters = sum(letter.isalpha() for letter in text)
    return han > HAN_SHARE * max(letters, 1)


def mismatch(speech: Speech) -> str | None:
    """Say that a text is not in the language that was stated, or None."""
    text = " ".join(said.text for said in speech.utterances)
    if speech.language == "en" and is_chinese(text):
        return "stated to be English, but written in Chinese characters"
    if speech.language == "zh" and not is_chinese(text) and any(letter.isalpha() for letter in text):
        return "stated to be Chinese, but hardly written in Chinese characters"
    return None


def talk_s(utterances: Sequence[Utterance]) -> float | None:
    """Return the time that utterances take together, overlaps once, in seconds; None where a time is missing."""
    spans = []
    for said in utterances:
        if said.t_start_s is None or said.t_end_s is None:
            return None
        spans.append((said.t_start_s, said.t_end_s))
    total_s, until_s = 0.0, -float("inf")
    for start_s, end_s in sorted(spans):
        total_s += max(0.0, end_s - max(start_s, until_s))
        until_s = max(until_s, end_s)
    return total_s


def _whole(speech: Speech, value: float | None, reason: str | None = None) -> tuple[Window, ...]:
    return (Window(speech.t_start_s, speech.t_end_s, value, reason),)


def _units(speech: Speech) -> list[str]:
    """Return the units that are counted: words in English, characters in Chinese."""
    split = characters_of if speech.language == "zh" else words_of
    return [unit for said in speech.utterances for unit in split(said.text)]


def count_units(speech: Speech) -> tuple[Window, ...]:
    """Return how many words (Chinese: characters) were said in all."""
    reason = mismatch(speech)
    return _whole(speech, None if reason else float(len(_units(speech))), reason)


def rate_units(speech: Speech) -> tuple[Window, ...]:
    """Return words (Chinese: characters) a minute of the time that the utterances take."""
    talked_s = talk_s(speech.utterances)
    reason = mismatch(speech)
    if reason is None and talked_s is None:
        reason = "utterances without a start or an end"
    if reason is None and talked_s is not None and talked_s < LEAST_TALK_S:
        reason = f"{talked_s:.1f} s of speech; the least is {LEAST_TALK_S:.0f} s"
    if reason is not None or talked_s is None:
        return _whole(speech, None, reason)
    return _whole(speech, 60 * len(_units(speech)) / talked_s)


_COUNTED = "counted in the transcript as brought; laughter, noises and other asides in brackets left out"
_TRANSCRIPT = (
    "The transcript's words, not the speech: a recogniser's mistakes, fillers that were cleaned away and missing "
)
WORD_COUNT = WordChannel(
    name="words.count",
    unit="words",
    rung="sign",
    needs=("text",),
    languages=("en",),
    caveat=_TRANSCRIPT + "stretches change it. Speaking much or little is not honesty, interest or intelligence.",
    source=_COUNTED,
    measure=count_units,
)
WORD_RATE = WordChannel(
    name="words.rate",
    unit="words/min",
    rung="sign",
    needs=("text", "times"),
    languages=("en",),
    caveat=_TRANSCRIPT
    + "words change it. Pauses inside an utterance count as speech; subtitles are timed for reading.",
    source=_COUNTED + "; per minute of utterance, 10 s at least (our choice)",
    measure=rate_units,
)
CHARACTER_COUNT = WordChannel(
    name="words.characters",
    unit="characters",
    rung="sign",
    needs=("text",),
    languages=("zh",),
    caveat=_TRANSCRIPT + "stretches change it. Characters, not words: about three make two words.",
    source=_COUNTED + "; Chinese is counted in characters, as where it ends and words begin is a model's guess",
    measure=count_units,
)
CHARACTER_RATE = WordChannel(
    name="words.characters_rate",
    unit="characters/min",
    rung="sign",
    needs=("text", "times"),
    languages=("zh",),
    caveat=_TRANSCRIPT
    + "words change it. Pauses inside an utterance count as speech; subtitles are timed for reading.",
    source=_COUNTED + "; per minute of utterance, 10 s at least (our choice)",
    measure=rate_units,
)
COUNTS = (WORD_COUNT, WORD_RATE, CHARACTER_COUNT, CHARACTER_RATE)
