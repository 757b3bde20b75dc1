"""Loudness as ITU-R BS.1770 weighs it: a shelf for the head, a high pass, and gates against silence."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SHELF_HZ, SHELF_DB, SHELF_Q = 1681.974450955533, 3.999843853973347, 0.7071752369554196
HIGH_PASS_HZ, HIGH_PASS_Q = 38.13547087602444, 0.5003270373238773
"""The analogue filters behind the coefficients that BS.1770 prints for 48 kHz; from these they follow at any rate."""
OFFSET_DB = -0.691
BLOCK_STEPS, HOP_STEPS = 40, 10
"""Blocks of 400 ms that overlap by three quarters."""
ABSOLUTE_GATE_DB, RELATIVE_GATE_DB = -70.0, -10.0


def k_weighting(rate_hz: int) -> Floats:
    """Return the two sections of the K-weighting at a sample rate, shape (2, 6), for `scipy.signal.sosfilt`."""
    return np.array([_shelf(rate_hz), _high_pass(rate_hz)])


def _shelf(rate_hz: int) -> list[float]:
    k = np.tan(np.pi * min(SHELF_HZ / rate_hz, 0.49))
    high = 10.0 ** (SHELF_DB / 20.0)
    middle = high**0.4996667741545416
    norm = 1.0 + k / SHELF_Q + k * k
    return [
        (high + middle * k / SHELF_Q + k * k) / norm,
        2.0 * (k * k - high) / norm,
        (high - middle * k / SHELF_Q + k * k) / norm,
        1.0,
        2.0 * (k * k - 1.0) / norm,
        (1.0 - k / SHELF_Q + k * k) / norm,
    ]


def _high_pass(rate_hz: int) -> list[float]:
    k = np.tan(np.pi * min(HIGH_PASS_HZ / rate_hz, 0.49))
    norm = 1.0 + k / HIGH_PASS_Q + k * k
    return [1.0, -2.0, 1.0, 1.0, 2.0 * (k * k - 1.0) / norm, (1.0 - k / HIGH_PASS_Q + k * k) / norm]


def momentary_lufs(weighted_power: Floats) -> Floats:
    """Return the loudness of the 400 ms around each step (n,) in LUFS; NaN where the sound is shorter or silent."""
    found = np.full(len(weighted_power), np.nan)
    if len(weighted_power) >= BLOCK_STEPS:
        blocks = _block_powers(weighted_power)
        with np.errstate(divide="ignore"):
            lufs = OFFSET_DB + 10.0 * np.log10(blocks)
        first = BLOCK_STEPS // 2
        found[first : first + len(blocks)] = np.where(np.isfinite(lufs), lufs, np.nan)
    return found


def integrated_lufs(weighted_power: Floats) -> float:
    """Return the gated loudness of a whole sound in LUFS (BS.1770-5, two gates); NaN where nothing passes them."""
    if len(weighted_power) < BLOCK_STEPS:
        return float("nan")
    blocks = _block_powers(weighted_power)[::HOP_STEPS]
    loud = blocks[blocks > _power(ABSOLUTE_GATE_DB)]
    if not loud.size:
        return float("nan")
    gate = max(_power(ABSOLUTE_GATE_DB), float(loud.mean()) * 10.0 ** (RELATIVE_GATE_DB / 10.0))
    return float(OFFSET_DB + 10.0 * np.log10(blocks[blocks > gate].mean()))


def _power(lufs: float) -> float:
    return float(10.0 ** ((lufs - OFFSET_DB) / 10.0))


def _block_powers(weighted_power: Floats) -> Floats:
    running = np.concatenate([[0.0], np.cumsum(weighted_power)])
    means = (running[BLOCK_STEPS:] - running[:-BLOCK_STEPS]) / BLOCK_STEPS
    return np.asarray(np.maximum(means, 0.0), dtype=np.float64)
