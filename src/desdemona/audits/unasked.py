"""Which questions mean nothing to an output, so that they are not asked, and the sentences that say so.

A lamp is no question to what rests on sound alone, a talking face none to what rests on the body alone, and what rests
on words that nothing here can read is asked nothing.
"""

from collections.abc import Collection, Iterator

from desdemona.audits.behind import (
    SENTIMENT,
    channels_behind,
    claiming,
    reader_missing,
    rests_on_body_alone,
    rests_on_sentiment,
    rests_on_sound_alone,
)
from desdemona.audits.sectors import BODY, SHOWN, rests_on_vehicle_alone
from desdemona.audits.speakers import SPEAKER
from desdemona.channels.words.sentiment import SENTIMENT_CHINESE
from desdemona.systems.stated import Output, Profile, Sector

PICTURED = "another lamp, skin tone, camera or headgear"
"""What changes in the picture alone."""


def audible_scenes(sector: Sector) -> frozenset[str]:
    """Return the scenes that a sector's systems are shown in which somebody is heard."""
    return frozenset({SPEAKER, *(script.name for script in SHOWN[sector].scripts if script.voice is not None)})


def ground_of(profile: Profile, output: Output) -> str:
    """Return on what alone an output rests where that keeps questions from it, in words; empty otherwise."""
    if rests_on_sound_alone(profile, output):
        return "on what is heard or said alone"
    if rests_on_vehicle_alone(channels_behind(profile, output)):
        return "on what the car tells alone"
    return "on the body below the face alone" if rests_on_body_alone(profile, output) else ""


def could_know(profile: Profile, output: Output, scenes: Collection[str]) -> bool:
    """Say whether an output could know anything about all of these scenes."""
    if rests_on_sound_alone(profile, output):
        return audible_scenes(profile.sector).issuperset(scenes)
    return not rests_on_body_alone(profile, output) or SHOWN[profile.sector].bodies.issuperset(scenes)


def is_filmed(profile: Profile, output: Output) -> bool:
    """Say whether changes of the picture are anything to an output: it sees, and what it sees is shown changed."""
    if rests_on_sound_alone(profile, output) or rests_on_vehicle_alone(channels_behind(profile, output)):
        return False
    return not rests_on_body_alone(profile, output) or any(each.scene for each in SHOWN[profile.sector].varied)


def unread(profile: Profile) -> tuple[str, ...]:
    """Return the outputs that rest on nothing but how favourable words are, where nothing here can read that."""
    if reader_missing() is None:
        return ()
    return tuple(o.name for o in claiming(profile) if rests_on_sentiment(profile, o) and on_words_alone(profile, o))


def on_words_alone(profile: Profile, output: Output) -> bool:
    """Say whether an output rests on how favourable words are and on nothing else."""
    return channels_behind(profile, output) <= SENTIMENT


def not_asked(profile: Profile) -> tuple[str, ...]:
    """Return what was not asked of which outputs and why, a sentence each."""
    lacking = unread(profile)
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for output in claiming(profile):
        left = tuple(skipped(profile, output)) if output.rung in ("state", "judgement") else ()
        if left and output.name not in lacking:
            alike.setdefault((ground_of(profile, output), left), []).append(output.name)
    seen = [
        f"{joined(names)} {'rests' if len(names) == 1 else 'rest'} {ground}, so nothing was asked about "
        f"{'; '.join(left)}."
        for (ground, left), names in alike.items()
    ]
    return (*seen, *words_not_asked(profile, lacking))


def words_not_asked(profile: Profile, lacking: Collection[str]) -> Iterator[str]:
    """Give what was not asked about what is said, and why."""
    reading = [output for output in claiming(profile) if rests_on_sentiment(profile, output)]
    if not reading:
        return
    library = reader_missing()
    if library is None:
        if any(SENTIMENT_CHINESE.name in channels_behind(profile, output) for output in reading):
            yield "All that is said is English, so how Chinese words are read was not asked."
        return
    told = f"Nothing was asked of {joined(lacking)}" if lacking else "Nothing was asked about what is said"
    others = [output.name for output in reading if output.name not in lacking]
    without = f", and {joined(others)} went on without what is said" if others else ""
    yield (
        f"{told}{without}: how favourable words are is read by '{library}', which is not installed; "
        "run pip install 'desdemona[words]'."
    )


def skipped(profile: Profile, output: Output) -> Iterator[str]:
    """Give what an output is not asked about though others of its sector are, in words."""
    if not is_filmed(profile, output):
        yield PICTURED
    behind = channels_behind(profile, output)
    judged = bool(output.flags)
    for twins in SHOWN[profile.sector].twins if judged or not output.labels else ():
        if twins.vehicle or (twins.body is not None and twins.body != bool(BODY & behind)):
            continue
        if not twins.concerns(behind) or not could_know(profile, output, (twins.first, twins.second)):
            yield f"telling {twins.told}"
    for control in SHOWN[profile.sector].controls if judged else ():
        if not could_know(profile, output, (control.level,)):
            yield control.who


def joined(names: Collection[str]) -> str:
    """Return names as they are listed in a sentence."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
