"""How far the shoulders sway, and how far the camera does."""

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.motion.even import Row, Window, withheld

WINDOW_S, STEP_S, LEAST_S = 10.0, 1.0, 5.0
NOISE_SDS = 3.0
"""A movement no larger than so many standard deviations of its measurement is none."""
INTERVAL = 1.96
ALIKE_SHARE = 0.5
"""Where head and shoulders move alike to within this share and the background cannot tell, it may be the camera."""

NO_TORSO = "shoulders not followed for most of the window"
TORSO_LOST = "shoulders lost and found again within the window"
NO_BACKGROUND = "background hidden or without detail: camera shake cannot be told"
BACKGROUND_LOST = "background lost and found again within the window"
MAY_BE_SHAKE = "the head moves alike and the background has no detail: camera shake cannot be told apart"
NO_MOVEMENT = "no movement beyond the measurement's noise"
TOO_SHORT = f"clip shorter than {LEAST_S:.0f} s"


def measure_sway(windows: list[Window], span_s: tuple[float, float]) -> list[Row]:
    """Return the root mean square distance of the shoulders from their mean place in each window, in mm."""
    return [_sway(window) for window in windows] or [withheld(*span_s, TOO_SHORT)]


def measure_shake(windows: list[Window], span_s: tuple[float, float]) -> list[Row]:
    """Return the root mean square distance of the background from its mean place in each window, in pixels.

    Zero, not nothing, where the background has detail and stands still within the noise.
    """
    return [_shake(window) for window in windows] or [withheld(*span_s, TOO_SHORT)]


def _sway(window: Window) -> Row:
    start_s, end_s = window.t_start_s, window.t_end_s
    if window.torso_px is None:
        return withheld(start_s, end_s, NO_TORSO)
    if window.stepped[1]:
        return withheld(start_s, end_s, TORSO_LOST)
    noise_px = float(np.hypot(window.noise_px[1], window.noise_px[2] if window.steadied else 0.0))
    rms_px = _rms(window.torso_px)
    if rms_px < NOISE_SDS * noise_px:
        return withheld(start_s, end_s, NO_MOVEMENT)
    if not window.steadied and window.head_px is not None:
        apart_px = _rms(window.torso_px - window.head_px)
        if apart_px < ALIKE_SHARE * rms_px:
            return withheld(start_s, end_s, MAY_BE_SHAKE)
    return _row((start_s, end_s), rms_px, noise_px, window.mm_per_px)


def _shake(window: Window) -> Row:
    start_s, end_s = window.t_start_s, window.t_end_s
    if window.camera_px is None:
        return withheld(start_s, end_s, NO_BACKGROUND)
    if window.stepped[2]:
        return withheld(start_s, end_s, BACKGROUND_LOST)
    rms_px, noise_px = _rms(window.camera_px), window.noise_px[2]
    return _row((start_s, end_s), rms_px if rms_px > NOISE_SDS * noise_px else 0.0, noise_px, 1.0)


def _row(span_s: tuple[float, float], rms_px: float, noise_px: float, scale: float) -> Row:
    half = INTERVAL * noise_px
    return Row(*span_s, rms_px * scale, max(rms_px - half, 0.0) * scale, (rms_px + half) * scale, None)


def _rms(place_px: NDArray[np.float64]) -> float:
    return float(np.sqrt(((place_px - place_px.mean(axis=0)) ** 2).sum(axis=1).mean()))
