"""Breaths a minute, from shoulders that rise and fall and from the slow wave of the skin's colour, with abstention."""

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.motion.even import (
    COVERED_SHARE,
    STUDENT_95,
    Row,
    Window,
    advancing,
    even_clock,
    spans_of,
    withheld,
)
from desdemona.channels.motion.rhythm import Band, Found, amplitude_at, find_rhythm, ratio_at
from desdemona.channels.motion.tremor import first_fault
from desdemona.channels.pulse.skin_regions import SkinTrace

Floats = NDArray[np.float64]

WINDOW_S, STEP_S, LEAST_S = 30.0, 5.0, 18.0
BAND = Band(low_hz=0.1, high_hz=0.75, peak_ratio=40.0, rival_share=0.5, steadiness=0.4)
"""6 to 45 breaths a minute. Of 2,000 simulated windows each without breath none passed in white and 1/f noise, 5 to 10
in 1/f² noise, where every signal drifts."""
LEAST_RATE_HZ = 4.0
ALIKE_SHARE = 0.4
"""A head that goes along with the shoulders to within this share: the whole body sways, or the camera does."""
SHOWN_RATIO = 12.0
"""Power over noise at which a known rhythm is taken to be in another signal too."""
BACKGROUND_SHARE = 0.25
LIGHT_SHARE = 0.15
"""Where green and red differ by less than this share of red's amplitude all colours move together, as with light."""
AGREEMENT_RAD = np.pi / 3

NO_TORSO = "shoulders not followed for most of the window"
TORSO_LOST = "shoulders lost and found again within the window"
WHOLE_BODY = "the head goes along with the shoulders: sway or camera, not breath"
TOO_SLOW = f"fewer than {LEAST_RATE_HZ:.0f} frames a second"
TOO_SHORT = f"clip shorter than {LEAST_S:.0f} s"
NO_SKIN = "skin of fewer than two face regions for most of the window"
DISAGREE = "forehead and cheeks do not show the same rhythm"
LAMP = "the background has the same rhythm (lamp or codec)"
AS_LIGHT = "all colours change alike, as with light or movement"


def breath_from_chest(windows: list[Window], span_s: tuple[float, float]) -> list[Row]:
    """Return breaths a minute of each window from the rise and fall of the shoulders."""
    return [_from_chest(window) for window in windows] or [withheld(*span_s, TOO_SHORT)]


def breath_from_skin(trace: SkinTrace) -> list[Row]:
    """Return breaths a minute in windows of 30 s, one every 5 s, from the slow wave of the skin's green.

    Where red changes as much as green it is light or movement, not blood, and nothing is given.
    """
    spans = spans_of(trace.t_s, WINDOW_S, STEP_S, LEAST_S)
    if not spans:
        return [withheld(*_span(trace.t_s), TOO_SHORT)]
    return [_from_skin(trace, *span) for span in spans]


def _span(t_s: Floats) -> tuple[float, float]:
    return (float(t_s[0]), float(t_s[-1])) if t_s.size else (0.0, 0.0)


def _row(start_s: float, end_s: float, found: Found) -> Row:
    half = 60 * STUDENT_95 * found.sd_hz
    rate = 60 * found.rate_hz
    return Row(start_s, end_s, rate, rate - half, rate + half, None)


def _from_chest(window: Window) -> Row:
    start_s, end_s = window.t_start_s, window.t_end_s
    if window.torso_px is None:
        return withheld(start_s, end_s, NO_TORSO)
    if window.stepped[1]:
        return withheld(start_s, end_s, TORSO_LOST)
    if window.frame_hz < LEAST_RATE_HZ:
        return withheld(start_s, end_s, TOO_SLOW)
    found = find_rhythm(window.torso_px[:, 1:], window.clock_hz, BAND)
    fault = first_fault(found, BAND)
    if fault is not None or found is None:
        return withheld(start_s, end_s, fault or "")
    if window.head_px is not None:
        head = amplitude_at(window.head_px[:, 1:], window.clock_hz, found.rate_hz)[0]
        if abs(head - found.amplitude[0]) < ALIKE_SHARE * abs(found.amplitude[0]):
            return withheld(start_s, end_s, WHOLE_BODY)
    return _row(start_s, end_s, found)


def _from_skin(trace: SkinTrace, start_s: float, end_s: float) -> Row:
    inside = (trace.t_s >= start_s - 1e-6) & (trace.t_s < end_s - 1e-6)
    inside[np.flatnonzero(inside)] = advancing(trace.t_s[inside])
    t_s, rgb = trace.t_s[inside], trace.rgb[inside]
    seen = np.asarray(np.isfinite(rgb).all(axis=2))
    covered = np.array([part.sum() >= COVERED_SHARE * max(t_s.size, 3) for part in seen.T])
    if covered[:3].sum() < 2:
        return withheld(start_s, end_s, NO_SKIN)
    if t_s.size / (end_s - start_s) < LEAST_RATE_HZ:
        return withheld(start_s, end_s, TOO_SLOW)
    ticks_s, clock_hz = even_clock(t_s)
    regions = [_relative(t_s, rgb[:, k], seen[:, k], ticks_s) for k in range(4) if covered[k]]
    face = regions[: int(covered[:3].sum())]
    whole = np.mean(face, axis=0)
    found = find_rhythm(whole[:, 1:2], clock_hz, BAND)
    fault = first_fault(found, BAND)
    if fault is None and found is not None:
        fault = _skin_fault(face, regions[len(face) :], found, clock_hz)
    return withheld(start_s, end_s, fault or "") if fault is not None or found is None else _row(start_s, end_s, found)


def _skin_fault(face: list[Floats], behind: list[Floats], found: Found, clock_hz: float) -> str | None:
    whole = amplitude_at(np.mean(face, axis=0), clock_hz, found.rate_hz)
    showing = 0
    for region in face:
        own = amplitude_at(region[:, 1:2], clock_hz, found.rate_hz)[0]
        clear = ratio_at(region[:, 1:2], clock_hz, found.rate_hz) >= SHOWN_RATIO
        if clear and abs(np.angle(own * whole[1].conjugate())) > AGREEMENT_RAD:
            return DISAGREE
        showing += clear
    if showing < 2:
        return DISAGREE
    for region in behind:
        own = amplitude_at(region[:, 1:2], clock_hz, found.rate_hz)[0]
        strong = abs(own) > BACKGROUND_SHARE * abs(whole[1])
        if strong and ratio_at(region[:, 1:2], clock_hz, found.rate_hz) >= SHOWN_RATIO:
            return LAMP
    return AS_LIGHT if abs(whole[1] - whole[0]) < LIGHT_SHARE * abs(whole[0]) else None


def _relative(t_s: Floats, rgb: Floats, seen: NDArray[np.bool_], ticks_s: Floats) -> Floats:
    """Return colours over their own mean less one, on even ticks."""
    middle = np.maximum(rgb[seen].mean(axis=0), 1.0)
    even = np.stack([np.interp(ticks_s, t_s[seen], column[seen]) for column in rgb.T], axis=1)
    return np.asarray(even / middle - 1)
