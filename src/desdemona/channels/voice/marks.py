"""Where the cycles of a voice lie, predicted from its frequency and the middle of the energy in each."""

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.voice.hearing import RATE_HZ, STEP_SAMPLES, Samples

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

LEAST_CYCLES = 5
PHASES = 16
STEADIED_CYCLES = 9


def runs(flags: NDArray[np.bool_]) -> tuple[Whole, Whole]:
    """Return the first and one past the last index of every run of true flags."""
    edges = np.diff(np.concatenate(([0], flags.astype(np.int8), [0])))
    return np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)


def predict_marks(sound: Samples, f0_hz: Floats) -> tuple[Floats, Floats, Whole]:
    """Return the middles of all cycles in samples, their lengths in samples, and the number of their run.

    A run is a stretch of steps (10 ms) with a frequency; runs of fewer than five cycles are left out.
    """
    places, periods, numbers = [], [], []
    for number, (first, end) in enumerate(zip(*runs(np.isfinite(f0_hz)), strict=True)):
        edges = (np.concatenate([[first], np.arange(first, end) + 0.5, [end]])) * STEP_SAMPLES
        hz = np.concatenate([f0_hz[first : first + 1], f0_hz[first:end], f0_hz[end - 1 : end]])
        phase = np.concatenate([[0.0], np.cumsum(np.diff(edges) / RATE_HZ * 0.5 * (hz[1:] + hz[:-1]))])
        count = int(phase[-1]) - 1
        if count < LEAST_CYCLES:
            continue
        turns = np.arange(count) + _energy_phase(sound, phase, edges, count)
        place = np.interp(turns, phase, edges)[(turns > 0.5) & (turns < phase[-1] - 1.5)]
        places.append(place)
        periods.append(RATE_HZ / np.interp(place, edges, hz))
        numbers.append(np.full(len(place), number))
    if not places:
        return np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.int64)
    return np.concatenate(places), np.concatenate(periods), np.concatenate(numbers)


def _energy_phase(sound: Samples, phase: Floats, edges: Floats, count: int) -> Floats:
    """Return where in each cycle the middle of its slopes' energy lies, in turns, steadied over the cycles around.

    The slopes are steepest just after the glottis closes, also where low formants ring through the whole cycle.
    """
    grid = np.arange(count * PHASES) / PHASES
    at = np.clip(np.round(np.interp(grid, phase, edges)).astype(np.int64), 0, len(sound) - 1)
    energy = (sound[at] - sound[np.maximum(at - 1, 0)]).astype(np.float64) ** 2
    turn = energy.reshape(count, PHASES) @ np.exp(2j * np.pi * np.arange(PHASES) / PHASES)
    size = min(STEADIED_CYCLES, count)
    steadied = np.convolve(np.pad(turn, size, mode="edge"), np.ones(size), "same")[size:-size]
    return np.asarray(np.unwrap(np.angle(steadied)) / (2.0 * np.pi))
