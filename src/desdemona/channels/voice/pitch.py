"""The fundamental frequency: peaks of the autocorrelation, and the cheapest path through them."""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.fft import irfft, rfft

from desdemona.channels.voice.filtering import Filtered
from desdemona.channels.voice.hearing import RATE_HZ, STEP_SAMPLES, Samples

Floats = NDArray[np.float64]

LOWEST_HZ, HIGHEST_HZ = 60.0, 900.0
"""From a deep man's voice to an infant's cry."""
WINDOW_S = 3.0 / LOWEST_HZ
"""Three periods of the lowest voice under a Hann window (Boersma 1993)."""
HIGH_PASS_HZ, LOW_PASS_HZ = 150.0, 3200.0
"""What is lower is left out: rooms, cars and hands are loudest there, and the period stands in the overtones too."""
OVERTONE_HZ = 600.0
QUIET_SHARE, LEAST_STEPS = 0.2, 25
MOST_STEADY_SHARE = 0.7
"""Where more of the power than this is steady, noise cannot be told from a voice that never pauses."""
QUIETEST_POWER, QUIETEST_SHARE = 1e-13, 1e-8
"""Softer steps, and those 80 dB below the loudest within 20 s, are rounding and ringing and not sound."""
EVERYTHING = slice(None)
CANDIDATES = 6
FINER = 4
HALVED_HZ = RATE_HZ // 2
VOICED_STRENGTH = 0.45
"""Least autocorrelation of a voiced step (Boersma 1993), before the path is laid."""
OCTAVE_COST, JUMP_COST, VOICING_COST = 0.04, 0.8, 0.14
"""Per octave lower, per octave of jump from step to step, per change of voicing: near Boersma 1993, our choice."""


@dataclass(frozen=True, slots=True, eq=False)
class Pitch:
    """One value a step, shape (steps,): the frequency in hertz, NaN where nothing is periodic, and how periodic it is.

    `strength` is the autocorrelation at the period over that at 0, corrected for the window, 0..1; where nothing is
    periodic it is the highest there is. `overtones` is the same of what is above 600 Hz alone, NaN where `f0_hz` is:
    an engine's is low. `power` is that of the band heard, steady noise counting less.
    """

    f0_hz: Floats
    strength: Floats
    overtones: Floats
    power: Floats


def track_pitch(sound: Filtered, heard: slice = EVERYTHING) -> Pitch:
    """Return the pitch of every step of 10 ms of a sound, each from the 50 ms around its middle.

    Autocorrelation over that of the window (Boersma 1993, equation 9), at 32 kHz by a longer inverse transform, peaks
    by parabola, then the path of least cost over all steps (the same, 1993, equation 26). Frequencies at which the
    quietest steps are as strong as the loudest count less: steady noise. `heard` are the steps that are no margin.
    """
    power, own = _power_by_step(sound)
    power = power * _audibility(power[heard])
    lag_s, strength = _candidates(power, own)
    f0_hz, found = _path(lag_s, strength)
    return Pitch(f0_hz, found, _overtones(power, own, f0_hz), power.sum(axis=1, dtype=np.float64))


def _power_by_step(sound: Filtered) -> tuple[Samples, Samples]:
    """Return the power spectrum of the 50 ms around each step at 8 kHz (steps, bins), and of the window (1, bins)."""
    size = round(WINDOW_S * HALVED_HZ)
    window = np.hanning(size + 2)[1:-1].astype(np.float32)
    halved = sound.between(HIGH_PASS_HZ, LOW_PASS_HZ, (4, 10), HALVED_HZ)
    hop = STEP_SAMPLES // 2
    steps = len(halved) // hop
    lead = size // 2 - hop // 2
    padded = np.concatenate([np.zeros(lead, np.float32), halved, np.zeros(size, np.float32)])
    frames = sliding_window_view(padded, size)[::hop][:steps]
    spectra = rfft(np.concatenate([frames * window, window[None, :]]), 2 * size, axis=1)
    power = spectra.real**2 + spectra.imag**2
    return power[:-1], power[-1:]


def _audibility(power: Samples) -> Samples:
    """Return for each bin the share of its mean power that is not steady noise; 1 where all is as steady.

    Steady is what a bin seldom falls below: the power of noise is distributed exponentially, so that its mean is the
    20 % quantile over -ln 0.8.
    """
    whole = np.ones(power.shape[1], np.float32)
    some = power[::4]
    if len(some) < LEAST_STEPS:
        return whole
    mean = some.mean(axis=0)
    steady = np.quantile(some, QUIET_SHARE, axis=0) / -np.log1p(-QUIET_SHARE)
    if steady.sum() > MOST_STEADY_SHARE * mean.sum():
        return whole
    return np.asarray(np.clip(1.0 - steady / np.maximum(mean, 1e-30), 0.01, 1.0), dtype=np.float32)


def _candidates(power: Samples, own: Samples) -> tuple[Floats, Floats]:
    """Return lag in seconds and strength of the highest peaks of each step, both (steps, CANDIDATES), NaN and 0."""
    first, last = int(HALVED_HZ * FINER / HIGHEST_HZ) - 1, int(HALVED_HZ * FINER / LOWEST_HZ) + 2
    whole = 2 * (power.shape[1] - 1)
    correlation = irfft(power, FINER * whole, axis=1)
    window = irfft(own, FINER * whole, axis=1)[0]
    energy = correlation[:, :1]
    heard = energy[:, 0] > max(QUIETEST_POWER, QUIETEST_SHARE * float(energy.max(initial=0.0)))
    shape = correlation[:, first:last] / np.where(heard[:, None], energy, 1.0) * (window[0] / window[first:last])
    shape[~heard] = 0.0
    return _peaks(shape, first)


def _overtones(power: Samples, own: Samples, f0_hz: Floats) -> Floats:
    """Return the strength at the period found of what is above OVERTONE_HZ, NaN where none was found."""
    found = np.full(len(f0_hz), np.nan)
    voiced = np.flatnonzero(np.isfinite(f0_hz))
    hz = np.linspace(0.0, HALVED_HZ / 2, power.shape[1])
    turn = np.cos((2.0 * np.pi / f0_hz[voiced])[:, None] * hz).astype(np.float32)
    high = power[np.ix_(voiced, hz >= OVERTONE_HZ)]
    sides = np.where((hz > 0) & (hz < hz[-1]), 2.0, 1.0) * own[0]
    window = (turn @ sides) / sides.sum()
    total = np.maximum(high.sum(axis=1), 1e-30)
    found[voiced] = np.einsum("sb,sb->s", high, turn[:, hz >= OVERTONE_HZ]) / total / window
    return found


def _peaks(shape: Samples, first: int) -> tuple[Floats, Floats]:
    middle = shape[:, 1:-1]
    top = (middle > shape[:, :-2]) & (middle >= shape[:, 2:]) & (middle > 0.5 * VOICED_STRENGTH)
    favour = OCTAVE_COST * np.log2(np.arange(first + 1, first + 1 + middle.shape[1])).astype(np.float32)
    best = np.argpartition(np.where(top, favour - middle, 1.0), CANDIDATES, axis=1)[:, :CANDIDATES]
    rows = np.arange(len(shape))[:, None]
    before, here, after = (shape[rows, best + step].astype(np.float64) for step in (0, 1, 2))
    bend = before - 2.0 * here + after
    shift = np.where(bend < 0, 0.5 * (before - after) / np.where(bend < 0, bend, -1.0), 0.0)
    height = here - 0.25 * (before - after) * shift
    real = top[rows, best]
    lag_s = np.where(real, (first + 1 + best + shift) / (HALVED_HZ * FINER), np.nan)
    return lag_s, np.where(real, np.minimum(height, 1.0), 0.0)


def _path(lag_s: Floats, strength: Floats) -> tuple[Floats, Floats]:
    """Return frequency and strength of each step along the path of least cost."""
    steps = len(lag_s)
    octave = -np.log2(lag_s * LOWEST_HZ)
    score = np.where(np.isfinite(lag_s), strength + OCTAVE_COST * np.nan_to_num(octave), -np.inf)
    state_octave = np.nan_to_num(octave)
    total = np.append(score[0], VOICED_STRENGTH) if steps else np.zeros(0)
    came = np.zeros((steps, CANDIDATES + 1), dtype=np.int64)
    columns = np.arange(CANDIDATES + 1)
    move = np.full((CANDIDATES + 1, CANDIDATES + 1), VOICING_COST)
    move[-1, -1] = 0.0
    jumps = JUMP_COST * np.abs(state_octave[1:, None, :] - state_octave[:-1, :, None])
    for step in range(1, steps):
        move[:-1, :-1] = jumps[step - 1]
        whole = total[:, None] - move
        came[step] = whole.argmax(axis=0)
        total = whole[came[step], columns]
        total[:-1] += score[step]
        total[-1] += VOICED_STRENGTH
    chosen = np.zeros(steps, dtype=np.int64)
    if steps:
        chosen[-1] = int(total.argmax())
        for step in range(steps - 1, 0, -1):
            chosen[step - 1] = came[step, chosen[step]]
    voiced = chosen < CANDIDATES
    rows, at = np.arange(steps), np.minimum(chosen, CANDIDATES - 1)
    f0_hz = np.where(voiced, 1.0 / lag_s[rows, at], np.nan)
    return f0_hz, np.where(voiced, strength[rows, at], strength.max(axis=1, initial=0.0))
