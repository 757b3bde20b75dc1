"""The mean rate of a rhythm over a window, with its uncertainty, from its phase."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RATE_SD_HZ = 4.0 / 60
"""Prior standard deviation of the rate about its mean in a window. Short-term variability of healthy adults at rest is
some 50 ms of a beat (SDNN over minutes; Task Force 1996 and Nunan 2010), 4 bpm at 72 bpm."""
RATE_MEMORY_S = 1.0
"""How fast the rate may vary: the length of the Gaussian covariance. Breathing at 0.25 Hz passes at 0.3 of the power.
In simulation 0.6, 0.8 and 1.0 s gave like errors; 1.0 had the best coverage and the fewest terms."""
SMALLEST_WOBBLE_RAD = 0.01
"""Phase components smaller than this a priori are left out: 0.01 rad is 0.02 bpm over 10 s."""
AMPLITUDE_SD = 0.2
"""Prior standard deviation of each slow component of the amplitude, as a share of it (breathing, movement)."""
AMPLITUDE_COMPONENTS = 3
FIT_ROUNDS = 4
"""Gauss-Newton rounds; each reads the noise from what the fit so far leaves over."""
PEAK_HALF_HZ = 0.4
"""Half width of a peak: the Hann main lobe of 10 s (0.2 Hz) and side bands of breathing (0.2 Hz more)."""
NEIGHBOURS_HZ = (1.0, 2.0)
"""The noise beside a peak is read from `PEAK_HALF_HZ` to each of these on either side."""
DRIFT_HZ = 0.3
"""Below this nothing is read as noise: the projections remove it."""


@dataclass(frozen=True, slots=True, eq=False)
class RateFit:
    """The fitted rhythm of each window.

    `rate_hz` (windows,) is the mean rate over the window and `sd_hz` its standard deviation; `phase` (windows, samples)
    the fitted phase in radians; `noise` (windows,) the power density beside the peak, its harmonic taken out.
    """

    rate_hz: Floats
    sd_hz: Floats
    phase: Floats
    noise: Floats


def taper(length: int) -> Floats:
    """Return the Hann taper that never touches zero, scaled so that white noise of variance 1 has density 1."""
    hann = np.sin(np.pi * (np.arange(length) + 0.5) / length) ** 2
    return np.asarray(hann / np.sqrt((hann**2).sum()))


def noise_beside(windows: Floats, at_hz: Floats, clock_hz: float, *, within: bool = False) -> Floats:
    """Return the mean power density (windows,) beside a frequency: the highest of near and far, left and right.

    Taking the noisiest of the four makes slopes, drift and 1/f noise count against a peak instead of for it. With
    `within`, the frequency's own surroundings count too: for what a fit leaves over, where they tell of a bad fit.
    """
    length = windows.shape[1]
    power = np.abs(np.fft.rfft(windows * taper(length), axis=1)) ** 2
    total = np.zeros((power.shape[0], power.shape[1] + 1))
    np.cumsum(power, axis=1, out=total[:, 1:])
    row, step_hz = np.arange(power.shape[0]), clock_hz / length
    noise = np.full(power.shape[0], 1e-24)
    stretches = [(-PEAK_HALF_HZ, PEAK_HALF_HZ)] if within else []
    stretches += [(-reach_hz, -PEAK_HALF_HZ) for reach_hz in NEIGHBOURS_HZ]
    stretches += [(PEAK_HALF_HZ, reach_hz) for reach_hz in NEIGHBOURS_HZ]
    for below_hz, above_hz in stretches:
        lowest, highest = at_hz + below_hz, at_hz + above_hz
        low = np.ceil(np.maximum(lowest, DRIFT_HZ) / step_hz - 1e-9).astype(int).clip(0, power.shape[1] - 2)
        high = np.maximum(np.floor(highest / step_hz + 1e-9).astype(int), low).clip(0, power.shape[1] - 1)
        noise = np.maximum(noise, (total[row, high + 1] - total[row, low]) / (high + 1 - low))
    return noise


@lru_cache(maxsize=4)
def rate_variation(length: int, duration_s: float) -> tuple[Floats, Floats, Floats]:
    """Return phase components (m, length), their prior standard deviations and their advance over the window (m,).

    The first two are a constant and a straight line, both free (infinite); the others are the principal components of
    the phase, those two apart, when the rate is a Gaussian process of `RATE_SD_HZ` and `RATE_MEMORY_S`.
    """
    steps = 160
    coarse, edge = np.linspace(0, 1, steps + 1), np.linspace(0, 1, 2 * length + 1)
    middle_s = (coarse[1:] + coarse[:-1]) / 2 * duration_s
    rates = RATE_SD_HZ**2 * np.exp(-0.5 * ((middle_s[:, None] - middle_s) / RATE_MEMORY_S) ** 2)
    integral = np.tril(np.ones((steps + 1, steps)), -1) * (2 * np.pi * duration_s / steps)
    line = np.linalg.qr(np.stack([np.ones(steps + 1), coarse], axis=1))[0]
    apart = np.eye(steps + 1) - line @ line.T
    values, vectors = np.linalg.eigh(apart @ integral @ rates @ integral.T @ apart)
    sds = np.sqrt(np.maximum(values[::-1], 0) / (steps + 1))
    kept = int((sds > SMALLEST_WOBBLE_RAD).sum())
    shapes = [np.interp(edge, coarse, vectors[:, -1 - k] * np.sqrt(steps + 1)) for k in range(kept)]
    basis = np.stack([np.ones_like(edge), 2 * edge - 1, *shapes])
    return basis[:, 1::2].copy(), np.concatenate([[np.inf, np.inf], sds[:kept]]), basis[:, -1] - basis[:, 0]


def fit_rate(windows: Floats, peak_hz: Floats, clock_hz: float) -> RateFit:
    """Fit a sinusoid of slowly varying phase and amplitude, with a second harmonic, to each window.

    Gauss-Newton least squares with Gaussian priors on the variation. The rate is the phase advance from the window's
    first moment to its last over its duration, so it is the mean of the instantaneous rate, not the spectral peak (with
    rate variability the two differ by more than the noise does). Its standard deviation is that of the linearised fit;
    for a steady sinusoid in white noise that is the Cramér-Rao bound (Rife and Boorstyn 1974), widened by what the
    prior leaves open.
    """
    count, length = windows.shape
    duration_s = length / clock_hz
    place = (np.arange(length) + 0.5) / length
    phase_basis, phase_sd, advance = rate_variation(length, duration_s)
    strength_basis = np.stack([np.cos(k * np.pi * place) for k in range(AMPLITUDE_COMPONENTS + 1)])
    m, turns = len(phase_basis), 2 * np.pi * duration_s
    carrier = 2 * np.pi * peak_hz[:, None] * duration_s * (place - 0.5)
    envelope = _envelope(windows, peak_hz, clock_hz) * np.exp(-1j * carrier)
    strength = np.abs(envelope)
    typical = np.sqrt((strength**2).mean(axis=1))
    theta = np.zeros((count, m + len(strength_basis) + 2))
    theta[:, :m] = _first_phase(np.unwrap(np.angle(envelope)), strength, phase_basis, phase_sd)
    theta[:, m] = typical
    precision = np.zeros_like(theta)
    precision[:, :m] = 1 / phase_sd**2
    precision[:, m + 1 : -2] = 1 / (AMPLITUDE_SD * np.maximum(typical, 1e-12))[:, None] ** 2
    for _ in range(FIT_ROUNDS):
        phase, design, model = _linearised(theta, carrier, phase_basis, strength_basis)
        rest = windows - model
        noise = noise_beside(rest, peak_hz, clock_hz, within=True)
        normal = _normal(design, noise, precision)
        pull = (design @ rest[..., None])[..., 0] / noise[:, None] - precision * theta
        theta = theta + np.linalg.solve(normal, pull[..., None])[..., 0]
    phase, design, model = _linearised(theta, carrier, phase_basis, strength_basis)
    noise = noise_beside(windows - model, peak_hz, clock_hz, within=True)
    harmonic = (theta[:, -2:, None] * design[:, -2:]).sum(axis=1)
    reach = np.concatenate([advance, np.zeros(theta.shape[1] - m)])
    spread = np.linalg.solve(_normal(design, noise, precision), np.broadcast_to(reach[:, None], (count, reach.size, 1)))
    sd_hz = np.sqrt(np.maximum(spread[..., 0] @ reach, 0)) / turns
    return RateFit(peak_hz + theta @ reach / turns, sd_hz, phase, noise_beside(windows - harmonic, peak_hz, clock_hz))


def _envelope(windows: Floats, peak_hz: Floats, clock_hz: float) -> NDArray[np.complex128]:
    """Return the complex signal near the peak, by a raised-cosine band of `PEAK_HALF_HZ` to either side."""
    length = windows.shape[1]
    hz = np.fft.fftfreq(2 * length, 1 / clock_hz)
    away = np.abs(hz - peak_hz[:, None]) / PEAK_HALF_HZ
    band = np.where(away < 1, 1 + np.cos(np.pi * away), 0.0)
    return np.asarray(np.fft.ifft(np.fft.fft(windows, 2 * length, axis=1) * band, axis=1)[:, :length])


def _first_phase(phase: Floats, strength: Floats, basis: Floats, sd: Floats) -> Floats:
    """Return the coefficients of a phase by least squares: each sample weighted with its power and good to 1 rad."""
    weight = strength**2 / np.maximum((strength**2).mean(axis=1, keepdims=True), 1e-300)
    weighted = weight[:, None] * basis
    normal = weighted @ basis.T
    index = np.arange(len(basis))
    normal[:, index, index] += 1 / sd**2 + 1e-9
    return np.asarray(np.linalg.solve(normal, (weighted @ phase[..., None]))[..., 0])


def _linearised(
    theta: Floats, carrier: Floats, phase_basis: Floats, strength_basis: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return phase (windows, samples), derivatives (windows, parameters, samples) and the model itself."""
    m = len(phase_basis)
    phase = carrier + theta[:, :m] @ phase_basis
    strength = theta[:, m:-2] @ strength_basis
    cosine, sine = np.cos(phase), np.sin(phase)
    twice_cosine, twice_sine = cosine**2 - sine**2, 2 * sine * cosine
    even, odd = theta[:, -2:-1], theta[:, -1:]
    slope = -strength * sine + 2 * (odd * twice_cosine - even * twice_sine)
    parts = [slope[:, None] * phase_basis, cosine[:, None] * strength_basis]
    design = np.concatenate([*parts, twice_cosine[:, None], twice_sine[:, None]], axis=1)
    return phase, design, strength * cosine + even * twice_cosine + odd * twice_sine


def _normal(design: Floats, noise: Floats, precision: Floats) -> Floats:
    """Return the normal matrices of the fit, kept off singularity by rounding's worth of their own size."""
    normal = design @ design.transpose(0, 2, 1) / noise[:, None, None]
    index = np.arange(precision.shape[1])
    floor = 1e-10 * np.trace(normal, axis1=1, axis2=2)[:, None] + 1e-30
    normal[:, index, index] += precision + floor
    return np.asarray(normal)
