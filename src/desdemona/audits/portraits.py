"""The contact sheet: some of the cast, each at one moment, with what the system said of her then."""

from collections.abc import Sequence
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.audits.cast import NOBODY, PLAIN, REFERENCE_LIGHT, REFERENCE_TONE, Item, item_recording
from desdemona.audits.sectors import sectors_of
from desdemona.audits.speakers import OWN, UNVOICED
from desdemona.faces.cast import IDENTITIES
from desdemona.recordings.recording import ignore_notice
from desdemona.reports.report import Portrait
from desdemona.stimuli.moments import moments_of, picture_at, to_png
from desdemona.stimuli.phantom import Script

MOMENTS_S = {
    "attentive": 5.4,
    "drowsy": 2.8,
    "talker": 3.0,
    "stairs": 22.0,
    "no_pulse": 7.0,
    "still": 7.0,
    "speaker": 13.9,
    "at_a_desk": 24.0,
}
"""When each scene of the standard cast is looked at: in the smile, in the yawn, after the stairs, in the last words."""
SHUTTING = ("blink", "eyes_closed")
SIDE_PX = 200
NOTHING_SAID = "nothing said"
SILENT = (NOTHING_SAID, "not measured", "refused", "error")
"""What is told of several outputs in one line."""
MANY = 3
"""From so many silent outputs on (our choice)."""
MUTE_SHOWN = 2
"""So many of a scene of which nothing was said (our choice)."""
SHOWN_NULLS = ("photograph-i0", "noise-0", "empty_room-0", "silence-3", "hiss-1", "car_noise-5")


def chosen(cast: Sequence[Item]) -> list[Item]:
    """Return who is on the sheet: the twelve of the cast, half of them changed too, some of each scene, the nulls.

    Of those who speak, a woman and a man are there with every microphone and every voice.
    """
    picked = []
    seen: dict[tuple[str, str], int] = {}
    for item in cast:
        phantom, scene = item.phantom, scene_of(item)
        reference = (phantom.skin_tone, phantom.light) == (REFERENCE_TONE, REFERENCE_LIGHT)
        kind = (scene, f"{phantom.identity} {reference}" if scene == "attentive" else item.microphone + item.voice)
        most = most_of(item, reference=reference)
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] <= most or item.name in SHOWN_NULLS:
            picked.append(item)
    return picked


def most_of(item: Item, *, reference: bool) -> int:
    """Return how many of a scene are on the sheet."""
    if item.phantom.script.name == "attentive":
        return int(reference or item.phantom.identity % 2) if item.phantom.identity < len(IDENTITIES) else 0
    if item.null is not None:
        return 0
    return 1 if sectors_of(item.phantom.script.name) else 2


def moment_of(script: Script) -> float:
    """Return when a scene is looked at, seconds: for those of a sector a telling moment near its middle, eyes open."""
    if script.name in MOMENTS_S:
        return MOMENTS_S[script.name]
    moments = moments_of(script)
    shut = [(act.t_start_s, act.t_end_s) for act in script.acts if act.cause in SHUTTING]
    seeing = [t_s for t_s in moments if not any(start <= t_s <= end for start, end in shut)] or moments
    return seeing[len(seeing) // 2]


def picture_of(item: Item, t_s: float) -> NDArray[np.uint8]:
    """Return what the camera sees of an item at one moment, without sensor noise for phantoms."""
    if item.null in NOBODY:
        return next(item_recording(item).frames(ignore_notice)).rgb
    return picture_at(item.phantom, t_s)


@cache
def png_of(item: Item, t_s: float) -> bytes:
    """Return what the camera sees of an item at one moment as a small picture; drawn once, for all systems."""
    return to_png(squared(picture_of(item, t_s)), SIDE_PX)


def squared(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the middle of a picture, as wide as it is high."""
    height, width = picture.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    return picture[top : top + side, left : left + side]


def said_at(readings: pl.DataFrame, item: str, t_s: float, outputs: Sequence[str]) -> tuple[str, ...]:
    """Return the last that was said of an item up to one moment, one line an output; many silent ones share a line."""
    own = readings.filter((pl.col("item") == item) & (pl.col("t_start_s") <= t_s))
    words = {output: spoken(own.filter(pl.col("output") == output).tail(1)) for output in outputs}
    lines = []
    for word in dict.fromkeys(words.values()):
        alike = [output for output in outputs if words[output] == word]
        silent = word in SILENT and len(alike) >= MANY
        lines += [f"{len(alike)} outputs: {word}"] if silent else [f"{output}: {word}" for output in alike]
    return tuple(lines)


def spoken(row: pl.DataFrame) -> str:
    """Return one reading in words."""
    if row.is_empty():
        return NOTHING_SAID
    reading = row.row(0, named=True)
    if reading["status"] != "ok":
        return str(reading["status"]).replace("_", " ")
    if reading["label"] is not None:
        return str(reading["label"])
    return f"{reading['value']:z.2f}"


def caption(item: Item) -> str:
    """Return who is shown, in which light, doing what, and how she is heard where it is not plainly."""
    phantom = item.phantom
    if item.null in UNVOICED:
        return f"{item.null.replace('_', ' ')}, nobody speaks"
    if item.null in NOBODY:
        return item.null.replace("_", " ")
    scene = "a photograph of her" if item.null == "photograph" else phantom.script.name.replace("_", " ")
    return f"identity {phantom.identity}, skin tone {phantom.skin_tone}, {phantom.light} light: {scene}{heard_as(item)}"


def heard_as(item: Item) -> str:
    """Return what of an item's sound was changed, as the end of a caption."""
    microphone = f", microphone: {item.microphone}" if item.microphone != PLAIN else ""
    return microphone + (f", voice: {item.voice.replace('_', ' ')}" if item.voice != OWN else "")


def portraits(cast: Sequence[Item], readings: pl.DataFrame, outputs: Sequence[str]) -> tuple[Portrait, ...]:
    """Return the contact sheet, with what these outputs said; scenes of which nothing was come last, in brief."""
    said = {item: said_at(readings, item.name, moment_of(item.phantom.script), outputs) for item in chosen(cast)}
    telling = {
        scene_of(item) for item, words in said.items() if item.null is not None or not all(map(is_silent, words))
    }
    ahead = [item for item in said if scene_of(item) in telling]
    mute: dict[str, list[Item]] = {}
    for item in said:
        if scene_of(item) not in telling:
            mute.setdefault(scene_of(item), []).append(item)
    behind = [item for items in mute.values() for item in items[:MUTE_SHOWN]]
    return tuple(
        Portrait(item.name, caption(item), png_of(item, moment_shown(item)), said[item]) for item in (*ahead, *behind)
    )


def scene_of(item: Item) -> str:
    """Return what an item shows: its null, or its scene."""
    return item.null or item.phantom.script.name


def moment_shown(item: Item) -> float:
    """Return at which moment an item is drawn; a photograph shows its first."""
    return 0.0 if item.null == "photograph" else moment_of(item.phantom.script)


def is_silent(line: str) -> bool:
    """Say whether a line of `said_at` says that nothing was said."""
    return line.rpartition(": ")[2] in SILENT
