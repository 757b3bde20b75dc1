"""All manipulations, by hand, and how they are written down."""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from desdemona.errors import UnknownName, UsageError
from desdemona.manipulations import (
    blur,
    coding,
    cover,
    framing,
    loudness,
    noise,
    reverberation,
    sampling,
    shutter,
    telephone,
    tempo,
    tone,
)
from desdemona.manipulations.manipulation import SEED, Kind, Manipulation, Setting, new_manipulation, range_of
from desdemona.manipulations.truth import moved_truth
from desdemona.recordings.recording import Recording
from desdemona.recordings.sound import Sound

_KINDS = (
    tone.BRIGHTNESS,
    tone.EXPOSURE_CLIPPING,
    tone.COLOUR_TEMPERATURE,
    tone.WHITE_BALANCE,
    shutter.FLICKER,
    noise.SENSOR_NOISE,
    noise.SHOT_NOISE,
    blur.BLUR,
    blur.MOTION_BLUR,
    coding.JPEG,
    coding.H264,
    coding.BIT_RATE,
    sampling.RESOLUTION,
    sampling.FRAME_RATE,
    sampling.TIME_JITTER,
    sampling.DROPPED_FRAMES,
    sampling.REPEATED_FRAMES,
    sampling.FROZEN,
    framing.CROP,
    framing.MIRROR,
    framing.ROTATION,
    framing.SHAKE,
    framing.DRIFT,
    shutter.ROLLING_SHUTTER,
    cover.BAR,
    cover.BLOB,
    tempo.TEMPO,
    loudness.WHITE_NOISE,
    loudness.PINK_NOISE,
    telephone.TELEPHONE,
    reverberation.REVERBERATION,
    loudness.GAIN,
    loudness.SOUND_CLIPPING,
)
MANIPULATIONS: Mapping[str, Kind] = {kind.name: kind for kind in _KINDS}
"""Every kind of manipulation by its name, light first, then camera, coding, time, framing, sound."""


def parse_manipulation(text: str) -> Manipulation:
    """Return the manipulation that "name=amount,setting=number,…" says; the usual numbers stand where none are given.

    Raises
    ------
    UnknownName
        There is no such manipulation or setting; names the nearest one.
    UsageError
        A number is missing, no number, given twice or outside its range; says the range.
    """
    first, *others = (part.strip() for part in text.split(","))
    name, has_amount, amount = (part.strip() for part in first.partition("="))
    if name not in MANIPULATIONS:
        raise UnknownName("manipulation", name, MANIPULATIONS)
    kind = MANIPULATIONS[name]
    settings: dict[str, float] = {}
    for other in others:
        key, _, value = (part.strip() for part in other.partition("="))
        if key in settings:
            raise UsageError(f"{text}: '{key}' is given twice")
        settings[key] = _number(text, kind, key, value)
    seed = settings.pop(SEED, 0.0) if kind.seeded else 0.0
    if seed != round(seed):
        raise UsageError(f"{text}: '{seed:g}' is no seed; a seed is a whole number from 0 on")
    leading = _number(text, kind, kind.name, amount) if has_amount else None
    return new_manipulation(kind, leading, settings, seed=round(seed))


def apply_all(manipulations: Iterable[Manipulation], recording: Recording) -> Recording:
    """Return the recording with its pictures changed by one manipulation after the other, those of sound left out."""
    for manipulation in manipulations:
        if manipulation.kind.pictures is not None:
            recording = manipulation.apply(recording)
    return recording


def apply_all_to_sound(manipulations: Iterable[Manipulation], sound: Sound) -> Sound:
    """Return the sound changed by one manipulation after the other, those of pictures left out."""
    for manipulation in manipulations:
        if manipulation.kind.sound is not None:
            sound = manipulation.apply_to_sound(sound)
    return sound


def move_all(manipulations: Sequence[Manipulation], truth: pl.DataFrame) -> pl.DataFrame:
    """Return the truth after one manipulation after the other."""
    for manipulation in manipulations:
        truth = moved_truth(manipulation, truth)
    return truth


def _number(text: str, kind: Kind, key: str, value: str) -> float:
    settings: dict[str, Setting] = {setting.name: setting for setting in (kind.amount, *kind.settings)}
    settings[kind.name] = kind.amount
    try:
        return float(value)
    except ValueError:
        pass
    if key not in settings and key != SEED:
        raise UnknownName(f"setting of '{kind.name}'", key, [setting.name for setting in kind.settings])
    allowed = range_of(settings[key]) if key in settings else "whole numbers from 0 on"
    raise UsageError(f"{text}: '{value}' is no number; allowed are {allowed}")
