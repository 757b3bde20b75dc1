"""What is true of a phantom: her script, frame by frame and act by act. Nothing here looks at a picture."""

from collections.abc import Callable, Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.faces.cast import Identity
from desdemona.faces.lids import opening_share
from desdemona.faces.lips import corner_raise_share, parting_share
from desdemona.faces.people import person
from desdemona.faces.pose import Pose
from desdemona.faces.units import UNITS
from desdemona.manipulations.catalogue import move_all
from desdemona.physiology.truth import truth_of_inside
from desdemona.stimuli.company import company_rows
from desdemona.stimuli.course import movement_of
from desdemona.stimuli.drive import drive_truth
from desdemona.stimuli.motion import Motion, frame_times
from desdemona.stimuli.phantom import Cause, Phantom
from desdemona.stimuli.render import VOICE_RATE_HZ, changes_of
from desdemona.tables import TRUTH, Truth, to_truth
from desdemona.voices.voice import synthesise

Values = NDArray[np.float64]

EVENTS: tuple[Cause, ...] = ("blink", "glance_down", "yawn", "eyes_closed", "smile", "talk", *UNITS)
"""Acts that are events with a beginning and an end, under their own names."""


def truth_of(phantom: Phantom) -> pl.DataFrame:
    """Return the truth table of a phantom (schema `tables.TRUTH`, item = the phantom's name, source "script").

    One row a frame for each measured quantity: `eye.openness` (the drawn lid aperture over that of her own open eye,
    mean of both eyes), `gaze.yaw`, `gaze.pitch`, `head.yaw`, `head.pitch`, `head.roll` (degrees), `mouth.opening` (the
    drawn gap of the lips over that of the fully open mouth), `lip_corner.raise` (what muscles do to the corners over a
    full smile, mean of both), `brow.raise` (-1..1). What goes on inside her is told as
    `physiology.truth.truth_of_inside` says, her voice under `voice.f0`, `voice.loudness`, `voice.word` and so on.
    Where action units are scripted, `au12.left`, `au12.right` and so on (0..1) for each that acts (a unit without rows
    does not act), and `eye.openness.left`, `eye.openness.right`. One row an act for the events; those of action units
    have their side (`both`, `left`, `right`) as label. One row that says that she feels nothing (`feeling`:
    `none`), and one for each entry of the script's story. What her car does is told as `stimuli.drive.drive_truth`
    says; no change of camera, light or microphone changes it.
    """
    script = phantom.script
    times_s = frame_times(script.duration_s, phantom.camera.rate_hz)
    motion = movement_of(script, times_s)
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
    if motion.left or motion.right:
        curves |= _unit_curves(motion, person(phantom.identity))
    if script.scene:  # how the head is held follows from the posture too; `company.places_of` tells it
        curves = {name: values for name, values in curves.items() if not name.startswith("head.")}
    rows = [_curve_rows(phantom.name, output, times_s, values) for output, values in curves.items()]
    inside = truth_of_inside(phantom.name, script.inside, script.duration_s, phantom.camera.rate_hz, phantom.seed)
    company = [company_rows(phantom, script.scene)] if script.scene else []
    whole = pl.concat([*rows, inside, _act_rows(phantom), *_voice_rows(phantom), *company])
    told = move_all(changes_of(script), whole)
    return pl.concat([told, drive_truth(phantom.name, script.drive, script.duration_s)]) if script.drive else told


def _unit_curves(motion: Motion, identity: Identity) -> dict[str, Values]:
    """Return what action units change, by the geometry that is drawn."""

    def drawn(share: Callable[[Pose], float]) -> Values:
        return np.array([share(pose) for pose in motion.poses()])

    left, right = (drawn(lambda pose, side=side: opening_share(pose, side)) for side in (1, -1))  # type: ignore[misc]
    raised = (motion.unit("au1", "both") + motion.unit("au2", "both")) / 2 - motion.unit("au4", "both")
    curves = {
        "eye.openness": (left + right) / 2,
        "eye.openness.left": left,
        "eye.openness.right": right,
        "mouth.opening": drawn(lambda pose: parting_share(identity, pose)),
        "lip_corner.raise": drawn(
            lambda pose: (corner_raise_share(identity, pose, -1) + corner_raise_share(identity, pose, 1)) / 2
        ),
        "brow.raise": np.clip(raised, -1, 1),
    }
    for unit in UNITS:
        sides = {f"{unit}.left": motion.unit(unit, "left"), f"{unit}.right": motion.unit(unit, "right")}
        if any(values.any() for values in sides.values()):
            curves |= sides
    return curves


def _curve_rows(item: str, output: str, times_s: Values, values: Values) -> pl.DataFrame:
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
    """Return a row for each act that is seen at all, cut to the time of the script, and what is told of the whole."""
    script = phantom.script
    acts = [
        Truth(
            phantom.name,
            max(act.t_start_s, 0.0),
            min(act.t_end_s, script.duration_s),
            output=act.cause,
            label=act.side if act.cause in UNITS else None,
            value=act.amount,
        )
        for act in script.acts
        if act.cause in EVENTS and act.t_start_s < script.duration_s and act.t_end_s > 0
    ]
    whole = (("feeling", "none"), *script.story)
    told = [Truth(phantom.name, 0.0, script.duration_s, output=name, label=label) for name, label in whole]
    return to_truth([*acts, *told])


def _voice_rows(phantom: Phantom) -> Iterator[pl.DataFrame]:
    """Give what is true of a voice: pitch and loudness every 10 ms where there is any, words, and each utterance."""
    script, item = phantom.script, phantom.name
    if script.voice is None:
        return
    speech = synthesise(script.voice, rate_hz=VOICE_RATE_HZ, duration_s=script.duration_s, seed=phantom.seed)
    for output, values in (("voice.f0", speech.f0_hz), ("voice.loudness", speech.loudness_db)):
        heard = np.isfinite(values)
        yield _curve_rows(item, output, speech.times_s[heard], values[heard])
    rows = [Truth(item, word.t_start_s, word.t_end_s, "voice.word", label=word.word) for word in speech.words]
    rows += [Truth(item, part.t_start_s, part.t_end_s, "voice.segment", label=part.kind) for part in speech.segments]
    for drawn in speech.drawn:
        measures = {
            "voice.jitter": drawn.jitter_share,
            "voice.shimmer": drawn.shimmer_share,
            "voice.hnr": drawn.hnr_db,
            "voice.rate": drawn.syllables_per_s,
        }
        rows += [
            Truth(item, drawn.t_start_s, drawn.t_end_s, output, value=value)
            for output, value in measures.items()
            if np.isfinite(value)
        ]
        rows.append(Truth(item, drawn.t_start_s, drawn.t_end_s, "voice.kind", label=drawn.kind))
    yield to_truth(rows)
