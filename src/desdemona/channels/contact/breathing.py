"""Breathing rate from a belt or any sensor that rises and falls with the chest."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import scipy
from numpy.typing import NDArray

from desdemona.channels.contact.contact_channel import ContactChannel, Findings, Settings, Window
from desdemona.channels.contact.windows import too_short, windows_between
from desdemona.sensors.signal import Floats, Signal, to_even

LEAST_RATE_HZ = 4.0
SLOWER_HZ = 1.0
"""Faster waves are not looked at: 60 breaths a minute is the most."""
WINDOW_S, STEP_S = 60.0, 5.0
"""Our choice. In windows of 30 s with the gates of Charlton et al. 2021 (likeness 0.75) one in 25 of Brownian noise
gave a rate; with these none of 2,600 windows of white, pink and Brownian noise, steps and drift did."""
HIGH_SHARE = 0.2
"""A top counts above so much of the upper quartile of tops (Schäfer and Kratky 2008)."""
LEAST_BREATHS = 4
WIDEST_CV = 0.25
OCCUPIED_SHARE, LIKENESS = 0.6, 0.85
"""Largest spread of durations, least share of the window within whole breaths, least mean likeness of breaths: the
gates are those of Charlton et al. 2021, the numbers our choice."""
STILL_SHARE = 0.1
"""A window that moves less than so much of the recording's usual movement has no breath in it; our choice."""


def measure_breathing(signal: Signal, _: Settings) -> Mapping[str, Findings]:
    """Return the breathing rate of every window of 60 s, one each 5 s, breaths a minute."""
    even = to_even(signal)
    rate_hz = even.rate_hz or 0.0
    start_s, end_s = even.t_start_s, even.t_end_s
    if rate_hz < LEAST_RATE_HZ:
        said = f"{rate_hz:.3g} samples a second; breaths need {LEAST_RATE_HZ:g}"
        return {BREATH_RATE.name: Findings((Window(start_s, end_s, None, said),))}
    places = list(windows_between(start_s, end_s, WINDOW_S, STEP_S))
    parts = [_part(even, *place) for place in places]
    usual = float(np.nanmedian([_size(part) for part in parts])) if parts else np.nan
    windows = [_window(part, rate_hz, usual, place) for part, place in zip(parts, places, strict=True)]
    return {BREATH_RATE.name: Findings(tuple(windows) or (too_short(start_s, end_s, WINDOW_S),))}


def _part(even: Signal, start_s: float, end_s: float) -> Floats:
    rate_hz = even.rate_hz or 1.0
    return even.values[round((start_s - even.t_start_s) * rate_hz) : round((end_s - even.t_start_s) * rate_hz)]


def _size(part: Floats) -> float:
    return float(np.ptp(np.quantile(part, [0.05, 0.95]))) if np.isfinite(part).all() else np.nan


def _window(part: Floats, rate_hz: float, usual: float, place: tuple[float, float]) -> Window:
    if not np.isfinite(part).all():
        return Window(*place, None, "the sensor gave no values in part of the window")
    if not np.ptp(part) or _size(part) < STILL_SHARE * usual:
        return Window(*place, None, "the belt hardly moves (no breath, or not worn)")
    sections = scipy.signal.butter(4, min(SLOWER_HZ, 0.45 * rate_hz), fs=rate_hz, output="sos")
    wave = scipy.signal.detrend(scipy.signal.sosfiltfilt(sections, part))
    tops = tops_of(wave)
    reason = distrusted(wave, tops)
    return Window(*place, None if reason else float(60 * rate_hz / np.diff(tops).mean()), reason)


def distrusted(wave: Floats, tops: NDArray[np.intp]) -> str | None:
    """Say why the breaths of a window are not believed, or None."""
    if tops.size < LEAST_BREATHS + 1:
        return f"fewer than {LEAST_BREATHS} whole breaths in {WINDOW_S:.0f} s"
    lasts = np.diff(tops)
    if lasts.std() > WIDEST_CV * lasts.mean():
        return "breaths too uneven in length to be told from movement"
    if lasts.sum() < OCCUPIED_SHARE * wave.size:
        return f"whole breaths fill less than {OCCUPIED_SHARE:.0%} of the window"
    if breath_likeness(wave, tops) < LIKENESS:
        return "what looks like breaths is not alike from one to the next (noise or movement)"
    return None


def tops_of(wave: Floats) -> NDArray[np.intp]:
    """Return the tops of breaths in a wave around 0: high maxima with one or more minima below 0 between each two.

    The counting of Schäfer and Kratky 2008; of several high maxima with no low between them the highest stands.
    """
    maxima, minima = scipy.signal.argrelmax(wave)[0], scipy.signal.argrelmin(wave)[0]
    if not maxima.size:
        return np.empty(0, dtype=np.intp)
    high = maxima[wave[maxima] > HIGH_SHARE * np.quantile(wave[maxima], 0.75)]
    low = minima[wave[minima] < 0]
    group = np.searchsorted(low, high)
    tops = [high[group == one][wave[high[group == one]].argmax()] for one in np.unique(group)]
    return np.array(tops, dtype=np.intp)


def breath_likeness(wave: Floats, tops: NDArray[np.intp]) -> float:
    """Return the mean correlation of the breaths, each from top to top at 50 points, with their mean."""
    phase = np.linspace(0, 1, 50)
    breaths = np.stack(
        [np.interp(start + phase * (stop - start), np.arange(wave.size), wave) for start, stop in pairwise(tops)]
    )
    breaths -= breaths.mean(axis=1, keepdims=True)
    usual = breaths.mean(axis=0)
    size = np.sqrt((breaths**2).sum(axis=1) * (usual**2).sum())
    return float(np.mean(breaths @ usual / np.maximum(size, 1e-300)))


BREATH_RATE = ContactChannel(
    name="breath.rate.belt",
    unit="1/min",
    rung="signal",
    needs=("respiration",),
    column="breath_rate_belt_per_min",
    caveat="Talking, laughing and moving change or hide it, and then it is withheld. A pause shows as no rate, not 0.",
    source="tops counted as in Schäfer and Kratky 2008; withheld by evenness and likeness after Charlton et al. 2021",
    measure=measure_breathing,
)
