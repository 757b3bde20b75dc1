"""Observing one item of a cast: its pictures, its voice, sensors on the body, what was said, and what is brought along.

Everything comes from the phantom's script by its own road: pictures and sound are drawn and then measured; sensors
give what her body does; the transcript is what she says. Nothing is felt of a null, and heard only of those that are
sound in which nobody speaks.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import polars as pl

from desdemona.audits.cast import Item, item_recording
from desdemona.audits.sayings import Saying
from desdemona.audits.sectors import SHOWN
from desdemona.audits.speakers import UNVOICED, unvoiced_sound
from desdemona.channels.contact.contact_channel import Settings
from desdemona.channels.contact.measure import ContactTracks, measure_sensors
from desdemona.channels.groups import GROUPS, Group
from desdemona.channels.measure import measure_recording
from desdemona.channels.voice.measure import measure_sound
from desdemona.channels.voice.tracks import VoiceTracks
from desdemona.channels.words.measure import WordTracks, measure_transcript
from desdemona.physiology.sensors import Sensor, contact_sensors
from desdemona.sensors.signal import Kind, Signal
from desdemona.sensors.transcript import Transcript, Utterance
from desdemona.stimuli.drive import vehicle_signals
from desdemona.stimuli.phantom import Phantom
from desdemona.stimuli.render import render_voice
from desdemona.stimuli.stills import is_still
from desdemona.systems.measured import BROUGHT, Context, Measured

KINDS: dict[Sensor, Kind] = {
    "ecg": "ecg",
    "ppg": "ppg",
    "respiration": "respiration",
    "oxygen": "oxygen_saturation",
    "skin_conductance": "skin_conductance",
    "skin_temperature": "skin_temperature",
    "eeg": "eeg",
}
"""What each sensor on a phantom's body is to the channels of sensors."""


def observe(item: Item, groups: Collection[Group]) -> Measured:
    """Draw and measure one item, in the caller's thread; of its pictures, these groups of channels.

    Of an item that looks like another only the sound is measured; `with_looks` adds the rest.
    """
    if item.looks_like:
        return Measured(item.name, voice=listen(item))
    asked = groups_of(item, groups)
    pictures = measure_recording(item_recording(item), item=item.name, groups=asked, threads=False)
    if item.null not in (None, "no_pulse"):
        return Measured(item.name, pictures)
    phantom = item.phantom
    return Measured(item.name, pictures, hear(phantom), feel(phantom), read(phantom), brought(phantom))


def groups_of(item: Item, groups: Collection[Group]) -> tuple[Group, ...]:
    """Return what is measured of an item's pictures; bodies only where there is one or where there is nobody."""
    bodiless = item.phantom.script.scene is None and item.null not in ("noise", "empty_room")
    return tuple(g for g in GROUPS if g == "face" or (g in groups and not (g == "body" and bodiless)))


def with_looks(item: Item, heard: Measured, like: Measured) -> Measured:
    """Return what was heard of an item with everything else that was measured of the one that it looks like.

    Of an item with another transcript nothing but that is its own; what is heard is what is heard of the other.
    """
    if item.sayings:
        return replace(like, item=item.name, words=read(item.phantom, item.sayings))
    return replace(like, item=item.name, voice=heard.voice)


def listen(item: Item) -> VoiceTracks | None:
    """Return what is measured of an item's sound, None where there is none."""
    if item.null in UNVOICED:
        sound = unvoiced_sound(item.null, item.phantom.seed, item.phantom.script.duration_s)
        return measure_sound(sound, item=item.name)
    return hear(item.phantom)


def hear(phantom: Phantom) -> VoiceTracks | None:
    """Return what is measured of a phantom's voice, None where she is silent."""
    sound = render_voice(phantom)
    return None if sound is None else measure_sound(sound, item=phantom.name)


def feel(phantom: Phantom) -> ContactTracks:
    """Return what is measured from the sensors on a phantom's body and in her car, with the margin of its lane."""
    script = phantom.script
    tracks = contact_sensors(script.inside, script.duration_s, {}, phantom.seed)
    signals = [
        Signal(track.name, KINDS[track.name], track.unit, track.values, rate_hz=track.rate_hz)
        for track in tracks.values()
    ]
    if script.drive is None:
        return measure_sensors(signals, item=phantom.name)
    signals += vehicle_signals(script.drive, script.duration_s, phantom.seed)
    return measure_sensors(signals, item=phantom.name, settings=Settings(script.drive.lane_margin_m))


def read(phantom: Phantom, sayings: Sequence[Saying] = ()) -> WordTracks | None:
    """Return what is measured from the transcript of what a phantom says, None where she says nothing.

    An utterance of the transcript is one of the script, with its words or with the saying that stands in for them.
    """
    score = phantom.script.voice
    spoken = [each for each in score.utterances if each.words] if score else []
    texts = [saying.text for saying in sayings] or [" ".join(word.text for word in each.words) for each in spoken]
    said = [Utterance(u.t_start_s, u.t_end_s, "phantom", text) for u, text in zip(spoken, texts, strict=True)]
    return measure_transcript(Transcript(tuple(said), "en"), item=phantom.name) if said else None


GRADES = {"good": 85.0, "poor": 45.0}
"""Marks out of a hundred that are declared for phantoms; half of them get each, so that a grade says nothing else."""
ASKED_S = (1.0, 4.5, 8.5, 12.0)
"""When a question is put, seconds; our choice, the same for everyone."""
UNASKED = frozenset(SHOWN["driving"].names | SHOWN["education"].names) - SHOWN["public-security"].names
"""Nobody is asked anything in a car or in a lesson."""


BEHAVIOURS: dict[str, str] = {
    "listening": "listening",
    "writing": "writing",
    "hand_raised": "answering questions",
    "head_on_desk": "sleeping",
    "": "interacting with other students",
}
"""Postures of a scene, and what a class that sits the same way is said to be doing; nobody interacts."""


def brought(phantom: Phantom) -> Context:
    """Return what is brought along: a grade, the shares of a class that sits the same way, and when was asked what."""
    grade = GRADES["good" if phantom.identity % 2 == 0 else "poor"]
    rows = [("grade.given", 0.0, phantom.script.duration_s, grade), *_class_shares(phantom)]
    windows = pl.DataFrame(rows, schema=BROUGHT, orient="row")
    return Context(windows, pl.DataFrame(list(_questions(phantom)), schema=BROUGHT, orient="row"))


def _class_shares(phantom: Phantom) -> Iterator[tuple[str, float, float, float]]:
    """Give each second the share of the time so far that the postures of the phantom's scene filled, by behaviour."""
    if phantom.script.scene is None:
        return
    spells = phantom.script.scene.seats[0].spells
    for posture, behaviour in BEHAVIOURS.items():
        own = [(spell.t_start_s, spell.t_end_s) for spell in spells if spell.posture == posture]
        for end_s in range(1, int(phantom.script.duration_s) + 1):
            filled_s = sum(max(0.0, min(until_s, end_s) - from_s) for from_s, until_s in own)
            yield f"class.share.{behaviour}", 0.0, float(end_s), filled_s / end_s


def _questions(phantom: Phantom) -> Iterator[tuple[str, float, float, float]]:
    if phantom.script.name not in UNASKED and not is_still(phantom.script):
        for asked_s in ASKED_S:
            yield "stimulus", asked_s, asked_s + 0.5, 1.0
