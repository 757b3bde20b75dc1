"""From a transcript to windows, each tier or speaker by itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import polars as pl

from desdemona.channels.contact.contact_channel import Window
from desdemona.channels.tracks import WINDOWS
from desdemona.channels.words.counting import COUNTS
from desdemona.channels.words.sentiment import SENTIMENTS
from desdemona.channels.words.word_channel import Speech, WordChannel
from desdemona.errors import UsageError
from desdemona.sensors.transcript import Language, Transcript, only_tier

WORDS: tuple[WordChannel, ...] = (*COUNTS, *SENTIMENTS)
"""The channels of transcripts, in the order of their rows."""
WORD_WINDOWS: dict[str, type[pl.DataType]] = WINDOWS | {"tier": pl.String}
CALLED: dict[Language, str] = {"en": "English", "zh": "Chinese"}


@dataclass(frozen=True, slots=True, eq=False)
class WordTracks:
    """What was measured from the transcript of one recording.

    `windows` has the schema of `channels.tracks`, then the `tier`; value null and `reason` filled where a channel was
    withheld. `notices` are plain sentences about the transcript.
    """

    item: str
    windows: pl.DataFrame
    notices: tuple[str, ...] = ()


def measure_transcript(
    transcript: Transcript,
    *,
    item: str,
    progress: Callable[[int], None] | None = None,
    channels: Sequence[WordChannel] = WORDS,
) -> WordTracks:
    """Measure every channel made for the transcript's language on each tier; `progress` is called with tiers done.

    Where no language is stated every channel is withheld. A channel whose library is not installed is withheld with
    that reason.
    """
    rows: list[tuple[object, ...]] = []
    for done, tier in enumerate(transcript.tiers, start=1):
        speech = _speech(only_tier(transcript, tier), transcript)
        for channel in channels:
            if speech.language is None or speech.language in channel.languages:
                rows += [_row(channel, window, tier) for window in _measured(channel, speech)]
        if progress is not None:
            progress(done)
    return WordTracks(item, pl.DataFrame(rows, schema=WORD_WINDOWS, orient="row"), transcript.notices)


def _speech(own: Transcript, whole: Transcript) -> Speech:
    times_s = [t_s for said in whole.utterances for t_s in (said.t_start_s, said.t_end_s) if t_s is not None]
    first_s, last_s = (min(times_s), max(times_s)) if times_s else (0.0, 0.0)
    return Speech(own.utterances, own.language, first_s, last_s)


def _measured(channel: WordChannel, speech: Speech) -> Sequence[Window]:
    if speech.language is None:
        made_for = " or ".join(CALLED[language] for language in channel.languages)
        return (Window(speech.t_start_s, speech.t_end_s, None, f"no language is stated; made for {made_for}"),)
    try:
        return channel.measure(speech)
    except UsageError as error:
        return (Window(speech.t_start_s, speech.t_end_s, None, str(error)),)


def _row(channel: WordChannel, window: Window, tier: str) -> tuple[object, ...]:
    return (
        channel.name,
        window.t_start_s,
        window.t_end_s,
        window.value,
        window.low,
        window.high,
        window.reason,
        tier,
    )


def state_language(transcript: Transcript, language: Language) -> Transcript:
    """Return the transcript with its language stated by a person."""
    return replace(transcript, language=language)
