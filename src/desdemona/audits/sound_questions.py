"""What an audit asks of systems that listen: what of a sound must not matter, where nobody speaks, whom to leave alone.

What is only seen is no question to an output that rests on sound alone, and the reverse.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

import polars as pl

from desdemona.audits.behind import (
    channels_behind,
    claiming,
    reads,
    rests_on_sentiment,
    rests_on_sound_alone,
    rests_on_voice,
)
from desdemona.audits.cast import PLAIN
from desdemona.audits.sectors import SHOWN
from desdemona.audits.speakers import OWN, SPEAKER, UNVOICED
from desdemona.audits.unasked import audible_scenes, could_know
from desdemona.audits.word_questions import READ_OUT
from desdemona.systems.stated import Profile
from desdemona.tables import Tables
from desdemona.trials.abstention import Silence
from desdemona.trials.controls import Control
from desdemona.trials.flags import Flag
from desdemona.trials.invariance import Change

WARMTH = ("C35",)
TEACHERS = ("H22",)
"""Of claims and harms those count that a system's own profile names."""
SOUND_CHANGES = (
    Change("identity", "0", "the person", claims=WARMTH, harms=TEACHERS),
    Change("microphone", PLAIN, "the microphone", claims=WARMTH),
    Change("voice", OWN, "the pitch or the register of the voice", claims=WARMTH, harms=TEACHERS),
)
"""What must not matter to whoever listens; the words stay the same. Another person has another voice."""
NEUTRAL = Control(SPEAKER, "people who say a neutral sentence in an everyday voice", claims=WARMTH, harms=TEACHERS)
"""Asked of flags that rest on a voice."""
TELLS_ABSENCE = frozenset({"sound.level", "voice.crying"})
"""Channels that rightly have a value where nobody speaks: a level, and that nobody cries; as has what rests on them."""


def listens(profile: Profile) -> bool:
    """Say whether anything that a system claims rests on the sound of a voice; reading transcripts is not listening."""
    return any(rests_on_voice(profile, output) for output in claiming(profile))


def sound_changes_of(profile: Profile, outputs: Collection[str]) -> Iterator[Change]:
    """Give what of a sound must not matter, asked of those of the outputs that rest on a voice.

    Another person is asked about here only where she is not seen; where she is, see `asking.ask_inner`.
    """
    heard = tuple(o for o in claiming(profile) if o.name in outputs and rests_on_voice(profile, o))
    for change in SOUND_CHANGES:
        own = [o for o in heard if change.condition != "identity" or rests_on_sound_alone(profile, o)]
        if own:
            yield replace(
                change,
                outputs=tuple(output.name for output in own),
                claims=named(change.claims, profile.claims),
                harms=named(change.harms, profile.harms),
            )


def named(numbers: Collection[str], own: Collection[str]) -> tuple[str, ...]:
    """Return those numbers of claims or harms that a system's own profile names."""
    return tuple(number for number in numbers if number in own)


def unvoiced_silence(profile: Profile) -> Silence:
    """Return that nothing may be said where nobody speaks; measures that are right there are not asked."""
    outputs = tuple(
        output.name
        for output in claiming(profile)
        if (output.documented or output.rung != "signal")
        and rests_on_voice(profile, output)
        and not channels_behind(profile, output) & TELLS_ABSENCE
    )
    return Silence("voice", UNVOICED, outputs, "a recording of silence, of noise or of a car", "voice")


def heard_only(profile: Profile, tables: Tables) -> Tables:
    """Return the tables of the scenes in which somebody is heard: no answer in the others is no answer withheld."""
    items = tables.items.filter(pl.col("scene").is_in(list(audible_scenes(profile.sector))))
    own = pl.col("item").is_in(items.get_column("item").to_list())
    return replace(tables, readings=tables.readings.filter(own), truth=tables.truth.filter(own), items=items)


def controls_of(profile: Profile, flag: Flag) -> Iterator[Control]:
    """Give the controls that are asked of a flag: those about which it could know anything."""
    output = next(each for each in claiming(profile) if each.name == flag.output)
    for control in SHOWN[profile.sector].controls:
        if could_know(profile, output, (control.level,)):
            yield control
    if rests_on_voice(profile, output):
        yield replace(NEUTRAL, claims=named(NEUTRAL.claims, profile.claims), harms=named(NEUTRAL.harms, profile.harms))
    if reads(profile) and rests_on_sentiment(profile, output):
        yield READ_OUT
