"""Voices of the assay: made speech, what is true of it, and what the voice channels give."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.assay.films import PEOPLE
from desdemona.assay.shots import Shot
from desdemona.channels.voice.measure import measure_sound
from desdemona.channels.voice.tracks import VoiceTracks
from desdemona.channels.voice.words import TimedWord
from desdemona.manipulations.catalogue import apply_all_to_sound
from desdemona.recordings.recording import Notice
from desdemona.recordings.sound import Block, Sound
from desdemona.stimuli.phantom import Phantom, Script
from desdemona.stimuli.render import PROVENANCE, VOICE_RATE_HZ, changes_of, fingerprint_of
from desdemona.stimuli.truth import truth_of
from desdemona.tables import Truth, to_truth
from desdemona.voices.register import CHILD, INFANT, MAN, WOMAN
from desdemona.voices.score import Background, F0Point, Kind, Score, Utterance, Word
from desdemona.voices.speech import Speech
from desdemona.voices.voice import synthesise

CHANGES = ("again", "20 dB softer", "car at 10 dB", "talk behind at 10 dB")
NULLS = ("silence", "white noise", "tone of 200 Hz")
SAID = (
    (0.6, "hello my name is Desdemona and I have no feelings"),
    (5.2, "ask the machine what it hears today"),
    (10.2, "then change the lamp and ask it once again"),
)
LENGTH_S, SHORT_S, NULL_S, TALK_S = 15.0, 8.0, 10.0, 30.0
REGISTERS = (WOMAN, MAN, CHILD)
NOISES: dict[str, Background] = {
    "car at 10 dB": Background("car", 10.0),
    "talk behind at 10 dB": Background("babble", 10.0),
}


def voices(number: int) -> Iterator[Shot]:
    """Give one person's speech, plain and with one thing changed, a whisper, a cry, and speech in noise."""
    for change in ("", *CHANGES):
        yield _voice("speech", number, _speech(number, NOISES.get(change, Background())), change)
    yield _voice("noisy", number, _speech(number, Background("car", 8.0 + 4.0 * number)))
    yield _voice("whisper", number, Score((_says(number, 1.0, SAID[1][1], "whisper"),), WOMAN))
    cry = Utterance(1.0, kind="cry", length_s=5.0)
    yield _voice("cry", number, Score((cry,), replace(INFANT, f0_hz=400.0 + 25.0 * number)))


def long_speech(number: int) -> Score:
    """Return what one person says in half a minute."""
    again = [(t_s + start_s, text) for start_s in (0.0, LENGTH_S) for t_s, text in SAID]
    return Score(tuple(_says(number, t_s, text) for t_s, text in again), REGISTERS[number % 3])


def _speech(number: int, background: Background) -> Score:
    return Score(tuple(_says(number, t_s, text) for t_s, text in SAID), REGISTERS[number % 3], background)


def _says(number: int, t_s: float, text: str, kind: Kind = "speech") -> Utterance:
    """Return an utterance of one person; how unsteady, breathy, fast and loud she speaks is her own."""
    rng = np.random.default_rng(PEOPLE[number])
    middle_hz = REGISTERS[number % 3].f0_hz * rng.uniform(0.9, 1.1)
    points = zip(t_s + np.linspace(0.0, 3.0, 5), middle_hz * rng.uniform(0.85, 1.15, 5), strict=True)
    return Utterance(
        t_s,
        tuple(Word(word) for word in text.split()),
        () if kind == "whisper" else tuple(F0Point(float(at), float(hz)) for at, hz in points),
        kind,
        syllables_per_s=float(rng.uniform(3.6, 5.0)),
        jitter_share=float(rng.uniform(0.004, 0.012)),
        shimmer_share=float(rng.uniform(0.04, 0.1)),
        hnr_db=float(rng.uniform(18.0, 30.0)),
        loudness_db=float(rng.uniform(-30.0, -20.0)),
    )


def _voice(kind: str, number: int, score: Score, change: str = "") -> Shot:
    duration_s = LENGTH_S if kind in ("speech", "noisy") else SHORT_S
    changes = ("gain=-20",) if change == "20 dB softer" else ()
    script = Script(kind, "Speaks.", duration_s, (), voice=score, changes=changes)
    seed = PEOPLE[number] + (1000 if change == "again" else 0)
    phantom = Phantom(f"{kind} {number} {change}".strip(), PEOPLE[number], 3, "even", script, seed=seed)
    speech = synthesise(score, rate_hz=VOICE_RATE_HZ, duration_s=duration_s, seed=seed)
    sound = apply_all_to_sound(changes_of(script), sound_of(speech.samples, phantom.name))
    words = [TimedWord(word.word, word.t_start_s, word.t_end_s) for word in speech.words]
    tracks = measure_sound(sound, item=phantom.name, words=words)
    truth = pl.concat([truth_of(phantom), to_truth(list(_further(phantom.name, speech, duration_s)))])
    return _shot(kind, str(PEOPLE[number]), duration_s, tracks, truth, change)


def _further(item: str, speech: Speech, duration_s: float) -> Iterator[Truth]:
    """Give what is true of made speech beside what the truth of phantoms tells: formants, noise, kinds of utterance."""
    for number in range(3):
        for t_s, hz in zip(speech.times_s.tolist(), speech.formants_hz[:, number].tolist(), strict=True):
            if np.isfinite(hz):
                yield Truth(item, t_s, t_s, f"voice.formant.{number + 1}", value=hz)
    if np.isfinite(speech.snr_db):
        yield Truth(item, 0.0, duration_s, "voice.snr", value=speech.snr_db)
    for drawn in speech.drawn:
        yield Truth(item, drawn.t_start_s, drawn.t_end_s, f"utterance.{drawn.kind}")


def null_sounds(number: int) -> Iterator[Shot]:
    """Give sounds without any voice: silence, white noise and a steady tone."""
    count = round(NULL_S * VOICE_RATE_HZ)
    rng = np.random.default_rng([PEOPLE[number], 2])
    tone = 0.1 * np.sin(2 * np.pi * 200.0 * np.arange(count) / VOICE_RATE_HZ + rng.uniform(0, 2 * np.pi))
    samples = zip(NULLS, (np.zeros(count), 0.05 * rng.standard_normal(count), tone), strict=True)
    for name, own in samples:
        item = f"{name} {number}"
        tracks = measure_sound(sound_of(own.astype(np.float32), item), item=item)
        yield _shot(name, str(PEOPLE[number]), NULL_S, tracks, to_truth([]))


def sound_of(samples: NDArray[np.float32], name: str) -> Sound:
    """Return samples (n,) as a sound of one channel, in blocks of a second."""

    def blocks(_notice: Notice) -> Iterator[Block]:
        for start in range(0, len(samples), VOICE_RATE_HZ):
            yield Block(start / VOICE_RATE_HZ, samples[start : start + VOICE_RATE_HZ, None])

    return Sound(name, PROVENANCE, VOICE_RATE_HZ, 1, fingerprint_of(name), blocks)


def _shot(kind: str, who: str, duration_s: float, tracks: VoiceTracks, truth: pl.DataFrame, change: str = "") -> Shot:
    return Shot(kind, who, duration_s, tracks.frames, tracks.events, tracks.windows, truth, change)
