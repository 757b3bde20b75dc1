"""What a system's flows can come from: every channel by its name, and what is brought along without being measured."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from desdemona.channels.body.catalogue import BODY_SIGNS
from desdemona.channels.catalogue import BUILT_IN
from desdemona.channels.contact.catalogue import CONTACT
from desdemona.channels.eye_signs.catalogue import EYE_SIGNS
from desdemona.channels.eye_signs.zones import DECLARED, zone_channels
from desdemona.channels.head_signs.catalogue import HEAD_SIGNS
from desdemona.channels.micro.catalogue import MICRO
from desdemona.channels.motion.catalogue import FACE_STRAIN, MOTION
from desdemona.channels.units.catalogue import ACTION_UNITS
from desdemona.channels.voice.catalogue import VOICE_CHANNELS
from desdemona.channels.words.measure import WORDS

Table = Literal["pictures", "voice", "sensors", "words", "context"]
"""Which tracks a channel stands in; context is what somebody brought along: stimuli, grades, the mean of a class."""


@dataclass(frozen=True, slots=True)
class Source:
    """One channel as an input: its name, its unit, its kind, the tracks it stands in, and what stands behind it.

    For a series `column` is the frame column that holds the value. For events it is the column that is measured
    whenever such an event could have been seen; where there is none, `watched_by` names the channel of windows that
    then have a value. Windows need neither. Stimuli need neither: who brought them knows them all. `stands_for` are
    channels of which the first that there is counts.
    """

    name: str
    unit: str
    kind: Literal["series", "events", "windows"]
    column: str | None = None
    table: Table = "pictures"
    watched_by: str | None = None
    stands_for: tuple[str, ...] = ()


class Described(Protocol):
    """What every channel of the pictures has."""

    @property
    def name(self) -> str:
        """The channel's name."""
        ...

    @property
    def unit(self) -> str:
        """The channel's unit."""
        ...

    @property
    def columns(self) -> tuple[str, ...]:
        """The channel's frame columns."""
        ...


WATCHED: Mapping[str, str] = {
    "blink": "eye_openness_ratio",
    "eye.closure.short": "eye_closure_share",
    "eye.closure.long": "eye_closure_share",
    "eye.closure.longest": "eye_closure_share",
    "gaze.fixation": "gaze_yaw_deg",
    "head.nod": "head_nod_event",
    "head.shake": "head_shake_event",
    "mouth.yawn": "yawn_event",
    "face.micro.mdmd": FACE_STRAIN.columns[0],
    "face.micro.strain": FACE_STRAIN.columns[0],
}
"""The channels of the pictures that give events, and the column that is measured where one could have been seen."""
WINDOWED = ("pulse.rate.pos", "pulse.rate.chrom", "camera.shake", "head.motion.frequency", "body.sway")
"""The channels of the pictures whose value stands in windows although they have columns too."""
VALUE_COLUMN: Mapping[str, str] = {"eye.openness": "eye_openness_ratio"}
"""Where the value is not the first column."""
WATCHED_BY: Mapping[str, str] = {
    "skin_conductance.response": "skin_conductance.response_rate",
    "vehicle.lane_departure": "vehicle.lane_departures",
    "heart.interval.ecg": "heart.rate.ecg",
    "heart.interval.ppg": "heart.rate.ppg",
}
"""The channels of sensors that give events, and those of windows that have a value where one could have been seen."""

HEART_RATES = ("heart.rate.ecg", "heart.rate.ppg", "heart.rate.device")
HEART_RATE = Source("heart.rate", "bpm", "windows", table="sensors", stands_for=HEART_RATES)
STIMULUS = Source("stimulus", "event", "events", table="context")
GRADE = Source("grade.given", "points", "windows", table="context")
HAZARD = Source("road.hazard", "0..1", "windows", table="context")
CLASS_SHARE = "class.share."
"""Begins the name of the mean share of time, over a class, of one behaviour, in lower case."""


def picture_source(channel: Described) -> Source:
    """Return a channel of the pictures as a source: events, else a series where it has a column, else windows."""
    if channel.name in WATCHED:
        return Source(channel.name, channel.unit, "events", WATCHED[channel.name])
    if channel.name in WINDOWED or not channel.columns:
        return Source(channel.name, channel.unit, "windows")
    return Source(channel.name, channel.unit, "series", VALUE_COLUMN.get(channel.name, channel.columns[0]))


def unit_sources() -> Iterator[Source]:
    """Give every action unit, and its left and right where they are told apart."""
    for unit in ACTION_UNITS:
        yield picture_source(unit)
        for side, column in zip(("left", "right"), unit.columns[1:], strict=False):
            yield Source(f"{unit.name}.{side}", unit.unit, "series", column)


def other_sources() -> Iterator[Source]:
    """Give the channels of voice, sensors and words, and what is brought along."""
    for heard in VOICE_CHANNELS:
        column = heard.columns[0] if heard.kind != "windows" else None
        yield Source(heard.name, heard.unit, heard.kind, column, "voice")
    for felt in CONTACT:
        if felt.name != GRADE.name:
            watched_by = WATCHED_BY.get(felt.name)
            yield Source(felt.name, felt.unit, "events" if watched_by else "windows", None, "sensors", watched_by)
    for said in WORDS:
        yield Source(said.name, said.unit, "windows", table="words")
    yield from (HEART_RATE, STIMULUS, GRADE, HAZARD)


def picture_channels() -> Iterator[Described]:
    """Give every channel of the pictures, the action units apart; of two with one name the first counts."""
    zones = [channel for declared in DECLARED for channel in zone_channels(declared)[1:]]
    groups: tuple[Sequence[Described], ...] = (BUILT_IN, EYE_SIGNS, zones, HEAD_SIGNS, MOTION, MICRO, BODY_SIGNS)
    found: set[str] = set()
    for group in groups:
        for channel in group:
            if channel.name not in found:
                found.add(channel.name)
                yield channel


@dataclass(frozen=True, slots=True, eq=False)
class Sources(Mapping[str, Source]):
    """Sources by name: those `listed`, and the class mean of any behaviour (`class.share.` and its name)."""

    listed: Mapping[str, Source]

    def __getitem__(self, name: str) -> Source:
        """Return the source of a name; KeyError where there is none."""
        behaviour = name.removeprefix(CLASS_SHARE)
        if behaviour not in ("", name) and behaviour == behaviour.lower():
            return Source(name, "share of time, class mean", "windows", table="context")
        return self.listed[name]

    def __iter__(self) -> Iterator[str]:
        """Give the listed names."""
        return iter(self.listed)

    def __len__(self) -> int:
        """Return how many are listed."""
        return len(self.listed)


SOURCES: tuple[Source, ...] = (
    *(picture_source(channel) for channel in picture_channels()),
    *unit_sources(),
    *other_sources(),
)
BY_NAME = Sources({source.name: source for source in SOURCES})
