"""Faster or slower on one clock: pictures by their times, sound without a change of pitch."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from desdemona.manipulations.manipulation import Kind, Manipulation, Setting
from desdemona.manipulations.streams import Samples, all_frames, all_samples
from desdemona.recordings.recording import Frame, Recording
from desdemona.recordings.sound import Sound

_HOP_S = 0.015
_SEARCH_S = 0.010
"""Each way, so that a period of 50 Hz lies within."""


class _Source:
    """The samples of a stream by their number; silence before its beginning and after its end."""

    def __init__(self, blocks: Iterator[Samples], before: int) -> None:
        self._blocks, self._first, self._held = blocks, -before, [np.zeros((0, 1), np.float32)]
        self._end, self._before = 0, before
        self.length: int | None = None

    def _fill(self, end: int) -> None:
        while self._end < end and self.length is None:
            block = next(self._blocks, None)
            if block is None:
                self.length = self._end
            else:
                silent = [] if self._end else [np.zeros((self._before, block.shape[1]), np.float32)]
                self._held = [np.concatenate([*silent, *([] if silent else self._held), block])]
                self._end += len(block)

    def has(self, place: int) -> bool:
        """Whether the stream reaches so far."""
        self._fill(place + 1)
        return place < self._end

    def read(self, start: int, end: int) -> NDArray[np.float64]:
        """Return samples start to end; start must not be before what was given up."""
        self._fill(end)
        (held,) = self._held
        there = held[start - self._first : end - self._first].astype(np.float64)
        return np.concatenate([there, np.zeros((end - start - len(there), held.shape[1]))])

    def give_up(self, end: int) -> None:
        """Forget what lies before `end`."""
        drop = min(max(end - self._first, 0), len(self._held[0]))
        self._held, self._first = [self._held[0][drop:]], self._first + drop


def _best_start(source: _Source, wanted: NDArray[np.float64], nominal: int, search: int) -> int:
    """Return where, near `nominal`, the sound goes on most like `wanted` (n, channels), by normalised correlation."""
    around = source.read(nominal - search, nominal + search + len(wanted)).mean(axis=1)
    target = wanted.mean(axis=1)
    likeness = np.correlate(around, target, mode="valid")
    sums = np.concatenate([[0.0], np.cumsum(np.square(around))])
    energy = sums[len(target) :] - sums[: -len(target)]
    scores = likeness / np.sqrt(np.maximum(energy, 1e-12))
    nearest_first = np.argsort(np.abs(np.arange(-search, search + 1)), kind="stable")
    best = nearest_first[int(np.argmax(scores[nearest_first]))]
    return nominal + int(best) - search


def stretched(blocks: Iterator[Samples], rate_hz: int, tempo: float) -> Iterator[Samples]:
    """Yield the samples at another tempo with pitch and timbre kept; n samples become n/tempo, rounded.

    Waveform-similarity overlap-add (Verhelst and Roelands 1993): Hann windows of 30 ms, half overlapping, each taken
    where, within 10 ms, the sound goes on most like the window before.
    """
    hop, search = round(_HOP_S * rate_hz), round(_SEARCH_S * rate_hz)
    source = _Source(blocks, hop + search)
    window = (0.5 - 0.5 * np.cos(np.pi * np.arange(2 * hop) / hop))[:, None]
    start, count = -hop, 0
    if not source.has(0):
        return
    rest = source.read(start, start + 2 * hop)[hop:] * window[hop:]
    while source.length is None or count * hop < round(source.length / tempo):
        nominal = round(count * hop * tempo)
        wanted = source.read(start + hop, start + 3 * hop)
        start = _best_start(source, wanted, nominal, search)
        piece = source.read(start, start + 2 * hop) * window
        done = rest + piece[:hop]
        rest, count = piece[hop:], count + 1
        source.has(round(count * hop * tempo) + search + 2 * hop)
        left = hop if source.length is None else round(source.length / tempo) - (count - 1) * hop
        yield done[:left].astype(np.float32)
        source.give_up(min(start + hop, round(count * hop * tempo) - search))


def _hurry_sound(manipulation: Manipulation, sound: Sound) -> Sound:
    return all_samples(sound, sound.rate_hz, lambda blocks: stretched(blocks, sound.rate_hz, manipulation.amount))


def _hurry_pictures(manipulation: Manipulation, recording: Recording) -> Recording:
    def hurried(frames: Iterator[Frame]) -> Iterator[Frame]:
        for frame in frames:
            yield replace(frame, t_s=frame.t_s / manipulation.amount)

    rate_hz = None if recording.rate_hz is None else recording.rate_hz * manipulation.amount
    return replace(all_frames(recording, hurried), rate_hz=rate_hz)


TEMPO = Kind(
    name="tempo",
    amount=Setting("times", 0.25, 4.0, 1.25, "as fast; 2 halves the length"),
    neutral=1.0,
    about="Makes everything faster or slower: frames by their times, sound by overlap-add, which keeps its pitch.",
    truth="times_scaled",
    pictures=_hurry_pictures,
    sound=_hurry_sound,
)
