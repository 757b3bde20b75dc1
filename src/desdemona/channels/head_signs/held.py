"""A head that is held: down, or still with still eyes."""

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.body.sign import flag_measurement, hold, span_events
from desdemona.channels.channel import Channel, Clip, ClipMeasurement, WholeClip
from desdemona.channels.eye_signs.fixations import find_still
from desdemona.channels.eye_signs.own_gaze import usual_deg

Floats = NDArray[np.float64]

DOWN_DEG, DOWN_S, GAP_S = 12.0, 1.0, 0.3
"""How far below its usual pitch, for how long, a head is down, and breaks that do not end it (our choice)."""
STILL_DEG, STARE_S, STARE_GAP_S = 10.0, 8.0, 0.5
"""Most that yaw and pitch of head and of gaze together span in a stare, its least duration, and for how long at most
the eyes may be hidden, as by a blink (our choice; gaze alone jitters by 2 to 4 degrees)."""


def measure_head_down(clip: Clip) -> ClipMeasurement:
    """Return when the head is down, and how far its pitch lies below its usual one."""
    pitch = clip.columns["head_pitch_deg"]
    known = np.isfinite(pitch)
    drop = (usual_deg(pitch[known]) if known.any() else np.nan) - pitch
    raw = np.where(known, (drop >= DOWN_DEG).astype(np.float64), np.nan)
    held = hold(clip.t_s, raw, least_s=DOWN_S, gap_s=GAP_S)
    return flag_measurement("head.down", "head_down", held, {"head_drop_deg": drop})


def measure_stare(clip: Clip) -> ClipMeasurement:
    """Return stretches in which head and eyes hardly move, as events and as a frame column."""
    names = ("head_yaw_deg", "head_pitch_deg", "gaze_yaw_deg", "gaze_pitch_deg")
    values = np.stack([smoothed(clip.t_s, clip.columns[name]) for name in names], axis=1)
    spans = find_still(clip.t_s, values, most=STILL_DEG, least_s=STARE_S, gap_s=STARE_GAP_S)
    inside = np.zeros(clip.t_s.size)
    for start, end in spans:
        inside[(clip.t_s >= start) & (clip.t_s < end)] = 1.0
    column = np.where(np.isfinite(clip.columns["head_yaw_deg"]), inside, np.nan)
    return ClipMeasurement({"still_stare": column}, events=span_events("head.still_stare", spans))


def step_s(t_s: Floats) -> float:
    """Return the usual time from frame to frame (n,), in seconds; 1 for a single frame."""
    return float(np.median(np.diff(t_s))) if t_s.size > 1 else 1.0


def smoothed(t_s: Floats, values: Floats, width_s: float = 0.25) -> Floats:
    """Return the median of each frame and those within half of `width_s` of it; NaN stays NaN."""
    reach = max(0, round(width_s / 2 / max(step_s(t_s), 1e-6)))
    if reach == 0 or not values.size:
        return values
    wide = np.pad(values, reach, constant_values=np.nan)
    around = np.lib.stride_tricks.sliding_window_view(wide, 2 * reach + 1)
    known = np.isfinite(values)
    found = np.full_like(values, np.nan)
    found[known] = np.nanmedian(around[known], axis=1)
    return found


HEAD_DOWN = Channel(
    name="head.down",
    unit="0/1",
    rung="sign",
    needs=("face",),
    columns=("head_down", "head_drop_deg"),
    caveat="Reading, writing, a phone in the lap and sleep look down alike; beyond some 30 degrees the face is lost, "
    "and one who looks down most of the time is not found.",
    source="own rule: 12 degrees below the usual pitch for 1 s",
    measure=WholeClip(measure_head_down),
    flags=("head_down",),
)
STILL_STARE = Channel(
    name="head.still_stare",
    unit="0/1",
    rung="sign",
    needs=("face", "eyes"),
    columns=("still_stare",),
    caveat="A photograph stares, and so does one who listens or thinks; slow reading along short lines is still.",
    source="own rule: dispersion threshold (after Salvucci and Goldberg 2000) on head and gaze, 10 degrees for 8 s",
    measure=WholeClip(measure_stare),
    flags=("still_stare",),
)
