"""What can be measured of pictures in one pass, in groups that are asked for together, and what each costs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, get_args

from desdemona.channels.body.catalogue import BODY_SIGNS
from desdemona.channels.catalogue import BUILT_IN
from desdemona.channels.channel import Channel
from desdemona.channels.eye_signs.catalogue import EYE_SIGNS
from desdemona.channels.eye_signs.zones import DECLARED, Zones, zone_channels
from desdemona.channels.head_signs.catalogue import HEAD_SIGNS
from desdemona.channels.micro.catalogue import MICRO
from desdemona.channels.motion.catalogue import FACE_STRAIN, MOTION
from desdemona.channels.motion.channel import MotionChannel
from desdemona.channels.pulse.catalogue import FURTHER_PULSES
from desdemona.channels.units.catalogue import ACTION_UNITS
from desdemona.channels.units.neutral import Neutral, OwnBaseline
from desdemona.errors import UnknownName
from desdemona.tables import Rung

Group = Literal["face", "pulse", "eyes", "zones", "head", "units", "motion", "micro", "body"]
GROUPS: tuple[Group, ...] = get_args(Group)
"""In the order of their columns."""
DEFAULT: tuple[Group, ...] = ("face",)
CHEAP: tuple[Group, ...] = ("face", "eyes", "head", "units")
"""What costs little beside following the face."""
EVERYTHING = GROUPS
BODY_MODELS = ("pose_detector", "pose", "palm_detector", "hand")


class Described(Protocol):
    """What every channel says of itself, whatever it is measured from."""

    @property
    def name(self) -> str:
        """The channel's name."""
        ...

    @property
    def unit(self) -> str:
        """The channel's unit."""
        ...

    @property
    def rung(self) -> Rung:
        """The rung of the ladder that it stands on."""
        ...

    @property
    def needs(self) -> Sequence[str]:
        """What must be visible or given."""
        ...

    @property
    def columns(self) -> tuple[str, ...]:
        """The frame columns."""
        ...

    @property
    def flags(self) -> tuple[str, ...]:
        """Those columns that hold 0 or 1."""
        ...

    @property
    def caveat(self) -> str:
        """What it must not be taken for."""
        ...

    @property
    def source(self) -> str:
        """Where the method stands."""
        ...


@dataclass(frozen=True, slots=True)
class Details:
    """What can be chosen about groups.

    `zones` are those of the group `zones`, `neutral` is what action units are measured against, and a body is looked at
    every `body_every_s` seconds, 0 for every frame.
    """

    zones: tuple[Zones, ...] = DECLARED
    neutral: Neutral = field(default_factory=OwnBaseline)
    body_every_s: float = 0.1


ABOUT: dict[Group, str] = {
    "face": "presence, head pose, lids, blinks, gaze, mouth, brows, pulse by POS and CHROM",
    "pulse": "pulse by GREEN, LGI and OMIT, to compare with POS and CHROM",
    "eyes": "closure, PERCLOS, long closures, blink rate, fixations",
    "zones": "which declared zone a look is directed at",
    "head": "nods, shakes, head down, stares, yawns, talking",
    "units": "action units of the face",
    "motion": "vibration, sway, breath, camera shake, strain, perfusion",
    "micro": "brief movements of the face",
    "body": "signs of hands and posture",
}


COST: dict[Group, str] = {
    "face": "the base of all but body",
    "pulse": "nothing more",
    "eyes": "nothing more",
    "zones": "nothing more; boxes are assumed, see --zones",
    "head": "nothing more",
    "units": "a third more",
    "motion": "three quarters more",
    "micro": "a third more, nothing with motion",
    "body": "three quarters more at ten looks a second, twice that where hands are seen",
}
"""What a group costs in time, beside `face`."""


def to_groups(names: Collection[str]) -> tuple[Group, ...]:
    """Return groups by their names, in order and with what they rest on: all but `body` rest on `face`.

    Raises
    ------
    UnknownName
        A name is not that of a group.
    """
    for name in names:
        if name not in GROUPS:
            raise UnknownName("group", name, GROUPS)
    needed = set(names) | ({"face"} if set(names) - {"body"} else set())
    return tuple(group for group in GROUPS if group in needed)


def clip_channels(groups: Collection[Group], details: Details) -> tuple[Channel, ...]:
    """Return the channels, besides those of `face`, that are told from what `face` measures."""
    zones = tuple(channel for one in details.zones for channel in zone_channels(one))
    own: dict[Group, tuple[Channel, ...]] = {
        "pulse": FURTHER_PULSES,
        "eyes": EYE_SIGNS,
        "zones": zones,
        "head": HEAD_SIGNS,
    }
    return tuple(channel for group in groups for channel in own.get(group, ()))


def moving_channels(groups: Collection[Group]) -> tuple[MotionChannel, ...]:
    """Return the channels that are told from movement.

    `micro` brings the strain of the face along, which tells when no movement was seen from when none could be.
    """
    motion = MOTION if "motion" in groups else (FACE_STRAIN,) if "micro" in groups else ()
    return (*motion, *MICRO) if "micro" in groups else motion


def channels_of(group: Group, details: Details | None = None) -> tuple[Described, ...]:
    """Return the channels of a group, each described alike."""
    if group == "face":
        return BUILT_IN
    if group == "units":
        return ACTION_UNITS
    if group == "body":
        return BODY_SIGNS
    return clip_channels((group,), details or Details()) or {"motion": MOTION, "micro": MICRO}.get(group, ())
