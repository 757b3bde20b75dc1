"""The head's own small movement: its strongest rhythm and its size, apart from the camera where that is known."""

import numpy as np

from desdemona.channels.motion.even import STUDENT_95, Row, Window, withheld
from desdemona.channels.motion.rhythm import Band, Found, amplitude_at, find_rhythm

WINDOW_S, STEP_S, LEAST_S = 10.0, 1.0, 5.0
BAND_HZ = (0.5, 12.0)
"""From above breathing to where tremor ends; never over 0.45 of the frame rate."""
PEAK_RATIO, RIVAL_SHARE, STEADINESS = 25.0, 0.5, 0.2
"""Of 6,000 simulated windows without rhythm (white, 1/f and 1/f² noise) one passed the three together."""
LEAST_RATE_HZ = 12.0
ALIKE_SHARE = 0.5
"""Where head and shoulders swing alike to within this share and the background cannot tell, it may be the camera."""

HIDDEN_SHARE = 0.05
"""A rhythm smaller than this share of the camera's own movement is what taking that out has left."""

NO_HEAD = "head not followed for most of the window"
TURNED = "the head turns or goes away from where it was"
TOO_SLOW = f"fewer than {LEAST_RATE_HZ:.0f} frames a second"
NO_RHYTHM = "no rhythm stands out from the noise"
RIVALS = "two rhythms of like strength"
UNSTEADY = "the rhythm comes and goes"
SHAKE = "shoulders swing alike and the background has no detail: camera shake cannot be told apart"
HIDDEN = "no movement beyond what camera shake leaves behind"
TOO_SHORT = f"clip shorter than {LEAST_S:.0f} s"


def measure_tremor(windows: list[Window], span_s: tuple[float, float]) -> tuple[list[Row], list[Row]]:
    """Return rows of frequency in hertz and of amplitude in mm (half of peak to peak), with 95 % intervals."""
    if not windows:
        return [withheld(*span_s, TOO_SHORT)], [withheld(*span_s, TOO_SHORT)]
    pairs = [_rows(window) for window in windows]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def band_of(clock_hz: float) -> Band:
    """Return where the head's rhythm is looked for on a clock."""
    return Band(BAND_HZ[0], min(BAND_HZ[1], 0.45 * clock_hz), PEAK_RATIO, RIVAL_SHARE, STEADINESS)


def first_fault(found: Found | None, band: Band) -> str | None:
    """Return why a rhythm is none, or None where it stands."""
    if found is None or found.peak_ratio < band.peak_ratio:
        return NO_RHYTHM
    if found.rival_share > band.rival_share:
        return RIVALS
    return UNSTEADY if found.steadiness < band.steadiness else None


def _rows(window: Window) -> tuple[Row, Row]:
    start_s, end_s = window.t_start_s, window.t_end_s
    reason, found = _judge(window)
    if reason is not None or found is None:
        why = reason or NO_RHYTHM
        return withheld(start_s, end_s, why), withheld(start_s, end_s, why)
    half_hz = STUDENT_95 * found.sd_hz
    mm = float(np.linalg.norm(np.abs(found.amplitude))) * window.mm_per_px
    half_mm = STUDENT_95 * mm / np.sqrt(found.peak_ratio)
    return (
        Row(start_s, end_s, found.rate_hz, found.rate_hz - half_hz, found.rate_hz + half_hz, None),
        Row(start_s, end_s, mm, max(mm - half_mm, 0.0), mm + half_mm, None),
    )


def _judge(window: Window) -> tuple[str | None, Found | None]:
    if window.head_px is None:
        return NO_HEAD, None
    if window.stepped[0]:
        return TURNED, None
    if window.frame_hz < LEAST_RATE_HZ:
        return TOO_SLOW, None
    band = band_of(window.clock_hz)
    found = find_rhythm(window.head_px, window.clock_hz, band)
    fault = HIDDEN if found is not None and _hidden(window, found) else first_fault(found, band)
    if fault is None and found is not None and _may_be_camera(window, found):
        fault = SHAKE
    return fault, found


def _hidden(window: Window, found: Found) -> bool:
    if window.camera_px is None:
        return False
    camera = np.sqrt(2) * float(np.linalg.norm(window.camera_px.std(axis=0)))
    return bool(np.linalg.norm(found.amplitude) < HIDDEN_SHARE * camera)


def _may_be_camera(window: Window, found: Found) -> bool:
    if window.steadied or window.torso_px is None:
        return False
    torso = amplitude_at(window.torso_px, window.clock_hz, found.rate_hz)
    return bool(np.linalg.norm(torso - found.amplitude) < ALIKE_SHARE * np.linalg.norm(found.amplitude))
