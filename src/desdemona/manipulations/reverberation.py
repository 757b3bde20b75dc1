"""The ringing of a room: an exponential tail of noise."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.signal import fftconvolve

from desdemona.manipulations.manipulation import Kind, Manipulation, Setting
from desdemona.manipulations.streams import Samples, all_samples, in_chunks
from desdemona.recordings.sound import Sound

_TAIL_RT60S = 1.25
"""Length of the tail: what is left after it is 75 dB down."""


def room_response(
    rt60_s: float, direct_to_tail_db: float, rate_hz: int, *, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return the impulse response (n,) of a diffuse room: 1 at once, then normal noise that falls by 60 dB in RT60.

    Amplitude falls as 10 to the power of -3t/RT60; the energy of the tail is `direct_to_tail_db` below that of the
    direct sound.
    """
    times_s = np.arange(1, int(_TAIL_RT60S * rt60_s * rate_hz) + 2) / rate_hz
    tail = rng.standard_normal(len(times_s)) * 10 ** (-3 * times_s / rt60_s)
    tail *= 10 ** (-direct_to_tail_db / 20) / np.sqrt(np.square(tail).sum())
    return np.concatenate([[1.0], tail])


def _ring(manipulation: Manipulation, sound: Sound) -> Sound:
    def change(blocks: Iterator[Samples]) -> Iterator[Samples]:
        ratio_db = manipulation.setting("direct_to_tail_db")
        response = room_response(manipulation.amount, ratio_db, sound.rate_hz, rng=manipulation.rng())[:, None]
        ringing = np.zeros((0, sound.channel_count))
        for block in in_chunks(blocks, len(response)):
            done = fftconvolve(block.astype(np.float64), response, axes=0)
            done[: len(ringing)] += ringing[: len(done)]
            ringing = done[len(block) :]
            yield done[: len(block)].astype(np.float32)

    return all_samples(sound, sound.rate_hz, change)


REVERBERATION = Kind(
    name="reverberation",
    amount=Setting("rt60_s", 0.05, 10.0, 0.6, "time in which the ringing falls by 60 dB"),
    neutral=None,
    about="Adds the ringing of a diffuse room, the same in all channels; what rings on after the end is cut.",
    settings=(Setting("direct_to_tail_db", -30.0, 60.0, 6.0, "energy of the direct sound over that of the ringing"),),
    sound=_ring,
    seeded=True,
)
