"""Who is heard: voices of their own for the identities, microphones, and sound in which nobody speaks.

Beside what is seen, the standard cast is heard: every identity says the same words in her own voice before a plain
microphone, and again with exactly one thing of the sound changed, the microphone or the pitch of the voice. Only
systems that listen are shown these. All numbers here are our choice.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, get_args

import numpy as np

from desdemona.manipulations.loudness import pink_noise, white_noise
from desdemona.recordings.recording import Notice
from desdemona.recordings.sound import Block, Sound
from desdemona.stimuli.phantom import Phantom, Script
from desdemona.stimuli.render import PROVENANCE, VOICE_RATE_HZ, fingerprint_of
from desdemona.voices.background import background_noise
from desdemona.voices.register import MAN, WOMAN, Register
from desdemona.voices.score import Score

Unvoiced = Literal["silence", "hiss", "car_noise"]
"""Sound in which nobody speaks: a microphone's own noise, pink noise, a car."""
UNVOICED: tuple[Unvoiced, ...] = get_args(Unvoiced)

SPEAKER = "speaker"
"""The ready phantom whose words everybody says."""
OWN = "own"
PITCHES: dict[str, float] = {"lower": 2 ** (-3 / 12), "higher": 2 ** (3 / 12)}
"""The same voice three semitones lower and higher: less than what parts a man's from a woman's (nine)."""
OTHER = "other_register"
"""The same words from a man's voice in place of a woman's, or the reverse."""
VOICES = (*PITCHES, OTHER)
MICROPHONES: dict[str, tuple[str, ...]] = {
    "noisy": ("pink_noise=10",),
    "telephone": ("telephone=1,mu_law=1",),
    "far": ("reverberation=0.8", "gain=-12"),
}
"""Poorer microphones, as manipulations of what the plain one records."""
SEMITONES = (-2.5, -1.5, -0.5, 0.5, 1.5, 2.5)
"""How far the own voices lie from their register's average."""
FORMANT_SCALES = (1.0, 0.98, 0.96, 1.06, 1.04, 1.02)
"""Of the own voices, in an order in which high voices have no shorter tracts than low ones."""
SILENCE_DB = -80.0
LOUDNESS_DB: tuple[float, float] = (-50.0, -25.0)
"""From the softest to the loudest noise, against full scale."""


def register_of(identity: int, voice: str = OWN) -> Register:
    """Return an identity's own voice, or what is put in its place (one of `VOICES`).

    Even numbers have a woman's voice, odd ones a man's; no two of the cast have the same.
    """
    register = MAN if (identity % 2 == 1) != (voice == OTHER) else WOMAN
    step = identity // 2 % len(SEMITONES)
    f0_hz = register.f0_hz * 2 ** (SEMITONES[step] / 12) * PITCHES.get(voice, 1.0)
    return replace(register, f0_hz=f0_hz, formant_scale=FORMANT_SCALES[step])


def spoken(script: Script, identity: int, voice: str = OWN) -> Script:
    """Return a script whose words are said in an identity's own voice, or in what is put in its place."""
    score = script.voice or Score()
    return replace(script, voice=replace(score, register=register_of(identity, voice)))


def through(phantom: Phantom, microphone: str) -> Phantom:
    """Return a phantom before a poorer microphone, named by it."""
    script = replace(phantom.script, changes=MICROPHONES[microphone])
    return replace(phantom, name=f"{phantom.name}-{microphone}", script=script)


def unvoiced_sound(kind: Unvoiced, seed: int, duration_s: float) -> Sound:
    """Return sound in which nobody speaks, mono, at a level that the seed draws; silence is the same soft hiss to all.

    The same arguments give the same bytes.
    """
    rng = np.random.default_rng([seed, UNVOICED.index(kind)])
    count = round(duration_s * VOICE_RATE_HZ)
    level_db = SILENCE_DB if kind == "silence" else rng.uniform(*LOUDNESS_DB)
    if kind == "car_noise":
        noise = background_noise("car", count, VOICE_RATE_HZ, rng=rng)[:, None]
    else:
        noise = (white_noise if kind == "silence" else pink_noise)(VOICE_RATE_HZ, 1, rng=rng)(count)
    samples = (10 ** (level_db / 20) * noise).astype(np.float32)

    def blocks(_notice: Notice) -> Iterator[Block]:
        for start in range(0, count, VOICE_RATE_HZ):
            yield Block(start / VOICE_RATE_HZ, samples[start : start + VOICE_RATE_HZ])

    fingerprint = fingerprint_of("unvoiced", kind, seed, duration_s)
    return Sound(kind.replace("_", " "), PROVENANCE, VOICE_RATE_HZ, 1, fingerprint, blocks)
