"""Heart rate variability of stretches that are long enough for it.

The Task Force of the European Society of Cardiology and the North American Society of Pacing and Electrophysiology
(1996, Circulation 93:1043) sets 5 minutes for short-term recordings, so that values can be compared at all: the
standard deviation grows with the stretch, and the low band needs several of its slow waves.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import scipy

from desdemona.channels.contact.contact_channel import Window
from desdemona.channels.contact.intervals import Intervals
from desdemona.channels.contact.rate import distrusted
from desdemona.channels.contact.windows import windows_between
from desdemona.sensors.signal import Floats, Kind

WINDOW_S, STEP_S = 300.0, 60.0
NORMAL_SHARE = 0.95
"""Least share of normal intervals; our choice."""
LOW_HZ, HIGH_HZ = (0.04, 0.15), (0.15, 0.4)
"""The bands of short-term recordings (Task Force 1996, table 2)."""
EVEN_HZ = 4.0
"""Rate of the even clock that intervals are put on before their spectrum is taken; our choice, usual in the field."""


@dataclass(frozen=True, slots=True, eq=False)
class _Stretch:
    """The normal intervals of one window, and which of them follow one another."""

    ends_s: Floats
    lengths_ms: Floats
    steps_ms: Floats


def _sdnn(stretch: _Stretch) -> float:
    return float(np.std(stretch.lengths_ms, ddof=1))


def _rmssd(stretch: _Stretch) -> float:
    return float(np.sqrt(np.mean(stretch.steps_ms**2)))


def band_powers_ms2(ends_s: Floats, lengths_ms: Floats) -> tuple[float, float]:
    """Return the power of intervals in the low and the high band, ms².

    The intervals are put on an even clock of 4 Hz by a cubic spline, their line is taken off, and the powers are sums
    of a Hann periodogram.
    """
    even_s = np.arange(ends_s[0], ends_s[-1], 1 / EVEN_HZ)
    even_ms = scipy.signal.detrend(scipy.interpolate.CubicSpline(ends_s, lengths_ms)(even_s))
    hz, power = scipy.signal.periodogram(even_ms, fs=EVEN_HZ, window="hann", detrend=False)
    low, high = (float(power[(hz >= a) & (hz < b)].sum() * hz[1]) for a, b in (LOW_HZ, HIGH_HZ))
    return low, high


def _low(stretch: _Stretch) -> float:
    return band_powers_ms2(stretch.ends_s, stretch.lengths_ms)[0]


def _high(stretch: _Stretch) -> float:
    return band_powers_ms2(stretch.ends_s, stretch.lengths_ms)[1]


def _ratio(stretch: _Stretch) -> float:
    low, high = band_powers_ms2(stretch.ends_s, stretch.lengths_ms)
    return low / high if high > 0 else np.nan


MEASURES: Mapping[str, Callable[[_Stretch], float]] = {
    "sdnn": _sdnn,
    "rmssd": _rmssd,
    "lf": _low,
    "hf": _high,
    "lf_over_hf": _ratio,
}
UNITS = {"sdnn": "ms", "rmssd": "ms", "lf": "ms2", "hf": "ms2", "lf_over_hf": "ratio"}


def variability_of(intervals: Intervals, kind: Kind, start_s: float, end_s: float) -> Mapping[str, tuple[Window, ...]]:
    """Return SDNN, RMSSD (ms), LF, HF (ms²) and LF/HF of every window of 5 minutes, one a minute, by their names.

    A shorter recording has one withheld window: ultra-short values are refused.
    """
    places = list(windows_between(start_s, end_s, WINDOW_S, STEP_S))
    if not places:
        reason = f"recording of {end_s - start_s:.0f} s; the least is {WINDOW_S:.0f} s (Task Force 1996)"
        return {name: (Window(start_s, end_s, None, reason),) for name in MEASURES}
    found: dict[str, list[Window]] = {name: [] for name in MEASURES}
    for place in places:
        for name, window in _measured(intervals, kind, *place).items():
            found[name].append(window)
    return {name: tuple(windows) for name, windows in found.items()}


def _measured(intervals: Intervals, kind: Kind, start_s: float, end_s: float) -> dict[str, Window]:
    reason = distrusted(intervals, kind, start_s, end_s)
    here = intervals.between(start_s, end_s)
    normal, lengths_ms = intervals.normal[here], intervals.lengths_ms[here]
    if reason is None and normal.mean() < NORMAL_SHARE:
        reason = f"{1 - normal.mean():.1%} of the intervals are not normal; the most is {1 - NORMAL_SHARE:.0%}"
    if reason is not None:
        return {name: Window(start_s, end_s, None, reason) for name in MEASURES}
    follows = normal[1:] & normal[:-1]
    stretch = _Stretch(intervals.ends_s[here][normal], lengths_ms[normal], np.diff(lengths_ms)[follows])
    windows = {}
    for name, measure in MEASURES.items():
        value = measure(stretch)
        told = None if np.isfinite(value) else "no power in the high band"
        windows[name] = Window(start_s, end_s, value if told is None else None, told)
    return windows
