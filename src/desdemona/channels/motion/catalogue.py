"""The channels of movement, breath and perfusion, in the order of their columns."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.channel import ClipMeasurement
from desdemona.channels.motion.breath import breath_from_chest, breath_from_skin
from desdemona.channels.motion.channel import MotionChannel
from desdemona.channels.motion.even import Row, window_table
from desdemona.channels.motion.flow import region_column
from desdemona.channels.motion.perfusion import perfusion_rows
from desdemona.channels.motion.shifts import BACKGROUND, HEAD, TORSO
from desdemona.channels.motion.sway import measure_shake, measure_sway
from desdemona.channels.motion.tremor import measure_tremor
from desdemona.channels.motion.upright import FACE_REGIONS
from desdemona.channels.motion.vibration import MAY_BE_SHAKE, Vibration, may_be_shake
from desdemona.channels.motion.watching import Watched

Columns = Mapping[str, NDArray[np.float64]]

SHAKE_COLUMNS = ("camera_shake_x_px", "camera_shake_y_px", "camera_shake_known")
HEAD_COLUMNS = ("head_motion_x_mm", "head_motion_y_mm")
SWAY_COLUMNS = ("body_motion_x_mm", "body_motion_y_mm")
STRAIN_COLUMNS = tuple(region_column(region) for region in FACE_REGIONS)


def measure_camera(watched: Watched) -> ClipMeasurement:
    """Return the background's place in each frame, whether it is known, and its shake in windows of 10 s."""
    x, y = watched.shifts.place_px[:, BACKGROUND].T
    columns = dict(zip(SHAKE_COLUMNS, (x, y, np.isfinite(x).astype(np.float64)), strict=True))
    return _with_windows(columns, {"camera.shake": measure_shake(watched.windows, watched.span_s)})


def measure_head_motion(watched: Watched) -> ClipMeasurement:
    """Return where the head is in each frame, in mm from where it was first seen, and its rhythm in windows of 10 s."""
    frequency, amplitude = measure_tremor(watched.windows, watched.span_s)
    rows = {"head.motion.frequency": frequency, "head.motion.amplitude": amplitude}
    return _with_windows(_place_mm(watched, HEAD, HEAD_COLUMNS), rows)


def measure_body_motion(watched: Watched) -> ClipMeasurement:
    """Return where the shoulders are in each frame, and how far they sway in windows of 10 s."""
    rows = {"body.sway": measure_sway(watched.windows, watched.span_s)}
    return _with_windows(_place_mm(watched, TORSO, SWAY_COLUMNS), rows)


def measure_vibration(watched: Watched) -> ClipMeasurement:
    """Return amplitude, frequency and symmetry of what changes in the head, in windows of 100 frames."""
    found = [
        replace(one, reason=MAY_BE_SHAKE) if may_be_shake(one, watched.shifts) else one for one in watched.vibrations
    ]
    rows = {
        "head.vibration.amplitude": [_vibration_row(one, one.amplitude_dn) for one in found],
        "head.vibration.frequency": [_vibration_row(one, one.frequency_hz) for one in found],
        "head.vibration.symmetry": [_vibration_row(one, one.symmetry) for one in found],
    }
    return _with_windows({}, rows)


def measure_strain(watched: Watched) -> ClipMeasurement:
    """Return the strain of each region of the face in each frame, since 0.2 s before."""
    return ClipMeasurement(dict(zip(STRAIN_COLUMNS, watched.flows.strain.T, strict=True)))


def measure_chest_breath(watched: Watched) -> ClipMeasurement:
    """Return breaths a minute from the shoulders, in windows of 30 s."""
    return _with_windows({}, {"breath.rate.chest": breath_from_chest(watched.breath_windows, watched.span_s)})


def measure_skin_breath(watched: Watched) -> ClipMeasurement:
    """Return breaths a minute from the skin's colour, in windows of 30 s."""
    return _with_windows({}, {"breath.rate.skin": breath_from_skin(watched.skin)})


def measure_perfusion(watched: Watched) -> ClipMeasurement:
    """Return the median pulse amplitude of the skin patches, with quartiles, in windows of 11.6 s."""
    return _with_windows({}, {"face.perfusion": perfusion_rows(watched.maps)})


def _with_windows(columns: Columns, rows: Mapping[str, list[Row]]) -> ClipMeasurement:
    return ClipMeasurement(columns, windows=pl.concat([window_table(name, found) for name, found in rows.items()]))


def _place_mm(watched: Watched, region: int, names: tuple[str, str]) -> Columns:
    """Return a region's place in mm, the camera's own movement taken out wherever that is known."""
    shifts = watched.shifts
    camera = np.nan_to_num(shifts.place_px[:, BACKGROUND], nan=0.0)
    known = np.isfinite(shifts.mm_per_px)
    scale = float(np.median(shifts.mm_per_px[known])) if known.any() else np.nan
    x, y = ((shifts.place_px[:, region] - camera) * scale).T
    return {names[0]: x, names[1]: y}


def _vibration_row(found: Vibration, value: float) -> Row:
    return Row(found.t_start_s, found.t_end_s, value if found.reason is None else np.nan, np.nan, np.nan, found.reason)


_SHAKE_CAVEAT = (
    "Where the background has no detail the camera's own shake cannot be told and is in every movement given; "
    "the column camera_shake_known says which frames those are."
)
_VIBRATION_CAVEAT = (
    "How pixels change, not how far the head moves: talking, blinking, contrast, light, focus and compression move it "
    "as much. No reliable evidence links it to any feeling or intent (Wright 2021); the makers' names for it are not "
    "used. "
) + _SHAKE_CAVEAT
_VIBRATION_SOURCE = (
    "US patent 7,346,227 and the makers' pages on amplitude and frequency vibraimage: differences of successive frames "
    "over 100 frames, less a threshold at four standard deviations of their noise"
)
_MOTION_SOURCE = (
    "least-squares registration of forehead and nose (Lucas and Kanade 1981; Baker and Matthews 2004), less that of "
    "the background; Hann periodogram of 10 s, Cramér-Rao interval (Rife and Boorstyn 1974)"
)
_MOTION_CAVEAT = (
    "Movement in the picture's plane of forehead and nose: a turn of the head shows as a shift. Pulse and breath move "
    "every head. Frequencies over half the frame rate appear as lower ones. Not fear, guilt or aggression. "
) + _SHAKE_CAVEAT
_BREATH_CAVEAT = (
    "The mean rhythm over 30 s, not single breaths; speech, sighs and fidgeting hide it, and then it is withheld. A "
    "rhythmic gesture of the shoulders, or rocking, cannot be told from breathing. Not stress."
)

CAMERA_SHAKE = MotionChannel(
    name="camera.shake",
    unit="px",
    rung="signal",
    needs=("face", "background"),
    columns=SHAKE_COLUMNS,
    caveat="About the camera, not the person; told only where the background beside the head has detail.",
    source="least-squares registration (Lucas and Kanade 1981; Baker and Matthews 2004); root mean square over 10 s",
    wish="shifts",
    measure=measure_camera,
    flags=("camera_shake_known",),
)
HEAD_MOTION_FREQUENCY = MotionChannel(
    name="head.motion.frequency",
    unit="Hz",
    rung="signal",
    needs=("face",),
    columns=HEAD_COLUMNS,
    caveat=_MOTION_CAVEAT,
    source=_MOTION_SOURCE,
    wish="shifts",
    measure=measure_head_motion,
)
HEAD_MOTION_AMPLITUDE = MotionChannel(
    name="head.motion.amplitude",
    unit="mm",
    rung="signal",
    needs=("face",),
    columns=(),
    caveat="Half of peak to peak, at the strongest frequency; 88 mm between the outer eye corners are assumed for "
    "everyone. " + _MOTION_CAVEAT,
    source=_MOTION_SOURCE,
    wish="shifts",
    measure=measure_head_motion,
)
BODY_SWAY = MotionChannel(
    name="body.sway",
    unit="mm",
    rung="signal",
    needs=("face", "shoulders"),
    columns=SWAY_COLUMNS,
    caveat="Root mean square over 10 s in the picture's plane, breathing included; at the depth of the face. "
    "Not unrest. " + _SHAKE_CAVEAT,
    source="least-squares registration of shoulders and chest (Lucas and Kanade 1981; Baker and Matthews 2004)",
    wish="shifts",
    measure=measure_body_motion,
)
HEAD_VIBRATION_AMPLITUDE, HEAD_VIBRATION_FREQUENCY, HEAD_VIBRATION_SYMMETRY = (
    MotionChannel(
        name=f"head.vibration.{name}",
        unit=unit,
        rung="signal",
        needs=("face",),
        columns=(),
        caveat=_VIBRATION_CAVEAT,
        source=_VIBRATION_SOURCE + more,
        wish="vibration",
        measure=measure_vibration,
    )
    for name, unit, more in (
        ("amplitude", "steps of 255", "; mean over the head's pixels"),
        ("frequency", "Hz", "; share of differences over the threshold times the frame rate, mean over the pixels"),
        ("symmetry", "share", "; left against right half line by line (the makers' page on stress), 1 for alike"),
    )
)
FACE_STRAIN = MotionChannel(
    name="face.strain",
    unit="share",
    rung="signal",
    needs=("face", "brows", "mouth"),
    columns=STRAIN_COLUMNS,
    caveat="How much the picture of the skin is stretched within 0.2 s, by muscle, speech, a turn of the head or a "
    "moving shadow alike. Not an emotion.",
    source="optical strain, Shreve et al. 2011; magnitude as Liong et al. 2014; flow by DIS (Kroeger et al. 2016)",
    wish="flow",
    measure=measure_strain,
)
BREATH_CHEST = MotionChannel(
    name="breath.rate.chest",
    unit="breaths/min",
    rung="signal",
    needs=("face", "shoulders"),
    columns=(),
    caveat=_BREATH_CAVEAT,
    source="rise and fall of shoulders and chest by least-squares registration; Hann periodogram of 30 s",
    wish="shifts",
    measure=measure_chest_breath,
)
BREATH_SKIN = MotionChannel(
    name="breath.rate.skin",
    unit="breaths/min",
    rung="signal",
    needs=("face", "skin"),
    columns=(),
    caveat=_BREATH_CAVEAT + " In many people the skin does not show it at all.",
    source="slow wave of green over forehead and cheeks, held against red and the background; Hann periodogram of 30 s",
    wish="skin",
    measure=measure_skin_breath,
)
FACE_PERFUSION = MotionChannel(
    name="face.perfusion",
    unit="%",
    rung="signal",
    needs=("face", "skin"),
    columns=(),
    caveat="How much the light from the skin changes with the pulse, patch by patch; skin tone, light and make-up "
    "change it as blood does. Not blood pressure, not blood flow in any unit, not an emotion.",
    source="lock-in of green in patches of 8 mm at the whole face's rate by POS (Wang et al. 2017), our arrangement",
    wish="patches",
    measure=measure_perfusion,
)

MOTION: tuple[MotionChannel, ...] = (
    CAMERA_SHAKE,
    HEAD_MOTION_FREQUENCY,
    HEAD_MOTION_AMPLITUDE,
    HEAD_VIBRATION_AMPLITUDE,
    HEAD_VIBRATION_FREQUENCY,
    HEAD_VIBRATION_SYMMETRY,
    BODY_SWAY,
    FACE_STRAIN,
    BREATH_CHEST,
    BREATH_SKIN,
    FACE_PERFUSION,
)
