"""Heart rate in windows, or the reason why it is withheld."""

import numpy as np

from desdemona.channels.contact.contact_channel import Window
from desdemona.channels.contact.intervals import Intervals
from desdemona.channels.contact.windows import too_short, windows_between
from desdemona.sensors.signal import Kind

WINDOW_S, STEP_S = 10.0, 1.0
"""The window of the pulse channels, and of Orphanidou et al. 2015."""
COVERED_SHARE = 0.9
LIKENESS = {"ecg": 0.66, "ppg": 0.86}
"""Least mean likeness of the beats of a window (Orphanidou et al. 2015). White, pink and Brownian noise reach 0.58 in
an ECG's band and 0.76 in a pulse wave's."""
LEAST_BEATS = 3
NORMAL_SHARE = 0.6
"""Least share of the intervals of a window that are normal; our choice: an ectopic beat in ten spoils two of nine."""
WIDEST_CV = 0.3
"""Largest standard deviation of the normal intervals over their mean: noise has about 0.4; a fibrillating heart may be
withheld too. Our choice."""
REPORTED_BPM = (25.0, 240.0)


def rates_of(intervals: Intervals, kind: Kind, start_s: float, end_s: float) -> tuple[Window, ...]:
    """Return the heart rate of every window of 10 s, one a second, in bpm: 60 over the mean normal interval in it."""
    found = tuple(_rate(intervals, kind, *place) for place in windows_between(start_s, end_s, WINDOW_S, STEP_S))
    return found or (too_short(start_s, end_s, WINDOW_S),)


def _rate(intervals: Intervals, kind: Kind, start_s: float, end_s: float) -> Window:
    reason = distrusted(intervals, kind, start_s, end_s)
    if reason is not None:
        return Window(start_s, end_s, None, reason)
    here = intervals.between(start_s, end_s)
    rate_bpm = 60_000 / float(intervals.lengths_ms[here][intervals.normal[here]].mean())
    low, high = REPORTED_BPM
    if not low <= rate_bpm <= high:
        return Window(start_s, end_s, None, f"rhythm outside {low:g} to {high:g} bpm")
    return Window(start_s, end_s, rate_bpm)


def distrusted(intervals: Intervals, kind: Kind, start_s: float, end_s: float) -> str | None:
    """Say why the beats of a stretch are not believed, or None."""
    if intervals.covered_share(start_s, end_s) < COVERED_SHARE:
        return f"the sensor gave no values for more than {1 - COVERED_SHARE:.0%} of the window"
    here = intervals.between(start_s, end_s)
    normal, lengths_ms = intervals.normal[here], intervals.lengths_ms[here]
    if normal.sum() < LEAST_BEATS:
        return "hardly a beat (flat line, no contact, or no pulse)"
    alike = intervals.likeness[here]
    alike = alike[np.isfinite(alike)]
    if not alike.size or alike.mean() < LIKENESS[kind]:
        return "what looks like beats is not alike from one to the next (noise or movement)"
    if normal.mean() < NORMAL_SHARE:
        return f"fewer than {NORMAL_SHARE:.0%} of the intervals are normal"
    if np.std(lengths_ms[normal]) > WIDEST_CV * lengths_ms[normal].mean():
        return "intervals too irregular to be told from noise"
    return None
