"""Louder, softer, cut off, and noise at a known ratio."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.signal import sosfilt, zpk2sos

from desdemona.manipulations.manipulation import Kind, Manipulation, Setting
from desdemona.manipulations.streams import Samples, each_block
from desdemona.recordings.recording import Notice, ignore_notice
from desdemona.recordings.sound import Sound

_LOWEST_HZ = 20.0
"""Below it pink noise is flat."""
_SETTLING_S = 1.0


def mean_square_of(sound: Sound) -> float:
    """Return the mean square of all samples and channels; 0 where there are none."""
    total, count = 0.0, 0
    for block in sound.blocks(ignore_notice):
        total += float(np.square(block.samples, dtype=np.float64).sum())
        count += block.samples.size
    return total / count if count else 0.0


def peak_of(sound: Sound) -> float:
    """Return the largest absolute sample; 0 where there are none."""
    return max((float(np.abs(block.samples).max(initial=0.0)) for block in sound.blocks(ignore_notice)), default=0.0)


def white_noise(rate_hz: int, channels: int, *, rng: np.random.Generator) -> Callable[[int], NDArray[np.float64]]:
    """Return a function that gives the next n samples (n, channels) of white noise of mean square 1."""
    return lambda count: rng.standard_normal((count, channels))


def pink_noise(rate_hz: int, channels: int, *, rng: np.random.Generator) -> Callable[[int], NDArray[np.float64]]:
    """Return a function that gives the next n samples (n, channels) of pink noise of mean square 1.

    White noise through poles and zeros in turn, two pairs an octave from 20 Hz up, so that power falls by 3 dB an
    octave up to about a quarter of the sampling rate.
    """
    octaves = np.arange(0.0, np.log2(rate_hz / 2 / _LOWEST_HZ), 0.5)
    poles = np.exp(-2 * np.pi * _LOWEST_HZ * 2**octaves / rate_hz)
    zeros = np.exp(-2 * np.pi * _LOWEST_HZ * 2 ** (octaves + 0.25) / rate_hz)
    sections = zpk2sos(zeros, poles, 1.0)
    impulse = np.zeros(int(_SETTLING_S * rate_hz))
    impulse[0] = 1.0
    gain = 1.0 / np.sqrt(np.square(sosfilt(sections, impulse)).sum())
    state = np.zeros((len(sections), 2, channels))
    _, state = sosfilt(sections, rng.standard_normal((int(_SETTLING_S * rate_hz), channels)), axis=0, zi=state)

    def draw(count: int) -> NDArray[np.float64]:
        nonlocal state
        done, state = sosfilt(sections, rng.standard_normal((count, channels)), axis=0, zi=state)
        return np.asarray(gain * done, dtype=np.float64)

    return draw


_Noise = Callable[[int], NDArray[np.float64]]


def _with_noise(manipulation: Manipulation, sound: Sound, noise: Callable[[np.random.Generator], _Noise]) -> Sound:
    def start(notice: Notice) -> Callable[[Samples], Samples]:
        level = np.sqrt(mean_square_of(sound) / 10 ** (manipulation.amount / 10))
        if not level:
            notice(f"{sound.name}: is silent, so no noise has a ratio to it; it is left as it is")
        draw = noise(manipulation.rng())
        return lambda samples: (samples + level * draw(len(samples))).astype(np.float32)

    return each_block(sound, start)


def _add_white(manipulation: Manipulation, sound: Sound) -> Sound:
    channels = sound.channel_count
    return _with_noise(manipulation, sound, lambda rng: white_noise(sound.rate_hz, channels, rng=rng))


def _add_pink(manipulation: Manipulation, sound: Sound) -> Sound:
    channels = sound.channel_count
    return _with_noise(manipulation, sound, lambda rng: pink_noise(sound.rate_hz, channels, rng=rng))


def _amplify(manipulation: Manipulation, sound: Sound) -> Sound:
    gain = np.float32(10 ** (manipulation.amount / 20))
    return each_block(sound, lambda _notice: lambda samples: samples * gain)


def _cut_peaks(manipulation: Manipulation, sound: Sound) -> Sound:
    def start(_notice: Notice) -> Callable[[Samples], Samples]:
        most = np.float32(peak_of(sound) / 10 ** (manipulation.amount / 20))
        return lambda samples: np.clip(samples, -most, most)

    return each_block(sound, start)


_RATIO = Setting("snr_db", -30.0, 80.0, 10.0, "mean square of the whole sound over that of the noise, in decibels")

WHITE_NOISE = Kind(
    name="white_noise",
    amount=_RATIO,
    neutral=None,
    about="Adds noise with the same power at all frequencies, at this ratio to the whole sound with its pauses.",
    sound=_add_white,
    seeded=True,
)
PINK_NOISE = Kind(
    name="pink_noise",
    amount=_RATIO,
    neutral=None,
    about="Adds noise whose power falls by 3 dB an octave, at this ratio to the whole sound with its pauses.",
    sound=_add_pink,
    seeded=True,
)
GAIN = Kind(
    name="gain",
    amount=Setting("db", -80.0, 40.0, -6.0, "decibels"),
    neutral=0.0,
    about="Makes the sound louder or softer, and nothing else; files cut what exceeds full scale, and say so.",
    truth="level_shifted",
    sound=_amplify,
)
SOUND_CLIPPING = Kind(
    name="sound_clipping",
    amount=Setting("db", 0.0, 60.0, 6.0, "how far below its peak the sound is cut"),
    neutral=0.0,
    about="Cuts the sound at a level below its peak, as a microphone driven too hard.",
    sound=_cut_peaks,
)
