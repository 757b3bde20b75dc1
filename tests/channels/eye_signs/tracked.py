"""Clips made of columns: somebody with open eyes who looks ahead, on whom one thing at a time is changed."""

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.channel import Clip
from desdemona.channels.pulse.skin_regions import SkinTrace

Floats = NDArray[np.float64]

OPEN, CLOSED = 0.36, 0.07
"""Aspect ratio of open and of closed lids."""
STILL = {
    "eye_openness_ratio": OPEN,
    "head_yaw_deg": 0.0,
    "head_pitch_deg": 0.0,
    "head_roll_deg": 0.0,
    "gaze_yaw_deg": 0.0,
    "gaze_pitch_deg": 0.0,
    "mouth_opening_ratio": 0.005,
    "lip_corner_raise_ratio": 0.03,
}


def clock(duration_s: float, rate_hz: float = 30.0) -> Floats:
    """Return the times of frames."""
    return np.arange(round(duration_s * rate_hz)) / rate_hz


def irregular(duration_s: float, rate_hz: float = 30.0, *, seed: int = 3) -> Floats:
    """Return times with jitter of a third of a frame."""
    t_s = clock(duration_s, rate_hz)
    return t_s + np.random.default_rng(seed).uniform(-0.33, 0.33, t_s.size) / rate_hz


def clip_of(t_s: Floats, **changed: Floats) -> Clip:
    """Return a clip in which some columns are as given, without their unit: `eye_openness`, `gaze_yaw`."""
    columns = {name: np.full(t_s.size, value) for name, value in STILL.items()}
    for name, values in changed.items():
        columns[next(known for known in STILL if known.rsplit("_", 1)[0] == name)] = values
    skin = SkinTrace(t_s, np.full((t_s.size, 4, 3), np.nan), np.zeros((t_s.size, 4), dtype=np.int64), 0 * t_s)
    return Clip(t_s, columns, skin)


def within(t_s: Floats, *spans_s: tuple[float, float]) -> Floats:
    """Return 1 within some stretches, 0 outside."""
    found = np.zeros(t_s.size)
    for start, end in spans_s:
        found[(t_s >= start) & (t_s < end)] = 1.0
    return found


def lids(t_s: Floats, *closed_s: tuple[float, float], edge_s: float = 0.1) -> Floats:
    """Return openness of eyes that close in some stretches, each coming and going in `edge_s`."""
    shut = np.zeros(t_s.size)
    for start, end in closed_s:
        shut = np.maximum(shut, np.clip(np.minimum((t_s - start) / edge_s, (end - t_s) / edge_s), 0, 1))
    return OPEN + (CLOSED - OPEN) * shut
