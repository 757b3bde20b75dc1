"""The table of windows: what is said of 5 s of a voice at a time, or the reason why nothing is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from desdemona.channels.tracks import WINDOWS
from desdemona.channels.voice import reasons
from desdemona.channels.voice.disturbance import LEAST_HNR_DB, Value, hnr_of, jitter_of, shimmer_of, withheld
from desdemona.channels.voice.hearing import STEP_S, STEPS_PER_S
from desdemona.channels.voice.judged import Judged
from desdemona.channels.voice.weighting import integrated_lufs
from desdemona.channels.voice.words import TimedWord, words_between

WINDOW_STEPS = 500
LEAST_VOICED_STEPS = 30
LEAST_SPEECH_STEPS = 100
MOST_CLIPPED_SHARE = 0.01
LEAST_SNR_DB, MOST_SNR_DB = 10.0, 60.0
NOISE_BELOW_DB = 10.0
"""The steady noise must lie so far below what is irregular in the voice itself; it then takes 0.4 dB at most."""
OTHER_SHARE = 0.2
NONE = float("nan")


@dataclass(frozen=True, slots=True)
class Span:
    """One window: steps from `first` to before `end`."""

    first: int
    end: int

    @property
    def steps(self) -> slice:
        """The steps as a slice."""
        return slice(self.first, self.end)


def spans_of(count: int) -> list[Span]:
    """Return windows of 5 s that cover all steps; a remainder shorter than half a window goes with the one before."""
    number = max(1, int(count / WINDOW_STEPS + 0.5)) if count else 0
    edges = [index * WINDOW_STEPS for index in range(number)] + [count]
    return [Span(first, end) for first, end in pairwise(edges)] if count else []


def to_windows(judged: Judged, words: Sequence[TimedWord]) -> pl.DataFrame:
    """Return the windows in order of time and channel; the loudness of the whole sound is one window over it."""
    rows = []
    for span in spans_of(len(judged.heard)):
        for channel, found in _of_span(judged, span, words).items():
            rows.append((channel, span.first * STEP_S, span.end * STEP_S, *_columns(found)))
    if len(judged.heard):
        whole = integrated_lufs(judged.heard.weighted_power)
        found = Value(whole, NONE, NONE, None if np.isfinite(whole) else reasons.SILENCE)
        rows.append(("sound.loudness.integrated", 0.0, len(judged.heard) * STEP_S, *_columns(found)))
    return pl.DataFrame(rows, schema=WINDOWS, orient="row")


def _columns(found: Value) -> tuple[float | None, float | None, float | None, str | None]:
    value, low, high = (None if np.isnan(number) else number for number in (found.value, found.low, found.high))
    return value, low, high, found.reason


def _of_span(judged: Judged, span: Span, words: Sequence[TimedWord]) -> dict[str, Value]:
    active = judged.activity.active[span.steps]
    snr_db = snr_of(judged, span)
    return {
        "speech.share": Value(float(active.mean()), NONE, NONE),
        "voice.snr": snr_db,
        "voice.f0.median": _f0(judged, span),
        "voice.loudness.mean": _loudness(judged, span),
        **_disturbances(judged, span),
        "voice.syllable_rate": _syllable_rate(judged, span, snr_db),
        "voice.words_per_minute": _words_per_minute(span, words),
    }


def why_none(judged: Judged, span: Span) -> str:
    """Return why a window holds too little voice: a tone, noise, or no speech at all."""
    for reason in (reasons.TONE, reasons.NOISY):
        if np.mean(judged.voicing.reason[span.steps] == reason) > OTHER_SHARE:
            return reason
    return reasons.TOO_SHORT if judged.activity.active[span.steps].any() else reasons.NO_SPEECH


def snr_of(judged: Judged, span: Span) -> Value:
    """Return the speech's power over that of the steady noise, in decibels up to 60."""
    active = judged.activity.active[span.steps]
    if not active.any():
        return withheld(why_none(judged, span))
    own = float(judged.heard.power[span.steps][active].mean())
    noise = float(judged.noise[span.steps][active].mean())
    snr_db = 10.0 * np.log10(max(own - noise, 1e-3 * noise) / noise)
    return Value(float(min(snr_db, MOST_SNR_DB)), NONE, NONE)


def _f0(judged: Judged, span: Span) -> Value:
    f0_hz = judged.voicing.f0_hz[span.steps]
    f0_hz = f0_hz[np.isfinite(f0_hz)]
    if len(f0_hz) < LEAST_VOICED_STEPS:
        return withheld(why_none(judged, span))
    return Value(float(np.median(f0_hz)), NONE, NONE)


def _loudness(judged: Judged, span: Span) -> Value:
    active = judged.activity.active[span.steps]
    if active.sum() < LEAST_VOICED_STEPS:
        return withheld(why_none(judged, span))
    reason = judged.loudness_reason[span.steps][active]
    if np.mean(reason == reasons.CLIPPED) > MOST_CLIPPED_SHARE:
        return withheld(reasons.CLIPPED)
    found = snr_of(judged, span)
    if found.value < LEAST_SNR_DB:
        return withheld(reasons.LOUD_NOISE)
    power = judged.heard.power[span.steps][active].mean() - judged.noise[span.steps][active].mean()
    return Value(float(10.0 * np.log10(power)), NONE, NONE)


def _disturbances(judged: Judged, span: Span) -> dict[str, Value]:
    cycles = judged.heard.cycles
    inside = (cycles.t_s >= span.first * STEP_S) & (cycles.t_s < span.end * STEP_S)
    chosen = judged.pairs & inside
    voiced = judged.voicing.voiced[span.steps]
    clipped = judged.loudness_reason[span.steps][voiced] == reasons.CLIPPED
    found = {
        "voice.jitter": jitter_of(cycles, chosen),
        "voice.shimmer": shimmer_of(cycles, chosen),
        "voice.hnr": hnr_of(cycles, chosen),
    }
    if voiced.sum() < LEAST_VOICED_STEPS:
        return {name: withheld(why_none(judged, span)) for name in found}
    if clipped.mean() > MOST_CLIPPED_SHARE:
        return {name: withheld(reasons.CLIPPED) for name in found}
    if judged.narrow:
        return {name: withheld(reasons.NARROW) for name in found}
    if found["voice.hnr"].value < LEAST_HNR_DB:
        found["voice.jitter"] = found["voice.shimmer"] = withheld(reasons.NOISE_RULES)
    if not judged.full_band:
        found["voice.hnr"] = withheld(reasons.LOW_RATE)
    elif snr_of(judged, span).value < found["voice.hnr"].value + NOISE_BELOW_DB:
        found["voice.hnr"] = withheld(reasons.LOUD_NOISE)
    return found


def _syllable_rate(judged: Judged, span: Span, snr_db: Value) -> Value:
    active = int(judged.activity.active[span.steps].sum())
    if active < LEAST_SPEECH_STEPS:
        return withheld(why_none(judged, span))
    if snr_db.value < LEAST_SNR_DB:
        return withheld(reasons.NOISY)
    count = int(np.sum((judged.nuclei >= span.first) & (judged.nuclei < span.end)))
    return Value(count / (active / STEPS_PER_S), NONE, NONE)


def _words_per_minute(span: Span, words: Sequence[TimedWord]) -> Value:
    if not words:
        return withheld(reasons.NO_TRANSCRIPT)
    count = words_between(words, span.first * STEP_S, span.end * STEP_S)
    return Value(60.0 * count / ((span.end - span.first) * STEP_S), NONE, NONE)
