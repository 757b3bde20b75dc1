"""What is true of performed speech: curves, segments and drawn numbers. Nothing here measures the sound's voice."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from desdemona.voices.contour import contour_of, f0_at
from desdemona.voices.score import Score, Utterance
from desdemona.voices.speaking import Spoken
from desdemona.voices.speech import TRUTH_STEP_S, Drawn, Segment, SegmentKind
from desdemona.voices.timing import Stretch, lay_out, runs_of, within

_CLOSE_S = 1e-9


def f0_curve(score: Score, times_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the contour's frequency in hertz at each time, NaN where the voice is not voiced."""
    hz = np.full(len(times_s), np.nan)
    for utterance in score.utterances:
        voiced = within(runs_of(lay_out(utterance), voiced=True), times_s)
        hz[voiced] = f0_at(contour_of(utterance, score.register), times_s[voiced])
    return hz


def formant_curves(spoken: Sequence[Spoken], times_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the first three formants in hertz at each time, shape (times, 3), NaN in pauses."""
    hz = np.full((len(times_s), 3), np.nan)
    for one in spoken:
        active = within(runs_of(one.stretches, voiced=False), times_s)
        for number in range(3):
            own = one.settings.formants_hz[:, number]
            hz[active, number] = np.interp(times_s[active], one.settings.times_s, own)
    return hz


def loudness_curve(voice: NDArray[np.float64], times_s: NDArray[np.float64], rate_hz: int) -> NDArray[np.float64]:
    """Return the RMS of 10 ms from each time on, in dB against full scale, NaN where it is nothing."""
    if not len(times_s):
        return np.zeros(0)
    starts = np.round(times_s * rate_hz).astype(int)
    energy = np.add.reduceat(voice * voice, starts) / np.diff(np.append(starts, len(voice)))
    energy = np.where(energy > 0, energy, np.nan)
    return np.asarray(10.0 * np.log10(energy), dtype=np.float64)


def truth_times(count: int, rate_hz: int) -> NDArray[np.float64]:
    """Return the times of the truth curves of so many samples: every 10 ms from 0."""
    steps = int(np.ceil(count / rate_hz / TRUTH_STEP_S - 1e-6))
    return np.asarray(np.arange(steps) * TRUTH_STEP_S, dtype=np.float64)


def segments_of(score: Score, duration_s: float) -> tuple[Segment, ...]:
    """Return what the voice does, without gap from 0 to `duration_s`."""
    found: list[Segment] = []

    def add(kind: SegmentKind, start_s: float, end_s: float) -> None:
        if end_s - start_s < _CLOSE_S:
            return
        if found and found[-1].kind == kind:
            found[-1] = Segment(kind, found[-1].t_start_s, end_s)
        else:
            found.append(Segment(kind, start_s, end_s))

    t_s = 0.0
    for utterance in score.utterances:
        for stretch in lay_out(utterance):
            add("pause", t_s, stretch.t_start_s)
            add(_kind(utterance, stretch), stretch.t_start_s, stretch.t_end_s)
            t_s = stretch.t_end_s
    add("pause", t_s, duration_s)
    return tuple(found)


def _kind(utterance: Utterance, stretch: Stretch) -> SegmentKind:
    if utterance.kind == "cry":
        return "cry"
    return "voiced" if stretch.part.voicing else "unvoiced"


def drawn_of(utterance: Utterance, one: Spoken, gain_db: float) -> Drawn:
    """Return the numbers that were drawn for an utterance, turned down by `gain_db`."""
    runs = runs_of(one.stretches, voiced=False)
    syllables = sum(stretch.part.is_vowel for stretch in one.stretches)
    if utterance.kind == "cry":
        syllables = len({stretch.group for stretch in one.stretches})
    return Drawn(
        utterance.kind,
        utterance.t_start_s,
        utterance.t_end_s,
        one.pulses.jitter_share,
        _jitter_as_it_stands(one),
        one.pulses.shimmer_share,
        one.hnr_db,
        utterance.loudness_db + gain_db,
        syllables / math.fsum(end_s - start_s for start_s, end_s in runs),
    )


def _jitter_as_it_stands(one: Spoken) -> float:
    runs = runs_of(one.stretches, voiced=True)
    instants_s = [one.pulses.instants_s[within((run,), one.pulses.instants_s)] for run in runs]
    periods_s = [np.diff(own) for own in instants_s]
    steps_s = np.concatenate([*(np.abs(np.diff(own)) for own in periods_s), np.zeros(0)])
    return float(steps_s.mean() / np.concatenate(periods_s).mean()) if len(steps_s) else float("nan")
