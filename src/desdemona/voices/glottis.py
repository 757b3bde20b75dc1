"""The voice source: glottal pulses that close at exact instants, and the jitter and shimmer drawn for them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from desdemona.voices.contour import cycle_ends, f0_at
from desdemona.voices.score import F0Point

OPENING_SHARE, CLOSING_SHARE = 0.40, 0.16
"""Parts of a period in which the flow rises and falls: Rosenberg 1971, the pulse that listeners preferred."""

_OVERSAMPLED_HZ = 64_000
_LARGEST_DRAW = 2.5


@dataclass(frozen=True, slots=True, eq=False)
class Pulses:
    """Glottal pulses of an utterance, all arrays of shape (pulses,).

    `regular_s` are the closures by the contour alone and `instants_s` the closures with jitter, in seconds of the
    clip; `periods_s` is the length of the cycle by the contour, which sets the width of the pulse; `amplitudes` have
    mean 1 over the utterance. `jitter_share` and `shimmer_share` are what was drawn, NaN where there are fewer than
    two neighbouring cycles.
    """

    regular_s: NDArray[np.float64]
    instants_s: NDArray[np.float64]
    periods_s: NDArray[np.float64]
    amplitudes: NDArray[np.float64]
    jitter_share: float
    shimmer_share: float


def place_pulses(
    points: tuple[F0Point, ...],
    runs: tuple[tuple[float, float], ...],
    jitter_share: float,
    shimmer_share: float,
    *,
    rng: np.random.Generator,
) -> Pulses:
    """Return the pulses of the voiced runs of an utterance.

    Jitter moves the closures within a run about where the contour puts them; the first and last stay, so that the
    mean frequency of a run is the contour's. The drawn numbers are scaled so that the local measure (mean absolute
    difference of neighbours over the mean) is what was asked.
    """
    ends = [cycle_ends(points, run, OPENING_SHARE + CLOSING_SHARE) for run in runs]
    ends = [instants for instants in ends if len(instants)]
    steps = [np.diff(instants) for instants in ends]
    wobbles = [_draw(len(step), rng) * step for step in steps]
    wobbles = [wobble - wobble.mean() if len(wobble) else wobble for wobble in wobbles]
    lengths = np.concatenate([*steps, [0.0]])[:-1]
    factor, jitter = _scaled(wobbles, float(lengths.mean()) if len(lengths) else 1.0, jitter_share)
    moved = [
        instants + np.concatenate([[0.0], np.cumsum(factor * wobble)])
        for instants, wobble in zip(ends, wobbles, strict=True)
    ]
    waves = [_draw(len(instants), rng) for instants in ends]
    middle = np.concatenate([*waves, [0.0]])[:-1]
    waves = [wave - middle.mean() for wave in waves]
    size, shimmer = _scaled(waves, 1.0, shimmer_share)
    regular_s, instants_s = (np.concatenate([*series, np.zeros(0)]) for series in (ends, moved))
    amplitudes = 1.0 + size * np.concatenate([*waves, np.zeros(0)])
    return Pulses(regular_s, instants_s, 1.0 / f0_at(points, regular_s), amplitudes, jitter, shimmer)


def _draw(count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    return np.clip(rng.standard_normal(count), -_LARGEST_DRAW, _LARGEST_DRAW)


def _scaled(series: list[NDArray[np.float64]], mean: float, wanted: float) -> tuple[float, float]:
    """Return the factor that brings the local measure of the series to `wanted`, and the measure then."""
    steps = np.concatenate([*(np.abs(np.diff(values)) for values in series), np.zeros(0)])
    if not len(steps) or not steps.any():
        return 0.0, np.nan
    return wanted * mean / float(steps.mean()), wanted


def glottal_flow(
    pulses: Pulses, heights: NDArray[np.float64], first_sample: int, count: int, rate_hz: int
) -> NDArray[np.float64]:
    """Return `count` samples of glottal flow, without jitter, from sample number `first_sample` of the clip on.

    `heights`, shape (pulses,), are the peaks of the flow. Each pulse is Rosenberg's (1971): flow 3u² − 2u³ while
    opening, 1 − u² while closing, as wide as its cycle by the contour. It is evaluated at 64 kHz or more at true
    times and brought down through a filter, so that an instant between two samples is kept.
    """
    times_over = -(-_OVERSAMPLED_HZ // rate_hz)
    fine_hz = rate_hz * times_over
    times_s = np.arange(first_sample * times_over, (first_sample + count) * times_over) / fine_hz
    closures_s = np.append(pulses.regular_s, np.inf)
    following = np.searchsorted(closures_s, times_s)
    periods_s, peaks = np.append(pulses.periods_s, 1.0), np.append(heights, 0.0)
    ahead = np.minimum((closures_s[following] - times_s) / periods_s[following], 9.0)
    closing = 1.0 - (1.0 - ahead / CLOSING_SHARE) ** 2
    rise = np.clip((OPENING_SHARE + CLOSING_SHARE - ahead) / OPENING_SHARE, 0.0, 1.0)
    flow = np.where(ahead < CLOSING_SHARE, closing, rise * rise * (3.0 - 2.0 * rise)) * peaks[following]
    return np.asarray(resample_poly(flow, 1, times_over), dtype=np.float64)
