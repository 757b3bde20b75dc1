"""What is true of a phantom: her script, frame by frame and act by act. Nothing here looks at a picture."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.stimuli.heart import rate_at
from desdemona.stimuli.motion import frame_times, motion_of
from desdemona.stimuli.phantom import Cause, Phantom
from desdemona.tables import TRUTH, Truth, to_truth

EVENTS: tuple[Cause, ...] = ("blink", "glance_down", "yawn", "eyes_closed", "smile", "talk")
"""Acts that are events with a beginning and an end, under their own names."""


def truth_of(phantom: Phantom) -> pl.DataFrame:
    """Return the truth table of a phantom (schema `tables.TRUTH`, item = the phantom's name, source "script").

    One row a frame for each measured quantity: `eye.openness` (0..1 of her own open eye), `gaze.yaw`, `gaze.pitch`,
    `head.yaw`, `head.pitch`, `head.roll` (degrees), `mouth.opening`, `lip_corner.raise` (0..1), `brow.raise` (-1..1)
    and, where there is a pulse, `pulse.rate` (bpm at that instant). One row an act for the events. One row each that
    says that she feels nothing (`feeling`: `none`) and whether she has a pulse (`pulse`: `present` or `absent`).
    """
    script = phantom.script
    times_s = frame_times(script.duration_s, phantom.camera.rate_hz)
    motion = motion_of(script, times_s)
    curves = {
        "eye.openness": motion.eye_opening,
        "gaze.yaw": motion.gaze_yaw_deg,
        "gaze.pitch": motion.gaze_pitch_deg,
        "head.yaw": motion.head_yaw_deg,
        "head.pitch": motion.head_pitch_deg,
        "head.roll": motion.head_roll_deg,
        "mouth.opening": motion.mouth_opening,
        "lip_corner.raise": motion.smile,
        "brow.raise": motion.brow,
    }
    if script.pulse:
        curves["pulse.rate"] = rate_at(script.pulse, times_s)
    rows = [_curve_rows(phantom.name, output, times_s, values) for output, values in curves.items()]
    return pl.concat([*rows, _act_rows(phantom)])


def _curve_rows(item: str, output: str, times_s: NDArray[np.float64], values: NDArray[np.float64]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "item": [item] * len(times_s),
            "t_start_s": times_s,
            "t_end_s": times_s,
            "output": [output] * len(times_s),
            "label": [None] * len(times_s),
            "value": values,
            "source": ["script"] * len(times_s),
            "rater": [None] * len(times_s),
            "count": [None] * len(times_s),
        },
        schema=TRUTH,
    )


def _act_rows(phantom: Phantom) -> pl.DataFrame:
    script = phantom.script
    acts = [
        Truth(phantom.name, act.t_start_s, act.t_end_s, output=act.cause, value=act.amount)
        for act in script.acts
        if act.cause in EVENTS
    ]
    whole = [("feeling", "none"), ("pulse", "present" if script.pulse else "absent")]
    return to_truth(
        acts + [Truth(phantom.name, 0.0, script.duration_s, output=name, label=label) for name, label in whole]
    )
