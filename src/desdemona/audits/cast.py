"""The standard cast: who is shown to a system under test.

Every identity plays the attentive scene once as reference (skin tone 3, even light) and again with exactly one
thing changed, so that whatever moves was moved by it. Tones and lights are dealt out to the identities in a fixed
rotation. Further scenes and the nulls (nothing alive in the picture) follow.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import polars as pl

from desdemona.audits.scenes import ATTENTIVE, DROWSY, NO_PULSE, STAIRS, STILL, TALKER
from desdemona.faces.camera import Camera
from desdemona.faces.cast import IDENTITIES
from desdemona.faces.lamps import Light
from desdemona.recordings.recording import Recording
from desdemona.stimuli.nulls import render_empty_room, render_noise, render_photograph
from desdemona.stimuli.phantom import Phantom, Script
from desdemona.stimuli.render import render_phantom
from desdemona.stimuli.truth import truth_of

Null = Literal["photograph", "noise", "empty_room", "no_pulse"]

CAMERA = Camera(width_px=360, height_px=360, rate_hz=15.0)
REFERENCE_TONE = 3
REFERENCE_LIGHT: Light = "even"
OTHER_TONES = (1, 5, 6, 7, 8, 9, 10)
OTHER_LIGHTS: tuple[Light, ...] = ("left", "right", "top", "warm", "dim")


@dataclass(frozen=True, slots=True)
class Item:
    """One recording of the cast: a phantom, and what kind of null it is, if it is one."""

    phantom: Phantom
    null: Null | None = None

    @property
    def name(self) -> str:
        """The item's name in the four tables."""
        return self.phantom.name

    @property
    def subject(self) -> str:
        """The person: an identity; the same one in every light and skin tone, since her face is the same."""
        return f"identity-{self.phantom.identity}" if self.null not in ("noise", "empty_room") else self.name


def played(script: Script, identity: int, tone: int, light: Light, seed: int) -> Phantom:
    """Return a phantom of the standard camera, named by all that can vary."""
    name = f"{script.name}-i{identity}-t{tone}-{light}"
    return Phantom(name, identity, tone, light, script, CAMERA, seed)


def nulls(seed: int) -> Iterator[Item]:
    """Give the items in which there is nothing to find: no life, no pulse, or no face.

    There are seventy-six recordings without a face, since it takes seventy-three independent silences to say, with
    95 % confidence on both sides, that no more than one in twenty is broken (`estimates.share.observations_for`).
    """
    for who in range(len(IDENTITIES)):
        unmoved = played(STILL, who, REFERENCE_TONE, REFERENCE_LIGHT, seed)
        yield Item(replace(unmoved, name=f"photograph-i{who}"), "photograph")
        yield Item(played(NO_PULSE, who, REFERENCE_TONE, REFERENCE_LIGHT, seed), "no_pulse")
    for number in range(38):
        unmoved = played(STILL, 0, REFERENCE_TONE, REFERENCE_LIGHT, seed + number)
        yield Item(replace(unmoved, name=f"noise-{number}"), "noise")
        yield Item(replace(unmoved, name=f"empty_room-{number}"), "empty_room")


def standard_cast(*, seed: int) -> tuple[Item, ...]:
    """Return the items of an audit, references first; the same seed gives the same cast."""
    identities = range(len(IDENTITIES))
    cast = [Item(played(ATTENTIVE, who, REFERENCE_TONE, REFERENCE_LIGHT, seed)) for who in identities]
    for who in identities:
        tones = (OTHER_TONES[(3 * who) % 7], OTHER_TONES[(3 * who + 3) % 7])
        cast += [Item(played(ATTENTIVE, who, tone, REFERENCE_LIGHT, seed)) for tone in tones]
        lights = (OTHER_LIGHTS[(2 * who) % 5], OTHER_LIGHTS[(2 * who + 3) % 5])
        cast += [Item(played(ATTENTIVE, who, REFERENCE_TONE, light, seed)) for light in lights]
    for script in (DROWSY, TALKER, STAIRS):
        cast += [Item(played(script, who, REFERENCE_TONE, REFERENCE_LIGHT, seed)) for who in identities]
    return (*cast, *nulls(seed))


def item_recording(item: Item) -> Recording:
    """Return what the camera sees of an item."""
    phantom = item.phantom
    if item.null == "photograph":
        return render_photograph(phantom)
    if item.null == "noise":
        return render_noise(phantom.camera, phantom.seed, phantom.script.duration_s)
    if item.null == "empty_room":
        return render_empty_room(phantom.camera, phantom.seed, phantom.script.duration_s)
    return render_phantom(phantom)


def items_table(cast: tuple[Item, ...]) -> pl.DataFrame:
    """Return the table of items: who, what scene, and every condition."""
    return pl.DataFrame(
        {
            "item": [item.name for item in cast],
            "subject": [item.subject for item in cast],
            "path": [None for _ in cast],
            "scene": [item.null or item.phantom.script.name for item in cast],
            "identity": [str(item.phantom.identity) for item in cast],
            "skin_tone": [str(item.phantom.skin_tone) for item in cast],
            "light": [item.phantom.light for item in cast],
            "null": [item.null for item in cast],
        },
        schema_overrides={"path": pl.String, "null": pl.String},
    )


def truth_table(cast: tuple[Item, ...]) -> pl.DataFrame:
    """Return what is known about every item that shows a phantom."""
    return pl.concat([truth_of(item.phantom) for item in cast if item.null in (None, "no_pulse")])


def subjects_table(cast: tuple[Item, ...]) -> pl.DataFrame:
    """Return the table of subjects; phantoms declare no groups beyond the conditions of their items."""
    return pl.DataFrame({"subject": sorted({item.subject for item in cast})})
