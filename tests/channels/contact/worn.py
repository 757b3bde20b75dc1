"""Sensors worn by phantoms, as signals; the phantom's own beats and points are the truth."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from desdemona.physiology.inside import Inside
from desdemona.physiology.sensors import contact_sensors
from desdemona.sensors.signal import Kind, Signal

Floats = NDArray[np.float64]
KINDS: dict[str, Kind] = {
    "ecg": "ecg",
    "ppg": "ppg",
    "respiration": "respiration",
    "oxygen": "oxygen_saturation",
    "skin_conductance": "skin_conductance",
    "skin_temperature": "skin_temperature",
    "eeg": "eeg",
}
SEED = 3


def worn(inside: Inside, duration_s: float, noise: float = 0.0) -> dict[str, Signal]:
    """Return the phantom's sensors by name, each with white noise of so many of its units."""
    rng = np.random.default_rng(5)
    tracks = contact_sensors(inside, duration_s, {}, SEED)
    return {
        name: Signal(
            name,
            KINDS[name],
            track.unit,
            track.values + noise * rng.standard_normal(track.values.size),
            0.0,
            track.rate_hz,
        )
        for name, track in tracks.items()
    }


def noises(count: int, rate_hz: float) -> dict[str, Floats]:
    """Return signals of nobody: white, pink and Brownian noise, mains, steps, drift, a flat line."""
    rng = np.random.default_rng(7)
    white = rng.standard_normal(count)
    hz = np.fft.rfftfreq(count, 1 / rate_hz)
    hz[0] = 1.0
    steps = np.repeat(rng.standard_normal(int(count / rate_hz) + 1), round(rate_hz))[:count]
    return {
        "white": white,
        "pink": np.fft.irfft(np.fft.rfft(white) / np.sqrt(hz), count),
        "brown": np.cumsum(white),
        "mains": np.sin(2 * np.pi * 50 * np.arange(count) / rate_hz) + 0.05 * white,
        "steps": steps + 0.01 * white,
        "drift": np.linspace(0, 1, count) + 0.001 * white,
        "flat": np.zeros(count),
    }


def farthest(found_s: Floats, true_s: Floats) -> float:
    """Return the largest distance from a found instant to the nearest true one."""
    return float(np.abs(found_s[:, None] - true_s[None]).min(axis=1).max())


def values(windows: Sequence[object]) -> Floats:
    """Return the values of windows, NaN where withheld."""
    return np.array([np.nan if (value := getattr(window, "value")) is None else value for window in windows])  # noqa: B009
