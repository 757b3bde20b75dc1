"""What is said where words are read: transcripts that stand in for what a speaker says, in the same voice.

Every identity has a subject and words of her own, so that a conclusion carries over to other sentences. She says by
turns that she likes it and that she does not: straight, in words whose own sound is what is meant, and turned, in
idioms of everyday speech that mean the same. And she reads out bad news, which says nothing about her. A phantom means
none of it; what a sentence is meant to say is our own reading of it.
"""

from dataclasses import dataclass
from typing import Literal

Wording = Literal["straight", "turned"]
STRAIGHT: Wording = "straight"
NEUTRAL = "neutral"
"""The text that everybody says in the recordings themselves."""
NEWS = "bad_news_read_out"
"""The scene in which bad news is read out."""


@dataclass(frozen=True, slots=True)
class Saying:
    """One utterance in writing; `favour` is 1 where it is meant to speak well of its subject, -1 where ill."""

    text: str
    favour: float | None = None


SUBJECTS = (
    "the new road", "this school", "the food", "that film", "my room", "the weather here", "this town", "the music",
    "their service", "the garden", "our journey", "the book",
)  # fmt: skip
GOOD = (
    "wonderful", "great", "excellent", "lovely", "beautiful", "pleasant", "brilliant", "perfect", "superb",
    "delightful", "fantastic", "good",
)  # fmt: skip
BAD = (
    "terrible", "awful", "horrible", "bad", "ugly", "unpleasant", "dreadful", "disgusting", "miserable", "annoying",
    "boring", "poor",
)  # fmt: skip
LIKED = ("{s} is not {bad} at all", "{s} could hardly be better", "you will not hear me complain about {s}")
DISLIKED = ("{s} is anything but {good}", "{s} could hardly be worse", "nobody could call {s} {good}")
HEADLINES = (
    "a violent storm destroyed hundreds of homes",
    "two people died in an accident on the motorway",
    "the war has killed thousands of people",
    "a fire has left three families homeless",
)


def sayings_of(identity: int, wording: Wording) -> tuple[Saying, ...]:
    """Return four sentences about an identity's own subject, liked and disliked by turns."""
    subject, good, bad = (words[identity % len(words)] for words in (SUBJECTS, GOOD, BAD))
    if wording == STRAIGHT:
        pairs = [(f"I like {subject}, it is {good}", f"I hate {subject}, it is {bad}")] * 2
    else:
        turns = [(identity + step) % len(LIKED) for step in range(2)]
        pairs = [
            (LIKED[turn].format(s=subject, bad=bad), DISLIKED[turn].format(s=subject, good=good)) for turn in turns
        ]
    return tuple(Saying(text, favour) for pair in pairs for text, favour in zip(pair, (1.0, -1.0), strict=True))


def news_of(identity: int) -> tuple[Saying, ...]:
    """Return four pieces of bad news, in an order of each identity's own."""
    return tuple(Saying(HEADLINES[(identity + step) % len(HEADLINES)]) for step in range(len(HEADLINES)))
