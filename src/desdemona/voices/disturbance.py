"""Jitter and shimmer laid upon a regular voice, so that the sound itself has the jitter and shimmer that were drawn.

Were the pulses disturbed before the vocal tract, what rings on from one cycle into the next would mix jitter into
shimmer and the other way round, by an amount that depends on the vowel (at 212 Hz a jitter of 1 % came out as 0.6 to
1.1 %). So each cycle of the finished voiced sound is made longer or shorter, and louder or softer, as a whole.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from desdemona.voices.glottis import Pulses

_TIMES_OVER = 8
_HELD_SHARE, _MOVED_SHARE = 0.5, 0.4


def disturbed(
    tone: NDArray[np.float64], times_s: NDArray[np.float64], pulses: Pulses, rate_hz: int
) -> NDArray[np.float64]:
    """Return a regular voiced sound with the jitter and shimmer of its pulses; shapes (samples,)."""
    if len(pulses.instants_s) < 2:
        return tone
    last, share = _late_in_cycle(times_s, pulses.instants_s)
    shift_s = _led(pulses.regular_s - pulses.instants_s, last, share)
    moved = _read_between(tone, np.arange(len(tone)) + shift_s * rate_hz) if shift_s.any() else tone
    return moved * _led(pulses.amplitudes, last, share)


def _late_in_cycle(
    times_s: NDArray[np.float64], instants_s: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the number of the last closure before each time, and how far what it brought has given way (0..1).

    A cycle keeps its closure's place and amplitude while it is strong and moves to the next one's before that comes.
    """
    last = np.clip(np.searchsorted(instants_s, times_s, side="right") - 1, 0, len(instants_s) - 2)
    share = (times_s - instants_s[last]) / (instants_s[last + 1] - instants_s[last])
    share = np.clip((share - _HELD_SHARE) / _MOVED_SHARE, 0.0, 1.0)
    return last, share * share * (3.0 - 2.0 * share)


def _led(values: NDArray[np.float64], last: NDArray[np.int64], share: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(values[last] + (values[last + 1] - values[last]) * share)


def _read_between(tone: NDArray[np.float64], places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sound at places between samples: eight times over through a filter, then by cubic (Catmull-Rom)."""
    fine = resample_poly(tone, _TIMES_OVER, 1)
    at = np.clip(places * _TIMES_OVER, 1.0, len(fine) - 3.0)
    whole = at.astype(int)
    u = at - whole
    before, here, next_one, after = (fine[whole + step] for step in (-1, 0, 1, 2))
    bend = 2.0 * before - 5.0 * here + 4.0 * next_one - after
    twist = 3.0 * (here - next_one) + after - before
    return np.asarray(here + 0.5 * u * (next_one - before + u * (bend + u * twist)))
