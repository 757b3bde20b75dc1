"""Blinks a minute, and how long they last."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.channel import Channel, Clip, ClipMeasurement, WholeClip
from desdemona.channels.eye_signs.minutes import tell_minutes
from desdemona.channels.face.blink import measure_blinks

Floats = NDArray[np.float64]

LEAST_BLINKS = 3
"""A mean duration of fewer blinks than this is not told (our choice)."""


def measure_blinking(clip: Clip) -> ClipMeasurement:
    """Return blinks a minute of measured time, and their mean duration, in every minute.

    The interval of the rate is that of a Poisson count, from the square root's normal approximation (Anscombe 1948).
    """
    events = measure_blinks(clip).events
    middle = ((events["t_start_s"] + events["t_end_s"]) / 2).to_numpy()
    lasting = (events["t_end_s"] - events["t_start_s"]).to_numpy()
    known = np.isfinite(clip.columns["eye_openness_ratio"])

    def within(inside: NDArray[np.bool_], lengths: Floats) -> NDArray[np.bool_]:
        times = clip.t_s[inside]
        return np.asarray((middle >= times[0]) & (middle < times[-1] + lengths[inside][-1]), dtype=np.bool_)

    def rate(inside: NDArray[np.bool_], lengths: Floats) -> tuple[float, float, float, None]:
        count, minutes = int(within(inside, lengths).sum()), float(lengths[inside & known].sum()) / 60
        root = np.sqrt(count + 3 / 8)
        low, high = (max(root + sign * 0.98, 0.0) ** 2 - 3 / 8 for sign in (-1, 1))
        return count / minutes, max(low, 0.0) / minutes, high / minutes, None

    def duration(
        inside: NDArray[np.bool_], lengths: Floats
    ) -> tuple[float | None, float | None, float | None, str | None]:
        own = lasting[within(inside, lengths)]
        if own.size < LEAST_BLINKS:
            return None, None, None, "fewer than 3 blinks"
        half = 1.96 * float(own.std(ddof=1)) / float(np.sqrt(own.size))
        mean = float(own.mean())
        return mean, mean - half, mean + half, None

    windows = [
        tell_minutes("blink.rate", clip.t_s, known, rate),
        tell_minutes("blink.duration", clip.t_s, known, duration),
    ]
    return ClipMeasurement({}, windows=pl.concat(windows))


_MEASURE = WholeClip(measure_blinking)
BLINK_RATE = Channel(
    name="blink.rate",
    unit="1/min",
    rung="sign",
    needs=("face", "eyes"),
    columns=(),
    caveat="Dry air, screens, lenses, speech and reading move it more than what somebody feels; it is no lie.",
    source="events of the channel blink over measured time; interval after Anscombe 1948",
    measure=_MEASURE,
)
BLINK_DURATION = Channel(
    name="blink.duration",
    unit="s",
    rung="sign",
    needs=("face", "eyes"),
    columns=(),
    caveat="From a fifth of the lids' way down to a fifth of the way back; known to a frame or so, so 15 frames a "
    "second are too few for small changes.",
    source="events of the channel blink; longer blinks with sleepiness: Caffier et al. 2003",
    measure=_MEASURE,
)
