"""Fixations: stretches in which head and eyes together stay within a few degrees."""

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.body.sign import span_events
from desdemona.channels.channel import Channel, Clip, ClipMeasurement, WholeClip
from desdemona.channels.eye_signs.zones import looks_at

Floats = NDArray[np.float64]

DISPERSION_DEG = 6.0
"""Most that yaw and pitch together may span: a webcam's gaze jitters by a degree or so (our choice; on an eye tracker
Salvucci and Goldberg 2000 speak of half to one degree)."""
LEAST_S = 0.15
"""Least duration: theirs is 100 to 200 ms."""
GAP_S = 0.25
"""Frames farther apart, or gaze unknown for longer (more than a blink), end a fixation."""


def find_still(t_s: Floats, values: Floats, *, most: float, least_s: float, gap_s: float) -> Floats:
    """Return start and end (k, 2) of the stretches in which the ranges of the columns sum to `most` at most.

    Dispersion-threshold identification (I-DT, Salvucci and Goldberg 2000): from each start as far as the dispersion
    allows, then on from there. Rows with NaN are left out.
    """
    known = np.flatnonzero(np.isfinite(values).all(axis=1))
    t, v = t_s[known], values[known]
    spans, first = [], 0
    step = float(np.median(np.diff(t))) if t.size > 1 else 0.0
    while first < t.size:
        low, high, last = v[first].copy(), v[first].copy(), first
        while last + 1 < t.size and t[last + 1] - t[last] <= gap_s:
            new_low, new_high = np.minimum(low, v[last + 1]), np.maximum(high, v[last + 1])
            if (new_high - new_low).sum() > most:
                break
            low, high, last = new_low, new_high, last + 1
        if t[last] + step - t[first] >= least_s - 1e-9:
            spans.append((t[first], t[last] + step))
            first = last + 1
        else:
            first += 1
    return np.array(spans, dtype=np.float64).reshape(-1, 2)


def measure_fixations(clip: Clip) -> ClipMeasurement:
    """Return fixations as events; the value of each is its seconds."""
    values = np.stack(looks_at(clip), axis=1)
    spans = find_still(clip.t_s, values, most=DISPERSION_DEG, least_s=LEAST_S, gap_s=GAP_S)
    return ClipMeasurement({}, events=span_events("gaze.fixation", spans))


FIXATION = Channel(
    name="gaze.fixation",
    unit="event",
    rung="sign",
    needs=("face", "eyes"),
    columns=(),
    caveat="With a webcam only looks several degrees apart are told apart, and at 30 frames a second no saccade is "
    "seen; where eyes rest is not what somebody thinks of.",
    source="dispersion threshold (I-DT), Salvucci and Goldberg 2000, on head plus gaze",
    measure=WholeClip(measure_fixations),
)
