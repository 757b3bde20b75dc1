"""One steady rhythm in a signal of movement or colour: its frequency with an interval and its size, or none."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FINENESS = 8
"""The periodogram is zero-padded to at least this many times the window."""
LOBE_BINS = 2.0
"""Half width of a peak in bins of the window (the Hann main lobe)."""
REACH_BINS = (6.0, 16.0)
"""The noise beside a peak is read from the lobe's end to each of these, left and right; the highest mean counts."""
WIDENING = 1.2
"""Standard deviation over the Cramér-Rao bound; with it 95 % intervals of simulated sinusoids in white noise hold 98 %
of the time."""
PARTS = 3
"""A rhythm must be there, in step, in every one of so many parts of its window: what drifts by chance is not."""
LINE = 2
"""Order of the polynomial taken out of a window first: slow drift, and the start of a turn."""


@dataclass(frozen=True, slots=True)
class Band:
    """Where a rhythm is looked for in hertz, and what it must show.

    `peak_ratio` is the least power of the peak over the noise density beside it, `rival_share` the most another peak
    (harmonics apart) may have of its power, `steadiness` the least of `Found.steadiness`.
    """

    low_hz: float
    high_hz: float
    peak_ratio: float
    rival_share: float
    steadiness: float


@dataclass(frozen=True, slots=True)
class Found:
    """The strongest rhythm: frequency with standard deviation, complex amplitude of each signal, and how it stands out.

    `amplitude` (signals,) has the size of half peak to peak and the phase at the window's middle. `steadiness` is 1 for
    a rhythm of the same size and phase in every part of the window, 0 for one that is missing from a part.
    """

    rate_hz: float
    sd_hz: float
    amplitude: NDArray[np.complex128]
    peak_ratio: float
    rival_share: float
    steadiness: float


def detrended(values: Floats) -> Floats:
    """Return signals (k, signals) less their own parabola."""
    place = np.linspace(-1, 1, values.shape[0])
    basis = np.linalg.qr(np.stack([place**k for k in range(LINE + 1)], axis=1))[0]
    return np.asarray(values - basis @ (basis.T @ values))


def find_rhythm(values: Floats, clock_hz: float, band: Band) -> Found | None:
    """Find the strongest rhythm of signals (k, signals) on an even clock, their powers added; None for a flat line.

    The frequency is the peak of the Hann periodogram, refined by a parabola. Its standard deviation is `WIDENING`
    times the Cramér-Rao bound of a steady sinusoid in noise like that beside it (Rife and Boorstyn 1974).
    """
    length = values.shape[0]
    smooth = detrended(values)
    taper = _taper(length)
    padded = 2 ** int(np.ceil(np.log2(FINENESS * length)))
    power = (np.abs(np.fft.rfft(smooth * taper[:, None], n=padded, axis=0)) ** 2).sum(axis=1)
    step_hz, bin_hz = clock_hz / padded, clock_hz / length
    at = _peak(power, step_hz, band)
    if at is None or power[round(at)] <= 0:
        return None
    noise = _noise_beside(power, at * step_hz, step_hz, bin_hz)
    height = float(power[round(at)])
    ratio = height / max(noise, 1e-30)
    sd_hz = WIDENING * np.sqrt(6 / max(ratio, 1e-9)) / (2 * np.pi * length / clock_hz)
    rate_hz = at * step_hz
    return Found(
        rate_hz=rate_hz,
        sd_hz=float(sd_hz),
        amplitude=amplitude_at(values, clock_hz, rate_hz),
        peak_ratio=ratio,
        rival_share=_rival(power, at, (step_hz, bin_hz), band) / height,
        steadiness=_steadiness(smooth, clock_hz, rate_hz),
    )


def amplitude_at(values: Floats, clock_hz: float, rate_hz: float) -> NDArray[np.complex128]:
    """Return the complex amplitude of each signal (k, signals) at a frequency, phase at the window's middle."""
    length = values.shape[0]
    taper = _taper(length)
    turns = np.exp(-2j * np.pi * rate_hz * (np.arange(length) - (length - 1) / 2) / clock_hz)
    return np.asarray(2 * ((taper * turns) @ detrended(values)) / taper.sum())


def ratio_at(values: Floats, clock_hz: float, rate_hz: float) -> float:
    """Return the power of signals (k, signals) at a frequency over the noise beside it."""
    length = values.shape[0]
    padded = 2 ** int(np.ceil(np.log2(FINENESS * length)))
    power = (np.abs(np.fft.rfft(detrended(values) * _taper(length)[:, None], n=padded, axis=0)) ** 2).sum(axis=1)
    step_hz = clock_hz / padded
    noise = _noise_beside(power, rate_hz, step_hz, clock_hz / length)
    return float(power[min(round(rate_hz / step_hz), power.size - 1)]) / max(noise, 1e-30)


def _steadiness(smooth: Floats, clock_hz: float, rate_hz: float) -> float:
    length = smooth.shape[0]
    turns = np.exp(-2j * np.pi * rate_hz * np.arange(length) / clock_hz)[:, None] * smooth
    edges = np.linspace(0, length, PARTS + 1).astype(int)
    whole = turns.sum(axis=0)
    parts = [
        float(((turns[start:stop] * _taper(stop - start)[:, None]).sum(axis=0) @ whole.conj()).real)
        for start, stop in pairwise(edges)
    ]
    largest = max(np.abs(parts))
    return max(min(parts) / largest, 0.0) if largest > 0 else 0.0


def _taper(length: int) -> Floats:
    hann = np.sin(np.pi * (np.arange(length) + 0.5) / length) ** 2
    return np.asarray(hann / np.sqrt((hann**2).sum()))


def _peak(power: Floats, step_hz: float, band: Band) -> float | None:
    """Return the place in steps of the highest local maximum in the band."""
    first = max(int(np.ceil(band.low_hz / step_hz)), 1)
    last = min(int(band.high_hz / step_hz), power.size - 2)
    if last < first:
        return None
    centre, left, right = (power[first + k : last + 1 + k] for k in (0, -1, 1))
    tops = np.where((centre >= left) & (centre > right), centre, 0.0)
    best = int(tops.argmax())
    if tops[best] <= 0:
        return None
    bend = left[best] - 2 * centre[best] + right[best]
    shift = 0.5 * (left[best] - right[best]) / bend if bend < 0 else 0.0
    return first + best + float(np.clip(shift, -0.5, 0.5))


def _noise_beside(power: Floats, at_hz: float, step_hz: float, bin_hz: float) -> float:
    means = []
    for reach in REACH_BINS:
        for low, high in ((-reach, -LOBE_BINS), (LOBE_BINS, reach)):
            first = max(int(np.ceil((at_hz + low * bin_hz) / step_hz)), int(np.ceil(bin_hz / step_hz)))
            last = min(int((at_hz + high * bin_hz) / step_hz), power.size - 1)
            if last - first >= bin_hz / step_hz:
                means.append(float(power[first : last + 1].mean()))
    return max(means, default=float("inf"))


def _rival(power: Floats, at: float, steps: tuple[float, float], band: Band) -> float:
    step_hz, bin_hz = steps
    hz = np.arange(power.size) * step_hz
    inside = (hz >= band.low_hz) & (hz <= band.high_hz)
    for harmonic in (1, 2, 3):
        inside &= np.abs(hz - harmonic * at * step_hz) > LOBE_BINS * bin_hz
    tops = np.zeros(power.size, dtype=bool)
    tops[1:-1] = (power[1:-1] >= power[:-2]) & (power[1:-1] > power[2:])
    return float(power[inside & tops].max(initial=0.0))
