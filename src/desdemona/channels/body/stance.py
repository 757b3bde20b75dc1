"""How trunk and head are held: standing, leaning, swaying, head down, head on the desk."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from desdemona.channels.body.joints import Joint
from desdemona.channels.body.posture import Posture
from desdemona.channels.body.sign import BodySign, Threshold, flag_measurement, hold, three_valued
from desdemona.channels.channel import ClipMeasurement
from desdemona.channels.tracks import WINDOWS

Floats = NDArray[np.float64]

_SOURCE = "own rule on joints of BlazePose (Bazarevsky et al. 2020)"
_OUR_CHOICE = "our choice; no published value is known to us"

RISE = Threshold(
    "shoulders above their own usual height", 0.6, "shoulder widths", "our choice: rising lifts by 1 or so"
)
THIGH = Threshold("hips above knees, where both show", 0.75, "trunk lengths", "our choice: seated thighs point forward")
LEAST_RISE_RATIO = -0.3
"""Whose shoulders are farther below their usual height than this does not stand, whatever the thighs seem to do."""
STANDING_S = Threshold("least duration", 1.0, "s", _OUR_CHOICE)
NOD = Threshold("nose below the ears, more than usual", 0.055, "shoulder widths", "our choice: about 20 degrees down")
BOWED = Threshold("and nose lower over the shoulders than usual", 0.1, "shoulder widths", _OUR_CHOICE)
DOWN_S = Threshold("least duration", 1.0, "s", _OUR_CHOICE)
DESK = Threshold("nose above the shoulder line, at most", 0.2, "shoulder widths", "our choice: upright it is .5 to .8")
SUNK = Threshold("head lower over the shoulders than usual", 0.25, "shoulder widths", _OUR_CHOICE)
SHOULDERS_SUNK = Threshold("and, of a hidden head, shoulders lower than usual", 0.2, "shoulder widths", _OUR_CHOICE)
DESK_S = Threshold("least duration", 2.0, "s", "our choice; the documented systems name no value")
SIDE = Threshold("trunk off its own usual slant", 12.0, "degrees", _OUR_CHOICE)
SHIFT = Threshold("shoulders aside of their usual place, where hips are hidden", 0.4, "shoulder widths", _OUR_CHOICE)
FORWARD = Threshold("shoulders wider than usual", 1.15, "times", "our choice: 13 percent nearer to the camera")
LEAN_S = Threshold("least duration", 1.0, "s", _OUR_CHOICE)
WINDOW_S = 10.0
"""Sway is told for windows of this length that do not overlap (our choice)."""
LEAST_VALID_SHARE = 0.9
JITTER_HZ = 3.0
"""Above this a trunk hardly moves: what is there is taken for the network's own jitter (our choice)."""
SWAY_HZ = (0.1, 2.0)
LEAST_RATE_HZ = 8.0
GAP_S = 0.5


def standing(posture: Posture) -> ClipMeasurement:
    """Tell when a person stands: by the thighs where knees show, else by a rise over the usual height."""
    rise = posture.middle[:, 1]
    hips, knees = _middle(posture, Joint.LEFT_HIP), _middle(posture, Joint.LEFT_KNEE)
    legs_show = posture.valid["hips"] & posture.valid["knees"]
    with np.errstate(invalid="ignore", divide="ignore"):
        upright = (hips[:, 1] - knees[:, 1]) / np.abs(hips[:, 1]) >= THIGH.value
        is_so = np.where(legs_show, upright & (rise > LEAST_RISE_RATIO), rise >= RISE.value)
    held = hold(posture.t_s, three_valued(is_so, posture.valid["shoulders"]), least_s=STANDING_S.value, gap_s=GAP_S)
    return flag_measurement("body.standing", "standing", held, {"shoulder_rise_ratio": rise})


def head_down(posture: Posture) -> ClipMeasurement:
    """Tell when the head is bowed; how far is `head_drop_ratio`, nose below ears more than usual."""
    held = hold(posture.t_s, bowed(posture), least_s=DOWN_S.value, gap_s=GAP_S)
    return flag_measurement("body.head_down", "body_head_down", held, {"head_drop_ratio": _head_drop(posture)})


def bowed(posture: Posture) -> Floats:
    """Return where the nose is lower than usual both against the ears and over the shoulders; NaN where not known."""
    drop, height = _head_drop(posture), _head_height(posture)
    with np.errstate(invalid="ignore"):
        is_so = (drop >= NOD.value) & (posture.own(height) - height >= BOWED.value)
    return three_valued(is_so, np.isfinite(drop) & np.isfinite(height))


def _head_drop(posture: Posture) -> Floats:
    """Return how much lower than usual the nose is against the ears, in shoulder widths; NaN without head."""
    ears = (posture.place[:, Joint.LEFT_EAR, 1] + posture.place[:, Joint.RIGHT_EAR, 1]) / 2
    below = np.where(_head_seen(posture), ears - posture.place[:, Joint.NOSE, 1], np.nan)
    return np.asarray(below - posture.own(below))


def _head_height(posture: Posture) -> Floats:
    return np.where(_head_seen(posture), posture.place[:, Joint.NOSE, 1], np.nan)


def _head_seen(posture: Posture) -> NDArray[np.bool_]:
    return posture.valid["head"] & posture.valid["shoulders"]


def head_on_desk(posture: Posture) -> ClipMeasurement:
    """Tell when the head is down at the shoulder line, well below its own usual height, for two seconds.

    A head on the desk is often hidden in the arms. Where the network says so it is told all the same if the shoulders,
    which are seen, have sunk too.
    """
    height = posture.place[:, Joint.NOSE, 1]
    with np.errstate(invalid="ignore"):
        low = (height <= DESK.value) & (posture.own(_head_height(posture)) - height >= SUNK.value)
        sunk = posture.middle[:, 1] <= -SHOULDERS_SUNK.value
    seen = _head_seen(posture)
    raw = three_valued(low & (seen | sunk), posture.valid["shoulders"] & (seen | (low & sunk)))
    held = hold(posture.t_s, raw, least_s=DESK_S.value, gap_s=GAP_S)
    return flag_measurement("body.head_on_desk", "head_on_desk", held, {"head_height_ratio": _head_height(posture)})


def leaning(posture: Posture) -> ClipMeasurement:
    """Tell when the trunk leans to a side (by its slant, or its shift where hips are hidden) or forwards."""
    hips = _middle(posture, Joint.LEFT_HIP)
    slant = np.where(posture.valid["hips"], np.degrees(np.arctan2(-hips[:, 0], -hips[:, 1])), np.nan)
    slant = slant - posture.own(slant)
    shift = posture.middle[:, 0]
    with np.errstate(invalid="ignore"):
        aside = np.where(np.isfinite(slant), np.abs(slant) >= SIDE.value, np.abs(shift) >= SHIFT.value)
        raw = three_valued(aside | (posture.scale >= FORWARD.value), posture.valid["shoulders"])
    held = hold(posture.t_s, raw, least_s=LEAN_S.value, gap_s=GAP_S)
    more = {"trunk_slant_deg": slant, "shoulder_shift_ratio": shift, "shoulder_scale_ratio": posture.scale}
    return flag_measurement("body.leaning", "leaning", held, more)


def sway(posture: Posture) -> ClipMeasurement:
    """Measure how far the shoulders' middle moves to and fro, 0.1 to 2 Hz, in windows of 10 s."""
    rows: list[tuple[str, float, float, float | None, None, None, str | None]] = []
    t_s = posture.t_s
    last = t_s[-1] + posture.step_s - WINDOW_S if t_s.size else 0.0
    starts = t_s[:1] + WINDOW_S * np.unique((t_s - t_s[:1] + 1e-9) // WINDOW_S)  # none where the pictures pause
    for start in starts[starts < last + 1e-6]:
        inside = (t_s >= start - 1e-9) & (t_s < start + WINDOW_S - 1e-9)
        value, reason = _sway_in(t_s[inside], posture.middle[inside], posture.step_s)
        rows.append(("body.trunk_sway", float(start), float(start) + WINDOW_S, value, None, None, reason))
    return ClipMeasurement({}, windows=pl.DataFrame(rows, schema=WINDOWS, orient="row"))


def _sway_in(t_s: Floats, middle: Floats, step_s: float) -> tuple[float | None, str | None]:
    seen = np.isfinite(middle[:, 0])
    if step_s > 1 / LEAST_RATE_HZ:
        return None, "too few frames a second"
    if t_s.size < 2 or seen.mean() < LEAST_VALID_SHARE:
        return None, "shoulders not measured for long enough"
    even = np.arange(t_s[0], t_s[-1], step_s)
    moved = np.column_stack([np.interp(even, t_s[seen], middle[seen, axis]) for axis in range(2)])
    slope = np.polynomial.polynomial.polyfit(even - even[0], moved, 1)
    moved = moved - np.polynomial.polynomial.polyval(even - even[0], slope).T
    power = 2 * (np.abs(np.fft.rfft(moved, axis=0)) ** 2).sum(axis=1) / len(even) ** 2
    hz = np.fft.rfftfreq(len(even), step_s)
    band, fast = (hz >= SWAY_HZ[0]) & (hz <= SWAY_HZ[1]), hz > JITTER_HZ
    jitter = float(power[fast].mean() * band.sum()) if fast.any() else 0.0
    there = float(power[band].sum())
    if there < 2 * jitter:
        return None, "movement within the network's own jitter"
    return 1000 * float(np.sqrt(there - jitter)), None


def _middle(posture: Posture, left: Joint) -> Floats:
    """Return the middle (n, 2) between a left joint and the right one that follows it."""
    return np.asarray(posture.place[:, [left, left + 1]].mean(axis=1))


STANDING = BodySign(
    name="body.standing",
    unit="0/1",
    rung="sign",
    needs=("shoulders",),
    columns=("standing", "shoulder_rise_ratio"),
    caveat="Where knees are hidden it is a rise over the usual height: a camera that moves, or a person who stands "
    "more than half of the time, is misread.",
    source=_SOURCE,
    measure=standing,
    flags=("standing",),
    thresholds=(RISE, THIGH, STANDING_S),
)
HEAD_DOWN = BodySign(
    name="body.head_down",
    unit="0/1",
    rung="sign",
    needs=("shoulders", "head"),
    columns=("body_head_down", "head_drop_ratio"),
    caveat="Reading, writing, looking at a phone and dozing all look down; against the person's own usual height, so "
    "one who looks down most of the time is not found.",
    source=_SOURCE,
    measure=head_down,
    flags=("body_head_down",),
    thresholds=(NOD, BOWED, DOWN_S),
)
HEAD_ON_DESK = BodySign(
    name="body.head_on_desk",
    unit="0/1",
    rung="sign",
    needs=("shoulders", "head"),
    columns=("head_on_desk", "head_height_ratio"),
    caveat="No desk is seen and no sleep: resting, hiding the face, picking something up and illness look the same. "
    "A network places a hidden head where it expects it.",
    source=_SOURCE,
    measure=head_on_desk,
    flags=("head_on_desk",),
    thresholds=(DESK, SUNK, SHOULDERS_SUNK, DESK_S),
)
LEANING = BodySign(
    name="body.leaning",
    unit="0/1",
    rung="sign",
    needs=("shoulders",),
    columns=("leaning", "trunk_slant_deg", "shoulder_shift_ratio", "shoulder_scale_ratio"),
    caveat="Moving the chair looks like leaning, lying on the desk leans, leaning back is not told; no interest is.",
    source=_SOURCE,
    measure=leaning,
    flags=("leaning",),
    thresholds=(SIDE, SHIFT, FORWARD, LEAN_S),
)
SWAY = BodySign(
    name="body.trunk_sway",
    unit="thousandths of the shoulder width",
    rung="signal",
    needs=("shoulders",),
    columns=(),
    caveat="About a third of a millimetre each on an adult, by assumption; a camera that moves sways too.",
    source=_SOURCE + "; root mean square of both directions, 0.1 to 2 Hz, less the level above 3 Hz",
    measure=sway,
)
