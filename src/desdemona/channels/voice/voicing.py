"""Which steps are voiced so plainly that their frequency may be said, and why not the others."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d, uniform_filter1d

from desdemona.channels.voice import reasons
from desdemona.channels.voice.cycles import Cycles
from desdemona.channels.voice.hearing import STEPS_PER_S
from desdemona.channels.voice.listening import Heard, unbroken
from desdemona.channels.voice.marks import runs
from desdemona.channels.voice.quiet import QUIETEST_POWER, loudest_power, noise_power

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Texts = NDArray[np.object_]

LEAST_STRENGTH = 0.5
LEAST_RUN_STEPS, LEAST_RUN_STRENGTH, LEAST_RUN_OVERTONES = 4, 0.6, 0.3
"""A stretch of voice lasts 40 ms and is periodic as a whole, and so are its overtones: an engine's are not."""
BESIDE_STEPS, BESIDE_SHARE, FAR_BELOW_SHARE = 3, 0.003, 1e-6
"""The window of 50 ms reaches past the ends of a voice; there the sound itself is 25 dB
softer than beside it. What is 60 dB below the loudest within 5 s is no voice that could be told."""
NOISE_STEPS = 201
LEAST_PERIODIC_SHARE, SURE_PERIODIC_SHARE = 0.8, 0.9
"""Of the energy within a second to either side. Six people at once have .6, one among them at 10 dB .83 or more, alone
.9 or more."""
LEAST_SNR, PLAIN_STRENGTH = 8.0, 0.75
"""Where it is not sure to be one voice, a step must have this many times the power of the steady noise, and be so
periodic: of the steps in which babble leads, nine in ten are not."""
TONE_JITTER_SHARE, TONE_NOISE_SHARE, TONE_PAIRS = 0.001, 0.0012, 12
"""Neighbouring periods of people differ by more than this, even of trained singers (jitter of 0.2 % and up)."""


@dataclass(frozen=True, slots=True, eq=False)
class Voicing:
    """Whether each step is voiced (steps,), its frequency in hertz or NaN, the reason where there is none, or None.

    `tone` tells the steps of stretches that are steadier than any voice.
    """

    voiced: Flags
    f0_hz: Floats
    reason: Texts
    tone: Flags


def judge_voicing(heard: Heard) -> Voicing:
    """Return which steps are voiced by one person, and the first reason that applies where not."""
    f0_hz = unbroken(heard.f0_hz)
    periodic = np.isfinite(f0_hz) & (heard.strength >= LEAST_STRENGTH) & ~_beside_voice(heard)
    run_of = np.full(len(f0_hz), -1)
    kept = np.zeros(len(f0_hz), dtype=bool)
    for number, (first, end) in enumerate(zip(*runs(periodic), strict=True)):
        run_of[first:end] = number
        kept[first:end] = (
            end - first >= LEAST_RUN_STEPS
            and np.median(heard.strength[first:end]) >= LEAST_RUN_STRENGTH
            and np.median(heard.overtones[first:end]) >= LEAST_RUN_OVERTONES
        )
    tone = kept & _in_tones(heard.cycles, run_of)
    noisy = kept & ~_clear(heard)
    voiced = kept & ~tone & ~noisy
    reason = np.full(len(f0_hz), reasons.UNVOICED, dtype=object)
    for text, applies in ((reasons.NOISY, noisy), (reasons.TONE, tone), (None, voiced)):
        reason[applies] = text
    return Voicing(voiced, np.where(voiced, heard.f0_hz, np.nan), reason, tone)


def _beside_voice(heard: Heard) -> Flags:
    """Return which steps are silent, or so much softer than those beside them that the period is the neighbours'."""
    smooth = uniform_filter1d(heard.speech_power, BESIDE_STEPS, mode="nearest")
    softer = smooth < BESIDE_SHARE * maximum_filter1d(smooth, 2 * BESIDE_STEPS + 1, mode="nearest")
    return np.asarray(softer | (heard.power <= FAR_BELOW_SHARE * loudest_power(heard.power)), dtype=np.bool_)


def _clear(heard: Heard) -> Flags:
    """Return which steps stand so far above all else that their period is one voice's."""
    weight = np.maximum(heard.voice_power, QUIETEST_POWER)
    size = min(NOISE_STEPS, 2 * len(weight) + 1)
    whole = uniform_filter1d(weight * np.clip(heard.strength, 0.0, 1.0), size, mode="constant")
    share = whole / np.maximum(uniform_filter1d(weight, size, mode="constant"), 1e-30)
    above = heard.voice_power >= LEAST_SNR * noise_power(heard.voice_power)
    plain = heard.strength >= PLAIN_STRENGTH
    sure = (share >= SURE_PERIODIC_SHARE) & (above | plain)
    return np.asarray(sure | ((share >= LEAST_PERIODIC_SHARE) & above & plain), dtype=np.bool_)


def _in_tones(cycles: Cycles, run_of: NDArray[np.int64]) -> Flags:
    """Return which steps stand in a run whose periods differ less than any voice's, where noise lets that be seen."""
    found = np.zeros(len(run_of), dtype=bool)
    count = int(run_of.max(initial=-1)) + 1
    if not count or not len(cycles):
        return found
    step = np.clip((cycles.t_s * STEPS_PER_S).astype(np.int64), 0, len(run_of) - 1)
    own = run_of[step]
    pairs = (np.diff(cycles.run) == 0) & (own[1:] >= 0) & (own[1:] == own[:-1])
    moved = np.abs(np.diff(cycles.period_s))[pairs] / cycles.period_s[1:][pairs]
    noise = (np.sqrt(12.0 / np.pi) * cycles.mark_noise_s / cycles.period_s)[1:][pairs]
    at = own[1:][pairs]
    jitter, floor = (_medians(values, at, count) for values in (moved, noise))
    steady = (jitter < TONE_JITTER_SHARE) & (floor < TONE_NOISE_SHARE)
    found[run_of >= 0] = steady[run_of[run_of >= 0]]
    return found


def _medians(values: Floats, group: NDArray[np.int64], count: int) -> Floats:
    """Return the median of each group, NaN where it has fewer than TONE_PAIRS."""
    order = np.lexsort((values, group))
    sizes = np.bincount(group, minlength=count)
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    middle = np.minimum(first + sizes // 2, max(len(values) - 1, 0))
    return np.where(sizes >= TONE_PAIRS, values[order][middle] if len(values) else np.nan, np.nan)
