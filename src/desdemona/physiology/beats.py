"""The beats that a phantom's heart makes: their instants first, everything else drawn from them.

A beat is counted at its electrical instant, the R wave of an ECG. The first comes half a scripted beat after the start;
so a recording holds the scripted integral of the rate in beats, rounded. The phase between beats is a smooth rising
curve through them, and its slope is the instantaneous rate: its mean over any stretch is the beats in it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicHermiteSpline

from desdemona.physiology.heart import Floats
from desdemona.physiology.inside import Inside
from desdemona.physiology.scripted import instants_of, pulse_rate_at, pulse_turns_at
from desdemona.physiology.straying import draw_straying, shift_at

SHORTEST_COUPLING = 0.45
"""An ectopic beat comes no sooner than this share of an interval after the beat before; our choice for a heart that
cannot be excited again yet."""

_AROUND_S = 6.0
"""Beats are drawn this far beyond both ends, for waves that arrive later than the beat."""


@dataclass(frozen=True, slots=True, eq=False)
class Heart:
    """The beats of one recording, with some before its start and after its end.

    `instants_s`, `ectopic` and `slopes_hz` (of the phase, at the beats) have one entry a beat; `first` is the index of
    the first beat at or after time 0. Without a pulse all are empty.
    """

    duration_s: float
    first: int
    instants_s: Floats
    ectopic: NDArray[np.bool_]
    slopes_hz: Floats

    @property
    def within(self) -> NDArray[np.bool_]:
        """Return which beats lie in the recording, from 0 to just before its end."""
        return (self.instants_s >= 0) & (self.instants_s < self.duration_s)

    @property
    def beats_s(self) -> Floats:
        """Return the instants of the beats in the recording."""
        return self.instants_s[self.within]


def draw_heart(inside: Inside, duration_s: float, *, rng: np.random.Generator) -> Heart:
    """Return the beats of a phantom over a recording; `rng` is used for variability only."""
    if not inside.pulse:
        empty = np.empty(0)
        return Heart(duration_s, 0, empty, empty.astype(np.bool_), empty)
    span_s = np.array([-_AROUND_S, duration_s + _AROUND_S])
    reach = pulse_turns_at(inside, span_s) - 0.5
    numbers = np.arange(np.ceil(reach[0]), np.floor(reach[1]) + 1)
    due_s = instants_of(lambda times_s: pulse_turns_at(inside, times_s), numbers + 0.5, span_s)
    inner_s = due_s[(due_s >= 0) & (due_s < duration_s)]
    straying = draw_straying(inside, duration_s, inner_s, rng=rng)
    stretch = np.ones_like(due_s)
    instants_s = due_s
    if straying is not None:
        instants_s = due_s + shift_at(straying, due_s)
        step_s = 1e-4
        stretch += (shift_at(straying, due_s + step_s) - shift_at(straying, due_s - step_s)) / (2 * step_s)
    slopes_hz = pulse_rate_at(inside, due_s) / 60 / stretch
    instants_s, ectopic = _with_ectopic(instants_s, inside.ectopic_s)
    first = int(np.searchsorted(instants_s, 0.0))
    return Heart(duration_s, first, instants_s, ectopic, _rising(instants_s, slopes_hz, ectopic))


def _with_ectopic(instants_s: Floats, ectopic_s: tuple[float, ...]) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the beats with ectopic ones in place of those that were due next, and which they are."""
    moved_s, ectopic = instants_s.copy(), np.zeros(len(instants_s), dtype=np.bool_)
    for wanted_s in ectopic_s:
        due = int(np.searchsorted(instants_s, wanted_s))
        if 1 <= due < len(instants_s):
            before_s, due_s = instants_s[due - 1 : due + 1]
            moved_s[due] = max(wanted_s, before_s + SHORTEST_COUPLING * (due_s - before_s))
            ectopic[due] = True
    return moved_s, ectopic


def _rising(instants_s: Floats, slopes_hz: Floats, ectopic: NDArray[np.bool_]) -> Floats:
    """Return slopes with which a cubic through the beats rises everywhere (Fritsch and Carlson 1980)."""
    secants_hz = 1 / np.diff(instants_s)
    before, after = np.r_[secants_hz[:1], secants_hz], np.r_[secants_hz, secants_hz[-1:]]
    mended = np.where(ectopic, 2 * before * after / (before + after), slopes_hz)
    return np.asarray(np.minimum(mended, 3 * np.minimum(before, after)))


def turns_at(heart: Heart, times_s: Floats) -> Floats:
    """Return the phase in beats: 0 at the recording's first beat, a whole number at each; NaN without a pulse.

    Good from one second before the recording to its end.
    """
    if not len(heart.instants_s):
        return np.full(np.shape(times_s), np.nan)
    numbers = np.arange(len(heart.instants_s)) - float(heart.first)
    return np.asarray(CubicHermiteSpline(heart.instants_s, numbers, heart.slopes_hz)(times_s))


def instant_rate_at(heart: Heart, times_s: Floats) -> Floats:
    """Return the instantaneous heart rate in bpm, the slope of the phase; NaN without a pulse."""
    if not len(heart.instants_s):
        return np.full(np.shape(times_s), np.nan)
    numbers = np.arange(len(heart.instants_s), dtype=np.float64)
    return np.asarray(60 * CubicHermiteSpline(heart.instants_s, numbers, heart.slopes_hz)(times_s, 1))


@dataclass(frozen=True, slots=True, eq=False)
class Tachogram:
    """The intervals between the beats of a recording, each at the beat that ends it.

    `normal` says whether neither of its two beats is ectopic.
    """

    times_s: Floats
    intervals_ms: Floats
    normal: NDArray[np.bool_]


def tachogram_of(heart: Heart) -> Tachogram:
    """Return the tachogram of the beats in a recording."""
    ectopic = heart.ectopic[heart.within]
    return Tachogram(heart.beats_s[1:], 1000 * np.diff(heart.beats_s), ~(ectopic[1:] | ectopic[:-1]))


def sdnn_of(tachogram: Tachogram) -> float:
    """Return the standard deviation of the normal intervals in ms (n - 1), trends included; NaN below three."""
    normal_ms = tachogram.intervals_ms[tachogram.normal]
    return float(np.std(normal_ms, ddof=1)) if len(normal_ms) >= 3 else np.nan


def rmssd_of(tachogram: Tachogram) -> float:
    """Return the root mean square of differences between normal intervals in a row, in ms; NaN below two of them."""
    both = tachogram.normal[1:] & tachogram.normal[:-1]
    steps_ms = np.diff(tachogram.intervals_ms)[both]
    return float(np.sqrt(np.mean(steps_ms**2))) if len(steps_ms) >= 2 else np.nan


def beats_of(inside: Inside, duration_s: float, seed: int) -> Floats:
    """Return the instants of the beats in a recording, in seconds; empty without a pulse."""
    return draw_heart(inside, duration_s, rng=heart_rng(seed)).beats_s


def heart_rng(seed: int) -> np.random.Generator:
    """Return the generator that a seed gives for the heart, apart from those for anything else."""
    return np.random.default_rng([seed, 1])
