"""What an output rests on: the channels behind it through every step of the pipeline, and the tracks they stand in."""

from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec

from desdemona.audits.sectors import BODY
from desdemona.channels.groups import GROUPS, Group, channels_of
from desdemona.channels.words.sentiment import SENTIMENT_ENGLISH, SENTIMENTS
from desdemona.systems import sources
from desdemona.systems.stated import Output, Profile

SENTIMENT = frozenset(channel.name for channel in SENTIMENTS)
"""Channels that say how favourable words are."""


def claiming(profile: Profile) -> tuple[Output, ...]:
    """Return the outputs that make a claim of their own, without logs of other outputs."""
    return tuple(output for output in profile.outputs if output.follows is None)


def channels_behind(profile: Profile, output: Output) -> frozenset[str]:
    """Return the names of all channels that an output rests on, through every step of the pipeline."""
    steps = {step.name: step for step in profile.pipeline}

    @cache
    def behind(origin: str) -> frozenset[str]:
        if origin in sources.BY_NAME:
            return frozenset({origin})
        return frozenset().union(*(behind(source) for _, source in steps[origin].inputs))

    return behind(output.origin)


def groups_behind(profiles: Iterable[Profile]) -> tuple[Group, ...]:
    """Return the groups of channels of pictures that any output of these systems rests on, in their order."""
    every = {name for profile in profiles for output in profile.outputs for name in channels_behind(profile, output)}
    units = {name.removesuffix(".left").removesuffix(".right") for name in every}
    return tuple(group for group in GROUPS if {channel.name for channel in channels_of(group)} & (every | units))


def tables_behind(profile: Profile, output: Output) -> frozenset[sources.Table]:
    """Return which tracks an output rests on."""
    return frozenset(sources.BY_NAME[name].table for name in channels_behind(profile, output))


def rests_on_voice(profile: Profile, output: Output) -> bool:
    """Say whether an output rests on the sound of a voice at all."""
    return "voice" in tables_behind(profile, output)


def rests_on_sound_alone(profile: Profile, output: Output) -> bool:
    """Say whether an output rests on how something is said or on what is said, and on nothing seen or felt."""
    tables = tables_behind(profile, output)
    return bool(tables & {"voice", "words"}) and tables <= {"voice", "words", "context"}


def rests_on_sentiment(profile: Profile, output: Output) -> bool:
    """Say whether an output rests at all on how favourable words are."""
    return bool(channels_behind(profile, output) & SENTIMENT)


def reads(profile: Profile) -> bool:
    """Say whether anything that a system claims rests on how favourable words are, and that can be read here."""
    return reader_missing() is None and any(rests_on_sentiment(profile, output) for output in claiming(profile))


def reader_missing() -> str | None:
    """Return the library that reads how favourable English words are where it is not installed, None where it is.

    All that phantoms say is English.
    """
    return None if find_spec(SENTIMENT_ENGLISH.extra) else SENTIMENT_ENGLISH.extra


def rests_on_body_alone(profile: Profile, output: Output) -> bool:
    """Say whether an output rests on the body below the face and on nothing else that is seen, heard or felt."""
    behind = [name for name in channels_behind(profile, output) if sources.BY_NAME[name].table != "context"]
    return bool(behind) and all(name in BODY for name in behind)


def rests_on_pictures(profile: Profile, output: Output) -> bool:
    """Say whether an output rests on pictures of a face or body at all, and not on telling that there is none."""
    behind = channels_behind(profile, output)
    return "face.found" not in behind and any(sources.BY_NAME[name].table == "pictures" for name in behind)
