"""Inter-beat intervals, with those marked that are no interval between two normal beats."""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import NDArray

from desdemona.channels.contact.beats import Beats
from desdemona.sensors.signal import Floats

RANGE_MS = (250.0, 2400.0)
"""240 to 25 beats a minute: outside, a beat was missed or was none; our choice."""
AROUND = 11
"""An interval is held against the median of so many around it; our choice, as in Lipponen and Tarvainen 2019."""
SPREAD_AROUND, SPREAD_TIMES = 91, 5.2
"""Its distance may be 5.2 quartile deviations of the differences in the 91 around (Lipponen and Tarvainen 2019)."""
LEAST_SHARE = 0.05
"""Distances under this share of the median are never artefacts, however regular the heart; our choice."""


@dataclass(frozen=True, slots=True, eq=False)
class Intervals:
    """Intervals between neighbouring beats, (n,): the instants that begin and end each, its length, and what it is.

    `normal` is False where a beat was missed, ectopic or none. `likeness` is the smaller of the two beats' likeness.
    """

    starts_s: Floats
    ends_s: Floats
    lengths_ms: Floats
    normal: NDArray[np.bool_]
    likeness: Floats
    covered: tuple[tuple[float, float], ...]

    def between(self, start_s: float, end_s: float) -> slice:
        """Return which intervals lie wholly within a stretch, as one slice."""
        first = int(np.searchsorted(self.starts_s, start_s - 1e-9))
        last = int(np.searchsorted(self.ends_s, end_s + 1e-9, side="right"))
        return slice(first, max(first, last))

    def covered_share(self, start_s: float, end_s: float) -> float:
        """Return the share of a stretch in which the sensor gave values."""
        inside = sum(max(0.0, min(end_s, last) - max(start_s, first)) for first, last in self.covered)
        return inside / (end_s - start_s)


def intervals_of(beats: Beats) -> Intervals:
    """Return the intervals between beats with no gap of the sensor between them, artefacts marked."""
    ends_s, lengths_s, likeness = [np.empty(0)], [np.empty(0)], [np.empty(0)]
    for first_s, last_s in beats.covered:
        here = (beats.times_s >= first_s) & (beats.times_s <= last_s)
        times_s, own = beats.times_s[here], beats.likeness[here]
        ends_s.append(times_s[1:])
        lengths_s.append(np.diff(times_s))
        likeness.append(np.fmin(own[1:], own[:-1]))
    lengths_ms, until_s = 1000 * np.concatenate(lengths_s), np.concatenate(ends_s)
    begun_s = until_s - lengths_ms / 1000
    alike = np.concatenate(likeness)
    return Intervals(begun_s, until_s, lengths_ms, normal_of(lengths_ms), alike, beats.covered)


def normal_of(lengths_ms: Floats) -> NDArray[np.bool_]:
    """Return which intervals are normal, (n,).

    An interval is an artefact outside `RANGE_MS`, or when it is further from the median of the 11 around it than 5.2
    quartile deviations of the differences between neighbours in the 91 around, and than 5 %. A short interval with a
    long one beside it, as an ectopic beat leaves them, needs only half of that. Where the heart varies much a mild
    ectopic beat is not told from it.
    """
    low, high = RANGE_MS
    fitting = (lengths_ms >= low) & (lengths_ms <= high)
    if lengths_ms.size < 5:
        return np.asarray(fitting)
    middle = scipy.ndimage.median_filter(lengths_ms, size=AROUND, mode="nearest")
    steps = np.diff(lengths_ms, prepend=lengths_ms[0])
    size = min(SPREAD_AROUND, lengths_ms.size)
    upper, lower = (scipy.ndimage.percentile_filter(steps, share, size=size, mode="reflect") for share in (75, 25))
    half = np.maximum(SPREAD_TIMES * (upper - lower) / 4, LEAST_SHARE * middle)
    away = lengths_ms - middle
    astray = np.abs(away) > np.maximum(SPREAD_TIMES * (upper - lower) / 2, LEAST_SHARE * middle)
    opposite = (np.abs(away[1:]) > half[1:]) & (np.abs(away[:-1]) > half[:-1]) & (away[1:] * away[:-1] < 0)
    astray[1:] |= opposite
    astray[:-1] |= opposite
    return np.asarray(fitting & ~astray)
