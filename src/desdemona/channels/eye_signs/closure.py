"""How far the lids are closed, against the person's own open and closed eyes; PERCLOS and long closures."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.body.sign import hold, span_events
from desdemona.channels.channel import Channel, Clip, ClipMeasurement, WholeClip
from desdemona.channels.eye_signs.minutes import tell_minutes
from desdemona.channels.eye_signs.own_gaze import usual_deg
from desdemona.channels.face.blink import DEEPEST_CLOSED_SHARE, closed_share, open_baseline

Floats = NDArray[np.float64]

USUAL_CLOSED_SHARE = 0.2
"""Openness of closed lids over that of the open eye, where no closure shows the person's own (.16 to .25 on phantoms
without glasses, .36 to .53 with)."""
OPEN_QUANTILE, LEAST_OPEN_SHARE = 0.9, 0.9
"""The open eye is that of `blink`, but no less than this share of the recording's own 90th percentile: lids that droop
for minutes are not the open ones."""
RATIO_PER_DEG = 0.0026
"""How much larger the aspect ratio of closed lids is read for each degree that the head is bowed: .0023 to .0030 on
phantoms with and without glasses; that of open lids hardly changes."""
CLOSED_80_SHARE = 0.82
"""Closure from which the lids cover 80 % of the drawn opening: the aspect ratio reads .65 to .95 there (phantoms)."""
GAP_S = 0.1
"""Breaks so short do not end a closure."""
SHORT_S, LONG_S, LONGEST_S = 1.0, 3.0, 6.0
"""Least durations of closures: those that Euro NCAP's protocols for driver state give for microsleep, sleep and an
unresponsive driver."""


def lid_closure(t_s: Floats, openness: Floats, pitch_deg: Floats) -> Floats:
    """Return how far the lids are closed (n,), 0 the person's open eye, 1 her closed one; NaN where not measured."""
    known = np.isfinite(openness) & np.isfinite(pitch_deg)
    if not known.any():
        return np.full_like(openness, np.nan)
    bowed_deg = np.clip(usual_deg(pitch_deg[known]) - pitch_deg, 0, None)
    own_open = np.maximum(open_baseline(t_s, openness), LEAST_OPEN_SHARE * np.quantile(openness[known], OPEN_QUANTILE))
    share = (openness - RATIO_PER_DEG * bowed_deg) / own_open
    own = closed_share(share)
    closed = own if own < DEEPEST_CLOSED_SHARE else USUAL_CLOSED_SHARE
    return np.clip((1 - share) / (1 - closed), 0, 1)


def measure_closure(clip: Clip) -> ClipMeasurement:
    """Return lid closure, whether it is 80 % or more, closures of 1, 3 and 6 s as events, and PERCLOS a minute."""
    closure = lid_closure(clip.t_s, clip.columns["eye_openness_ratio"], clip.columns["head_pitch_deg"])
    known = np.isfinite(closure)
    shut = np.where(known, (closure >= CLOSED_80_SHARE).astype(np.float64), np.nan)
    spans = hold(clip.t_s, shut, least_s=SHORT_S, gap_s=GAP_S).spans_s if clip.t_s.size else np.zeros((0, 2))
    lasting = spans[:, 1] - spans[:, 0]
    slack_s = 1e-6
    events = [
        span_events("eye.closure.short", spans[lasting < LONG_S - slack_s]),
        span_events("eye.closure.long", spans[lasting >= LONG_S - slack_s]),
        span_events("eye.closure.longest", spans[lasting >= LONGEST_S - slack_s]),
    ]

    def perclos(inside: NDArray[np.bool_], lengths: Floats) -> tuple[float, float, float, None]:
        closed_s = float(lengths[inside & (shut == 1)].sum())
        known_s, whole_s = float(lengths[inside & known].sum()), float(lengths[inside].sum())
        return closed_s / known_s, closed_s / whole_s, (closed_s + whole_s - known_s) / whole_s, None

    def valid(inside: NDArray[np.bool_], lengths: Floats) -> tuple[float, None, None, None]:
        return float(lengths[inside & known].sum() / lengths[inside].sum()), None, None, None

    windows = [
        tell_minutes("eye.perclos", clip.t_s, known, perclos),
        tell_minutes("eye.perclos.valid", clip.t_s, np.ones_like(known), valid),
    ]
    return ClipMeasurement(
        {"eye_closure_share": closure, "eye_closed_80": shut}, events=pl.concat(events), windows=pl.concat(windows)
    )


_MEASURE = WholeClip(measure_closure)
_OPEN_AND_CLOSED = (
    "Against the person's own open eye (see blink) and the most closed one in the recording; glasses blur the end."
)
CLOSURE = Channel(
    name="eye.closure",
    unit="share",
    rung="sign",
    needs=("face", "eyes"),
    columns=("eye_closure_share", "eye_closed_80"),
    caveat=_OPEN_AND_CLOSED + " Looking down and laughing narrow the lids too.",
    source="eye aspect ratio (Soukupová and Čech 2016) between own open and own closed eye; own rule",
    measure=_MEASURE,
    flags=("eye_closed_80",),
)
PERCLOS = Channel(
    name="eye.perclos",
    unit="share of time",
    rung="sign",
    needs=("face", "eyes"),
    columns=(),
    caveat=(
        "Closed lids, blinks among them, not sleepiness; its low and high take all that was not measured as open and "
        "as closed. " + _OPEN_AND_CLOSED
    ),
    source="P80: lids at least 80 % closed (Wierwille and Ellsworth 1994; FHWA-MCRT-98-006, 1998)",
    measure=_MEASURE,
)
PERCLOS_VALID = Channel(
    name="eye.perclos.valid",
    unit="share of time",
    rung="signal",
    needs=("face", "eyes"),
    columns=(),
    caveat="How much of each minute the lids were measured; says nothing about them.",
    source="bookkeeping",
    measure=_MEASURE,
)
SHORT_CLOSURE, LONG_CLOSURE, LONGEST_CLOSURE = (
    Channel(
        name=f"eye.closure.{name}",
        unit="event",
        rung="sign",
        needs=("face", "eyes"),
        columns=(),
        caveat=f"{about} Closed lids, not sleep: prayer, listening, bright sun and a rub of the eyes close them too.",
        source="durations as in Euro NCAP's driver monitoring protocols; lids 80 % closed as in P80",
        measure=_MEASURE,
    )
    for name, about in (
        ("short", "Lids closed for 1 s or more and less than 3 s (the protocols speak of 1 to 2 s)."),
        ("long", "Lids closed for 3 s or more, those of 6 s or more among them."),
        ("longest", "Lids closed for 6 s or more."),
    )
)
