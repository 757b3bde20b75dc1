"""Filters without delay, and other sample rates, for a piece of sound: one transform there, one back for each."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, rfft

from desdemona.channels.voice.hearing import RATE_HZ, Samples

FAR = np.float32(1e3)
"""Further below the edge of a filter than this many times its gain does not matter, and would overflow."""


@dataclass(frozen=True, slots=True, eq=False)
class Filtered:
    """A piece of sound at 16 kHz by its spectrum; `count` is the number of its samples, a multiple of 160."""

    bins: NDArray[np.complex64]
    count: int

    def between(
        self, low_hz: float, high_hz: float | None = None, orders: tuple[int, int] = (2, 2), rate_hz: int = RATE_HZ
    ) -> Samples:
        """Return the sound between two frequencies, at a rate at which 10 ms are whole samples.

        The gain is that of Butterworth filters of these orders (at the low and at the high end) run forwards and
        backwards; the sound is taken to go round, so its
        ends must be margins.
        """
        count = self.count // RATE_HZ * rate_hz + self.count % RATE_HZ * rate_hz // RATE_HZ
        kept = min(len(self.bins), count // 2 + 1)
        hz = np.arange(kept, dtype=np.float32) * np.float32(RATE_HZ / self.count)
        hz[0] = 1.0  # nothing of frequency 0 is kept, see below
        below = np.minimum(np.float32(low_hz) / hz, FAR)
        gain = 1.0 / (1.0 + below ** (2 * orders[0]))
        if high_hz is not None:
            gain = gain / (1.0 + (hz / np.float32(high_hz)) ** (2 * orders[1]))
        gain[0] = 0.0
        found = irfft(self.bins[:kept] * gain, count) * np.float32(count / self.count)
        return np.asarray(found, dtype=np.float32)


def filtered(mono: Samples) -> Filtered:
    """Return a piece of sound ready to be filtered."""
    return Filtered(np.asarray(rfft(mono), dtype=np.complex64), len(mono))
