"""Writing and reading: head down over hands that move quickly to and fro, or lie still."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.body.joints import Joint
from desdemona.channels.body.posture import Posture, Region
from desdemona.channels.body.sign import BodySign, Threshold, hold, span_events, three_valued
from desdemona.channels.body.stance import BOWED, NOD, bowed
from desdemona.channels.channel import ClipMeasurement

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_OUR_CHOICE = "our choice; no published value is known to us"
LOW = Threshold("hand below the shoulder line", 0.5, "shoulder widths", _OUR_CHOICE)
STROKE = Threshold("hand moves to and fro, 1 to 6 Hz, root mean square", 0.003, "shoulder widths", "our choice: 1 mm")
WIDEST = Threshold("but no more than", 0.06, "shoulder widths", "our choice: 2 cm; more is gesture or turning a page")
OVER_JITTER = Threshold("and so many times what jitter adds to it", 2.0, "times", _OUR_CHOICE)
DESKWORK_S = Threshold("least duration", 2.0, "s", "our choice: one window")
BAND_HZ = (1.0, 6.0)
"""Where strokes of handwriting repeat (our choice, wide)."""
JITTER_HZ = 6.5
"""Above this a writing hand hardly moves: what is there is taken for the network's own jitter (our choice)."""
WINDOW_S, HOP_S = 2.0, 0.25
LEAST_VALID_SHARE = 0.9
LEAST_RATE_HZ = 18.0
"""Fewer frames a second leave nothing above `JITTER_HZ` to judge jitter by."""
GAP_S = 1.0
TOO_SLOW = "too few frames a second"
NO_HEAD = "head or shoulders not measured"
NO_HAND = "no hand seen closely for long enough"
UNSTEADY = "hands tremble in the network's own eyes"

_HANDS: tuple[tuple[Region, Joint], ...] = (("hand_left", Joint.LEFT_HAND), ("hand_right", Joint.RIGHT_HAND))


@dataclass(frozen=True, slots=True, eq=False)
class Strokes:
    """How one hand moves around each of n frames, in shoulder widths, root mean square.

    `band` is its movement from 1 to 6 Hz, `jitter` what the level above 6.5 Hz adds to that; NaN without the hand.
    """

    band: Floats
    jitter: Floats


def measure_deskwork(posture: Posture) -> ClipMeasurement:
    """Tell writing from reading: head down, and a low hand that strokes at 1 to 6 Hz, or every seen hand still."""
    if 0 < posture.step_s <= 1 / LEAST_RATE_HZ:
        hands = [_strokes(posture, side, *names) for side, names in enumerate(_HANDS)]
    else:
        nothing = np.full(posture.t_s.size, np.nan)
        hands = [Strokes(nothing, nothing)]
    down = bowed(posture)
    with np.errstate(invalid="ignore"):
        steady = np.array([hand.jitter < STROKE.value for hand in hands])
        strong = np.array([(hand.band >= STROKE.value) & (hand.band <= WIDEST.value) for hand in hands])
        clear = np.array([hand.band >= OVER_JITTER.value * hand.jitter for hand in hands])
        still = np.array([~(hand.band >= STROKE.value) for hand in hands]).all(axis=0)
    reasons = _reasons(posture, np.isfinite(down), hands, np.asarray(steady.any(axis=0)))
    told = np.array([reason is None for reason in reasons], dtype=bool)
    writes = (strong & clear & steady).any(axis=0)
    columns: dict[str, Floats | Sequence[str | None]] = {}
    events = []
    for name, is_so in (("writing", writes), ("reading", still)):
        held = hold(posture.t_s, three_valued((down == 1) & is_so, told), least_s=DESKWORK_S.value, gap_s=GAP_S)
        columns[name] = held.flag
        events.append(span_events(f"body.{name}", held.spans_s))
    columns["deskwork_reason"] = reasons
    columns["hand_stroke_ratio"] = np.where(told, np.fmax.reduce([hand.band for hand in hands]), np.nan)
    return ClipMeasurement(columns, events=events[0].vstack(events[1]))


def _reasons(posture: Posture, head: Flags, hands: Sequence[Strokes], steady: Flags) -> list[str | None]:
    """Return for each frame the first reason why neither can be told, None where both can."""
    if not 0 < posture.step_s <= 1 / LEAST_RATE_HZ:
        return [TOO_SLOW] * posture.t_s.size
    seen = np.isfinite([hand.band for hand in hands]).any(axis=0)
    words = np.select([~head, ~seen, ~steady], [NO_HEAD, NO_HAND, UNSTEADY], default="")
    return [str(word) or None for word in words]


def _strokes(posture: Posture, side: int, region: Region, hand: Joint) -> Strokes:
    """Return how one low hand that the hand network sees moves in windows round each frame."""
    t_s = posture.t_s
    at = posture.place[:, hand] + posture.middle  # in the picture, not against the shoulders: those breathe and lean
    with np.errstate(invalid="ignore"):
        low = posture.place[:, hand, 1] < -LOW.value
    seen = low & posture.hand_seen[:, side] & posture.valid[region] & posture.valid["shoulders"]
    hops, nearest = np.unique(np.rint((t_s - t_s[0]) / HOP_S), return_inverse=True)  # none where the pictures pause
    found = np.array([_stroke_at(t_s, at, seen, t_s[0] + HOP_S * hop, posture.step_s) for hop in hops])
    band, jitter = found[nearest].T
    return Strokes(np.where(seen, band, np.nan), np.where(seen, jitter, np.nan))


def _stroke_at(t_s: Floats, at: Floats, seen: Flags, centre_s: float, step_s: float) -> tuple[float, float]:
    """Return movement and jitter in the band in one window, NaN where too little of it was seen."""
    start = min(max(centre_s - WINDOW_S / 2, t_s[0]), max(t_s[-1] + step_s - WINDOW_S, t_s[0]))
    good = seen & (t_s >= start - 1e-9) & (t_s < start + WINDOW_S - 1e-9)
    if good.sum() < LEAST_VALID_SHARE * WINDOW_S / step_s:
        return np.nan, np.nan
    even = np.arange(t_s[good][0], t_s[good][-1] + step_s / 2, step_s)
    moved = np.column_stack([np.interp(even, t_s[good], at[good, axis]) for axis in range(2)])
    line = np.polynomial.polynomial.polyfit(even - even[0], moved, 1)
    moved = moved - np.polynomial.polynomial.polyval(even - even[0], line).T
    taper = np.hanning(len(even))[:, None]
    power = 2 * (np.abs(np.fft.rfft(moved * taper, axis=0)) ** 2).sum(axis=1) / (len(even) * (taper**2).sum())
    hz = np.fft.rfftfreq(len(even), step_s)
    band = (hz >= BAND_HZ[0]) & (hz <= BAND_HZ[1])
    return float(np.sqrt(power[band].sum())), float(np.sqrt(power[hz > JITTER_HZ].mean() * band.sum()))


_SOURCE = "own rule on joints of BlazePose (Bazarevsky et al. 2020) and palms of MediaPipe Hands (Zhang et al. 2020)"
WRITING = BodySign(
    name="body.writing",
    unit="0/1",
    rung="sign",
    needs=("shoulders", "head", "hands"),
    columns=("writing", "deskwork_reason", "hand_stroke_ratio"),
    caveat="No pen and no paper are seen: typing, drawing, scrolling a phone and fidgeting over a desk look the same.",
    source=_SOURCE,
    measure=measure_deskwork,
    flags=("writing",),
    thresholds=(NOD, BOWED, LOW, STROKE, WIDEST, OVER_JITTER, DESKWORK_S),
)
READING = BodySign(
    name="body.reading",
    unit="0/1",
    rung="sign",
    needs=("shoulders", "head", "hands"),
    columns=("reading",),
    caveat="Head down and hands still: looking at a phone, thinking, praying and dozing look the same.",
    source=_SOURCE,
    measure=measure_deskwork,
    flags=("reading",),
    thresholds=(NOD, BOWED, LOW, STROKE, DESKWORK_S),
)
