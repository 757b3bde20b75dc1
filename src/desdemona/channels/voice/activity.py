"""Who is speaking when: stretches that sound, and which of them are speech, whisper, or something else."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation

from desdemona.channels.voice import reasons
from desdemona.channels.voice.listening import Heard
from desdemona.channels.voice.marks import runs
from desdemona.channels.voice.quiet import decibels, loudest_power, noise_power
from desdemona.channels.voice.voicing import Voicing

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Kind = Literal["speech", "whisper", "other"]

ABOVE_NOISE_DB, STAYS_DB = 6.0, 4.0
"""Sound begins so far above the steady noise, and goes on while it is still so far above."""
BELOW_LOUDEST_DB = 38.0
"""What is so much softer than the loudest within 5 s is its echo or ringing: consonants reach down to -30 dB."""
BRIDGED_STEPS = 15
"""Shorter gaps are stops within words."""
LEAST_STEPS, LEAST_VOICED_STEPS = 4, 6
FAR_STEPS, LEAST_FAR_STEPS, FAR_QUANTILE, ABOVE_FAR_DB = 40, 40, 0.9, 3.0
WHISPER_GAP_STEPS, LEAST_WHISPER_STEPS = 50, 40
MOST_PERIODIC_SHARE, MOST_WHISPER_STRENGTH = 0.3, 0.6
WHISPER_COLOUR_DB = 3.0
"""How much the balance of four bands moves in whispered words, standard deviation: 5 to 9 dB; in noise about 1."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch that sounds, from one step to before another."""

    kind: Kind
    first: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Activity:
    """Whether anyone speaks in each step (steps,), the stretches that sound, and why a step is no speech, or None."""

    active: Flags
    stretches: tuple[Stretch, ...]
    reason: NDArray[np.object_]


def find_activity(heard: Heard, voicing: Voicing) -> Activity:
    """Return the stretches of speech and whisper, at steps of 10 ms; pauses under 150 ms are bridged.

    Sounding is what stands above the steady noise, or is voiced. A stretch with at least 60 ms of voice is speech; one
    without, whose colour moves as words make it, whisper; the rest is other sound.
    """
    sounding = _bridged(_sounding(heard, voicing))
    stretches = []
    for first, end in zip(*runs(sounding), strict=True):
        voiced = int(voicing.voiced[first:end].sum())
        if end - first >= LEAST_STEPS or voiced:
            stretches.append(Stretch("speech" if voiced >= LEAST_VOICED_STEPS else "other", int(first), int(end)))
    trimmed = [part for stretch in stretches for part in _trimmed(heard, voicing, stretch)]
    found = _with_whispers(heard, voicing, trimmed)
    active = np.zeros(len(heard), dtype=bool)
    reason = np.full(len(heard), reasons.SILENCE, dtype=object)
    for stretch in found:
        active[stretch.first : stretch.end] = stretch.kind != "other"
        reason[stretch.first : stretch.end] = reasons.NOT_SPEECH if stretch.kind == "other" else None
    reason[~active & voicing.tone] = reasons.TONE
    reason[~active & (voicing.reason == reasons.NOISY)] = reasons.NOISY
    return Activity(active, found, reason)


def _sounding(heard: Heard, voicing: Voicing) -> Flags:
    level_db = decibels(heard.speech_power)
    noise_db = decibels(noise_power(heard.speech_power))
    floor_db = decibels(loudest_power(heard.speech_power)) - BELOW_LOUDEST_DB
    begins = level_db > np.maximum(noise_db + ABOVE_NOISE_DB, floor_db)
    stays = level_db > np.maximum(noise_db + STAYS_DB, floor_db)
    found = np.zeros(len(level_db), dtype=bool)
    for first, end in zip(*runs(stays), strict=True):
        found[first:end] = begins[first:end].any()
    return found | (voicing.voiced & (level_db > floor_db))


def _bridged(sounding: Flags) -> Flags:
    found = sounding.copy()
    for first, end in zip(*runs(~sounding), strict=True):
        if first > 0 and end < len(found) and end - first < BRIDGED_STEPS:
            found[first:end] = True
    return found


def _trimmed(heard: Heard, voicing: Voicing, stretch: Stretch) -> list[Stretch]:
    """Return the parts of a stretch of speech that stand above what sounds in it far from any voice.

    The rest is other sound; a stretch without such noise is one part.
    """
    own = slice(stretch.first, stretch.end)
    voiced = voicing.voiced[own]
    far = ~binary_dilation(voiced, iterations=FAR_STEPS)
    if stretch.kind != "speech" or far.sum() < LEAST_FAR_STEPS:
        return [stretch]
    level_db = decibels(heard.speech_power[own])
    loud = _bridged((level_db > np.quantile(level_db[far], FAR_QUANTILE) + ABOVE_FAR_DB) & ~far | voiced)
    parts = []
    for kind, flags in (("speech", loud), ("other", ~loud)):
        for first, end in zip(*runs(flags), strict=True):
            enough = int(voiced[first:end].sum()) >= LEAST_VOICED_STEPS
            named: Kind = "speech" if kind == "speech" and enough else "other"
            parts.append(Stretch(named, stretch.first + int(first), stretch.first + int(end)))
    return sorted(parts, key=lambda part: part.first)


def _with_whispers(heard: Heard, voicing: Voicing, stretches: list[Stretch]) -> tuple[Stretch, ...]:
    """Return the stretches with those named whisper that are words without voice, several in a row taken together."""
    found = list(stretches)
    group: list[int] = []
    for number, stretch in enumerate([*stretches, None]):
        apart = stretch is None or (group and stretch.first - stretches[group[-1]].end > WHISPER_GAP_STEPS)
        if group and (stretch is None or apart or stretch.kind != "other"):
            if _is_whisper(heard, voicing, [stretches[index] for index in group]):
                for index in group:
                    found[index] = Stretch("whisper", stretches[index].first, stretches[index].end)
            group = []
        if stretch is not None and stretch.kind == "other":
            group.append(number)
    return tuple(found)


def _is_whisper(heard: Heard, voicing: Voicing, group: list[Stretch]) -> bool:
    steps = np.concatenate([np.arange(stretch.first, stretch.end) for stretch in group])
    periodic = voicing.tone[steps] | (voicing.reason[steps] == reasons.NOISY)
    if len(steps) < LEAST_WHISPER_STEPS or periodic.mean() > MOST_PERIODIC_SHARE:
        return False
    if np.median(heard.strength[steps]) > MOST_WHISPER_STRENGTH:
        return False
    bands_db = decibels(heard.band_power[steps])
    colour_db = bands_db - bands_db.mean(axis=1, keepdims=True)
    return bool(np.all(colour_db.std(axis=0) >= WHISPER_COLOUR_DB))
