"""The cycles of a voice one by one: how long each is, how loud beside the one before, and how alike the two are."""

from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.fft import rfft

from desdemona.channels.voice.filtering import Filtered
from desdemona.channels.voice.hearing import RATE_HZ, Samples
from desdemona.channels.voice.marks import Whole, predict_marks

Floats = NDArray[np.float64]

BAND_HZ = (60.0, 4000.0)
"""Where the voice's overtones stand over breath; likeness is taken over the whole band up to 8 kHz."""
REACH_SHARE = 0.2
"""How far from the predicted length of a cycle its true one is looked for."""
NEAR_SAMPLES = 2.0
GROUPS_HZ = (60.0, 110.0, 200.0, 380.0, 900.0)
"""Cycles of one group share the length of their window, for speed."""
SINC_REACH, FINER = 8, 8
PAD = 2048
TINY = 1e-20


@dataclass(frozen=True, slots=True, eq=False)
class Cycles:
    """Pairs of neighbouring cycles, all of shape (pairs,), in order of time.

    `t_s` is the middle of the first of the two; `run` numbers the stretch of voice without a break; `period_s` is the
    time from the one to the other; `gain` the amplitude of the second over the first, `amplitude` that of the first;
    `likeness` their correlation; `mark_noise_s` and `gain_noise` the errors that noise alone would bring to a mark and
    to a gain, standard deviations.
    """

    t_s: Floats
    run: Whole
    period_s: Floats
    gain: Floats
    amplitude: Floats
    likeness: Floats
    mark_noise_s: Floats
    gain_noise: Floats

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.t_s)


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """Each cycle laid over the next: lag in samples, gain, likeness (pairs,), and the cycles (pairs, samples)."""

    lag: Floats
    gain: Floats
    likeness: Floats
    first: Samples
    weight: Samples


def measure_cycles(sound: Filtered, f0_hz: Floats) -> Cycles:
    """Return the pairs of neighbouring cycles wherever there is a frequency.

    Waveform matching: each cycle is laid over the next at the lag of highest correlation, between samples by a sinc.
    """
    wide, narrow = sound.between(BAND_HZ[0]), sound.between(*BAND_HZ)
    places, periods, run = predict_marks(narrow, f0_hz)
    found: list[Cycles] = []
    for low_hz, high_hz in pairwise(GROUPS_HZ):
        own = np.flatnonzero((periods <= RATE_HZ / low_hz) & (periods > RATE_HZ / high_hz))
        if own.size:
            size = int(np.ceil(RATE_HZ / low_hz))
            found.append(_of_group(wide, narrow, places[own], periods[own], run[own], size))
    return joined(found)


def joined(parts: list[Cycles]) -> Cycles:
    """Return cycles of several parts as one, in order of time."""
    if not parts:
        nothing = np.zeros(0)
        return Cycles(nothing, np.zeros(0, np.int64), *[nothing] * 6)
    columns = [np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Cycles)]
    order = np.argsort(columns[0], kind="stable")
    return Cycles(*(column[order] for column in columns))


def _of_group(wide: Samples, narrow: Samples, places: Floats, periods: Floats, run: Whole, size: int) -> Cycles:
    laid = _lay_over(narrow, places, periods, np.maximum(REACH_SHARE * periods, 2.0), size)
    near = np.full(len(places), NEAR_SAMPLES)
    whole = _lay_over(wide, places, laid.lag, near, size, flat=True)
    mark_noise, gain_noise, amplitude = _noise(laid)
    return Cycles(
        places / RATE_HZ,
        run,
        laid.lag / RATE_HZ,
        laid.gain,
        amplitude,
        whole.likeness,
        mark_noise / RATE_HZ,
        gain_noise,
    )


def _lay_over(sound: Samples, places: Floats, periods: Floats, reach: Floats, size: int, *, flat: bool = False) -> Laid:
    """Lay the cycle around each place over what follows by about a period, under a window one period wide.

    It is a Hann window, which keeps the marks to where the energy is, or a flat one, for which all noise counts.
    """
    widest = int(np.ceil(reach.max())) + SINC_REACH + 1
    starts = np.round(places).astype(np.int64) - size // 2 + PAD
    lags = np.round(periods).astype(np.int64)
    padded = np.pad(sound, PAD)
    offset = (np.arange(size) - size // 2)[None, :] / periods[:, None]
    rounded = 1.0 if flat else np.cos(np.pi * np.clip(offset, -0.5, 0.5)) ** 2
    weight = np.where(np.abs(offset) < 0.5, rounded, 0.0).astype(np.float32)
    first = padded[starts[:, None] + np.arange(size)]
    around = padded[(starts + lags - widest)[:, None] + np.arange(size + 2 * widest)]
    cross = np.einsum("kl,krl->kr", weight * first, sliding_window_view(around, size, axis=1))
    energy = np.einsum("kl,krl->kr", weight, sliding_window_view(around * around, size, axis=1))
    own = np.maximum(np.einsum("kl,kl->k", weight, first * first).astype(np.float64), TINY)
    steps = np.arange(-widest, widest + 1)
    shape = np.where(np.abs(steps)[None, :] <= reach[:, None], cross / np.sqrt(np.maximum(energy, TINY)), -np.inf)
    best = shape.argmax(axis=1)
    fine_energy = np.maximum(_between(energy, best), TINY)
    shift, height, at = _top(_between(cross, best) / np.sqrt(fine_energy))
    gain = np.sqrt(fine_energy[np.arange(len(at)), at] / own)
    return Laid(lags + steps[best] + shift, gain, np.clip(height / np.sqrt(own), 0.0, 1.0), first, weight)


def _between(values: Samples, best: Whole) -> Floats:
    """Return values (pairs, lags) at FINER places a sample from one before to one after the best, by a sinc."""
    taps = np.arange(-SINC_REACH, SINC_REACH + 1)
    away = (np.arange(-FINER, FINER + 1) / FINER)[None, :] - taps[:, None]
    window = np.cos(0.5 * np.pi * np.clip(away / (SINC_REACH + 1.0), -1.0, 1.0)) ** 2
    around = values[np.arange(len(best))[:, None], best[:, None] + taps].astype(np.float64)
    return np.asarray(around @ (np.sinc(away) * window))


def _top(fine: Floats) -> tuple[Floats, Floats, Whole]:
    """Return place against the best lag, height and index of the highest of the values between samples."""
    at = np.clip(fine.argmax(axis=1), 1, fine.shape[1] - 2)
    before, here, after = (fine[np.arange(len(at)), at + step] for step in (-1, 0, 1))
    bend = before - 2.0 * here + after
    shift = np.where(bend < 0, 0.5 * (before - after) / np.where(bend < 0, bend, -1.0), 0.0)
    shift = np.clip(shift, -1.0, 1.0)
    return (at - FINER + shift) / FINER, here - 0.25 * (before - after) * shift, at


def _noise(laid: Laid) -> tuple[Floats, Floats, Floats]:
    """Return the errors of mark and gain that noise of the voice's own colour brings, and the amplitude.

    What two neighbouring cycles do not share is taken for noise; it moves a mark by its product with the slope over
    the energy of the slope, and a gain by its product with the cycle over the energy of the cycle.
    """
    first, weight = laid.first, laid.weight
    slope = np.gradient(first, axis=1)
    own, steepness = (
        np.maximum(np.einsum("kl,kl->k", weight, values**2).astype(np.float64), TINY) for values in (first, slope)
    )
    moved = [np.abs(rfft(weight * values, axis=1)) ** 2 for values in (first, slope)]
    colour = moved[0].mean(axis=0, dtype=np.float64)
    colour /= max(float(colour.sum()), TINY)
    noise = (1.0 - laid.likeness) * own / np.maximum(weight.sum(axis=1), 1.0)
    mark_noise = np.sqrt(noise * (moved[1] @ colour)) / steepness
    gain_noise = np.sqrt(2.0 * noise * (moved[0] @ colour)) / own
    return mark_noise, gain_noise, np.sqrt(own)
