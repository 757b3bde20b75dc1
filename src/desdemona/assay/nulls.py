"""Null controls: recordings in which there is nothing to find, and how often a channel found it."""

from collections.abc import Iterator, Sequence

import numpy as np

from desdemona.assay import films, sensors, sounds
from desdemona.assay.listed import PICTURES
from desdemona.assay.row import Listed, Null
from desdemona.assay.shots import Shot

NO_FACE: tuple[str, ...] = ("noise", "empty room")
LEAST_SHARE = 0.2
"""An action unit told of from here on counts as found; our choice."""
OF_A_MINUTE = ("eye.perclos", "eye.perclos.valid", "blink.rate", "blink.duration", "mouth.talking.share")
"""Told a minute at a time, so never on the shorter recordings of nulls and of cross-talk."""
UNMOVED = (
    "blink", "eye.closure.short", "eye.closure.long", "eye.closure.longest", "pulse.", "head.nod", "head.shake",
    "head.down", "head.motion.", "head.vibration.", "mouth.yawn", "mouth.talking", "body.sway", "breath.",
    "face.perfusion", "face.micro.", "au",
)  # fmt: skip
"""Begins of names of channels that must find nothing in a face that does nothing, or in a photograph of one."""
LIFELESS = ("heart.", "breath.rate.belt", "skin_conductance.response")


def nulls_for(channel: Listed) -> tuple[str, ...]:
    """Return which recordings hold nothing for a channel; none where every recording holds something for it."""
    if channel.name in OF_A_MINUTE:
        return ()
    if channel.group in PICTURES:
        return films.NULLS if channel.name.startswith(UNMOVED) else NO_FACE
    if channel.group == "voice":
        heard = channel.name.startswith(("speech.", "voice.")) and channel.name != "voice.words_per_minute"
        return sounds.NULLS if heard else ()
    if channel.group == "contact" and channel.name.startswith(LIFELESS) and not channel.name.endswith(".device"):
        return sensors.NULLS
    return ()


def count_nulls(channel: Listed, shots: Sequence[Shot]) -> tuple[Null, ...]:
    """Return for each kind of null in how many of its recordings the channel gave a number or an event."""
    return tuple(_counted(channel, shots))


def _counted(channel: Listed, shots: Sequence[Shot]) -> Iterator[Null]:
    for name in nulls_for(channel):
        own = [shot for shot in shots if shot.kind == name]
        yield Null(name, sum(gives(channel, shot) for shot in own), len(own))


def gives(channel: Listed, shot: Shot) -> bool:
    """Say whether a channel gave a number other than nought, or found something, anywhere in a shot."""
    if channel.form == "event":
        return bool(len(shot.spans(channel.name)))
    if channel.form == "window":
        values = shot.rows(channel.name)[:, 2]
        return bool((np.isfinite(values) & (values != 0)).any())
    if channel.form == "name":
        return any(name is not None for name in names_of(channel, shot))
    values = np.concatenate([shot.column(name) for name in channel.columns])
    if channel.form == "flag":
        return bool((values == 1).any())
    if channel.group == "units" and shot.kind not in NO_FACE:
        return bool((values >= LEAST_SHARE).any())
    return bool(np.isfinite(values).any())


def names_of(channel: Listed, shot: Shot) -> list[str | None]:
    """Return what a channel of names says frame by frame."""
    column = channel.columns[0]
    return shot.frames.get_column(column).to_list() if column in shot.frames.columns else [None] * shot.frames.height
