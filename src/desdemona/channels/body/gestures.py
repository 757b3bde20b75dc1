"""What hands do about the head: raised, at the ear, at the mouth, on the face."""

import numpy as np
from numpy.typing import NDArray

from desdemona.channels.body.joints import Joint
from desdemona.channels.body.posture import Posture, Region
from desdemona.channels.body.sign import (
    BodySign,
    Held,
    Threshold,
    flag_measurement,
    hold,
    span_events,
    three_valued,
)
from desdemona.channels.channel import ClipMeasurement

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_SOURCE = "own rule on joints of BlazePose (Bazarevsky et al. 2020) and palms of MediaPipe Hands (Zhang et al. 2020)"
_OUR_CHOICE = "our choice; no published value is known to us"

RAISED = Threshold("wrist above the shoulder line", 0.25, "shoulder widths", _OUR_CHOICE)
ASIDE = Threshold("wrist aside of the head's middle unless above the eyes", 0.6, "shoulder widths", _OUR_CHOICE)
RAISED_S = Threshold("least duration", 0.5, "s", _OUR_CHOICE)
EAR = Threshold("hand from ear", 0.42, "shoulder widths", "our choice: a held phone puts the palm about 12 cm away")
EAR_S = Threshold("least duration", 1.0, "s", _OUR_CHOICE)
MOUTH = Threshold("hand from mouth", 0.36, "shoulder widths", "our choice: fingers reach the mouth, the palm does not")
VISIT_S = Threshold("least duration of a visit", 0.2, "s", _OUR_CHOICE)
LONGEST_VISIT_S = Threshold(
    "longest duration of a visit", 8.0, "s", "our choice: a chin resting on a hand stays longer"
)
BETWEEN_VISITS_S = Threshold("longest time from visit to visit", 30.0, "s", _OUR_CHOICE)
VISITS = Threshold("least number of visits", 2, "visits", _OUR_CHOICE)
FACE = Threshold("hand from nose, eyes or mouth", 0.36, "shoulder widths", _OUR_CHOICE)
FACE_S = Threshold("least duration", 0.5, "s", _OUR_CHOICE)
HEAD_UP = Threshold(
    "nose above the shoulder line, at least", 0.2, "shoulder widths", "our choice: else all lie together"
)
ROOM_RATIO = 0.3
"""Above a raised wrist there must be this much room in the picture, or a raised hand would not be seen (our choice)."""
GAP_S = 0.3
"""Gaps up to this in any of these are closed (our choice)."""

_HANDS: tuple[tuple[Region, Joint, Joint], ...] = (
    ("hand_left", Joint.LEFT_WRIST, Joint.LEFT_HAND),
    ("hand_right", Joint.RIGHT_WRIST, Joint.RIGHT_HAND),
)


def hand_raised(posture: Posture) -> ClipMeasurement:
    """Tell when a wrist is above the shoulder line and aside of the head, or above the eyes, for half a second."""
    return flag_measurement("body.hand_raised", "hand_raised", _held(posture, "raised", RAISED_S))


def hand_at_ear(posture: Posture) -> ClipMeasurement:
    """Tell when a hand stays at an ear for a second."""
    return flag_measurement("body.hand_at_ear", "hand_at_ear", _held(posture, "ear", EAR_S))


def hand_on_face(posture: Posture) -> ClipMeasurement:
    """Tell when a hand stays at nose, eyes or mouth for half a second."""
    return flag_measurement("body.hand_on_face", "hand_on_face", _held(posture, "face", FACE_S))


def object_at_mouth(posture: Posture) -> ClipMeasurement:
    """Tell when a hand comes to the mouth again and again: at least two visits, each short, soon after one another."""
    held = _held(posture, "mouth", VISIT_S)
    length = held.spans_s[:, 1] - held.spans_s[:, 0]
    groups: list[list[Floats]] = []
    for visit in held.spans_s[length <= LONGEST_VISIT_S.value]:
        if groups and visit[0] - groups[-1][-1][1] <= BETWEEN_VISITS_S.value:
            groups[-1].append(visit)
        else:
            groups.append([visit])
    often = [group for group in groups if len(group) >= VISITS.value]
    spans = np.array([(group[0][0], group[-1][1]) for group in often]).reshape(-1, 2)
    flag = np.zeros_like(held.flag)
    for start, end in spans:
        flag[(posture.t_s >= start) & (posture.t_s < end)] = 1
    flag[np.isnan(held.flag)] = np.nan
    counts = np.array([float(len(group)) for group in often])
    return ClipMeasurement({"object_at_mouth": flag}, events=span_events("body.object_at_mouth", spans, counts))


def _held(posture: Posture, what: str, least: Threshold) -> Held:
    """Return where either hand does it; not known where one that could be doing it cannot be seen."""
    each = [_one_hand(posture, what, *names) for names in _HANDS]
    is_so = np.logical_or(*(flag == 1 for flag in each))
    known = np.logical_and(*(np.isfinite(flag) for flag in each)) | is_so
    return hold(posture.t_s, three_valued(is_so, known), least_s=least.value, gap_s=GAP_S)


def _one_hand(posture: Posture, what: str, region: Region, wrist: Joint, hand: Joint) -> Floats:
    """Return whether one hand does it, NaN where that is not known.

    A hand that the network places below the shoulder line does not do it, hidden or outside or not: whatever is
    raised or at the head would be in the picture there. A hidden one placed above it may be doing anything.
    """
    near = _near(posture, hand)
    seen = posture.valid[region] & posture.valid["shoulders"]
    with np.errstate(invalid="ignore"):
        low = posture.place[:, wrist, 1] < 0
        room = posture.room_above > RAISED.value + ROOM_RATIO
    if what == "raised":
        is_so = _up(posture, wrist) & (near != "ear") & seen
        told = posture.valid["shoulders"] & (room | is_so)
    else:
        is_so = np.isin(near, ("face", "mouth") if what == "face" else (what,)) & seen
        told = posture.valid["head"] & posture.valid["shoulders"] & (posture.place[:, Joint.NOSE, 1] > HEAD_UP.value)
    return three_valued(is_so, told & (low | seen))


def _up(posture: Posture, wrist: Joint) -> Flags:
    """Return where a wrist is above the shoulder line and aside of the head, or above the eyes."""
    across, height = posture.place[:, wrist].T
    middle = posture.place[:, [Joint.NOSE, Joint.EYES, Joint.MOUTH], 0].mean(axis=1)
    with np.errstate(invalid="ignore"):
        free = (np.abs(across - middle) > ASIDE.value) | (height > posture.place[:, Joint.EYES, 1])
        return np.asarray((height > RAISED.value) & free)


def _near(posture: Posture, hand: Joint) -> NDArray[np.str_]:
    """Return for each frame which part of the head a hand is nearest to and within reach of: ear, mouth, face, none."""
    at = posture.place[:, hand]

    def away(*joints: Joint) -> Floats:
        gaps = np.linalg.norm(posture.place[:, list(joints)] - at[:, None], axis=2)
        return np.asarray(gaps.min(axis=1))

    ear, mouth, face = away(Joint.LEFT_EAR, Joint.RIGHT_EAR), away(Joint.MOUTH), away(Joint.NOSE, Joint.EYES)
    spare = np.stack([ear / EAR.value, mouth / MOUTH.value, face / FACE.value])
    nearest = np.argmin(np.nan_to_num(spare, nan=np.inf), axis=0)
    names = np.array(["ear", "mouth", "face"])[nearest]
    with np.errstate(invalid="ignore"):
        return np.where(np.nan_to_num(spare, nan=np.inf).min(axis=0) <= 1, names, "none")


HAND_RAISED = BodySign(
    name="body.hand_raised",
    unit="0/1",
    rung="sign",
    needs=("shoulders", "hands"),
    columns=("hand_raised",),
    caveat="Stretching, waving, reaching up and arms behind the head look the same; it is not a wish to speak.",
    source=_SOURCE,
    measure=hand_raised,
    flags=("hand_raised",),
    thresholds=(RAISED, ASIDE, RAISED_S),
)
HAND_AT_EAR = BodySign(
    name="body.hand_at_ear",
    unit="0/1",
    rung="sign",
    needs=("head", "hands"),
    columns=("hand_at_ear",),
    caveat="No phone is seen: a hand that scratches, adjusts glasses or holds up the head beside the ear is the same.",
    source=_SOURCE,
    measure=hand_at_ear,
    flags=("hand_at_ear",),
    thresholds=(EAR, EAR_S, HEAD_UP),
)
OBJECT_AT_MOUTH = BodySign(
    name="body.object_at_mouth",
    unit="0/1",
    rung="sign",
    needs=("head", "hands"),
    columns=("object_at_mouth",),
    caveat="No object is seen: smoking, eating, drinking, biting nails and covering a cough cannot be told apart.",
    source=_SOURCE + "; events hold the number of visits",
    measure=object_at_mouth,
    flags=("object_at_mouth",),
    thresholds=(MOUTH, VISIT_S, LONGEST_VISIT_S, BETWEEN_VISITS_S, VISITS, HEAD_UP),
)
HAND_ON_FACE = BodySign(
    name="body.hand_on_face",
    unit="0/1",
    rung="sign",
    needs=("head", "hands"),
    columns=("hand_on_face",),
    caveat="A hand before the face, nearer to the camera, looks the same; touching one's face means nothing by itself.",
    source=_SOURCE,
    measure=hand_on_face,
    flags=("hand_on_face",),
    thresholds=(FACE, MOUTH, FACE_S, HEAD_UP),
)
