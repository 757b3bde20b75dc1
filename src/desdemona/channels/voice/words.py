"""Words of a transcript with their times, and how many are said in a stretch of time."""

from collections.abc import Sequence
from dataclasses import dataclass

from desdemona.channels.words.counting import words_of
from desdemona.sensors.transcript import Transcript, Utterance


@dataclass(frozen=True, slots=True)
class TimedWord:
    """One word of a transcript and when it is said, in seconds on the clock of the sound."""

    text: str
    t_start_s: float
    t_end_s: float


def words_between(words: Sequence[TimedWord], t_start_s: float, t_end_s: float) -> int:
    """Return how many words have their middle in a stretch of time (start included, end not)."""
    middles = (0.5 * (word.t_start_s + word.t_end_s) for word in words)
    return sum(t_start_s <= middle < t_end_s for middle in middles)


def timed_words(transcript: Transcript) -> tuple[TimedWord, ...]:
    """Return the words of an English transcript with their times; those of one utterance share its time evenly.

    Utterances of which a time is missing give none. Nothing is given for another language, which does not part words
    by blanks, or for more than one tier, which may hold the same words twice.
    """
    if transcript.language != "en" or len(transcript.tiers) != 1:
        return ()
    return tuple(word for said in transcript.utterances for word in _spread(said))


def _spread(said: Utterance) -> list[TimedWord]:
    if said.t_start_s is None or said.t_end_s is None:
        return []
    words = words_of(said.text)
    each_s = (said.t_end_s - said.t_start_s) / max(len(words), 1)
    starts_s = [said.t_start_s + number * each_s for number in range(len(words))]
    return [TimedWord(word, start_s, start_s + each_s) for word, start_s in zip(words, starts_s, strict=True)]
