"""What an audit asks of systems that read what is said: whether meaning is recovered, what of words must not matter."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from desdemona.audits.behind import SENTIMENT, channels_behind, claiming
from desdemona.audits.sayings import NEUTRAL, NEWS, STRAIGHT
from desdemona.systems.stated import Profile
from desdemona.trials.controls import Control
from desdemona.trials.invariance import Change
from desdemona.trials.recovery import Quantity

WORDING = Change("wording", STRAIGHT, "the wording, and not what is meant,")
TEXT = Change("text", NEUTRAL, "the words that she is given to say")
"""Asked where other things count beside the words: she feels nothing, whatever she is given to say."""
READ_OUT = Control(NEWS, "people who read out bad news")
FAVOURS: dict[str, Quantity] = {
    # At .8, nine of ten pairs of sentences are in the right order; as for all other orders.
    "favour of the words": Quantity("words.favour", 0.8, "", compare="order"),
    "unfavourable words": Quantity("words.disfavour", 0.8, "", compare="order"),
}
"""By the name of an output: what it claims to read, under the name of the truth."""


def word_changes_of(profile: Profile, outputs: Collection[str]) -> Iterator[Change]:
    """Give what of words must not matter, asked of those of the outputs that rest on how favourable words are."""
    behind = {o.name: channels_behind(profile, o) for o in claiming(profile) if o.name in outputs}
    reading = tuple(name for name, channels in behind.items() if channels & SENTIMENT)
    joint = tuple(name for name in reading if behind[name] - SENTIMENT)
    if reading:
        yield replace(WORDING, outputs=reading)
    if joint:
        yield replace(TEXT, outputs=joint)
