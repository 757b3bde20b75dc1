"""Power of the EEG in its usual bands."""

from collections.abc import Mapping
from typing import Literal, get_args

import numpy as np
import scipy

from desdemona.channels.contact.contact_channel import ContactChannel, Findings, Settings, Window
from desdemona.channels.contact.windows import too_short, windows_between
from desdemona.sensors.signal import Floats, Signal, to_even

Band = Literal["delta", "theta", "alpha", "beta"]
BANDS: tuple[Band, ...] = get_args(Band)
BANDS_HZ: Mapping[Band, tuple[float, float]] = {
    "delta": (1.0, 4.0),
    "theta": (4.0, 8.0),
    "alpha": (8.0, 13.0),
    "beta": (13.0, 30.0),
}
"""From and up to, Hz: the field's usual limits."""
LEAST_RATE_HZ = 64.0
WINDOW_S, STEP_S, SEGMENT_S = 10.0, 5.0, 4.0
"""Windows of 10 s with four segments of 4 s, half overlapping: lines a quarter Hz apart; our choice."""
LARGEST_UV = 100.0
"""Larger swings are eyes, muscles or cables; the usual limit of the field."""
LARGE_SHARE = 0.02
STILL_UV = 0.1


def band_powers_uv2(values: Floats, rate_hz: float) -> Mapping[Band, float]:
    """Return the power in each band, µV²: the sum of a Welch spectrum (Welch 1967; Hann, 4 s, half overlapping)."""
    length = min(values.size, round(SEGMENT_S * rate_hz))
    hz, power = scipy.signal.welch(values, fs=rate_hz, nperseg=length, detrend="linear")
    return {band: float(power[(hz >= low) & (hz < high)].sum() * hz[1]) for band, (low, high) in BANDS_HZ.items()}


def measure_eeg(signal: Signal, _: Settings) -> Mapping[str, Findings]:
    """Return the band powers of every window of 10 s, one each 5 s, µV²."""
    even = to_even(signal)
    rate_hz = even.rate_hz or 0.0
    start_s, end_s = even.t_start_s, even.t_end_s
    if rate_hz < LEAST_RATE_HZ:
        why = Window(start_s, end_s, None, f"{rate_hz:.3g} samples a second; the beta band needs {LEAST_RATE_HZ:g}")
        return {f"eeg.{band}": Findings((why,)) for band in BANDS}
    found: dict[Band, list[Window]] = {band: [] for band in BANDS}
    for place in windows_between(start_s, end_s, WINDOW_S, STEP_S):
        first, last = (round((at - start_s) * rate_hz) for at in place)
        part = even.values[first:last]
        reason = distrusted(part)
        powers = band_powers_uv2(part, rate_hz) if reason is None else {}
        for band in BANDS:
            found[band].append(Window(*place, powers.get(band), reason))
    short = (too_short(start_s, end_s, WINDOW_S),)
    return {f"eeg.{band}": Findings(tuple(windows) or short) for band, windows in found.items()}


def distrusted(part: Floats) -> str | None:
    """Say why a window of EEG (µV) is not believed, or None."""
    if not np.isfinite(part).all():
        return "the sensor gave no values in part of the window"
    away = np.abs(part - np.median(part))
    if away.max() < STILL_UV:
        return "flat line"
    if (away > LARGEST_UV).mean() > LARGE_SHARE:
        return f"swings over {LARGEST_UV:.0f} µV (eyes, muscles, cables)"
    return None


def _channel(band: Band) -> ContactChannel:
    low, high = BANDS_HZ[band]
    return ContactChannel(
        name=f"eeg.{band}",
        unit="µV²",
        rung="signal",
        needs=("eeg",),
        column=f"eeg_{band}_uv2",
        caveat="Electrical power between two electrodes, also of muscles, eyes and cables; where they sit matters. "
        "No band is a feeling, attention or truthfulness.",
        source=f"Welch 1967, Hann segments of 4 s, {low:g} to {high:g} Hz",
        measure=measure_eeg,
    )


EEG = tuple(_channel(band) for band in BANDS)
