"""The cast: who is shown to a system under test.

In the standard cast many identities play the attentive scene once as reference (skin tone 3, even light, bare head)
and again with exactly one thing changed, so that whatever moves was moved by it. Tones, lights, cameras and what is
worn are dealt out to them in a fixed rotation. Further scenes, by the twelve of `faces.cast`, and the nulls (nothing
alive in the picture) follow. Systems that listen are also shown who is heard (`audits.speakers`): each of the twelve
says the same words, and again with one thing of the sound changed; what is seen of her meanwhile is the same. Beside it
stand the scenes of each sector (`audits.sectors`), played by some of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import polars as pl

from desdemona.audits.sayings import NEUTRAL, NEWS, STRAIGHT, SUBJECTS, Saying, Wording, news_of, sayings_of
from desdemona.audits.scenes import AT_A_DESK, ATTENTIVE, DROWSY, NO_PULSE, STAIRS, STILL, TALKER
from desdemona.audits.sectors import SHOWN, sectors_of
from desdemona.audits.speakers import MICROPHONES, OTHER, OWN, SPEAKER, UNVOICED, VOICES, Unvoiced, spoken, through
from desdemona.faces.camera import Camera
from desdemona.faces.cast import IDENTITIES
from desdemona.faces.lamps import Light
from desdemona.faces.wear import Wear
from desdemona.recordings.recording import Recording
from desdemona.stimuli.nulls import render_empty_room, render_noise, render_photograph
from desdemona.stimuli.phantom import Phantom, Script
from desdemona.stimuli.render import render_phantom
from desdemona.stimuli.scripts import ready_script
from desdemona.stimuli.stills import STILL_S, is_still
from desdemona.systems.stated import Sector

Null = Literal["photograph", "noise", "empty_room", "no_pulse"] | Unvoiced
NOBODY: tuple[Null, ...] = ("noise", "empty_room", *UNVOICED)
"""Nulls in which there is nobody."""

CAMERA = Camera(width_px=360, height_px=360, rate_hz=15.0)
REFERENCE_TONE = 3
REFERENCE_LIGHT: Light = "even"
OTHER_TONES = (1, 5, 6, 7, 8, 9, 10)
OTHER_LIGHTS: tuple[Light, ...] = ("left", "right", "top", "warm", "dim")
BARE = "nothing"
WORN: tuple[Wear, ...] = ("glasses", "headscarf", "sunglasses", "mask")
PLAIN = "plain"
POORER: dict[str, str] = {"noisy": "sensor_noise=8", "soft": "blur=2", "coded": "jpeg=20"}
"""Poorer cameras, as manipulations of what the plain one records; how poor is our choice."""
ROOM_CAMERA = Camera(width_px=640, height_px=360, rate_hz=10.0)
"""Scenes with a body are seen from further off."""
LESSON_CAMERA = Camera(width_px=640, height_px=360, rate_hz=1.0)
"""Long scenes are photographed once a second."""
LONG_S = 120.0
CAMERAS: dict[str, Camera] = {
    **dict.fromkeys(
        (AT_A_DESK.name, "listener_at_a_desk", "daydreamer_at_a_desk"), replace(LESSON_CAMERA, rate_hz=0.25)
    ),
    **dict.fromkeys(("questioned", "border_queue"), replace(ROOM_CAMERA, rate_hz=15.0)),
}
"""Of scenes with a camera of their own: photographs from time to time, and pictures fast enough for a pulse."""
PICTURE_CAMERA = replace(CAMERA, rate_hz=1 / STILL_S)
"""Single pictures are recordings of one frame."""
LIT: dict[str, Light] = {"questioned": "top"}
"""Scenes in a light of their own; whoever is questioned sits under a ceiling lamp."""
PAIRED = range(36)
"""Identities that are shown as they are and with one thing changed: the twelve of `faces.cast` and others drawn at
random. Where nothing moves in any of 30, no more than one in twenty can be said to, at 95 %
(`estimates.clustered.clustered_share`); some may go unseen."""
PLAYERS = 6
"""So many identities play the scenes of a sector."""


@dataclass(frozen=True, slots=True)
class Item:
    """One recording of the cast: a phantom, and what kind of null it is, if it is one.

    `microphone` and `voice` say what of the sound was changed. `looks_like` names the item from which an item differs
    in nothing but its sound, so that the rest is drawn and measured once. `sayings` are what its transcript says
    instead of what is said, one an utterance, on that `text` in that `wording`; who has them sounds like `looks_like`.
    """

    phantom: Phantom
    null: Null | None = None
    microphone: str = PLAIN
    voice: str = OWN
    looks_like: str = ""
    sayings: tuple[Saying, ...] = ()
    text: str = NEUTRAL
    wording: Wording = STRAIGHT

    @property
    def name(self) -> str:
        """The item's name in the four tables."""
        return self.phantom.name

    @property
    def subject(self) -> str:
        """The person: an identity; the same one in every light and skin tone, since her face is the same."""
        return f"identity-{self.phantom.identity}" if self.null not in NOBODY else self.name

    @property
    def seen(self) -> Null | None:
        """What kind of null is seen: of sound in which nobody speaks, that of the item whose pictures it has."""
        if self.null not in UNVOICED:
            return self.null
        return "noise" if self.looks_like.startswith("noise") else "empty_room"

    @property
    def heard(self) -> bool:
        """Whether it is there for its sound, so that only systems that listen are shown it."""
        return not self.sayings and (self.null in UNVOICED or self.phantom.script.name == SPEAKER)

    def shown(self, *, listening: bool, reading: bool) -> bool:
        """Say whether it is shown to systems that listen to voices, or read words; plain speakers to both."""
        if self.sayings:
            return reading and (listening or self.voice == OWN)
        plainly = self.null is None and not self.looks_like
        return not self.heard or listening or (reading and plainly)


def played(script: Script, identity: int, tone: int, light: Light, seed: int) -> Phantom:
    """Return a phantom of the standard camera, named by all that can vary."""
    name = f"{script.name}-i{identity}-t{tone}-{light}"
    return Phantom(name, identity, tone, light, script, camera_for(script), seed)


def camera_for(script: Script) -> Camera:
    """Return the standard camera for a script: of a room, of a face, or of a single picture of a face."""
    if script.name in CAMERAS:
        return CAMERAS[script.name]
    if script.scene is not None:
        return LESSON_CAMERA if script.duration_s > LONG_S else ROOM_CAMERA
    return PICTURE_CAMERA if is_still(script) else CAMERA


def dressed(phantom: Phantom, wear: Wear) -> Phantom:
    """Return a phantom with something on her head, named by it."""
    return replace(phantom, name=f"{phantom.name}-{wear}", wearing=(wear,))


def nulls(seed: int) -> Iterator[Item]:
    """Give the items in which there is nothing to find: no life, no pulse, or no face.

    There are seventy-six recordings without a face, since it takes seventy-three independent silences to say, with
    95 % confidence on both sides, that no more than one in twenty is broken (`estimates.share.observations_for`).
    """
    for who in PAIRED:
        unmoved = played(STILL, who, REFERENCE_TONE, REFERENCE_LIGHT, seed)
        yield Item(replace(unmoved, name=f"photograph-i{who}"), "photograph")
        yield Item(played(NO_PULSE, who, REFERENCE_TONE, REFERENCE_LIGHT, seed), "no_pulse")
    for number in range(38):
        unmoved = played(STILL, 0, REFERENCE_TONE, REFERENCE_LIGHT, seed + number)
        yield Item(replace(unmoved, name=f"noise-{number}"), "noise")
        yield Item(replace(unmoved, name=f"empty_room-{number}"), "empty_room")


def standard_cast(*, seed: int) -> tuple[Item, ...]:
    """Return the items of an audit, references first; the same seed gives the same cast."""
    cast = [Item(played(ATTENTIVE, who, REFERENCE_TONE, REFERENCE_LIGHT, seed)) for who in PAIRED]
    cast += [item for who in PAIRED for item in changed(ATTENTIVE, who, seed)]
    for script in (DROWSY, TALKER, STAIRS):
        cast += [Item(played(script, who, REFERENCE_TONE, REFERENCE_LIGHT, seed)) for who in range(len(IDENTITIES))]
    return (*cast, *nulls(seed))


def changed(script: Script, who: int, seed: int) -> Iterator[Item]:
    """Give a reference with one thing changed: skin tone, light, what is worn, a poorer camera."""
    yield Item(played(script, who, OTHER_TONES[3 * who % len(OTHER_TONES)], REFERENCE_LIGHT, seed))
    yield Item(played(script, who, REFERENCE_TONE, OTHER_LIGHTS[2 * who % len(OTHER_LIGHTS)], seed))
    reference = played(script, who, REFERENCE_TONE, REFERENCE_LIGHT, seed)
    yield Item(dressed(reference, WORN[who % len(WORN)]))
    yield Item(filmed(reference, tuple(POORER)[who % len(POORER)]))


def spoken_cast(*, seed: int) -> tuple[Item, ...]:
    """Return what systems that listen are shown too: who speaks, and sound in which nobody does.

    There are seventy-six recordings without a voice, for the same reason as in `nulls`; their pictures are those of
    noise and of the empty room.
    """
    script = ready_script(SPEAKER)
    cast = []
    for who in range(len(IDENTITIES)):
        plain = played(script, who, REFERENCE_TONE, REFERENCE_LIGHT, seed)
        own = replace(plain, script=spoken(script, who))
        cast.append(Item(own))
        for microphone in MICROPHONES:
            cast.append(Item(through(own, microphone), microphone=microphone, looks_like=own.name))
        for voice in VOICES:
            other = replace(plain, name=f"{plain.name}-{voice}", script=spoken(script, who, voice))
            cast.append(Item(other, voice=voice, looks_like=own.name))
    for number, seen in enumerate(item for item in nulls(seed) if item.null in ("noise", "empty_room")):
        kind = UNVOICED[number % len(UNVOICED)]
        unheard = replace(seen.phantom, name=f"{kind}-{number}", seed=seed + number)
        cast.append(Item(unheard, kind, looks_like=seen.name))
    return tuple(cast)


def worded_cast(*, seed: int) -> tuple[Item, ...]:
    """Return what systems that read words are shown too: speakers of whom another transcript is at hand."""
    cast = []
    for item in spoken_cast(seed=seed):
        if item.null is None and item.microphone == PLAIN and item.voice in (OWN, OTHER):
            who = item.phantom.identity
            like = replace(item, looks_like=item.name, text=SUBJECTS[who % len(SUBJECTS)])
            cast.append(worded(like, "straight", sayings_of(who, "straight")))
            if item.voice == OWN:
                cast.append(worded(replace(like, wording="turned"), "turned", sayings_of(who, "turned")))
                news = news_of(who)
                script = replace(item.phantom.script, name=NEWS)
                read_out = replace(like, phantom=replace(item.phantom, script=script), text=news[0].text)
                cast.append(worded(read_out, NEWS, news))
    return tuple(cast)


def worded(item: Item, kind: str, sayings: tuple[Saying, ...]) -> Item:
    """Return an item with another transcript, named by its kind."""
    return replace(item, phantom=replace(item.phantom, name=f"{item.name}-{kind}"), sayings=sayings)


def sector_cast(sector: Sector, *, seed: int) -> tuple[Item, ...]:
    """Return the items that only a sector's systems are shown."""
    cast = [
        Item(played(script, who, REFERENCE_TONE, LIT.get(script.name, REFERENCE_LIGHT), seed))
        for script in SHOWN[sector].scripts
        for who in range(PLAYERS)
    ]
    for script in SHOWN[sector].varied:
        for who in range(PLAYERS):
            cast += [Item(played(script, who, REFERENCE_TONE, REFERENCE_LIGHT, seed))]
            cast += changed(script, who, seed)
    return tuple(cast)


def cast_of(
    sectors: Sequence[Sector], *, seed: int, listening: bool = False, reading: bool = False
) -> tuple[Item, ...]:
    """Return the standard cast and the items of all these sectors, each once; who speaks only where one listens.

    Where one reads words there are speakers with other transcripts beside the plain ones.
    """
    heard = spoken_cast(seed=seed) if listening or reading else ()
    read = worded_cast(seed=seed) if reading else ()
    own = (item for sector in sectors for item in sector_cast(sector, seed=seed))
    return tuple({item.name: item for item in (*standard_cast(seed=seed), *heard, *read, *own)}.values())


def shown_to(
    cast: Sequence[Item], sector: Sector, *, listening: bool = False, reading: bool = False
) -> tuple[Item, ...]:
    """Return the items of a cast that a sector's systems are shown: those that listen, or read words, or neither."""
    kept = [item for item in cast if item.shown(listening=listening, reading=reading)]
    own = [(item, sectors_of(item.phantom.script.name)) for item in kept]
    return tuple(item for item, sectors in own if not sectors or sector in sectors)


def filmed(phantom: Phantom, camera: str) -> Phantom:
    """Return a phantom before a poorer camera, named by it."""
    script = replace(phantom.script, changes=(POORER[camera],))
    return replace(phantom, name=f"{phantom.name}-{camera}", script=script)


def camera_of(phantom: Phantom) -> str:
    """Return by which name a phantom's camera goes."""
    names = {change: name for name, change in POORER.items()}
    return next((names[change] for change in phantom.script.changes if change in names), PLAIN)


def item_recording(item: Item) -> Recording:
    """Return what the camera sees of an item."""
    phantom = item.phantom
    if item.seen == "photograph":
        return render_photograph(phantom)
    if item.seen == "noise":
        return render_noise(phantom.camera, phantom.seed, phantom.script.duration_s)
    if item.seen == "empty_room":
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
            "camera": [camera_of(item.phantom) for item in cast],
            "wearing": [", ".join(item.phantom.wearing) or BARE for item in cast],
            "microphone": [item.microphone for item in cast],
            "voice": [item.voice for item in cast],
            "text": [item.text for item in cast],
            "wording": [item.wording for item in cast],
            "null": [item.null for item in cast],
        },
        schema_overrides={"path": pl.String, "null": pl.String},
    )


def subjects_table(cast: tuple[Item, ...]) -> pl.DataFrame:
    """Return the table of subjects; phantoms declare no groups beyond the conditions of their items."""
    return pl.DataFrame({"subject": sorted({item.subject for item in cast})})
