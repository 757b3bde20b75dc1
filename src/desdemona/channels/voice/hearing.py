"""Hearing a sound once: steady pieces of 20 s at 16 kHz, with what must be taken at its own sample rate."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import NDArray
from scipy.fft import next_fast_len
from scipy.signal import resample_poly, sosfilt

from desdemona.channels.voice.weighting import k_weighting
from desdemona.recordings.recording import Notice
from desdemona.recordings.sound import Sound
from desdemona.recordings.soundtrack import steady_samples

Floats = NDArray[np.float64]
Samples = NDArray[np.float32]

RATE_HZ = 16_000
"""What the voice is measured at; sounds at other rates are brought to it through a filter without delay."""
STEPS_PER_S = 100
STEP_S = 1.0 / STEPS_PER_S
STEP_SAMPLES = RATE_HZ // STEPS_PER_S
PIECE_S, MARGIN_S = 20, 1
"""Whole seconds, so that pieces start on a sample at every rate; margins let no measure end at the edge of a piece."""
MARGIN_STEPS = MARGIN_S * STEPS_PER_S
MOST_SAMPLE = np.float32(1000.0)
CANCEL_SHARE = 0.1
"""Where the mean of the channels has less than this share of the loudest one's energy, that channel is heard alone."""
FULL_SCALE_SHARE = 0.985
CLIPPED_SAMPLES = 3
"""So many samples in a row at full scale, or all but two more of one value near the loudest, are clipped."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Up to 20 s of a sound.

    `mono` is at 16 kHz, shape (samples,), with a margin of 1 s or a little more of what stands before and after (zeros
    at the ends). The rest are of its own steps of 10 ms, shape (steps,): the mean square of the samples, that
    of the K-weighted channels summed (ITU-R BS.1770), and whether samples are clipped.
    """

    first_step: int
    mono: Samples
    power: Floats
    weighted_power: Floats
    clipped: NDArray[np.bool_]


def hear(sound: Sound, notice: Notice) -> Iterator[Piece]:
    """Yield a sound in pieces; memory does not grow with its length. The last step may be cut short."""
    rate = sound.rate_hz
    sections = k_weighting(rate)
    state = np.zeros((len(sections), 2, sound.channel_count))
    told = False
    before = np.zeros((MARGIN_S * rate, sound.channel_count), np.float32)
    for number, (own, after) in enumerate(_with_next(steady_samples(sound, notice), PIECE_S * rate)):
        own, after = _finite(own), _finite(after)
        weighted, state = sosfilt(sections, own, axis=0, zi=state)
        whole = np.concatenate([before, own, after[: MARGIN_S * rate]])
        mixed, alone = _mixed(whole)
        if alone and not told:
            notice(f"{sound.name}: its channels cancel or only one sounds; the loudest is heard alone where they do")
            told = True
        heard = mixed[len(before) : len(before) + len(own)]
        yield Piece(
            number * PIECE_S * STEPS_PER_S,
            _at_16_khz(mixed, rate, len(own)),
            by_step(heard.astype(np.float64) ** 2, rate),
            by_step(np.einsum("nc,nc->n", weighted, weighted), rate),
            by_step(_clipped(own), rate) > 0,
        )
        before = whole[len(own) : len(own) + len(before)]


def _with_next(blocks: Iterator[Samples], count: int) -> Iterator[tuple[Samples, Samples]]:
    """Yield chunks of `count` samples, each with the one after it; the last with none."""
    held: list[Samples] = []
    ready: Samples | None = None
    length = 0
    for block in blocks:
        held.append(block)
        length += len(block)
        while length >= count:
            joined = np.concatenate(held)
            chunk, rest = joined[:count], joined[count:]
            if ready is not None:
                yield ready, chunk
            ready, held, length = chunk, [rest], len(rest)
    last = np.concatenate(held) if held else np.zeros((0, 1), np.float32)
    if ready is not None:
        yield ready, last
    if len(last):
        yield last, last[:0]


def _finite(samples: Samples) -> Samples:
    """Return samples with 0 for what is not a number, which would spread over the whole piece, none beyond 60 dB."""
    return np.clip(np.nan_to_num(samples, nan=0.0), -MOST_SAMPLE, MOST_SAMPLE)


def _mixed(samples: Samples) -> tuple[Samples, bool]:
    """Return the mean of the channels, or the loudest one where the mean loses it, and which of the two."""
    if samples.shape[1] == 1:
        return samples[:, 0], False
    mean = samples @ np.full(samples.shape[1], 1.0 / samples.shape[1], np.float32)
    energies = np.array([float(own @ own) for own in np.ascontiguousarray(samples.T)])
    if float(mean @ mean) >= CANCEL_SHARE * energies.max():
        return mean, False
    return samples[:, int(np.argmax(energies))], True


def _at_16_khz(mixed: Samples, rate: int, own: int) -> Samples:
    shared = gcd(RATE_HZ, rate)
    found = mixed if rate == RATE_HZ else resample_poly(mixed, RATE_HZ // shared, rate // shared)
    steps = -(-own * STEPS_PER_S // rate)
    wanted = next_fast_len(2 * MARGIN_STEPS + steps, real=True) * STEP_SAMPLES
    heard = np.zeros(wanted, np.float32)
    kept = found[:wanted]
    heard[: len(kept)] = kept
    return heard


def by_step(values: NDArray[np.floating] | NDArray[np.bool_], rate: int) -> Floats:
    """Return the mean of values (samples,) within every step of 10 ms from the first on, at any sample rate."""
    if not len(values):
        return np.zeros(0)
    steps = -(-len(values) * STEPS_PER_S // rate)
    edges = -(-np.arange(steps + 1) * rate // STEPS_PER_S)
    edges[-1] = len(values)
    sums = np.add.reduceat(np.asarray(values, dtype=np.float64), edges[:-1])
    return np.asarray(sums / np.maximum(np.diff(edges), 1), dtype=np.float64)


def _clipped(samples: Samples) -> NDArray[np.bool_]:
    """Return which samples stand in a flat top, in any channel."""
    found = np.zeros(len(samples), dtype=bool)
    for own in np.ascontiguousarray(samples.T):
        size = np.abs(own)
        loudest = float(size.max(initial=0.0))
        if loudest > 0.0:
            same = np.zeros(len(own), dtype=bool)
            same[1:] = (own[1:] == own[:-1]) & (size[1:] >= FULL_SCALE_SHARE * loudest)
            found |= _in_runs(size >= FULL_SCALE_SHARE, CLIPPED_SAMPLES) | _in_runs(same, CLIPPED_SAMPLES + 2)
    return found


def _in_runs(flags: NDArray[np.bool_], least: int) -> NDArray[np.bool_]:
    """Return which flags (n,) end a run of at least so many."""
    ends = flags.copy()
    for back in range(1, least):
        ends[back:] &= flags[:-back]
        ends[:back] = False
    return ends
