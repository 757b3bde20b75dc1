"""Measures of sound that share no code with the synthesiser: marks, combs, correlations, linear prediction."""

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_toeplitz
from scipy.signal import decimate, resample_poly
from scipy.signal.windows import blackmanharris

from desdemona.voices.register import MAN, Register
from desdemona.voices.score import F0Point, Kind, Score, Utterance, Word
from desdemona.voices.speech import Speech
from desdemona.voices.voice import synthesise

Sound = NDArray[np.float64]
RATE_HZ = 16_000


def sustained(  # noqa: PLR0913 - one argument a property of the vowel
    vowel: str = "ah",
    f0_hz: float = 120.0,
    *,
    register: Register = MAN,
    kind: Kind = "speech",
    jitter_share: float = 0.0,
    shimmer_share: float = 0.0,
    hnr_db: float = 50.0,
    length_s: float = 4.0,
    seed: int = 1,
) -> Speech:
    """Return one vowel held for `length_s` from 0.1 s on."""
    word = Word("ah", (vowel,))
    utterance = Utterance(
        0.1,
        (word,),
        () if kind == "whisper" else (F0Point(0.0, f0_hz),),
        kind,
        syllables_per_s=1.0 / length_s,
        jitter_share=jitter_share,
        shimmer_share=shimmer_share,
        hnr_db=hnr_db,
    )
    return synthesise(Score((utterance,), register), duration_s=length_s + 0.3, seed=seed)


def middle(speech: Speech, start_s: float, end_s: float) -> Sound:
    return speech.samples[round(start_s * speech.rate_hz) : round(end_s * speech.rate_hz)].astype(np.float64)


def measured_f0_hz(sound: Sound, low_hz: float, high_hz: float, rate_hz: int = RATE_HZ) -> float:
    """Return the frequency by autocorrelation: coarse over one period, then refined over more and more of them."""
    spectrum = np.fft.rfft(sound, 2 * len(sound))
    overlap = np.arange(len(sound), 0, -1)
    correlation = np.fft.irfft(np.abs(spectrum) ** 2)[: len(sound)] / overlap
    shortest, longest = int(rate_hz / high_hz), int(rate_hz / low_hz)
    lag = float(shortest + np.argmax(correlation[shortest : longest + 1]))
    for periods in (1, 3, 9, 27):
        if lag * periods > 0.6 * len(sound):
            break
        around = round(lag * periods)
        reach = max(1, int(0.2 * lag))
        at = around - reach + int(np.argmax(correlation[around - reach : around + reach + 1]))
        lag = (at + parabola_peak(*correlation[at - 1 : at + 2])) / periods
    return rate_hz / lag


def parabola_peak(before: float, here: float, after: float) -> float:
    """Return where between -1 and 1 the parabola through three values has its top."""
    bend = before - 2 * here + after
    return 0.0 if bend == 0 else float(0.5 * (before - after) / bend)


def cycle_marks(sound: Sound, f0_hz: float, rate_hz: int = RATE_HZ) -> tuple[Sound, Sound]:
    """Return time and height of the deepest trough of every cycle, between samples by a parabola.

    The search steps from cycle to cycle: the next mark lies within 0.75 to 1.25 periods of the last.
    """
    times_over = 8
    fine = -resample_poly(sound, times_over, 1)
    period = rate_hz * times_over / f0_hz
    at = int(np.argmax(fine[: int(1.5 * period)]))
    times, heights = [], []
    while at + 1.3 * period < len(fine):
        at += int(0.75 * period)
        at += int(np.argmax(fine[at : at + int(0.5 * period)]))
        before, here, after = fine[at - 1 : at + 2]
        shift = parabola_peak(before, here, after)
        times.append((at + shift) / (rate_hz * times_over))
        heights.append(here - 0.25 * (before - after) * shift)
    return np.array(times), np.array(heights)


def local_share(values: Sound) -> float:
    """Return the mean absolute difference of neighbours over the mean."""
    return float(np.mean(np.abs(np.diff(values))) / np.mean(values))


def comb_hnr_db(sound: Sound, f0_hz: float, rate_hz: int = RATE_HZ) -> float:
    """Return energy at the multiples of a steady fundamental over energy between them, floor filled in under them.

    A Blackman-Harris window keeps what leaks out of a harmonic 90 dB down beyond four bins; six are kept.
    """
    power = np.abs(np.fft.rfft(sound * blackmanharris(len(sound)))) ** 2
    hz = np.fft.rfftfreq(len(sound), 1 / rate_hz)
    width_hz = 6.0 * rate_hz / len(sound)
    noise = harmonic = 0.0
    for number in range(1, int(rate_hz / 2 / f0_hz)):
        band = np.abs(hz - number * f0_hz) < 0.5 * f0_hz
        near = np.abs(hz - number * f0_hz) <= width_hz
        floor = float(np.mean(power[band & ~near]))
        noise += floor * int(band.sum())
        harmonic += float(np.sum(power[band & near] - floor))
    return float(10 * np.log10(harmonic / noise))


def prediction(sound: Sound, order: int) -> Sound:
    """Return the coefficients of linear prediction by autocorrelation, the first being 1."""
    windowed = sound * np.hamming(len(sound))
    correlation = np.array(
        [float(np.sum(windowed[: len(windowed) - lag] * windowed[lag:])) for lag in range(order + 1)]
    )
    correlation[0] *= 1 + 1e-9
    return np.concatenate([[1.0], -solve_toeplitz(correlation[:order], correlation[1:])])


def lpc_formants_hz(sound: Sound, highest_hz: float, *, emphasis: float = 0.97, rate_hz: int = RATE_HZ) -> Sound:
    """Return the resonances found by linear prediction up to `highest_hz`, two poles a kilohertz of a man's, sorted."""
    rate = 2 * highest_hz
    low = resample_poly(sound, round(rate), rate_hz) if rate < rate_hz else sound
    low = np.append(low[0], low[1:] - emphasis * low[:-1])
    roots = np.roots(prediction(low, 12))
    roots = roots[roots.imag > 0]
    hz, bandwidth_hz = np.angle(roots) * rate / (2 * np.pi), -np.log(np.abs(roots)) * rate / np.pi
    return np.sort(hz[(hz > 150) & (bandwidth_hz < 500)])


def periodicity(sound: Sound, low_hz: float, high_hz: float, rate_hz: int = RATE_HZ) -> float:
    """Return the highest normalised autocorrelation of the prediction error at the lags of a voice."""
    low = decimate(sound, 2)
    rate = rate_hz // 2
    error = np.convolve(low, prediction(low, 12))[12:-12]
    lags = np.arange(int(rate / high_hz), int(rate / low_hz) + 1)
    return float(max(np.sum(error[lag:] * error[:-lag]) for lag in lags) / np.sum(error * error))


def level_db(sound: Sound) -> float:
    return float(10 * np.log10(np.mean(sound * sound)))
