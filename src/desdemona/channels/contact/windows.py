"""Windows over a signal: where they lie, and what a measure of their values gives or why it gives none."""

from collections.abc import Callable, Iterator

import numpy as np

from desdemona.channels.contact.contact_channel import Window
from desdemona.sensors.signal import Floats, Signal, usual_step_s

COVERED_SHARE = 0.9
"""Least share of a window with values; our choice."""


def windows_between(start_s: float, end_s: float, window_s: float, step_s: float) -> Iterator[tuple[float, float]]:
    """Give windows that lie wholly within a stretch; none when it is shorter than one."""
    for k in range(int(np.floor((end_s - start_s - window_s) / step_s + 1e-9)) + 1):
        yield start_s + k * step_s, start_s + k * step_s + window_s


def too_short(start_s: float, end_s: float, window_s: float) -> Window:
    """Return the one withheld window of a recording that is shorter than a window."""
    return Window(start_s, end_s, None, f"recording of {end_s - start_s:.1f} s; a window has {window_s:g} s")


def measured_windows(
    signal: Signal, of: Callable[[Floats], float], window_s: float, step_s: float
) -> tuple[Window, ...]:
    """Return a measure of the values of each window, or why it is withheld; times may be uneven."""
    times_s, values = signal.times_s, signal.values
    usual_s = 1 / signal.rate_hz if signal.rate_hz else usual_step_s(times_s)
    found = []
    for start_s, end_s in windows_between(signal.t_start_s, signal.t_end_s, window_s, step_s):
        first, last = np.searchsorted(times_s, [start_s - 1e-9, end_s - 1e-9])
        known = values[first:last][np.isfinite(values[first:last])]
        if not known.size or known.size * usual_s < COVERED_SHARE * window_s:
            reason = f"the sensor gave no values for more than {1 - COVERED_SHARE:.0%} of the window"
            found.append(Window(start_s, end_s, None, reason))
        else:
            found.append(Window(start_s, end_s, float(of(known))))
    return tuple(found) or (too_short(signal.t_start_s, signal.t_end_s, window_s),)
