"""Consonant noise: bursts and fricatives, each band-limited, with a smooth beginning and end."""

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

from desdemona.voices.phones import Hiss
from desdemona.voices.timing import Stretch

_EDGE_S, _BURST_S = 0.015, 0.03


def hissing(
    stretches: Iterable[Stretch],
    first_sample: int,
    count: int,
    rate_hz: int,
    tract_scale: float,
    *,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Return `count` samples of consonant noise from sample number `first_sample` of the clip on.

    A level of 0 dB is RMS 1. Bands are a man's times the fourth root of the register's tract scale, for the cavity
    before a narrowing differs less than the tract (our choice). Bursts, shorter than 30 ms, begin at once.
    """
    sound = np.zeros(count)
    for stretch in stretches:
        hiss = stretch.part.hiss
        if hiss is None:
            continue
        start = max(0, round(stretch.t_start_s * rate_hz) - first_sample)
        end = min(count, round(stretch.t_end_s * rate_hz) - first_sample)
        if end - start > 2:
            sound[start:end] += _burst(hiss, end - start, rate_hz, tract_scale, rng)
    return sound


def _burst(hiss: Hiss, count: int, rate_hz: int, tract_scale: float, rng: np.random.Generator) -> NDArray[np.float64]:
    lead = int(0.005 * rate_hz)
    white = rng.standard_normal(count + lead)
    noise = sosfilt(_band(hiss.low_hz, hiss.high_hz, rate_hz, tract_scale), white)[lead:]
    length_s = count / rate_hz
    edge = max(1, min(count // 2, round(_EDGE_S * rate_hz)))
    ramp = 0.5 - 0.5 * np.cos(np.pi * (np.arange(edge) + 0.5) / edge)
    shape = np.ones(count)
    shape[count - edge :] = ramp[::-1]
    if length_s > _BURST_S:
        shape[:edge] *= ramp
    level = 10.0 ** (hiss.level_db / 20.0) / np.sqrt(np.mean(noise * noise))
    return np.asarray(noise * shape * level)


@lru_cache(maxsize=64)
def _band(low_hz: float, high_hz: float, rate_hz: int, tract_scale: float) -> NDArray[np.float64]:
    factor = tract_scale**0.25
    top_hz = min(high_hz * factor, 0.48 * rate_hz)
    return np.asarray(butter(2, (min(low_hz * factor, 0.8 * top_hz), top_hz), "bandpass", fs=rate_hz, output="sos"))
