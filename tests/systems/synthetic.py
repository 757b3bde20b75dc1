"""Small tracks made by hand: a still face that looks ahead, on which one thing at a time is changed."""

from collections.abc import Callable, Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.tracks import EVENTS, WINDOWS, Tracks

Curve = float | NDArray[np.float64]
RATE_HZ = 30.0

STILL: Mapping[str, float] = {
    "face_found": 1.0,
    "head_yaw_deg": 0.0,
    "head_pitch_deg": 0.0,
    "head_roll_deg": 0.0,
    "eye_openness_ratio": 0.4,
    "gaze_yaw_deg": 0.0,
    "gaze_pitch_deg": 0.0,
    "mouth_opening_ratio": 0.01,
    "lip_corner_raise_ratio": 0.1,
    "brow_raise_ratio": 0.3,
}


def clock(duration_s: float) -> NDArray[np.float64]:
    """Return the times of the frames."""
    return np.arange(round(duration_s * RATE_HZ)) / RATE_HZ


def made_tracks(
    duration_s: float = 20.0,
    *,
    curves: Mapping[str, Callable[[NDArray[np.float64]], Curve]] | None = None,
    blinks_s: tuple[float, ...] = (),
    pulse: tuple[tuple[float, float, float | None], ...] = (),
) -> Tracks:
    """Return tracks of a still face; `curves` replace columns, `pulse` lists (start, end, bpm or None)."""
    t_s = clock(duration_s)
    columns = {name: np.full(t_s.shape, value) for name, value in STILL.items()}
    for name, curve in (curves or {}).items():
        columns[name] = np.broadcast_to(np.asarray(curve(t_s), dtype=np.float64), t_s.shape)
    frames = pl.DataFrame({"frame": np.arange(t_s.size), "t_s": t_s, **columns}).with_columns(
        pl.col(name).fill_nan(None) for name in columns
    )
    blinks = [("blink", start, start + 0.2, 0.9) for start in blinks_s]
    windows = [
        ("pulse.rate.pos", start, end, bpm, bpm and bpm - 1, bpm and bpm + 1, None if bpm else "no pulse found")
        for start, end, bpm in pulse
    ]
    return Tracks(
        "made",
        frames,
        pl.DataFrame(blinks, schema=EVENTS, orient="row"),
        pl.DataFrame(windows, schema=WINDOWS, orient="row"),
    )


def nothing_measured(duration_s: float = 20.0) -> Tracks:
    """Return tracks of a recording without a face."""
    columns = {name: (lambda _t: float("nan")) for name in STILL if name != "face_found"}
    blind = tuple((float(start), start + 10.0, None) for start in range(int(duration_s) - 9))
    return made_tracks(duration_s, curves=columns, pulse=blind)


def between(start_s: float, end_s: float, inside: float, outside: float) -> Callable[[NDArray[np.float64]], Curve]:
    """Return a curve that has one value within a stretch and another outside."""
    return lambda t_s: np.where((t_s >= start_s) & (t_s < end_s), inside, outside)
