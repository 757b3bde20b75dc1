"""What an output rests on: the channels behind it through every step of the pipeline, and the tracks they stand in."""

from collections.abc import Iterable
from functools import cache

from desdemona.channels.groups import GROUPS, Group, channels_of
from desdemona.systems import sources
from desdemona.systems.stated import Output, Profile


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


def rests_on_pictures(profile: Profile, output: Output) -> bool:
    """Say whether an output rests on pictures of a face or body at all, and not on telling that there is none."""
    behind = channels_behind(profile, output)
    return "face.found" not in behind and any(sources.BY_NAME[name].table == "pictures" for name in behind)
