"""Sound as a telephone carries it: 300 to 3400 Hz at 8 kHz, and if asked for in 256 steps."""

import math
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from desdemona.manipulations.manipulation import Kind, Manipulation, Setting
from desdemona.manipulations.streams import Samples, all_samples, in_chunks
from desdemona.recordings.sound import Sound

RATE_HZ = 8000
LOW_HZ, HIGH_HZ = 300.0, 3400.0
_TRANSITION_HZ = 200.0
_STOP_DB = 60.0
_MU = 255.0
_CHUNK = 2048


def band_weights(rate_hz: int) -> NDArray[np.float64]:
    """Return the weights (phases, taps) that give samples at 8 kHz from samples at another rate, band and all.

    Row p gives the value p/phases of an input sample after input sample taps/2 - 1 of its window: the difference of
    two sincs under a Kaiser window for 60 dB (Kaiser 1974), half the amplitude at 300 and 3400 Hz, no delay.
    """
    phases = RATE_HZ // math.gcd(rate_hz, RATE_HZ)
    half_s = (_STOP_DB - 7.95) / (14.36 * _TRANSITION_HZ) / 2
    half = int(np.ceil(half_s * rate_hz)) + 1
    places_s = (np.arange(phases)[:, None] / phases - np.arange(-half + 1, half + 1)) / rate_hz
    band = 2 * HIGH_HZ * np.sinc(2 * HIGH_HZ * places_s) - 2 * LOW_HZ * np.sinc(2 * LOW_HZ * places_s)
    beta = 0.1102 * (_STOP_DB - 8.7)
    inside = np.sqrt(np.clip(1.0 - np.square(places_s / half_s), 0.0, None))
    window = np.where(np.abs(places_s) < half_s, np.i0(beta * inside) / np.i0(beta), 0.0)
    return np.asarray(band * window / rate_hz, dtype=np.float64)


def in_band(blocks: Iterable[Samples], rate_hz: int) -> Iterator[Samples]:
    """Yield the samples in the telephone band at 8 kHz; as long as they were, nothing delayed."""
    weights = band_weights(rate_hz)
    phases, taps = weights.shape
    step = rate_hz // math.gcd(rate_hz, RATE_HZ)
    half, given, done = taps // 2, 0, 0
    held: NDArray[np.float64] | None = None  # begins at input sample `first`
    first = 1 - half
    for block in _padded(in_chunks(blocks, _CHUNK), half):
        given += len(block)
        start = np.zeros((half - 1, block.shape[1])) if held is None else held
        held = np.concatenate([start, block])
        last = (given - half - 1) * phases // step  # the last output whose window is whole
        places = np.arange(done, last + 1) * step
        if len(places):
            windows = sliding_window_view(held, taps, axis=0)[places // phases - half + 1 - first]
            yield np.einsum("nct,nt->nc", windows, weights[places % phases]).astype(np.float32)
            done = last + 1
            kept = done * step // phases - half + 1
            held, first = held[kept - first :], kept


def _padded(blocks: Iterable[Samples], count: int) -> Iterator[Samples]:
    channels = None
    for block in blocks:
        channels = block.shape[1]
        yield block
    if channels:
        yield np.zeros((count, channels), np.float32)


def mu_law(samples: Samples) -> Samples:
    """Return samples as they come back from 256 steps of the mu-law, the continuous one with mu = 255.

    F(x) = sgn x · ln(1 + 255|x|)/ln 256, rounded to one of 256 levels and back; ITU-T G.711 approaches it by straight
    pieces.
    """
    held = np.clip(samples, -1.0, 1.0).astype(np.float64)
    pressed = np.sign(held) * np.log1p(_MU * np.abs(held)) / np.log1p(_MU)
    steps = (np.clip(np.floor(128 * pressed), -128, 127) + 0.5) / 128
    return np.asarray(np.sign(steps) * np.expm1(np.abs(steps) * np.log1p(_MU)) / _MU, dtype=np.float32)


def _through_telephone(manipulation: Manipulation, sound: Sound) -> Sound:
    coarse = manipulation.setting("mu_law") == 1

    def change(blocks: Iterator[Samples]) -> Iterator[Samples]:
        for block in in_band(blocks, sound.rate_hz):
            yield mu_law(block) if coarse else block

    return all_samples(sound, RATE_HZ, change)


TELEPHONE = Kind(
    name="telephone",
    amount=Setting("yes_no", 0, 1, 1, "1 sends it through", whole=True),
    neutral=0.0,
    about="Keeps 300 to 3400 Hz of the sound and samples it at 8 kHz.",
    settings=(Setting("mu_law", 0, 1, 0, "in 256 steps, as digital telephony", whole=True),),
    sound=_through_telephone,
)
