"""Every channel of the catalogues as it is listed, and what each gives."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from desdemona.assay.row import Form, Listed
from desdemona.channels.contact.catalogue import CONTACT
from desdemona.channels.contact.contact_channel import Refusal
from desdemona.channels.contact.refused import REFUSED
from desdemona.channels.groups import GROUPS, channels_of
from desdemona.channels.units.catalogue import REFUSED_UNITS
from desdemona.channels.voice.catalogue import VOICE_CHANNELS
from desdemona.channels.words.measure import WORDS
from desdemona.tables import Rung

PICTURES: tuple[str, ...] = GROUPS
"""The groups that are measured of pictures."""


class Described(Protocol):
    """What every channel says of itself, whatever it is measured from."""

    @property
    def name(self) -> str:
        """Its name."""
        ...

    @property
    def unit(self) -> str:
        """Its unit."""
        ...

    @property
    def rung(self) -> Rung:
        """The rung of the ladder that it stands on."""
        ...

    @property
    def needs(self) -> Sequence[str]:
        """What must be seen, heard or worn."""
        ...

    @property
    def caveat(self) -> str:
        """What it must not be taken for."""
        ...

    @property
    def source(self) -> str:
        """Where the method stands."""
        ...


COLUMNS: Mapping[str, tuple[str, ...]] = {
    "eye.openness": ("eye_openness_ratio",),
    "gaze.own": ("own_gaze_yaw_deg", "own_gaze_pitch_deg"),
}
"""Where the value of a channel does not stand in its first column."""
WINDOWED = ("pulse.rate.", "camera.shake", "head.motion.", "head.vibration.", "body.sway", "body.trunk_sway")
"""Begins of names of channels that tell windows, though they have frame columns too."""


def every_channel() -> tuple[Listed, ...]:
    """Return every channel of the catalogues, group by group, in their order."""
    return tuple(_every())


def _every() -> Iterator[Listed]:
    for group in GROUPS:
        for described in channels_of(group):
            yield listed(described, group, form_of(described))
    for voice in VOICE_CHANNELS:
        yield listed(voice, "voice", {"series": _series(voice), "events": "event", "windows": "window"}[voice.kind])
    for contact in CONTACT:
        told_once = contact.column is None and not contact.name.endswith(("rate", "departures", "given"))
        yield listed(contact, "contact", "event" if told_once else "window")
    for words in WORDS:
        yield listed(words, "words", "window")


def listed(described: Described, group: str, form: Form) -> Listed:
    """Return a channel as it is listed."""
    flags: tuple[str, ...] = tuple(getattr(described, "flags", ()))
    columns: tuple[str, ...] = tuple(getattr(described, "columns", ()))
    own = flags[:1] if form == "flag" else columns if described.name == "face.strain" else columns[:1]
    return Listed(
        name=described.name,
        unit=described.unit,
        rung=described.rung,
        needs=tuple(described.needs),
        caveat=described.caveat,
        source=described.source,
        group=group,
        form=form,
        columns=COLUMNS.get(described.name, own),
    )


def form_of(described: Described) -> Form:
    """Return what a channel of pictures gives."""
    flags: tuple[str, ...] = tuple(getattr(described, "flags", ()))
    columns: tuple[str, ...] = tuple(getattr(described, "columns", ()))
    if described.unit == "event" or described.name.startswith("face.micro."):
        return "event"
    if described.name.startswith(WINDOWED) or not columns:
        return "window"
    if described.unit == "name":
        return "name"
    return "flag" if flags and flags[0] == columns[0] else "number"


def _series(described: Described) -> Form:
    return "flag" if getattr(described, "flags", ()) else "number"


def refused() -> tuple[Refusal, ...]:
    """Return what is refused, each with its reason and, where it is from elsewhere, the source of that."""
    units = (Refusal(each.name, each.reason, "") for each in REFUSED_UNITS)
    return (*REFUSED, *units)
