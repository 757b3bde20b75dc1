"""Measures of sound that share no code with the synthesiser and none with the channels: marks, combs, correlations."""

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly
from scipy.signal.windows import blackmanharris

Sound = NDArray[np.float64]

RATE_HZ = 16_000


def between(sound: Sound, start_s: float, end_s: float) -> Sound:
    """Return the part of a sound between two times, seconds."""
    return sound[round(start_s * RATE_HZ) : round(end_s * RATE_HZ)]


def parabola_top(before: float, here: float, after: float) -> float:
    """Return where between -1 and 1 the parabola through three values has its top."""
    bend = before - 2 * here + after
    return 0.0 if bend == 0 else float(0.5 * (before - after) / bend)


def fundamental_hz(sound: Sound, low_hz: float, high_hz: float) -> float:
    """Return the frequency of a steady voice by autocorrelation, first over one period, then over up to 27."""
    spectrum = np.fft.rfft(sound, 2 * len(sound))
    correlation = np.fft.irfft(np.abs(spectrum) ** 2)[: len(sound)] / np.arange(len(sound), 0, -1)
    shortest, longest = int(RATE_HZ / high_hz), int(RATE_HZ / low_hz)
    lag = float(shortest + np.argmax(correlation[shortest : longest + 1]))
    for periods in (1, 3, 9, 27):
        if lag * periods > 0.6 * len(sound):
            break
        around, reach = round(lag * periods), max(1, int(0.2 * lag))
        at = around - reach + int(np.argmax(correlation[around - reach : around + reach + 1]))
        lag = (at + parabola_top(*correlation[at - 1 : at + 2])) / periods
    return RATE_HZ / lag


def periodicity(sound: Sound, low_hz: float, high_hz: float) -> float:
    """Return the largest autocorrelation at a period within limits, over that at none: 1 periodic, near 0 noise."""
    spectrum = np.fft.rfft(sound, 2 * len(sound))
    correlation = np.fft.irfft(np.abs(spectrum) ** 2)[: len(sound)] / np.arange(len(sound), 0, -1)
    return float(correlation[int(RATE_HZ / high_hz) : int(RATE_HZ / low_hz) + 1].max() / correlation[0])


def cycle_marks(sound: Sound, f0_hz: float) -> tuple[Sound, Sound]:
    """Return time (s) and height of the deepest trough of every cycle, between samples by a parabola.

    The next mark lies within 0.75 to 1.25 periods of the last.
    """
    times_over = 8
    fine = -resample_poly(sound, times_over, 1)
    period = RATE_HZ * times_over / f0_hz
    at = int(np.argmax(fine[: int(1.5 * period)]))
    times, heights = [], []
    while at + 1.3 * period < len(fine):
        at += int(0.75 * period)
        at += int(np.argmax(fine[at : at + int(0.5 * period)]))
        before, here, after = fine[at - 1 : at + 2]
        shift = parabola_top(before, here, after)
        times.append((at + shift) / (RATE_HZ * times_over))
        heights.append(here - 0.25 * (before - after) * shift)
    return np.array(times), np.array(heights)


def local_share(values: Sound) -> float:
    """Return the mean absolute difference of neighbours over the mean: local jitter of periods, shimmer of heights."""
    return float(np.mean(np.abs(np.diff(values))) / np.mean(values))


def harmonics_over_noise_db(sound: Sound, f0_hz: float) -> float:
    """Return energy at the multiples of a steady fundamental over energy between them, in dB.

    What lies under the harmonics is taken to be as high as between them. A Blackman-Harris window keeps what leaks out
    of a harmonic 90 dB down beyond four bins; six are kept.
    """
    power = np.abs(np.fft.rfft(sound * blackmanharris(len(sound)))) ** 2
    hz = np.fft.rfftfreq(len(sound), 1 / RATE_HZ)
    width_hz = 6.0 * RATE_HZ / len(sound)
    noise = harmonic = 0.0
    for number in range(1, int(RATE_HZ / 2 / f0_hz)):
        off_hz = np.abs(hz - number * f0_hz)
        band, near = off_hz < 0.5 * f0_hz, off_hz <= width_hz
        floor = float(np.mean(power[band & ~near]))
        noise += floor * int(band.sum())
        harmonic += float(np.sum(power[band & near] - floor))
    return float(10 * np.log10(harmonic / noise))


def level_db(sound: Sound) -> float:
    """Return the level (root mean square) in dB against full scale."""
    return float(10 * np.log10(np.mean(sound * sound) + 1e-30))


def loud_stretches(sound: Sound, floor_db: float, gap_s: float = 0.05) -> list[tuple[float, float]]:
    """Return from when to when (s) a sound is louder than a floor, in steps of 5 ms; short gaps are closed."""
    step = RATE_HZ // 200
    whole = sound[: len(sound) // step * step].reshape(-1, step)
    loud = np.flatnonzero(10 * np.log10(np.mean(whole**2, axis=1) + 1e-30) > floor_db)
    if not len(loud):
        return []
    pieces = np.split(loud, np.flatnonzero(np.diff(loud) > gap_s * 200) + 1)
    return [(float(piece[0]) / 200, float(piece[-1] + 1) / 200) for piece in pieces]
