"""A word channel: one measurement from a transcript, described by the same value that computes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from desdemona.channels.contact.contact_channel import Window
from desdemona.sensors.transcript import Language, Utterance
from desdemona.tables import Rung

Need = Literal["text", "times"]


@dataclass(frozen=True, slots=True)
class Speech:
    """What one tier or speaker said: the utterances in order, the language stated, and the stretch they lie in.

    The stretch runs from the first time in the transcript to the last, 0 to 0 where it has none.
    """

    utterances: Sequence[Utterance]
    language: Language | None
    t_start_s: float
    t_end_s: float


@dataclass(frozen=True, slots=True)
class WordChannel:
    """One measurement from a transcript.

    `languages` are those it is made for; in others it is left out, where none is stated it is withheld. `extra` is the
    library beyond the package's own that it needs, empty for none. `caveat` is what it must not be taken for, `source`
    where the method stands.
    """

    name: str
    unit: str
    rung: Rung
    needs: tuple[Need, ...]
    languages: tuple[Language, ...]
    caveat: str
    source: str
    measure: Callable[[Speech], Sequence[Window]] = field(repr=False)
    extra: str = ""
