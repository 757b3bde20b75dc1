"""Jitter, shimmer and harmonics-to-noise of a stretch of voice, with what noise alone would bring taken off."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.voice import reasons
from desdemona.channels.voice.cycles import Cycles
from desdemona.channels.voice.hearing import STEPS_PER_S
from desdemona.channels.voice.voicing import Voicing

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEAST_PAIRS = 30
EDGE_CYCLES = 2
"""So many cycles at either end of a stretch of voice belong to its onset and end, not to its steadiness."""
LEAST_AMPLITUDE_SHARE, MOST_GAIN, MOST_PERIOD_RATIO = 0.25, 1.6, 1.3
"""Cycles fainter than this beside the loudest of their stretch ring out; bigger steps than these are errors of
marking (the usual limits of amplitude and period factors)."""
NOISE_FACTOR = 1.2
"""Laying one cycle over the next uses up part of their difference; on voices of known breath it then comes out so much
too small."""
MOST_NOISE_SHARE = 0.6
"""Where noise alone would bring more than this part of a measured disturbance, none is told."""
LEAST_HNR_DB = 13.0
"""In a rougher or noisier voice cycles are not alike enough to be laid over each other cycle by cycle."""
HIGHEST_HNR_DB = 40.0
"""Beyond it two cycles are alike to within the error of laying one over the other."""
Z = 1.96


@dataclass(frozen=True, slots=True)
class Value:
    """A number with its interval (95 %), or NaN and the reason why there is none."""

    value: float
    low: float
    high: float
    reason: str | None = None


def withheld(reason: str) -> Value:
    """Return no number, with its reason."""
    return Value(float("nan"), float("nan"), float("nan"), reason)


def steady_pairs(cycles: Cycles, voicing: Voicing) -> Flags:
    """Return which pairs of cycles (pairs,) lie within a voiced stretch, off its ends, and are plainly matched."""
    count = len(cycles)
    if not count:
        return np.zeros(0, dtype=bool)
    step = np.clip((cycles.t_s * STEPS_PER_S).astype(np.int64), 0, len(voicing.voiced) - 1)
    breaks = np.concatenate([[True], np.diff(cycles.run) != 0])
    number = np.cumsum(breaks) - 1
    sizes = np.bincount(number)
    place = np.arange(count) - np.flatnonzero(breaks)[number]
    loudest = np.zeros(len(sizes))
    np.maximum.at(loudest, number, cycles.amplitude)
    inside = (place >= EDGE_CYCLES) & (sizes[number] - place > EDGE_CYCLES)
    loud = cycles.amplitude > LEAST_AMPLITUDE_SHARE * loudest[number]
    like = np.abs(np.log(np.maximum(cycles.gain, 1e-9))) < np.log(MOST_GAIN)
    return np.asarray(voicing.voiced[step] & inside & loud & like, dtype=np.bool_)


def jitter_of(cycles: Cycles, chosen: Flags) -> Value:
    """Return the local jitter of the chosen pairs: mean absolute difference of neighbouring periods over their mean.

    Noise moves marks independently, so it adds as squares and is taken off as squares.
    """
    follow = chosen[1:] & chosen[:-1] & (np.diff(cycles.run) == 0)
    period = cycles.period_s
    ratio = np.abs(np.diff(np.log(np.maximum(period, 1e-6))))
    follow &= ratio < np.log(MOST_PERIOD_RATIO)
    if follow.sum() < LEAST_PAIRS:
        return withheld(reasons.TOO_SHORT)
    mean_s = float(period[chosen].mean())
    moved = np.abs(np.diff(period))[follow] / mean_s
    noise = np.sqrt(12.0 / np.pi * float(np.mean(cycles.mark_noise_s[1:][follow] ** 2))) / mean_s
    return _without_noise(moved, NOISE_FACTOR * float(noise))


def shimmer_of(cycles: Cycles, chosen: Flags) -> Value:
    """Return the local shimmer of the chosen pairs: mean absolute difference of neighbouring amplitudes, as a share."""
    if chosen.sum() < LEAST_PAIRS:
        return withheld(reasons.TOO_SHORT)
    gain = cycles.gain[chosen]
    noise = np.sqrt(2.0 / np.pi * float(np.mean(cycles.gain_noise[chosen] ** 2)))
    return _without_noise(2.0 * np.abs(gain - 1.0) / (gain + 1.0), NOISE_FACTOR * float(noise))


def hnr_of(cycles: Cycles, chosen: Flags) -> Value:
    """Return the mean harmonics-to-noise ratio in decibels: likeness r of neighbouring cycles, 10 log r/(1-r)."""
    if chosen.sum() < LEAST_PAIRS:
        return withheld(reasons.TOO_SHORT)
    edge = 1.0 / (1.0 + 10.0 ** (HIGHEST_HNR_DB / 10.0))
    alike = np.clip(cycles.likeness[chosen], edge, 1.0 - edge)
    each_db = 10.0 * np.log10(alike / (1.0 - alike))
    half = Z * _error_of_mean(each_db)
    mean_db = float(each_db.mean())
    return Value(mean_db, mean_db - half, mean_db + half)


def _without_noise(moved: Floats, noise: float) -> Value:
    measured = float(moved.mean())
    if noise > MOST_NOISE_SHARE * measured:
        return withheld(reasons.NOISE_RULES)
    value = float(np.sqrt(measured**2 - noise**2))
    half = Z * _error_of_mean(moved) * measured / value
    return Value(value, max(value - half, 0.0), value + half)


def _error_of_mean(values: Floats) -> float:
    """Return the standard error of a mean of neighbours that share a cycle: half of each carries over to the next."""
    return float(np.sqrt(2.0) * values.std(ddof=1) / np.sqrt(len(values)))
