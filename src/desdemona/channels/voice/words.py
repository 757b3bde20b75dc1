"""Words of a transcript with their times, and how many are said a minute."""

from collections.abc import Sequence
from dataclasses import dataclass


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
